"""Settings that python-decouple reads, held against what python-decouple 3.8 gave for the same files."""

import os
from pathlib import Path, PurePosixPath

import pytest

from automappa_scaffold.registry.prediction import predict
from automappa_scaffold.registry.start_input import WorkerStart
from automappa_scaffold.source.tree import SourceTree

HEAD = """
from celery import Celery
from decouple import AutoConfig, Choices, Config, Csv, RepositoryEnv, UndefinedValueError, config
from pathlib import Path
queue = Celery("proj")
"""
TASK = "@queue.task(name=str(FOUND))\ndef work(): pass\n"
AUTO = "config = AutoConfig(search_path=Path(__file__).parent / 'conf')\nFOUND = config('SHOP_A')\n"
FILE = "config = Config(RepositoryEnv('.env'))\n"
UNDEFINED = "UndefinedValueError: SHOP_A not found. Declare it as envvar or define a default value."

# What is written, the files beside it, and the name or the error that came of it.
CASES = {
    "folder-without-a-file": (AUTO, {}, UNDEFINED),
    "folder-with-a-file": (AUTO, {"proj/conf/.env": "SHOP_A=q\n"}, "q"),
    "file-further-up": (
        "FOUND = AutoConfig('proj/conf')('SHOP_A', cast=int) + 1\n",
        {".env": "SHOP_A=12\n", "proj/conf/x": ""},
        "13",
    ),
    "where-it-is-called": ("FOUND = AutoConfig()('SHOP_A', default='d')\n", {"proj/.env": "SHOP_A=e\n"}, "e"),
    "repository": (FILE + "FOUND = config('SHOP_A')\n", {".env": "SHOP_A='e'\n"}, "e"),
    "repository-asked": (
        FILE + "FOUND = config.get('SHOP_A', default='d', cast=str)\n",
        {".env": "B=1\n"},
        "d",
    ),
    "repository-that-lacks-it": (FILE + "FOUND = config('SHOP_A')\n", {".env": "B=1\n"}, UNDEFINED),
    "repository-without-a-file": (
        FILE + "FOUND = config('SHOP_A')\n",
        {},
        "FileNotFoundError: [Errno 2] No such file or directory: '.env'",
    ),
    "comment-belongs-to-the-value": ("FOUND = config('SHOP_A')\n", {".env": "SHOP_A=x # y\n"}, "x # y"),
    "dollar-belongs-to-the-value": ("FOUND = config('SHOP_A')\n", {".env": "SHOP_A=x$HOME\n"}, "x$HOME"),
    "export-belongs-to-the-name": (
        "FOUND = config('SHOP_A', default='d')\n",
        {".env": "export SHOP_A=x\n"},
        "d",
    ),
    "quote-without-its-pair": ("FOUND = config('SHOP_A')\n", {".env": 'SHOP_A="x\n'}, '"x'),
    "section": (
        "FOUND = config('SHOP_A', 'd') + config('SHOP_B', 'd')\n",
        {"settings.ini": "[settings]\nSHOP_A: i\n[other]\nSHOP_B=1\n"},
        "id",
    ),
    "truth": ("FOUND = config('SHOP_A', default='yes', cast=bool)\n", {}, "True"),
    "truth-of-nothing": ("FOUND = config('SHOP_A', cast=bool)\n", {".env": "SHOP_A=\n"}, "False"),
    "no-truth": (
        "FOUND = config('SHOP_A', cast=bool)\n",
        {".env": "SHOP_A=Maybe\n"},
        "ValueError: Invalid truth value: maybe",
    ),
    "number-of-none": (
        "FOUND = config('SHOP_A', default=None, cast=int)\n",
        {},
        "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'",
    ),
    "text-of-none": ("FOUND = config('SHOP_A', default=None, cast=str) + '!'\n", {}, "None!"),
    "list": ("FOUND = config('SHOP_A', default='a, b,,c ', cast=Csv())\n", {}, "['a', 'b', 'c']"),
    "list-of-numbers": ("FOUND = config('SHOP_A', default='1,2', cast=Csv(int))\n", {}, "[1, 2]"),
    "tuple": (
        "FOUND = config('SHOP_A', default='a b', cast=Csv(delimiter=' ', post_process=tuple))\n",
        {},
        "('a', 'b')",
    ),
    "choice": ("FOUND = config('SHOP_A', default='a', cast=Choices(['a', 'b']))\n", {}, "a"),
    "no-choice": (
        "FOUND = config('SHOP_A', default='c', cast=Choices(['a', 'b']))\n",
        {},
        "ValueError: Value not in list: 'c'; valid values are ['a', 'b']",
    ),
    "caught": (
        "try:\n    FOUND = config('SHOP_A')\nexcept UndefinedValueError:\n    FOUND = 'none'\n",
        {},
        "none",
    ),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_settings_are_those_that_decouple_gives(name: str, tmp_path: Path) -> None:
    code, files, expected = CASES[name]
    for path, text in {"proj/__init__.py": "", "proj/tasks.py": HEAD + code + TASK, **files}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    library = (os.path.dirname(os.__file__),)
    start = WorkerStart(app="proj.tasks:queue", sys_path=(str(tmp_path),), outside=library)
    registry = predict(SourceTree(tmp_path), start, [PurePosixPath("proj/tasks.py")]).registry
    assert not registry.unknown
    told = registry.error.message if registry.error is not None else next(iter(registry.names))
    assert told == expected
