"""Unified diffs that ``git apply`` takes."""

import difflib
from collections.abc import Iterator
from pathlib import PurePosixPath

__all__ = ["file_diff"]


def file_diff(
    path: PurePosixPath, before: bytes | None, after: bytes | None, *, is_executable: bool = False
) -> bytes:
    """Return the diff of one file; None stands for a file that does not exist."""
    if before == after:
        return b""
    old, new = _name(f"a/{path}"), _name(f"b/{path}")
    lines = [b"diff --git " + old + b" " + new]
    if before is None:
        lines.append(b"new file mode 100644")
    if after is None:
        lines.append(b"deleted file mode " + (b"100755" if is_executable else b"100644"))
    body = list(_hunks(before or b"", after or b""))
    if body:
        lines.append(b"--- " + (b"/dev/null" if before is None else _with_tab(old)))
        lines.append(b"+++ " + (b"/dev/null" if after is None else _with_tab(new)))
    return b"\n".join([*lines, *body]) + b"\n"


def _hunks(before: bytes, after: bytes) -> Iterator[bytes]:
    found = difflib.diff_bytes(difflib.unified_diff, _lines(before), _lines(after), lineterm=b"")
    for number, line in enumerate(found):
        if number < 2:
            continue  # the names, which are written above in git's way
        if line.startswith(b"@@"):
            yield line
        elif line.endswith(b"\n"):
            yield line[:-1]
        else:
            yield line
            yield b"\\ No newline at end of file"


def _lines(data: bytes) -> list[bytes]:
    parts = data.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _name(path: str) -> bytes:
    raw = path.encode("utf-8", "surrogateescape")
    if all(byte >= 0x20 and byte != 0x7F and byte not in b'"\\' for byte in raw):
        return raw
    special = {0x22: b'\\"', 0x5C: b"\\\\", 0x09: b"\\t", 0x0A: b"\\n", 0x0D: b"\\r"}
    quoted = (special.get(b) or (bytes([b]) if 0x20 <= b < 0x7F else b"\\%03o" % b) for b in raw)
    return b'"' + b"".join(quoted) + b'"'


def _with_tab(name: bytes) -> bytes:
    # git ends a name that holds a space with a tab, so that its end is known.
    return name + b"\t" if b" " in name and not name.startswith(b'"') else name
