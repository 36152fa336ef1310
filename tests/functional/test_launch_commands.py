"""Launch commands of a whole project: unsound ones are found, sound and unclear ones are left alone."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from automappa_scaffold.operations.check import check
from automappa_scaffold.operations.workspace import open_workspace
from tests.conftest import Ran

BASE = Path(__file__).parents[1] / "rules" / "base"
DOCKERFILE = "FROM python:3.12\nWORKDIR /srv\nCOPY . .\n"

UNSOUND = {
    "Procfile": "worker: cd automappa && celery -A tasks worker\n",
    "Makefile": "worker:\n\tcelery --workdir automappa -A tasks:queue worker\n",
    "run.sh": "#!/bin/sh\ncd automappa\nexec celery -A tasks worker\n",
    "bin/start": '#!/bin/sh\ncd "$(dirname "$0")/../automappa" && celery -A tasks.queue worker\n',
    "compose.yaml": "services:\n  worker:\n    build: .\n    command: celery -A automappa.task worker\n",
    "docker-compose.yml": (
        "services:\n  worker:\n    build: .\n    working_dir: /srv/automappa\n"
        "    command: celery -A tasks worker\n"
    ),
    "Dockerfile.worker": DOCKERFILE + 'WORKDIR automappa\nCMD ["celery", "-A", "tasks", "worker"]\n',
    "supervisor.conf": "[program:worker]\ndirectory=automappa\ncommand=celery -A tasks worker\n",
    # Be /opt/automappa the checkout, where there is no module `tasks`, or the package in it: systemd changes
    # to that folder, Celery looks for `tasks` there, and no such worker has the tasks that callers send.
    "worker.service": "[Service]\nWorkingDirectory=/opt/automappa\nExecStart=/bin/celery -A tasks worker\n",
}
SOUND = {
    "Procfile": "worker: celery -A automappa.tasks worker\nsecond: celery -A automappa.tasks.queue worker\n",
    "Makefile": "worker:\n\tcd automappa && cd .. && celery -A automappa.tasks:queue worker\n",
    "run.sh": "celery -A automappa.tasks worker\n",
    "bin/start": '#!/bin/sh\ncd "$(dirname "$0")/.." && celery -A automappa.tasks worker\n',
    "compose.yaml": (
        "services:\n"
        "  worker: {build: ., command: celery -A automappa.tasks worker}\n"
        "  computed: {build: ., command: 'celery -A $APP worker'}\n"
        "  foreign: {image: other, command: celery -A tasks worker}\n"
        "  second: {build: ., command: celery -A billing.tasks worker}\n"
    ),
    "billing/tasks.py": 'from celery import Celery\n\napp = Celery("billing")\n',
    "billing/__init__.py": "",
    "worker.service": "[Service]\nWorkingDirectory=/opt/other\nExecStart=/bin/celery -A tasks worker\n",
    "pyproject.toml": (
        '[project]\nname = "automappa"\nversion = "1"\ndependencies = ["celery"]\n\n'
        '[tool.automappa-scaffold]\napp = "automappa.tasks:queue"\n'
    ),
}


def lay_out(folder: Path, files: dict[str, str]) -> Path:
    shutil.copytree(BASE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", UNSOUND)
def test_an_unsound_command_is_found_in_its_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    root = lay_out(tmp_path / "app", {"Dockerfile": DOCKERFILE, name: UNSOUND[name]})
    (finding,) = check(open_workspace(root)).findings
    assert (finding.code, str(finding.place.path)) == ("AMS116", name)
    line = UNSOUND[name].splitlines()[finding.place.line - 1]
    assert "celery" in line


def test_sound_commands_and_unclear_ones_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    root = lay_out(tmp_path / "app", {"Dockerfile": DOCKERFILE, **SOUND})
    assert check(open_workspace(root)).findings == ()


LAUNCHES = {
    "compose.yaml": (
        "services:\n"
        "  web: {image: web, command: gunicorn automappa}\n"
        "  queue:\n    build: .\n"
        "    environment: {AUTOMAPPA_BADGE: 'yes', STATE: /nowhere/here, OTHER: $NOT_SET}\n"
        "    command: celery -A automappa.tasks worker -l INFO -Q celery,heavy -I automappa.reports\n"
    ),
    "Procfile": (
        "worker: cd sub && PYTHONPATH=.. celery -A automappa.tasks worker -Qlight -I automappa.reports\n"
    ),
    "run.sh": "#!/bin/sh\ncelery -A automappa.tasks worker -Qheavy\n",
    "sub/keep": "",
    "Dockerfile": DOCKERFILE,
    "automappa/reports.py": (
        "import os\n\nfrom automappa.tasks import queue\n\n\n@queue.task\ndef write_report() -> str:\n"
        "    return 'written'\n\n\nif os.environ.get('AUTOMAPPA_BADGE'):\n\n    @queue.task\n"
        "    def only_with_badge() -> str:\n        return 'badge'\n"
    ),
    # What is found there else is nobody's: the commands say which app they start.
    "second.py": "from celery import Celery\n\napp = Celery('second')\n",
}
REPORTS = ["automappa.reports.only_with_badge", "automappa.reports.write_report"]


@pytest.mark.parametrize(
    ("name", "queues", "more"),
    [
        ("queue", ["celery", "heavy"], REPORTS),
        ("compose.yaml:queue", ["celery", "heavy"], REPORTS),
        ("worker", ["light"], REPORTS[1:]),
        ("run", ["heavy"], []),
        ("run.sh", ["heavy"], []),
    ],
)
def test_a_launch_command_is_verified_as_it_stands(
    name: str, queues: list[str], more: list[str], tmp_path: Path, run_cli: Callable[..., Ran]
) -> None:
    root = lay_out(tmp_path / "app", LAUNCHES)
    ran = run_cli("verify", "--launch", name, "--format", "json", cwd=root)
    assert ran.code == 0, ran
    (node,) = json.loads(ran.out)["nodes"].values()
    assert node["queues"] == queues
    assert [task for task in node["tasks"] if task.startswith("automappa.reports.")] == more
    assert len(node["tasks"]) == 4 + len(more)
    assert "starts the worker with -A automappa.tasks" in ran.err


def test_variables_of_a_command_are_filled_in(tmp_path: Path, run_cli: Callable[..., Ran]) -> None:
    more = {
        ".env": "MORE=automappa.reports\n",
        "compose.yaml": (
            "services:\n  queue:\n    build: .\n"
            "    command: 'celery -A ${APP_OF_ALL:-automappa.tasks} worker -Q $QUEUES -I ${MORE}'\n"
        ),
        "start.sh": "#!/bin/sh\ncelery -A ${APP_OF_ALL:-automappa.tasks} worker -Q ${QUEUES-three} -I $1\n",
    }
    root = lay_out(tmp_path / "app", {**LAUNCHES, **more})
    environ = {"QUEUES": "one,two"}
    ran = run_cli("verify", "--launch", "queue", "--format", "json", cwd=root, environ=environ)
    (node,) = json.loads(ran.out)["nodes"].values()
    assert (node["queues"], "automappa.reports.write_report" in node["tasks"]) == (["one", "two"], True)
    ran = run_cli("verify", "--launch", "start", "--format", "json", cwd=root)
    (node,) = json.loads(ran.out)["nodes"].values()
    assert node["queues"] == ["three"]
    assert "launch: not known here, and left out: -I $1" in ran.err


def test_a_service_has_the_environment_that_its_files_give_it(
    tmp_path: Path, run_cli: Callable[..., Ran]
) -> None:
    more = {
        "queue.env": "AUTOMAPPA_BADGE=no\nSECOND=yes\n",
        ".env": "BADGE=yes\n",
        "compose.yaml": (
            "services:\n  queue:\n    build: .\n"
            "    env_file: [queue.env, {path: gone.env, required: false}]\n"
            "    environment: ['AUTOMAPPA_BADGE=${BADGE}']\n"
            "    entrypoint: [celery, -A, automappa.tasks]\n    command: worker -I automappa.reports\n"
        ),
        "automappa/reports.py": LAUNCHES["automappa/reports.py"].replace(
            "os.environ.get('AUTOMAPPA_BADGE')",
            "(os.environ.get('AUTOMAPPA_BADGE'), os.environ.get('SECOND')) == ('yes', 'yes')",
        ),
    }
    ran = run_cli("verify", "--launch", "queue", "-v", cwd=lay_out(tmp_path / "app", {**LAUNCHES, **more}))
    assert ran.code == 0, ran
    assert "  automappa.reports.only_with_badge" in ran.out
    assert "left out: gone.env" in ran.err


def test_a_launch_command_that_is_not_there_is_told_with_those_that_are(
    tmp_path: Path, run_cli: Callable[..., Ran]
) -> None:
    root = lay_out(tmp_path / "app", LAUNCHES)
    for wanted, hint in (("web", "There are: "), ("workr", "Did you mean worker?")):
        ran = run_cli("verify", "--launch", wanted, cwd=root)
        assert (ran.code, ran.out) == (2, "")
        assert f"No launch command called '{wanted}' starts a worker" in ran.err
        assert hint in ran.err
    ran = run_cli("verify", "--launch", "queue", "-A", "automappa.tasks", cwd=root)
    assert (ran.code, "leave out -A" in ran.err) == (2, True)


UNIT = """\
[Unit]
Description=The queue

[Service]
WorkingDirectory=.
Environment="AUTOMAPPA_BADGE=no" QUEUE=light
Environment=SECOND=yes MORE=automappa.reports \\
    THIRD=%i
EnvironmentFile=-{root}/unit.env
EnvironmentFile=-/etc/conf.d/automappa-queue
ExecStart=/opt/venv/bin/celery -A automappa.tasks worker \\
    -Q ${{QUEUE}} -I $MORE
"""
PROGRAMS = """\
[supervisord]
environment=SECOND="yes",AUTOMAPPA_BADGE="no"  ; for all

[program:queue]
directory=%(here)s
command=celery -A automappa.tasks worker
    -Q light -I automappa.reports
environment=AUTOMAPPA_BADGE="yes",
    NODE="%(program_name)s-1"
"""


@pytest.mark.parametrize("kind", ["unit", "programs"])
def test_units_and_programs_are_started_in_the_environment_that_they_give(
    kind: str, tmp_path: Path, run_cli: Callable[..., Ran]
) -> None:
    root = tmp_path / "app"
    reports = LAUNCHES["automappa/reports.py"].replace(
        "os.environ.get('AUTOMAPPA_BADGE')",
        "(os.environ.get('AUTOMAPPA_BADGE'), os.environ.get('SECOND')) == ('yes', 'yes')",
    )
    lay_out(root, {"automappa/reports.py": reports, "unit.env": "AUTOMAPPA_BADGE=yes\n"})
    file = "queue.service" if kind == "unit" else "supervisord.conf"
    (root / file).write_text(UNIT.format(root=root) if kind == "unit" else PROGRAMS)
    ran = run_cli("verify", "--launch", "queue", "--format", "json", cwd=root)
    assert ran.code == 0, ran
    (node,) = json.loads(ran.out)["nodes"].values()
    assert node["queues"] == ["light"]
    assert "automappa.reports.only_with_badge" in node["tasks"]
    left_out = "THIRD, /etc/conf.d/automappa-queue" if kind == "unit" else "NODE"
    assert f"not known here, and left out: {left_out}\n" in ran.err


SERVICE = "services:\n  worker:\n    command:"


@pytest.mark.parametrize(
    ("file", "text", "app"),
    [
        ("worker.sh", "#!/bin/sh\ncelery -A $WHICH_APP worker\n", "$WHICH_APP"),
        ("worker.sh", '#!/bin/sh\ncelery -A "$(cat app.txt)" worker\n', "$(cat app.txt)"),
        ("Procfile", "worker: celery --app=${WHICH_APP:?} worker\n", "${WHICH_APP:?}"),
        ("compose.yaml", f"{SERVICE} [celery, -A, $WHICH_APP, worker]\n", "$WHICH_APP"),
        (
            "compose.yaml",
            f"{SERVICE}\n    - celery\n    - -A\n    - x.${{WHICH}}\n    - worker\n",
            "x.${WHICH}",
        ),
        ("w.conf", "[program:worker]\ncommand=celery -A %(ENV_WHICH_APP)s worker\n", "%(ENV_WHICH_APP)s"),
    ],
)
def test_a_computed_app_is_named(
    file: str, text: str, app: str, tmp_path: Path, run_cli: Callable[..., Ran]
) -> None:
    root = lay_out(tmp_path / "app", {file: text})
    ran = run_cli("verify", "--launch", "worker", cwd=root)
    assert (ran.code, ran.out) == (2, "")
    assert f"starts the worker with -A {app}, which is not known here" in ran.err
    assert f"{file}:" in ran.err


@pytest.mark.parametrize("file", ["start.sh", "Procfile"])
def test_a_shell_takes_its_variables_from_the_caller(
    file: str, tmp_path: Path, run_cli: Callable[..., Ran]
) -> None:
    head = "#!/bin/sh\n" if file == "start.sh" else "start: "
    root = lay_out(tmp_path / "app", {file: f"{head}celery -A $WHICH_APP worker -Q $WHICH_QUEUE\n"})
    environ = {"WHICH_APP": "automappa.tasks", "WHICH_QUEUE": "light"}
    ran = run_cli("verify", "--launch", "start", "--format", "json", cwd=root, environ=environ)
    assert ran.code == 0, ran
    (node,) = json.loads(ran.out)["nodes"].values()
    assert node["queues"] == ["light"]


def test_an_app_that_a_command_names_wrongly_is_told_where_the_command_stands(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    for name in ("shop", "blog"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    (tmp_path / "shop/tasks.py").write_text("from celery import Celery\n\nqueue = Celery('shop')\n")
    (tmp_path / "Procfile").write_text("web: true\nworker: celery -A blog worker\n")
    (finding,) = check(open_workspace(tmp_path, use_cache=False)).findings
    assert (finding.code, str(finding.place)) == ("AMS114", "Procfile:2")


def test_tasks_of_a_service_with_an_app_of_its_own_are_not_missed(tmp_path: Path) -> None:
    root = tmp_path / "app"
    shutil.copytree(BASE, root)
    service = root / "services/shipping/app"
    service.mkdir(parents=True)
    (service / "__init__.py").write_text("from .celery import app\n")
    (service / "celery.py").write_text("from celery import Celery\n\napp = Celery('app')\n")
    (service / "tasks.py").write_text(
        "from celery import shared_task\n\n\n@shared_task\ndef ship():\n    pass\n"
    )
    assert check(open_workspace(root, app="automappa.tasks:queue", use_cache=False)).findings == ()
