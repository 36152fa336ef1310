"""What ``celery -A`` takes as the app.

Source: ``celery.app.utils.find_app`` of Celery 5.7.
"""

import sys

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Instance, Module
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Ext, Value
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.registry.dotted_names import symbol_by_name
from automappa_scaffold.source.places import Place

__all__ = ["find_app", "is_app"]


def find_app(m: Interpreter, spec: str) -> Value:
    """Return what ``celery -A spec`` takes as the app; for something false that is the current app.

    Raises:
        PyRaise: the error that Celery reports in place of starting.
    """
    found = _look_up(m, spec)
    is_celery_itself = isinstance(found, Ext) and found.path == "celery"  # of whose names one is current_app
    if is_celery_itself or found is m.external("celery.current_app") or m.truth(found) is False:
        return m.call(m.external("celery._state.get_current_app"), (), {}, Place(m.tree.relative("")))
    return found


def _look_up(m: Interpreter, spec: str) -> Value:
    label = f"-A {spec}"
    try:
        symbol = symbol_by_name(m, spec, label, None)
    except PyRaise as raised:
        if raised.type_name != "AttributeError":
            raise
        try:
            symbol = m.import_module(spec, (None, None, label))
        except PyRaise as second:
            if ":" in spec:  # no module is called so: the first error tells more
                second.cause = second.cause or raised
            if raised.is_soft:
                raise raised from None  # which error is reported does not matter, where it is not certain
            raise
    if isinstance(symbol, Ext) and ":" not in spec and m.outside.locate(symbol.path) is not None:
        symbol = m.import_module(symbol.path, (None, None, label))  # an installed module, not yet looked into
    if isinstance(symbol, Ext) and ":" not in spec and _is_standard_without_app(m, symbol.path):
        raise _without_celery(m, spec)
    if not isinstance(symbol, Module) or ":" in spec:
        return symbol
    for name in ("app", "celery"):
        found = m.find_attribute(symbol, name, None)
        if found is not MISSING and not m.is_module(found) and not _is_preloaded(m, found):
            return found
    if symbol.folders is not None:
        try:
            return _look_up(m, f"{spec}.celery")
        except PyRaise as raised:
            if raised.type_name not in ("ImportError", "ModuleNotFoundError"):
                raise
    for value in list(symbol.ns.values()):
        if is_app(value):
            return value
    raise _without_celery(m, spec)


def _without_celery(m: Interpreter, spec: str) -> PyRaise:
    return m.raise_("AttributeError", f"Module '{spec}' has no attribute 'celery'", None)


def _is_standard_without_app(m: Interpreter, path: str) -> bool:
    """Return whether a module of the standard library is found, in place of the project's of that name."""
    is_standard = path in sys.stdlib_module_names and path in m.external_modules
    return is_standard and all(m.lacks_outside(path, name) for name in ("app", "celery"))


def _is_preloaded(m: Interpreter, value: Value) -> bool:
    return isinstance(value, Ext) and value.path in m.preloaded


def is_app(value: Value) -> bool:
    """Return whether a value is a Celery instance."""
    return isinstance(value, Instance) and isinstance(value.payload, AppState)
