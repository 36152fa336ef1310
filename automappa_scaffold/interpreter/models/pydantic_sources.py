"""Where settings classes of pydantic read their values: the environment, files of variables, defaults."""

import json
from collections.abc import Iterator

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.marks import WHOLE
from automappa_scaffold.interpreter.models.dotenv_files import convert, given_path, read_pairs
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.models.os_environ import OPEN_ENVIRON, read_variable
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.values import MISSING, Assumed, DictValue, ListValue, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["FIELD", "nested_prefixes", "read_field", "variables_of"]

FIELD = native_class("FieldInfo", module="pydantic.fields")
FIELD.ns[WHOLE] = True
FIELD.ns["__eq__"] = Native(
    "__eq__", lambda m, args, kwargs, place: m.unknown("whether two fields are alike", place), binds=True
)
_SCALARS = frozenset(("str", "int", "float", "bool"))
_CONTAINERS = frozenset(("list", "List", "tuple", "Tuple", "dict", "Dict", "Sequence", "Mapping"))


def read_field(m: Imports, cls: Class, name: str, shown: str, options: DictValue, place: Place) -> Value:
    """Return a field's value; MISSING where it has none."""
    field = cls.lookup(name)
    names = [*variables_of(m, name, field, options)]
    if options.unknown is not None or not names or OPEN_ENVIRON in m.environ_changes:
        return m.unknown(f"the setting {name} of {cls.name}", place)
    found = _find(m, names, options, place)
    if found is not MISSING:
        return _converted(m, found, shown, name, place)
    nested = nested_prefixes(m, names, options)
    known = _known(m, options, place) if nested and shown not in _SCALARS else ()
    if any(text.lower().startswith(nested) for text in known):
        m.assumptions[f"what the variables {nested[0].upper()}* hold fits the setting {name}"] = None
        return m.unknown(f"the setting {name}, made of nested variables", place, is_foreign=True)
    default = field
    if isinstance(field, Instance) and field.cls is FIELD:
        factory = field.ns.get("default_factory")
        default = m.call(factory, (), {}, place) if factory is not None else field.ns["default"]
    # Where any case will do, people write capitals.
    variable = names[0] if _is_exact(m, options) else names[0].upper()
    if default is MISSING or isinstance(default, (DictValue, ListValue, Unknown)):
        if default is not MISSING:
            m.assumptions[f"the environment variable {variable} is not set"] = None
        return default
    return Assumed(default, f"the environment variable {variable} is not set")


def nested_prefixes(m: Imports, names: list[str], options: DictValue) -> tuple[str, ...]:
    """Return how the variables begin that hold parts of a field, in small letters."""
    mark = m.decide(options.items.get("env_nested_delimiter"))
    return tuple(f"{name}{mark}".lower() for name in names) if isinstance(mark, str) and mark else ()


def _known(m: Imports, options: DictValue, place: Place) -> Iterator[str]:
    """Yield the names of variables, of the environment and of the files that a class reads."""
    yield from (name for name in (*m.environ_changes, *m.environ) if isinstance(name, str))
    for file in _files(m, options, place):
        yield from read_pairs(m, file, place)


def _files(m: Imports, options: DictValue, place: Place) -> Iterator[str]:
    """Yield the paths of files of variables, the last of which is asked first."""
    files = m.decide(options.items.get("env_file"))
    for file in reversed(files if isinstance(files, tuple) else (files,)):
        path = given_path(m, file, place) if file is not None else None
        if path:
            yield path


def _is_exact(m: Imports, options: DictValue) -> bool:
    return m.truth(options.items.get("case_sensitive", False)) is True


def variables_of(m: Imports, name: str, field: Value, options: DictValue) -> Iterator[str]:
    """Yield the variables that a field is read from; nothing where they are not known."""
    given: list[Value] = []
    if isinstance(field, Instance) and field.cls is FIELD:
        keys = ("validation_alias", "alias", "env")
        given = [m.decide(field.ns[key]) for key in keys if field.ns.get(key) is not None]
    prefix = m.decide(options.items.get("env_prefix", ""))
    if given:
        yield from (value for value in given[:1] if isinstance(value, str))
    elif isinstance(prefix, str):
        yield prefix + name


def _find(m: Imports, names: list[str], options: DictValue, place: Place) -> Value:
    is_exact = _is_exact(m, options)
    wanted = set(names) if is_exact else {name.lower() for name in names}
    for known in [*m.environ_changes, *m.environ]:
        if isinstance(known, str) and (known if is_exact else known.lower()) in wanted:
            return read_variable(m, known, None, place)
    for path in _files(m, options, place):
        for known, value in read_pairs(m, path, place).items():
            if (known if is_exact else known.lower()) in wanted:
                return value
    return MISSING


def _converted(m: Imports, found: Value, shown: str, name: str, place: Place) -> Value:
    if shown in _SCALARS:
        return convert(m, found, shown, f"the setting {name}", place)
    text = m.decide(found)
    if shown in _CONTAINERS and isinstance(text, str):
        try:
            return m.from_python(json.loads(text))
        except ValueError:
            return m.unknown(f"the setting {name}, which is no JSON", place)
    return m.unknown(f"the setting {name}, converted", place, is_foreign=True)
