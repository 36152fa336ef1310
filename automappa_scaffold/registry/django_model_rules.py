"""What Django refuses when a model class is defined.

Source: ``django.db.models.base``, ``.options`` and ``django.apps.registry`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance, Wrapper
from automappa_scaffold.interpreter.values import MISSING, Spread, Value, is_constant
from automappa_scaffold.registry.django_fields import AUTO_FIELDS, has_foreign_base, is_field
from automappa_scaffold.registry.django_model_options import app_of, is_abstract_model, label_of, own_meta
from automappa_scaffold.registry.django_model_parts import fields_of, is_key, is_relation
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState, django_error, refuse
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["init_model", "refuse_key", "refuse_meta", "refuse_metaclass", "refuse_model"]

_META_NAMES = """
    abstract app_label apps auto_created base_manager_name constraints db_table db_table_comment db_tablespace
    default_manager_name default_permissions default_related_name get_latest_by index_together indexes managed
    order_with_respect_to ordering permissions proxy required_db_features required_db_vendor select_on_save
    swappable unique_together verbose_name verbose_name_plural
"""
# Code that changes its DEFAULT_NAMES lets ``Meta`` have more.
_OPTIONS = "django.db.models.options"


def refuse_meta(m: Interpreter, cls: Class, place: Place) -> None:
    """Raise what an attribute of ``Meta`` that Django does not know raises."""
    meta = own_meta(cls)
    if not isinstance(meta, Class) or not _is_plain(cls) or f"{_OPTIONS}.DEFAULT_NAMES" in m.patched:
        return
    own = [name for name in meta.ns if not name.startswith("_") and name not in _META_NAMES.split()]
    if "index_together" in meta.ns and _is_index_together_gone(m):
        own.append("index_together")
    if own:
        text = f"'class Meta' got invalid attribute(s): {','.join(sorted(own))}"
        raise refuse(m, "TypeError", text, place)


def _is_index_together_gone(m: Interpreter) -> bool:
    source = m.outside.source(_OPTIONS)
    return source is not None and b'"index_together"' not in source


def refuse_model(m: Interpreter, state: DjangoState, cls: Class, meta: Value, place: Place) -> None:
    """Raise what a class that stands for a table, or for another class's, raises for its names and bases."""
    if not _is_plain(cls):
        return
    label = label_of(m, state, cls)
    own = {name: value for name, value in cls.ns.items() if is_field(value)}
    is_proxy = isinstance(meta, Class) and "proxy" in meta.ns and m.truth(meta.ns["proxy"]) is True
    parents = [base for base in cls.mro[1:] if base in state.models]
    if is_proxy and not parents and not any(_is_djangos_table(base) for base in cls.mro):
        text = f"Proxy model '{cls.name}' has no non-abstract model base class."
        raise m.raise_("TypeError", text, place)
    _refuse_fields(m, cls, parents, own, label, place)
    if label is not None:
        _refuse_second(m, state, cls, label, place)


def _refuse_fields(
    m: Interpreter,
    cls: Class,
    parents: list[Class],
    own: dict[str, Value],
    label: str | None,
    place: Place,
) -> None:
    for parent in parents:
        for name in own:
            if is_field(parent.lookup(name)):
                text = f"Local field '{name}' in class '{cls.name}' clashes with field of the same name from "
                raise django_error("FieldError", f"{text}base class '{parent.name}'.", place)
    automatic = [value for value in own.values() if any(b.name in AUTO_FIELDS for b in value.cls.mro)]
    if len(automatic) > 1:
        text = f"Model {label or ''}.{cls.name} can't have more than one auto-generated field."
        raise m.raise_("ValueError", text, place)


def _refuse_second(m: Interpreter, state: DjangoState, cls: Class, label: str, place: Place) -> None:
    """Two classes of one app have one name, letters' case aside; the same class defined again is let be."""
    key = (label, cls.name.lower())
    known = state.named_models.get(key)
    if known is not None and (known.name, known.module) != (cls.name, cls.module):
        shown = f"<class '{known.module}.{known.name}'> and <class '{cls.module}.{cls.name}'>"
        text = f"Conflicting '{key[1]}' models in application '{label}': {shown}."
        raise m.raise_("RuntimeError", text, place)
    if not m.scopes:
        state.named_models[key] = cls


def init_model(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``Model.__init__``: the attributes are what is given, of a class that may have objects."""
    made = args[0]
    if not isinstance(made, Instance) or "**" in kwargs:
        return None
    cls = made.cls
    if is_abstract_model(cls) and not has_foreign_base(cls):
        raise m.raise_("TypeError", "Abstract models cannot be instantiated.", place)
    _refuse_values(m, cls, args[1:], kwargs, place)
    fields = fields_of(cls)
    is_known = _is_plain(cls) and all(base.line or base.name == "Model" for base in cls.mro)
    for name, value in kwargs.items():
        is_absent = cls.lookup(name) is MISSING and not name.endswith(("id", "pk", "_ptr"))
        if is_absent and (is_known if fields is None else name not in fields):
            raise refuse(m, "TypeError", f"{cls.name}() got unexpected keyword arguments: '{name}'", place)
        held = cls.lookup(name)
        if isinstance(held, Wrapper) and held.kind == "property":
            m.set_attribute(made, name, value, place)
        else:
            m.store(made.ns, name, value)
    return None


def _refuse_values(m: Interpreter, cls: Class, args: Args, kwargs: Kwargs, place: Place) -> None:
    """Raise what an object raises for more values than it has fields, or for a value that is no object."""
    fields = fields_of(cls)
    if fields is None or any(isinstance(given, Spread) for given in args):
        return
    own = [field for field, _ in fields.own.values() if is_key(field) or not is_relation(field)]
    count = len(own) + len(fields.of_django - {"groups", "user_permissions"})
    if len(args) > count:
        raise refuse(m, "IndexError", "Number of args exceeds number of fields", place)
    for name, value in kwargs.items():
        given = m.decide(value)
        if name in fields.own and is_key(fields.own[name][0]) and given is not None and is_constant(given):
            text = f'Cannot assign "{given!r}": "{cls.name}.{name}" must be an object of the other model.'
            raise refuse(m, "ValueError", text, place)


def refuse_metaclass(m: Interpreter, cls: Class, place: Place) -> None:
    """Raise what a metaclass raises that does not come from that of Django's models."""
    meta = cls.lookup("__class__")
    if not isinstance(meta, Class) or has_foreign_base(meta):
        return
    if all(base.line or base.module == "builtins" for base in meta.mro):
        text = "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
        raise m.raise_("TypeError", f"{text}metaclasses of all its bases", place)


def refuse_key(
    m: Interpreter, state: DjangoState, settings: DjangoSettings, cls: Class, place: Place
) -> None:
    """Raise what a misspelt ``DEFAULT_AUTO_FIELD`` raises for a class without a primary key of its own."""
    app = app_of(state, cls.module)
    if app is None or not _is_plain(cls):
        return
    own = [base for base in app.config.cls.mro if base.line and "default_auto_field" in base.ns]
    given = own[0].ns["default_auto_field"] if own else settings.value(m, "DEFAULT_AUTO_FIELD", place)
    path = m.decide(given)
    module, _, name = path.rpartition(".") if isinstance(path, str) else ("", "", "")
    has_key = any("primary_key" in v.ns for base in cls.mro for v in base.ns.values() if is_field(v))
    is_inherited = any(base in state.models or _is_djangos_table(base) for base in cls.mro if base is not cls)
    if module != "django.db.models" or name in AUTO_FIELDS or has_key or is_inherited:
        return
    where = place if own else state.place_of(m, path, place)
    by = f"{own[0].module}.{own[0].name}.default_auto_field" if own else "DEFAULT_AUTO_FIELD"
    if path in m.models:
        text = f"Primary key '{path}' referred by {by} must subclass AutoField."
        raise m.raise_("ValueError", text, where)
    text = f"{by} refers to the module '{path}' that could not be imported."
    raise django_error("ImproperlyConfigured", text, where)


def _is_djangos_table(cls: Class) -> bool:
    return cls.module.startswith("django.contrib.") and not cls.name.startswith("Abstract")


def _is_plain(cls: Class) -> bool:
    """Return whether no foreign class or metaclass has a say."""
    return not has_foreign_base(cls) and cls.lookup("__class__") is MISSING
