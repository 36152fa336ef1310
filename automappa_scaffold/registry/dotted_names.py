"""What a dotted path in a text names, as kombu and Celery look it up.

Source: ``kombu.utils.imports.symbol_by_name`` and ``celery.loaders.base`` of Celery 5.7.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.places import Place

__all__ = ["is_import_error", "smart_import", "symbol_by_name"]


def symbol_by_name(m: Interpreter, name: str, label: str, place: Place | None) -> Value:
    """Return what ``package.module:attribute`` or ``package.module.attribute`` names (kombu's rule)."""
    separator = ":" if ":" in name else "."
    module_name, _, attribute = name.rpartition(separator)
    if not module_name:
        module_name, attribute = attribute, ""
    module = m.import_module(module_name, (None, place, label))
    return m.get_attribute(module, attribute, place) if attribute else module


def smart_import(m: Interpreter, path: str, label: str, place: Place | None) -> Value:
    """Return the module that a path names, else the attribute that it names."""
    if ":" in path:
        return symbol_by_name(m, path, label, place)
    if path.startswith("."):
        text = f"the 'package' argument is required to perform a relative import for {path!r}"
        raise m.raise_("TypeError", text, place)
    try:
        return m.import_module(path, (None, place, label))
    except PyRaise as raised:
        if not is_import_error(raised):
            raise
        try:
            return symbol_by_name(m, path, label, place)
        except PyRaise as second:
            second.cause = second.cause or raised
            raise


def is_import_error(raised: PyRaise) -> bool:
    """Return whether an import failed."""
    return raised.type_name in ("ImportError", "ModuleNotFoundError")
