"""AMS207 import-fails."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.registry.values import StartError
from automappa_scaffold.rules._left_folder import advise_on_left_folder
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules._unimportable import tell_unimportable
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the error that stops the worker, or that keeps tasks from it, where no other rule names it."""
    error = view.error
    if error is not None and error.code == RULE.code:
        way = f" (imported by {', '.join(error.chain)})" if error.chain else ""
        said, advice = error.message.removesuffix("."), _advise(view, error)
        message = f"The worker does not start, so no task is registered: {said}{way}. {advice}"
        place = Place(error.path or PurePosixPath("."), error.line or 1, error.column)
        yield RULE.finding(message, place)
    yield from tell_unimportable(view, RULE)


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


RULE = Rule(
    code="AMS207",
    name="import-fails",
    summary="Importing a module that the worker needs fails.",
    rationale="An exception while the worker imports its modules stops the worker: no task is registered.",
    fix="By hand: mend what the error names.",
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
