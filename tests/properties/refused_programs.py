"""Programs for the compiler: statements that it refuses, or refuses in some places, among ordinary ones."""

import random
import textwrap
from collections.abc import Iterator
from pathlib import Path

__all__ = ["STATEMENTS", "iter_programs"]

_TEXT = (Path(__file__).parent / "refused_statements.txt").read_text(encoding="utf-8")
STATEMENTS = tuple(line.replace("\\n", "\n").replace("\\\\\n", "\\\n") for line in _TEXT.splitlines())
_ORDINARY = (
    "x = 1",
    "import os",
    "def h(a, b=1):\n  return a",
    "print('a', b=1)",
    "if x:\n  y = 2\nelse:\n  y = 3",
    "for i in x:\n  print(i)",
    "'text'",
    "class D:\n  a = 1\n  def m(self, k=1): return f(k=k)",
    "@q.task(bind=True)\ndef t(self, a: int = 1):\n  return a",
    "q(\n  a=1,\n  b=2,\n)",
    "# f(a=1, a=2)",
    "x = 'f(a=1, a=2)'",
    "# comment: async, yield",
    "with a as b: pass",
    "try:\n  import x\nexcept ImportError:\n  x = None",
    "x, *y = z",
    "y = a * b",
    "def v(*args, **kw): return g(*args, **kw)",
)
_AROUND = (
    ("def f(x):", 2, ""),
    ("async def f(x):", 2, ""),
    ("class K:", 2, ""),
    ("for i in j:", 2, ""),
    ("while i:", 2, "else:\n  pass"),
    ("if i:", 4, "else:\n y = 1"),
    ("if i: pass\nelse:", 2, ""),
    ("try:", 2, "except A as e:\n  pass"),
    ("try:\n  pass\nexcept A:", 2, "finally:\n  x = 2"),
    ("try:\n  pass\nfinally:", 2, ""),
    ("with a as b:", 2, ""),
    ("@d(a=1)\ndef f(self, x=f(a=1)):", 2, ""),
    ("def f():\n  if x:", 4, "  return 1"),
    ("match x:\n  case 1:", 4, ""),
)


def iter_programs(count: int, seed: int) -> Iterator[str]:
    """Yield so many programs; nearly half of those that parse are refused by the compiler."""
    rng = random.Random(seed)
    for number in range(count):
        yield _program(rng, STATEMENTS[number % len(STATEMENTS)])


def _program(rng: random.Random, text: str) -> str:
    for _ in range(rng.randrange(4)):
        text = _among(rng, text, 0.4)
        head, indent, tail = rng.choice(_AROUND)
        text = "\n".join(filter(None, (head, textwrap.indent(text, " " * indent), tail)))
    text = _among(rng, text, 0.6) + "\n"
    return text.replace("\n", "\r\n") if rng.random() < 0.1 else text


def _among(rng: random.Random, text: str, share: float) -> str:
    before, after = (rng.choice(_ORDINARY) if rng.random() < share else "" for _ in range(2))
    return "\n".join(filter(None, (before, text, after)))
