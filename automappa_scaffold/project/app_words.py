"""What a file may speak of, from its text alone: whether it may make a Celery app, and modules.

In a light module of its own: after a change of one file this is asked again before anything else is imported.
"""

import re
from typing import TypedDict

__all__ = [
    "NAMED_MODULES",
    "NAMES_CELERY",
    "RELATIVE_DOTS",
    "SPEAKS_OF_CELERY",
    "TASK_WORDS",
    "TOLD_COMMANDS",
    "TaskWords",
    "named_modules",
    "names_celery",
    "relative_dots",
    "speaks_of_celery",
    "task_words",
    "told_commands",
]

# Under these names the answers are kept.
NAMED_MODULES = f"{__name__}:named_modules"
NAMES_CELERY = f"{__name__}:names_celery"
RELATIVE_DOTS = f"{__name__}:relative_dots"
SPEAKS_OF_CELERY = f"{__name__}:speaks_of_celery"
TASK_WORDS = f"{__name__}:task_words"
TOLD_COMMANDS = f"{__name__}:told_commands"

_FROM = re.compile(rb"^[ \t]*from[ \t]+([A-Za-z_][\w.]*)[ \t]+import\b", re.MULTILINE)
_IMPORT = re.compile(rb"^[ \t]*import[ \t]+([A-Za-z_][\w.]*)", re.MULTILINE)
# Of those below a `try` or a condition another import may take the place.
_RELATIVE = re.compile(rb"^from[ \t]+(\.+)[\w.]*[ \t]+import\b", re.MULTILINE)
_DEFINES = re.compile(rb"^[ \t]*@(?:\w+\.)*(?:shared_|periodic_)?task\b", re.MULTILINE)
# What is configured from a site's own settings names no modules, as a rule.
_NAMES_MORE = re.compile(
    rb"\b(?:include|imports|autodiscover_tasks|config_from_object(?!\(\s*\w+\.config\b))\b"
)
_IMPORTS = re.compile(
    rb"^(?P<indent>[ \t]*)(?:import[ \t]+(?P<module>[A-Za-z_][\w.]*)"
    rb"|from[ \t]+(?P<package>\.*[\w.]*)[ \t]+import[ \t]*(?P<names>\([^)]*\)|(?:[^\n\\]|\\\n)*))",
    re.MULTILINE,
)
_NAME = re.compile(rb"([A-Za-z_]\w*)(?:[ \t]+as[ \t]+([A-Za-z_]\w*))?")
# In a comment or a text, up to where that ends, or the code in it.
_TOLD = re.compile(rb"""(?<![\w./-])celery[ \t][^\n`"']*?(?:-A|--app)[ \t=]+[A-Za-z_][^\n`"'{]*""")
_DOTTED_TEXT = re.compile(rb"[\"']([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)[\"']")


def names_celery(source: bytes) -> bool:
    """Return whether a file may make a Celery app."""
    return b"Celery" in source and b"celery" in source


def speaks_of_celery(source: bytes) -> bool:
    """Return whether a file may get hold of a Celery app, made elsewhere perhaps."""
    return b"elery" in source


def named_modules(source: bytes) -> list[str]:
    """Return what may be names of modules in a file: those that it imports, and dotted texts."""
    found = (name for pattern in (_FROM, _IMPORT, _DOTTED_TEXT) for name in pattern.findall(source))
    return sorted({name.decode("ascii", "replace") for name in found})


def relative_dots(source: bytes) -> int:
    """Return how many dots the relative import with the most of them has, of those that run in any case."""
    return max((len(dots) for dots in _RELATIVE.findall(source)), default=0)


class TaskWords(TypedDict):
    """What a file's text says of tasks.

    ``defines``: it defines some; ``names_more``: it names modules with tasks otherwise than by importing
    them; ``imports``: the modules that it imports at module level, with the names, as ``name alias``;
    ``later``: those that its functions import.
    """

    defines: bool
    names_more: bool
    imports: list[tuple[str, list[str]]]
    later: list[tuple[str, list[str]]]


def task_words(source: bytes) -> TaskWords:
    """Return what a file's text says of tasks."""
    found: dict[bool, list[tuple[str, list[str]]]] = {True: [], False: []}
    for match in _IMPORTS.finditer(source):
        names = _NAME.findall(re.sub(rb"#[^\n]*", b"", match["names"] or b""))
        listed = [b" ".join(part for part in pair if part).decode("ascii", "replace") for pair in names]
        module = (match["module"] or match["package"]).decode("ascii", "replace")
        found[not match["indent"]].append((module, listed))
    return {
        "defines": _DEFINES.search(source) is not None,
        "names_more": _NAMES_MORE.search(source) is not None,
        "imports": found[True],
        "later": found[False],
    }


def told_commands(source: bytes) -> list[tuple[int, str]]:
    """Return the commands that a file's comments and texts say to start a worker with, with their lines."""
    if b"celery" not in source or b"worker" not in source:
        return []
    return [
        (source.count(b"\n", 0, match.start()) + 1, match[0].rstrip(b" \t\r.,;)").decode("utf-8", "replace"))
        for match in _TOLD.finditer(source)
        if re.search(rb"\sworker(?![\w.])", match[0])
    ]
