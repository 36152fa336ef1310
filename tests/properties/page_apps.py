"""Apps whose pages do not depend on each other, mostly, and edits that change that or not."""

from collections.abc import Callable
from pathlib import Path
from random import Random

__all__ = ["edit_pages", "write_pages"]

_PAGES = ("alpha", "beta", "gamma", "delta")
_ADDED = ("one", "two", "three")

_FIXED = {
    "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\ndependencies = ["celery", "pandas"]\n',
    "shop/__init__.py": "",
    "shop/settings.py": "import os\n\nSIZE = 3\n\n\ndef get_settings():\n"
    '    return {"size": int(os.environ.get("SHOP_SIZE", "5"))}\n',
    "shop/tasks.py": "from celery import Celery\n\nqueue = Celery(__name__)\n"
    'queue.config_from_object("shop.celeryconfig")\n',
    "shop/registry.py": "KNOWN = []\nBY_NAME = {}\n\n\nclass Base:\n    pass\n\n\n"
    "def note(function):\n    KNOWN.append(function)\n    return function\n",
    "shop/pages/__init__.py": "",
    "shop/common/__init__.py": "",
    "shop/common/helpers.py": "from shop.settings import SIZE\n\nLIMIT = SIZE + 1\n\n\ndef help_out(x):\n"
    "    return x\n",
    "shop/common/extra.py": "VALUE = 3\n",
}
_HEADS = (
    "import os\n\nTITLE = os.environ.get('SHOP_{upper}_TITLE', '{page}').upper()\n",
    "import pandas as pd\n\nFRAME = pd.DataFrame\n",
    "from shop.common.helpers import LIMIT, help_out\n",
    "import logging\n\nlogger = logging.getLogger(__name__)\n",
    "",
)


def _task_text(random: Random, page: str, name: str) -> str:
    head = random.choice(_HEADS).format(page=page, upper=page.upper())
    options = random.choice(("", "", "(bind=True)", f"(name='{page}.{name}')", "(acks_late=True)"))
    first = "self, " if "bind" in options else ""
    return (
        f"{head}from shop.tasks import queue\n\n\n@queue.task{options}\n"
        f"def {name}({first}count: int, word: str = 'x') -> int:\n    return count\n"
    )


def _init_text(names: dict[str, str]) -> str:
    imports = "".join(f"from .{module} import {name}\n" for module, name in sorted(names.items()))
    return f"{imports}\n__all__ = {sorted(names.values())!r}\n"


def write_pages(root: Path, random: Random) -> None:
    """Write an app without findings."""
    for path, text in _FIXED.items():
        _write(root / path, text)
    pages = _PAGES[: random.randrange(2, len(_PAGES) + 1)]
    listed = "".join(f'    "shop.pages.{page}.tasks",\n' for page in pages)
    _write(root / "shop/celeryconfig.py", f'imports = (\n    "shop.tasks",\n{listed})\n')
    for page in pages:
        folder = root / "shop/pages" / page
        _write(folder / "__init__.py", "")
        names = {module: f"{page}_{module}" for module in ("count", "sort")[: random.randrange(1, 3)]}
        for module, name in names.items():
            _write(folder / f"tasks/{module}.py", _task_text(random, page, name))
        _write(folder / "tasks/__init__.py", _init_text(names))
        called = random.choice(sorted(names.values()))
        text = f"from shop.pages.{page}.tasks import {called}\n\n\ndef press():\n    {called}.delay(1)\n"
        _write(folder / "callbacks.py", text)


def edit_pages(root: Path, random: Random) -> str:
    """Change the app in one way, and return what was done."""
    pages = sorted(path.parent for path in (root / "shop/pages").glob("*/__init__.py"))
    page = random.choice(pages) if pages else root / "shop/pages/alpha"
    kind = random.choice(_KINDS)
    _EDITS[kind](root, page, random)
    return f"{kind} {page.name}"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _append(path: Path, text: str) -> None:
    _write(path, _read(path) + text)


def _put_first(path: Path, text: str) -> None:
    _write(path, text + _read(path))


def _modules(page: Path, *, with_package: bool = True) -> list[Path]:
    found = sorted((page / "tasks").glob("*.py"))
    return [path for path in found if with_package or path.name != "__init__.py"] or [page / "tasks/x.py"]


def _export(page: Path, module: str, name: str, random: Random) -> None:
    init = page / "tasks/__init__.py"
    text = _read(init)
    line = f"from .{module} import {name}\n"
    text = line + text if random.random() < 0.7 else text.replace("\n__all__", f"{line}\n__all__", 1)
    if random.random() < 0.9:
        text = text.replace("__all__ = [", f"__all__ = ['{name}', ", 1)
    _write(init, text)


def _add_module(root: Path, page: Path, random: Random) -> None:
    module = random.choice(_ADDED)
    name = module if random.random() < 0.4 else f"{page.name}_{module}"
    _write(page / f"tasks/{module}.py", _task_text(random, page.name, name))
    if random.random() < 0.9:
        _export(page, module, name, random)


def _remove_module(root: Path, page: Path, random: Random) -> None:
    path = random.choice(_modules(page, with_package=False))
    path.unlink(missing_ok=True)
    if random.random() < 0.8:
        init = page / "tasks/__init__.py"
        lines = _read(init).splitlines(keepends=True)
        gone = [line for line in lines if line.startswith(f"from .{path.stem} ")]
        names = [line.split()[-1] for line in gone]
        text = "".join(line for line in lines if line not in gone)
        for name in names:
            text = text.replace(f"'{name}', ", "").replace(f", '{name}'", "").replace(f"'{name}'", "")
        _write(init, text)


def _add_task(root: Path, page: Path, random: Random) -> None:
    path = random.choice(_modules(page, with_package=False))
    name = random.choice(("more", "less", f"{page.name}_more", f"{page.name}_count"))
    options = random.choice(("", "(name='common.name')", f"(name='{page.name}.{name}')"))
    _append(path, f"\n\n@queue.task{options}\ndef {name}(a: int) -> int:\n    return a\n")
    if random.random() < 0.5:
        _export(page, path.stem, name, random)


def _rename_word(root: Path, page: Path, random: Random) -> None:
    path = random.choice([*_modules(page), page / "callbacks.py"])
    text = _read(path)
    words = sorted({w for w in text.replace("(", " ").replace("'", " ").split() if page.name in w})
    words = [word for word in words if word.isidentifier()]
    if words:
        old = random.choice(words)
        for other in [path] if random.random() < 0.4 else [*_modules(page), page / "callbacks.py"]:
            if other.is_file():
                _write(other, _read(other).replace(old, f"{old}_{random.randrange(2)}"))


def _import_another(root: Path, page: Path, random: Random) -> None:
    """Let one module import from anywhere: from another page, from common code, in a circle perhaps."""
    files = sorted(path for path in root.rglob("*.py") if path.name != "celeryconfig.py")
    source, target = random.choice(_modules(page)), random.choice(files)
    module = ".".join(target.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
    parent, _, last = module.rpartition(".")
    names = [line.split("(")[0][4:] for line in _read(target).splitlines() if line.startswith("def ")]
    form = random.choice(
        (
            f"import {module}\n",
            f"import {module} as other\n",
            f"from {parent} import {last}\n" if parent else "import shop\n",
            f"from {module} import {random.choice(names)}\n" if names else f"import {module}\n",
            f"from {module} import *\n",
            f"try:\n    import {module}\nexcept ImportError:\n    pass\n",
        )
    )
    where = random.choice((source, source, page / "callbacks.py", page / "__init__.py", target))
    if random.random() < 0.7:
        _put_first(where, form)
    else:
        _append(where, form)


def _call(root: Path, page: Path, random: Random) -> None:
    """Let a page's callbacks, or a task, call something, rightly or not."""
    others = sorted(root.glob("shop/pages/*/tasks/*.py"))
    target = random.choice(others) if others else page / "tasks/x.py"
    names = [line.split("(")[0][4:] for line in _read(target).splitlines() if line.startswith("def ")]
    name = random.choice(names) if names else "absent"
    module = ".".join(target.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
    if random.random() < 0.5:
        module = module.rpartition(".")[0] if target.name != "__init__.py" else module
    call = random.choice((f"{name}.delay(1)", f"{name}.delay()", f"{name}.s(1).delay()", f"{name}(1)"))
    number = random.randrange(1000)
    text = f"\n\ndef press_{number}():\n    from {module} import {name}\n\n    {call}\n"
    if random.random() < 0.2:
        text = f'\n\ndef send_{number}():\n    queue.send_task("{module}.{name}", (1,))\n'
        _put_first(page / "callbacks.py", "from shop.tasks import queue\n")
    _append(random.choice((page / "callbacks.py", random.choice(_modules(page)))), text)


def _take(root: Path, page: Path, random: Random) -> None:
    """Let a file that calls nothing, and that the worker does not run perhaps, import a task or a module."""
    target = random.choice(_modules(page))
    names = [line.split("(")[0][4:] for line in _read(target).splitlines() if line.startswith("def ")]
    package = f"shop.pages.{page.name}.tasks"
    form = random.choice(
        (
            f"from {package} import {random.choice(names or ['absent'])}",
            f"from {package} import {random.choice((target.stem, *_ADDED))}",
            f"from {package}.{target.stem} import {random.choice(names or ['absent'])}",
            f"from shop.pages.{page.name} import tasks",
            f"from .tasks import {random.choice(names or ['absent'])}",
            f"from ..{page.name}.tasks.{target.stem} import {random.choice(names or ['absent'])}",
        )
    )
    where = random.choice(
        (page / "layout.py", page / "__init__.py", root / "scripts/fill.py", root / "run.py")
    )
    _append(where, f"\n\ndef take_{random.randrange(1000)}():\n    {form}\n")


# What makes modules depend on each other otherwise than by what they import.
_ODD = (
    "from shop.registry import KNOWN\n\nKNOWN.append(__name__)\n",
    "from shop.registry import KNOWN\n\nif 'shop.pages.alpha.tasks' in KNOWN:\n    raise ValueError\n",
    "from shop.registry import BY_NAME\n\nBY_NAME[__name__] = 1\n",
    "from shop import registry\n\nregistry.LATER = 1\n",
    "from shop import registry\n\nif hasattr(registry, 'LATER'):\n    from shop.common import absent\n",
    "from shop.registry import Base\n\n\nclass Own(Base):\n    pass\n",
    "from shop.registry import Base\n\nfor found in Base.__subclasses__():\n    found.missing\n",
    "import shop.pages\n\nFOUND = [name for name in dir(shop.pages) if name == 'gamma']\n",
    "import shop.pages\n\nif hasattr(shop.pages, 'beta'):\n    from shop.common.helpers import absent\n",
    "import sys\n\nif 'shop.pages.beta.tasks' in sys.modules:\n    from shop.common import absent\n",
    "import os\n\nos.environ['SHOP_MODE'] = 'on'\n",
    "import os\n\nif os.environ.get('SHOP_MODE'):\n    from shop.common import absent\n",
    "import os\n\nSIZE = os.environ.get('SHOP_SIZE')\n",
    "from shop.tasks import queue\n\nCOUNT = len(queue.tasks)\n",
    "from shop.tasks import queue\n\nqueue.conf.task_always_eager = True\n",
    "from celery.signals import worker_ready\n\n\n@worker_ready.connect\ndef ready(**kwargs):\n    pass\n",
    "from shop.settings import get_settings\n\nCHOSEN = get_settings()\n",
    "import importlib\n\nimportlib.import_module('shop.common.extra')\n",
    "import pkgutil\nimport shop.common\n\n"
    "ALL = [m.name for m in pkgutil.iter_modules(shop.common.__path__)]\n",
    "import os\n\nif os.path.exists(os.path.join(os.path.dirname(__file__), 'one.py')):\n"
    "    from shop.common import absent\n",
    "from shop.registry import note\n\n\n@note\ndef noted():\n    pass\n",
    "import unknown_package\n",
    "try:\n    import unknown_package\nexcept ImportError:\n    unknown_package = None\n",
    "one = 5\n",
    "import shop.pages\n\nif shop.pages.alpha.tasks:\n    pass\n",
    "def __getattr__(name):\n    return name\n",
    "from celery import shared_task\n\n\n@shared_task\ndef shared_one(a):\n    return a\n",
    "import xml.etree.ElementTree\n",
    "import pandas.core.frame\n",
    "from pandas import core\n",
)


def _be_odd(root: Path, page: Path, random: Random) -> None:
    others = (page / "__init__.py", root / "shop/common/helpers.py", root / "shop/settings.py")
    path = random.choice((*_modules(page), *others))
    text = random.choice(_ODD)
    if random.random() < 0.5:
        _put_first(path, text)
    else:
        _append(path, f"\n{text}")


def _change_export_list(root: Path, page: Path, random: Random) -> None:
    init = page / "tasks/__init__.py"
    lines = _read(init).splitlines(keepends=True)
    if lines:
        at = random.randrange(len(lines))
        lines[at] = random.choice(("", lines[at] * 2, f"# {lines[at]}", lines[at].replace("'", "", 2)))
    _write(init, "".join(lines))


def _change_common(root: Path, page: Path, random: Random) -> None:
    path = root / random.choice(("shop/common/helpers.py", "shop/common/extra.py", "shop/registry.py"))
    _append(path, f"\nMORE_{random.randrange(3)} = {random.randrange(3)}\n")


def _add_page(root: Path, page: Path, random: Random) -> None:
    folder = root / "shop/pages" / random.choice(("new", "alpha", "beta"))
    _write(folder / "__init__.py", "")
    _write(folder / "tasks/fresh.py", _task_text(random, folder.name, f"{folder.name}_fresh"))
    _write(folder / "tasks/__init__.py", _init_text({"fresh": f"{folder.name}_fresh"}))
    config = root / "shop/celeryconfig.py"
    entry = f'    "shop.pages.{folder.name}.tasks",\n'
    if random.random() < 0.8 and entry not in _read(config):
        _write(config, _read(config).replace(")\n", f"{entry})\n", 1))


def _add_other_file(root: Path, page: Path, random: Random) -> None:
    name = random.choice(("notes.py", "one.py", "notes.txt", "count/__init__.py", "logging.py", "pages.py"))
    folder = random.choice((page, page / "tasks", root / "shop", root, root / "shop/common"))
    _write(folder / name, random.choice(("", "VALUE = 1\n", "raise ValueError\n")))


_EDITS: dict[str, Callable[[Path, Path, Random], None]] = {
    "add a module": _add_module,
    "remove a module": _remove_module,
    "add a task": _add_task,
    "rename a word": _rename_word,
    "import another": _import_another,
    "call": _call,
    "take": _take,
    "be odd": _be_odd,
    "change the exports": _change_export_list,
    "change common code": _change_common,
    "add a page": _add_page,
    "add another file": _add_other_file,
}
_KINDS = (*sorted(_EDITS), "add a module", "add a module", "remove a module", "add a task", "import another")
