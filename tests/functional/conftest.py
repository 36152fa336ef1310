"""A small app shaped like Automappa, and Celery's own word on what it registers."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

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
_PROBE = """
import json, os, sys
sys.path.insert(0, os.getcwd())
from celery.app.utils import find_app
app = find_app(sys.argv[1])
app.loader.import_default_modules()
app.finalize()
print(json.dumps(sorted(name for name in app.tasks if not name.startswith("celery."))))
"""

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
def ask_celery() -> AskCelery:
    """Return a function that lets Celery itself load an app and list its tasks."""

    def ask(root: Path, app: str = "shop.tasks:queue") -> list[str]:
        command = [sys.executable, "-B", "-W", "ignore", "-c", _PROBE, app]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        names: list[str] = json.loads(done.stdout.splitlines()[-1])
        return names

    return ask
