"""Dash: its pages, modules of a folder that ``Dash(use_pages=True)`` runs under names of its own; its tasks.

Source: ``dash._pages``, ``dash._configs`` and ``dash.Dash`` of Dash 2.5 to 4.4, and what was seen with 4.4.
"""

import posixpath
from collections.abc import Iterator

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.models.os_environ import read_variable
from automappa_scaffold.interpreter.models.os_paths import path_text
from automappa_scaffold.interpreter.models.path_matching import is_inside
from automappa_scaffold.interpreter.module_values import FILE_LOADER
from automappa_scaffold.interpreter.objects import Instance, Module, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.places import Place

__all__ = ["DASH_PAGES"]

DASH_PAGES = Models()

_USUAL = "pages"
_CELERY = ("celery.app.base", "Celery")
_BACKEND_NAMES = frozenset({"backend", "backend_cls", "_get_backend"})
_WITHOUT_LAYOUT = "dash.register_page()"  # the names of pages that were registered without one


@DASH_PAGES.function("dash.Dash:check", "dash.dash.Dash:check", "dash_extensions.enrich.DashProxy:check")
def _make(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    """Run the pages of an app that uses them, as it is made."""
    given = path_text(m, kwargs.get("pages_folder", _USUAL), place)
    use_pages = m.decide(kwargs.get("use_pages"))
    is_used = m.truth(given != _USUAL if use_pages is None else use_pages)
    name = m.decide(args[0] if args else kwargs.get("name"))
    if name is None and m.importing:
        name = m.importing[-1].name  # of the module that calls
    if is_used is False or given == "" or given is None:
        return
    if is_used is None or not isinstance(given, str) or not isinstance(name, str) or "**" in kwargs:
        m.note("which pages Dash imports here is not known", place)
        return
    root = _root_of(m, name)
    folder = posixpath.join(root, given)
    if not m.tree.is_folder(folder) and is_inside(m, folder):
        text = f"A folder called `{given}` does not exist."
        raise PyRaise(m.call(m.external("dash.exceptions.InvalidConfig"), (text,), {}, place), place)
    if m.truth(kwargs.get("server", True)) is False:
        m.assumptions[f"{place}: init_app() of this Dash app is not called where the worker imports"] = None
        return
    for path in _pages(m, folder):
        _run(m, path, _module_name(m, path, folder, root, name), place)


def _begin(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    """Stand for ``__init__`` of an app whose class is the project's own."""
    _make(m, args[1:], kwargs, place)


for _path in ("dash.Dash", "dash.dash.Dash", "dash_extensions.enrich.DashProxy"):
    _base = native_class("Dash", module=_path.rpartition(".")[0], is_open=True)
    _base.ns["__init__"] = Native("__init__", _begin, binds=True)
    DASH_PAGES[f"{_path}:base"] = _base
    DASH_PAGES[f"{_path}.__init__:check"] = Native("__init__", _begin)


@DASH_PAGES.function("dash.register_page:check", "dash._pages.register_page:check")
def _register(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    """Remember a page that needs a layout in its module."""
    name = m.decide(args[0] if args else kwargs.get("module"))
    if isinstance(name, str) and len(args) < 2 and not kwargs.keys() & {"layout", "**"}:
        m.store(m.patched, _WITHOUT_LAYOUT, (*m.patched.get(_WITHOUT_LAYOUT, ()), name))


@DASH_PAGES.function(
    "dash.CeleryManager:call",
    "dash.background_callback.CeleryManager:call",
    "dash.long_callback.CeleryManager:call",
    "dash.long_callback.CeleryLongCallbackManager:call",
)
def _manage(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Refuse an app that keeps no results, as Dash does; else return what does nothing more with the app.

    What is called of the ``Dash`` that gets it is then like what is called of any: ``@app.callback``.
    """
    app = m.decide(args[0] if args else kwargs.get("celery_app"))
    if isinstance(app, Instance) and _keeps_no_results(m, app, place):
        raise m.raise_("ValueError", "Celery instance must be configured with a result backend", place)
    m.assumptions[
        f"{place}: the tasks of Dash's own, background_callback_* and long_callback_*, are left out"
    ] = None
    return m.unknown("dash.CeleryManager() is not part of the project", place, is_foreign=True)


def _keeps_no_results(m: Imports, app: Instance, place: Place) -> bool:
    """Return whether a Celery app certainly has no result backend."""
    classes = [cls for cls in app.cls.mro if cls.module != "builtins"]
    own = [cls for cls in classes if (cls.module, cls.name) != _CELERY]
    if len(own) == len(classes) or any(not _BACKEND_NAMES.isdisjoint(cls.ns) for cls in own):
        return False
    if m.truth(read_variable(m, "CELERY_RESULT_BACKEND", None, place)) is not False:
        return False  # it wins over the settings
    conf = m.get_attribute(app, "conf", place)
    return m.decide(m.get_attribute(conf, "result_backend", place)) in (None, "", "disabled", "disabled://")


def _root_of(m: Imports, name: str) -> str:
    """Return the folder that a Dash app's folders count from."""
    module = m.modules.get(name)
    return posixpath.dirname(module.path) if module is not None and module.path else m.working_directory


def _pages(m: Imports, folder: str) -> Iterator[str]:
    """Yield the files that name ``register_page``; the real order is that of the disk."""
    entries = m.tree.listing(folder) or {}
    for entry, is_folder in sorted(entries.items()):
        path = f"{folder}/{entry}"
        if entry.startswith((".", "_")):
            continue
        if is_folder:
            yield from _pages(m, path)
        elif entry.endswith(".py") and b"register_page" in m.tree.read_source(path):
            yield path


def _module_name(m: Imports, path: str, folder: str, root: str, name: str) -> str:
    parent = _dotted(folder[len(root) :] if folder.startswith(root) else folder)
    found = f"{parent}.{_dotted(path.split(folder)[-1])}"
    app = m.modules.get(name)
    return f"{name}.{found}" if app is not None and app.path.endswith("__init__.py") else found


def _dotted(path: str) -> str:
    return path.replace(".py", "").strip("/").replace("/", ".")


def _run(m: Imports, path: str, name: str, place: Place) -> None:
    names = m.namespace(__name__=name, __file__=path, __package__=name.rpartition(".")[0], __doc__=None)
    module = Module(name, path, names, None)
    m.store(module.ns, "__loader__", Instance(FILE_LOADER, m.namespace()))
    m.run_again(module, (m.importing[-1] if m.importing else None, place, "Dash(use_pages=True)"))
    m.modules[name] = module
    without = m.decide(m.patched.get(_WITHOUT_LAYOUT, ()))
    if isinstance(without, tuple) and name in without and "layout" not in module.ns and not module.is_open:
        text = f'No layout found in module {name}\nA variable or a function named "layout" is required.'
        raise PyRaise(m.call(m.external("dash.exceptions.NoLayoutException"), (text,), {}, place), place)
