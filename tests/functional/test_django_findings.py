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
    files = {"pyproject.toml": "", "site_settings.py": SETTINGS, "main_app.py": APP, "blog/__init__.py": ""}
    for path, text in {**files, "blog/tasks.py": HEAD + decorators + BODY}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    result = check(open_workspace(tmp_path, app="main_app", use_cache=False))
    assert [(f.code, f.place.line) for f in result.findings] == ([("AMS303", line)] if line else [])
    real = subprocess.run(
        [sys.executable, "-c", HAS_DELAY], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert real.stdout.strip() == str(not line)
