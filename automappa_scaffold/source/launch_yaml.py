"""Launch commands in YAML: the services of compose files, the containers of Kubernetes manifests.

PyYAML is imported when such a file is read, and only to its tree of nodes: nothing is made of what it says.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from automappa_scaffold.source.launch_commands import SCRIPT, LaunchCommand, launches_in_shell
from automappa_scaffold.source.launch_images import (
    Image,
    Part,
    join_words,
    launches_in_container,
    read_image,
    with_folders,
)
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.shell_commands import Folders, join_folder
from automappa_scaffold.source.told_variables import read_told

__all__ = ["launches_in_yaml"]

Exists = Callable[[PurePosixPath], bool]
Read = Callable[[PurePosixPath], str | None]

_DEEPEST_MERGE = 5
_MOST_MERGED = 10
_LARGEST = 512 * 1024
_OF_KUBERNETES = re.compile(r"(?<!\$)\$\((\w+)\)")
_WITH_PATHS = frozenset({"build", "volumes", "env_file"})
# `$$` is a dollar sign for the container.
_INTERPOLATED = re.compile(r"(?<!\$)\$\{(\w+)(?::?-([\w./:@,+-]*))?\}")
_APP_LINE = re.compile(
    r"""^[ \t]*(?:export[ \t]+)?((?:CELERY_)?APP)[ \t]*=[ \t]*(["']?)([\w.:]+)\2[ \t]*$""", re.MULTILINE
)


def launches_in_yaml(path: PurePosixPath, text: str, exists: Exists, read: Read) -> Iterator[LaunchCommand]:
    """Yield the commands of a compose file or of manifests that start a worker."""
    import yaml  # type: ignore[import-untyped]

    if len(text) > _LARGEST:
        return
    if "services:" in text and "${" in text:
        text = _interpolated(text, read_told([path.parent / ".env"], read))
    try:
        documents = list(yaml.compose_all(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        for document in documents:
            keys = _mapping(document)
            if "services" in keys:
                services = _mapping(keys["services"])
                for name, service in services.items():
                    layers = _extended_layers(path, services, service, read)
                    for launch in _service(path, layers, exists, read):
                        yield launch.named(name)
            elif "kind" in keys:
                # Containers are mostly called alike: a Deployment's name tells them apart.
                name = _text(_mapping(keys.get("metadata")).get("name"))
                for launch in _containers(path, document, exists, set()):
                    yield launch.named(name or launch.name)
    except (yaml.YAMLError, RecursionError, ValueError):
        return  # templated, or not YAML at all


def _interpolated(text: str, told: Mapping[str, str]) -> str:
    """Return a compose file with the variables that it takes from ``.env``, and the defaults of others."""
    return _INTERPOLATED.sub(lambda found: told.get(found[1]) or found[2] or found[0], text)


def _extended_layers(
    path: PurePosixPath, services: Mapping[str, Any], service: Any, read: Read, depth: int = 0
) -> tuple[dict[str, Any], ...]:
    """Return what a service of a compose file says, behind what each one that it extends says."""
    own = _mapping(service)
    extends = own.get("extends")
    if extends is None or depth > _DEEPEST_MERGE:
        return (own,)
    options = _mapping(extends)
    name, file = _text(options.get("service")) or _text(extends), _text(options.get("file"))
    if not file:
        return (*_extended_layers(path, services, services.get(name), read, depth + 1), own)
    other = join_folder(path.parent, file)
    text = read(other) if other is not None and other.suffix in (".yml", ".yaml") else None
    if other is None or text is None or len(text) > _LARGEST:
        return (own,)
    import yaml

    found = _mapping(_mapping(yaml.compose(text, Loader=yaml.SafeLoader)).get("services"))
    layers = _extended_layers(other, found, found.get(name), read, depth + 1)
    if other.parent != path.parent:  # what is relative there is so to that folder
        layers = tuple({k: v for k, v in layer.items() if k not in _WITH_PATHS} for layer in layers)
    return (*layers, own)


def _mapping(node: Any, depth: int = 0) -> dict[str, Any]:
    """Return a mapping's values by key, with what ``<<`` merges into it; empty for anything else."""
    found: dict[str, Any] = {}
    # Merges within merges can be made to grow without end.
    if depth > _DEEPEST_MERGE or getattr(node, "id", "") != "mapping":
        return found
    own: dict[str, Any] = {}
    for key, value in node.value:
        if key.tag.endswith(":merge") or key.value == "<<":
            merged = value.value if value.id == "sequence" else [value]
            for one in merged[:_MOST_MERGED]:
                found = {**_mapping(one, depth + 1), **found}
        elif key.id == "scalar":
            own[key.value] = value
    return {**found, **own}


def _text(node: Any) -> str:
    return node.value if getattr(node, "id", "") == "scalar" else ""


def _escaped(node: Any) -> str:
    """Return a text of a compose file, in which ``$$`` stands for one dollar sign."""
    return _text(node).replace("$$", "$")


def _shell(node: Any) -> str:
    """Return a command, given as text or as a list of words, as shell text."""
    if getattr(node, "id", "") == "sequence":
        return join_words([_escaped(item) for item in node.value])
    return _escaped(node)


def _line(node: Any) -> int:
    line = int(node.start_mark.line) + 1
    # The text of a block begins on the line below its sign.
    return line + 1 if getattr(node, "style", None) in ("|", ">") else line


def _service(
    path: PurePosixPath, layers: Sequence[Mapping[str, Any]], exists: Exists, read: Read
) -> Iterator[LaunchCommand]:
    """Yield the commands of a service; ``layers``: what it says itself, behind what it extends."""
    service = {key: value for layer in layers for key, value in layer.items()}
    image = _image(path, service, exists, read)
    files = tuple(file for layer in layers for file in _env_files(path, layer.get("env_file")))
    variables = {**image.variables, **_told_apps(files, read)}
    for layer in layers:
        variables |= _environment(layer.get("environment"))
    built = image.project_folders()
    beside = image.folders_beside(_text(service.get("working_dir")))
    for volume in (volume for layer in layers for volume in _volumes(layer.get("volumes"))):
        outside, inside = volume
        folder = join_folder(path.parent, outside) if outside.startswith(".") else None
        if folder is not None and exists(folder):
            image.copied[inside] = folder
        else:
            image.copied.pop(inside, None)
    entrypoint, command = image.entrypoint, image.command
    if "entrypoint" in service:
        entrypoint, command = _part(path, service["entrypoint"]), None
    if "command" in service:
        command = _part(path, service["command"])
    is_of_image = "entrypoint" not in service and "command" not in service
    folders: Folders = image.project_folders(_text(service.get("working_dir")))
    folders = folders or (built if is_of_image else ())
    folders = tuple(folder for folder in folders if exists(folder))
    health = _health_check(path, service["healthcheck"]) if "healthcheck" in service else image.health
    work_folder = _text(service.get("working_dir"))
    for parts in ((entrypoint, command), (None, health)):
        for launch in launches_in_container(*parts, folders, exists, variables):
            placed = replace(image.place_folders(launch), env_files=files)
            yield with_folders(image.told_elsewhere(placed, work_folder), beside)
    for part in filter(None, (entrypoint, command)):
        for script in image.files_named(part, work_folder):
            if "celery" in (read(script) or ""):
                place = Place(script)
                yield LaunchCommand(place, "", (), variables=variables, env_files=files, program=SCRIPT)


def _health_check(path: PurePosixPath, node: Any) -> Part | None:
    """Return the ``test`` of a health check: a text for a shell, or a list with ``CMD`` in front."""
    test = _mapping(node).get("test")
    if test is None or getattr(test, "id", "") != "sequence" or not test.value:
        return None if test is None else _part(path, test)
    first, *words = [_escaped(item) for item in test.value]
    text = words[-1] if words and first == "CMD-SHELL" else join_words(words)
    return Part(path, text, _line(test.value[-1] if first == "CMD-SHELL" else test))


def _part(path: PurePosixPath, node: Any) -> Part:
    return Part(path, _shell(node), _line(node))


def _env_files(path: PurePosixPath, node: Any) -> Iterator[PurePosixPath]:
    """Yield the env-files of a service that lie in the project, as they are written: one, or several."""
    for item in node.value if getattr(node, "id", "") == "sequence" else [node]:
        written = _text(item) or _text(_mapping(item).get("path"))
        file = join_folder(path.parent, written) if written else None
        if file is not None:
            yield file


def _told_apps(files: Iterable[PurePosixPath], read: Read) -> dict[str, str]:
    """Return what env-files say in the place of ``-A``."""
    texts = (read(file) or "" for file in files)
    return {name: app for text in texts for name, _, app in _APP_LINE.findall(text)}


def _image(path: PurePosixPath, service: Mapping[str, Any], exists: Exists, read: Read) -> Image:
    build = service.get("build")
    if build is None:
        return Image()
    options = _mapping(build)
    context = join_folder(path.parent, _text(options.get("context")) or _text(build) or ".")
    if context is None:
        return Image()
    dockerfile = join_folder(context, _text(options.get("dockerfile")) or "Dockerfile")
    text = read(dockerfile) if dockerfile is not None else None
    if dockerfile is None or text is None:
        return Image()
    return read_image(dockerfile, text, context, exists)


def _environment(node: Any) -> dict[str, str]:
    if getattr(node, "id", "") == "sequence":
        pairs = [_text(item).partition("=") for item in node.value]
        return {name: value for name, sign, value in pairs if sign}
    return {key: _text(value) for key, value in _mapping(node).items()}


def _named_values(node: Any) -> dict[str, str]:
    """Return the variables of a container that are written out, not taken from a secret."""
    entries = [_mapping(item) for item in node.value] if getattr(node, "id", "") == "sequence" else []
    return {_text(entry.get("name")): _text(entry["value"]) for entry in entries if "value" in entry}


def _volumes(node: Any) -> Iterator[tuple[str, str]]:
    for item in node.value if getattr(node, "id", "") == "sequence" else ():
        if item.id == "scalar":
            parts = item.value.split(":")
            if len(parts) > 1:
                yield parts[0], parts[1].rstrip("/")
        else:
            options = _mapping(item)
            yield _text(options.get("source")), _text(options.get("target")).rstrip("/")


def _containers(path: PurePosixPath, node: Any, exists: Exists, seen: set[int]) -> Iterator[LaunchCommand]:
    """Yield the commands of all containers below a node; where they run is in their image, not known here."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if node.id == "sequence":
        for item in node.value:
            yield from _containers(path, item, exists, seen)
        return
    keys = _mapping(node)
    command, args = keys.get("command"), keys.get("args")
    given = [item for item in (command, args) if getattr(item, "id", "") == "sequence"]
    if given:
        variables = _named_values(keys.get("env"))
        shell = " ".join(_shell(item) for item in given)
        shell = _OF_KUBERNETES.sub(lambda found: variables.get(found[1], found[0]), shell)
        found = launches_in_shell(
            path,
            shell,
            (),
            exists,
            first_line=_line(given[0]),
            variables=variables,
            elsewhere=_text(keys.get("workingDir")),
        )
        yield from (launch.named(_text(keys.get("name"))) for launch in found)
    for value in keys.values():
        yield from _containers(path, value, exists, seen)
