"""Settings: flags beat ``AUTOMAPPA_SCAFFOLD_*`` variables beat ``pyproject.toml`` beat discovery."""

import difflib
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from automappa_scaffold.errors import ConfigError
from automappa_scaffold.files.disk import Disk

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover
    import tomli as tomllib

__all__ = ["TABLE", "Settings", "load_settings", "read_table", "read_toml"]

TABLE = "automappa-scaffold"
_VARIABLE_PREFIX = "AUTOMAPPA_SCAFFOLD_"


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``[tool.automappa-scaffold]`` and its variables say; empty means: discover it.

    ``origins`` maps a key to where its value came from (``pyproject.toml``, a variable's name, ``flag``).
    """

    app: str = ""
    pages: str = ""
    celeryconfig: str = ""
    exclude: tuple[str, ...] = ("tests",)
    external_tasks: tuple[str, ...] = ()
    ignore_registered: tuple[str, ...] = ("background_callback_*", "long_callback_*")
    worker_python: str = ""
    env_file: str = ""
    templates: str = ""
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    baseline: str = ""
    cache_dir: str = ".automappa_scaffold_cache"
    origins: Mapping[str, str] = field(default_factory=dict)


_TEXTS = ("app", "pages", "celeryconfig", "worker_python", "env_file", "templates", "baseline", "cache_dir")
_LISTS = ("exclude", "external_tasks", "ignore_registered", "select", "extend_select", "ignore")
_KEYS = (*_TEXTS, *_LISTS, "per_file_ignores")
_PAIRS_VARIABLE = f"{_VARIABLE_PREFIX}PER_FILE_IGNORES"


def load_settings(
    table: Mapping[str, Any], environ: Mapping[str, str], flags: Mapping[str, Any], where: str
) -> Settings:
    """Return the settings of a table, with variables and flags laid over it.

    Args:
        table: the content of ``[tool.automappa-scaffold]``.
        flags: settings given on the command line, by attribute name; empty ones count as not given.
        where: the file that the table comes from, for messages.
    Raises:
        ConfigError: an unknown key or nearly known variable, or a value of the wrong type.
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for key, value in table.items():
        name = _known_name(key, where)
        values[name] = _checked(name, value, where)
        origins[name] = where
    for name in (*_TEXTS, *_LISTS):
        variable = _VARIABLE_PREFIX + name.upper()
        if environ.get(variable):
            text = environ[variable]
            values[name] = _split(text) if name in _LISTS else text
            origins[name] = variable
        if flags.get(name):
            values[name], origins[name] = flags[name], "flag"
    pairs = environ.get(_PAIRS_VARIABLE)
    if pairs:
        values["per_file_ignores"], origins["per_file_ignores"] = _read_pairs(pairs), _PAIRS_VARIABLE
    _refuse_misspelt(environ)
    return Settings(**values, origins=origins)


def _read_pairs(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return ``per-file-ignores`` as a variable gives them: ``PATTERN:CODE,PATTERN:CODE``."""
    found: dict[str, tuple[str, ...]] = {}
    for part in _split(text):
        pattern, colon, code = part.rpartition(":")
        if not colon or not pattern or not code:
            raise ConfigError(
                f"{_PAIRS_VARIABLE}: {part!r} is no pair.", hint="Write PATTERN:CODE,PATTERN:CODE."
            )
        found[pattern.strip()] = (*found.get(pattern.strip(), ()), code.strip())
    return tuple(found.items())


def _refuse_misspelt(environ: Mapping[str, str]) -> None:
    """Refuse variables that are nearly those of settings; others may be anybody's."""
    known = [_VARIABLE_PREFIX + name.upper() for name in _KEYS]
    for variable in environ:
        if variable.startswith(_VARIABLE_PREFIX) and variable not in known:
            close = difflib.get_close_matches(variable, known, n=1, cutoff=0.94)
            if close:
                raise ConfigError(
                    f"{variable} is the variable of no setting.", hint=f"Did you mean {close[0]}?"
                )


def read_table(pyproject: Path, disk: Disk | None = None) -> Mapping[str, Any] | None:
    """Return ``[tool.automappa-scaffold]`` of a pyproject.toml, or None when it has no such table.

    Raises:
        ConfigError: the file is not valid TOML, or the table is not a table.
    """
    tool = read_toml(pyproject, disk).get("tool", {})
    table = tool.get(TABLE) if isinstance(tool, dict) else None
    if table is None or isinstance(table, dict):
        return table
    raise ConfigError(
        f"{pyproject}: tool.{TABLE} must be a table.", hint="Write it as [tool.automappa-scaffold]."
    )


def read_toml(path: Path, disk: Disk | None = None) -> dict[str, Any]:
    """Return a TOML file's content; an unreadable file is an empty one.

    Raises:
        ConfigError: the file is not valid TOML.
    """
    data = (disk or Disk()).read(path.as_posix())
    if data is None:
        return {}
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.", hint="Mend it first.") from error


def _known_name(key: str, where: str) -> str:
    name = key.replace("-", "_")
    if name in _KEYS and "_" not in key:
        return name
    known = [k.replace("_", "-") for k in _KEYS]
    close = difflib.get_close_matches(key.replace("_", "-"), known, n=1)
    hint = f"Did you mean {close[0]!r}?" if close else f"Known settings: {', '.join(known)}."
    raise ConfigError(f"{where}: unknown setting {key!r} in [tool.{TABLE}].", hint=hint)


def _checked(name: str, value: Any, where: str) -> Any:
    key = name.replace("_", "-")
    if name in _TEXTS:
        if isinstance(value, str):
            return value
        raise ConfigError(f"{where}: {key} must be a string.")
    if name in _LISTS:
        return _strings(value, key, where)
    if isinstance(value, dict):
        return tuple((pattern, _strings(codes, key, where)) for pattern, codes in value.items())
    raise ConfigError(f"{where}: {key} must be a table of lists of strings.")


def _strings(value: Any, key: str, where: str) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise ConfigError(f"{where}: {key} must be a list of strings.")


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
