"""``configurations.values``: settings of django-configurations that the environment may replace.

Source: django-configurations 2.5, as read and run.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.dotenv_files import convert, is_set
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.models.os_environ import read_variable
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.values import ListValue, Value
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["VALUES", "replace_values"]

_PARAMETERS = ("default", "environ", "environ_name", "environ_prefix", "environ_required")
# How each converts the text of its variable.
_CASTS = {
    "Value": "str",
    "BooleanValue": "bool",
    "EmailValue": "str",
    "FloatValue": "float",
    "IntegerValue": "int",
    "ListValue": "list",
    "PositiveIntegerValue": "int",
    "TupleValue": "tuple",
    "URLValue": "str",
}


def _new(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return the setting where its variable is named or there is none; else what waits for its name."""
    made = Instance(args[0], m.namespace(), dict(zip(_PARAMETERS, args[1:], strict=False)) | kwargs)
    given = made.payload
    if m.decide(given.get("environ_name")) is None and m.truth(given.get("environ", True)) is not False:
        return made
    return _value_of(m, made, "", place)


def _classes() -> dict[str, Class]:
    base = native_class("Value", module="configurations.values", is_open=True)
    made = {
        name: native_class(name, module="configurations.values", bases=(base,), is_open=True)
        for name in _CASTS
    }
    made["Value"] = base
    base.ns["__new__"] = Native("__new__", _new)
    base.ns["__init__"] = Native("__init__", lambda m, args, kwargs, place: None, binds=True)
    return made


_CLASSES = _classes()
VALUES: dict[str, Value] = {f"configurations.values.{name}": cls for name, cls in _CLASSES.items()}


def replace_values(m: Interpreter, cls: Class, place: Place) -> None:
    """Put the settings themselves in the place of what waits for its name, as the class has it."""
    for key in dict.fromkeys(key for base in cls.mro for key in base.ns):
        value = cls.lookup(key)
        if isinstance(value, Instance) and _CLASSES["Value"] in value.cls.mro:
            m.store(cls.ns, key, _value_of(m, value, key, place))


def _value_of(m: Interpreter, made: Instance, name: str, place: Place) -> Value:
    given = made.payload
    if made.cls not in _CLASSES.values() or not isinstance(given, dict):
        return m.unknown(f"what a {made.cls.name} makes of a variable", place)
    default = given.get("default")
    items = m.decide(default)
    if made.cls.name == "ListValue":
        listed = items.items if isinstance(items, ListValue) else items
        default = m.new_list(listed if isinstance(listed, tuple) else ())
        if isinstance(items, ListValue) and items.unknown is not None:
            default = items
    if m.truth(given.get("environ", True)) is False:
        return default
    prefix, own = m.decide(given.get("environ_prefix", "DJANGO")), m.decide(given.get("environ_name"))
    name = own if isinstance(own, str) else name
    variable = f"{prefix}_{name}" if isinstance(prefix, str) and prefix else name
    if not is_set(m, variable):
        if m.truth(given.get("environ_required", False)) is not False:
            m.note(f"whether the variable {variable} is set, which is required", place)
        return read_variable(m, variable, default, place)
    found = read_variable(m, variable, None, place)
    return convert(m, found, _CASTS[made.cls.name], f"the environment variable {variable}", place)
