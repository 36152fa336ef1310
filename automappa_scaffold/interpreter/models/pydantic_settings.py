"""``pydantic_settings``: classes whose fields are read from the environment and from files of variables.

Source: pydantic 1.10 (``pydantic.BaseSettings``) and pydantic-settings 2.0 to 2.12, as read and run.
"""

from collections.abc import Iterator

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.marks import METACLASS_BELOW, OPEN, WHOLE
from automappa_scaffold.interpreter.models.dotenv_files import given_path, note_absent
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.models.os_environ import promised
from automappa_scaffold.interpreter.models.pydantic_defaults import wrong_default
from automappa_scaffold.interpreter.models.pydantic_dumps import dump
from automappa_scaffold.interpreter.models.pydantic_sources import (
    FIELD,
    nested_prefixes,
    read_field,
    variables_of,
)
from automappa_scaffold.interpreter.models.pydantic_validators import (
    VALIDATION_ERROR,
    VALIDATORS,
    invalid,
    is_changed,
    validated,
)
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.type_expressions import refuse_text_annotations
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    DictValue,
    ListValue,
    Namespace,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["FIELD", "PYDANTIC_SETTINGS", "class_options", "fields_of", "truth_of"]

PYDANTIC_SETTINGS = Models(VALIDATORS)

_SETTINGS = native_class("BaseSettings", module="pydantic_settings", is_open=True)
_SETTINGS.ns[METACLASS_BELOW] = "abc.ABCMeta"
_MISUSED = Class("PydanticUserError", (EXCEPTIONS["RuntimeError"],), Namespace(0), module="pydantic.errors")
# What every object of such a class has, in either series of pydantic, beside its fields.
_ATTRIBUTES = frozenset(
    (
        *("construct", "copy", "dict", "fields", "from_orm", "json", "parse_file", "parse_obj", "parse_raw"),
        *("schema", "schema_json", "settings_cached", "settings_clear_cache", "settings_customise_sources"),
        *("update_forward_refs", "validate"),
    )
)
_CLOSED = ("ignore", "forbid")  # what ``extra`` may be where objects have their fields alone
# What a class may define that changes where its values come from, or what they are.
_DECIDES_ITSELF = (
    "settings_customise_sources",
    "__init__",
    "__new__",
    "model_post_init",
    "customise_sources",
)


@PYDANTIC_SETTINGS.function("pydantic_settings.SettingsConfigDict", "pydantic.ConfigDict")
def _config_dict(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made = m.new_dict({key: value for key, value in kwargs.items() if key != "**"})
    for argument in args:
        m.merge(made, argument, place)
    if "**" in kwargs:
        m.store(made.meta, "unknown", kwargs["**"])
    return made


@PYDANTIC_SETTINGS.function("pydantic.Field", "pydantic.fields.Field")
def _field(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    names = m.namespace(**{key: value for key, value in kwargs.items() if key != "**"})
    default = args[0] if args else kwargs.get("default", MISSING)
    names["default"] = MISSING if default is Ellipsis else default
    return Instance(FIELD, names)


def truth_of(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for the truth of an object of a model, which has no say in it."""
    if isinstance(args[0], Instance) and args[0].cls.lookup("__len__") is not MISSING:
        return m.unknown("the length of a model's object", place, is_foreign=True)
    return True


def _init(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made: Instance = args[0]
    options = class_options(m, made.cls, kwargs)
    fields = dict(fields_of(made.cls))
    missing = []
    if options.unknown is not None or m.decide(options.items.get("extra", "ignore")) not in _CLOSED:
        m.store(made.ns, OPEN, m.unknown(f"what else a {made.cls.name} object has", place, is_foreign=True))
    for name, shown in fields.items():
        value = kwargs[name] if name in kwargs else read_field(m, made.cls, name, shown, options, place)
        if value is MISSING:
            missing.append(name)
            value = m.unknown(f"the setting {name}", place, is_foreign=True)
        is_given = name in kwargs or value.__class__ is not Assumed
        if not is_given and "pydantic_settings" in m.external_modules:
            _refuse_default(m, made.cls, name, shown, value, options, place)
        if is_changed(made.cls, name):
            shown = "" if name in kwargs else shown  # what is given may be converted first
            field = made.cls.lookup(name)
            limits = field.ns if isinstance(field, Instance) and field.cls is FIELD else {}
            asked = limits.get("validate_default", options.items.get("validate_default", True))
            asked = None if options.unknown is not None else asked
            value = validated(m, made.cls, name, shown, value, asked)
        m.store(made.ns, name, value)
    missing = [name for name in missing if not _is_promised(m, made.cls, name, options, place)]
    if missing and "**" not in kwargs:
        m.assumptions[f"the environment variables of {', '.join(missing)} are not set"] = None
        text = f"{len(missing)} validation errors for {made.cls.name}: {', '.join(missing)} Field required"
        raise invalid(m, text, place)
    return None


def _is_promised(m: Imports, cls: Class, name: str, options: DictValue, place: Place) -> bool:
    """Return whether something says that a field's variable is set where the worker runs, and tell that."""
    files = m.decide(options.items.get("env_file"))
    for file in files if isinstance(files, tuple) else (files,):
        # What was not found by ``find_dotenv`` is an empty text, and is noted.
        if isinstance(file, str) and file:
            note_absent(m, given_path(m, file, place), file)
    variables = [variable.upper() for variable in variables_of(m, name, cls.lookup(name), options)]
    variables += [f"{nested.upper()}*" for nested in nested_prefixes(m, variables, options)]
    for variable in variables:
        said, _ = promised(m, variable)
        if said:
            m.assumptions[f"the environment variable {variable} is set, {said}"] = None
            return True
    return False


def _refuse_default(
    m: Imports, cls: Class, name: str, shown: str, value: Assumed, options: DictValue, place: Place
) -> None:
    """Raise what a default gives that does not fit its own field: settings, unlike other models, look."""
    field = cls.lookup(name)
    limits = field.ns if isinstance(field, Instance) and field.cls is FIELD else {}
    asked = (options.items.get("validate_default", True), limits.get("validate_default", True))
    if is_changed(cls, name) or asked not in ((True, True), (True, None)):
        return
    found = wrong_default(shown, value.value, {key: m.decide(item) for key, item in limits.items()})
    if found:
        m.assumptions[value.note] = None
        raise invalid(m, f"1 validation error for {cls.name}: {name}: {found}", place)


def _require_annotations(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Raise what pydantic 2 raises for an annotation that cannot be read, and for a value without one."""
    cls: Class = args[0]
    refuse_text_annotations(m, cls, place)
    config = cls.lookup("model_config")
    is_told = not isinstance(config, DictValue) or "ignored_types" not in config.items
    for name, value in cls.ns.items() if is_told and "pydantic_settings" in m.external_modules else ():
        if (
            name.startswith(("_", "<"))
            or name in ("model_config", "Config")
            or name in cls.ns.get("__fields__", ())
        ):
            continue
        bare = m.decide(value)
        is_field = isinstance(bare, Instance) and bare.cls is FIELD
        if is_field or is_constant(bare) or isinstance(bare, (tuple, ListValue, DictValue)):
            text = f"A non-annotated attribute was detected: `{name}`"
            raise PyRaise(Instance(_MISUSED, m.namespace(args=(text,)), text), place)
    return None


def fields_of(cls: Class) -> Iterator[tuple[str, str]]:
    """Yield the fields of a model, with the names of their types."""
    for base in reversed(cls.mro):
        for name, shown in base.ns.get("__fields__", {}).items():
            if not name.startswith("_") and name != "model_config" and shown != "ClassVar":
                yield name, shown


def class_options(m: Imports, cls: Class, kwargs: Kwargs) -> DictValue:
    """Return the options of a class: of ``model_config`` or an inner ``Config``, and those of the call."""
    found = m.new_dict()
    for base in reversed(cls.mro):
        config = base.ns.get("model_config", base.ns.get("Config"))
        if isinstance(config, DictValue):
            m.merge(found, config, Place(m.tree.relative("")))
        elif isinstance(config, Class):
            found.items.update(config.ns)
        elif isinstance(config, Unknown):
            m.store(found.meta, "unknown", config)
    for key in ("env_file", "env_prefix", "case_sensitive", "secrets_dir"):
        if f"_{key}" in kwargs:
            found.items[key] = kwargs[f"_{key}"]
    is_own = any(base.line and name in base.ns for base in cls.mro for name in _DECIDES_ITSELF)
    if is_own or found.items.get("secrets_dir") is not None:
        m.store(found.meta, "unknown", m.unknown(f"where {cls.name} reads its values", None))
    return found


_SETTINGS.ns[WHOLE] = True
for _name in ("__iter__", "__eq__", "__copy__", "__deepcopy__", "__getstate__"):
    _SETTINGS.ns[_name] = Native(
        _name, lambda m, args, kwargs, place: m.unknown("a model's own method", place), binds=True
    )
for _name in ("model_dump", "dict"):
    _SETTINGS.ns[_name] = Native(
        _name,
        lambda m, args, kwargs, place: dump(m, fields_of(args[0].cls), args, kwargs, place, FIELD),
        binds=True,
    )
_SETTINGS.ns["__bool__"] = Native("__bool__", truth_of, binds=True)
_SETTINGS.ns["<lacks>"] = lambda name: not name.startswith(("_", "model_")) and name not in _ATTRIBUTES
_SETTINGS.ns["__init_subclass__"] = Native("__init_subclass__", _require_annotations)
_SETTINGS.ns["__init__"] = Native("__init__", _init, binds=True)
for _path in ("pydantic_settings.BaseSettings", "pydantic.BaseSettings", "pydantic.v1.BaseSettings"):
    PYDANTIC_SETTINGS[_path] = _SETTINGS
for _path in (
    "pydantic_core.ValidationError",
    "pydantic.ValidationError",
    "pydantic.error_wrappers.ValidationError",
):
    PYDANTIC_SETTINGS[_path] = VALIDATION_ERROR


def _import_from_pydantic(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for what pydantic 2 makes of an import of what it no longer has."""
    version = m.outside.version("pydantic") if m.installed is not None else ""
    if version.partition(".")[0].isdigit() and int(version.partition(".")[0]) >= 2:
        text = "`BaseSettings` has been moved to the `pydantic-settings` package."
        raise m.raise_("ImportError", text, place)
    return None


PYDANTIC_SETTINGS["pydantic.BaseSettings:import"] = Native("import", _import_from_pydantic)
