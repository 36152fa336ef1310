"""JSON documents: one object, stable order, ASCII only, so that no terminal and no locale can spoil it."""

from collections.abc import Mapping
from typing import Any

__all__ = ["SCHEMA", "json_text"]

SCHEMA = 1


def json_text(document: Mapping[str, Any]) -> str:
    """Return the document with its schema version first, as indented JSON."""
    import json

    return json.dumps({"schema": SCHEMA, **document}, indent=2, ensure_ascii=True)
