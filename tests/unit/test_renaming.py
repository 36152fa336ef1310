from pathlib import PurePosixPath

import pytest

from automappa_scaffold.rules._import_renaming import rename_import
from automappa_scaffold.rules._renaming import one_close
from automappa_scaffold.rules.fix import Replace, Safety
from automappa_scaffold.source.places import Place

KNOWN = ["automappa.pages.home.tasks", "automappa.pages.mag_summary.tasks", "automappa.tasks"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("automappa.pages.hoem.tasks", "automappa.pages.home.tasks"),
        ("automappa.pages.home.task", "automappa.pages.home.tasks"),
        ("automapa.pages.home.tasks", "automappa.pages.home.tasks"),
        ("automappa.pages.gone", None),
        ("automappa.pages.other.tasks", None),
        ("somewhere.else", None),
    ],
)
def test_a_long_common_start_does_not_make_names_close(name: str, meant: str | None) -> None:
    assert one_close(name, KNOWN, 0.75) == meant


def test_two_that_are_as_near_are_no_answer() -> None:
    assert one_close("pages.home.task", ["pages.home.tasks", "pages.home.taskz"], 0.75) is None


def renamed(source: str, line: int) -> str | None:
    """Return a source in which the import of `sende` on a line became one of `send`."""
    fix = rename_import(source.encode(), Place(PurePosixPath("x.py"), line, 1), "sende", "send", Safety.SAFE)
    if fix is None:
        return None
    lines = source.splitlines(keepends=True)
    for change in sorted(fix.changes, key=lambda change: change.place, reverse=True):  # type: ignore[union-attr]
        assert isinstance(change, Replace)
        at, text = change.place, lines[change.place.line - 1]
        assert text[at.column - 1 : (at.end_column or 0) - 1] == change.old
        lines[at.line - 1] = text[: at.column - 1] + change.new + text[(at.end_column or 0) - 1 :]
    return "".join(lines)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ('from jobs import sende\n\n__all__ = ["sende"]\nsende.delay(sende)\n', 1),
        ("def f():\n    from jobs import (\n        sende,\n        other,\n    )\n    sende.delay()\n", 3),
        ("from jobs import sende\n\n\ndef f(x=sende):\n    return lambda: sende.delay(x)\n", 1),
        ("def f():\n    from jobs import sende\n    sende()\n\n\ndef sending():\n    send = 1\n", 2),
    ],
)
def test_the_name_changes_wherever_its_import_is_used(source: str, line: int) -> None:
    assert renamed(source, line) == source.replace("sende", "send")


def test_the_name_that_an_import_gives_stays() -> None:
    source = "from jobs import sende as work\n\nwork.delay()\n"
    assert renamed(source, 1) == source.replace("sende", "send")


@pytest.mark.parametrize(
    "source",
    [
        "from jobs import sende, send\n",
        "from jobs import sende\n\nsend = sende\n",
        "from jobs import sende\n\n\ndef f(sende):\n    return sende\n",
        "from jobs import sende\n\nsende = 1\n",
        "import jobs.sende\n",
        "from jobs import (\n",
    ],
)
def test_where_something_else_has_either_name_nothing_is_renamed(source: str) -> None:
    assert renamed(source, 1) is None
