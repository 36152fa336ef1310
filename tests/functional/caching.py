"""A small app whose answers are remembered, and how a test asks for them."""

import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from automappa_scaffold.cli.app import main
from automappa_scaffold.cli.memory import answer_from_memory

APP = {
    "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\ndependencies = ["celery"]\n',
    "shop/__init__.py": "",
    "shop/settings.py": 'import os\n\nPREFIX = os.environ.get("SHOP_PREFIX", "plain")\n',
    "shop/tasks.py": "from celery import Celery\n\nqueue = Celery(__name__)\n"
    'queue.config_from_object("shop.celeryconfig")\n',
    "shop/celeryconfig.py": "from shop.settings import PREFIX\n\n"
    'imports = ("shop.tasks", "shop.pages.home.tasks")\n',
    "shop/pages/__init__.py": "",
    "shop/pages/home/__init__.py": "",
    "shop/pages/home/tasks/__init__.py": 'from .paint import paint\n\n__all__ = ["paint"]\n',
    "shop/pages/home/tasks/paint.py": "from shop.settings import PREFIX\nfrom shop.tasks import queue\n\n\n"
    '@queue.task(name=PREFIX + ".paint")\ndef paint(color: str) -> str:\n    return color\n',
    "shop/pages/home/tasks/sweep.py": "from shop.tasks import queue\n\n\n@queue.task\ndef sweep() -> None:\n"
    "    return None\n",
    "shop/helpers.py": "def add(a, b):\n    return a + b\n",
}

QUESTIONS = (("check", "--format", "json"), ("tasks", "--format", "json"), ("why", "sweep"), ("check",))


@dataclass(frozen=True)
class Answer:
    """What a command printed; ``is_remembered``: it did not have to run."""

    code: int
    out: str
    err: str
    is_remembered: bool


class Asker:
    """Asks in this process, as the console script does, in a project of its own."""

    def __init__(
        self, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.root = root
        self._capsys = capsys
        self.monkeypatch = monkeypatch
        for path, text in APP.items():
            self.write(path, text)
        monkeypatch.chdir(root)
        monkeypatch.setenv("HOME", str(root.parent / "home"))
        for name in ("CI", "SHOP_PREFIX", "AUTOMAPPA_SCAFFOLD_CACHE_DIR", "PYTHONPATH"):
            monkeypatch.delenv(name, raising=False)

    def write(self, path: str, text: str) -> Path:
        """Write a file of the project."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target

    def ask(self, *arguments: str, began_ns: int | None = None) -> Answer:
        """Return the answer, remembered or not."""
        now = time.time_ns() if began_ns is None else began_ns
        code = answer_from_memory(arguments, now)
        remembered = code is not None
        code = main(arguments) if code is None else code
        printed = self._capsys.readouterr()
        return Answer(code, printed.out, printed.err, remembered)

    def ask_afresh(self, *arguments: str) -> Answer:
        """Return the answer of a run without any cache."""
        return self.ask(*arguments, "--no-cache")

    def assert_nothing_is_stale(self) -> None:
        """Ask everything, and hold it against runs without a cache; twice, for the first run renews it."""
        for question in QUESTIONS:
            fresh = self.ask_afresh(*question)
            for _ in range(2):
                asked = self.ask(*question)
                assert (asked.code, asked.out, asked.err) == (fresh.code, fresh.out, fresh.err), question

    @property
    def cache(self) -> Path:
        """The cache folder."""
        return self.root / ".automappa_scaffold_cache"
