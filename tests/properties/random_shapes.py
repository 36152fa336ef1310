"""More shapes of tasks for ``random_apps``: classes, tables, loops, control flow, factories, signals, guards.

Each returns the text that declares tasks in a module that has ``queue``, ``shared_task``, ``deco`` and
``names``, and the names that the module binds for certain. ``unique`` is a part of a task's name.
"""

from collections.abc import Callable
from random import Random

__all__ = ["SHAPES", "Shape"]

Shape = Callable[[str, str, Random], tuple[str, list[str]]]
SHAPES: list[Shape] = []


def _shape(make: Shape) -> Shape:
    SHAPES.append(make)
    return make


def _plain(name: str) -> str:
    return f"def {name}():\n    return 1\n\n\n"


def _words(random: Random) -> str:
    words = random.sample(["red", "green", "blue", "grey"], random.randint(1, 3))
    return ", ".join(repr(word) for word in words)


@_shape
def _class_hook(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    skipped = random.choice(["if cls.kind:\n            ", ""])
    return (
        f"class Base_{name}:\n    kind = ''\n\n    def __init_subclass__(cls, **kwargs):\n"
        f"        super().__init_subclass__(**kwargs)\n        {skipped}"
        f"queue.task(name=f'{unique}.{{cls.__name__}}.{{cls.kind}}')(cls.run)\n\n\n"
        f"class One_{name}(Base_{name}):\n    kind = 'a'\n\n    def run(self):\n        return 1\n\n\n"
        f"class Two_{name}(One_{name}):\n    kind = ''",
        [],
    )


@_shape
def _metaclass(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    hook = random.choice(["__init__", "__new__"])
    body = (
        f"        super().__init__(label, bases, space)\n        cls.named = '{unique}.' + label\n"
        if hook == "__init__"
        else f"        made = super().__new__(cls, label, bases, space)\n"
        f"        made.named = '{unique}.' + label.lower()\n        return made\n"
    )
    return (
        f"class Meta_{name}(type):\n    def {hook}(cls, label, bases, space):\n{body}\n\n"
        f"class Holder_{name}(metaclass=Meta_{name}):\n    def run(self):\n        return 1\n\n\n"
        f"class Inner_{name}(Holder_{name}):\n    pass\n\n\n"
        f"for _cls in (Holder_{name}, Inner_{name}):\n    queue.task(name=_cls.named)(_cls.run)",
        [],
    )


@_shape
def _table(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    kind = random.choice(
        [
            "from dataclasses import dataclass, field\n\n\n@dataclass\nclass Row_{n}:\n    key: str\n"
            "    size: int = {k}\n    tags: list = field(default_factory=list)\n",
            "from typing import NamedTuple\n\n\nclass Row_{n}(NamedTuple):\n    key: str\n"
            "    size: int = {k}\n",
            "class Row_{n}:\n    def __init__(self, key, size={k}):\n"
            "        self.key, self.size = key, size\n",
            "from types import SimpleNamespace\n\n\ndef Row_{n}(key, size={k}):\n"
            "    return SimpleNamespace(key=key, size=size)\n",
        ]
    ).format(n=name, k=random.randint(1, 3))
    wanted = random.choice(["", " if row.size > 1", " if row.key != 'red'"])
    return (
        f"{kind}\n\n{_plain(name)}"
        f"for _made in [row for row in map(Row_{name}, [{_words(random)}]){wanted}]:\n"
        f"    queue.task(name=f'{unique}.{{_made.key}}{{_made.size}}')({name})",
        [name],
    )


@_shape
def _enum(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    base = random.choice(["Enum", "IntEnum", "str, Enum", "Flag"])
    imported = base.rpartition(" ")[2]
    values = ["'x'", "'y'"] if "str" in base else random.choice([["1", "2"], ["auto()", "auto()"]])
    shown = random.choice(["_member.name", "_member.value", "_member.name.lower()"])
    return (
        f"from enum import {imported}, auto\n\n\nclass Kind_{name}({base}):\n    FIRST = {values[0]}\n"
        f"    SECOND = {values[1]}\n\n\n{_plain(name)}"
        f"for _member in Kind_{name}:\n    queue.task(name=f'{unique}.{{{shown}}}')({name})",
        [name],
    )


@_shape
def _control_flow(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    error = random.choice(["KeyError('k')", "ValueError(3)", "IndexError"])
    caught = random.choice(["LookupError", "ValueError", "(KeyError, ValueError)", "Exception"])
    end = random.choice(["break", "continue", "pass"])
    return (
        f"_log_{name} = []\nfor _i in range(3):\n    try:\n        if _i == 1:\n            raise {error}\n"
        f"        _log_{name}.append(f't{{_i}}')\n    except {caught}:\n"
        f"        _log_{name}.append('caught')\n"
        f"        {end}\n    except Exception as _error:\n        _log_{name}.append(type(_error).__name__)\n"
        f"    else:\n        _log_{name}.append('else')\n    finally:\n        _log_{name}.append('end')\n"
        f"else:\n    _log_{name}.append('whole')\n\n\n{_plain(name)}"
        f"queue.task(name='{unique}.' + '-'.join(_log_{name}))({name})",
        [name],
    )


@_shape
def _match(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    subject = random.choice(["('a', 1)", "['b', 2, 3]", "{'kind': 'c', 'n': 4}", "'text'", "7", "None"])
    return (
        f"def _named_{name}(value):\n    match value:\n        case (str(first), int(n)):\n"
        f"            return f'{{first}}{{n}}'\n        case [first, *rest]:\n"
        f"            return f'{{first}}{{len(rest)}}'\n        case {{'kind': kind, **others}}:\n"
        f"            return f'{{kind}}{{sorted(others)}}'\n        case str() | None:\n"
        f"            return f'text.{{value}}'\n        case _ if value == 7:\n"
        f"            return 'seven'\n\n\n"
        f"{_plain(name)}queue.task(name='{unique}.' + _named_{name}({subject}))({name})",
        [name],
    )


@_shape
def _generators(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    limit = random.randint(1, 3)
    loop = random.choice(
        [
            f"for _n in _steps_{name}({limit}):",
            f"for _n in (n for n in _steps_{name}(4) if n < {limit}):",
            f"for _n in sorted({{*_steps_{name}({limit})}}):",
            f"for _index, _n in enumerate(_steps_{name}({limit}), 1):",
        ]
    )
    return (
        f"def _steps_{name}(limit):\n    n = 0\n    while True:\n        if n >= limit:\n            return\n"
        f"        yield n\n        n += 1\n\n\n{_plain(name)}{loop}\n"
        f"    queue.task(name=f'{unique}.{{_n}}')({name})",
        [name],
    )


@_shape
def _without_order(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    values = f"{{{_words(random)}}}"
    loop = random.choice([values, f"frozenset({values})", f"{{w: 1 for w in {values}}}", f"list({values})"])
    return (
        f"{_plain(name)}for _word in {loop}:\n    queue.task(name=f'{unique}.{{_word}}')({name})",
        [name],
    )


@_shape
def _context(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    swallow = random.choice(["True", "False"])
    raising = "raise KeyError\n" if swallow == "True" and random.random() < 0.5 else "pass\n"
    return (
        f"from contextlib import contextmanager, suppress\n\n_stack_{name} = []\n\n\n@contextmanager\n"
        f"def _under_{name}(part):\n    _stack_{name}.append(part)\n    try:\n"
        f"        yield '.'.join(_stack_{name})\n"
        f"    finally:\n        _stack_{name}.pop()\n\n\nclass Gate_{name}:\n    def __enter__(self):\n"
        f"        return self\n\n    def __exit__(self, *args):\n        return {swallow}\n\n\n{_plain(name)}"
        f"with _under_{name}('{unique}'), _under_{name}('x') as _path:\n    queue.task(name=_path)({name})\n"
        f"with Gate_{name}():\n    {raising}"
        f"with suppress(ValueError):\n    int('z')\n    queue.task(name='{unique}.never')({name})",
        [name],
    )


@_shape
def _class_chain(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    given = random.choice(
        [f"    name = '{unique}.chain'\n", "", f"    name = f'{unique}.{{__qualname__}}'\n"]
    )
    made = random.choice(["{c}()", "{c}"]).format(c=f"Child_{name}")
    return (
        f"import celery\n\n\nclass Parent_{name}(celery.Task):\n{given}    def run(self):\n"
        f"        return 1\n\n\n"
        f"class Child_{name}(Parent_{name}):\n    pass\n\n\n{name} = queue.register_task({made})",
        [name],
    )


@_shape
def _proxy(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    how = (
        random.choice(["t.{k}", "getattr(t, '{k}')", "t['{k}']"])
        .format(k="alpha")
        .replace("t", f"_t_{name}", 1)
    )
    how = how.replace("(t,", f"(_t_{name},")
    return (
        f"class Tasks_{name}:\n    def __getattr__(self, key):\n        if key.startswith('_'):\n"
        f"            raise AttributeError(key)\n        return queue.task(name=f'{unique}.{{key}}')\n\n"
        f"    __getitem__ = __getattr__\n\n\n_t_{name} = Tasks_{name}()\n\n\n@{how}\ndef {name}():\n"
        f"    return 1"
        if not how.startswith("ge_t")
        else f"class Tasks_{name}:\n    def __getattr__(self, key):\n"
        f"        return queue.task(name=f'{unique}.{{key}}')\n\n\n"
        f"@getattr(Tasks_{name}(), 'alpha')\ndef {name}():\n    return 1",
        [name],
    )


@_shape
def _module_attributes(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    target = random.choice(["sys.modules[__name__]", "names", "deco"])
    return (
        f"import sys\n\n"
        f"{_plain('_' + name)}setattr({target}, 'made_{name}', queue.task(name='{unique}.set')(_{name}))\n"
        f"queue.task(name='{unique}.' + str(hasattr({target}, 'made_{name}')))(_{name})",
        [],
    )


@_shape
def _finalized_early(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    lazy = random.choice(["", "lazy=False, "])
    check = random.choice(
        [f"'{unique}.a' in queue.tasks", f"{name}.name == '{unique}.a'", f"bool({name}.max_retries)"]
    )
    return (
        f"@queue.task({lazy}name='{unique}.a')\ndef {name}():\n    return 1\n\n\nif {check}:\n\n"
        f"    @shared_task(name='{unique}.b')\n    def _{name}():\n        return 1",
        [name],
    )


@_shape
def _signals(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    signal = random.choice(["queue.on_after_finalize", "signals.import_modules", "queue.on_after_configure"])
    return (
        f"from celery import signals\n\n\n{_plain(name)}@{signal}.connect\n"
        f"def _late_{name}(sender=None, **kwargs):\n    queue.task(name='{unique}.late')({name})",
        [name],
    )


@_shape
def _scopes(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    rebound = random.choice(["nonlocal label\n        label += '2'", "label = 'own'"])
    return (
        f"label = 'outer'\n\n\ndef _make_{name}():\n    label = 'inner'\n\n    def change():\n"
        f"        {rebound}\n"
        f"        return label\n\n    return change() + label\n\n\nclass Space_{name}:\n    label = 'class'\n"
        f"    __own = 'own'\n    several = [label for label in ('p', 'q')]\n\n"
        f"    def shown(self):\n        return label + self.__own\n\n\n{_plain(name)}"
        f"_space = Space_{name}\n"
        f"for _part in (_make_{name}(), _space().shown(), _space.label, ''.join(_space.several)):\n"
        f"    queue.task(name=f'{unique}.{{_part}}')({name})",
        [name],
    )


@_shape
def _stacked(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    above = random.choice(["", "@deco.with_option(1)\n", "@(lambda task: task)\n"])
    middle = random.choice(["@deco.wrapped\n", "@deco.bare\n", "@deco.with_option(2)\n"])
    below = random.choice(["@deco.wrapped\n", "@deco.with_option(3)\n", ""])
    named = random.choice(["", f"(name='{unique}.stacked')", "(bind=True)"])
    return f"{above}@queue.task{named}\n{middle}{below}def {name}(self=None):\n    return 1", [name]


@_shape
def _assembled(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    expression = random.choice(
        [
            "'.'.join(reversed(['c', 'b', 'a']))",
            "'%(a)s-%(b)03d' % {'a': 'x', 'b': 7}",
            "f'{3.14159:.2f}{\"x\":>3}{12:#x}'",
            "str(sorted({'b': 2, 'a': 1}.items(), key=lambda pair: pair[1]))",
            "''.join(chr(ord(c) + 1) for c in 'abc')",
            "str(max(['bb', 'a', 'ccc'], key=len)) + str(sum(range(4)))",
            "(lambda *args, **kwargs: f'{args}{sorted(kwargs)}')(1, *[2], k=3, **{'z': 4})",
            "str([*'ab', *(1, 2)][::-1]) + str({**{'a': 1}, 'b': 2})",
            "'a-b_c'.title().replace('-', '').partition('_')[2] + 'x'.zfill(3)",
            "str(divmod(-7, 2)) + str(7 // -2) + str(round(2.5))",
            "'-'.join(f'{k}{v}' for k, v in zip('ab', (1, 2)))",
            "str(any(x > 2 for x in (1, 3))) + str(all([])) + str(bool('')) + repr('q')",
        ]
    )
    return f"{_plain(name)}queue.task(name='{unique}.' + {expression})({name})", [name]


@_shape
def _text_code(name: str, unique: str, random: Random) -> tuple[str, list[str]]:
    return random.choice(
        [
            (
                f"exec(\"def {name}():\\n    return 1\\n\\n{name} = queue.task(name='{unique}.x')({name})\")",
                [],
            ),
            (f"{_plain(name)}eval(\"queue.task(name='{unique}.e')\")({name})", [name]),
            (f"{_plain('_' + name)}globals()['{name}'] = queue.task(_{name})", [name]),
        ]
    )
