"""What the rules say of Django's own decorators around tasks, and what Django makes of them."""

import subprocess
import sys
from pathlib import Path

import pytest

from automappa_scaffold.operations.check import check
from automappa_scaffold.operations.workspace import open_workspace

SETTINGS = (
    'SECRET_KEY = "x"\nINSTALLED_APPS = ["blog"]\nDEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"\n'
    'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}\n'
    'CELERY_BROKER_URL = "memory://"\n'
)
APP = (
    "import os\n\nfrom celery import Celery\n\n"
    'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")\n'
    'app = Celery("blog")\napp.config_from_object("django.conf:settings", namespace="CELERY")\n'
    "app.autodiscover_tasks()\n"
)
HEAD = "from celery import shared_task\nfrom django.db import transaction\n\n\n"
BODY = "def publish(post_id):\n    return post_id\n"
HAS_DELAY = (
    "import django, main_app\ndjango.setup()\n"
    "from blog.tasks import publish\nprint(hasattr(publish, 'delay'))\n"
)


BAD = (
    "import django, main_app\ndjango.setup()\nfrom blog import sending\n"
    "try:\n    sending.bad()\nexcept Exception as error:\n    print(repr(error))\n"
)


def lay_out(root: Path, tasks: str) -> None:
    files = {"pyproject.toml": "", "site_settings.py": SETTINGS, "main_app.py": APP, "blog/__init__.py": ""}
    for path, text in {**files, "blog/tasks.py": tasks}.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text)


def run(root: Path, code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("decorators", "line"),
    [
        ("@transaction.atomic\n@shared_task\n", 5),
        ('@transaction.atomic(using="default")\n@shared_task(name="publish")\n', 5),
        ("@shared_task\n@transaction.atomic\n", 0),
        ("@shared_task\n@transaction.atomic(durable=True)\n", 0),
        ("@transaction.non_atomic_requests\n@shared_task\n", 0),
    ],
)
def test_a_transaction_above_a_task_takes_its_methods_away(
    tmp_path: Path, decorators: str, line: int
) -> None:
    pytest.importorskip("django")
    lay_out(tmp_path, HEAD + decorators + BODY)
    result = check(open_workspace(tmp_path, app="main_app", use_cache=False))
    assert [(f.code, f.place.line) for f in result.findings] == ([("AMS303", line)] if line else [])
    assert run(tmp_path, HAS_DELAY) == str(not line)


def test_what_is_sent_on_commit_is_compared_with_the_parameters(tmp_path: Path) -> None:
    pytest.importorskip("django")
    lay_out(tmp_path, HEAD + "@shared_task\n" + BODY)
    calls = "from blog.tasks import publish\n\n\ndef good():\n    publish.delay_on_commit(1)\n\n\n"
    calls += "def bad():\n    publish.delay_on_commit()\n"
    calls += "    publish.apply_async_on_commit(args=(1, 2))\n"
    (tmp_path / "blog/sending.py").write_text(calls)
    result = check(open_workspace(tmp_path, app="main_app", use_cache=False))
    assert [(f.code, f.place.line) for f in result.findings] == [("AMS402", 9), ("AMS402", 10)]
    assert run(tmp_path, BAD).startswith("TypeError")
