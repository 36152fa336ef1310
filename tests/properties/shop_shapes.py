# ruff: noqa: E501 - a shape is a line
"""Small apps in the shapes that people write: settings, packages, task modules, in any bytes and layout."""

import re
from dataclasses import dataclass

from hypothesis import strategies as st

PACKAGE = "shop.pages.cart.tasks"
SETTINGS, APP = "shop/conf/celeryconfig.py", "shop/tasks.py"
INIT, STOCK = "shop/pages/cart/tasks/__init__.py", "shop/pages/cart/tasks/stock.py"
_LISTED = ("shop.pages.home.tasks", "shop.pages.zoo.tasks", "shop.tasks", "shop.jobs")
_TASK = "@queue.task\ndef {name}() -> str:\n    return 'é'\n"
_QUEUE = "from shop.tasks import queue\n\n\n"
_PING = "\n\n@queue.task\ndef ping() -> str:\n    return 'pong'\n"
_CONFIGURED = 'queue = Celery(__name__)\nqueue.config_from_object("shop.conf.celeryconfig")\n'


@dataclass(frozen=True)
class Shop:
    """An app before the task is added.

    Attributes:
        refuses: whether no safe edit is known, so that ``add-task`` must refuse.
        shaped: the files whose shape is tried, which a formatter may be run on first.
    """

    files: dict[str, bytes]
    refuses: bool
    shaped: tuple[str, ...]
    module: str


@st.composite
def displays(draw: st.DrawFn, kinds: str = "tuple list set string bare", indent: str = "    ") -> str:
    """A tuple, list or set of module names in one of many layouts, or a lone string."""
    entries = draw(st.lists(st.sampled_from(_LISTED), unique=True, min_size=1, max_size=4))
    kind = draw(st.sampled_from(kinds.split()))
    quote = draw(st.sampled_from(["'", '"']))
    texts = [f"{quote}{entry}{quote}" for entry in entries]
    if kind == "string":
        return draw(st.sampled_from([texts[0], f"({texts[0]})", f"(\n{indent}{texts[0]}\n)"]))
    if kind == "bare":
        return ", ".join(texts) + ("," if len(texts) == 1 else "")
    opening, closing = {"tuple": ("(", ")"), "list": ("[", "]"), "set": ("{", "}")}[kind]
    lone = "," if kind == "tuple" and len(texts) == 1 else ""
    rows = ",\n".join(indent + text for text in texts)
    about = "".join(f"{indent}# about {i}\n{indent}{text},  # é {i}\n" for i, text in enumerate(texts))
    return draw(
        st.sampled_from(
            [
                opening + ", ".join(texts) + lone + closing,
                opening + ", ".join(texts) + "," + closing,
                f"{opening} {' , '.join(texts)} {lone}{closing}",
                f"{opening}\n{rows},\n{closing}",
                f"{opening}\n{rows}{lone}\n{closing}",
                f"{opening}  # open\n{about}{indent}# last\n{closing}",
                opening + f",\n{indent}       ".join(texts) + lone + closing,
                f"{opening}\n{indent}{', '.join(texts)}{lone}\n{closing}",
                f"{opening}\n\n{rows},\n\n{closing}",
            ]
        )
    )


@st.composite
def settings_texts(draw: st.DrawFn) -> tuple[str, str, bool]:
    """The settings module, the app's statements, and whether the shape must be refused."""
    shape = draw(st.sampled_from(sorted(_SETTINGS)))
    kinds, config, app, refuses = _SETTINGS[shape]
    inner = shape in ("class", "nested class")
    value = draw(displays(kinds, "        " if inner else "    "))
    heads = [
        "",
        '"""Settings."""\n\n',
        "# licence\n\n",
        "import os  # kept\n\n",
        "\x0cresult_expires = 3600\n",
    ]
    tails = [
        "",
        "# the end\n",
        "task_acks_late = True; x = 1\n",
        "\n\ndef helper(value):\n\treturn [value, 'é']\n",
    ]
    head, tail = draw(st.sampled_from(heads)), draw(st.sampled_from(tails))
    if config.startswith("from typing"):
        head = ""
    if shape == "old name":  # Celery takes either old names or new ones
        head, tail = head.replace("result_expires", "CELERY_RESULT_EXPIRES"), tail.replace("task_acks", "x")
    return head + config.replace("@", value) + tail, app.replace("@", value), refuses


_ALL = "tuple list set string bare"
_SAFE: dict[str, tuple[str, str, str]] = {
    "plain": (_ALL, "imports = @\n", _CONFIGURED),
    "annotated": (_ALL.replace(" bare", ""), "imports: object = @\n", _CONFIGURED),
    "Final": ("tuple list", "from typing import Final\n\nimports: Final = @\n", _CONFIGURED),
    "base plus": ("tuple", 'BASE = ("shop.jobs",)\nimports = BASE + @\n', _CONFIGURED),
    "plus base": ("list", 'BASE = ["shop.jobs"]\nimports = @ + BASE\n', _CONFIGURED),
    "star base": ("tuple", 'BASE = ("shop.jobs",)\nimports = (*BASE, "shop.pages.home.tasks")\n', _CONFIGURED),
    "added": ("list", 'imports = ["shop.jobs"]\nimports += @\n', _CONFIGURED),
    "old name": (_ALL, "CELERY_IMPORTS = @\n", _CONFIGURED),
    "semicolon": (_ALL, "x = 1; imports = @; y = 2\n", _CONFIGURED),
    "backslash": (_ALL, "imports = \\\n    @\n", _CONFIGURED),
    "absent": (_ALL, "broker_url = 'memory://'\n", _CONFIGURED),
    "empty": (_ALL, "imports = ()\n", _CONFIGURED),
    "empty list": (_ALL, "imports = [\n    # none yet\n]\n", _CONFIGURED),
    "empty file": (_ALL, "", _CONFIGURED),
    "of a type": ("list", "imports = list(@)\n", _CONFIGURED),
    "class": (
        "tuple list set string",
        "class Config:\n    x = 1\n    imports = @\n    y = 2\n",
        'queue = Celery(__name__)\nqueue.config_from_object("shop.conf.celeryconfig:Config")\n',
    ),
    "include": ("tuple list", "", "queue = Celery(__name__, include=@)\n"),
    "include of many": ("list", "", "queue = Celery(\n    __name__,\n    include=@,\n    broker='memory://',\n)\n"),
    "conf": ("tuple list set", "", "queue = Celery(__name__)\nqueue.conf.imports = @\n"),
    "conf item": ("tuple list", "", 'queue = Celery(__name__)\nqueue.conf["imports"] = @\n'),
    "update": ("tuple list", "", "queue = Celery(__name__)\nqueue.conf.update(imports=@, broker_url='memory://')\n"),
    "update dict": ("tuple list", "", "queue = Celery(__name__)\nqueue.conf.update({'imports': @})\n"),
    "no list": ("tuple", "", "queue = Celery(__name__)\n"),
    "autodiscover": (_ALL, "imports = @\n", f"{_CONFIGURED}queue.autodiscover_tasks(['shop.pages.cart'])\n"),
}  # fmt: skip
_REFUSED: dict[str, tuple[str, str, str]] = {
    "computed": ("list", "imports = [name for name in @]\n", _CONFIGURED),
    "conditional": ("tuple", "import os\n\nif os.environ.get('NOTHING'):\n    imports = ()\nelse:\n    imports = @\n", _CONFIGURED),
    "appended": ("list", "imports = @\nimports.append('shop.jobs')\n", _CONFIGURED),
    "unparsable": ("list", "imports = @\nimports = = 1\n", _CONFIGURED),
}  # fmt: skip
_SETTINGS = {
    **{name: (*shape, False) for name, shape in _SAFE.items()},
    **{f"refused: {name}": (*shape, True) for name, shape in _REFUSED.items()},
}

_OTHERS = ("first", "zed", "Alpha", "item2", "item10")
_INITS: dict[str, str | None] = {
    "none": None,
    "empty": "",
    "docstring": '"""Tasks."""\n',
    "docstring and code": '"""Tasks."""\n\n\ndef helper():\n    return 1\n',
    "comment": "# nothing here yet\n",
    "future": "from __future__ import annotations\n",
    "future and one": "from __future__ import annotations\n\nfrom .first import first\n",
    "one": "from .first import first\n",
    "sorted": "from .first import first\nfrom .zed import zed\n",
    "unsorted": 'from .zed import zed\nfrom .first import first\n\n__all__ = ["zed", "first"]\n',
    "isort": 'from .Alpha import Alpha\nfrom .first import first\nfrom .item2 import item2\nfrom .item10 import item10\n\n__all__ = ["Alpha", "first", "item2", "item10"]\n',
    "brackets": 'from .first import (\n    first,  # é\n)\n\n__all__ = ["first"]\n',
    "absolute": f'from {PACKAGE}.first import first\nfrom {PACKAGE}.zed import zed\n\n__all__ = ["first", "zed"]\n',
    "star": "from .first import *\n",
    "try": "try:\n    from .first import first\nexcept ImportError:\n    raise\n",
    "try and list": 'try:\n    from .first import first\nexcept ImportError:\n    raise\n\n__all__ = ["first"]\n',
    "type checking": "from typing import TYPE_CHECKING\n\nfrom .first import first\n\nif TYPE_CHECKING:\n    from .zed import zed\n",
    "tuple": 'from .first import first\n\n__all__ = ("first",)\n',
    "bare": 'from .first import first\n\n__all__ = "first",\n',
    "annotated": "from .first import first\n\n__all__: list[str] = [\n    'first',\n]\n",
    "added": 'from .first import first\n\n__all__ = []\n__all__ += ["first"]\n',
    "before": '__all__ = ["first"]\n\nfrom .first import first\n',
    "after docstring": '"""Tasks."""\n\n__all__ = [\n    "first"\n]\n\nfrom .first import first\n',
    "code": 'from .first import first\n\n__all__ = ["first"]\n\n\ndef helper():\n    return first\n',
    "code between": "import os\n\nfrom .first import first\n\nX = os.sep\n\nfrom .zed import zed  # noqa: E402\n",
    "semicolon": "from .first import first; from .zed import zed\n",
    "of the module": "from .stock import (\n    reserve,\n)\nfrom . import zed\n",
    "of the module, one line": "from .stock import reserve  # é\n\n__all__ = ['reserve']\n",
    "of the module, backslash": "from .stock import \\\n    reserve\n",
    "of the module, star": "from .stock import *\n",
    "empty list": "from .first import first\n\n__all__ = []\n",
    "own task": f'"""Tasks."""\n\n{_QUEUE}{_TASK.format(name="here")}',
}  # fmt: skip
_REFUSED_INITS = {
    "computed": "from .first import first\n\n__all__ = sorted([first.__name__])\n",
    "conditional": "from .first import first\n\nif first:\n    __all__ = ['first']\n",
    "taken": "from .first import first as count_items\n",
    "unparsable": "from .first import (\n",
    "taken by a function": "def count_items():\n    return 1\n",
}

_APPS = {
    "plain": ("from shop.tasks import queue\n", "queue"),
    "renamed": ("from shop.tasks import queue as q\n", "q"),
    "module": ("import shop.tasks\n", "shop.tasks.queue"),
    "module renamed": ("import shop.tasks as t\n", "t.queue"),
    "from parent": ("from shop import tasks\n", "tasks.queue"),
    "relative": ("from ....tasks import queue\n", "queue"),
    "brackets": ("from shop.tasks import (\n    ping,\n    queue,\n)\n", "queue"),
    "shared": ("from celery import shared_task as q\n", ""),
}
_TYPING = [
    "",
    "from typing import Any\n",
    "from typing import Optional\n",
    "import typing as t\n",
    "import time\n",
]
_ENDS = [
    "",
    "# the end\n",
    "\n\nclass Last:\n    x = 1\n",
    '\n\nif __name__ == "__main__":\n    reserve()\n',
    "\n__all__ = ['reserve']\n",
    "\x0c\n",
]


@st.composite
def stock_texts(draw: st.DrawFn) -> str:
    """A task module that exists, and speaks of the app in its own way."""
    statement, app = _APPS[draw(st.sampled_from(sorted(_APPS)))]
    decorator = f"@{app}.task" if app else "@q"
    doc = draw(st.sampled_from(["", '"""Doc."""\n\n', "from __future__ import annotations\n\n"]))
    typing = draw(st.sampled_from(_TYPING))
    indent = draw(st.sampled_from(["    ", "\t", "  "]))
    space = "\n" if typing and not typing.startswith("import typing") else ""
    end = draw(st.sampled_from(_ENDS))
    return f"{doc}{typing}{space}{statement}\n\n{decorator}\ndef reserve():\n{indent}return 'é'\n{end}"


@st.composite
def encoded(draw: st.DrawFn, text: str) -> bytes:
    """The text in one of the byte forms that a source file may have."""
    form = draw(st.sampled_from(["plain", "plain", "bom", "latin"]))
    newline = draw(st.sampled_from(["\n", "\n", "\r\n", "\r", "mixed"]))
    if draw(st.integers(0, 3)) == 0:
        text = text.rstrip("\n")
    if form == "latin":
        text = f"# -*- coding: latin-1 -*-\n{text}"
    if newline == "mixed":
        parts = text.split("\n")
        ends = draw(st.lists(st.sampled_from(["\n", "\r\n"]), min_size=len(parts), max_size=len(parts)))
        text = "".join(part + end for part, end in zip(parts, ends, strict=True))
        text = text[: -len(ends[-1])]
    else:
        text = text.replace("\n", newline)
    data = text.encode("latin-1" if form == "latin" else "utf-8")
    return b"\xef\xbb\xbf" + data if form == "bom" else data


@st.composite
def shops(draw: st.DrawFn) -> Shop:
    """An app; one of its files is of a shape that the others then leave room for."""
    config, app, refuses_settings = draw(settings_texts())
    module = draw(st.sampled_from(["", "stock"]))
    names = sorted(_INITS) + [f"refused: {name}" for name in _REFUSED_INITS]
    is_new = draw(st.integers(0, 2)) == 0
    shape = "none" if is_new else draw(st.sampled_from(names))
    init = _REFUSED_INITS[shape.removeprefix("refused: ")] if ":" in shape else _INITS[shape]
    files = {path: text.encode() for path, text in _FRAME.items()}
    files[SETTINGS] = draw(encoded(config))
    files[APP] = draw(encoded(f"from celery import Celery\n\n{app}{_PING}"))
    if init is not None:
        files |= {
            f"shop/pages/cart/tasks/{name}.py": (_QUEUE + _TASK.format(name=name)).encode()
            for name in _OTHERS
        }
        files[INIT] = draw(encoded(init))
        files[STOCK] = draw(encoded(draw(stock_texts())))
    length = draw(st.sampled_from([60, 88, 88, 120]))
    files["pyproject.toml"] = (
        f"[project]\nname = 'shop'\nversion = '1'\n\n[tool.ruff]\nline-length = {length}\n".encode()
    )
    return Shop(
        files=files,
        refuses=refuses_settings or ":" in shape,
        shaped=tuple(path for path in (SETTINGS, APP, INIT, STOCK) if path in files),
        module=module,
    )


_FRAME = {
    "shop/__init__.py": "",
    "shop/conf/__init__.py": "",
    "shop/jobs.py": _QUEUE + _TASK.format(name="clean"),
    "shop/pages/__init__.py": "",
    "shop/pages/cart/__init__.py": "",
    **{
        f"shop/pages/{page}/{name}": text
        for page in ("home", "zoo")
        for name, text in {
            "__init__.py": "",
            "tasks/__init__.py": "from .show import show\n\n__all__ = ['show']\n",
            "tasks/show.py": _QUEUE + _TASK.format(name="show"),
        }.items()
    },
}  # fmt: skip


def line_ends(data: bytes) -> set[str]:
    """Return the kinds of line ends in a file."""
    return set(re.findall(r"\r\n|\r|\n", data.decode("latin-1")))
