"""Where the source does not decide, the prediction says so: it claims neither names nor a failed start."""

from pathlib import Path

import pytest

from automappa_scaffold.registry.prediction import predict
from automappa_scaffold.registry.start_input import WorkerStart
from automappa_scaffold.registry.values import Registry
from automappa_scaffold.source.tree import SourceTree

HEAD = "from celery import Celery\n"
TASK = "\n\n@queue.task\ndef a():\n    pass\n"


def predict_files(
    root: Path,
    files: dict[str, str],
    app: str = "proj.tasks:queue",
    *,
    installed: frozenset[str] | None = None,
) -> Registry:
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    start = WorkerStart(app=app, sys_path=(str(root),), installed=installed)
    return predict(SourceTree(root), start).registry


def test_installed_apps_of_django_that_are_computed_are_unknown(tmp_path: Path) -> None:
    head = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'proj.settings')\n"
    body = HEAD + head + "queue = Celery('proj')\nqueue.autodiscover_tasks()\n" + TASK
    settings = "import secret_settings\nINSTALLED_APPS = secret_settings.read('apps')\n"
    registry = predict_files(
        tmp_path, {"proj/__init__.py": "", "proj/tasks.py": body, "proj/settings.py": settings}
    )
    assert registry.error is None
    assert any("INSTALLED_APPS" in unknown.reason for unknown in registry.unknown)


def test_an_error_that_foreign_code_may_prevent_is_unknown(tmp_path: Path) -> None:
    body = (
        "import foreign\n" + HEAD + "queue = Celery('proj')\n\n\nclass Lazy:\n    value = None\n\n"
        "    def get(self):\n        if self.value is None:\n"
        "            raise RuntimeError('call init first')\n"
        "        return self.value\n\n\nlazy = Lazy()\nforeign.init(lazy)\nlazy.get()\n" + TASK
    )
    registry = predict_files(tmp_path, {"proj/__init__.py": "", "proj/tasks.py": body})
    assert registry.error is None
    assert any("call init first" in unknown.reason for unknown in registry.unknown)


def test_an_error_at_module_level_is_claimed(tmp_path: Path) -> None:
    body = "import foreign\nforeign.init()\n" + HEAD + "queue = Celery('proj')\nraise RuntimeError('no')\n"
    registry = predict_files(tmp_path, {"proj/__init__.py": "", "proj/tasks.py": body})
    assert registry.error is not None
    assert registry.error.message == "RuntimeError: no"


@pytest.mark.parametrize("installed", [None, frozenset({"celery"})])
def test_a_namespace_package_may_be_shared_with_an_installed_one(
    tmp_path: Path, installed: frozenset[str] | None
) -> None:
    body = "from proj.core import setting\n" + HEAD + "queue = Celery('proj')\n" + TASK
    registry = predict_files(tmp_path, {"proj/tasks.py": body}, installed=installed)
    if installed is None:
        assert registry.error is None
        assert any("shares the package proj" in text for text in registry.assumptions)
    else:
        assert registry.error is not None


def test_what_is_not_declared_is_said_to_be_assumed(tmp_path: Path) -> None:
    body = "import somewhere_else\n" + HEAD + "queue = Celery('proj')\n" + TASK
    registry = predict_files(tmp_path, {"proj/__init__.py": "", "proj/tasks.py": body})
    assert registry.names == {"proj.tasks.a"}
    assert registry.assumptions == (
        "somewhere_else is not declared as a dependency: taken to be importable and to register no task",
    )


STEP = """
from celery import bootsteps


class Step(bootsteps.StartStopStep):
    def start(self, consumer):
        {body}


queue.steps["consumer"].add(Step)
"""


def test_tasks_that_a_bootstep_of_the_consumer_registers_when_it_starts_are_unknown(tmp_path: Path) -> None:
    body = HEAD + "queue = Celery('proj')\n" + TASK
    step = STEP.format(body="queue.task(name='late')(print_it)") + "\n\ndef print_it():\n    pass\n"
    registry = predict_files(tmp_path / "a", {"proj/__init__.py": "", "proj/tasks.py": body + step})
    assert [unknown.reason for unknown in registry.unknown] == [
        "what a bootstep of the consumer registers when it is started",
        "whether late is registered depends on it: whether a bootstep of the consumer is started in time",
    ]
    step = STEP.format(body="consumer.timer.call_repeatedly(1.0, print)")
    registry = predict_files(tmp_path / "b", {"proj/__init__.py": "", "proj/tasks.py": body + step})
    assert (registry.unknown, sorted(registry.names)) == ((), ["proj.tasks.a"])


def test_a_file_that_is_missing_elsewhere_on_the_machine_decides_nothing(tmp_path: Path) -> None:
    body = HEAD + "queue = Celery('proj')\n"
    read = "text = open({path!r}).read()\n"
    outside = read.format(path="/etc/proj-of-nobody/settings.ini")
    registry = predict_files(tmp_path / "a", {"proj/__init__.py": "", "proj/tasks.py": body + outside + TASK})
    assert registry.error is None
    assert any("FileNotFoundError" in unknown.reason for unknown in registry.unknown)
    inside = read.format(path="settings.ini")
    registry = predict_files(tmp_path / "b", {"proj/__init__.py": "", "proj/tasks.py": body + inside + TASK})
    assert registry.error is not None
    assert "settings.ini is not there when the worker starts, as here" in registry.assumptions
