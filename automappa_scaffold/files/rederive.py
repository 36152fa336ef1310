"""Whether changed files still give what was computed from them before they changed."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from automappa_scaffold.files.derived import DerivedStore
from automappa_scaffold.files.digests import digest_of
from automappa_scaffold.files.entries import encode_value

__all__ = ["is_all_the_same"]


def is_all_the_same(store: DerivedStore, seen: Mapping[str, Any], changed: Mapping[str, bytes]) -> bool:
    """Return whether all that was looked at of changed files is the same as before.

    If so, ``seen`` gets the new digests; ``store`` gets what was computed on the way. A function body or a
    comment is what usually changes; a file's import program, and with it every answer, often does not.

    Args:
        seen: what ``Sightings.to_plain`` gave, with statuses renewed.
        changed: bytes by path.
    """
    for path, data in changed.items():
        status, digest, view = seen["files"][path]
        new_digest = digest_of(data)
        for name in seen["views"][view]:
            before = store.text_of(path, digest, name)
            if before is None or ":" not in name:
                return False
            module, _, attribute = name.partition(":")
            maker = getattr(import_module(module), attribute)
            value = getattr(maker, "compute", maker)(data)
            store.replace(path, status, new_digest, name, value)
            if encode_value(value) != before:
                return False
        seen["files"][path][1] = new_digest
    return True
