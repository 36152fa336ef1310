"""AMS207 import-fails."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.registry.values import StartError
from automappa_scaffold.rules._import_renaming import rename_import
from automappa_scaffold.rules._left_folder import advise_on_left_folder
from automappa_scaffold.rules._near_names import near_module, near_name, rename_on_line
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules._unimportable import tell_unimportable
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.fix import Fix, Safety
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the error that stops the worker, or that keeps tasks from it, where no other rule names it."""
    error = view.error
    if error is not None and error.code == RULE.code:
        way = f" (imported by {', '.join(error.chain)})" if error.chain else ""
        place = Place(error.path or PurePosixPath("."), error.line or 1, error.column)
        said, (near, fix) = error.message.removesuffix("."), _near(view, error, place)
        advice = f"Did you mean {near}?" if near else _advise(view, error)
        message = f"The worker does not start, so no task is registered: {said}{way}. {advice}"
        yield RULE.finding(message, place, fix=fix)
    yield from tell_unimportable(view, RULE)


def _near(view: ProjectView, error: StartError, place: Place) -> tuple[str, Fix | None]:
    """Return what may be meant by a name that an import does not find, and the fix; empty: nothing is."""
    module, name = _NO_MODULE.search(error.message), _NO_NAME.search(error.message)
    if module is not None and "." in module[1]:
        near = near_module(view, module[1])
        return near, rename_on_line(view, place.path, place.line, module[1], near) if near else None
    if name is None:
        return "", None
    near = near_name(view, name[2], name[1])
    source = view.read(place.path) if near else None
    return near, rename_import(source, place, name[1], near, Safety.SAFE) if near else None


def _advise(view: ProjectView, error: StartError) -> str:
    """Return what to do about the error, where its text says what it is."""
    missing = _NO_MODULE.search(error.message)
    left = advise_on_left_folder(view, missing.group(1)) if missing else ""
    if left:
        return left
    own = {name.partition(".")[0] for name in view.prediction.modules}
    if missing and missing.group(1).partition(".")[0] not in own:
        return "Install it where the worker runs, or remove the import."
    if missing or "cannot import name" in error.message:
        return "Correct the name, or the module that should have it."
    unset = _unset_variable(view, error)
    if unset:
        return f"{unset} is not set here. Where the worker has it, name the file that sets it: env-file."
    return "Mend what this line needs: the worker imports it before anything else can run."


def _unset_variable(view: ProjectView, error: StartError) -> str:
    """Return the variable that an error names, where it is that this is not set; empty: it names none."""
    notes = (_UNSET.fullmatch(note) for note in view.prediction.registry.assumptions)
    names = (found[1] for found in notes if found is not None)
    return next((name for name in names if re.search(rf"\b{name}\b", error.message)), "")


_UNSET = re.compile(r"the environment variable (\w+) is not set")
_NO_MODULE = re.compile(r"No module named '([^']+)'")
_NO_NAME = re.compile(r"cannot import name '([^']+)' from '([^']+)'")


RULE = Rule(
    code="AMS207",
    name="import-fails",
    summary="Importing a module that the worker needs fails.",
    rationale="An exception while the worker imports its modules stops the worker: no task is registered.",
    fix="Safe where a name of the project is close to one that an import misspells. Else by hand.",
    source="Seen in real workers",
    check=check,
    bad={
        "automappa/pages/mag_summary/tasks/__init__.py": '''"""Tasks of the summary of MAGs."""

from .cover import count_contig as count_contigs
from .quality import summarize

__all__ = ["count_contigs", "summarize"]
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/__init__.py": '''"""Tasks of the summary of MAGs."""

from .cover import count_contig as count_contigs
from .quality import summarize

__all__ = ["count_contigs", "summarize"]
''',
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task
def count_contigs(sample: str) -> int:
    return len(sample)


count_contig = count_contigs
''',
    },
)
