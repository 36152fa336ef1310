import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran, clean_environ

Run = Callable[..., Ran]
Digest = Callable[[Path], str]

INIT = "automappa/pages/home/tasks/__init__.py"
CONFIG = "automappa/conf/celeryconfig.py"
BADGE = "automappa.pages.home.tasks.status_badge.set_badge_color"


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_untouched_example_has_no_finding_and_stays_untouched(
    run_cli: Run, example: Path, tree_digest: Digest
) -> None:
    before = tree_digest(example)
    ran = run_cli("check", cwd=example)
    assert ran.code == 0, ran.out
    assert ran.out.startswith("no findings: 8 tasks registered")
    assert tree_digest(example) == before
    assert run_cli("check", "--quiet", cwd=example) == Ran(0, "", "")


# One of the four documented steps undone: file to change, what to replace by what, and the finding.
UNDONE = {
    "package missing from imports": (CONFIG, '"automappa.pages.home.tasks", ', "", "AMS101"),
    "module not imported": (INIT, "from .status_badge import set_badge_color\n", "", "AMS201"),
    "name not exported": (INIT, '__all__ = ["set_badge_color"]', "__all__ = []", "AMS202"),
    "exported name that nothing binds": (
        INIT,
        '["set_badge_color"]',
        '["set_badge_color", "lost"]',
        "AMS203",
    ),
    "entry that does not exist": (CONFIG, "home.tasks", "hoem.tasks", "AMS102"),
}


@pytest.mark.parametrize("step", UNDONE)
def test_an_undone_step_is_one_finding_at_its_place_in_every_format(
    run_cli: Run, example: Path, step: str
) -> None:
    path, old, new, code = UNDONE[step]
    _replace(example / path, old, new)
    ran = run_cli("check", "--format", "json", cwd=example)
    document = json.loads(ran.out)
    found = [f for f in document["findings"] if f["code"] == code]
    assert ran.code == 1
    assert document["summary"]["errors"] + document["summary"]["warnings"] >= 1
    assert len(found) == 1
    concise = run_cli("check", cwd=example)
    assert concise.code == 1
    where = f"{found[0]['path']}:{found[0]['line']}:{found[0]['column']}"
    assert f"{where} {code} {found[0]['message']}" in concise.out.splitlines()
    github = run_cli("check", "--format", "github", cwd=example)
    assert github.code == 1
    assert f"title=automappa-scaffold ({code}),file={found[0]['path']}," in github.out
    full = run_cli("check", "--format", "full", cwd=example)
    assert full.code == 1
    assert f"{where} {code}" in full.out


def test_findings_are_shown_below_the_given_paths_alone(run_cli: Run, example: Path) -> None:
    _replace(example / INIT, "from .status_badge import set_badge_color\n", "")
    inside = run_cli("check", "automappa/pages/home", cwd=example)
    assert inside.code == 1
    outside = run_cli("check", "automappa/data", cwd=example)
    assert outside.code == 0
    assert "more outside of the given paths" in outside.err
    for wrong in ("nowhere", "/"):
        assert run_cli("check", wrong, cwd=example).code == 2


def test_paths_are_told_from_where_the_user_stands(run_cli: Run, example: Path) -> None:
    _replace(example / INIT, "from .status_badge import set_badge_color\n", "")
    above = run_cli("check", "--project", example.name, cwd=example.parent).out
    inside = run_cli("check", cwd=example / "automappa" / "conf").out
    assert f"{example.name}/{INIT}:" in above
    assert "../pages/home/tasks/__init__.py:" in inside
    document = json.loads(run_cli("check", "--format", "json", cwd=example / "automappa" / "conf").out)
    assert {finding["path"] for finding in document["findings"]} == {INIT}


def test_json_is_the_same_bytes_wherever_and_however_often_it_is_printed(run_cli: Run, example: Path) -> None:
    _replace(example / INIT, "from .status_badge import set_badge_color\n", "")
    colored = {"FORCE_COLOR": "1", "COLUMNS": "20"}
    first = run_cli("check", "--format", "json", cwd=example)
    second = run_cli(
        "check", "--format", "json", "--color", "always", cwd=example / "automappa", environ=colored
    )
    assert first.out == second.out
    assert list(json.loads(first.out)) == ["schema", "findings", "summary"]


def test_colours_come_only_when_asked_for(run_cli: Run, example: Path) -> None:
    assert "\x1b" not in run_cli("check", cwd=example).out
    assert "\x1b[" in run_cli("check", "--color", "always", cwd=example).out
    assert "\x1b[" in run_cli("check", cwd=example, environ={"FORCE_COLOR": "1"}).out
    assert "\x1b" not in run_cli("check", "--color", "never", cwd=example, environ={"FORCE_COLOR": "1"}).out


def test_what_cannot_be_decided_is_told_and_never_called_all_right(run_cli: Run, example: Path) -> None:
    _replace(
        example / CONFIG,
        'imports = ("automappa.pages.home.tasks", "automappa.tasks")',
        'import random\nimports = ["automappa.tasks", random.choice(["automappa.pages.home.tasks", "x"])]',
    )
    ran = run_cli("check", cwd=example)
    assert "could not be decided" in ran.out
    assert f"{CONFIG}:" in ran.out
    assert json.loads(run_cli("check", "--format", "json", cwd=example).out)["summary"]["unknown"] >= 1


def test_a_worker_that_would_not_start_is_told_with_the_place(run_cli: Run, example: Path) -> None:
    (example / "automappa/pages/home/tasks/status_badge.py").write_text("import automappa.nowhere\n")
    ran = run_cli("check", cwd=example)
    assert ran.code == 1
    assert "No module named 'automappa.nowhere'" in ran.out + ran.err
    assert "automappa/pages/home/tasks/status_badge.py:1" in ran.out + ran.err
    assert "no task is registered" in ran.out


def test_check_needs_none_of_the_libraries_that_other_commands_or_the_app_need(example: Path) -> None:
    code = """if True:
        import sys

        class Absent:
            def find_spec(self, name, path=None, target=None):
                if name.partition(".")[0] in {absent!r}:
                    raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

        sys.meta_path.insert(0, Absent())
        sys.argv = ["automappa-scaffold", "check"]
        from automappa_scaffold.__main__ import main
        main()
    """.format(
        absent=("celery", "kombu", "dash", "sqlalchemy", "sklearn", "pandas", "libcst", "copier", "pytest")
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=example,
        env=clean_environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("no findings: 8 tasks registered")


def test_check_imports_nothing_slow_beyond_the_command_line_library(example: Path) -> None:
    for compose in example.rglob("*.y*ml"):  # whose launch commands want a reader of YAML
        compose.unlink()
    code = """if True:
        import sys, typer, typer.rich_utils
        before = set(sys.modules)
        from automappa_scaffold.cli.app import main
        main(["check"])
        print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before}), file=sys.stderr)
    """
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=example,
        env=clean_environ(),
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(done.stderr.splitlines()[-1].split())
    assert "automappa_scaffold" in imported
    assert not imported & {
        "celery",
        "libcst",
        "copier",
        "rich",
        "pydantic",
        "yaml",
        "jinja2",
        "asyncio",
        "socket",
    }


def test_the_setting_to_add_a_module_to_has_the_name_that_the_project_uses(
    run_cli: Run, tmp_path: Path
) -> None:
    package = tmp_path / "proj"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "conf.py").write_text("CELERY_BROKER_URL = 'memory://'\n")
    configure = "app.config_from_object('proj.conf', namespace='CELERY')"
    (package / "app.py").write_text(f"from celery import Celery\n\napp = Celery('proj')\n{configure}\n")
    (package / "jobs.py").write_text("from proj.app import app\n\n\n@app.task\ndef job():\n    return 1\n")
    ran = run_cli("check", "-A", "proj.app", cwd=tmp_path)
    assert 'Add "proj.jobs" to CELERY_IMPORTS in proj/conf.py.' in ran.out
    (package / "conf.py").write_text("CELERY_IMPORTS = ('proj.jobs',)\n")
    assert run_cli("check", "-A", "proj.app", cwd=tmp_path).code == 0
