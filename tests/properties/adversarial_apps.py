"""Small apps that register tasks in every way that import-time Python allows."""

__all__ = ["APPS"]

HEAD = "from celery import Celery, shared_task\nimport celery\nqueue = Celery('proj')\n"
APPS: dict[str, dict[str, str]] = {}


def app(name: str, body: str, **files: str) -> None:
    """Add an app: the app module's body behind the usual head, and other files (``x_txt`` is data)."""
    paths = {key: "proj/x.txt" if key == "x_txt" else key.replace("__", "/") + ".py" for key in files}
    others = {paths[key]: text for key, text in files.items()}
    APPS[name] = {"proj/__init__.py": "", "proj/tasks.py": HEAD + body, **others}


app(
    "meta",
    """
class Meta(type):
    def __new__(mcs, name, bases, ns):
        cls = super().__new__(mcs, name, bases, ns)
        if name != 'Base':
            queue.task(name=f'meta.{name}')(ns['run'])
        return cls
class Base(metaclass=Meta):
    pass
class A(Base):
    def run(self): pass
class B(Base):
    def run(self): pass
""",
)
app(
    "metainit",
    """
class Meta(type):
    def __init__(cls, name, bases, ns):
        super().__init__(name, bases, ns)
        if 'run' in ns:
            queue.task(name='mi.' + cls.__name__)(ns['run'])
class A(metaclass=Meta):
    def run(self): pass
""",
)
app(
    "initsub",
    """
class Base:
    registry = []
    def __init_subclass__(cls, prefix='p', **kw):
        super().__init_subclass__(**kw)
        Base.registry.append(cls)
        cls.task = queue.task(name=f'{prefix}.{cls.__name__.lower()}')(cls.run)
class A(Base, prefix='q'):
    def run(): pass
class B(Base):
    def run(): pass
for c in Base.registry:
    queue.task(name='again.' + c.__name__)(c.run)
""",
)
app(
    "cm",
    """
from contextlib import contextmanager
@contextmanager
def prefixed(p):
    def deco(f):
        return queue.task(name=p + '.' + f.__name__)(f)
    yield deco
with prefixed('cm') as task:
    @task
    def a(): pass
class CM:
    def __enter__(self): return queue.task
    def __exit__(self, *a): return True
with CM() as t:
    @t
    def b(): pass
    raise ValueError
    @t
    def c(): pass
""",
)
app(
    "dc",
    """
from dataclasses import dataclass, field
@dataclass
class Job:
    name: str
    steps: list = field(default_factory=lambda: ['x', 'y'])
    prefix: str = 'dc'
    def register(self):
        for s in self.steps:
            queue.task(name=f'{self.prefix}.{self.name}.{s}')(lambda_free)
def lambda_free(): pass
Job('one').register()
Job('two', ['z']).register()
""",
)
app(
    "enum",
    """
from enum import Enum, auto
class N(str, Enum):
    A = 'enum.a'
    B = 'enum.b'
class M(Enum):
    X = auto()
    Y = auto()
for n in N:
    n.name
def f(): pass
for n in N:
    queue.task(name=n.value)(f)
for m in M:
    queue.task(name=f'm.{m.name}.{m.value}')(f)
queue.task(name=N['A'].value + '.x')(f)
queue.task(name=N('enum.b').name)(f)
""",
)
app(
    "setattr_mod",
    """
import sys
mod = sys.modules[__name__]
def make(n):
    def f(): return n
    f.__name__ = n
    f.__qualname__ = n
    return f
for n in ('p', 'q'):
    setattr(mod, n, queue.task(make(n)))
queue.task(name='r.' + p.name)(make('r'))
""",
)
app(
    "readfile",
    """
from pathlib import Path
import os
def f(): pass
for name in Path(__file__).with_name('x.txt').read_text().split():
    queue.task(name=name)(f)
with open(os.path.join(os.path.dirname(__file__), 'x.txt')) as h:
    for line in h:
        queue.task(name='l.' + line.strip())(f)
""",
    x_txt="one two\nthree\n",
)
app(
    "jsonfile",
    """
import json
from pathlib import Path
def f(): pass
conf = json.loads((Path(__file__).parent / 'x.txt').read_text())
for name in conf['tasks']:
    queue.task(name=name)(f)
""",
    x_txt='{"tasks": ["j.a", "j.b"]}',
)
app(
    "rand",
    """
import random, time, socket, uuid
def f(): pass
if random.random() < 2:
    queue.task(name='r')(f)
queue.task(name=socket.gethostname())(f)
""",
)
app(
    "partial",
    """
from functools import partial
mk = partial(queue.task, bind=True, name='partial.a')
@mk()
def a(self): pass
mk2 = partial(queue.task, bind=True)
@mk2
def b(self): pass
""",
)
app(
    "signal",
    """
from celery.signals import worker_init, celeryd_init, import_modules
@queue.on_after_configure.connect
def setup(sender, **kw):
    sender.task(name='sig.conf')(setup_fn)
def setup_fn(): pass
@queue.on_after_finalize.connect
def fin(sender, **kw):
    sender.task(name='sig.fin')(setup_fn)
""",
)
app(
    "desc",
    """
class Task_:
    def __init__(self, name=None): self.name = name
    def __set_name__(self, owner, name):
        queue.task(name=f'desc.{owner.__name__}.{name}')(fn)
def fn(): pass
class Holder:
    first = Task_()
    second = Task_()
""",
)
app(
    "gen",
    """
def names():
    yield 'g.a'
    yield from ['g.b', 'g.c']
    for i in range(3):
        if i == 1: continue
        yield f'g.{i}'
def f(): pass
for n in names(): queue.task(name=n)(f)
it = names()
queue.task(name='first.' + next(it))(f)
queue.task(name='second.' + next(it))(f)
""",
)
app(
    "closure",
    """
def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    return inc
c = counter()
def f(): pass
queue.task(name=f'c.{c()}')(f)
queue.task(name=f'c.{c()}')(f)
""",
)
app(
    "walrus",
    """
def f(): pass
if (n := len('abc')) > 2:
    queue.task(name=f'w.{n}')(f)
xs = [y for x in range(3) if (y := x * 2)]
for x in xs: queue.task(name=f'w.{x}')(f)
queue.task(name=f'w.last{y}')(f)
""",
)
app(
    "matchst",
    """
def f(): pass
for v in ('a', 1, (1, 2), {'k': 'v'}, None):
    match v:
        case 'a': queue.task(name='m.str')(f)
        case int(): queue.task(name='m.int')(f)
        case (x, y): queue.task(name=f'm.{x}{y}')(f)
        case {'k': z}: queue.task(name=f'm.{z}')(f)
        case _: queue.task(name='m.other')(f)
""",
)
app(
    "tryfin",
    """
def f(): pass
def g():
    try:
        return 'x'
    finally:
        queue.task(name='t.fin')(f)
g()
try:
    1 / 0
except ZeroDivisionError as e:
    queue.task(name='t.zero')(f)
else:
    queue.task(name='t.else')(f)
try:
    {}['a']
except (IndexError, KeyError):
    queue.task(name='t.key')(f)
try:
    int('x')
except ValueError:
    queue.task(name='t.val')(f)
try:
    None.foo
except AttributeError:
    queue.task(name='t.attr')(f)
try:
    undefined_name
except NameError:
    queue.task(name='t.name')(f)
""",
)
app(
    "appsub",
    """
class MyApp(Celery):
    def gen_task_name(self, name, module):
        return 'my.' + super().gen_task_name(name, module).rpartition('.')[2]
    def task(self, *a, **k):
        k.setdefault('bind', True)
        return super().task(*a, **k)
queue = MyApp('x')
@queue.task
def a(self): pass
@queue.task(name='b')
def b(self): pass
""",
)
app(
    "taskbase",
    """
class Base(celery.Task):
    def __init_subclass__(cls, **k): super().__init_subclass__(**k)
    name = None
class T(Base):
    def run(self): pass
class U(Base):
    name = 'u'
    def run(self): pass
queue.register_task(T())
queue.tasks.register(U())
@queue.task(base=Base)
def f(): pass
""",
)
app(
    "strops",
    """
def f(): pass
n = 'A,B;C'
for p in n.replace(';', ',').lower().split(','):
    queue.task(name='s.' + p.strip().upper())(f)
queue.task(name='{0}.{1!r:>5}'.format('x', 1))(f)
queue.task(name='%(a)s' % {'a': 'pct'})(f)
queue.task(name=''.join(reversed('abc')))(f)
queue.task(name='-'.join(sorted({'b','a'})))(f)
queue.task(name='x'.join(map(str, range(3))))(f)
queue.task(name=str(sum([1,2])) + repr('q'))(f)
queue.task(name='a.b.c'.rsplit('.', 1)[0])(f)
queue.task(name=f'{3.14159:.2f}')(f)
queue.task(name=f"{'x'!r}")(f)
""",
)
app(
    "dictops",
    """
def f(): pass
d = {'a': 1}
d.update(b=2, **{'c': 3})
d |= {'d': 4}
d2 = {**d, 'e': 5}
del d2['a']
for k, v in sorted(d2.items()): queue.task(name=f'd.{k}{v}')(f)
from collections import defaultdict, OrderedDict, namedtuple, Counter, ChainMap
dd = defaultdict(list)
dd['x'].append('y')
for k, v in dd.items(): queue.task(name=f'dd.{k}.{v[0]}')(f)
P = namedtuple('P', 'a b')
p = P('na', 'nb')
queue.task(name=p.a + p[1])(f)
""",
)
app(
    "exec",
    """
exec("def f(): pass\\nqueue.task(name='ex')(f)")
""",
)
app(
    "vars",
    """
def f(): pass
g = globals()
g['dyn'] = queue.task(name='g.dyn')(f)
queue.task(name='n.' + dyn.name)(f)
for k in list(globals()):
    if k == 'dyn': queue.task(name='found.' + k)(f)
class C: a = 1; b = 2
for k, v in vars(C).items():
    if not k.startswith('_'): queue.task(name=f'v.{k}{v}')(f)
""",
)
app(
    "inherit",
    """
class M:
    def tasks(self): return ['m']
class N(M):
    def tasks(self): return super().tasks() + ['n']
class O(N, M):
    @property
    def all(self): return [*self.tasks(), 'o']
    @classmethod
    def build(cls): return cls()
    @staticmethod
    def fn(): pass
for t in O.build().all: queue.task(name='i.' + t)(O.fn)
""",
)
app(
    "wrapdeco",
    """
import functools
class Deco:
    def __init__(self, f): functools.update_wrapper(self, f); self.f = f
    def __call__(self, *a): return self.f(*a)
@queue.task
@Deco
def a(): pass
def opt(fn=None, *, k=1):
    def w(f):
        @functools.wraps(f)
        def inner(*a, **kw): return f(*a, **kw)
        return inner
    return w(fn) if fn else w
@queue.task
@opt
def b(): pass
@queue.task
@opt(k=3)
def c(): pass
@queue.task
@functools.lru_cache
def d(): pass
""",
)
app(
    "importhook",
    """
import importlib
try:
    mod = importlib.import_module('proj.missing_thing')
except ModuleNotFoundError as e:
    def f(): pass
    queue.task(name='hook.' + e.name)(f)
try:
    from proj import nope
except ImportError as e:
    queue.task(name='hook.' + str(e.name))(f)
""",
)
app(
    "condexp",
    """
import os, sys
def f(): pass
queue.task(name='a' if os.environ.get('SOME_UNSET') else 'b')(f)
queue.task(name=os.environ.get('ANOTHER_UNSET', 'dflt'))(f)
queue.task(name=os.getenv('X_UNSET') or 'ored')(f)
if sys.platform == 'linux': queue.task(name='lin')(f)
if 'NOPE_X' not in os.environ: queue.task(name='notin')(f)
""",
)
app(
    "slots",
    """
class Reg(dict):
    def __missing__(self, k): return 'missing.' + k
    def add(self, k): self[k] = k
def f(): pass
r = Reg()
r.add('a')
for k in r: queue.task(name='reg.' + k)(f)
queue.task(name=r['zz'])(f)
""",
)
app(
    "lst",
    """
class Reg(list):
    def add(self, f): self.append(f); return f
r = Reg()
@r.add
def a(): pass
@r.add
def b(): pass
for f in r: queue.task(f)
""",
)
app(
    "call_",
    """
class Factory:
    def __init__(self, p): self.p = p; self.made = []
    def __call__(self, f):
        t = queue.task(name=self.p + f.__name__)(f)
        self.made.append(t)
        return t
    def __getattr__(self, n):
        return Factory(self.p + n + '.')
t = Factory('x.')
@t
def a(): pass
@t.sub.deep
def b(): pass
""",
)
app(
    "asyncdef",
    """
@queue.task
async def a(): pass
@shared_task(bind=True)
def b(self): yield 1
""",
)
app(
    "recursion",
    """
def f(): pass
def walk(tree, p):
    for k, v in tree.items():
        if isinstance(v, dict): walk(v, p + k + '.')
        else: queue.task(name=p + k)(f)
walk({'a': {'b': {'c': 1}, 'd': 2}, 'e': 3}, 't.')
""",
)
app(
    "itertools_",
    """
import itertools, operator
def f(): pass
for a, b in itertools.product('ab', '12'): queue.task(name=f'p.{a}{b}')(f)
for x in itertools.chain(['q'], ('r',)): queue.task(name='c.' + x)(f)
for k, g in itertools.groupby(['aa', 'ab', 'b'], key=lambda s: s[0]): queue.task(name='g.' + k)(f)
for i, x in zip(itertools.count(), 'xy'): queue.task(name=f'z.{i}{x}')(f)
for x in itertools.islice('abcdef', 2): queue.task(name='i.' + x)(f)
""",
)
app(
    "module_attr",
    """
import proj.other as o
from proj import other
def f(): pass
queue.task(name=o.NAME)(f)
o.hook(queue)
other.EXTRA.append('late')
for e in other.EXTRA: queue.task(name='e.' + e)(f)
""",
    proj__other="""
NAME = 'other.name'
EXTRA = ['early']
def hook(app):
    @app.task
    def hooked(): pass
""",
)
app(
    "reg_by_name",
    """
def f(): pass
REG = {}
def register(name):
    def d(fn):
        REG[name] = fn
        return fn
    return d
@register('one')
def one(): pass
@register('two')
def two(): pass
TASKS = {n: queue.task(name='reg.' + n)(fn) for n, fn in REG.items()}
""",
)
app(
    "while_",
    """
def f(): pass
i = 0
while True:
    i += 1
    if i == 2: continue
    if i > 4: break
    queue.task(name=f'w.{i}')(f)
else:
    queue.task(name='never')(f)
for i in []: pass
else: queue.task(name='forelse')(f)
""",
)
app(
    "unpack",
    """
def f(): pass
a, *b, c = 'w', 'x', 'y', 'z'
for n in [a, *b, c]: queue.task(name='u.' + n)(f)
(d, e), g = ('d', 'e'), 'g'
queue.task(name=d + e + g)(f)
""",
)
app(
    "lambda_fact",
    """
mk = lambda n: queue.task(name=n)
@mk('lam.a')
def a(): pass
fns = {'k': lambda: 'lamk'}
@queue.task(name=fns['k']())
def b(): pass
""",
)
app(
    "classdeco",
    """
def register(cls):
    for n, v in list(vars(cls).items()):
        if callable(v) and not n.startswith('_'):
            setattr(cls, n, queue.task(name=f'{cls.__name__}.{n}')(v))
    return cls
@register
class Svc:
    def a(self): pass
    def b(self): pass
    c = 3
""",
)
app(
    "star_all",
    """
from proj.lib import *
def f(): pass
queue.task(name=PUB)(f)
try:
    queue.task(name=_HID)(f)
except NameError:
    queue.task(name='hidden')(f)
""",
    proj__lib="__all__ = ['PUB']\nPUB = 'pub'\n_HID = 'hid'\nOTHER = 1\n",
)
app(
    "getattr_mod",
    """
from proj import lazy
lazy.thing
def f(): pass
queue.task(name=lazy.other_name)(f)
""",
    proj__lazy="""
def __getattr__(n):
    if n == 'thing':
        from proj.tasks import queue
        @queue.task(name='lazy.thing')
        def t(): pass
        return t
    if n.startswith('other'):
        return 'lazy.' + n
    raise AttributeError(n)
""",
)
app(
    "type3",
    """
def run(self): pass
T = type('Dyn', (celery.Task,), {'run': run, 'name': 'dyn.t'})
queue.register_task(T())
for n in 'ab':
    queue.register_task(type(n, (celery.Task,), {'run': run, '__module__': 'mm'})())
""",
)
app(
    "logging_",
    """
import logging, warnings, threading, time, datetime, re
log = logging.getLogger(__name__)
log.info('x')
def f(): pass
if log.isEnabledFor(10): pass
if re.match('a+', 'aab'): queue.task(name='re')(f)
queue.task(name=re.sub('[^a-z]', '_', 'a-b'))(f)
lock = threading.Lock()
with lock:
    queue.task(name='locked')(f)
""",
)
app(
    "decorators_stack",
    """
from functools import wraps
def chain(*decos):
    def d(f):
        for x in reversed(decos): f = x(f)
        return f
    return d
def suffix(f):
    @wraps(f)
    def i(): pass
    i.__name__ = f.__name__ + '_s'
    return i
@chain(queue.task, suffix)
def a(): pass
@chain(queue.task(name='nm'), suffix, suffix)
def b(): pass
""",
)
app(
    "conf_over",
    """
queue.conf.update({'imports': ['proj.m1']})
queue.conf.imports += ['proj.m2'] if isinstance(queue.conf.imports, list) else ('proj.m2',)
""",
    proj__m1="from proj.tasks import queue\n@queue.task\ndef a(): pass\n",
    proj__m2="from proj.tasks import queue\n@queue.task\ndef b(): pass\n",
)
app(
    "super_with_arguments",
    """
class Mine(Celery):
    def __init__(self, *args, **kwargs):
        kwargs['include'] = ['proj.more']
        super(Mine, self).__init__(*args, **kwargs)
queue = Mine('proj')
@queue.task
def a(): pass
""",
    proj__more="from proj.tasks import queue\n@queue.task\ndef b(): pass\n",
)


app(
    "own_decorator",
    """
from functools import wraps, partial, partialmethod, singledispatch
def task(*args, **opts):
    def deco(fn):
        opts.setdefault('name', f'auto.{fn.__module__}.{fn.__qualname__}')
        return queue.task(**opts)(fn)
    if len(args) == 1 and callable(args[0]): return deco(args[0])
    return deco
@task
def a(): pass
@task(bind=True)
def b(self): pass
class K:
    @task
    def m(self): pass
""",
)
app(
    "descriptors",
    """
class lazyprop:
    def __init__(self, f): self.f = f
    def __get__(self, obj, cls): return self.f(obj)
class S:
    pfx = 's'
    @lazyprop
    def names(self): return [self.pfx + x for x in 'ab']
def f(): pass
for n in S().names: queue.task(name=n)(f)
S.pfx = 't'
for n in S().names: queue.task(name=n)(f)
""",
)
app(
    "class_hooks",
    """
registry = []
class Auto:
    def __class_getitem__(cls, item): return f'{cls.__name__}[{item}]'
    def __init_subclass__(cls): registry.append(cls)
class A(Auto): pass
class B(A): pass
def f(): pass
for c in registry: queue.task(name=c.__name__ + str(len(c.__mro__)))(f)
queue.task(name=A['x'])(f)
""",
)
app(
    "state_in_functions",
    """
def f(): pass
x = 1
def g():
    global x
    x += 1
    return x
g(); g()
queue.task(name=f'g{x}')(f)
def outer():
    y = []
    def add(v): y.append(v); return len(y)
    return add, y
add, y = outer()
add('p'); add('q')
queue.task(name=''.join(y))(f)
def default(a=[]): a.append(1); return len(a)
default(); queue.task(name=f'd{default()}')(f)
def kw(*a, k='z', **r): return '-'.join([*a, k, *sorted(r)])
queue.task(name=kw('a', *('b',), **{'k': 'K', 'r1': 1}))(f)
""",
)
app(
    "imports_in_rings",
    """
import proj.a
""",
    proj__a="""
from proj import tasks
@tasks.queue.task
def a(): pass
from proj.b import *
""",
    proj__b="""
from .c import c1 as _c1, c2
from . import c as cmod
@cmod.queue.task(name='b.' + c2.__name__)
def b(): pass
""",
    proj__c="""
from proj.tasks import queue
@queue.task
def c1(): pass
def c2(): pass
""",
)
app(
    "settings_object",
    """
def f(): pass
class Cfg:
    imports = ['proj.m']
    task_default_queue = 'x'
queue.config_from_object(Cfg())
""",
    proj__m="""
from celery import current_app
@current_app.task
def m(): pass
@current_app.task(name='nm')
def n(): pass
""",
)
app(
    "settings_items",
    """
queue.conf['imports'] = ('proj.m',)
queue.conf.setdefault('include', ['proj.n'])
""",
    proj__m="from proj.tasks import queue\n@queue.task\ndef m(): pass\n",
    proj__n="from proj.tasks import queue\n@queue.task\ndef n(): pass\n",
)
app(
    "defaults",
    """
queue.add_defaults({'imports': ['proj.m']})
""",
    proj__m="from proj.tasks import queue\n@queue.task\ndef m(): pass\n",
)
app(
    "lazy_defaults",
    """
queue.add_defaults(lambda: {'include': ['proj.m']})
queue.conf.update(dict(imports=()))
""",
    proj__m="from proj.tasks import queue\n@queue.task\ndef m(): pass\n",
)
app(
    "changes",
    """
app2 = Celery('two', changes={'imports': ['proj.m']})
queue = app2
""",
    proj__m="from proj.tasks import queue\n@queue.task\ndef m(): pass\n",
)
app(
    "task_class_of_the_app",
    """
from celery.app import Celery as C2
from celery.app.task import Task
class Base(Task):
    abstract = True
    def __call__(self, *a): return 1
queue.Task = Base
@queue.task
def a(): pass
queue.task_cls = Base
b = queue.task(lambda_ := a.run if hasattr(a, 'run') else a, name='bb')
""",
)
app(
    "expressions",
    """
def f(): pass
for i, (k, (a, b)) in enumerate({'x': (1, 2), 'y': (3, 4)}.items(), start=5):
    queue.task(name=f'{i}{k}{a}{b}')(f)
s = 'abc'
queue.task(name=s[::-1] + s[1:] + s[-1])(f)
queue.task(name=('x' 'y' "z") * 2)(f)
queue.task(name=chr(97) + str(0x1F) + f'{255:#x}' + '%03d' % 7)(f)
queue.task(name='yes' if 3 < 4 < 5 and not 0 else 'no')(f)
queue.task(name=(lambda x, *y, z=3: f'{x}{y}{z}')(1, 2))(f)
""",
)
app(
    "types_module",
    """
import types
mod = types.ModuleType('dynmod')
def f(): pass
f2 = types.FunctionType(f.__code__, globals(), 'f2')
queue.task(f2)
""",
)
app(
    "path_edited",
    """
import sys
sys.path.insert(0, __file__.rsplit('/', 1)[0])
import more
""",
    proj__more="from proj.tasks import queue\n@queue.task\ndef m(): pass\n",
)
app(
    "import_by_name",
    """
from importlib import import_module
for n in ('proj.p.a', '.b'):
    import_module(n, package='proj.p')
""",
    proj__p____init__="",
    proj__p__a="from proj.tasks import queue\n@queue.task\ndef a(): pass\n",
    proj__p__b="from ..tasks import queue\n@queue.task\ndef b(): pass\n",
)
app(
    "walk_packages",
    """
import pkgutil, proj.p
for info in pkgutil.walk_packages(proj.p.__path__, proj.p.__name__ + '.'):
    if not info.ispkg:
        __import__(info.name)
""",
    proj__p____init__="",
    proj__p__a="from proj.tasks import queue\n@queue.task\ndef a(): pass\n",
    proj__p__q____init__="",
    proj__p__q__b="from proj.tasks import queue\n@queue.task\ndef b(): pass\n",
)
app(
    "exceptions",
    """
class Err(Exception):
    def __init__(self, name): super().__init__(name); self.name = name
def f(): pass
try:
    try:
        raise Err('e1')
    except Err as e:
        queue.task(name=e.name)(f)
        raise KeyError('k') from e
except LookupError as e2:
    queue.task(name=str(e2.args[0]) + type(e2.__cause__).__name__)(f)
finally:
    queue.task(name='fin')(f)
class Skip(Exception): pass
for i in range(4):
    try:
        if i % 2: raise Skip
    except Skip: continue
    queue.task(name=f'i{i}')(f)
""",
)
app(
    "typing_classes",
    """
from typing import NamedTuple, Protocol, TypedDict, Generic, TypeVar
T = TypeVar('T')
class P(NamedTuple):
    a: str
    b: int = 3
def f(): pass
p = P('n')
queue.task(name=p.a + str(p.b))(f)
class Repo(Generic[T]):
    def name(self) -> str: return 'repo'
queue.task(name=Repo[int]().name())(f)
class Pr(Protocol):
    def x(self): ...
class Impl(Pr):
    def x(self): return 'impl'
queue.task(name=Impl().x())(f)
""",
)
app(
    "generator_by_hand",
    """
def f(): pass
def gen():
    try:
        x = yield 1
        queue.task(name=f'sent{x}')(f)
        yield 2
    finally:
        queue.task(name='closed')(f)
g = gen()
next(g)
g.send('S')
g.close()
""",
)
app(
    "metaclass_hooks",
    """
import operator
from collections import ChainMap
class Meta(type):
    def __getattr__(cls, n): return n.upper()
    def __iter__(cls): return iter(['i1', 'i2'])
    def __call__(cls, *a): return 'called'
class M(metaclass=Meta): pass
def f(): pass
queue.task(name=M.foo)(f)
for x in M: queue.task(name=x)(f)
queue.task(name=M())(f)
""",
)
app(
    "operators",
    """
class A:
    def __init__(self): self._d = {}
    def __setattr__(self, k, v):
        object.__setattr__(self, k, v)
        if not k.startswith('_'): queue.task(name='set.' + k)(f)
    def __getitem__(self, k): return 'item.' + k
    def __contains__(self, k): return k == 'in'
    def __len__(self): return 0
    def __add__(self, o): return 'added' + o
    def __eq__(self, o): return True
    def __call__(self): return 'call'
def f(): pass
a = A()
a.x = 1
queue.task(name=a['k'])(f)
if 'in' in a: queue.task(name='contains')(f)
if a: queue.task(name='truthy')(f)
else: queue.task(name='falsy')(f)
queue.task(name=a + 'z')(f)
if a == 3: queue.task(name='eq')(f)
queue.task(name=a())(f)
""",
)
app(
    "registry_by_hand",
    """
queue.tasks['manual'] = queue.task(name='orig')(lambda_free) if False else None
""",
)
app(
    "finalized_early",
    """
def f(): pass
t = queue.task(name='t1')(f)
queue.finalize()
@queue.task
def late(): pass
@shared_task
def late_shared(): pass
queue.tasks.unregister('t1')
del queue.tasks[late.name]
""",
)
app(
    "files",
    """
import os
if os.path.exists(os.path.join(os.path.dirname(__file__), 'x.txt')):
    @queue.task
    def exists(): pass
if os.path.isdir('/definitely/not/here'):
    @queue.task
    def nothere(): pass
for n in sorted(os.listdir(os.path.dirname(os.path.abspath(__file__)))):
    if n.endswith('.txt'):
        queue.task(name='file.' + n[:-4])(lambda_) if False else None
""",
    x_txt="hi",
)
