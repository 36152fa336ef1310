# ruff: noqa: E501 - each line or block is a whole statement
"""A line that an entry makes too long is broken as ruff breaks it."""

import subprocess
import sys
from pathlib import Path, PurePosixPath

from automappa_scaffold.editing.imports_setting import AddImportsEntry

LINES = """
queue.conf.update({"broker_url": "memory://", "imports": ["shop.jobs"], "xx": 1})
queue.conf.update({"broker_url": "memory://", "imports": ["shop.jobs"], "x": 1})
queue = Celery(__name__, broker="x", include=["shop.jobs", "shop.pages.home.tasks"])
queue = Celery(__name__, broker="memory://", include=["shop.jobs"])
queue = Celery(include=["shop.jobs", "shop.pages.home.tasks", "shop.pages.z.tasks"])
queue = Celery("shop", include=["shop.jobs", "shop.pages.home.tasks", "shop.tasks"])
queue.conf.update(imports=["shop.jobs", "shop.pages.home.tasks"], broker_url="m")
queue.conf.update(imports=("shop.jobs",), broker_url="memory://", aaaaaa="bbbbbb")
queue.conf.update(dict(imports=["shop.jobs", "shop.pages.home.tasks", "aaaaaa"]))
queue.conf["imports"] = ["shop.jobs", "shop.pages.home.tasks", "aaaaaa", "bbbbbbb"]
queue = Celery(__name__, broker="memory://", include=["shop.jobs", "a"])  # noqa: E501
SETTINGS = {"imports": ["shop.jobs", "shop.pages.home.tasks", "aaaaaa"], "x": 1}
SETTINGS = {"imports": ["shop.jobs", "shop.pages.home.tasks", "aaaaaa", "bbbbbbb"]}
queue = Celery("shop", include=["shop.jobs", "shop.pages.home.tasks"]).configure(1)
queue = make(Celery("shop", include=["shop.jobs", "shop.pages.home.tasks"]), x=1)
queue = Celery("shop", include=("shop.jobs"), broker="redis://localhost:6379/0", x=1)
queue.conf.imports = BASE + ("shop.pages.home.tasks", "shop.pages.zoo.tasks")
""".strip().splitlines()
BLOCKS = [
    'queue = Celery(\n    __name__, broker="x", include=["shop.jobs", "shop.pages.home.tasks"], x=222222\n)',
    'queue.conf.update(\n    {"broker_url": "memory://", "imports": ["shop.jobs", "shop.pages.a.tasks"], "x": 1}\n)',
    'queue = Celery(\n    __name__,\n    include=["shop.jobs", "shop.pages.home.tasks", "shop.pages.zoo.tasks", "x.y"],\n)',
    'queue.conf.update(\n    dict(imports=["shop.jobs", "shop.pages.home.tasks", "shop.pages.z.tasks"], x=11)\n)',
]


def _ruff(folder: Path) -> None:
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "-q", "."]
    subprocess.run(command, cwd=folder, check=True)


def test_a_call_that_grows_too_long_is_broken_as_ruff_breaks_it(tmp_path: Path) -> None:
    sources = [
        *LINES,
        *BLOCKS,
        *("def f():\n    " + block.replace("\n", "\n    ") for block in (*LINES, *BLOCKS)),
    ]
    paths = [tmp_path / f"file_{number}.py" for number in range(len(sources))]
    for path, source in zip(paths, sources, strict=True):
        path.write_text(f"{source}\n")
    _ruff(tmp_path)
    entry = "shop.pages.cart.tasks"
    after = []
    for path in paths:
        text = path.read_text()
        line = text[: text.index("shop.jobs" if "shop.jobs" in text else "shop.pages")].count("\n") + 1
        edit = AddImportsEntry(PurePosixPath(path.name), entry, "shop.tasks", "shop.pages", line=line)
        after.append(edit.apply(text.encode()).decode())
        path.write_text(after[-1])
    _ruff(tmp_path)
    assert [path.read_text() for path in paths] == after
    assert sum(text.count("\n") for text in after) > 4 * len(after)
