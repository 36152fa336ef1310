"""Apps whose environment is not seen: what rests on code outside is unknown, the rest is told."""

import os
from pathlib import Path, PurePosixPath

import pytest

from automappa_scaffold.registry.django_plain_apps import declares_no_task
from automappa_scaffold.registry.prediction import predict
from automappa_scaffold.registry.start_input import WorkerStart
from automappa_scaffold.registry.values import Registry
from automappa_scaffold.source.tree import SourceTree
from tests.functional.test_django_cases import ALL as DJANGO_CASES

STANDARD_LIBRARY = os.path.dirname(os.__file__)


def predict_files(folder: Path, files: dict[str, str], app: str = "proj.celery") -> Registry:
    for name, text in {"proj/__init__.py": "", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    start = WorkerStart(app=app, sys_path=(str(folder),), outside=(STANDARD_LIBRARY,))
    candidates = [PurePosixPath(name) for name in files]
    return predict(SourceTree(folder), start, candidates).registry


def reasons(registry: Registry) -> str:
    return "\n".join(entry.reason for entry in registry.unknown)


APP_OF_FACTORY = """
from somewhere.queues import make_celery
app = make_celery("proj")
app.autodiscover_tasks(["proj"])
"""
TASKS = """
from celery import shared_task
from proj.celery import app
@app.task(name="named")
def a(): pass
@shared_task
def b(): pass
"""


def test_names_that_are_written_are_certain_on_an_app_made_elsewhere(tmp_path: Path) -> None:
    registry = predict_files(tmp_path, {"proj/celery.py": APP_OF_FACTORY, "proj/tasks.py": TASKS})
    assert registry.names == {"named"}
    assert "the app comes from code outside the project" in reasons(registry)
    assert "whether proj.tasks.b is registered" in reasons(registry)


@pytest.mark.parametrize(
    "making",
    [
        "from flask_celery import Celery\napp = Celery()\n",
        "from tenant_schemas_celery.app import CeleryApp\napp = CeleryApp('proj')\n",
        "from flask_celery import Celery\nclass Own(Celery):\n    pass\napp = Own()\n",
    ],
)
def test_libraries_that_name_tasks_as_celery_does_are_known(making: str, tmp_path: Path) -> None:
    files = {"proj/celery.py": making + "import proj.tasks\n", "proj/tasks.py": TASKS}
    registry = predict_files(tmp_path, files)
    assert registry.names == {"named", "proj.tasks.b"}
    assert "the app comes from code outside the project" in reasons(registry)


@pytest.mark.parametrize(
    ("making", "message"),
    [
        (
            "from flask_celeryext import create_celery_app\napp = create_celery_app(object())\n",
            "AttributeError: 'object' object has no attribute 'config'",
        ),
        (
            "from flask_celeryext import FlaskCeleryExt\next = FlaskCeleryExt()\napp = ext.celery\n",
            "AttributeError: 'NoneType' object has no attribute 'task'",
        ),
    ],
)
def test_flask_celeryext_makes_no_app_of_what_is_no_site(making: str, message: str, tmp_path: Path) -> None:
    files = {"proj/celery.py": making + "import proj.tasks\n", "proj/tasks.py": TASKS}
    error = predict_files(tmp_path, files).error
    assert error is not None
    assert error.message == message


@pytest.mark.parametrize("decorator", ["subscribe('user.created')", "subscribe"])
def test_a_decorator_of_a_package_called_after_celery_may_declare_a_task(
    decorator: str, tmp_path: Path
) -> None:
    text = f"from celery_salt import subscribe\n@{decorator}\ndef welcome(data): pass\n"
    app = "from celery import Celery\napp = Celery('proj', include=['proj.handlers'])\n"
    registry = predict_files(tmp_path, {"proj/celery.py": app, "proj/handlers.py": text})
    assert "whether celery_salt.subscribe() declares a task is not decided" in reasons(registry)


def test_an_app_of_a_class_from_elsewhere_is_not_said_to_be_none(tmp_path: Path) -> None:
    making = "from somewhere.celery import Base\nclass Own(Base):\n    pass\napp = Own('proj')\n"
    registry = predict_files(
        tmp_path, {"proj/celery.py": making + "import proj.tasks\n", "proj/tasks.py": TASKS}
    )
    assert registry.error is None
    assert registry.names == {"named"}


def test_a_plugin_of_an_app_elsewhere_has_its_tasks_told(tmp_path: Path) -> None:
    tasks = "from celery import shared_task\n@shared_task(name='load')\ndef load(): pass\n"
    tasks += "@shared_task\ndef store(): pass\n"
    registry = predict_files(tmp_path, {"proj/tasks.py": tasks}, app="framework.config.app")
    assert registry.error is None
    assert not registry.names
    for name in ("load", "proj.tasks.store"):
        assert f"whether {name} is registered depends on the app, which may import proj.tasks" in reasons(
            registry
        )


def test_what_is_no_app_by_name_or_use_is_not_taken_for_one(tmp_path: Path) -> None:
    files = {"proj/celery.py": "from somewhere import build\napp = build()\nimport proj.own\n"}
    own = "from celery import Celery\nown = Celery('own')\n@own.task\ndef a(): pass\n"
    registry = predict_files(tmp_path, {**files, "proj/own.py": own})
    assert not registry.names
    assert registry.unknown


def test_tasks_of_installed_apps_that_are_not_seen_are_unknown() -> None:
    case = next(case for case in DJANGO_CASES if case.name == "foreign-app-with-tasks")
    registry = case.predict(in_known_environment=False)
    assert "which tasks these installed apps declare, which are not seen: mailer" in reasons(registry)


PLAIN_APP = "from celery import Celery\napp = Celery('proj')\n"
SETTINGS = """
SECRET_KEY = "x"
USE_TZ = True
INSTALLED_APPS = ["django.contrib.contenttypes", "rest_framework", "corsheaders", "proj"]
"""
DJANGO_APP = """
import os
from celery import Celery
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")
app = Celery("proj")
app.autodiscover_tasks()
"""


def test_a_cache_that_other_code_makes_is_taken_to_be_no_module_of_the_project(tmp_path: Path) -> None:
    caches = "import django_cache_url\nCACHES = {'default': django_cache_url.config()}\n"
    files = {"proj/celery.py": DJANGO_APP, "proj/settings.py": SETTINGS + caches}
    registry = predict_files(tmp_path, files)
    assert not registry.unknown
    assert any("CACHES is taken to name no module" in note for note in registry.assumptions)


def test_widely_used_apps_are_known_to_have_no_tasks(tmp_path: Path) -> None:
    tasks = "from celery import shared_task\n@shared_task\ndef b(): pass\n"
    files = {"proj/celery.py": DJANGO_APP, "proj/settings.py": SETTINGS, "proj/tasks.py": tasks}
    registry = predict_files(tmp_path, files)
    assert registry.names == {"proj.tasks.b"}
    assert not registry.unknown


def test_what_label_an_unseen_app_gives_itself_is_not_guessed(tmp_path: Path) -> None:
    files = {
        "proj/celery.py": DJANGO_APP,
        "proj/settings.py": SETTINGS + "INSTALLED_APPS += ['django.contrib.admin', 'wagtail.admin']\n",
    }
    assert predict_files(tmp_path, files).error is None
    again = files["proj/settings.py"] + "INSTALLED_APPS += ['wagtail.admin']\n"
    registry = predict_files(tmp_path, {**files, "proj/settings.py": again})
    assert registry.error is not None
    assert "duplicates: admin" in registry.error.message


def test_an_app_that_declares_a_task_is_none_of_them() -> None:
    assert not declares_no_task("oauth2_provider")  # clear_tokens, in its tasks.py


def test_a_module_of_tasks_that_is_not_seen_is_unknown(tmp_path: Path) -> None:
    making = "from celery import Celery\nfrom mailer.tasks import send\napp = Celery('proj')\n"
    registry = predict_files(tmp_path, {"proj/celery.py": making})
    assert "which tasks mailer.tasks declares: it is not seen" in reasons(registry)


def test_modules_of_python_2_are_missing(tmp_path: Path) -> None:
    making = "from celery import Celery\nimport cPickle\napp = Celery('proj')\n"
    registry = predict_files(tmp_path, {"proj/celery.py": making})
    assert registry.error is not None
    assert "cPickle" in registry.error.message
    caught = "try:\n    import cPickle\nexcept ImportError:\n    import proj.other\n" + PLAIN_APP
    other = "from celery import shared_task\n@shared_task\ndef b(): pass\n"
    registry = predict_files(tmp_path, {"proj/celery.py": caught, "proj/other.py": other})
    assert registry.names == {"proj.other.b"}
    assert not registry.unknown


def test_an_app_behind_a_decorator_from_elsewhere_is_found(tmp_path: Path) -> None:
    making = "from celery import Celery\nfrom somewhere import loaded\n"
    making += "@loaded\ndef make():\n    return Celery('proj')\napp = make()\n@app.task\ndef a(): pass\n"
    registry = predict_files(tmp_path, {"proj/celery.py": making})
    assert registry.names == {"proj.celery.a"}
    assert "the app comes from code outside the project" in reasons(registry)


def test_widely_used_decorators_are_known_to_keep_names(tmp_path: Path) -> None:
    tasks = "from tenacity import retry, stop_after_attempt\nfrom somewhere import other\n"
    tasks += (
        "@app.task\n@retry(stop=stop_after_attempt(3))\ndef a(): pass\n@app.task\n@other\ndef b(): pass\n"
    )
    registry = predict_files(tmp_path, {"proj/celery.py": PLAIN_APP + tasks})
    assert registry.names == {"proj.celery.a"}
    assert "the name of what it returns is not known (somewhere.other()" in reasons(registry)


def test_methods_of_widely_used_libraries_are_known_to_keep_names(tmp_path: Path) -> None:
    # As a real worker registers them, with flask-caching 2.3 and flask-limiter 4.1 and others.
    tasks = (
        "from flask import Flask\nfrom flask_caching import Cache\nfrom flask_limiter import Limiter\n"
        "from opentelemetry import trace\nfrom prometheus_client import Histogram\n"
        "server = Flask(__name__)\ncache = Cache(server, config={'CACHE_TYPE': 'SimpleCache'})\n"
        "limiter = Limiter(lambda: 'x', app=server)\nseconds = Histogram('s', 'seconds')\n"
        "tracer = trace.get_tracer(__name__)\n"
        "@app.task\n@cache.memoize(timeout=60)\ndef a(): pass\n@app.task\n@seconds.time()\ndef b(): pass\n"
        "@app.task\n@tracer.start_as_current_span('c')\ndef c(): pass\n"
        "@app.task\n@limiter.limit('1/day')\ndef d(): pass\n"
    )
    registry = predict_files(tmp_path, {"proj/celery.py": PLAIN_APP + tasks})
    assert registry.names == {f"proj.celery.{name}" for name in "abcd"}
    assert not registry.unknown


def test_whether_pkg_resources_is_there_is_unknown_unless_an_old_setuptools_is_asked_for(
    tmp_path: Path,
) -> None:
    registry = predict_files(tmp_path, {"proj/celery.py": "import pkg_resources\n" + PLAIN_APP})
    assert "whether pkg_resources is there" in reasons(registry)
    caught = "try:\n    import pkg_resources\nexcept ImportError:\n    pkg_resources = None\n"
    assert not predict_files(tmp_path, {"proj/celery.py": caught + PLAIN_APP}).unknown


DEFAULT_APP = """
from celery import Celery, current_app
USED = current_app.conf.timezone  # of the app that there is before any other, whose loader looks for settings
from proj.jobs import one
app = Celery("proj", include=["proj.jobs"])
"""
JOBS = "from celery import shared_task\n@shared_task\ndef one(): pass\n"


def test_settings_that_the_default_loader_looks_for_are_not_there_unless_the_project_has_them(
    tmp_path: Path,
) -> None:
    files = {"proj/celery.py": DEFAULT_APP, "proj/jobs.py": JOBS}
    found = predict_files(tmp_path / "without", files)
    assert found.names == {"proj.jobs.one"}
    assert found.assumptions == ("no module celeryconfig is on the worker's module path",)
    found = predict_files(tmp_path / "with", {**files, "celeryconfig.py": "task_always_eager = True\n"})
    assert found.names == {"proj.jobs.one"}
    assert not found.assumptions


def test_decorators_of_celery_and_of_what_belongs_to_it_declare_no_task_unseen(tmp_path: Path) -> None:
    text = """
from celery import Celery
from celery.worker.control import control_command
from django_celery_results.managers import transaction_retry

app = Celery("proj")

@control_command(args=[("n", int)])
def grow(state, n): ...

@transaction_retry(max_retries=2)
def store(self): ...

@app.task
def a(): ...
"""
    registry = predict_files(tmp_path, {"proj/celery.py": text})
    assert registry.names == {"proj.celery.a"}
    assert reasons(registry) == ""
