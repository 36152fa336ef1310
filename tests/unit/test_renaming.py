import pytest

from automappa_scaffold.rules._renaming import one_close

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
