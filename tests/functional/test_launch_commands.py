"""Launch commands of a whole project: unsound ones are found, sound and unclear ones are left alone."""

import shutil
from pathlib import Path

import pytest

from automappa_scaffold.operations.check import check
from automappa_scaffold.operations.workspace import open_workspace

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
    "worker.service": "[Service]\nWorkingDirectory=/opt/automappa\nExecStart=/bin/celery -A tasks worker\n",
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
