"""Code that looks like a fault and is none: no rule may speak."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from automappa_scaffold.operations.check import check
from automappa_scaffold.operations.workspace import open_workspace

INIT = "automappa/pages/home/tasks/__init__.py"
BADGE = "automappa/pages/home/tasks/status_badge.py"
COVER = "automappa/pages/mag_summary/tasks/cover.py"
CONFIG = "automappa/conf/celeryconfig.py"
APP = "automappa/tasks.py"

SOUND: dict[str, dict[str, str]] = {
    "decorators called task of other libraries": {
        "tasks.py": "from invoke import task\n\n\n@task\ndef build(c):\n    c.run('make')\n",
        "automappa/flows.py": (
            "from airflow.decorators import task as airflow_task\nfrom prefect import flow, task\n\n\n"
            "@task\ndef extract():\n    yield 1\n\n\n@airflow_task\nasync def load():\n    pass\n\n\n"
            "@flow\ndef run():\n    @task\n    def inner():\n        return 1\n\n    return inner()\n"
        ),
        "automappa/pages/home/__init__.py": (
            "import luigi\n\nfrom automappa import flows\n\n\nclass Report(luigi.Task):\n"
            "    def run(self):\n        flows.run()\n"
        ),
    },
    "tests with tasks of their own": {
        "tests/test_tasks.py": (
            "from automappa.tasks import queue\n\n\n@queue.task\ndef only_in_tests():\n    return 1\n\n\n"
            "def test_it():\n    @queue.task\n    def inner():\n        return 2\n"
        ),
        "tests/conftest.py": "from celery import Celery\n\napp = Celery('tests')\n",
    },
    "background callbacks of Dash": {
        "automappa/callbacks.py": (
            "import dash\n\nfrom automappa.tasks import queue\n\n"
            "queue.conf.result_backend = 'cache+memory://'\n"
            "manager = dash.CeleryManager(queue)\n\n\n"
            "@dash.callback(dash.Output('a', 'b'), dash.Input('c', 'd'), background=True, manager=manager)\n"
            "def background_callback_run(value):\n    return value\n"
        ),
        "automappa/pages/home/__init__.py": "from automappa import callbacks as callbacks\n",
    },
    "a task class whose objects are run by hand": {
        "automappa/locked.py": (
            "from celery import Task\n\n\nclass Locked(Task):\n"
            "    def run(self, **options):\n        return options\n"
        ),
        COVER: (
            "from automappa.locked import Locked\nfrom automappa.tasks import queue\n\n\n"
            "@queue.task\ndef count_contigs(sample):\n    return Locked().run(sample=sample)\n"
        ),
    },
    "names for type checkers alone": {
        "automappa/types.py": (
            "from typing import TYPE_CHECKING, Protocol\n\nif TYPE_CHECKING:\n"
            "    from automappa.pages.home.tasks import set_badge_color\n"
            "    from automappa.nowhere import Missing\n\n\nclass Task(Protocol):\n"
            "    def run(self) -> None: ...\n"
        ),
        "automappa/pages/home/__init__.py": "from automappa import types as types\n",
    },
    "guarded imports that succeed or cost no task": {
        COVER: (
            "from automappa.tasks import queue\n\ntry:\n    import ujson as json\nexcept ImportError:\n"
            "    import json\n\ntry:\n    from automappa.local_settings import DEBUG\nexcept ImportError:\n"
            "    DEBUG = False\n\n\n@queue.task\ndef count_contigs(sample):\n    return json.dumps(sample)\n"
        )
    },
    "conditions that hold": {
        COVER: (
            "import sys\n\nfrom automappa.tasks import queue\n\nif sys.version_info >= (3, 8):\n\n"
            "    @queue.task\n    def count_contigs(sample):\n        return 1\n\nif True:\n\n"
            "    @queue.task\n    def count_bases(sample):\n        return 1\n\n"
            "if queue.conf.broker_url:\n    pass\n"
        ),
        "automappa/pages/mag_summary/tasks/__init__.py": (
            "from .cover import count_bases, count_contigs\nfrom .quality import summarize\n\n"
            '__all__ = ["count_bases", "count_contigs", "summarize"]\n'
        ),
    },
    "a test of the version by name": {
        COVER: (
            "import sys\n\nfrom automappa.tasks import queue\n\nPY3 = sys.version_info.major > 2\n\n"
            "if PY3 and sys.version_info.minor >= 8:\n\n    @queue.task\n    def count_contigs(sample):\n"
            "        return 1\n"
        )
    },
    "star imports": {
        INIT: "from .status_badge import *\nfrom .status_badge import set_badge_color\n\n"
        '__all__ = ["set_badge_color"]\n'
    },
    "a list, a set, a sum and a generator of modules": {
        CONFIG: (
            'BASE = ["automappa.tasks"]\nimports = BASE + [f"automappa.pages.{p}.tasks" for p in '
            '("home", "mag_summary")]\ninclude = {"automappa.pages.home.tasks"}\nbroker_url = "memory://"\n'
        )
    },
    "imports that are changed in place": {
        CONFIG: (
            'imports = ("automappa.tasks",)\nimports += ("automappa.pages.home.tasks",)\n'
            'imports = (*imports, "automappa.pages.mag_summary.tasks")\nbroker_url = "memory://"\n'
        )
    },
    "one list in two branches": {
        CONFIG: (
            "import os\n\nif os.environ.get('SMALL_WORKER_OF_THESE_TESTS'):\n"
            '    imports = ("automappa.pages.home.tasks",)\nelse:\n'
            '    imports = ("automappa.pages.home.tasks", '
            '"automappa.pages.mag_summary.tasks", "automappa.tasks")\nbroker_url = "memory://"\n'
        )
    },
    "decorators that keep the function or the task": {
        "automappa/deco.py": (
            "import functools\n\n\ndef same(value):\n    return value\n\n\ndef timed(function):\n"
            "    @functools.wraps(function)\n    def wrapper(*args, **kwargs):\n"
            "        return function(*args, **kwargs)\n\n    return wrapper\n\n\n"
            "def tasked(**options):\n    from automappa.tasks import queue\n\n    def decorate(function):\n"
            "        return queue.task(**options)(timed(function))\n\n    return decorate\n"
        ),
        COVER: (
            "from automappa.deco import same, tasked, timed\nfrom automappa.tasks import queue\n\n\n"
            "@same\n@queue.task\n@timed\ndef count_contigs(sample):\n    return 1\n\n\n"
            "@tasked(name='cover.count')\ndef count_bases(sample):\n    return 2\n"
        ),
        "automappa/pages/mag_summary/tasks/__init__.py": (
            "from .cover import count_bases, count_contigs\nfrom .quality import summarize\n\n"
            '__all__ = ["count_bases", "count_contigs", "summarize"]\n'
        ),
    },
    "base classes of tasks": {
        COVER: (
            "import asyncio\n\nfrom celery import Task\n\nfrom automappa.tasks import queue\n\n\n"
            "class Awaiting(Task):\n    abstract = True\n    sample = 1\n\n"
            "    def __call__(self, *args, **kwargs):\n"
            "        return asyncio.run(self.run(*args, **kwargs))\n\n\n"
            "@queue.task(base=Awaiting, sample=2, bind=True)\nasync def count_contigs(self, sample):\n"
            "    return 1\n"
        )
    },
    "options that Celery reads": {
        COVER: (
            "from automappa.tasks import queue\n\n\n@queue.task(\n    bind=True, max_retries=3, "
            "autoretry_for=(OSError,), retry_backoff=True, retry_jitter=False, rate_limit='1/s', "
            "acks_late=True, track_started=True, ignore_result=True, soft_time_limit=5, time_limit=9, "
            "queue='slow', routing_key='slow', priority=3, serializer='json', pydantic=True, "
            "store_errors_even_if_ignored=True, throws=(KeyError,), default_retry_delay=3, expires=60, "
            "trail=False, typing=False, reject_on_worker_lost=True, send_events=False, compression='gzip'"
            "\n)\ndef count_contigs(self, sample):\n    return 1\n"
        )
    },
    "a factory of tasks that takes its function": {
        "automappa/deco.py": (
            "from automappa.tasks import queue\n\n\ndef as_task(function):\n    @queue.task\n"
            "    def runs():\n        return function()\n\n    return runs\n"
        ),
        "automappa/pages/home/__init__.py": "from automappa.deco import as_task as as_task\n",
    },
    "signal handlers that declare nothing": {
        APP: (
            "from celery import Celery, signals\n\nqueue = Celery(__name__)\n"
            'queue.config_from_object("automappa.conf.celeryconfig")\n\n\n'
            "@queue.on_after_configure.connect\ndef plan(sender, **kwargs):\n"
            "    sender.add_periodic_task(10.0, ping.s())\n\n\n@signals.worker_ready.connect\n"
            "def ready(sender, **kwargs):\n    sender.app.send_task('automappa.tasks.ping')\n\n\n"
            "@signals.worker_process_init.connect\ndef fork(**kwargs):\n    pass\n\n\n"
            "@queue.task\ndef ping():\n    return 'pong'\n"
        )
    },
    "another app for producers, whose tasks no worker of ours imports": {
        "automappa/other/__init__.py": "",
        "automappa/other/app.py": (
            "from celery import Celery\n\napp = Celery('other', broker='memory://other')\n\n\n"
            "def order():\n    app.send_task('other.order')\n"
        ),
        "automappa/pages/home/__init__.py": "from automappa.other.app import order as order\n",
        "pyproject.toml": (
            '[project]\nname = "automappa"\nversion = "1"\ndependencies = ["celery"]\n\n'
            '[tool.automappa-scaffold]\napp = "automappa.tasks:queue"\nexternal-tasks = ["other.*"]\n'
        ),
    },
}


@pytest.mark.parametrize("name", SOUND)
def test_no_rule_speaks_of_sound_code(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "app"
    shutil.copytree(Path(__file__).parent / "base", root, ignore=shutil.ignore_patterns("__pycache__"))
    for path, text in SOUND[name].items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    monkeypatch.delenv("PYTHONPATH", raising=False)
    opened = open_workspace(root, use_cache=False)
    # Not every library above is installed where the tests run.
    result = check(replace(opened, start=replace(opened.start, installed=None)))
    assert [f"{found.code} {found.place} {found.message}" for found in result.findings] == []
    assert result.prediction.registry.error is None
