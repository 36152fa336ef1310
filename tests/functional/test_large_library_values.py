"""What a few characters of source make the library blow up is not made."""

import bz2
import json
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = str(Path(sys.executable).with_name("automappa-scaffold"))
MOST_MIB = 150  # a check of such an app takes about 35

APPS = {
    "packed": f"import bz2\nbz2.decompress({bz2.compress(bytes(300_000_000))!r})\n",
    "packed twice": f"import bz2\nbz2.decompress({bz2.compress(bytes(40_000_000))!r} * 8)\n",
    "formatter": 'import string\nstring.Formatter().format("{:>1000000000}", 1)\n',
    "formatter's width": 'import string\nstring.Formatter().format("{:>{}}", 1, 1000000000)\n',
    "vformat": 'import string\nstring.Formatter().vformat("{:>{}}", (1, 1000000000), {})\n',
    "dumped": "import json\njson.dumps([1], indent=1000000000)\n",
    "filled": "import textwrap\ntextwrap.wrap('a b', width=10**9, initial_indent=' ' * 5)\n",
    "printed": "import pprint\npprint.pformat([1, 2], indent=10**9)\n",
    "types in types": "x = list[int]\nfor _ in range(60):\n    x = dict[x, x]\nstr(x)\n",
    "annotated types": (
        "import typing\nx = typing.Annotated[int, 1]\n"
        "for _ in range(60):\n    x = typing.Annotated[x, x]\nstr(x)\n"
    ),
    "a buffer": "import io\ns = io.StringIO()\nfor _ in range(10**6):\n    s.write('a' * 10**6)\n",
    "indented": "import json\njson.JSONEncoder(indent=1000000000).encode([1])\n",
}
# The kernel carries the memory of the process that starts another over into the most
# that it used, so a small process starts the tool, not the one that runs all tests.
LAUNCHER = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
print(usage.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""
HEAD = "from celery import Celery\n\nqueue = Celery('app')\n\n\n@queue.task\ndef work():\n    pass\n\n\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems count memory otherwise")
@pytest.mark.parametrize("name", APPS)
def test_values_that_would_fill_the_memory_are_not_made(name: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(HEAD + APPS[name])
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\nversion = '1'\n")
    command = [TOOL, "tasks", "--no-cache", "--format", "json"]
    ended = subprocess.run(
        [sys.executable, "-c", LAUNCHER, *command], cwd=tmp_path, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    assert [task["name"] for task in json.loads(ended.stdout)["tasks"]] == ["app.work"]
    assert int(ended.stderr.split()[-1]) / 1024 < MOST_MIB
