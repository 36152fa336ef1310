"""``.env`` files: ``KEY=VALUE`` lines as compose and systemd read them."""

import re
from collections.abc import Iterator
from pathlib import Path

from automappa_scaffold.errors import ConfigError

__all__ = ["parse_env_file", "read_env_file"]

_LINE = re.compile(r"^\s*(?:export\s+)?(?P<key>[A-Za-z_][A-Za-z0-9_.]*)\s*=\s*(?P<value>.*)$", re.DOTALL)
_NAME = re.compile(r"^\s*(?:export\s+)?[A-Za-z_][A-Za-z0-9_.]*\s*$")
_DOUBLE = re.compile(r'^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$', re.DOTALL)
_SINGLE = re.compile(r"^'([^']*)'\s*(?:#.*)?$", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def read_env_file(path: Path) -> dict[str, str]:
    """Return the variables of an env-file.

    Raises:
        ConfigError: the file cannot be read, or a line is not ``KEY=VALUE``.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"The env-file {path} cannot be read: {error}.",
            hint="Correct env-file in [tool.automappa-scaffold] of pyproject.toml.",
        ) from error
    return parse_env_file(text, str(path))


def parse_env_file(text: str, where: str) -> dict[str, str]:
    """Return the variables of an env-file's text; the last of several equal keys wins.

    Known: comments, ``export``, single quotes (verbatim), double quotes (with escapes) and values that go on
    over several lines inside quotes. Nothing is expanded: ``$HOME`` stays ``$HOME``. A name alone stands for
    the caller's variable, which the app sees anyway.
    """
    found: dict[str, str] = {}
    for number, line in _logical_lines(text):
        match = _LINE.match(line)
        if match is None and _NAME.match(line):
            continue
        if match is None or "\0" in line:
            raise ConfigError(
                f"{where}:{number}: this line is not KEY=VALUE.", hint="Comment lines start with #."
            )
        found[match["key"]] = _value(match["value"].strip(), f"{where}:{number}")
    return found


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    lines = text.replace("\r\n", "\n").split("\n")  # and at no other character that a value may hold
    index = 0
    while index < len(lines):
        line, number = lines[index], index + 1
        index += 1
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.match(line)
        quote = match["value"][:1] if match else ""
        if quote in ("'", '"'):
            while not _is_closed(line, quote) and index < len(lines):
                line += "\n" + lines[index]
                index += 1
        yield number, line


def _is_closed(line: str, quote: str) -> bool:
    match = _LINE.match(line)
    pattern = _DOUBLE if quote == '"' else _SINGLE
    return match is not None and pattern.match(match["value"].strip()) is not None


def _value(text: str, where: str) -> str:
    if double := _DOUBLE.match(text):
        return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), double[1], flags=re.DOTALL)
    if single := _SINGLE.match(text):
        return single[1]
    if text[:1] in ("'", '"'):
        raise ConfigError(f"{where}: the quote {text[0]} is not closed.")
    return re.split(r"(?:^|\s)#", text, maxsplit=1)[0].rstrip()
