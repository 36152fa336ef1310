"""Launch commands in the files of tools beside deployment: which files these are, and how each is read."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from automappa_scaffold.source.launch_commands import LaunchCommand, launches_in_shell
from automappa_scaffold.source.launch_documents import (
    Text,
    Value,
    launches_in_document,
    read_json,
    read_yaml,
)
from automappa_scaffold.source.shell_commands import Folders, join_folder

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["launches_in_tool_file", "may_hold_tool_launches"]

Exists = Callable[[PurePosixPath], bool]

_LARGEST = 512 * 1024
_NAMES = frozenset(
    (
        *("justfile", ".justfile", "tox.ini", "package.json", "pyproject.toml", "pixi.toml", "app.json"),
        *(
            "fly.toml",
            "nixpacks.toml",
            "pipfile",
            "railway.toml",
            "railway.json",
            "devcontainer.json",
            ".devcontainer.json",
        ),
        *("launch.json", "tasks.json", "tox.toml", "mise.toml", ".mise.toml"),
    )
)
_ENDINGS = (".just", ".bat", ".cmd", ".ps1", ".nomad", ".hcl", ".tf", ".yml", ".yaml")
_TASK_DEFINITION = re.compile(r"task[-_]?def.*\.json$")
# Their commands run in an image, in a folder that it says.
_OF_IMAGES = ("fly.toml", "nixpacks.toml", "railway.toml", "railway.json", "devcontainer.json")
# Run in the folder that they lie in; other YAML may be of anything.
_OF_THEIR_FOLDER = re.compile(
    r"(taskfile|render|apprunner|azure-pipelines|bitbucket-pipelines|cloudbuild|buildspec|appveyor|process-compose"
    r"|mprocs|dev|pixi)\b"
)
# The tables of pyproject.toml in which commands stand.
_SCRIPT_TABLES = ("taskipy", "poe", "pdm", "hatch", "pixi", "rye", "tox")
_JUST_VARIABLE = re.compile(r"^(\w+)\s*:=\s*[\"']([\w./:-]+)[\"']\s*$", re.MULTILINE)
_JUST_REFERENCE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_JUST_FOLDER = re.compile(
    r"^(?:set\s+working-directory\s*:=|\[working-directory\s*[:(])\s*[\"']([^\"']+)[\"']"
)
_LEGACY_TOX = re.compile(
    r"""^legacy_tox_ini\s*=\s*(?:\"{3}|'{3})(.*?)(?:\"{3}|'{3})""", re.MULTILINE | re.DOTALL
)
_POSARGS = re.compile(r"\{posargs(?::([^{}]*))?\}")
_HCL_WORDS = re.compile(
    r'^\s*"?(command|args)"?\s*[=:]\s*("(?:\\.|[^"\\])*"|\[[^\]]{0,1000}\])', re.MULTILINE
)
_CHECKED_OUT_ELSEWHERE = re.compile(r"actions/checkout@[^\n]*\n(?:[ \t]+[^\s-][^\n]*\n)*?[ \t]+path:")


def may_hold_tool_launches(name: str) -> bool:
    """Return whether a file of this name is one of a tool that runs commands."""
    if name.endswith(".py"):  # most files
        return False
    lower = name.lower()
    is_definition = lower.endswith(".json") and _TASK_DEFINITION.search(lower) is not None
    return is_definition or lower in _NAMES or lower.endswith(_ENDINGS)


def launches_in_tool_file(path: PurePosixPath, data: bytes, exists: Exists) -> Iterator[LaunchCommand]:
    """Yield the commands of a file that start a worker; of YAML, compose files and manifests excepted."""
    if len(data) > _LARGEST or b"celery" not in data or b"worker" not in data:
        return
    text = data.decode("utf-8", "replace")
    name = path.name.lower()
    if name.endswith(("justfile", ".just")):
        yield from _justfile(path, text, exists)
    elif name == "tox.ini":
        yield from _tox(path, text, exists)
    elif name.endswith((".bat", ".cmd", ".ps1")):
        yield from _windows_script(path, text, exists)
    elif name.endswith((".nomad", ".hcl", ".tf")):
        yield from _hcl(path, text, exists)
    else:
        if name == "pyproject.toml" and (written := _LEGACY_TOX.search(text)):
            yield from _tox(path, "\n" * text.count("\n", 0, written.start(1)) + written[1], exists)
        for document in _documents(path, text):
            yield from launches_in_document(path, document, _folders(path, text), exists)


def _documents(path: PurePosixPath, text: str) -> Iterator[Value]:
    name = path.name.lower()
    if name.endswith(".toml") or name == "pipfile":
        document = _read_toml(text)
        if name == "pipfile":
            document = document.get("scripts") if isinstance(document, dict) else None
        if name == "pyproject.toml":
            tools = document.get("tool") if isinstance(document, dict) else None
            document = {key: tools[key] for key in _SCRIPT_TABLES if key in tools} if tools else None
        yield document
    elif name.endswith(".json"):
        document = read_json(text)
        is_npm = name == "package.json" and isinstance(document, dict)
        yield document.get("scripts") if is_npm and isinstance(document, dict) else document
    else:
        for document in read_yaml(text):
            keys = document if isinstance(document, dict) else {}
            is_known = isinstance(keys.get("services"), dict) or "kind" in keys
            if not is_known or "{{" in text:
                yield document


def _folders(path: PurePosixPath, text: str) -> Folders:
    """Return where the commands of a document run that say nothing else; empty: not known."""
    name = path.name.lower()
    parts = path.parts[:-1]
    dotted = next((index for index, part in enumerate(parts) if part.startswith(".")), None)
    if name in _OF_IMAGES or _TASK_DEFINITION.search(name) or _is_chart(path, text):
        return ()
    is_yaml = path.suffix in (".yml", ".yaml")
    is_placed = dotted is not None or name.startswith(".") or _OF_THEIR_FOLDER.match(name)
    if _CHECKED_OUT_ELSEWHERE.search(text) or (is_yaml and not is_placed):
        return ()
    return (PurePosixPath(*parts[:dotted]),)


def _is_chart(path: PurePosixPath, text: str) -> bool:
    """Return whether a YAML file is of a chart, or a manifest: what it starts runs in an image."""
    if path.suffix not in (".yml", ".yaml"):
        return False
    is_values = path.name.lower().startswith("values")
    return is_values or "templates" in path.parts or re.search(r"^kind:", text, re.MULTILINE) is not None


def _read_toml(text: str) -> Value:
    try:
        return _located(tomllib.loads(text), text)
    except tomllib.TOMLDecodeError:
        return None


def _located(value: Any, text: str) -> Value:
    """Return what a TOML file says, each text with the line on which it is found."""
    if isinstance(value, dict):
        return {key: _located(item, text) for key, item in value.items()}
    if isinstance(value, list):
        return [_located(item, text) for item in value]
    if not isinstance(value, str):
        return None
    first = value.strip().partition("\n")[0]
    at = text.find(first) if first else -1
    return Text(value.lstrip("\n"), text.count("\n", 0, at) + 1 if at >= 0 else 1)


def _justfile(path: PurePosixPath, text: str, exists: Exists) -> Iterator[LaunchCommand]:
    """Yield the commands of recipes: each line is a shell of its own, or all are one script behind ``#!``."""
    variables = dict(_JUST_VARIABLE.findall(text))
    default: str = ""
    folder, target = "", ""
    script: list[tuple[int, str]] = []
    is_script = False
    for number, line in enumerate([*_continued(text, "\\"), ""], 1):
        if line[:1] in (" ", "\t"):
            command = _JUST_REFERENCE.sub(lambda m: variables.get(m[1], m[0]), line.strip())
            is_script = is_script or (not script and command.startswith("#!"))
            script.append((number, command.lstrip("@-") if not is_script else command))
            continue
        if script and line.strip():
            yield from _recipe(path, script, is_script, folder or default, target, exists)
            script, is_script, folder = [], False, ""
        told = _JUST_FOLDER.match(line)
        if told and line.startswith("set"):
            default = told[1]
        elif told:
            folder = told[1]
        elif ":" in line and (found := re.match(r"@?([\w-]+)(?!\s*:=|[\w-])", line)):
            target = found[1]
    yield from _recipe(path, script, is_script, folder or default, target, exists)


def _recipe(
    path: PurePosixPath,
    lines: list[tuple[int, str]],
    is_script: bool,
    folder: str,
    target: str,
    exists: Exists,
) -> Iterator[LaunchCommand]:
    moved = join_folder(path.parent, folder) if folder else path.parent
    folders: Folders = (moved,) if moved is not None and exists(moved) else ()
    shells = [(lines[0][0], "\n".join(text for _, text in lines))] if is_script else lines
    for number, shell in shells:
        for launch in launches_in_shell(path, shell, folders, exists, first_line=number):
            yield launch.named(target)


def _continued(text: str, sign: str) -> list[str]:
    """Return the lines of a text, what continues a line joined to it; empty ones keep the count."""
    found: list[str] = []
    parts: list[str] = []
    for line in text.splitlines():
        is_open = line.rstrip().endswith(sign)
        part = line.strip() if parts else line.rstrip()
        parts.append(part.removesuffix(sign))
        found.append("")
        if not is_open:
            found[-len(parts)] = " ".join(parts)
            parts = []
    if parts:
        found[-len(parts)] = " ".join(parts)
    return found


def _tox(path: PurePosixPath, text: str, exists: Exists) -> Iterator[LaunchCommand]:
    """Yield the commands of tox, each run by itself in the folder of its environment."""
    sections: list[list[tuple[int, str, str]]] = [[]]
    names = [""]
    key = ""
    for number, line in enumerate(_continued(text, "\\"), 1):
        if line.startswith("["):
            sections.append([])
            names.append(line.strip("[] ").rpartition(":")[2])
        elif line[:1] in (" ", "\t") and line.strip():
            sections[-1].append((number, key, line.strip()))
        elif "=" in line and not line.startswith(("#", ";")):
            key, value = (part.strip() for part in line.split("=", 1))
            sections[-1].append((number, key, value))
    for name, values in zip(names, sections, strict=True):
        told = next((value for _, key, value in values if key in ("changedir", "change_dir") and value), "")
        told = re.sub(r"^\{(?:toxinidir|tox_root)\}[/\\]?", "./", told)
        folder = join_folder(path.parent, told) if told else path.parent
        folders: Folders = (folder,) if folder is not None and exists(folder) else ()
        for number, key, value in values:
            if key in ("commands", "commands_pre"):
                shell = _POSARGS.sub(r"\1", value.lstrip("-! "))
                for launch in launches_in_shell(path, shell, folders, exists, first_line=number):
                    yield launch.named(name)


def _windows_script(path: PurePosixPath, text: str, exists: Exists) -> Iterator[LaunchCommand]:
    """Yield the commands of a batch file or of PowerShell, read as those of a shell that does the same."""
    is_batch = not path.name.lower().endswith(".ps1")
    lines = [_as_shell(line, is_batch) for line in _continued(text, "^" if is_batch else "`")]
    folders = tuple(dict.fromkeys((PurePosixPath(), path.parent)))
    for launch in launches_in_shell(path, "\n".join(lines), folders, exists, own_folder=path.parent):
        yield launch.named(path.stem)


def _as_shell(line: str, is_batch: bool) -> str:
    line = line.strip().lstrip("@").replace("\\", "/")
    if is_batch:
        line = re.sub(r"^(?:rem\b|::).*", "", line, flags=re.IGNORECASE)
        line = re.sub(r"%~dp0/?", '$(dirname "$0")/', line)
        line = re.sub(r"^(?:call|start(?:\s+\"[^\"]*\")?(?:\s+/\w+)*)\s+", "", line, flags=re.IGNORECASE)
        line = re.sub(r"^(?:cd|chdir)\s+(?:/d\s+)?", "cd ", line, flags=re.IGNORECASE)
        return re.sub(r"^set\s+\"?(\w+)=([^\"]*)\"?$", r"export \1='\2'", line, flags=re.IGNORECASE)
    line = line.replace("$PSScriptRoot", '$(dirname "$0")')
    line = re.sub(r"^&\s*", "", line)
    line = re.sub(r"^(?:Set-Location|sl|Push-Location)\s+(?:-\w*Path\s+)?", "cd ", line, flags=re.IGNORECASE)
    return re.sub(r"^\$env:(\w+)\s*=\s*", r"export \1=", line, flags=re.IGNORECASE)


def _hcl(path: PurePosixPath, text: str, exists: Exists) -> Iterator[LaunchCommand]:
    """Yield the commands of Nomad's jobs and the like; where they run is in their image."""
    words: list[str] = []
    line = 1
    for found in [*_HCL_WORDS.finditer(text), None]:
        if found is None or found[1] == "command":
            if words:
                yield from launches_in_shell(path, " ".join(words), (), exists, first_line=line)
            words = []
        if found is not None:
            line = text.count("\n", 0, found.start(1)) + 1 if not words else line
            words += [f"'{word}'" for word in re.findall(r'"((?:\\.|[^"\\])*)"', found[2])]
