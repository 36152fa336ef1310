"""Which app is taken for the project's own where no setting says it, held against real workers.

Each is started as its command says, or as one would start the app; ``registered`` is what a worker had.
"""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.operations.check import check
from automappa_scaffold.operations.workspace import open_workspace
from tests.unit.test_project_layout import write

MADE = "from celery import Celery\n\nqueue = Celery('shop')\n"
TASK = "from {0} import queue\n\n\n@queue.task\ndef {1}():\n    pass\n"
FACTORY = (
    "from celery import Celery, Task\n\n\ndef make_celery(flask_app):\n    class InContext(Task):\n"
    "        def __call__(self, *args, **kwargs):\n            return self.run(*args, **kwargs)\n\n"
    "    made = Celery('shop', task_cls=InContext)\n    made.set_default()\n"
    "    flask_app.extensions['celery'] = made\n    return made\n"
)
FLASK_LIKE = "class Site:\n    def __init__(self):\n        self.extensions = {}\n"


@dataclass(frozen=True)
class Project:
    """A project's files, the app that is taken for its own, and what a worker of that registered."""

    files: dict[str, str]
    app: str
    registered: list[str] = field(default_factory=list)
    workdir: str = "."


PROJECTS = {
    "compose names the module that imports the app": Project(
        {
            "compose.yaml": "services:\n  queue:\n    build: .\n    command: celery -A start worker\n",
            "Dockerfile": "FROM python:3.12\nWORKDIR /srv\nCOPY . .\n",
            "shop/__init__.py": "",
            "shop/made.py": MADE,
            "shop/cart.py": TASK.format("shop.made", "count"),
            "start.py": "from shop.made import queue\nfrom shop import cart\n",
        },
        app="start",
        registered=["shop.cart.count"],
    ),
    "one folder for each image": Project(
        {
            "compose.yaml": (
                "services:\n  web: {build: ./web}\n  queue:\n    build: ./queue\n"
                "    command: sh -c 'celery -A app.main worker -l info'\n"
            ),
            "queue/Dockerfile": "FROM python:3.12\nWORKDIR /queue\nCOPY ./ ./\n",
            "queue/app/main.py": (
                "from celery import Celery\n\nfrom app.settings import NAME\n\n"
                "queue = Celery(NAME, include=['app.jobs'])\n"
            ),
            "queue/app/settings.py": "NAME = 'shop'\n",
            "queue/app/jobs.py": TASK.format("app.main", "pack"),
            "web/app/jobs.py": "from celery import shared_task\n\n\n@shared_task\ndef other():\n    pass\n",
        },
        app="app.main",
        registered=["app.jobs.pack"],
        workdir="queue",
    ),
    "a README says how the worker is started": Project(
        {
            "README.md": (
                "# Shop\n\nIn one shell,\n\n    venv/bin/celery -A demo.queue --loglevel=info worker\n\n"
                "and `python demo.py` in another.\n"
            ),
            "made.py": MADE,
            "jobs.py": TASK.format("made", "pay"),
            "demo.py": "from made import queue\nimport jobs\n",
        },
        app="demo.queue",
        registered=["jobs.pay"],
    ),
    "a README in a block, in a folder below": Project(
        {
            "README.md": "```sh\n$ cd backend\n$ celery -A tasks worker\n```\n",
            "backend/tasks.py": MADE + "\n\n@queue.task\ndef weigh():\n    pass\n",
            "backend/other.py": MADE,
        },
        app="tasks",
        registered=["tasks.weigh"],
        workdir="backend",
    ),
    "a command of Celery 4": Project(
        {
            "Procfile": "worker: celery worker -A one --loglevel=info\n",
            "one.py": MADE + "\n\n@queue.task\ndef first():\n    pass\n",
            "two.py": MADE,
        },
        app="one",
        registered=["one.first"],
    ),
    "the app below a condition, found by a script": Project(
        {
            "start_worker.sh": "#!/bin/bash\ncelery -A site_app.main.queue worker &\nwait -n\n",
            "src/site_app/__init__.py": "",
            "src/site_app/main.py": (
                "import os\n\nif 'NOT_SET_ANYWHERE' not in os.environ:\n    from celery import Celery\n\n"
                "    queue = Celery(__name__)\n\n    @queue.task\n    def draw():\n        pass\n"
            ),
        },
        app="site_app.main:queue",
        registered=["site_app.main.draw"],
    ),
    "a function of the project makes the app": Project(
        {
            "site_like.py": FLASK_LIKE,
            "factory.py": FACTORY,
            "start.py": (
                "from factory import make_celery\nfrom site_like import Site\n\nqueue = make_celery(Site())\n"
                "\nimport jobs\n"
            ),
            "jobs.py": "from celery import shared_task\n\n\n@shared_task\ndef mail():\n    pass\n",
        },
        app="start:queue",
        registered=["jobs.mail"],
    ),
    "the app in the extensions of a site": Project(
        {
            "shop/__init__.py": (
                "from shop.factory import make_celery\nfrom shop.site_like import Site\n\n\n"
                "def create_app():\n    site = Site()\n    make_celery(site)\n    from shop import jobs\n"
                "    return site\n"
            ),
            "shop/site_like.py": FLASK_LIKE,
            "shop/factory.py": FACTORY,
            "shop/jobs.py": "from celery import shared_task\n\n\n@shared_task\ndef mail():\n    pass\n",
            "make_celery.py": (
                "from shop import create_app\n\nsite = create_app()\ncelery_app = site.extensions['celery']\n"
            ),
        },
        app="make_celery:celery_app",
        registered=["shop.jobs.mail"],
    ),
    "a folder that is imported as a package without __init__": Project(
        {
            "web/celery.py": (
                "from celery import Celery\n\nqueue = Celery('shop')\nqueue.config_from_object('web.conf')\n"
            ),
            "web/conf.py": "imports = ('web.jobs',)\n",
            "web/jobs.py": TASK.format("web.celery", "draw"),
        },
        app="web.celery:queue",
        registered=["web.jobs.draw"],
    ),
    "a folder in which the worker starts": Project(
        {
            "worker/made.py": MADE + "import jobs\n",
            "worker/jobs.py": "from celery import shared_task\n\n\n@shared_task\ndef draw():\n    pass\n",
        },
        app="made:queue",
        registered=["jobs.draw"],
    ),
    "a module that imports the app and all tasks": Project(
        {
            "backend/made.py": MADE,
            "backend/jobs.py": TASK.format("made", "draw"),
            "backend/main.py": "from made import queue as workers\nfrom jobs import draw\n",
        },
        app="main:workers",
        registered=["jobs.draw"],
    ),
    "a module that makes a site, whose functions import the tasks": Project(
        {
            "shop/__init__.py": (
                "from celery import Celery\n\n\ndef make():\n    return Celery('shop')\n\n\nqueue = make()\n"
            ),
            "shop/jobs.py": TASK.format("shop", "draw"),
            "shop/views.py": "from .jobs import draw\n",
            "shop/site.py": "def create():\n    from . import views\n\n    return views\n",
            "celery_worker.py": "from shop import queue\nfrom shop.site import create\n\nsite = create()\n",
        },
        app="celery_worker:queue",
        registered=["shop.jobs.draw"],
    ),
    "another app, that a function makes where the tasks are imported": Project(
        {
            "src/made.py": MADE + "\n\ndef configure(site):\n    queue.config_from_object(site.config)\n",
            "src/jobs.py": TASK.format("src.made", "draw"),
            "src/worker.py": (
                "from celery import Celery\n\nfrom src.jobs import draw\n\n\ndef create(name):\n"
                "    return Celery(name)\n\n\nworkers = create('shop')\n"
            ),
        },
        app="src.worker:workers",
        registered=["src.jobs.draw"],
    ),
    "a script in the folder of an image that has another folder mounted": Project(
        {
            "compose.yaml": "services:\n  queue:\n    build: image\n    volumes: ['./src:/app']\n",
            "image/Dockerfile": 'FROM python:3\nCOPY entrypoint.sh /\nWORKDIR /app\nCMD ["/entrypoint.sh"]',
            "image/entrypoint.sh": "#!/bin/sh\ncelery -A jobs worker $*\n",
            "src/made.py": MADE,
            "src/jobs.py": TASK.format("made", "draw"),
        },
        app="jobs",
        registered=["jobs.draw"],
        workdir="src",
    ),
    "a script that becomes another user": Project(
        {
            "app/run_celery.sh": '#!/bin/sh\n\nsu -m someone -c "celery worker -A start.queue"\n',
            "app/made.py": MADE,
            "app/jobs.py": TASK.format("made", "draw"),
            "app/start.py": "from made import queue\nimport jobs\n\nqueue = queue\n",
        },
        app="start.queue",
        registered=["jobs.draw"],
        workdir="app",
    ),
    "an app of the tests is not the project's": Project(
        {"jobs.py": MADE + "\n\n@queue.task\ndef draw():\n    pass\n", "tests/conftest.py": MADE},
        app="jobs:queue",
        registered=["jobs.draw"],
    ),
    "a command that is only shown": Project(
        {
            "jobs.py": MADE + "\n\n@queue.task\ndef draw():\n    pass\n",
            "examples/run.sh": "celery -A demo worker\n",
            "examples/demo.py": "from jobs import queue\n",
        },
        app="jobs:queue",
        registered=["jobs.draw"],
    ),
}


@pytest.mark.parametrize("name", PROJECTS)
def test_the_app_is_the_one_that_is_meant(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    project = PROJECTS[name]
    write(tmp_path, project.files)
    workspace = open_workspace(tmp_path)
    registry = workspace.predict().registry
    assert (workspace.layout.app, registry.error) == (project.app, None)
    assert workspace.project.workdir == tmp_path / project.workdir
    assert sorted(registry.names) == project.registered
    assert not registry.unknown


def test_what_the_choice_rests_on_is_told(tmp_path: Path) -> None:
    write(tmp_path, PROJECTS["one folder for each image"].files)
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


def test_a_folder_that_is_given_is_kept(tmp_path: Path) -> None:
    write(tmp_path, PROJECTS["one folder for each image"].files)
    assert open_workspace(tmp_path, workdir=tmp_path).project.workdir == tmp_path
    with pytest.raises(ProjectError):
        open_workspace(tmp_path / "web")


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
