"""Which app is taken for the project's own where no setting says it, held against real workers.

``app_choices.txt`` holds the projects. Each is started as its command says, or as one would start the app.
"""

from pathlib import Path

import pytest

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.operations.check import check
from automappa_scaffold.operations.workspace import open_workspace
from tests.properties.recorded_apps import read_recorded
from tests.unit.test_project_layout import write

MADE = "from celery import Celery\n\nqueue = Celery('shop')\n"
TASK = "from {0} import queue\n\n\n@queue.task\ndef {1}():\n    pass\n"
PROJECTS = read_recorded(Path(__file__).with_name("app_choices.txt"))


@pytest.mark.parametrize("name", PROJECTS)
def test_the_app_is_the_one_that_is_meant(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    project = PROJECTS[name]
    project.lay_out(tmp_path)
    workspace = open_workspace(tmp_path)
    registry = workspace.predict().registry
    assert (workspace.layout.app, registry.error) == (project.truth["app"], None)
    assert workspace.project.workdir == tmp_path / project.truth["cwd"]
    assert sorted(registry.names) == project.truth["registered"]
    assert not registry.unknown


def test_what_the_choice_rests_on_is_told(tmp_path: Path) -> None:
    PROJECTS["one folder for each image"].lay_out(tmp_path)
    assumptions = open_workspace(tmp_path).predict().registry.assumptions
    assert "the worker is the one that compose.yaml:5 starts: -A app.main in queue" in assumptions


def test_an_app_that_is_found_is_kept_where_a_command_starts_it_too(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "Procfile": "worker: celery -A shop.jobs worker\n",
            "shop/__init__.py": "",
            "shop/jobs.py": MADE + "\n\n@queue.task\ndef draw():\n    pass\n",
        },
    )
    workspace = open_workspace(tmp_path)
    assert workspace.layout.app == "shop.jobs:queue"
    assert workspace.predict().registry.assumptions == ()


def test_workers_of_several_apps_are_named_as_their_commands_do(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "Makefile": "one:\n\tcd mail && celery -A jobs worker\ntwo:\n\tcelery -A billing worker\n",
            "mail/jobs.py": MADE,
            "billing.py": MADE,
        },
    )
    with pytest.raises(ProjectError, match="2 Celery apps were found") as error:
        open_workspace(tmp_path)
    ways = "-A billing (Makefile:4), -A jobs --workdir mail (Makefile:2)"
    assert error.value.hint == f"Name it as a command of the project does: {ways}."


def test_an_app_that_both_branches_of_a_condition_make_is_one_app(tmp_path: Path) -> None:
    branches = "if RETRIES:\n    queue = Celery()\nelse:\n    queue = Celery(backend='rpc://')\n"
    write(
        tmp_path,
        {"shop/__init__.py": "", "shop/jobs.py": f"from celery import Celery\n\nRETRIES = 0\n{branches}"},
    )
    assert open_workspace(tmp_path).layout.app == "shop.jobs:queue"


def test_relative_imports_say_how_far_up_the_packages_go(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "shop/urls.py": "BROKER = 'memory://'\n",
            "shop/jobs/settings.py": "from ..urls import BROKER\n",
            "shop/jobs/made.py": f"from .settings import BROKER\n{MADE}",
        },
    )
    workspace = open_workspace(tmp_path)
    assert (workspace.layout.app, workspace.predict().registry.error) == ("shop.jobs.made:queue", None)


def test_relative_imports_that_may_fail_say_nothing(tmp_path: Path) -> None:
    either = "try:\n    from .settings import BROKER\nexcept ImportError:\n    from settings import BROKER\n"
    write(tmp_path, {"shop/settings.py": "BROKER = 'memory://'\n", "shop/made.py": f"{either}{MADE}"})
    assert open_workspace(tmp_path).layout.app == "made:queue"


@pytest.mark.parametrize("shown", ["examples/hello/tasks.py", "docs/first_steps.py", "benchmarks/load.py"])
def test_an_app_that_is_shown_is_not_the_project_s_own(shown: str, tmp_path: Path) -> None:
    app = MADE + "\n\n@queue.task\ndef draw():\n    pass\n"
    write(tmp_path, {"shop/__init__.py": "", "shop/jobs.py": app, shown: app})
    workspace = open_workspace(tmp_path)
    assert workspace.layout.app == "shop.jobs:queue"
    result = check(workspace)
    assert result.findings == ()
    note = f"the app is shop.jobs:queue; what {shown} makes is taken for an example"
    assert note in result.prediction.registry.assumptions
    assert open_workspace(tmp_path / Path(shown).parent, app=f"{Path(shown).stem}:queue").layout.app


def test_an_example_alone_is_the_app(tmp_path: Path) -> None:
    write(tmp_path, {"examples/hello.py": MADE})
    workspace = open_workspace(tmp_path)
    assert workspace.layout.app == "hello:queue"
    assert not any("taken for" in told for told in workspace.predict().registry.assumptions)
    write(tmp_path, {"examples/second.py": MADE})
    with pytest.raises(ProjectError, match="2 Celery apps were found"):
        open_workspace(tmp_path)


def test_a_folder_that_is_given_is_kept(tmp_path: Path) -> None:
    PROJECTS["one folder for each image"].lay_out(tmp_path)
    assert open_workspace(tmp_path, workdir=tmp_path).project.workdir == tmp_path
    with pytest.raises(ProjectError):
        open_workspace(tmp_path / "web")


def test_comments_count_where_nothing_else_says_it_and_they_agree(tmp_path: Path) -> None:
    comment = "# celery -A {0} worker -l info, or so\n"
    write(tmp_path, {"made.py": MADE, "jobs.py": comment.format("jobs") + TASK.format("made", "draw")})
    workspace = open_workspace(tmp_path)
    note = "the worker is the one that jobs.py:1 starts: -A jobs"
    assert (workspace.layout.app, note in workspace.predict().registry.assumptions) == ("jobs", True)
    write(tmp_path, {"made.py": comment.format("made") + MADE})
    assert open_workspace(tmp_path).layout.app == "made:queue"
    write(tmp_path, {"made.py": MADE, "README.md": "    celery -A made worker\n"})
    assert open_workspace(tmp_path).layout.app == "made:queue"


def test_an_app_whose_tasks_nothing_imports_is_still_told(tmp_path: Path) -> None:
    write(tmp_path, {"made.py": MADE, "jobs.py": TASK.format("made", "draw")})
    (finding,) = check(open_workspace(tmp_path)).findings
    assert finding.code == "AMS101"


MADE_WITH_VARIABLE = {
    "run.sh": "#!/bin/sh\ncelery -A site_app.queue worker\n",
    "site_app.py": (
        "import os\n\nqueue = None\nif 'SHOP_REDIS' in os.environ:\n    from celery import Celery\n\n"
        "    queue = Celery(__name__, broker=os.environ['SHOP_REDIS'])\nelse:\n    del queue\n\n"
        "if 'SHOP_REDIS' in os.environ:\n\n    @queue.task\n    def draw():\n        pass\n"
    ),
}


def test_an_app_that_is_made_with_a_variable_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_REDIS", raising=False)
    write(tmp_path, MADE_WITH_VARIABLE)
    registry = open_workspace(tmp_path).predict().registry
    assert (registry.error, sorted(registry.names)) == (None, ["site_app.draw"])
    note = "the environment variable SHOP_REDIS is set, for the app is made with it"
    assert note in registry.assumptions
    given = open_workspace(tmp_path, app="site_app:queue").predict().registry
    assert given.error is not None


def test_what_the_app_s_module_cannot_do_without_still_stops_the_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOP_REDIS", raising=False)
    source = (
        "import os\n\nfrom celery import Celery\n\nqueue = Celery('shop', broker=os.environ['SHOP_REDIS'])\n"
    )
    write(tmp_path, {"jobs.py": source})
    (finding,) = check(open_workspace(tmp_path)).findings
    assert "KeyError: 'SHOP_REDIS'" in finding.message
    advice = "SHOP_REDIS is not set here. Where the worker has it, name the file that sets it: env-file."
    assert finding.message.endswith(advice)


def test_tasks_of_another_worker_are_not_missed(tmp_path: Path) -> None:
    """Each worker registered its own task, and none of the other's."""
    files = {
        "compose.yaml": (
            "services:\n  cellar:\n    build: .\n    command: celery -A cellar.jobs worker\n"
            "  office:\n    build: .\n    command: celery -A office.jobs worker\n"
        )
    }
    for name, task in (("cellar", "weigh"), ("office", "write")):
        files[f"{name}/made.py"] = f"from celery import Celery\n\nqueue = Celery('{name}')\n"
        files[f"{name}/jobs.py"] = TASK.format(f"{name}.made", task)
    write(tmp_path, files)
    workspace = open_workspace(tmp_path, app="office.jobs")

    assert [task.name for task in workspace.predict().registry.tasks] == ["office.jobs.write"]
    assert "AMS101" not in {finding.code for finding in check(workspace).findings}


def test_packages_that_an_image_gets_from_elsewhere_are_found(tmp_path: Path) -> None:
    """A worker in a folder that both were copied to registered ``jobs.read_deck``."""
    files = {
        "reader/Dockerfile": (
            "FROM python:3.12\nWORKDIR /srv\nCOPY reader/ .\nCOPY records/ ./records\n"
            "CMD celery -A jobs worker\n"
        ),
        "compose.yaml": "services:\n  reader:\n    build: {context: ., dockerfile: reader/Dockerfile}\n",
        "reader/jobs.py": f"from records.decks import DECKS\n{MADE}@queue.task\ndef read_deck():\n    pass\n",
        "records/decks.py": "DECKS = []\n",
        ".venv/bin/python": "",
        ".venv/lib/python3.12/site-packages/celery/__init__.py": "",
    }
    write(tmp_path, files)

    registry = open_workspace(tmp_path).predict().registry

    assert (registry.error, [task.name for task in registry.tasks]) == (None, ["jobs.read_deck"])


def test_what_lies_beside_the_folder_that_the_worker_starts_in_is_not_its_own(tmp_path: Path) -> None:
    task = "from run import app\n\n\n@app.task\ndef {}():\n    pass\n"
    for name, task_name in (("worker", "pack"), ("beat", "plan")):
        folder = tmp_path / "apps" / name
        (folder / "tasks").mkdir(parents=True)
        (folder / "run.py").write_text(
            "from celery import Celery\n\napp = Celery('x', include=['tasks.jobs'])\n"
        )
        (folder / "tasks" / "jobs.py").write_text(task.format(task_name))
        (folder / "tasks" / "__init__.py").write_text("")
    workspace = open_workspace(tmp_path, app="run", workdir=tmp_path / "apps" / "worker", use_cache=False)
    result = check(workspace)
    assert set(result.prediction.registry.names) == {"tasks.jobs.pack"}
    assert not result.findings


MADE_BELOW = "from celery import Celery\n\nqueue = Celery(\n    'shop',\n    include=['shop.jobs'],\n)\n"


@pytest.mark.parametrize("made", [MADE, MADE_BELOW])
@pytest.mark.parametrize(
    "broken", ["def draw(:\n", "<<<<<<< HEAD\n", "  x = 1\n", "print 'a'\n", "x = (1,\n"]
)
def test_an_app_is_found_in_a_file_that_does_not_parse_and_what_is_broken_is_told(
    made: str, broken: str, tmp_path: Path
) -> None:
    write(tmp_path, {"shop/__init__.py": "", "shop/app.py": made + broken, "shop/jobs.py": ""})
    workspace = open_workspace(tmp_path)
    assert workspace.layout.app == "shop.app:queue"
    (finding,) = check(workspace).findings
    assert finding.code == "AMS001"
    assert finding.place.path.as_posix() == "shop/app.py"
