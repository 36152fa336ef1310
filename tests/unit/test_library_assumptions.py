"""What calls of the standard library rest on, where the source cannot tell whether they succeed."""

from pathlib import Path

import pytest

from automappa_scaffold.registry.values import Registry
from tests.properties.recorded_apps import RecordedApp
from tests.properties.test_recorded_apps import lay_out

HEAD = "from celery import Celery\nqueue = Celery('proj')\n@queue.task\ndef a(): pass\n"


def predicted(folder: Path, code: str, installed: frozenset[str] | None = None) -> Registry:
    app = RecordedApp({"proj/__init__.py": "", "proj/tasks.py": HEAD + code}, {})
    return lay_out(app, folder).predict(installed)


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("import os\nos.makedirs('/var/log/shop', exist_ok=True)\n", "/var/log/shop"),
        ("from pathlib import Path\nPath('/srv/shop/ready').touch()\n", "/srv/shop/ready"),
        ("open('/srv/shop.pid', 'w')\n", "/srv/shop.pid"),
    ],
)
def test_what_is_made_outside_the_project_is_taken_to_be_permitted_and_told(
    code: str, written: str, tmp_path: Path
) -> None:
    registry = predicted(tmp_path, code)
    assert sorted(registry.names) == ["proj.tasks.a"]
    assert f"{written} can be written where the worker runs" in registry.assumptions


def test_of_what_is_made_inside_the_project_nothing_is_told(tmp_path: Path) -> None:
    registry = predicted(tmp_path, "import os\nos.makedirs('made', exist_ok=True)\n")
    assert not [note for note in registry.assumptions if "can be written" in note]


def test_a_version_that_is_asked_for_without_a_guard_is_taken_to_be_that_of_an_installed_distribution(
    tmp_path: Path,
) -> None:
    registry = predicted(tmp_path, "from importlib.metadata import version\nversion('shop')\n")
    assert sorted(registry.names) == ["proj.tasks.a"]
    assert any(note.startswith("shop is installed where the worker runs") for note in registry.assumptions)


def test_where_it_is_known_what_is_installed_the_version_of_another_distribution_is_not_known(
    tmp_path: Path,
) -> None:
    code = "from importlib.metadata import version\nversion('shop')\n"
    assert predicted(tmp_path, code, frozenset({"celery", "kombu"})).unknown


def test_what_a_socket_reaches_is_taken_to_answer_and_told(tmp_path: Path) -> None:
    registry = predicted(tmp_path, "import socket\nsocket.socket().connect(('broker', 5672))\n")
    assert any("socket.socket.connect() succeeds" in note for note in registry.assumptions)


TOLD = "label of proj.tasks is taken to be bound where it is read"


def test_that_a_name_is_bound_is_told_where_a_condition_leaves_it_open(tmp_path: Path) -> None:
    code = "import time\nif time.time() > 0:\n    label = 'x'\nprint(label)\n"
    registry = predicted(tmp_path, code)
    assert sorted(registry.names) == ["proj.tasks.a"]
    assert TOLD in registry.assumptions


@pytest.mark.parametrize(
    "code",
    [
        "import time\nif time.time() > 0:\n    label = 'x'\n    print(label)\n",
        "import time\nif time.time() > 0:\n    label = 'x'\nelse:\n    label = 'y'\nprint(label)\n",
        "if True:\n    label = 'x'\nprint(label)\n",
    ],
)
def test_that_a_name_is_bound_is_not_told_where_it_is(code: str, tmp_path: Path) -> None:
    assert TOLD not in predicted(tmp_path, code).assumptions


def test_it_is_told_of_the_module_that_binds_the_name_and_not_of_those_that_import_it(tmp_path: Path) -> None:
    files = {
        "proj/__init__.py": "",
        "proj/labels.py": "import time\nif time.time() > 0:\n    label = 'x'\n",
        "proj/other.py": "from proj.labels import label\nprint(label)\n",
        "proj/tasks.py": HEAD + "from proj.other import label\nprint(label)\n",
    }
    registry = lay_out(RecordedApp(files, {}), tmp_path).predict(None)
    told = [note for note in registry.assumptions if "taken to be bound" in note]
    assert told == ["label of proj.labels is taken to be bound where it is read"]
