"""What depends on an order that source does not tell: of sets, of folders."""

from collections.abc import Callable

import pytest

SOURCES = {
    "set": "{'bb', 'aa'}",
    "frozenset": "frozenset(['bb', 'aa'])",
    "set of a listing": "set(os.listdir(HERE))",
    "list of a set": "list({'bb', 'aa'})",
    "listdir": "os.listdir(HERE)",
    "scandir": "(entry.name for entry in os.scandir(HERE))",
    "glob": "map(os.path.basename, glob.glob(HERE + '/*'))",
    "iterdir": "[path.name for path in Path(HERE).iterdir()]",
    "walk": "(name for _, _, names in os.walk(HERE) for name in names)",
}
OF_ORDER = {
    "joined": "''.join(FOUND)",
    "joined by a generator": "''.join(name for name in FOUND)",
    "first": "next(iter(FOUND))",
    "last": "[*FOUND][-1]",
    "numbered": "[*enumerate(FOUND)]",
    "numbers of names": "{name: number for number, name in enumerate(name for name in FOUND)}",
    "sorted with ties": "sorted(FOUND, key=len)",
    "least with ties": "min(FOUND, key=len)",
    "folded": "functools.reduce(lambda text, name: text + name, FOUND)",
    "chained": "''.join(itertools.chain(FOUND, ()))",
    "summed": "sum(([name] for name in FOUND), [])[0]",
    "spread": "(lambda *names: names[0])(*FOUND)",
    "keys": "[*dict.fromkeys(FOUND)]",
    "counted": "collections.Counter(FOUND).most_common(1)",
    "queued": "collections.deque(FOUND)[0]",
    "grouped": "[*group(FOUND)]",
    "grown": "grow(FOUND)[0]",
    "kept first": "keep_first(FOUND)",
    "kept last": "keep_last(FOUND)",
    "kept in an attribute": "keep_outside(FOUND)",
    "told apart by a generator": "''.join(tell(FOUND))",
    "counted by hand": "count(FOUND)",
    "counted by what grows": "measure(FOUND)",
    "counted by a counter": "number(FOUND)",
    "put after another": "follow(FOUND)",
    "counted in a handler": "count_failures(FOUND)",
    "counted in a case": "count_cases(FOUND)",
    "a sum that is read": "number_told(tell(FOUND))",
    "fractions summed": "add_fractions(FOUND)",
    "objects alike": "[one.name for one in sorted(map(Alike, FOUND))]",
    "least of objects alike": "min(map(Alike, FOUND)).name",
}
OF_NO_ORDER = {
    "sorted": "''.join(sorted(FOUND))",
    "how many": "len(list(FOUND))",
    "least": "min(FOUND)",
    "one of them": "'aa' in [*FOUND]",
    "lengths": "sum(len(name) for name in FOUND)",
    "any": "any(name == 'aa' for name in FOUND)",
    "a set": "{name for name in FOUND} == {'aa', 'bb'}",
    "paths": "[path.name for path in sorted(map(Path, FOUND))]",
    "a dict that is filled under names": "fill(FOUND)",
    "the first that other code gives, which goes through them": "first_with_size(FOUND)",
    "sorted by distinct keys": "sorted(FOUND, key=lambda name: name[0])",
}
PROGRAM = """
import collections, functools, glob, itertools, os
from pathlib import Path

HERE = os.path.join(os.path.dirname(__file__), "folder")


def group(names):
    found = collections.defaultdict(list)
    for name in names:
        found[name].append(name)
    return found


def grow(names):
    found = []
    for name in names:
        found.append(name)
    return found


def keep_first(names):
    found = {}
    for name in names:
        found.setdefault("first", name)
    return found["first"]


def keep_last(names):
    for name in names:
        last = name
    return last


class Outside:
    last = ""


def keep_outside(names):
    for name in names:
        Outside.last = name
    return Outside.last


def tell(names):
    for name in names:
        yield name


def count(names):
    found, number = {}, 0
    for name in names:
        number = number + 1
        found[name] = number
    return found["aa"]


def measure(names):
    found, seen = {}, []
    for name in names:
        seen.append(name)
        found[name] = len(seen)
    return found["aa"]


def number(names):
    found, numbers = {}, itertools.count()
    for name in names:
        found[name] = next(numbers)
    return found["aa"]


def follow(names):
    found, before = {}, ""
    for name in names:
        found[name] = before
        before = name
    return found["aa"]


def count_failures(names):
    found, number = {}, 0
    for name in names:
        try:
            int(name)
        except ValueError:
            number = number + 1
        found[name] = number
    return found["aa"]


def count_cases(names):
    found, number = {}, 0
    for name in names:
        match name:
            case str():
                number += 1
        found[name] = number
    return found["aa"]


def number_told(names):
    found, number = {}, 0
    for name in names:
        number += 1
        found[name] = number
    return found["aa"]


def add_fractions(names):
    total = 0.1
    for name in tell(names):
        total += {"aa": 0.2, "bb": 0.7}[name]
    return total


def fill(names):
    found = {}
    for name in names:
        if name not in os.environ:
            short = name[:1]
            found[short] = name
    return sorted(found)


def size(names):
    return len([name for name in names])


def with_sizes(names):
    for word in ("x", "y"):
        yield word, size(names)


def first_with_size(names):
    for word, number in with_sizes(names):
        return word, number


class Alike:
    def __init__(self, name):
        self.name = name

    def __lt__(self, other):
        return False

    def __eq__(self, other):
        return True


value = str(VALUE)
del HERE
# file: folder/aa
# file: folder/bb
"""


def _program(value: str, source: str) -> str:
    return PROGRAM.replace("VALUE", value.replace("FOUND", source))


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
@pytest.mark.parametrize("value", OF_ORDER.values(), ids=OF_ORDER)
def test_what_depends_on_the_order_is_left_open(
    agree: Callable[..., object], value: str, source: str
) -> None:
    agree(_program(value, source), unknown=("value",))


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
@pytest.mark.parametrize("value", OF_NO_ORDER.values(), ids=OF_NO_ORDER)
def test_what_is_the_same_in_any_order_is_told(agree: Callable[..., object], value: str, source: str) -> None:
    agree(_program(value, source))
