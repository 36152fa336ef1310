"""Conditions that the source does not decide: whatever Python may do must be among what is said."""

from collections.abc import Callable

import pytest

from tests.unit.interpreted import Interpreted, Program, read_programs

Cover = Callable[..., Interpreted]
Run = Callable[..., Interpreted]

PROGRAMS = read_programs(
    """
# program: either-value
# open: x
if flag():
    x = 1
else:
    x = 2

# program: the-same-value-twice
if flag():
    x = 1
else:
    x = 1

# program: perhaps-not-bound
# open: x
if flag():
    x = 1

# program: changed-in-one-branch
# open: x
x, y = 1, 1
if flag():
    x = 2

# program: changed-and-changed-back
x = 1
if flag():
    x = 2
    x = 1

# program: elif
# flags: 2
# open: x
if flag(0):
    x = 1
elif flag(1):
    x = 2
else:
    x = 3

# program: tuples-not-wholly-known
# open: more x y
more = ["a"]
if flag():
    more.append("b")
x = ("c",) + tuple(more)
y = tuple(more) + ("c",)

# program: views-of-keys-that-are-perhaps-there
# open: x y held more key value classes
x, y, held, classes = [], 0, {}, []
for key in "ab":
    if flag():
        held.setdefault(key, []).append(str)
more = {**held}
for key in items():
    more.setdefault(key, []).append(int)
for key, value in more.items():
    x.append(key)
    classes.append(type(key, tuple(value), {}))
for value in held.values():
    y += len(value)

# program: one-of-several-tuples-is-unpacked
# open: x y z
def ask():
    if flag():
        return None, None
    return "out", 0
x, y = ask()
z = "none" if x is None else x
w = len((x, y))

# program: nested
# flags: 2
# open: x y
x = y = 0
if flag(0):
    x = 1
    if flag(1):
        y = 1

# program: conditional-expression
# open: x
x = 1 if flag() else 2

# program: and-or
# open: x y
x = flag() and 1
y = flag() or 'd'

# program: not
# open: x
x = 1
if not flag():
    x = 2

# program: list-append
# open: x
x = [1]
if flag():
    x.append(2)
x.append(3)

# program: list-in-both
# open: x
x = []
if flag():
    x.append('a')
else:
    x.append('b')

# program: list-replaced
# open: x
if flag():
    x = ['a']
else:
    x = ['b', 'c']

# program: tuple-added
# open: x
x = ('a',)
if flag():
    x += ('b',)
x = x + ('c',)

# program: dict-item
# open: x
x = {'a': 1}
if flag():
    x['b'] = 2

# program: dict-item-read
# open: x y
x = {'a': 1}
if flag():
    x['a'] = 2
y = x['a']

# program: set-add
# open: x y
x = set()
if flag():
    x.add('a')
y = 'a' in x

# program: loop-over-a-list-of-perhaps
# open: x y item
x = ['a']
if flag():
    x.append('b')
y = []
for item in x:
    y.append(item + '!')

# program: comprehension-over-perhaps
# open: x y z
x = ['a']
if flag():
    x.append('b')
y = [item + '!' for item in x]
z = tuple(x)

# program: comprehension-with-condition
# open: x
x = [item for item in ('a', 'b') if flag()]

# program: length-of-perhaps
# open: x n
x = ['a']
if flag():
    x.append('b')
n = len(x)

# program: first-of-perhaps
# open: x y
x = []
if flag():
    x.append('a')
x.append('b')
y = x[0]

# program: last-of-certain
# open: y
x = ['a', 'b']
if flag():
    y = 1
else:
    y = 2
z = x[-1]

# program: unpacked-perhaps
# open: x y z
x = ['a']
if flag():
    x.append('b')
else:
    x.append('c')
y, z = x

# program: function-with-two-returns
# open: x
def f():
    if flag():
        return 1
    return 2
x = f()

# program: function-that-returns-early
# open: seen
seen = []
def f():
    seen.append('in')
    if flag():
        return
    seen.append('on')
f()

# program: after-an-early-return
# open: x y
x = 0
def f():
    global x
    if flag():
        return
    x = 1
f()
y = x + 1

# program: return-in-a-loop
# open: x
def f():
    for i in (1, 2, 3):
        if i == 2 and flag():
            return i
    return 0
x = f()

# program: return-of-either-list
# open: x
def f():
    if flag():
        return ['a']
    return ['a', 'b']
x = f()

# program: break
# open: x i
x = []
for i in (1, 2):
    if flag():
        break
    x.append(i)

# program: continue
# open: x
x = []
for i in (1, 2):
    if flag():
        continue
    x.append(i)
y = 1

# program: while
# open: x
x = 0
while flag() and x < 3:
    x += 1

# program: loop-over-outside
# open: x item
x = []
for item in items():
    x.append(1)

# program: loop-over-outside-binds
# open: x item
x = 0
for item in items():
    x = 1

# program: loop-else
# open: item
for item in items():
    x = 1
else:
    x = 2

# program: comprehension-over-outside
# open: x y
x = [1 for item in items()]
y = list(items())

# program: either-function
# open: f x
def one(): return 1
def two(): return 2
f = one if flag() else two
x = f()

# program: either-class
# open: C y z
class A:
    x = 1
class B:
    x = 2
C = A if flag() else B
y = C.x
z = C().x

# program: attribute-set-in-a-branch
# open: y
class A: pass
a = A()
a.x = 1
if flag():
    a.x = 2
y = a.x

# program: method-defined-in-a-branch
# open: x
class A:
    if flag():
        def f(self): return 1
    else:
        def f(self): return 2
x = A().f()

# program: function-defined-in-a-branch
# open: x
if flag():
    def f(): return 1
else:
    def f(): return 2
x = f()

# program: deleted-in-a-branch
# open: x
x = 1
if flag():
    del x

# program: texts
# open: name x y z
name = 'a' if flag() else 'b'
x = f'{name}.c'
y = name + 'd'
z = name.upper()

# program: compared-again
# open: name
name = 'a' if flag() else 'b'
if name == 'c':
    x = 1
else:
    x = 2

# program: compared-to-one
# open: name x
name = 'a' if flag() else 'b'
x = 1
if name == 'a':
    x = 2

# program: raise-in-one-branch
x = 1
if flag():
    x = 2
    raise ValueError('no')
y = 3

# program: raise-in-each-branch
if flag():
    raise ValueError('a')
else:
    raise ValueError('b')

# program: raise-that-is-caught
# open: x
x = 0
try:
    if flag():
        raise ValueError('no')
    x = 1
except ValueError:
    x = 2

# program: raise-in-a-function-that-is-caught
# flags: 2
# open: x y z
x, y, z = 0, 0, 0
def f():
    global y
    if flag(0):
        raise ValueError('no')
    y = 1
    return 3
try:
    z = f()
    if flag(1):
        raise KeyError('k')
    x = 1
except ValueError:
    x = 2
except KeyError:
    x = 3
last = 4

# program: each-branch-raises-another-error
# open: x
try:
    if flag():
        raise ValueError('a')
    else:
        raise KeyError('b')
    x = 1
except ValueError:
    x = 2
except KeyError:
    x = 3

# program: a-handler-that-returns
# open: x
def f():
    try:
        if flag():
            raise ValueError('a')
        y = 1
    except ValueError:
        return 5
    y = y + 1
    return y
x = f()

# program: a-handler-that-goes-on-with-the-loop
# open: x
x = []
for i in (1, 2):
    try:
        if flag():
            raise ValueError('a')
    except ValueError:
        continue
    x.append(i)
y = 2

# program: a-handler-that-breaks
# flags: 2
# open: x i
x = []
for i in (0, 1):
    try:
        if flag(i):
            raise ValueError('a')
    except ValueError:
        break
    x.append(i)
else:
    x.append(9)
y = 2

# program: try-in-try
# open: x y
x = y = 0
try:
    try:
        if flag():
            raise ValueError('a')
        y = 1
    except KeyError:
        x = 1
    finally:
        z = 3
    y = 2
except ValueError:
    x = 2

# program: else-and-finally
# open: x y
x = y = 0
try:
    if flag():
        raise ValueError('a')
except ValueError:
    x = 1
else:
    y = 1
finally:
    z = 2

# program: suppressed
# open: x
import contextlib
x = 0
with contextlib.suppress(ValueError):
    if flag():
        raise ValueError('a')
    x = 1
y = 1

# program: own-manager-suppresses
# open: x
class Quiet:
    def __enter__(self): return self
    def __exit__(self, kind, value, trace): return kind is ValueError
x = 0
with Quiet():
    if flag():
        raise ValueError('a')
    x = 1
y = 1

# program: raise-behind-an-undecided-return
# open: x
def f():
    if flag():
        return 1
    raise ValueError('no')
try:
    x = f()
except ValueError:
    x = 2
y = 3

# program: raise-behind-an-undecided-break
# open: x
x = 0
try:
    for i in (1,):
        if flag():
            break
        raise ValueError('no')
except ValueError:
    x = 2

# program: return-in-try-with-undecided-raise
# open: x
def f():
    try:
        if flag():
            raise ValueError('a')
        return 1
    except ValueError:
        pass
    return 2
x = f()

# program: conditional-import-error
# open: x
try:
    if flag():
        import missing
    x = 1
except ImportError:
    x = 2

# program: raise-in-an-imported-module
# open: x y leaf
x = 0
try:
    import leaf
    y = leaf.value
except ValueError:
    x = 2
# file: leaf.py
from outside import flag
value = 1
if flag():
    raise ValueError('leaf')
value = 2

# program: raise-in-an-expression
# open: x
def fail():
    raise ValueError('a')
x = 0
try:
    x = fail() if flag() else 1
except ValueError:
    x = 2

# program: return-in-a-loop-under-break
# open: x
def f():
    for i in (1, 2):
        if flag():
            break
        return 'inner'
    return 'outer'
x = f()

# program: while-that-counts-on
# open: n
n = 0
while flag() and n < 20:
    n += 1
m = 2

# program: while-break
# open: n
n = 0
while True:
    n += 1
    if flag() or n > 3:
        break

# program: loop-over-outside-counts
# open: n names last item
n, names, last = 0, {}, None
for item in items():
    n += 1
    names[item] = n
    last = n - 1

# program: loop-over-outside-breaks
# open: x item y
x = 0
for item in items():
    x += 1
    if x == 2:
        break
else:
    y = 1

# program: foreign-errors-are-perhaps-handled
# open: x mode
import json
try:
    mode = json.loads('1' if flag() else 'broken')
    x = 'fine'
except ValueError:
    x = mode = 'none'
y = 1

# program: exit-in-one-branch
import sys
if flag():
    sys.exit(1)
x = 1

# program: outside-in-try
# open: x
try:
    x = flag()
except Exception:
    x = None
y = 1

# program: import-in-a-branch
# open: leaf
if flag():
    import leaf
# file: leaf.py
x = 1

# program: import-of-either
# open: x
if flag():
    from one import x
else:
    from two import x
# file: one.py
x = 1
# file: two.py
x = 2

# program: module-changed-in-a-branch
# open: y
import leaf
if flag():
    leaf.x = 2
y = leaf.x
# file: leaf.py
x = 1

# program: match
# open: x
match flag():
    case True:
        x = 1
    case False:
        x = 2
    case _:
        x = 3

# program: generator
# open: x
def g():
    yield 'a'
    if flag():
        yield 'b'
    yield 'c'
x = list(g())

# program: generator-that-returns-early
# open: x
def g():
    yield 'a'
    if flag():
        return
    yield 'b'
x = list(g())

# program: with-block
# open: seen
from contextlib import contextmanager
seen = []
@contextmanager
def m():
    seen.append('in')
    yield
    seen.append('out')
with m():
    if flag():
        seen.append('x')

# program: finally
# open: seen x
seen = []
def f():
    try:
        if flag():
            return 'a'
        seen.append('x')
    finally:
        seen.append('y')
    return 'b'
x = f()

# program: two-flags-in-a-row
# flags: 2
# open: x
x = []
if flag(0):
    x.append('a')
if flag(1):
    x.append('b')

# program: return-under-two-flags
# flags: 2
# open: x
def f():
    if flag(0):
        if flag(1):
            return 1
        return 2
    return 3
x = f()

# program: mixed-return-and-value
# flags: 2
# open: y
def f():
    x = 1
    if flag(0):
        x = 2
    if flag(1):
        return x
    return x + 10
y = f()
"""
)


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_python_may_do_is_among_what_is_said(cover: Cover, program: Program) -> None:
    cover(program.text, flags=program.flags, open_=program.open_names)


def test_a_raise_that_is_taken_not_to_happen_is_told(run: Run) -> None:
    ran = run("import outside\nif outside.flag():\n    raise ValueError('bad')\nx = 1\n")
    assert ran.told("x") == "1"
    assert "main.py:3: ValueError: bad is taken not to be raised" in ran.assumptions


def test_when_every_branch_raises_the_first_error_ends_the_program(run: Run) -> None:
    text = "from outside import flag\nif flag():\n    raise ValueError('a')\nelse:\n    raise KeyError('b')\n"
    ran = run(text)
    assert ran.error is not None
    assert ran.error.message == "ValueError: a"
