"""Files of tools that hold launch commands: what is read of them, where it stands, and hostile ones."""

from collections.abc import Callable
from pathlib import PurePosixPath

import pytest

from automappa_scaffold.source.launch_tools import launches_in_tool_file, may_hold_tool_launches


def read(name: str, text: str) -> list[tuple[str, int, str, list[str]]]:
    """Return app, line, name and folders of each command."""
    found = launches_in_tool_file(PurePosixPath(name), text.encode(), lambda path: True)
    return [(one.app, one.place.line, one.name, [str(folder) for folder in one.folders]) for one in found]


def test_a_recipe_of_just_runs_each_line_in_its_own_folder() -> None:
    text = (
        'app := "shop.q"\n\nwork n="1":\n    cd shop && celery -A {{app}} worker \\\n      -c 2\n'
        "    celery -A b worker\n"
    )
    assert read("ops/justfile", text) == [("shop.q", 4, "work", ["ops/shop"]), ("b", 6, "work", ["ops"])]


def test_json_may_hold_comments_and_trailing_commas() -> None:
    text = (
        '{\n // one "quote\n "scripts": {\n  "w": "celery -A a worker", /* two\n'
        ' */ "v": "celery -A b worker",\n },\n}\n'
    )
    assert read("web/package.json", text) == [("a", 4, "w", ["web"]), ("b", 5, "v", ["web"])]


def test_steps_of_a_workflow_run_in_the_folder_that_is_nearest() -> None:
    text = (
        "defaults:\n  run:\n    working-directory: back\njobs:\n  t:\n    steps:\n"
        "      - run: celery -A a worker\n      - working-directory: other\n        run: |\n"
        "          cd in\n          celery -A b worker\n"
    )
    found = read(".github/workflows/ci.yml", text)
    assert [(app, line, folders) for app, line, _, folders in found] == [
        ("a", 7, ["back"]),
        ("b", 11, ["back/other/in"]),
    ]


def test_where_a_chart_runs_its_commands_is_not_known() -> None:
    text = 'worker:\n  command: ["celery", "-A", "a"]\n  args: [worker, "-c", "{{ .Values.n }}"]\n'
    assert read("chart/values.yaml", text) == [("a", 2, "worker", [])]


def test_prose_is_no_command() -> None:
    assert (
        read("Taskfile.yml", "tasks:\n  w:\n    desc: celery -A a worker\n    cmds: [echo celery worker]\n")
        == []
    )
    assert read("pyproject.toml", '[project]\ndescription = "celery -A a worker"\n') == []


HOSTILE: dict[str, Callable[[], str]] = {
    "a.yml": lambda: "celery worker\n" + "{{" * 200_000,
    "b.yml": lambda: "celery: worker\n" + "[" * 100_000,
    "c.yml": lambda: (
        "a0: &a0 [celery worker]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    ),
    "d.yml": lambda: "celery worker\n uses: actions/checkout@v4\n" + "        x y z\n" * 30_000,
    "e.yml": lambda: "celery: &worker\n  <<: *worker\n",
    "package.json": lambda: "celery worker" + "/*" * 200_000,
    "launch.json": lambda: '"celery worker' * 30_000,
    "x.hcl": lambda: "celery worker\n" + "command = [\n" * 30_000,
    "justfile": lambda: "celery worker\\\n" * 20_000,
    "tox.ini": lambda: "[a]\ncelery worker=\\\n" * 20_000,
    "pyproject.toml": lambda: "celery worker" + "[" * 100_000,
    "f.bat": lambda: "celery worker ^\n" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_hold_no_command_and_take_no_time(name: str) -> None:
    assert may_hold_tool_launches(name)
    assert read(name, HOSTILE[name]()) == []


def test_scripts_of_a_pipfile_and_the_start_of_an_image_are_commands() -> None:
    pipfile = '[packages]\ncelery = "*"\n[scripts]\nwork = "celery -A a worker"\n'
    assert read("Pipfile", pipfile) == [("a", 4, "work", ["."])]
    assert read("nixpacks.toml", '[start]\ncmd = "celery -A a worker"\n')[0][0] == "a"
