"""Values, operators, containers and built-in functions in the interpreter, compared with Python."""

from collections.abc import Callable

import pytest

from tests.unit.interpreted import Interpreted, Program, read_programs

Agree = Callable[..., Interpreted]
Run = Callable[..., Interpreted]

# Each line binds one name; all of them are decided.
EXPRESSIONS = [
    # numbers and texts
    "1 + 2 * 3 - 4 / 8",
    "7 // 2, 7 % 3, -7 // 2, 2 ** 10, 1 << 4, 6 & 3, 6 | 1, 6 ^ 3, ~5, -(3), +4, not 1",
    "0x10, 0o7, 0b11, 1_000, 1.5e3, 1j, True, None, ...",
    "'a' 'b' \"c\"",
    "b'x' + b'y'",
    "'%s-%d' % ('a', 1), '%(k)s' % {'k': 'v'}, '{} {x}'.format(1, x=2), 'from .{0} import *'.format('a')",
    "f\"{1 + 1}{'a'!r:>5}{3.14159:.2f}{{}}\"",
    "'a.b.c'.split('.'), 'a.b'.partition('.'), ' x '.strip(), 'x'.join(['1', '2'])",
    "'abc'.upper(), 'Abc'.startswith(('A', 'b')), 'abc'.replace('b', 'd'), 'abc'.find('c')",
    "'abc'[1], 'abc'[-1], 'abcd'[1:3], 'abcd'[::-1], 'a' in 'abc', 'z' not in 'abc'",
    "'abc'.removesuffix('c'), 'a b'.title(), 'x'.encode(), b'x'.decode(), len('abc')",
    # comparisons and logic
    "1 < 2 < 3, 1 == 1.0, 1 != 2, 'a' < 'b', (1, 2) < (1, 3), 3 >= 3",
    "1 and 2, 0 or 'x', None and 1, not (1 and 0), 1 if 0 else 2",
    "None is None, 1 is not None, () == (), (1, 'a') == (1, 'a')",
    "True + True, isinstance(True, int), isinstance('a', (int, str)), issubclass(bool, int)",
    # tuples, lists, sets
    "(1, 2) + (3,), (1,) * 3, (1, 2, 3)[1:], (1, 2).index(2), (1, 1).count(1), ()",
    "[1, 2] + [3], [0] * 2, [1, 2, 3][-2:], [*range(3), *'ab'], [[1], [2]][1][0]",
    "{1, 2} | {2, 3}, {1, 2} & {2}, {1, 2} - {2}, 1 in {1}, set('ab'), frozenset([1])",
    "sorted({'b', 'a'}), sorted(['b', 'a'], reverse=True), list(reversed([1, 2]))",
    "(*(1, 2), 3), [*[1], *(2,)], {*'ab'}",
    # dicts
    "{'a': 1, **{'b': 2}}, dict(a=1), dict([('x', 1)]), {**{'a': 1}, 'a': 2}",
    "{'a': 1}['a'], {'a': 1}.get('b'), {'a': 1}.get('b', 2), 'a' in {'a': 1}, {1: 2} | {3: 4}",
    "list({'a': 1}), list({'a': 1}.keys()), list({'a': 1}.values()), list({'a': 1}.items())",
    "{k: v for k, v in zip('ab', [1, 2])}, {k for k in 'ab'}, {'a': 1}.copy(), len({1: 1})",
    # comprehensions
    "[x * y for x in (1, 2) for y in (3, 4) if x != y - 2]",
    "[[y for y in range(x)] for x in range(3)]",
    "[name for name in ('a', '', 'b') if name]",
    "list(x for x in 'ab'), tuple(i for i, _ in enumerate('ab'))",
    # built-in functions
    "list(range(3)), list(range(1, 7, 2)), list(range(3, 0, -1)), len(range(4))",
    "list(enumerate('ab', start=1)), list(zip('ab', (1, 2), 'xyz')), list(map(str, [1, 2]))",
    "list(filter(None, [0, 1, ''])), list(filter(lambda x: x > 1, [1, 2]))",
    "min(3, 1), max([1, 5]), sum([1, 2]), abs(-3), round(2.567, 1), divmod(7, 2)",
    "any([0, 1]), all([1, 0]), any([]), all([]), bool([]), bool('x'), bool(0)",
    "int('5'), float('1.5'), str(1), repr('a'), int('ff', 16), ord('a'), chr(98), hex(255)",
    "str(True), bytes([65]), list('ab'), tuple([1]), type(1).__name__, type('a') is str",
    "callable(len), callable(1), getattr(str, '__name__'), hasattr('a', 'upper')",
    "list(iter('ab'))",
    "(lambda x, *a, k=1: (x, a, k))(1, 2, k=3)",
]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_has_pythons_value(agree: Agree, expression: str) -> None:
    agree(f"value = ({expression})\n")


PROGRAMS = read_programs(
    """
# program: lists-change-in-place
a = [3, 1]
a.append(4); a.extend((1, 5)); a.insert(0, 9); a.remove(1)
popped, first = a.pop(), a.pop(0)
b = a; b += [7]; c = a.copy(); c.clear()
a[0] = "x"; a[-1] = "y"
same = a is b, a == b

# program: slices-are-assigned
a = [1, 2, 3]
a[1:2] = ['x', 'y']

# program: sorted-in-place
a = ['b', 'a']
a.sort()
first = a[0]

# program: reversed-in-place
a = [1, 2]
a.reverse()
first = a[0]

# program: sets-change-in-place
a = {1}
a.add(2); a.add(1); a.update([3], (4,)); a.discard(9); a.remove(1)
b = a.copy(); b.clear()

# program: dicts-change-in-place
a = {"x": 1}
a["y"] = 2; a.update({"z": 3}, w=4); a.update([("v", 5)])
got, made, popped, gone = a.setdefault("x", 9), a.setdefault("n", []), a.pop("y"), a.pop("none", "d")
made.append(1)
nested = {}
nested.setdefault("k", {})["deep"] = 1
for key, value in a.items(): pass

# program: global-tables
globals()["made"] = 1
name = globals()["__name__"]
def f():
    x = 1
    return sorted(locals())
local = f()
found = "made" in globals(), vars()["made"]

# program: loops-over-tables
ROUTES = {}
for page in ("home", "mag"):
    for suffix in ["a", "b"]:
        ROUTES[f"{page}.{suffix}"] = {"queue": page}
names = list(ROUTES)
queue = ROUTES["mag.b"]["queue"]

# program: paths-of-text
import os.path
from os.path import join, dirname
joined, parent, stem = join("a", "b", "c.py"), dirname("a/b"), os.path.splitext("x.py")[0]
base, split, norm = os.path.basename("/a/b.txt"), os.path.split("a/b"), os.path.normpath("a/../b")

# program: pathlib
from pathlib import Path
here = Path("a") / "b.tar.gz"
told = here.name, here.stem, here.suffix, str(here), str(here.parent), here.as_posix()
more = str(Path("x").joinpath("y", "z")), str(here.with_suffix(".txt")), here.parts
del here

# program: files-of-the-project
from pathlib import Path
import os
here = Path(__file__).parent
names = sorted(path.name for path in here.glob("*.txt"))
there = (here / "one.txt").exists(), os.path.exists(os.path.join(os.path.dirname(__file__), "three.txt"))
text = (here / "one.txt").read_text()
del here
# file: one.txt
content
# file: two.txt

# program: star-import-of-constants
from consts import *
total = A + B
# file: consts.py
A, B = 1, 2

# program: itertools
from itertools import chain
values = list(chain([1], (2,)))

# program: ordered-dict-and-namespace
from collections import OrderedDict
from types import SimpleNamespace
value = OrderedDict(a=1)["a"], SimpleNamespace(x=2).x

# program: typing-helps-nothing
from typing import TYPE_CHECKING, Any, Optional, cast
if TYPE_CHECKING:
    import not_there_at_all
Alias = Optional[int]
x: "Missing" = cast("Any", 3)
del Alias

# program: python-version
import sys
if sys.version_info >= (3, 8):
    branch = "new"
else:
    branch = "old"
major, platform_known = sys.version_info[0], sys.platform == "linux"

# program: chain-from-iterable
import itertools
values = list(itertools.chain.from_iterable([[3], [4]]))

# program: chain-from-iterable-of-a-name
from itertools import chain
values = list(chain.from_iterable([[3], [4]]))

# program: methods-of-types
values = list(map(str.strip, [' a', 'b ']))

# program: dict-fromkeys
value = dict.fromkeys(['a', 'b'], 0)

# program: sets-hold-each-element-once
values = len(set('aab')), len({x for x in (1, 1)}), sorted({*'aa'})

# program: containers-are-compared
equal, same = [] == [], {'a': 1} == {'a': 1}

# program: next-of-a-list
value = next(iter([5, 6]))

# program: attributes-of-foreign-functions
# unknown: doc
import os
doc = os.getenv.__doc__

# program: missing-key
{}['k']

# program: bad-sum
1 + 'a'

# program: bad-sum-of-list
[1] + (2,)

# program: division-by-zero
1 / 0

# program: bad-index
[1][5]

# program: bad-number
int('x')

# program: remove-what-is-not-there
[1].remove(2)

# program: pop-from-nothing
[].pop()

# program: no-such-method
'a'.missing()

# program: attribute-of-none
None.attribute

# program: attribute-of-module
import os
os.nothing_here

# program: attribute-of-own-module
import leaf
leaf.missing
# file: leaf.py
"""
)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_binds_what_it_binds_in_python(agree: Agree, program: Program) -> None:
    agree(program.text, unknown=program.unknown)
