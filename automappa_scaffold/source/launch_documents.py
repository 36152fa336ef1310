"""Launch commands in documents of tools: CI jobs, manifests of platforms, settings of editors and the like.

Their formats differ, and agree in much: a text that runs ``celery`` is a command wherever it stands, words
may be listed under ``command`` and ``args``, and a few keys say in which folder a command runs. YAML and JSON
are read by PyYAML, and only to its tree of nodes; it is imported when such a file is read.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from automappa_scaffold.source.launch_commands import LaunchCommand, launches_in_shell
from automappa_scaffold.source.launch_images import join_words
from automappa_scaffold.source.shell_commands import Folders, join_folder

__all__ = ["Text", "launches_in_document", "read_json", "read_yaml"]

Exists = Callable[[PurePosixPath], bool]

_DEEPEST = 40
_MOST_NODES = 20_000
_FOLDER_KEYS = (
    *("working-directory", "working_directory", "workingDirectory", "working_dir", "workingDir"),
    *("cwd", "dir", "rootDir", "source_dir", "chdir"),
)
# They hold words about a command, not commands.
_PROSE = frozenset(
    {"description", "desc", "help", "summary", "title", "label", "comment", "echo", "//", "doc"}
)
_IN_ONE_SHELL = frozenset({"script", "before_script"})
# Keys of the one command that something has; others name one of several.
_OF_ONE = frozenset({"run", "shell", "script", "cmds", "commands"})
_IMAGE_KEYS = frozenset({"dockerCommand", "dockerfilePath"})
_WORDS = re.compile(r"(command|args|argv|entrypoint|cmd|program)$", re.IGNORECASE)
_ROOT_VARIABLE = re.compile(r"\$\{(?:workspaceFolder|workspaceRoot|containerWorkspaceFolder)\}/?")
_TEMPLATE_LINE = re.compile(r"^[ \t]*(?:- )?\{\{-?.*-?\}\}[ \t]*$", re.MULTILINE)
# What the tool fills in of variables that stand in the document: of a workflow of GitHub, of a Taskfile.
_FILLED_IN = re.compile(r"(?:\$\{\{\s*env|\{\{\s*)\.(\w+)\s*\}\}")
_TEMPLATE = re.compile(r"\{\{[^{}\n]*\}\}")
_STRINGS_AND_COMMENTS = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*|\t')


class Text(NamedTuple):
    """A text of a document, and the line that it begins on."""

    text: str
    line: int


# Of texts, lists and mappings; anything else is None.
Value = Text | list[Any] | dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds for the commands below a node."""

    folders: Folders
    variables: Mapping[str, str] = field(default_factory=dict)
    before: tuple[Text, ...] = ()
    name: str = ""
    elsewhere: str = ""


def launches_in_document(
    path: PurePosixPath, document: Value, folders: Folders, exists: Exists
) -> Iterator[LaunchCommand]:
    """Yield the commands of a document that start a worker.

    Args:
        folders: where its commands run that say nothing else; empty: not known.
    """
    yield from _Reader(path, exists).read(document, "", _Around(folders))


class _Reader:
    def __init__(self, path: PurePosixPath, exists: Exists) -> None:
        self.path = path
        self.exists = exists

    def read(self, node: Value, key: str, around: _Around) -> Iterator[LaunchCommand]:
        """Yield the commands at and below a node; ``key``: what it is called."""
        if isinstance(node, Text):
            if "celery" in node.text:
                yield from self.shell(node, around)
        elif isinstance(node, list):
            yield from self.listed(node, key, around)
        elif isinstance(node, dict):
            yield from self.mapping(node, key, around)

    def mapping(self, node: dict[str, Any], key: str, around: _Around) -> Iterator[LaunchCommand]:
        around = self.within(node, key, around)
        words = _words_of(node)
        taken = {"command", "args", "entrypoint", "program", "module"} if words else set()
        if words:
            yield from self.shell(words, around)
        for name, value in node.items():
            if name in taken or name in _PROSE:
                continue
            is_named = isinstance(value, Text) and not (_WORDS.search(name) or name in _OF_ONE)
            yield from self.read(value, name, replace(around, name=name) if is_named else around)

    def within(self, node: dict[str, Any], key: str, around: _Around) -> _Around:
        """Return what holds below a mapping."""
        folders = around.folders
        told = {
            **_mapping(node.get("options")),
            **_mapping(_mapping(node.get("defaults")).get("run")),
            **node,
        }
        written = next((told[name] for name in _FOLDER_KEYS if isinstance(told.get(name), Text)), None)
        elsewhere = around.elsewhere
        if written is not None:
            elsewhere = written.text if written.text.startswith("/") else ""
            target = _ROOT_VARIABLE.sub("./", written.text).strip("/") or "."
            moved = (join_folder(folder, target) for folder in folders)
            folders = tuple(folder for folder in moved if folder is not None and self.exists(folder))
        if not _IMAGE_KEYS.isdisjoint(node) or _text(node.get("runtime") or node.get("env")) == "docker":
            folders = ()
        variables = dict(around.variables)
        for name in ("env", "environment", "envVars", "variables", "vars"):
            variables |= {k: v.text for k, v in _mapping(node.get(name)).items() if isinstance(v, Text)}
        told_before = node.get("before_script", _mapping(node.get("default")).get("before_script"))
        before = around.before if told_before is None else _texts(told_before)
        name = _text(node.get("name")) or key or around.name
        return _Around(folders, variables, before, name, "" if folders else elsewhere)

    def listed(self, node: list[Any], key: str, around: _Around) -> Iterator[LaunchCommand]:
        texts = [item for item in node if isinstance(item, Text)]
        if len(texts) == len(node) and texts:
            if _WORDS.search(key) or (key == "" and " " not in texts[0].text):
                yield from self.shell(_joined(texts), around)
                return
            if key in _IN_ONE_SHELL:
                before = () if key == "before_script" else around.before
                yield from self.shell(_one_below_another((*before, *texts)), around)
                return
        for item in node:
            yield from self.read(item, "", around)

    def shell(self, shell: Text, around: _Around) -> Iterator[LaunchCommand]:
        text = shell.text
        found = launches_in_shell(
            self.path,
            text,
            around.folders,
            self.exists,
            first_line=shell.line,
            variables=around.variables,
            elsewhere=around.elsewhere,
        )
        for launch in found:
            # What a job is given is of its machine.
            yield replace(launch.named(around.name), variables={})


def _words_of(node: dict[str, Any]) -> Text | None:
    """Return the command that a mapping lists the words of, under two keys or more."""
    command = node.get("command", node.get("program"))
    parts = [node.get("entrypoint"), command, node.get("args")]
    if _text(node.get("module")):
        parts = [Text(f"python -m {_text(node['module'])}", node["module"].line), node.get("args")]
    given = [part for part in parts if isinstance(part, Text) or (isinstance(part, list) and part)]
    if len(given) < 2 and not (given and isinstance(given[0], list)):
        return None
    shells = [part if isinstance(part, Text) else _joined(_texts(part)) for part in given]
    return Text(" ".join(shell.text for shell in shells), shells[0].line)


def _joined(words: "tuple[Text, ...] | list[Text]") -> Text:
    return Text(join_words([word.text for word in words]), words[0].line if words else 1)


def _one_below_another(texts: tuple[Text, ...]) -> Text:
    """Return commands that one shell runs, each on its own line where that is possible."""
    first = texts[0].line
    lines: list[str] = []
    for text in texts:
        lines += [""] * (text.line - first - len(lines))
        lines += text.text.splitlines()
    return Text("\n".join(lines), first)


def _mapping(node: Any) -> dict[str, Any]:
    return node if isinstance(node, dict) else {}


def _text(node: Any) -> str:
    return node.text if isinstance(node, Text) else ""


def _texts(node: Any) -> tuple[Text, ...]:
    nodes = node if isinstance(node, list) else [node]
    return tuple(item for item in nodes if isinstance(item, Text))


def read_json(text: str) -> Value:
    """Return a JSON document, one with comments and trailing commas too; None where it is none."""
    parts: list[str] = []
    at = 0
    while (found := _STRINGS_AND_COMMENTS.search(text, at)) is not None:
        end = found.end()
        if found[0] == "/*":
            end = text.find("*/", end) + 2
            end = end if end > 1 else len(text)
        is_string = found[0].startswith('"')
        between = found[0] if is_string else "\n" * text.count("\n", found.start(), end) or " "
        parts += (text[at : found.start()], between)
        at = end
    documents = read_yaml("".join((*parts, text[at:])), is_json=True)
    return documents[0] if documents else None


def read_yaml(text: str, *, is_json: bool = False) -> list[Value]:
    """Return the documents of a YAML file, without what templates fill in; none where it does not parse."""
    import yaml  # type: ignore[import-untyped]

    if "{{" in text and not is_json:
        text = _FILLED_IN.sub(r"${\1}", text)
        text = _TEMPLATE.sub("{{}}", _TEMPLATE_LINE.sub("", text))
        text = re.sub(r"\{\{\}\}", "$templated", text)
    try:
        nodes = list(yaml.compose_all(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        budget = [_MOST_NODES]
        return [_converted(node, 0, budget) for node in nodes]
    except (yaml.YAMLError, RecursionError, ValueError):
        return []


def _converted(node: Any, depth: int, budget: list[int]) -> Value:
    budget[0] -= 1
    kind = getattr(node, "id", "")
    if depth > _DEEPEST or budget[0] < 0:
        return None
    if kind == "scalar":
        # The text of a block begins on the line below its sign.
        line = int(node.start_mark.line) + (2 if node.style in ("|", ">") else 1)
        return Text(node.value, line)
    if kind == "sequence":
        return [_converted(item, depth + 1, budget) for item in node.value]
    if kind != "mapping":
        return None
    found: dict[str, Any] = {}
    merged: dict[str, Any] = {}
    for key, value in node.value:
        if getattr(key, "value", "") == "<<":
            parts = value.value if value.id == "sequence" else [value]
            for part in reversed(parts):
                made = _converted(part, depth + 1, budget)
                merged |= made if isinstance(made, dict) else {}
        elif key.id == "scalar":
            found[key.value] = _converted(value, depth + 1, budget)
    return {**merged, **found}
