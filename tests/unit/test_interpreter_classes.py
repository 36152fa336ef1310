"""Classes in the interpreter, compared with what Python itself makes of them."""

from collections.abc import Callable

import pytest

from tests.unit.interpreted import Interpreted, Program, read_programs

Agree = Callable[..., Interpreted]

PROGRAMS = read_programs(
    """
# program: attributes-of-class-and-object
class A:
    kind = "a"
    def __init__(self, x, *, y=2):
        self.x, self.y = x, y
    def total(self):
        return self.x + self.y

one = A(1)
x, y, total, kind = one.x, one.y, one.total(), one.kind
A.kind = "changed"
after = one.kind
one.kind = "own"
own, shared = one.kind, A.kind
unbound = A.total(A(5, y=5))
name, module, qualname = A.__name__, A.__module__, A.__qualname__

# program: mro
class A:
    def who(self): return ["A"]
class B(A):
    def who(self): return ["B"] + super().who()
class C(A):
    def who(self): return ["C"] + super().who()
class D(B, C):
    def who(self): return ["D"] + super().who()

order = D().who()
names = [cls.__name__ for cls in D.__mro__[:4]]
is_a, is_b = issubclass(D, A), isinstance(D(), (int, B))

# program: super-with-arguments
class A:
    def __init__(self): self.word = "a"
class B(A):
    def __init__(self):
        super(B, self).__init__()
        self.word += "b"
word = B().word

# program: class-and-static-methods
class A:
    made = []
    @classmethod
    def make(cls, *args):
        cls.made.append(cls.__name__)
        return cls()
    @staticmethod
    def add(a, b=1):
        return a + b

class B(A):
    @classmethod
    def make(cls):
        return super().make()

B.make()
A.make()
B().make()
names = list(A.made)
added = A.add(1), A().add(1, b=3)

# program: properties
class A:
    def __init__(self): self._x = 1
    @property
    def x(self): return self._x
    @property
    def double(self): return self.x * 2

class B(A):
    @property
    def x(self): return super().x + 10

values = A().x, B().x, B().double

# program: init-subclass
seen = []
class Base:
    def __init_subclass__(cls, kind="none", **kwargs):
        super().__init_subclass__(**kwargs)
        seen.append((cls.__name__, kind))

class One(Base): pass
class Two(Base, kind="two"): pass
class Three(Two, kind="three"): pass

# program: metaclass
registry = {}
class Meta(type):
    def __new__(mcs, name, bases, namespace):
        made = super().__new__(mcs, name, bases, namespace)
        registry[name] = made.__module__
        return made

class Base(metaclass=Meta):
    pass
class Child(Base):
    value = 3
value = Child().value

# program: metaclass-init
names = []
class Meta(type):
    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        names.append((name, "task" in namespace))

class A(metaclass=Meta):
    pass
class B(A):
    def task(self): pass

# program: attribute-of-the-metaclass
class Meta(type):
    shared = 1
    def double(cls): return cls.x * 2
class A(metaclass=Meta): x = 4
values = A.shared, A.double()

# program: metaclass-call
class Single(type):
    _made = {}
    def __call__(cls, *args, **kwargs):
        if cls not in cls._made:
            cls._made[cls] = super().__call__(*args, **kwargs)
        return cls._made[cls]

class Store(metaclass=Single):
    def __init__(self, x=1): self.x = x

same = Store() is Store(5)
x = Store(7).x

# program: new
class A:
    def __new__(cls, value):
        made = super().__new__(cls)
        made.value = value * 2
        return made
class B:
    def __new__(cls):
        return "not a B"

value, other = A(4).value, B()

# program: type-with-three-arguments
def hello(self): return self.word
Made = type("Made", (), {"word": "hi", "hello": hello})
Child = type("Child", (Made,), {"word": "hoi"})
said = Made().hello(), Child().hello()
name, module = Child.__name__, Child.__module__
kind = type(Child()).__name__

# program: set-name
class Field:
    def __set_name__(self, owner, name):
        self.name = f"{owner.__name__}.{name}"
    def __get__(self, instance, owner):
        return self.name
class A:
    first = Field()
    second = Field()
names = A().first, A().second

# program: getattr
class Dynamic:
    def __getattr__(self, name):
        if name.startswith("x"):
            return name.upper()
        raise AttributeError(name)
d = Dynamic()
found = d.xy, hasattr(d, "xz"), getattr(d, "other", "default")

# program: hasattr-asks-getattr
class Dynamic:
    def __getattr__(self, name): raise AttributeError(name)
found = hasattr(Dynamic(), "anything")

# program: operators
class V:
    def __init__(self, x): self.x = x
    def __add__(self, other): return V(self.x + other.x)
    def __radd__(self, other): return V(self.x + other)
    def __eq__(self, other): return self.x == other.x
    def __len__(self): return self.x
    def __getitem__(self, key): return key * self.x
    def __contains__(self, item): return item == self.x
    def __call__(self, *args): return args
    def __str__(self): return f"V{self.x}"
    def __iter__(self): return iter([self.x, self.x])
    def __bool__(self): return self.x > 1

a, b = V(1), V(2)
added, added_right, equal, length, item, inside = (a + b).x, (5 + a).x, a == V(1), len(b), b[3], 2 in b
called, text, formatted, listed, truth = a(1, 2), str(b), f"{b}", list(b), bool(a)

# program: enumeration
import enum
class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"
    def label(self): return self.value.upper()

values = Color.RED.value, Color.BLUE.name, Color("red").name, Color["BLUE"].value, Color.RED.label()
same, other = Color.RED is Color.RED, Color.RED == Color.BLUE
listed = [color.value for color in Color]

# program: text-enumeration
from enum import Enum
class Name(str, Enum):
    ONE = "one"
    TWO = "two"
equal = Name.ONE == "one"
values = Name.ONE.value + "!", Name("two").name
names = [name.value for name in Name]

# program: integer-enumeration
from enum import IntEnum, auto
class Level(IntEnum):
    LOW = auto()
    HIGH = auto()
values = Level.LOW.value, Level.HIGH.value, Level.HIGH.name
del Level  # Python has more bases between

# program: data-class
from dataclasses import dataclass, field
@dataclass
class Point:
    x: int
    y: int = 2
    tags: list = field(default_factory=list)
    kind: str = field(default="point")
    def total(self): return self.x + self.y

p, q = Point(1), Point(3, y=4, tags=["a"])
p.tags.append("new")
told = p.x, p.y, p.tags, p.kind, q.total(), q.tags

# program: data-class-inherited
import dataclasses
@dataclasses.dataclass(frozen=True)
class Base:
    name: str
    size: int = 1
@dataclasses.dataclass(frozen=True)
class Child(Base):
    extra: str = "e"
    def __post_init__(self):
        object.__setattr__(self, "seen", True) if False else None

c = Child("n", extra="x")
told = c.name, c.size, c.extra

# program: named-tuple-like-constants
class Queues:
    DEFAULT = "default"
    SLOW = DEFAULT + "_slow"
    ALL = (DEFAULT, SLOW)
    NAMES = [name for name in ("a", "b")]
found = Queues.ALL, Queues.NAMES, [q for q in Queues.ALL if q != Queues.DEFAULT]

# program: nested-class
class Outer:
    x = 1
    class Inner:
        y = 2
        def outer(self): return Outer.x + self.y
value, name = Outer.Inner().outer(), Outer.Inner.__name__

# program: qualified-names
class Outer:
    class Inner: pass
    def method(self): pass
def make():
    class Local:
        def method(self): pass
    def inner(): pass
    return Local.__qualname__, Local.method.__qualname__, inner.__qualname__, (lambda: 0).__qualname__
names = Outer.Inner.__qualname__, Outer.method.__qualname__, make()

# program: class-decorator
found = []
def register(name):
    def decorate(cls):
        found.append((name, cls.__name__))
        cls.registered = name
        return cls
    return decorate

@register("one")
class A: pass
@register("two")
class B(A): pass
values = A.registered, B.registered

# program: attributes-of-objects
class A:
    x = 1
a = A()
setattr(a, "y", 2)
names = sorted(vars(a)), a.__dict__["y"], a.__class__.__name__, type(a) is A
delattr(a, "y")
left = hasattr(a, "y"), getattr(a, "z", "none")

# program: abstract
from abc import ABC, abstractmethod
class Base(ABC):
    @abstractmethod
    def run(self): ...
    def go(self): return self.run()
class Real(Base):
    def run(self): return "ran"
value = Real().go()

# program: mixins
class Named:
    @property
    def name(self): return type(self).__name__.lower()
class Sized:
    size = 3
class Thing(Named, Sized):
    pass
told = Thing().name, Thing().size, Thing.size

# program: no-such-attribute
class A: pass
try:
    A.missing
except AttributeError as error:
    on_class = str(error)
try:
    A().missing
except AttributeError as error:
    on_object = str(error)

# program: no-arguments
class A: pass
A(1)

# program: missing-argument
class A:
    def __init__(self, x): pass
A()

# program: missing-attribute-at-the-end
class Thing: pass
Thing().nothing

# program: exceptions-of-the-program
class Problem(ValueError):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code
class Worse(Problem): pass
try:
    raise Worse(3)
except Problem as problem:
    code, kind = problem.code, type(problem).__name__
try:
    raise Worse(4)
except (KeyError, ValueError):
    caught = True
"""
)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_class_is_what_python_makes_of_it(agree: Agree, program: Program) -> None:
    agree(program.text, unknown=program.unknown)
