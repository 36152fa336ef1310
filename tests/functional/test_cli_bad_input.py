"""A user's mistake gets one clear message, exit code 2 and an untouched tree, whatever the command."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]
Digest = Callable[[Path], str]

ON_A_PROJECT = (
    ("check",),
    ("tasks",),
    ("tasks", "--from", "worker"),
    ("verify",),
    ("add-task", "home", "recolor"),
    ("add-page", "taxonomy"),
)


def _assert_refused(ran: Ran, *words: str) -> None:
    assert (ran.code, ran.out) == (2, ""), ran.err
    lines = ran.err.splitlines()
    assert lines[0].startswith("error: ")
    assert all(line.startswith("hint: ") for line in lines[1:])
    assert len(lines) <= 2
    for word in words:
        assert word in ran.err


@pytest.mark.parametrize("command", ON_A_PROJECT)
def test_a_folder_without_an_app_is_refused(
    run_cli: Run, tmp_path: Path, tree_digest: Digest, command: tuple[str, ...]
) -> None:
    (tmp_path / "module.py").write_text("x = 1\n")
    before = tree_digest(tmp_path)
    _assert_refused(run_cli(*command, cwd=tmp_path), "No Celery app was found", "-A MODULE:ATTR")
    assert tree_digest(tmp_path) == before


@pytest.mark.parametrize("command", ON_A_PROJECT)
def test_two_apps_are_listed_and_none_is_guessed(
    run_cli: Run, example: Path, tree_digest: Digest, command: tuple[str, ...]
) -> None:
    (example / "automappa" / "other.py").write_text(
        "from celery import Celery\n\nsecond = Celery(__name__)\n"
    )
    for path in [
        *example.rglob("*.y*ml"),
        *example.glob("*.md"),
    ]:  # which say what the worker is started with
        path.unlink()
    before = tree_digest(example)
    ran = run_cli(*command, cwd=example)
    _assert_refused(ran, "2 Celery apps", "automappa.tasks:queue", "automappa.other:second")
    assert tree_digest(example) == before
    assert run_cli("check", "-A", "automappa.tasks:queue", cwd=example).code == 0


@pytest.mark.parametrize("option", ["--project", "--workdir"])
def test_a_folder_that_does_not_exist_is_named(run_cli: Run, example: Path, option: str) -> None:
    _assert_refused(run_cli("check", option, "nowhere", cwd=example), "nowhere is not a folder")


@pytest.mark.parametrize(
    ("page", "task", "word"),
    [
        ("home", "not-a-name", "not a Python identifier"),
        ("home", "class", "keyword"),
        ("home", "", "not a Python identifier"),
        ("home", "a.b", "not a Python identifier"),
        ("nowhere", "recolor", "nowhere"),
        ("../home", "recolor", "../home"),
    ],
)
def test_a_page_or_task_that_cannot_be_is_refused(
    run_cli: Run, example: Path, tree_digest: Digest, page: str, task: str, word: str
) -> None:
    before = tree_digest(example)
    _assert_refused(run_cli("add-task", page, task, cwd=example), word)
    assert tree_digest(example) == before


@pytest.mark.parametrize(
    "options",
    [
        ("--param", "1x: int"),
        ("--param", "a: int): import os #"),
        ("--param", "self: int"),
        ("--param", "a: int", "--param", "a: str"),
        ("--param", "a: int = 1", "--param", "b: int"),
        ("--param", "a: int = open('x')"),
        ("--param", "a: int = __import__('os').system('touch ran')"),
        ("--param", "a: Annotated[int, print('x')] = 1"),
        ("--param", "a: int = ().__class__"),
        ("--param", "a: int = (lambda: 1)()"),
        ("--param", "a: int = [print(1)]"),
        ("--module", "x" * 300),
        ("--returns", "int:"),
        ("--module", "class"),
        ("--module", "../evil"),
        ("--queue-option", "no_equals"),
        ("--queue-option", "bind=True"),
        ("--template", "nowhere"),
    ],
)
def test_an_option_that_makes_no_python_is_refused(
    run_cli: Run, example: Path, tree_digest: Digest, options: tuple[str, ...]
) -> None:
    before = tree_digest(example)
    ran = run_cli("add-task", "home", "recolor", *options, cwd=example)
    _assert_refused(ran)
    assert "hint: " in ran.err
    assert tree_digest(example) == before


def test_a_task_is_not_added_to_an_app_whose_worker_does_not_start(
    run_cli: Run, example: Path, tree_digest: Digest
) -> None:
    (example / "automappa/pages/home/tasks/status_badge.py").write_text("import automappa.nowhere\n")
    before = tree_digest(example)
    ran = run_cli("add-task", "home", "recolor", cwd=example)
    _assert_refused(ran, "No module named 'automappa.nowhere'", "status_badge.py:1")
    assert tree_digest(example) == before


def test_a_computed_imports_setting_is_refused_with_the_line_to_add(
    run_cli: Run, example: Path, tree_digest: Digest
) -> None:
    config = example / "automappa/conf/celeryconfig.py"
    text = config.read_text()
    literal = 'imports = ("automappa.pages.home.tasks", "automappa.tasks")'
    assert literal in text
    config.write_text(text.replace(literal, f"import os\n{literal} if os.getpid() else ()"))
    before = tree_digest(example)
    ran = run_cli("add-task", "mag_summary", "summarize", cwd=example)
    _assert_refused(ran)
    assert tree_digest(example) == before


def test_an_unknown_rule_is_answered_with_the_nearest_one(run_cli: Run, tmp_path: Path) -> None:
    _assert_refused(run_cli("rule", "AMS2O1", cwd=tmp_path), "AMS2O1", "AMS201")
