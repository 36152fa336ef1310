"""Sources that would hang or crash a careless reader end in a finding or an unknown."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

APP = b"from celery import Celery\nqueue = Celery(__name__)\nqueue.conf.imports = ['proj.x']\n"
TASK = b"from proj.tasks import queue\n\n\n@queue.task\ndef b():\n    pass\n\n\n"

SOURCES = {
    "5000 nested parentheses": TASK + b"x = " + b"(" * 5000 + b")" * 5000 + b"\n",
    "a sum of 20000 terms": TASK + b"x = " + b" + ".join([b"1"] * 20000) + b"\n",
    "an or of 20000 terms": TASK + b"x = " + b" or ".join([b"0"] * 20000) + b"\n",
    "3000 elifs": TASK
    + b"y = 1\nif y == 0: pass\n"
    + b"".join(b"elif y == %d: pass\n" % i for i in range(3000)),
    "NUL bytes": TASK + b"x = '\0'\n",
    "a byte that is not UTF-8": TASK + b"s = '\xe9'\n",
    "latin-1 with its cookie": b"# -*- coding: latin-1 -*-\n" + TASK + b"s = '\xe9'\n",
    "an unknown cookie": b"# coding: nope\n" + TASK,
    **{
        f"the cookie {codec}": f"# coding: {codec}\n".encode() + TASK
        for codec in ("utf-7", "rot13", "utf-16", "hex", "undefined", "unicode_escape")
    },
    "UTF-16": TASK.decode().encode("utf-16"),
    "a BOM": b"\xef\xbb\xbf" + TASK,
    "Python 2": TASK + b"print 'x'\n",
    "syntax of Python 3.14": TASK + b"x = t'{b}'\n",
    "syntax of Python 3.12": TASK + b"def first[T](items: list[T]) -> T:\n    return items[0]\n",
    "an endless loop": TASK + b"while True:\n    pass\n",
    "an endless generator": TASK
    + b"def g():\n    while True:\n        yield 1\n\n\nfor i in g():\n    pass\n",
    "endless recursion": TASK + b"def f(n):\n    return f(n + 1)\n\n\nf(0)\n",
    "a huge range": TASK + b"for i in range(10**9):\n    pass\n",
    "a huge power": TASK + b"x = 10 ** 10 ** 10\n",
    "a fraction of a huge power": TASK + b"from fractions import Fraction\nx = Fraction('1e99999999')\n",
    "a huge power of a fraction": TASK
    + b"from fractions import Fraction\nx = Fraction(3, 7) ** 99999999\ny = 2 ** Fraction(10**9)\n",
    "whole parts of huge decimals": TASK
    + b"from decimal import Decimal\nx = int(Decimal('1e99999999')), round(Decimal('1e99999999'))\n",
    "rounding far away": TASK
    + b"from fractions import Fraction\nx = round(5, -(10**9)), round(Fraction(1, 3), 99999999)\n",
    "methods that are huge powers": TASK
    + b"from fractions import Fraction\nx = (2).__pow__(2**40), Fraction(3, 7).__pow__(99999999)\n",
    "bytes that are padded": TASK
    + b"import struct\nx = struct.pack('9000000000x')\ny = (5).to_bytes(10**10, 'big')\n",
    "a text that doubles": TASK + b"x = 'a'\nfor i in range(60):\n    x = x + x\n",
    "a huge list": TASK + b"x = [0] * 10**12\n",
    "a wide format": TASK + b"x = f'{1:>100000000}'\n",
    "a huge shift": TASK + b"x = 1 << 10**9\n",
    "numbers that square": TASK + b"x = 7\nfor i in range(100):\n    x = x * x\n",
    "a wide format of a text": TASK + b"x = '{:>1000000000}'.format(1)\ny = '%1000000000d' % 1\n",
    "a text that is padded": TASK + b"x = 'a'.ljust(10**10) + 'b'.zfill(10**10)\nb = bytes(10**10)\n",
    "a list that doubles": TASK + b"x = [1]\nwhile True:\n    x = x + x\n",
    "dicts of dicts": TASK + b"d = {}\nfor i in range(100000):\n    d[i] = dict(d)\n",
    "a dict of 100000 keys": TASK + b"x = {" + b",".join(b"%d:1" % i for i in range(100000)) + b"}\n",
    "undecided calls that double": TASK
    + b"import foreign\ndef f(n):\n    if foreign.x(): return f(n - 1)\n    return f(n - 1) + 1\nf(60)\n",
    "undecided loops in loops": TASK
    + b"import foreign\n"
    + b"".join(b" " * i + b"for a%d in foreign.x():\n" % i for i in range(12))
    + b" " * 12
    + b"x = 1\n",
    "2000 classes, each the base of the next": TASK + b"class A: pass\n" + b"class A(A): pass\n" * 2000,
    "2000 decorators": TASK + b"@queue.task\n" * 2000 + b"def z(): pass\n",
    "a list in itself": TASK + b"x = []\nx.append(x)\ny = str(x), x == x, [x] * 2\n",
    "attributes without end": TASK
    + b"class A:\n    def __getattr__(self, n): return getattr(self, n + 'x')\nA().y\n",
    "a regular expression without end": TASK + b"import re\nx = re.match('(a+)+$', 'a' * 40 + 'b')\n",
    "an endless count": TASK + b"import itertools\nx = list(itertools.count())\n",
    "every permutation": TASK + b"import itertools\nx = list(itertools.permutations(range(12)))\n",
    "all files of the machine": TASK
    + b"import glob, os\nx = glob.glob('/**/*', recursive=True), list(os.walk('/'))\n",
    "an endless device that is read": TASK + b"x = open('/dev/zero').read()\n",
    "exec in exec": TASK + b"s = 'exec(s)'\nexec(s)\n",
    "4 MB of statements": TASK + b"x = 1\n" * 700_000,
    "undecided in every turn": TASK
    + b"import foreign\nfor i in range(40):\n    if foreign.x():\n        z = i\n",
}


def write_project(folder: Path, source: bytes | None) -> None:
    package = folder / "proj"
    package.mkdir()
    (package / "__init__.py").write_bytes(b"")
    (package / "tasks.py").write_bytes(APP)
    if source is not None:
        (package / "x.py").write_bytes(source)


def run_check(folder: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "automappa_scaffold", "check", "--project", str(folder)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    assert "registered" in done.stdout
    return done


@pytest.mark.parametrize("name", SOURCES)
def test_a_hostile_file_ends_in_an_answer(name: str, tmp_path: Path) -> None:
    write_project(tmp_path, SOURCES[name])
    run_check(tmp_path)


def test_a_file_of_another_python_is_not_called_a_syntax_error(tmp_path: Path) -> None:
    write_project(tmp_path, SOURCES["syntax of Python 3.12"])
    assert "AMS001" not in run_check(tmp_path).stdout


def test_type_parameters_are_read_by_any_python(tmp_path: Path) -> None:
    source = b"""
from proj.tasks import queue

type Alias[T] = list[T]


class Box[T]:
    content: T

    def put(self, content: T) -> Alias[T]: ...


@queue.task
def first[T](items: list[T], count: int = 1) -> T:
    return items[0]
"""
    write_project(tmp_path, source)
    command = [sys.executable, "-m", "automappa_scaffold", "tasks", "--format", "json"]
    done = subprocess.run([*command, "--project", str(tmp_path)], capture_output=True, check=False)
    answer = json.loads(done.stdout)
    assert [(task["name"], task["line"]) for task in answer["tasks"]] == [("proj.x.first", 14)]
    assert answer["unknown"] == []


def test_a_text_in_latin_1_is_read(tmp_path: Path) -> None:
    write_project(tmp_path, SOURCES["latin-1 with its cookie"])
    assert run_check(tmp_path).stdout.startswith("no findings: 1 task registered")


@pytest.mark.parametrize(
    "kind", ["fifo", "folder", "link to itself", "endless device", "link loop of folders"]
)
def test_what_is_no_regular_file_does_not_hang(kind: str, tmp_path: Path) -> None:
    write_project(tmp_path, TASK if kind == "link loop of folders" else None)
    path = tmp_path / "proj" / "x.py"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "link to itself":
        path.symlink_to("x.py")
    elif kind == "endless device":
        path.symlink_to("/dev/zero")
    else:
        (tmp_path / "proj" / "loop").symlink_to("..")
    run_check(tmp_path)


def test_escape_codes_in_a_file_name_never_reach_the_terminal(tmp_path: Path) -> None:
    write_project(tmp_path, TASK)
    (tmp_path / "proj" / "\x1b[31mred.py").write_bytes(TASK)
    assert "\x1b" not in run_check(tmp_path).stdout


@pytest.mark.parametrize("mebibytes", [180, 240, 250, 260, 350, 400])
def test_a_process_of_limited_size_answers_all_the_same(mebibytes: int, example: Path) -> None:
    size = mebibytes * 1024 * 1024
    done = subprocess.run(
        [sys.executable, "-m", "automappa_scaffold", "check", "--no-cache"],
        cwd=example,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("no findings: 8 tasks registered")
