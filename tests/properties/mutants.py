"""Mutants of apps that start: one to four mistakes, in any file that a worker reads."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.properties.mutant_apps import MutantApp, read_apps
from tests.properties.mutant_statements import change_statement
from tests.properties.mutant_texts import (
    change_decorator,
    change_entries,
    change_import,
    change_lines,
    change_token,
    misspell,
)

__all__ = ["Mutant", "make_mutant", "write_files"]

_APPS = read_apps()
_SHADOWS = (
    *("logging.py", "celery.py", "kombu.py", "time.py", "types.py", "enum.py", "tasks.py", "conf.py"),
    *("queue.py", "pages.py", "settings.py", "celery/__init__.py", "typing.py", "pydantic.py"),
)


@dataclass(frozen=True)
class Mutant:
    """An app, its files after the mistakes, and what was done."""

    app: MutantApp
    files: dict[str, str]
    done: tuple[str, ...]
    is_shadowed: bool = False


def make_mutant(seed: int) -> Mutant:
    """Return the mutant of a number."""
    random = Random(seed)
    kind = random.choice(("example", "example", "guide", "guide", "included", "class"))
    app = _APPS[kind]
    files, done = dict(app.files), [kind]
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))):
        before = dict(files)
        for _ in range(5):
            name, change = random.choice(_KINDS)
            what = change(random, app, files)
            if files != before:
                done.append(f"{name} {what}")
                break
    return Mutant(app, files, tuple(done), any("shadow" in one or "file" in one for one in done))


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Write an app; characters that stand for bytes become these bytes."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))


def _pick(random: Random, app: MutantApp, files: dict[str, str]) -> str:
    likely = [name for name in app.likely if name in files]
    sources = sorted(name for name in files if name.endswith(".py"))
    return random.choice(likely if likely and random.random() < 0.8 else sources or sorted(files))


def _sources(app: MutantApp, files: dict[str, str]) -> list[str]:
    """Return the files; without those that say which variables there are, where Celery is told them too."""
    found = sorted(name for name in files if not app.environ or name.endswith(".py"))
    return found or sorted(files)


def _in_text(
    change: Callable[[Random, str, dict[str, str]], str],
) -> Callable[[Random, MutantApp, dict[str, str]], str]:
    def apply(random: Random, app: MutantApp, files: dict[str, str]) -> str:
        name = _pick(random, app, files)
        files[name] = change(random, files[name], app.words)
        return name

    return apply


def _rename_some(random: Random, app: MutantApp, files: dict[str, str]) -> str:
    """Rename a word of the app in some of the places where it stands."""
    words = [part for word in app.words.values() for part in word.split(".")]
    old = random.choice(words)
    new = random.choice((misspell(random, old), f"{old}_new", random.choice(words)))
    share = random.choice((0.3, 0.6, 0.9, 1.0))
    for name in sorted(files):
        files[name] = re.sub(
            rf"\b{old}\b", lambda m: new if random.random() < share else m.group(), files[name]
        )
        parts = re.sub(rf"(^|/){old}(?=/|\.py)", rf"\1{new}", name)
        if parts != name and random.random() < share:
            files[parts] = files.pop(name)
    return f"{old} to {new}"


def _rename_path(random: Random, app: MutantApp, files: dict[str, str]) -> str:
    name = _pick(random, app, files) if random.random() < 0.5 else random.choice(_sources(app, files))
    parts = name.split("/")
    at = random.randrange(len(parts))
    stem, dot, suffix = parts[at].partition(".")
    old, new = "/".join(parts[: at + 1]), "/".join([*parts[:at], misspell(random, stem) + dot + suffix])
    for other in sorted(files):
        if other == old or other.startswith(f"{old}/"):
            files[new + other[len(old) :]] = files.pop(other)
    return f"{old} to {new}"


def _delete_path(random: Random, app: MutantApp, files: dict[str, str]) -> str:
    name = random.choice(_sources(app, files))
    if random.random() < 0.4:
        inits = [other for other in sorted(files) if other.endswith("__init__.py")]
        name = random.choice(inits or [name])
    if random.random() < 0.2:
        name = name.rpartition("/")[0] or name
    for other in sorted(files):
        if other == name or other.startswith(f"{name}/"):
            del files[other]
    return name


def _empty_file(random: Random, app: MutantApp, files: dict[str, str]) -> str:
    name = _pick(random, app, files)
    files[name] = random.choice(("", "\n", "# nothing yet\n", '"""Text."""\n', "pass\n"))
    return name


def _shadow(random: Random, app: MutantApp, files: dict[str, str]) -> str:
    """Add a module of a name that others have."""
    folders = ["", *sorted({name.rpartition("/")[0] + "/" for name in files if "/" in name})]
    name = random.choice(folders) + random.choice(_SHADOWS)
    files[name] = random.choice(
        ("", "x = 1\n", "raise ImportError('shadow')\n", f"from {app.words['module']} import *\n")
    )
    return name


def _module_and_package(random: Random, app: MutantApp, files: dict[str, str]) -> str:
    """Put a package beside the module of the same name, or a module beside the package."""
    name = _pick(random, app, files)
    if name.endswith("/__init__.py"):
        other = name.removesuffix("/__init__.py") + ".py"
    else:
        other = name.removesuffix(".py") + random.choice(("/__init__.py", "/other.py"))
    files[other] = random.choice(("", files[name], "x = 1\n"))
    if random.random() < 0.3:
        del files[name]
    return other


def _move_file(random: Random, app: MutantApp, files: dict[str, str]) -> str:
    name = _pick(random, app, files)
    folders = sorted({other.rpartition("/")[0] for other in files if "/" in other}) or ["."]
    new = f"{random.choice(folders)}/{name.rpartition('/')[2]}".removeprefix("./")
    files[new] = files[name] if random.random() < 0.3 else files.pop(name)
    return f"{name} to {new}"


def _copy_text(random: Random, app: MutantApp, files: dict[str, str]) -> str:
    """Put what stands in one file into another."""
    name, other = _pick(random, app, files), _pick(random, app, files)
    files[name] = files[other] if random.random() < 0.5 else files[name] + "\n\n" + files[other]
    return f"{other} into {name}"


def _undo_step(random: Random, app: MutantApp, files: dict[str, str]) -> str:
    """Undo one of the hand-made steps: entry, import, name in ``__all__``, decorator."""
    pattern = random.choice(
        (
            rf"['\"]{re.escape(app.words['page'])}['\"],? ?",
            rf"from \S+ import {app.words['task']}\b.*\n",
            rf"['\"]{app.words['task']}['\"],? ?",
            rf"^@.*\n(?=def {app.words['task']})",
            r"^from \.\w* import .*\n",
            r"^@.*\n",
            r"^__all__ = .*\n",
        )
    )
    found = [
        (name, match) for name in sorted(files) for match in re.finditer(pattern, files[name], re.MULTILINE)
    ]
    if not found:
        return pattern
    name, match = random.choice(found)
    files[name] = files[name][: match.start()] + files[name][match.end() :]
    return f"{pattern} in {name}"


def _change_project(random: Random, app: MutantApp, files: dict[str, str]) -> str:
    """Change a file that is no source: the project's, or one with variables."""
    others = sorted(name for name in files if not name.endswith(".py"))
    if not others or app.environ:
        return ""
    name = random.choice(others)
    lines = files[name].splitlines(keepends=True) or ["\n"]
    at = random.randrange(len(lines))
    lines[at] = random.choice(("", lines[at] * 2, f"# {lines[at]}", misspell(random, lines[at])))
    files[name] = "".join(lines)
    return name


_KINDS: tuple[tuple[str, Callable[[Random, MutantApp, dict[str, str]], str]], ...] = (
    *(("statement", _in_text(change_statement)),) * 8,
    *(("token", _in_text(lambda random, text, words: change_token(random, text))),) * 6,
    *(("decorator", _in_text(change_decorator)),) * 3,
    *(("import", _in_text(change_import)),) * 4,
    *(("entries", _in_text(change_entries)),) * 4,
    *(("line", _in_text(lambda random, text, words: change_lines(random, text))),) * 3,
    *(("rename", _rename_some),) * 2,
    *(("undo", _undo_step),) * 2,
    ("file renamed", _rename_path),
    ("file deleted", _delete_path),
    ("empty", _empty_file),
    ("shadow", _shadow),
    ("file beside", _module_and_package),
    ("file moved", _move_file),
    ("copy", _copy_text),
    ("project", _change_project),
)  # fmt: skip
