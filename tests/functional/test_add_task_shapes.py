"""add-task over the shapes of settings and packages that people write; Celery itself is asked each time."""

import ast
import codecs
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from automappa_scaffold.operations.add_task import AddTaskRequest, add_task
from automappa_scaffold.operations.workspace import open_workspace

AskCelery = Callable[..., list[str]]
OLD = {"shop.pages.home.tasks.status_badge.set_badge_color", "shop.tasks.ping"}
ENTRY = "shop.pages.cart.tasks"
FORMS = ("crlf", "bom", "latin-1", "no final newline")
NEW = f"{ENTRY}.count_items.count_items"

SETTINGS = {
    "tuple": 'imports = ("shop.pages.home.tasks", "shop.tasks")\n',
    "list": "imports = ['shop.pages.home.tasks', 'shop.tasks']\n",
    "set": 'imports = {"shop.pages.home.tasks", "shop.tasks"}\n',
    "one per line": 'imports = (\n    "shop.pages.home.tasks",\n    "shop.tasks",\n)\n',
    "comments": (
        'imports = (\n    # pages\n    "shop.pages.home.tasks",  # a\n    # b\n    "shop.tasks"  # c\n)\n'
    ),
    "no trailing comma": 'imports = [\n    "shop.pages.home.tasks",\n    "shop.tasks"\n]\n',
    "bare string": 'imports = "shop.pages.home.tasks"\n',
    "string in brackets": 'imports = ("shop.pages.home.tasks")\n',
    "one-tuple": 'imports = ("shop.pages.home.tasks",)\n',
    "no brackets": 'imports = "shop.pages.home.tasks", "shop.tasks"\n',
    "annotated": 'imports: tuple[str, ...] = ("shop.pages.home.tasks", "shop.tasks")\n',
    "Final": 'from typing import Final\n\nimports: Final = ("shop.pages.home.tasks", "shop.tasks")\n',
    "base plus": 'BASE = ("shop.tasks",)\nimports = BASE + ("shop.pages.home.tasks",)\n',
    "plus base": 'BASE = ["shop.tasks"]\nimports = ["shop.pages.home.tasks"] + BASE\n',
    "star base": 'BASE = ("shop.tasks",)\nimports = (*BASE, "shop.pages.home.tasks")\n',
    "added": 'imports = ["shop.tasks"]\nimports += ["shop.pages.home.tasks"]\n',
    "replaced": 'imports = ("shop.tasks",)\nimports = ("shop.pages.home.tasks",)\n',
    "old name": 'CELERY_IMPORTS = ("shop.pages.home.tasks", "shop.tasks")\n',
    "semicolon": 'x = 1; imports = ("shop.pages.home.tasks", "shop.tasks"); y = 2\n',
    "backslash": 'imports = \\\n    ("shop.pages.home.tasks", "shop.tasks")\n',
    "form feed": '\x0c\nimports = ("shop.pages.home.tasks", "shop.tasks")\n\x0c\n',
    "tabs": 'imports = [\n\t"shop.pages.home.tasks",\n\t"shop.tasks",\n]\n',
    "hugging": 'imports = ("shop.pages.home.tasks",\n           "shop.tasks")\n',
    "before a def": 'imports = ("shop.pages.home.tasks",)\n\n\ndef helper():\n    pass\n',
}


def _bytes(text: str, form: str) -> bytes:
    if form == "crlf":
        return text.replace("\n", "\r\n").encode()
    if form == "bom":
        return codecs.BOM_UTF8 + f"# é\n{text}".encode()
    if form == "latin-1":
        return f"# -*- coding: latin-1 -*-\n# é\n{text}".encode("latin-1")
    if form == "no final newline":
        return text.rstrip("\n").encode()
    return text.encode()


def _words(data: bytes) -> bytes:
    return re.sub(rb"[ \t\r\n,()]", b"", data)


def _add(root: Path, app: str = "") -> tuple[str, ...]:
    request = AddTaskRequest("cart", "count_items", params=("cart_id: int",), returns="int", body="echo")
    outcome = add_task(open_workspace(root, app=app), request)
    assert outcome.task == NEW
    assert add_task(open_workspace(root, app=app), request).up_to_date
    return tuple(str(path) for path in outcome.changeset.paths)


@pytest.mark.parametrize(
    ("shape", "form"),
    [(shape, "plain") for shape in SETTINGS]
    + [(shape, form) for shape in ("comments", "bare string", "form feed") for form in FORMS],
)
def test_the_settings_keep_their_shape_and_celery_registers_the_task(
    small_app: Path, ask_celery: AskCelery, shape: str, form: str
) -> None:
    config = small_app / "shop/conf/celeryconfig.py"
    before = _bytes(SETTINGS[shape], form)
    config.write_bytes(before)
    _add(small_app)
    after = config.read_bytes()
    assert after.count(ENTRY.encode()) == 1
    assert (b"\r\n" in after, after.startswith(codecs.BOM_UTF8)) == (b"\r\n" in before, form == "bom")
    assert after.endswith(b"\n") == before.endswith(b"\n")
    quote = b"'" if b"'" in before else b'"'
    entry = quote + ENTRY.encode() + quote
    assert entry in after
    assert _words(after.replace(entry, b"")) == _words(before)
    if form == "plain" or shape == "comments":
        assert set(ask_celery(small_app)) == OLD | {NEW}


@pytest.mark.parametrize(
    ("app", "config"),
    [
        ("queue = Celery(__name__, include=['shop.pages.home.tasks'])\n", None),
        (
            "queue = Celery(\n    __name__,\n    include=[\n        'shop.pages.home.tasks',\n    ],\n)\n",
            None,
        ),
        ('queue = Celery(__name__)\nqueue.conf.imports = ("shop.pages.home.tasks",)\n', None),
        ('queue = Celery(__name__)\nqueue.conf.update(imports=["shop.pages.home.tasks"])\n', None),
        ('queue = Celery(__name__)\nqueue.conf.update({"imports": ["shop.pages.home.tasks"]})\n', None),
        ('queue = Celery(__name__)\nqueue.conf["imports"] = ["shop.pages.home.tasks"]\n', None),
        (
            "queue = Celery(__name__)\nqueue.config_from_object('shop.conf.celeryconfig:Config')\n",
            "class Config:\n    imports = ('shop.pages.home.tasks',)\n",
        ),
        (
            "queue = Celery(__name__)\n"
            "queue.config_from_object('shop.conf.celeryconfig', namespace='CELERY')\n",
            "CELERY_IMPORTS = ('shop.pages.home.tasks',)\n",
        ),
        (
            "queue = Celery(__name__, include=['shop.pages.home.tasks'])\n"
            "queue.config_from_object('shop.conf.celeryconfig')\n",
            "broker_url = 'memory://'\n",
        ),
        (
            "queue = Celery(__name__, include=['shop.pages.home.tasks'])\n"
            "queue.config_from_object('shop.conf.celeryconfig')\n",
            "imports = ('shop.tasks',)\n",
        ),
        (
            "queue = Celery(__name__)\n"
            "queue.config_from_object('shop.conf.celeryconfig')\n"
            "queue.autodiscover_tasks(['shop.pages.home'])\n",
            "broker_url = 'memory://'\n",
        ),
        (
            "queue = Celery(__name__, config_source='shop.conf.celeryconfig')\n",
            "imports = ['shop.pages.home.tasks']\n",
        ),
        (
            "from shop.conf import celeryconfig\n\nqueue = Celery(__name__)\n"
            "queue.config_from_object(celeryconfig.Config)\n",
            "class Config:\n    imports = ('shop.pages.home.tasks',)\n",
        ),
        (
            "queue = Celery(__name__)\n"
            "queue.config_from_object('shop.conf.celeryconfig', namespace='SHOP')\n",
            "SHOP_IMPORTS = ('shop.pages.home.tasks',)\nimports = ('no.such.module',)\n",
        ),
        (
            "queue = Celery(__name__)\nqueue.config_from_object('shop.conf.celeryconfig.Config')\n",
            "class Config:\n    imports = ('shop.pages.home.tasks',)\n",
        ),
        (
            "queue = Celery(__name__)\nqueue.config_from_object('shop.conf.celeryconfig:Config')\n",
            "class Base:\n    imports = ['shop.pages.home.tasks']\n\n\nclass Config(Base):\n    x = 1\n",
        ),
        (
            "queue = Celery(__name__, include=['shop.pages.home.tasks'])\n"
            "queue.config_from_object('shop.conf.celeryconfig:Config')\n",
            'class Base:\n    x = 1\n\n\nclass Config(Base):\n    """Doc."""\n',
        ),
        (
            "queue = Celery(__name__)\n"
            "queue.conf.update(imports=['shop.tasks'], include=['shop.pages.home.tasks'])\n",
            None,
        ),
    ],
)
def test_the_list_is_found_wherever_the_worker_takes_it_from(
    small_app: Path, ask_celery: AskCelery, app: str, config: str | None
) -> None:
    ping = "\n\n@queue.task\ndef ping():\n    return 'pong'\n"
    (small_app / "shop/tasks.py").write_text(f"from celery import Celery\n\n{app}{ping}")
    (small_app / "shop/conf/celeryconfig.py").write_text(config or "")
    assert set(ask_celery(small_app)) == OLD
    _add(small_app)
    assert set(ask_celery(small_app)) == OLD | {NEW}


INITS = {
    "empty": ("", None),
    "docstring only": ('"""Tasks."""\n', None),
    "future": ("from __future__ import annotations\n", None),
    "brackets": ('from .first import (\n    first,\n)\n\n__all__ = ["first"]\n', ["count_items", "first"]),
    "absolute": (f'from {ENTRY}.first import first\n\n__all__ = ["first"]\n', ["count_items", "first"]),
    "star": ("from .first import *\n", None),
    "try": ("try:\n    from .first import first\nexcept ImportError:\n    raise\n", None),
    "type checking": (
        "from typing import TYPE_CHECKING\n\nfrom .first import first\n\nif TYPE_CHECKING:\n"
        "    from .count_items import count_items\n",
        None,
    ),
    "tuple": ('from .first import first\n\n__all__ = ("first",)\n', ["count_items", "first"]),
    "annotated": (
        'from .first import first\n\n__all__: list[str] = [\n    "first",\n]\n',
        ["count_items", "first"],
    ),
    "added": ('from .first import first\n\n__all__ = []\n__all__ += ["first"]\n', ["count_items", "first"]),
    "before the imports": ('__all__ = ["first"]\n\nfrom .first import first\n', ["count_items", "first"]),
    "unsorted": (
        'from .zed import zed\nfrom .first import first\n\n__all__ = ["zed", "first"]\n',
        ["zed", "first", "count_items"],
    ),
    "followed by code": (
        'from .first import first\n\n__all__ = ["first"]\n\n\ndef helper():\n    return first\n',
        ["count_items", "first"],
    ),
}


@pytest.mark.parametrize(
    ("shape", "form"),
    [(shape, "plain") for shape in INITS] + [("followed by code", form) for form in FORMS],
)
def test_the_package_keeps_its_shape_and_celery_registers_the_task(
    small_app: Path, ask_celery: AskCelery, shape: str, form: str
) -> None:
    text, exported = INITS[shape]
    tasks = small_app / "shop/pages/cart/tasks"
    tasks.mkdir()
    for name in ("first", "zed"):
        source = f"from shop.tasks import queue\n\n\n@queue.task\ndef {name}(): ...\n"
        (tasks / f"{name}.py").write_text(source)
    (tasks / "__init__.py").write_bytes(_bytes(text, form))
    (small_app / "shop/conf/celeryconfig.py").write_text(
        f"imports = ('{ENTRY}', 'shop.pages.home.tasks', 'shop.tasks')\n"
    )
    before = set(ask_celery(small_app)) if form == "plain" else set()
    paths = _add(small_app)
    assert paths == ("shop/pages/cart/tasks/count_items.py", "shop/pages/cart/tasks/__init__.py")
    after = (tasks / "__init__.py").read_bytes()
    if exported is not None:
        lists = [
            ast.literal_eval(s.value)
            for s in ast.parse(after).body
            if isinstance(s, (ast.Assign, ast.AnnAssign, ast.AugAssign)) and s.value is not None
        ]
        assert list(lists[-1]) == exported
    if form == "plain":
        assert set(ask_celery(small_app)) == before | {NEW}
        code = (
            f"import sys; sys.path.insert(0, '.'); from {ENTRY} import count_items; print(count_items.name)"
        )
        done = subprocess.run(
            [sys.executable, "-B", "-c", code], cwd=small_app, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == NEW
