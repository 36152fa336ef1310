"""Random edits of an app's files, as people make them between two commits, some of them breaking it."""

from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.properties.random_apps import make_app

__all__ = ["CALLER", "edit"]

CALLER = "proj/callbacks.py"
_TASK = "\n\n@queue.task\ndef added_{number}(a: int, b: str = 'x') -> int:\n    return a\n"
_CALLS = ("{name}.delay(1)", "{name}.delay()", "{name}.apply_async((1, 'b', 2))", "{name}.s(a='x').delay()")
_BODY_LINES = ("    value = {number}\n", "    print({number})\n", "    # note {number}\n")


def edit(root: Path, random: Random) -> str:
    """Change one file below a folder, or move it, and return what was done."""
    files = sorted(path for path in root.rglob("*.py"))
    path = random.choice(files) if files else root / "proj/tasks.py"
    kind = random.choice(sorted(_EDITS))
    _EDITS[kind](root, path, random)
    return f"{kind} {path.relative_to(root)}"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []


def _change_line(change: Callable[[str, Random], str]) -> Callable[[Path, Path, Random], None]:
    def apply(root: Path, path: Path, random: Random) -> None:
        lines = _lines(path)
        if lines:
            at = random.randrange(len(lines))
            lines[at] = change(lines[at], random)
        _write(path, "".join(lines))

    return apply


def _add_task(root: Path, path: Path, random: Random) -> None:
    _write(path, "".join(_lines(path)) + _TASK.format(number=random.randrange(4)))


def _remove_function(root: Path, path: Path, random: Random) -> None:
    parts = "".join(_lines(path)).split("\n\n\n")
    if len(parts) > 1:
        del parts[random.randrange(1, len(parts))]
    _write(path, "\n\n\n".join(parts) + "\n")


def _change_body(root: Path, path: Path, random: Random) -> None:
    lines = _lines(path)
    heads = [number for number, line in enumerate(lines) if line.startswith("def ")]
    if heads:
        text = random.choice(_BODY_LINES).format(number=random.randrange(1000))
        lines.insert(random.choice(heads) + 1, text)
    _write(path, "".join(lines))


def _rename_word(root: Path, path: Path, random: Random) -> None:
    text = "".join(_lines(path))
    words = sorted({word for word in text.replace("(", " ").split() if word.isidentifier() and len(word) > 3})
    if words:
        old = random.choice(words)
        _write(path, text.replace(old, f"{old}_{random.randrange(3)}"))


def _call_task(root: Path, path: Path, random: Random) -> None:
    names = [line[4:].partition("(")[0] for line in _lines(path) if line.startswith("def ")] or ["absent"]
    module = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
    call = random.choice(_CALLS).format(name=(name := random.choice(names)))
    text = f"from {module} import {name}\n\n\ndef press() -> None:\n    {call}\n"
    _write(root / CALLER, "".join(_lines(root / CALLER)) + text)


def _take_from_another_app(root: Path, path: Path, random: Random) -> None:
    other = make_app(random)
    found = other.get(path.relative_to(root).as_posix()) or random.choice(sorted(other.values()))
    _write(path, found)


def _add_file(root: Path, path: Path, random: Random) -> None:
    name, text = random.choice(sorted(make_app(random).items()))
    _write(root / name, text)


def _swap(root: Path, path: Path, random: Random) -> None:
    other = random.choice(sorted(root.rglob("*.py")))
    mine, theirs = "".join(_lines(path)), "".join(_lines(other))
    _write(path, theirs)
    _write(other, mine)


def _suppress(line: str, random: Random) -> str:
    code = random.choice(("AMS201", "AMS301", "AMS402", "AMS207"))
    return f"{line.rstrip(chr(10))}  # automappa: ignore[{code}] meant\n"


_EDITS: dict[str, Callable[[Path, Path, Random], None]] = {
    "add a task": _add_task,
    "remove a function": _remove_function,
    "change a body": _change_body,
    "rename a word": _rename_word,
    "call a task": _call_task,
    "take from another app": _take_from_another_app,
    "add a file": _add_file,
    "swap with another file": _swap,
    "delete": lambda root, path, random: path.unlink(missing_ok=True),
    "empty": lambda root, path, random: _write(path, ""),
    "touch": lambda root, path, random: _write(path, "".join(_lines(path))),
    "drop a line": _change_line(lambda line, random: ""),
    "double a line": _change_line(lambda line, random: line * 2),
    "indent a line": _change_line(lambda line, random: f"    {line}"),
    "blank line": _change_line(lambda line, random: f"\n{line}"),
    "suppress": _change_line(_suppress),
}
