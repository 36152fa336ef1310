"""The JSON schema of ``[tool.automappa-scaffold]``, for editors and for who checks it otherwise."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from automappa_scaffold.project.setting_docs import SETTING_DOCS
from automappa_scaffold.project.settings import Settings

__all__ = ["settings_schema"]


def settings_schema() -> Mapping[str, Any]:
    """Return the schema: one property for each setting, and no other is allowed."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of automappa-scaffold",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            field.name.replace("_", "-"): _property(field.name.replace("_", "-"), field.default)
            for field in fields(Settings)
            if field.name != "origins"
        },
    }


def _property(key: str, default: Any) -> dict[str, Any]:
    texts = {"type": "array", "items": {"type": "string"}}
    description = {"description": SETTING_DOCS[key].text}
    if key == "per-file-ignores":
        return {**description, "type": "object", "additionalProperties": texts}
    if isinstance(default, tuple):
        return {**description, **texts, "default": list(default)}
    return {**description, "type": "string", "default": "" if default is MISSING else default}
