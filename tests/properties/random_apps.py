"""Random small Celery apps: every file is drawn from shapes that real projects use, some of them broken."""

from collections.abc import Callable
from random import Random

from tests.properties.random_shapes import SHAPES

__all__ = ["make_app"]

_DECORATORS = """\
import functools


def wrapped(fun):
    @functools.wraps(fun)
    def inner(*args, **kwargs):
        return fun(*args, **kwargs)

    return inner


def bare(fun):
    def wrapper(*args, **kwargs):
        return fun(*args, **kwargs)

    return wrapper


def with_option(option):
    def decorate(fun):
        fun.option = option
        return fun

    return decorate


class Marked:
    def __init__(self, prefix):
        self.prefix = prefix

    def __call__(self, fun):
        from proj.tasks import queue

        return queue.task(name=f"{self.prefix}.{fun.__name__}")(fun)
"""

_NAMES = """\
PREFIX = "fixed"
NAME = PREFIX + ".constant"
TABLE = {"a": "table.a", "b": "table.b"}


class Names:
    FIRST = "names.first"


def make(part, *, suffix=""):
    return ".".join(["made", part]) + suffix
"""


def make_app(random: Random) -> dict[str, str]:
    """Return the files of an app whose worker starts with ``-A proj.tasks:queue``, path to text."""
    pages = [
        random.choice(["page{}", "page{}", "group/page{}"]).format(i) for i in range(random.randint(1, 3))
    ]
    files = {
        "proj/__init__.py": "",
        "proj/pages/__init__.py": "",
        "proj/deco.py": _DECORATORS,
        "proj/names.py": _NAMES,
    }
    entries: list[str] = []
    for page in pages:
        if "/" in page and random.random() < 0.8:
            files.setdefault("proj/pages/group/__init__.py", random.choice(["", "from . import *\n"]))
        entries += _add_page(files, page, random)
    files["proj/celeryconfig.py"] = _settings(entries, random)
    files["proj/tasks.py"] = _app_module(entries, random)
    return files


# The app and its settings.


def _app_module(entries: list[str], random: Random) -> str:
    main = random.choice(["__name__", '"proj"', '"proj.tasks"', ""])
    include = f", include=[{_quoted(entries[:1])}]" if random.random() < 0.15 and main else ""
    head = random.choice(["from celery import Celery", "import celery\n\nCelery = celery.Celery"])
    config = random.choice(
        [
            'queue.config_from_object("proj.celeryconfig")',
            'queue.config_from_object("proj.celeryconfig")',
            "from proj import celeryconfig\n\nqueue.config_from_object(celeryconfig)",
            f"queue.conf.imports = ({_quoted(entries)})",
            f"queue.conf.update(imports=[{_quoted(entries)}])",
            f"class Config:\n    imports = ({_quoted(entries)})\n\n\nqueue.config_from_object(Config)",
            'queue.config_from_object("proj.celeryconfig:Settings")',
            'queue.config_from_object("proj.celeryconfig", namespace="CELERY")',
            f"queue.autodiscover_tasks([{_quoted([e.rpartition('.')[0] for e in entries])}])",
            f"queue.autodiscover_tasks(lambda: [{_quoted(entries)}], related_name=None)",
            f"queue.conf['imports'] = [{_quoted(entries)}]",
            f"queue.conf.update({{'include': [{_quoted(entries)}]}})",
            f"class Base:\n    listed = [{_quoted(entries)}]\n\n\nclass Config(Base):\n"
            "    imports = Base.listed[:1]\n    include = Base.listed[1:]\n\n\n"
            "queue.config_from_object(Config)",
            f"queue.config_from_object({{'imports': [{_quoted(entries)}]}})",
            f"queue.add_defaults({{'imports': [{_quoted(entries)}]}})",
            "import importlib\n\nqueue.config_from_object(importlib.import_module('proj.celeryconfig'))",
            f"for _entry in ({_quoted(entries)}):\n    queue.conf.imports = (*queue.conf.imports, _entry)",
        ]
    )
    tail = random.choice(
        [
            "",
            "@queue.task\ndef ping():\n    return 1\n",
            "if __name__ == '__main__':\n    queue.worker_main()\n",
            "from proj import deco, names\n\n@queue.task(name=names.NAME + queue.main)\ndef ping():\n"
            "    return 1\n",
        ]
    )
    return f"{head}\n\nqueue = Celery({main}{include})\n{config}\n\n\n{tail}"


def _settings(entries: list[str], random: Random) -> str:
    listed = list(entries)
    roll = random.random()
    if roll < 0.06 and listed:
        listed[0] += "x"
    elif roll < 0.2 and len(listed) > 1:
        listed.pop()
    text = _quoted(listed)
    shapes = [
        f"imports = ({text})\n",
        f"imports = [{text}]\n",
        f"imports = {{{text}}}\n" if listed else "imports = ()\n",
        f"BASE = ({text})\nimports = BASE + ()\n",
        f"BASE = [{text}]\nimports = (*BASE,)\n",
        f"imports = ()\nimports += ({text})\n",
        f"imports = []\nfor _name in ({text}):\n    imports.append(_name)\n",
        f"imports = tuple(name for name in ({text}))\n",
        'PREFIX = "proj"\n'
        f'imports = [f"{{PREFIX}}.{{part}}" for part in ({_quoted([e[5:] for e in listed])})]\n',
        f"import os\n\nimports = ({text}) if os.environ.get('NEVER_SET_HERE') is None else ()\n",
        f"imports = [*dict.fromkeys([{text}])]\n",
        f"_all = [{text}]\nimports = tuple(sorted(_all, key=len))\n",
        f"def _listed():\n    yield from [{text}]\n\n\nimports = list(_listed())\n",
        f"imports = ()\nif 1 + 1 == 2:\n    imports = ({text})\n",
    ]
    body = random.choice(shapes)
    if random.random() < 0.08:
        body = body.replace("imports", "CELERY_IMPORTS")
    return f"{body}\n\nclass Settings:\n    imports = ({text})\n"


def _quoted(names: list[str]) -> str:
    return "".join(f'"{name}", ' for name in names)


# Pages.


def _add_page(files: dict[str, str], page: str, random: Random) -> list[str]:
    base = f"proj/pages/{page}"
    package = f"proj.pages.{page.replace('/', '.')}.tasks"
    files[f"{base}/__init__.py"] = ""
    modules = [f"work{index}" for index in range(random.randint(1, 3))]
    functions: dict[str, list[str]] = {}
    for module in modules:
        text, functions[module] = _task_module(page, module, random)
        files[f"{base}/tasks/{module}.py"] = text
    if random.random() < 0.93:
        files[f"{base}/tasks/__init__.py"] = _init(package, modules, functions, random)
    if random.random() < 0.1:
        return [f"{package}.{modules[0]}"]
    return [package]


def _init(package: str, modules: list[str], functions: dict[str, list[str]], random: Random) -> str:
    parts = [_import(package, module, functions[module], random) for module in modules]
    style = random.random()
    if style < 0.08:
        return (
            "import importlib\nimport pkgutil\n\nfor _info in pkgutil.iter_modules(__path__):\n"
            "    importlib.import_module(f'{__name__}.{_info.name}')\n"
        )
    if style < 0.14:
        return (
            f"import importlib\n\nfor _m in ({_quoted(modules)}):\n"
            "    importlib.import_module('.' + _m, __name__)\n"
        )
    if style < 0.18:
        return (
            "import os\nfrom importlib import import_module\n\n"
            "for _file in sorted(os.listdir(os.path.dirname(__file__))):\n"
            "    if _file.endswith('.py') and not _file.startswith('_'):\n"
            "        import_module(__name__ + '.' + _file[:-3])\n"
        )
    exported = [name for module in modules for name in functions[module]]
    return "\n".join([*parts, f"__all__ = [{_quoted(exported)}]", ""])


def _import(package: str, module: str, names: list[str], random: Random) -> str:
    listed = ", ".join(names)
    plain = f"from .{module} import {listed}" if names else f"from . import {module}"
    shapes: list[Callable[[], str]] = [
        lambda: plain,
        lambda: plain,
        lambda: plain,
        lambda: f"from . import {module}",
        lambda: f"from {package}.{module} import *",
        lambda: f"import {package}.{module}",
        lambda: f"from ..tasks.{module} import {listed}" if names else plain,
        lambda: "",
        lambda: f"# from .{module} import gone",
        lambda: f"try:\n    from .{module}x import {listed or 'a'}\nexcept ImportError:\n    {plain}",
        lambda: f"try:\n    from .{module} import nothing_like_this\nexcept ImportError:\n    pass",
        lambda: f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {plain}",
        lambda: f"if False:\n    {plain}",
        lambda: f"def _load():\n    from . import {module}\n    return {module}\n\n\n_load()",
        lambda: f"def _load():\n    from . import {module}\n    return {module}\n",
        lambda: f"import sys\nif sys.version_info >= (3, 8):\n    {plain}",
        lambda: f"def __getattr__(name):\n    from . import {module}\n    return getattr({module}, name)\n",
        lambda: f"__import__('{package}.{module}')",
        lambda: f"from . import {module} as _{module}",
        lambda: f"import importlib\n_m = importlib.import_module('.{module}', __package__)",
        lambda: f"from .{module} import *",
        lambda: f"import sys\nimport {package}.{module} as _m\nassert sys.modules[_m.__name__] is _m",
        lambda: f"class _Loader:\n    from . import {module}\n",
        lambda: f"try:\n    {plain}\nexcept ImportError:\n    raise\nelse:\n    LOADED = True",
        lambda: f"with open(__file__) as _file:\n    if _file.read():\n        {plain}",
    ]
    if random.random() < 0.02:
        return f"from .{module} import missing_name"
    return random.choice(shapes)()


# Task modules.


def _task_module(page: str, module: str, random: Random) -> tuple[str, list[str]]:
    head = ["from proj.tasks import queue", "from celery import shared_task", "from proj import deco, names"]
    names: list[str] = []
    bodies: list[str] = []
    for index in range(random.randint(1, 3)):
        function = f"{random.choice(['run', 'make', 'count'])}_{index}"
        text, bound = random.choice(_TASKS)(function, f"{page}.{module}.{index}", random)
        bodies.append(text)
        names += bound
    if random.random() < 0.02:
        bodies.append("raise RuntimeError('not today')")
    if random.random() < 0.03:
        bodies.append("import proj.nothing_there")
    return "\n".join(head) + "\n\n\n" + "\n\n\n".join(bodies) + "\n", names


_Shape = Callable[[str, str, Random], tuple[str, list[str]]]
_TASKS: list[_Shape] = [*SHAPES]


def _shape(weight: int = 1) -> Callable[[_Shape], _Shape]:
    def register(make: _Shape) -> _Shape:
        _TASKS.extend([make] * weight)
        return make

    return register


@_shape(6)
def _plain(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    decorator = random.choice(
        ["@queue.task", "@queue.task()", "@queue.task(bind=True)", "@shared_task", "@shared_task()"]
    )
    return f"{decorator}\ndef {name}(self, x=1):\n    return x", [name]


@_shape(2)
def _named(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    value = random.choice(
        [
            f'"x.{unique}"',
            f'names.PREFIX + ".{unique}"',
            f'f"{{names.PREFIX}}.{unique}"',
            f'names.make("{unique}")',
            f'"%s.%s" % (names.PREFIX, "{unique}")',
            f'"{{}}.{unique}".format(names.PREFIX)',
            f'".".join([__name__, "{unique}"])',
            '""',
            "None",
            f'names.Names.FIRST + "{unique}"',
            f'names.TABLE["a"] + "{unique}"',
            f'names.TABLE.get("c", "d") + "{unique}"',
        ]
    )
    decorator = random.choice(["queue.task", "shared_task"])
    return f"@{decorator}(name={value})\ndef {name}():\n    return 1", [name]


@_shape(2)
def _decorated(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    below = random.choice(["@deco.wrapped", "@deco.with_option(3)", "@deco.bare"])
    return f"@queue.task\n{below}\ndef {name}():\n    return 1", [name]


@_shape()
def _above(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    return f"@deco.wrapped\n@queue.task\ndef {name}():\n    return 1", [name]


@_shape()
def _factory(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    return (
        f"def _factory_{name}(number):\n"
        f'    @queue.task(name=f"{unique}.step.{{number}}")\n'
        "    def step():\n        return number\n\n    return step\n\n\n"
        f"{name} = [_factory_{name}(number) for number in range(2)]",
        [],
    )


@_shape()
def _loop(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    return (
        f"for _kind in ('a', 'b'):\n\n"
        f"    @queue.task(name=f'{unique}.{{_kind}}')\n    def {name}():\n        return 1",
        [name],
    )


@_shape()
def _class_based(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    given = random.choice(["", f'    name = "cls.{unique}"\n'])
    register = random.choice([f"queue.register_task(Task_{name}())", f"queue.register_task(Task_{name})", ""])
    return (
        f"import celery\n\n\nclass Task_{name}(celery.Task):\n{given}"
        f"    def run(self):\n        return 1\n\n\n{register}",
        [],
    )


@_shape()
def _base(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    return (
        f"import celery\n\n\nclass Base_{name}(celery.Task):\n    abstract = True\n\n\n"
        f"@queue.task(base=Base_{name}, bind=True)\ndef {name}(self):\n    return 1",
        [name],
    )


@_shape()
def _called(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    return f"def _{name}():\n    return 1\n\n\n{name} = queue.task(_{name})", [name]


@_shape()
def _alias(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    return f"task = queue.task\n\n\n@task\ndef {name}():\n    return 1", [name]


@_shape()
def _renamed(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    return (
        f"def {name}():\n    return 1\n\n\n{name}.__name__ = 'renamed_{name}'\n{name} = queue.task({name})",
        [name],
    )


@_shape()
def _other_app(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    shared = random.choice(["", "shared=False", "lazy=False"])
    return (
        f"from celery import Celery\n\nother_{name} = Celery('other', set_as_current=False)\n\n\n"
        f"@other_{name}.task({shared})\ndef {name}():\n    return 1",
        [name],
    )


@_shape()
def _guarded(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    test = random.choice(
        ["__name__ == '__main__'", "True", "not True", "len(names.PREFIX) > 2", "names.TABLE"]
    )
    return f"if {test}:\n\n    @queue.task\n    def {name}():\n        return 1\n", []


@_shape()
def _marked(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    return (
        f"marked_{name} = deco.Marked('marked.{unique}')\n\n\n@marked_{name}\ndef {name}():\n    return 1",
        [name],
    )


@_shape()
def _method(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    return f"class Holder_{name}:\n    @queue.task\n    def {name}(self):\n        return 1", []


@_shape()
def _partial(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    return (
        f"from functools import partial\n\n_task_{name} = partial(queue.task, bind=True)\n\n\n"
        f"@_task_{name}()\ndef {name}(self):\n    return 1",
        [name],
    )


@_shape()
def _plain_function(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    return f"def {name}():\n    return 1", [name]


@_shape()
def _unregistered(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    return (
        f"@queue.task(name='gone.{unique}')\ndef {name}():\n    return 1\n\n\n"
        f"@queue.on_after_finalize.connect\ndef _take_out_{name}(sender, **kwargs):\n"
        f"    sender.tasks.unregister('gone.{unique}')",
        [name],
    )
