"""Functions, generators, decorators and context managers in the interpreter, compared with Python."""

from collections.abc import Callable

import pytest

from tests.unit.interpreted import Interpreted, Program, read_programs

Agree = Callable[..., Interpreted]

PROGRAMS = read_programs(
    '''
# program: exec-of-an-unknown-text-may-bind-any-name
# unknown: x
import os
exec(str(os.getpid())[:0] or "FOO = 1")
x = FOO
del FOO

# program: parameters
def f(a, b=2, /, c=3, *args, d, e=5, **kwargs):
    return a, b, c, args, d, e, kwargs
one = f(1, d=4)
two = f(1, 2, 3, 4, 5, d=6, x=7)
three = f(*[1, 2], **{"d": 4, "c": 9})
four = f(1, *(2, 3), 8, d=0, **dict(z=1))

# program: defaults-are-made-once
def f(x, seen=[]):
    seen.append(x)
    return list(seen)
f(1)
seen = f(2)

# program: closures
def counter():
    count = 0
    def step():
        nonlocal count
        count += 1
        return count
    return step
first, second = counter(), counter()
values = first(), first(), second()
makers = [lambda: i for i in range(3)]
late = [make() for make in makers]
bound = [make() for make in [lambda i=i: i for i in range(3)]]
del makers, i

# program: global-names
total = 0
def add(n):
    global total, made
    total += n
    made = n
add(2)
add(3)

# program: recursion
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
value = depth(20)

# program: names-of-functions
def outer():
    def inner(): pass
    return inner
f = outer()
f.__name__ = "renamed"
f.kind = "marked"
name, kind, module, doc = f.__name__, f.kind, f.__module__, outer.__doc__

# program: docstrings
"""About the module."""
def f():
    """About f."""
class A:
    """About A."""
texts = __doc__, A.__doc__

# program: function-docstring
def f():
    """About f."""
text = f.__doc__

# program: wraps
import functools
def traced(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return ("traced", function(*args, **kwargs))
    return wrapper
def plain(function):
    def wrapper(*args): return function(*args)
    return wrapper
@traced
def one(x):
    "doc"
    return x
@plain
def two(x): return x
@traced
@plain
def three(x): return x
names = one.__name__, two.__name__, three.__name__, one.__module__
values, inner = (one(1), two(2), three(3)), one.__wrapped__(5)

# program: decorator-with-arguments
def repeat(times, *, prefix=""):
    def decorate(function):
        def wrapper(*args):
            return [prefix + function(*args)] * times
        wrapper.__name__ = function.__name__
        return wrapper
    return decorate
@repeat(2, prefix="_")
def hello(name): return "hello " + name
said, name = hello("you"), hello.__name__

# program: decorator-object
class Registry:
    def __init__(self): self.names = []
    def __call__(self, function):
        self.names.append(function.__name__)
        return function
    def named(self, name):
        return lambda function: self.names.append(name) or function
registry = Registry()
@registry
def one(): pass
@registry.named("zwei")
def two(): pass
names = registry.names
del registry

# program: decorators-run-from-below
order = []
def mark(n):
    order.append(("made", n))
    def decorate(function):
        order.append(("applied", n))
        return function
    return decorate
@mark(1)
@mark(2)
def f(): pass

# program: decorator-from-another-module
from tools import shout
@shout
def hello(): return "hello"
said, name, module = hello(), hello.__name__, hello.__module__
# file: tools.py
def shout(function):
    def loud(): return function().upper()
    return loud

# program: cached
from functools import lru_cache, cache, cached_property
@lru_cache(maxsize=None)
def f(x): return x + 1
@cache
def g(x): return x * 2
class A:
    @cached_property
    def value(self): return 4
values = f(1), g(2), A().value
del f, g  # objects of a class of functools

# program: partial
from functools import partial, reduce
def f(a, b, c=0): return a, b, c
g = partial(f, 1, c=3)
values = g(2), g(2, c=4), g.func is f, g.args, g.keywords
total = reduce(lambda x, y: x + y, [1, 2, 3], 10)
del g

# program: generators
def numbers(n):
    for i in range(n):
        if i == 1:
            continue
        yield i
    yield from ["a", "b"]
listed, joined = list(numbers(4)), tuple(numbers(2))
first = next(numbers(3))
doubled = [x * 2 for x in numbers(3) if x != "a"]
gen = sum(x for x in range(5))
pairs = dict((k, v) for k, v in [("a", 1)])
found = any(x == 2 for x in range(4)), all(x for x in [1, 0])

# program: generator-that-returns
def limited():
    yield 1
    return
    yield 2
values = list(limited())

# program: context-managers
events = []
class Manager:
    def __init__(self, name): self.name = name
    def __enter__(self):
        events.append("enter " + self.name)
        return self.name
    def __exit__(self, kind, value, trace):
        events.append(f"exit {self.name} {kind.__name__ if kind else None}")
        return kind is KeyError
with Manager("a") as a, Manager("b") as b:
    events.append(a + b)
with Manager("c"):
    raise KeyError("lost")
try:
    with Manager("d"):
        raise ValueError("kept")
except ValueError as error:
    text = str(error)

# program: context-manager-of-a-generator
from contextlib import contextmanager, suppress, nullcontext
events = []
@contextmanager
def managed(name):
    events.append("in")
    yield name.upper()
    events.append("out")
with managed("x") as value:
    events.append(value)
with suppress(KeyError):
    raise KeyError("gone")
with nullcontext("n") as n:
    pass
def inside():
    with managed("y") as y:
        return y
returned = inside()

# program: return-in-finally-and-with
def f():
    try:
        return "try"
    finally:
        seen.append("finally")
def g():
    for i in range(5):
        try:
            if i == 2: break
        finally:
            seen.append(i)
    else:
        seen.append("else")
    return i
seen = []
values = f(), g()

# program: try-except-else-finally
def attempt(kind):
    path = []
    try:
        path.append("try")
        if kind: raise kind("x")
    except (KeyError, IndexError) as error:
        path.append(type(error).__name__)
    except Exception:
        path.append("other")
        try:
            raise
        except ValueError:
            path.append("again")
    else:
        path.append("else")
    finally:
        path.append("finally")
    return path
paths = attempt(None), attempt(KeyError), attempt(ValueError)

# program: error-names-are-deleted
try:
    1 / 0
except ZeroDivisionError as error:
    text = str(error)

# program: lookup-errors-are-caught
caught = []
attempts = (
    lambda: {}["k"], lambda: [][1], lambda: int("x"), lambda: missing, lambda: None.x, lambda: 1 + "a"
)
for attempt in attempts:
    try:
        attempt()
    except Exception as error:
        caught.append(type(error).__name__)
del attempt, attempts

# program: walrus-and-conditional
if (n := len([1, 2, 3])) > 2:
    size = "large" if n > 5 else "small"
kept = [y for x in (1, 2, 3) if (y := x * x) > 1]

# program: match
def classify(value):
    match value:
        case "a" | "b":
            return "letter"
        case 1:
            return "one"
        case None:
            return "nothing"
        case other if other == 5:
            return "five"
        case _:
            return "else"
found = [classify(value) for value in ("a", "b", 1, None, 5, 6)]

# program: while
n, seen = 0, []
while n < 10:
    n += 1
    if n % 2: continue
    if n > 6: break
    seen.append(n)
else:
    seen.append("else")
while n < 9:
    n += 1
else:
    seen.append("done")

# program: for-else
def find(items, wanted):
    for item in items:
        if item == wanted: break
    else:
        return "missing"
    return "found"
answers = find([1, 2], 2), find([1, 2], 3)

# program: star-targets
first, *rest = [1, 2, 3]
*most, last = "abc"
(a, b), [c, d] = (1, 2), [3, 4]
head, *empty, tail = 1, 2
x = y = [1]
y.append(2)

# program: swap-and-augmented
a, b = 1, 2
a, b = b, a
text = "x"; text += "y"; text *= 2
items = [1]; alias = items; items += (2,)
table = {"k": 1}; table["k"] += 5; table |= {"z": 0}
n = 7; n //= 2; n **= 2; n -= 1; n %= 5; n <<= 2; n |= 1; n ^= 2; n &= 15

# program: deleted-names
a = {"x": 1, "y": 2}
del a["x"]
b = [1, 2, 3]
del b[0]
c = 1
del c
try:
    c
except NameError as error:
    text = str(error)

# program: assert
assert 1 == 1
assert True, 'fine'
assert [] , 'empty'

# program: raise-from
try:
    try:
        raise KeyError("a")
    except KeyError as error:
        raise ValueError("b") from error
except ValueError as error:
    text = str(error)

# program: unknown-name
def f():
    return missing
f()

# program: too-many-arguments
def f(a): pass
f(1, 2)

# program: unexpected-keyword
def f(a): pass
f(1, b=2)

# program: missing-arguments
def f(a, b, *, c): pass
f()

# program: missing-keyword
def f(a, *, c): pass
f(1)

# program: not-callable
f = None
f()

# program: too-many-values
a, b = 1, 2, 3

# program: not-enough-values
a, b, c = [1, 2]

# program: not-iterable
for x in None: pass

# program: unbound-local
x = 1
def f():
    y = x
    x = 2
f()

# program: unbound-local-in-a-comprehension
def f():
    try:
        found = [x for _ in (1,)]
    except NameError:  # of which kind depends on the version of Python
        return 'not bound'
    x = 2
r = f()

# program: unbound-in-a-closure
def f():
    def g(): return x
    g()
    x = 2
x = 1
f()

# program: unbound-after-delete
def f():
    x = 1
    del x
    return x
f()

# program: names-that-are-bound-in-time
def f(n):
    if n:
        y = 1
    else:
        import os as y
    for z in (1, 2): pass
    with open('/dev/null') as handle: pass
    try:
        1 / 0
    except ZeroDivisionError as error: text = str(error)
    found = [(w := v) for v in (1, 2)]
    class Local:
        inside = z
    def g():
        nonlocal y
        y = 5
        return z, w, text
    return g(), y, Local.inside
found = f(1)

# program: too-many-for-defaults
def f(a, b=1, *, c=2): pass
f(1, 2, 3)

# program: too-many-with-a-keyword
def f(a, *, c): pass
f(1, 2, c=3)

# program: none-is-taken
def f(): pass
f(1)

# program: three-missing
class A:
    def f(self, a, b, c): pass
A().f()

# program: too-few-for-a-star
a, b, *c = [1]

# program: exit
import sys
sys.exit(3)

# program: annotations-are-evaluated
def f(x: Missing): pass

# program: annotations-can-be-postponed
from __future__ import annotations
def f(x: Missing): pass
y: Missing

# program: async-functions
import asyncio
async def f(): return 1
async def g():
    async with f() as x: pass
    async for y in f(): await y
name = f.__name__
'''
)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_function_does_what_python_does(agree: Agree, program: Program) -> None:
    agree(program.text, unknown=program.unknown)
