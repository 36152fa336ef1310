"""REST framework reads settings where it is imported: what real workers did is written down."""

import os
from pathlib import Path, PurePosixPath

import pytest

from automappa_scaffold.registry.prediction import predict
from automappa_scaffold.registry.start_input import WorkerStart
from automappa_scaffold.source.tree import SourceTree

CELERY = """
import os
from celery import Celery
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
app = Celery("shop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
"""
SETTINGS = """
import os
SECRET_KEY = "x"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "rest_framework", "orders"]
"""
TASKS = "from celery import shared_task\n@shared_task\ndef send(): pass\n"
AUTH = "from rest_framework.authentication import BaseAuthentication\nclass Token(BaseAuthentication): pass\n"


def rest(setting: str, value: str) -> str:
    return f"REST_FRAMEWORK = {{'{setting}': {value}}}\n"


AUTHENTICATION, TOKEN = "DEFAULT_AUTHENTICATION_CLASSES", "['orders.auth.Token']"
KEY = "ImproperlyConfigured: The SECRET_KEY setting must not be empty."

# What the settings have besides, the files beside the settings, and what the worker did.
CASES = {
    "class-with-a-task": (
        rest(AUTHENTICATION, TOKEN),
        {"orders/auth.py": AUTH + TASKS, "orders/tasks.py": "from rest_framework import viewsets\n" + TASKS},
        "orders.auth.send orders.tasks.send",
    ),
    "class-that-is-not-there": (
        rest(AUTHENTICATION, "['orders.auth.Tokens']"),
        {"orders/auth.py": AUTH, "orders/tasks.py": "from rest_framework.views import APIView\n" + TASKS},
        "ImportError: Could not import 'orders.auth.Tokens' for API setting",
    ),
    "module-that-is-not-there": (
        rest("DEFAULT_PERMISSION_CLASSES", "('orders.rights.Staff',)"),
        {"orders/tasks.py": "from rest_framework.decorators import api_view\n" + TASKS},
        "ImportError: Could not import 'orders.rights.Staff' for API setting 'DEFAULT_PERMISSION_CLASSES'.",
    ),
    "module-that-fails": (
        rest("DEFAULT_VERSIONING_CLASS", "'orders.forms.Of'"),
        {
            "orders/forms.py": "Of = of\n",
            "orders/tasks.py": "from rest_framework import generics\n" + TASKS,
        },
        "NameError: name 'of' is not defined",
    ),
    "views-are-not-imported": (
        rest(AUTHENTICATION, "['orders.auth.Tokens']"),
        {"orders/tasks.py": "from rest_framework import serializers, status\n" + TASKS},
        "orders.tasks.send",
    ),
    "generic-views-are-not-imported": (
        rest("DEFAULT_PAGINATION_CLASS", "'orders.pages.Small'"),
        {"orders/tasks.py": "from rest_framework.views import APIView\n" + TASKS},
        "orders.tasks.send",
    ),
    "generic-views-are-imported": (
        rest("DEFAULT_PAGINATION_CLASS", "'orders.pages.Small'"),
        {"orders/tasks.py": "from rest_framework.viewsets import ViewSet\n" + TASKS},
        "ImportError: Could not import 'orders.pages.Small' for API setting 'DEFAULT_PAGINATION_CLASS'.",
    ),
    "tokens-without-a-key": (
        "SECRET_KEY = os.getenv('SHOP_KEY')\n"
        + rest(AUTHENTICATION, "['rest_framework_simplejwt.authentication.JWTAuthentication']"),
        {"orders/tasks.py": "from rest_framework.views import APIView\n" + TASKS},
        KEY,
    ),
    "installed-tokens-without-a-key": (
        "SECRET_KEY = ''\nINSTALLED_APPS += ['rest_framework_simplejwt']\n",
        {"orders/tasks.py": TASKS},
        KEY,
    ),
    "errors-of-tokens-need-no-key": (
        "SECRET_KEY = None\n",
        {"orders/tasks.py": "from rest_framework_simplejwt.exceptions import TokenError\n" + TASKS},
        "orders.tasks.send",
    ),
    "key-that-is-none": (
        "SECRET_KEY = os.getenv('SHOP_KEY')\n",
        {"orders/tasks.py": "from django.conf import settings\nKEY = settings.SECRET_KEY\n" + TASKS},
        KEY,
    ),
    "key-that-nobody-reads": ("SECRET_KEY = None\n", {"orders/tasks.py": TASKS}, "orders.tasks.send"),
}


def lay_out(folder: Path, more: str, files: dict[str, str]) -> dict[str, str]:
    texts = {"shop/__init__.py": "", "shop/celery.py": CELERY, "shop/settings.py": SETTINGS + more}
    texts |= {"orders/__init__.py": "", **files}
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return texts


@pytest.mark.parametrize("name", sorted(CASES))
def test_settings_are_read_where_rest_framework_is_imported(name: str, tmp_path: Path) -> None:
    more, files, truth = CASES[name]
    texts = lay_out(tmp_path, more, files)
    library = (os.path.dirname(os.__file__),)
    start = WorkerStart(app="shop.celery", sys_path=(str(tmp_path),), outside=library)
    registry = predict(SourceTree(tmp_path), start, [PurePosixPath(path) for path in texts]).registry
    assert not registry.unknown
    told = registry.error.message if registry.error is not None else " ".join(sorted(registry.names))
    assert told.startswith(truth)


def test_views_that_are_imported_while_they_are_imported_are_unknown(tmp_path: Path) -> None:
    """A worker says: cannot import name 'APIView' from partially initialized module."""
    views = "from rest_framework.views import APIView\n"
    files = {"orders/auth.py": views + AUTH, "orders/tasks.py": views + TASKS}
    texts = lay_out(tmp_path, rest(AUTHENTICATION, TOKEN), files)
    start = WorkerStart(app="shop.celery", sys_path=(str(tmp_path),), outside=(os.path.dirname(os.__file__),))
    registry = predict(SourceTree(tmp_path), start, [PurePosixPath(path) for path in texts]).registry
    assert "while they are imported" in "".join(entry.reason for entry in registry.unknown)
