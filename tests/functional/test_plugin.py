"""The pytest plugin, run by a real pytest in a process of its own."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, clean_environ

pytest_plugins = ["pytester"]

BADGE = "automappa.pages.home.tasks.status_badge.set_badge_color"
INIT = "automappa/pages/home/tasks/__init__.py"
IMPORT = "from .status_badge import set_badge_color\n"


@pytest.fixture
def app(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a rootdir that holds the example's package and one test of its own."""
    for name in ("CI", "PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER", "FORCE_COLOR", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(
        REPOSITORY / "example_app" / "automappa",
        pytester.path / "automappa",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    pytester.makepyfile(test_own="def test_own():\n    pass\n")
    # Dash, where it is installed, brings a plugin that does not survive warnings as errors.
    settings = "[pytest]\naddopts = --strict-markers --strict-config -p no:dash\nfilterwarnings = error\n"
    (pytester.path / "tox.ini").write_text(settings)
    return pytester.path


def _undo(app: Path) -> None:
    text = (app / INIT).read_text()
    assert IMPORT in text
    (app / INIT).write_text(text.replace(IMPORT, ""))


def test_without_the_flag_nothing_is_added(app: Path, pytester: pytest.Pytester) -> None:
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


@pytest.mark.parametrize("options", [(), ("-p", "no:terminal"), ("-p", "no:cacheprovider"), ("-n", "2")])
def test_a_sound_app_passes_with_one_item_per_task(
    app: Path, pytester: pytest.Pytester, options: tuple[str, ...]
) -> None:
    result = pytester.runpytest_subprocess("--celery-tasks", "--junitxml=result.xml", *options)
    assert result.ret == 0, result.stdout.str() + result.stderr.str()
    report = (app / "result.xml").read_text()
    assert report.count("<testcase ") == 14
    assert f'name="{BADGE}"' in report
    assert 'name="AMS2xx-packages"' in report


def test_the_settings_file_can_switch_it_on(app: Path, pytester: pytest.Pytester) -> None:
    with (app / "tox.ini").open("a") as file:
        file.write("celery_tasks = true\n")
    pytester.runpytest_subprocess().assert_outcomes(passed=14)


def test_ids_are_stable_and_the_marker_and_names_select(app: Path, pytester: pytest.Pytester) -> None:
    listed = pytester.runpytest_subprocess("--celery-tasks", "--collect-only", "-q").outlines
    ids = [line for line in listed if line.startswith("celery-tasks::")]
    assert ids[0] == f"celery-tasks::{BADGE}"
    assert ids[-1] == "celery-tasks::AMS4xx-callers"
    assert len(ids) == len(set(ids)) == 13
    pytester.runpytest_subprocess("--celery-tasks", "-m", "celery_tasks").assert_outcomes(
        passed=13, deselected=1
    )
    pytester.runpytest_subprocess("--celery-tasks", "-m", "not celery_tasks").assert_outcomes(
        passed=1, deselected=13
    )
    pytester.runpytest_subprocess("--celery-tasks", "-k", "set_badge_color").assert_outcomes(
        passed=1, deselected=13
    )


@pytest.mark.parametrize("options", [(), ("-n", "2"), ("-p", "no:cacheprovider")])
def test_an_id_on_the_command_line_runs_that_test_alone(
    app: Path, pytester: pytest.Pytester, options: tuple[str, ...]
) -> None:
    badge = f"celery-tasks::{BADGE}"
    for ids, passed in (([badge], 1), ([badge, "test_own.py"], 2), (["celery-tasks"], 13)):
        result = pytester.runpytest_subprocess(*ids, *options)
        result.assert_outcomes(passed=passed)


def test_an_id_that_no_test_has_is_told(app: Path, pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_subprocess("celery-tasks::automappa.tasks.gone")
    assert result.ret not in (0, 5)
    assert "There is no test celery-tasks::automappa.tasks.gone" in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_a_task_that_is_not_registered_fails_with_our_text_and_no_traceback(
    app: Path, pytester: pytest.Pytester
) -> None:
    _undo(app)
    result = pytester.runpytest_subprocess("--celery-tasks")
    assert result.ret == 1
    output = result.stdout.str()
    assert f"FAILED celery-tasks::{BADGE}" in output
    assert "AMS201" in output
    assert f"{INIT}:" in output
    assert "Traceback" not in output
    assert "pytest_plugin.py" not in output


def test_the_same_ids_come_from_every_worker_when_a_task_fails(app: Path, pytester: pytest.Pytester) -> None:
    _undo(app)
    result = pytester.runpytest_subprocess("--celery-tasks", "-n", "2")
    assert result.ret == 1
    assert "Different tests were collected" not in result.stdout.str()
    assert f"FAILED celery-tasks::{BADGE}" in result.stdout.str()


def test_a_finding_about_no_task_fails_the_item_of_its_group(app: Path, pytester: pytest.Pytester) -> None:
    config = app / "automappa/conf/celeryconfig.py"
    config.write_text(
        config.read_text().replace('"automappa.tasks")', '"automappa.tasks", "automappa.tsaks")')
    )
    result = pytester.runpytest_subprocess("--celery-tasks")
    assert result.ret == 1
    assert "FAILED celery-tasks::AMS1xx-discovery" in result.stdout.str()
    assert "automappa.tsaks" in result.stdout.str()


def test_what_cannot_be_decided_is_skipped_with_its_expression(app: Path, pytester: pytest.Pytester) -> None:
    config = app / "automappa/conf/celeryconfig.py"
    literal = 'imports = ("automappa.pages.home.tasks", "automappa.tasks")'
    computed = 'imports = ["automappa.tasks", random.choice(["automappa.pages.home.tasks", "json"])]'
    assert literal in config.read_text()
    config.write_text(config.read_text().replace(literal, f"import random\n{computed}"))
    result = pytester.runpytest_subprocess("--celery-tasks", "-rs")
    assert result.parseoutcomes().get("skipped", 0) >= 1
    assert "cannot be decided from source" in result.stdout.str()
    assert "random.choice" in result.stdout.str()


def test_a_folder_without_an_app_fails_one_item_and_no_other_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_own="def test_own():\n    pass\n")
    result = pytester.runpytest_subprocess("--celery-tasks")
    result.assert_outcomes(passed=1, failed=1)
    assert "No Celery app was found" in result.stdout.str()


def test_an_app_elsewhere_is_named_by_option_or_settings_file(app: Path, pytester: pytest.Pytester) -> None:
    (app / "backend").mkdir()
    (app / "automappa").rename(app / "backend" / "automappa")
    pytester.runpytest_subprocess("--celery-tasks", "--celery-tasks-project", "backend").assert_outcomes(
        passed=14
    )
    with (app / "tox.ini").open("a") as file:
        file.write("celery_tasks_project = backend\n")
    pytester.runpytest_subprocess("--celery-tasks").assert_outcomes(passed=14)


def test_the_app_is_judged_without_being_imported(app: Path, pytester: pytest.Pytester) -> None:
    marker = app / "RAN"
    init = app / "automappa/__init__.py"
    init.write_text(f"{init.read_text()}\nopen({str(marker)!r}, 'w').close()\n")
    pytester.runpytest_subprocess("--celery-tasks").assert_outcomes(passed=14)
    assert not marker.exists()


def test_an_unused_plugin_costs_nothing_but_itself(tmp_path: Path) -> None:
    code = (
        "import sys, pytest\n"
        "before = set(sys.modules)\n"
        "import automappa_scaffold.pytest_plugin\n"
        "print(*sorted(set(sys.modules) - before))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=clean_environ(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["automappa_scaffold", "automappa_scaffold.pytest_plugin"]


def test_work_is_done_once_for_all_processes_of_a_run(app: Path, pytester: pytest.Pytester) -> None:
    (app / "conftest.py").write_text(
        "import os\n"
        "import automappa_scaffold.operations.item_verdicts as verdicts\n"
        "found = verdicts.find_verdicts\n"
        "def count(root):\n"
        "    with open('runs', 'a') as file:\n"
        "        file.write(f'{os.getpid()}\\n')\n"
        "    return found(root)\n"
        "verdicts.find_verdicts = count\n"
    )
    result = pytester.runpytest_subprocess("--celery-tasks", "-n", "3")
    assert result.ret == 0
    assert len((app / "runs").read_text().split()) == 1


def test_a_real_worker_is_asked_where_that_is_wanted(app: Path, pytester: pytest.Pytester) -> None:
    pytester.runpytest_subprocess("--celery-tasks-verify", "-k", "verify").assert_outcomes(
        passed=1, deselected=14
    )
    # What the source does not show: the worker takes the task out again.
    tasks = app / "automappa/tasks.py"
    tasks.write_text(tasks.read_text() + "\nraise SystemExit('no worker today')\n")
    result = pytester.runpytest_subprocess("--celery-tasks-verify", "-k", "verify")
    result.assert_outcomes(failed=1, deselected=result.parseoutcomes()["deselected"])
    assert "no worker today" in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_fixtures_answer_in_tests_of_the_project(app: Path, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_own=f"""
        def test_names(celery_task_registry):
            assert len(celery_task_registry.names) == 8

        def test_registered(assert_task_registered):
            assert_task_registered({BADGE!r})

        def test_missing(assert_task_registered):
            assert_task_registered("automappa.tasks.count_kmers")
        """
    )
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(passed=2, failed=1)
    output = result.stdout.str()
    assert "automappa.tasks.count_kmers" in output
    assert "automappa.tasks.count_kmer" in output
    assert "pytest_plugin.py" not in output
    _undo(app)
    result = pytester.runpytest_subprocess("-k", "test_registered")
    result.assert_outcomes(failed=1, deselected=2)
    assert "mend it with: automappa-scaffold" in result.stdout.str()


def test_a_rootdir_that_only_holds_projects_is_not_searched(
    app: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = app / "work" / "project"
    project.mkdir(parents=True)
    (app / "automappa").rename(project / "automappa")
    (app / "test_own.py").rename(project / "test_own.py")
    (project / "pyproject.toml").write_text("[project]\nname = 'app'\n")
    (app / "work" / "other.py").write_text("from celery import Celery\n\napp = Celery('other')\n")
    monkeypatch.chdir(project)
    settings = f"--rootdir={app}", "-c", str(app / "tox.ini")
    result = pytester.runpytest_subprocess("--celery-tasks", *settings, str(project))
    assert result.ret == 0, result.stdout.str() + result.stderr.str()
