"""Registries held against each other."""

from pathlib import PurePosixPath

from automappa_scaffold.registry.comparison import Decided, compare
from automappa_scaffold.registry.values import Registry, Source, StartError, Task, Undecided

UNDECIDED = Undecided(PurePosixPath("app.py"), 3, "names()", "computed")


def registry(*names: str, source: Source = Source.STATIC, error: str = "", unknown: bool = False) -> Registry:
    return Registry(
        source,
        "app:queue",
        tasks=tuple(Task(name) for name in names),
        unknown=(UNDECIDED,) if unknown else (),
        error=StartError(error) if error else None,
    )


def test_equal_names_agree() -> None:
    comparison = compare(registry("a", "b"), registry("b", "a", source=Source.WORKER))
    assert comparison.agree
    assert (comparison.missing, comparison.extra) == ((), ())


def test_both_ways_of_difference_are_told_sorted() -> None:
    comparison = compare(registry("z", "a", "b"), registry("b", "y", "x"))
    assert [task.name for task in comparison.missing] == ["a", "z"]
    assert [task.name for task in comparison.extra] == ["x", "y"]
    assert not comparison.agree


def test_ignored_names_do_not_disturb_the_agreement_and_are_kept() -> None:
    patterns = ["background_callback_*"]
    comparison = compare(registry("a"), registry("a", "background_callback_9f"), ignore_registered=patterns)
    assert comparison.agree
    assert [task.name for task in comparison.ignored] == ["background_callback_9f"]


def test_an_ignored_pattern_never_hides_a_missing_task() -> None:
    comparison = compare(registry("a.b"), registry(), ignore_registered=["a.*"])
    assert [task.name for task in comparison.missing] == ["a.b"]


def test_a_task_that_an_unknown_accounts_for_is_decided_and_not_extra() -> None:
    comparison = compare(registry("a", unknown=True), registry("a", "b"))
    assert comparison.agree
    assert comparison.extra == ()
    assert comparison.decided == (Decided(UNDECIDED, perhaps=(Task("b"),)),)


def test_each_wide_unknown_may_account_for_a_task_that_none_of_them_names() -> None:
    other = Undecided(PurePosixPath("conf.py"), 1, "imports", "imports is computed", "AMS010")
    named = Undecided(PurePosixPath("app.py"), 9, "if x", "whether c is registered depends on it: x")
    predicted = Registry(Source.STATIC, "app:queue", (Task("a"),), unknown=(UNDECIDED, other, named))
    comparison = compare(predicted, registry("a", "b", "c", source=Source.WORKER))
    assert comparison.agree
    assert comparison.decided == (
        Decided(UNDECIDED, perhaps=(Task("b"),)),
        Decided(other, perhaps=(Task("b"),)),
        Decided(named, (Task("c"),)),
    )


def test_an_unknown_about_another_task_accounts_for_nothing() -> None:
    path = PurePosixPath("other.py")
    of_one = Undecided(path, 3, "if x", "whether c is registered depends on it: computed")
    of_name = Undecided(path, 9, "name()", "the name of a task is not constant", "AMS012")
    predicted = Registry(Source.STATIC, "app:queue", (Task("a"),), unknown=(of_one, of_name))
    found = (Task("a"), Task("b", PurePosixPath("b.py"), 1), Task("c", PurePosixPath("c.py"), 1))
    comparison = compare(predicted, Registry(Source.WORKER, "app:queue", found))
    assert [task.name for task in comparison.extra] == ["b"]
    assert comparison.decided == (Decided(of_one, (found[2],)), Decided(of_name))
    assert not comparison.agree


def test_equal_names_agree_beside_an_unknown_that_stays_visible() -> None:
    comparison = compare(registry("a", unknown=True), registry("a"))
    assert comparison.agree
    assert comparison.decided == (Decided(UNDECIDED),)


def test_two_sides_that_do_not_start_agree_and_show_their_errors() -> None:
    comparison = compare(registry(error="no module x"), registry(error="ModuleNotFoundError: x"))
    assert comparison.agree
    assert comparison.predicted_error == StartError("no module x")
    assert comparison.reported_error == StartError("ModuleNotFoundError: x")


def test_one_side_that_does_not_start_is_a_mismatch_without_a_list_of_names() -> None:
    for predicted, reported in ((registry("a"), registry(error="x")), (registry(error="x"), registry("a"))):
        comparison = compare(predicted, reported)
        assert not comparison.agree
        assert (comparison.missing, comparison.extra) == ((), ())
