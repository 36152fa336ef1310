import json
from pathlib import PurePosixPath

from automappa_scaffold.registry.values import Registry, Source, StartError, Task, Undecided
from automappa_scaffold.reporting.check_report import is_blocking, render_check_json, summary_line
from automappa_scaffold.reporting.findings import render_findings, render_github
from automappa_scaffold.reporting.terminal import PLAIN, Terminal
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.source.places import Place

INIT = PurePosixPath("app/pages/home/tasks/__init__.py")


def _finding(
    message: str = "The worker will refuse it.",
    severity: Severity = Severity.ERROR,
    place: Place | None = None,
    task: str | None = "app.pages.home.tasks.badge.set_color",
) -> Finding:
    return Finding(
        "AMS201", "init-does-not-import", severity, message, place or Place(INIT, 3, 5, 3, 9), task
    )


def _registry(*names: str, unknown: int = 0, error: StartError | None = None) -> Registry:
    undecided = tuple(Undecided(INIT, line, "f()", "computed") for line in range(1, unknown + 1))
    return Registry(Source.STATIC, "app:queue", tuple(map(Task, names)), unknown=undecided, error=error)


def test_a_finding_is_one_line_whatever_its_message_holds() -> None:
    text = render_findings([_finding("one\ntwo \x1b[31m")], PLAIN, show_path=str)
    assert text == f"{INIT}:3:5 AMS201 one\\ntwo \\x1b[31m"


def test_findings_that_do_not_block_say_what_they_are() -> None:
    text = render_findings([_finding(severity=Severity.NOTE)], PLAIN, show_path=str)
    assert text == f"{INIT}:3:5 AMS201 (note) The worker will refuse it."
    assert not is_blocking(_finding(severity=Severity.NOTE))
    assert not is_blocking(_finding(severity=Severity.UNKNOWN))
    assert is_blocking(_finding(severity=Severity.WARNING))


def test_the_full_form_marks_the_place_below_its_source_line() -> None:
    source = b"# one\n# two\n\tx = \xc3\xa4bcd\n"
    place = Place(INIT, 3, 6, 3, 10)
    text = render_findings([_finding(place=place)], PLAIN, show_path=str, read_source=lambda _: source)
    assert text.split("\n") == [
        f"{INIT}:3:6 AMS201 The worker will refuse it.",
        "  3 |  x = äbcd",
        "    |      ^^^^",
        "",
    ]


def test_the_mark_stands_below_its_text_where_characters_are_wide_combined_or_escaped() -> None:
    source = 'x = "日本e\u0301\x0c"; bad("語")\n'
    text = render_findings(
        [_finding(place=Place(INIT, 1, 14, 1, 22))],
        PLAIN,
        show_path=str,
        read_source=lambda _: source.encode(),
    )
    shown, mark = text.split("\n")[1:3]
    assert shown == '  1 | x = "日本e\u0301\\x0c"; bad("語")'
    # The wide ones take two columns each, the accent none, the escaped form feed four.
    assert mark == "    | " + " " * 17 + "^" * 9


def test_the_full_form_survives_a_file_that_is_gone_short_or_binary() -> None:
    sources: dict[PurePosixPath, bytes | None] = {}
    for source in (None, b"", b"only\n", b"\xff\xfe\x00\n\n\x1b[2J\xff"):
        sources[INIT] = source
        text = render_findings([_finding()], PLAIN, show_path=str, read_source=sources.get)
        assert text.startswith(f"{INIT}:3:5 AMS201")
        assert "\x1b" not in text


def test_colours_are_added_only_for_a_terminal_that_wants_them() -> None:
    painted = render_findings([_finding()], Terminal(has_color=True), show_path=str)
    assert "\x1b[31mAMS201\x1b[0m" in painted


def test_github_annotations_are_escaped_as_github_asks() -> None:
    finding = _finding("50% of a\nmessage", place=Place(PurePosixPath("a,b:c.py"), 2))
    assert render_github([finding], show_path=str) == (
        "::error title=automappa-scaffold (AMS201),file=a%2Cb%3Ac.py,line=2,endLine=2,col=1,endColumn=1"
        "::50%25 of a%0Amessage"
    )


def test_the_json_document_has_exactly_the_promised_keys() -> None:
    document = json.loads(render_check_json([_finding()], _registry("a", "b", unknown=1), [None]))
    assert document == {
        "schema": 1,
        "findings": [
            {
                "code": "AMS201",
                "name": "init-does-not-import",
                "severity": "error",
                "message": "The worker will refuse it.",
                "path": str(INIT),
                "line": 3,
                "column": 5,
                "end_line": 3,
                "end_column": 9,
                "task": "app.pages.home.tasks.badge.set_color",
                "fix": None,
            }
        ],
        "summary": {
            "errors": 1,
            "warnings": 0,
            "unknown": 1,
            "suppressed": 0,
            "fixable": 0,
            "tasks": 2,
        },
    }


def test_json_holds_no_raw_character_that_a_terminal_could_act_on() -> None:
    text = render_check_json([_finding("\x1b[31m\x7f\x9b ä \udcff")], _registry(), [None])
    assert text.isascii()
    assert text.replace("\n", "").isprintable()


def test_the_summary_counts_findings_and_tasks() -> None:
    assert summary_line([], _registry("a", "b"), PLAIN) == "no findings: 2 tasks registered"
    found = [_finding(), _finding(), _finding(severity=Severity.WARNING)]
    assert summary_line(found, _registry("a"), PLAIN) == "2 errors, 1 warning: 1 task registered"


def test_the_summary_never_hides_what_could_not_be_decided() -> None:
    said = summary_line([], _registry("a", unknown=2), PLAIN)
    assert said == "no findings: 1 task registered, 2 could not be decided from source"


def test_the_summary_of_a_worker_that_does_not_start_counts_no_task() -> None:
    said = summary_line([], _registry(error=StartError("ImportError: x")), PLAIN)
    assert said == "no findings: the worker does not start, no task is registered"
