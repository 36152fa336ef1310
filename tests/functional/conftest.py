"""A small app shaped like Automappa, and Celery's own word on what it registers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.celery_server import CeleryServer

FILES = {
    "pyproject.toml": "[project]\nname = 'shop'\nversion = '1'\n",
    "shop/__init__.py": "",
    "shop/conf/__init__.py": "",
    "shop/conf/celeryconfig.py": 'imports = ("shop.pages.home.tasks", "shop.tasks")\n\nbroker_url = "memory://"\n',
    "shop/tasks.py": (
        '"""The queue."""\n\nfrom celery import Celery\n\nqueue = Celery(__name__)\n'
        'queue.config_from_object("shop.conf.celeryconfig")\n\n\n'
        "@queue.task\ndef ping() -> str:\n    return 'pong'\n"
    ),
    "shop/pages/__init__.py": "",
    "shop/pages/home/__init__.py": "",
    "shop/pages/home/tasks/__init__.py": (
        '"""Tasks of the home page."""\n\nfrom .status_badge import set_badge_color\n\n'
        '__all__ = ["set_badge_color"]\n'
    ),
    "shop/pages/home/tasks/status_badge.py": (
        '"""The badge."""\n\nimport time\n\nfrom shop.tasks import queue\n\n\n'
        "@queue.task(bind=True)\ndef set_badge_color(self, color: str) -> str:\n"
        "    time.sleep(0)\n    return color\n"
    ),
    "shop/pages/cart/__init__.py": "",
    "shop/pages/zoo/__init__.py": "",
}
AskCelery = Callable[..., list[str]]


@pytest.fixture
def small_app(tmp_path: Path) -> Path:
    """A folder with the small app; a test may change its files before it adds to it."""
    root = tmp_path / "app"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def ask_celery(celery_server: CeleryServer) -> AskCelery:
    """Return a function that lets Celery itself load an app and list its tasks."""

    def ask(root: Path, app: str = "shop.tasks:queue") -> list[str]:
        answer = celery_server.ask(root, app)
        assert answer["error"] is None
        names: list[str] = answer["names"]
        return names

    return ask
