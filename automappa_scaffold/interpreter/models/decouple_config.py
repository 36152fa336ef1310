"""``decouple``: settings from the environment or a file, as python-decouple reads them.

Source: python-decouple 3.8, as read and run.
"""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.dotenv_files import convert, find_upwards, is_set, read_pairs
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.models.os_environ import promised, read_variable
from automappa_scaffold.interpreter.objects import Class, Native
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.source.places import Place

__all__ = ["DECOUPLE"]

DECOUPLE = Models()


@DECOUPLE.function("decouple.config")
def _decouple(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = dict(zip(("option", "default", "cast"), args, strict=False)) | kwargs
    name, cast = m.decide(given.get("option")), given.get("cast", MISSING)
    default = given.get("default", MISSING)
    path = find_upwards(m, ("settings.ini", ".env"))
    pairs = read_pairs(m, path, place) if path else {}
    found = _decoupled_value(m, name, pairs, default, place)
    if cast is MISSING:
        return found
    how = cast.name if isinstance(cast, (Class, Native)) else "other"
    if how in ("bool", "str", "int", "float"):
        return convert(m, found, how, f"the environment variable {name}", place)
    return m.call(cast, (found,), {}, place)


def _decoupled_value(m: Imports, name: Value, pairs: dict[str, Value], default: Value, place: Place) -> Value:
    if isinstance(name, str) and not is_set(m, name):
        if name in pairs:
            return pairs[name]
        if default is MISSING and not promised(m, name):
            m.assumptions[f"the environment variable {name} is not set"] = None
            text = f"UndefinedValueError: {name} not found. Declare it as envvar or define a default value."
            raise m.raise_("Exception", text, place)
    return read_variable(m, name, default, place)


def _csv(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = m.decide(args[1])
    if not isinstance(text, str):
        return m.unknown("a list that is read from the environment", place)
    return m.new_list([part.strip() for part in text.split(",") if part.strip()])


_CSV = native_class("Csv", module="decouple", is_open=True)
_CSV.ns["__init__"] = Native("__init__", lambda m, args, kwargs, place: None, binds=True)
_CSV.ns["__call__"] = Native("__call__", _csv, binds=True)
DECOUPLE["decouple.Csv"] = _CSV
