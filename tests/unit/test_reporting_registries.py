import json
from pathlib import PurePosixPath

from automappa_scaffold.registry.values import (
    Registry,
    Source,
    StartError,
    Task,
    Undecided,
    UnregisteredTask,
)
from automappa_scaffold.reporting.registries import (
    render_names,
    render_registry_json,
    render_remarks,
    render_start_error,
)
from automappa_scaffold.reporting.tables import render_table
from automappa_scaffold.reporting.task_lists import render_task_table, render_task_tree
from automappa_scaffold.reporting.terminal import PLAIN, Terminal

BADGE = PurePosixPath("app/pages/home/tasks/badge.py")
REGISTRY = Registry(
    Source.STATIC,
    "app.tasks:queue",
    (
        Task("app.pages.home.tasks.badge.set_color", BADGE, 7, True, "(color: str)", ("a", "b")),
        Task("app.tasks.count", PurePosixPath("app/tasks.py"), 3, False, "()"),
        Task("custom", PurePosixPath("app/tasks.py"), 9, False, "()", module="app.tasks"),
    ),
    (
        UnregisteredTask(
            "app.pages.home.tasks.lost.find", PurePosixPath("app/pages/home/tasks/lost.py"), 2, "AMS201"
        ),
    ),
    (Undecided(PurePosixPath("app/conf.py"), 4, "load()", "imports is computed"),),
    ("redis is taken to be importable",),
)


def test_names_are_one_a_line() -> None:
    assert render_names(REGISTRY) == "app.pages.home.tasks.badge.set_color\napp.tasks.count\ncustom"


def test_the_json_document_has_exactly_the_promised_keys() -> None:
    document = json.loads(render_registry_json(REGISTRY))
    assert list(document) == [
        "schema",
        "source",
        "app",
        "tasks",
        "unregistered",
        "unknown",
        "assumptions",
        "error",
    ]
    assert document["tasks"][0] == {
        "name": "app.pages.home.tasks.badge.set_color",
        "path": str(BADGE),
        "line": 7,
        "bind": True,
        "module": None,
        "parameters": "(color: str)",
        "via": ["a", "b"],
    }
    assert document["unregistered"] == [
        {
            "name": "app.pages.home.tasks.lost.find",
            "path": "app/pages/home/tasks/lost.py",
            "line": 2,
            "reason": "AMS201",
        }
    ]
    assert document["unknown"] == [
        {"path": "app/conf.py", "line": 4, "expression": "load()", "reason": "imports is computed"}
    ]
    assert document["assumptions"] == ["redis is taken to be importable"]
    assert document["error"] is None


def test_the_json_document_tells_why_a_worker_does_not_start() -> None:
    error = StartError(
        "ModuleNotFoundError: No module named 'x'", PurePosixPath("a.py"), 1, ("app:queue", "a")
    )
    document = json.loads(render_registry_json(Registry(Source.STATIC, "app:queue", error=error)))
    assert document["error"] == {
        "message": "ModuleNotFoundError: No module named 'x'",
        "path": "a.py",
        "line": 1,
        "chain": ["app:queue", "a"],
    }
    assert document["tasks"] == []


def test_the_table_is_aligned_and_drops_columns_that_no_task_fills() -> None:
    lines = render_task_table(REGISTRY, PLAIN).split("\n")
    assert lines[0].split() == ["TASK", "PARAMETERS", "BOUND", "DEFINED", "AT"]
    assert lines[1].index("(color: str)") == lines[2].index("()")
    names_only = Registry(Source.LOG, "app:queue", (Task("a.b"), Task("a.c")))
    assert render_task_table(names_only, PLAIN) == "TASK\na.b\na.c"


def test_the_tree_shows_pages_modules_and_what_is_not_registered() -> None:
    pages = {"app.pages.home": "home", "app.pages.summary": "summary"}
    assert render_task_tree(REGISTRY, pages, PLAIN).split("\n") == [
        "app.tasks:queue",
        "  page home",
        "    app.pages.home.tasks.badge",
        "      set_color(color: str)  registered",
        "    app.pages.home.tasks.lost",
        "      find  NOT registered (AMS201)",
        "  page summary",
        "    no tasks",
        "  app.tasks",
        "    count()  registered",
        "    custom()  registered",
    ]


def test_a_terminal_gets_a_table_where_it_fits_and_whole_names_where_it_does_not() -> None:
    wide = render_task_table(REGISTRY, Terminal(is_terminal=True, width=130))
    assert "─" in wide
    assert "app.pages.home.tasks.badge.set_color   (color: str)" in wide
    assert all(len(line) <= 130 for line in wide.split("\n"))
    narrow = render_task_table(REGISTRY, Terminal(is_terminal=True, width=60)).split("\n")
    assert narrow[:2] == [
        "app.pages.home.tasks.badge.set_color",
        "    (color: str)  bound  app/pages/home/tasks/badge.py:7",
    ]


def test_a_terminal_gets_a_drawn_tree_within_its_width() -> None:
    tree = render_task_tree(REGISTRY, {"app.pages.home": "home"}, Terminal(is_terminal=True, width=60))
    assert all(len(line) <= 60 for line in tree.split("\n"))
    assert "\x1b" not in tree
    assert "└── " in tree
    assert "NOT registered" in tree
    assert "\x1b[" in render_task_tree(REGISTRY, {}, Terminal(is_terminal=True, has_color=True))


def test_a_name_cannot_act_on_the_terminal_nor_as_markup() -> None:
    for terminal in (PLAIN, Terminal(is_terminal=True, width=100)):
        drawn = render_table(["name"], [["\x1b[2Jevil [red]x[/red]"]], terminal)
        assert "\\x1b[2Jevil [red]x[/red]" in drawn
        assert "\x1b" not in drawn


def test_remarks_tell_what_is_not_registered_not_decided_and_assumed() -> None:
    assert render_remarks(REGISTRY, PLAIN).split("\n") == [
        "not registered: app.pages.home.tasks.lost.find (app/pages/home/tasks/lost.py:2, AMS201)",
        "unknown: app/conf.py:4 load(): imports is computed",
        "assumed: redis is taken to be importable",
    ]
    assert render_remarks(Registry(Source.LOG, "a:b"), PLAIN) == ""


def test_a_start_error_tells_the_steps_that_lead_to_it() -> None:
    error = StartError("SyntaxError: invalid", PurePosixPath("a.py"), 3, ("app:queue", "imports[0]"))
    assert render_start_error(error, PLAIN).split("\n") == [
        "The worker does not start: SyntaxError: invalid (a.py:3)",
        "  by app:queue",
        "  via imports[0]",
    ]
