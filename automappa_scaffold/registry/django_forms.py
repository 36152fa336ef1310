"""Forms of models: what defining one refuses.

Source: ``django.forms.models`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.values import MISSING, ListValue, Namespace, Value
from automappa_scaffold.registry.django_fields import FieldArguments, has_foreign_base, is_field
from automappa_scaffold.registry.django_form_fields import form_field_names
from automappa_scaffold.registry.django_formsets import form_factories
from automappa_scaffold.registry.django_model_parts import fields_of
from automappa_scaffold.registry.django_state import django_error, refuse
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["form_names"]

# The forms of users, with the fields that they show.
_OF_USERS: dict[str, Value] = {
    "AdminUserCreationForm": ("username",),
    "BaseUserCreationForm": ("username",),
    "UserChangeForm": "__all__",
    "UserCreationForm": ("username",),
}
_OF_PASSWORDS = ("password", "password1", "password2", "usable_password")
_LISTS = ("fields", "exclude", "localized_fields")


def form_names(user: Value) -> dict[str, Value]:
    """Return what the names of forms stand for; ``user``: Django's own user model."""
    cls = native_class("ModelForm", module="django.forms.models", is_open=True)
    cls.ns["__on_class__"] = Native("__on_class__", _defined)
    names: dict[str, Value] = {"django.forms.ModelForm": cls, "django.forms.models.ModelForm": cls}
    for name, fields in _OF_USERS.items():
        made = native_class(name, module="django.contrib.auth.forms", bases=(cls,), is_open=True)
        made.ns["Meta"] = Class("Meta", (), Namespace(0, {"model": user, "fields": fields}.items()))
        names[f"django.contrib.auth.forms.{name}"] = made
    for path in ("django.forms.Form", "django.forms.forms.Form"):
        names[f"{path}:on_class"] = Native("__on_class__", _take_fields)
    return {**names, **form_field_names(), **form_factories(cls)}


def _take_fields(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Take the fields off a class of forms, which keeps them elsewhere."""
    cls: Class = args[0]
    for name, value in [*cls.ns.items()]:
        bases = value.cls.mro if isinstance(value, Instance) else ()
        if any(base.module.startswith("django.forms.") and base.name == "Field" for base in bases):
            m.store(cls.ns, name, MISSING)
    return None


def _defined(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls: Class = args[0]
    meta = cls.lookup("Meta")
    if has_foreign_base(cls) or not isinstance(meta, Class) or meta.is_open:
        return None
    given = {name: m.decide(meta.lookup(name)) for name in _LISTS}
    for name, value in given.items():
        if isinstance(value, str) and value != "__all__":
            text = f"{cls.name}.Meta.{name} cannot be a string. Did you mean to type: ('{value}',)?"
            raise m.raise_("TypeError", text, place)
    model = m.decide(meta.lookup("model"))
    if model is MISSING or model is None:
        return None
    if all(given[name] is MISSING or given[name] is None for name in ("fields", "exclude")):
        text = "Creating a ModelForm without either the 'fields' attribute or the 'exclude' attribute is "
        text += f"prohibited; form {cls.name} needs updating."
        raise django_error("ImproperlyConfigured", text, place)
    fields = given["fields"]
    if isinstance(model, Class) and isinstance(fields, (tuple, ListValue)) and _is_known(model):
        names = [m.decide(name) for name in m.iterate(fields, place)[0]]
        fixed = next((name for name in names if isinstance(name, str) and _is_fixed(m, model, name)), None)
        if fixed is not None:
            text = f"'{fixed}' cannot be specified for {model.name} model form as it is a non-editable field"
            raise refuse(m, "FieldError", text, place)
        unknown = [name for name in names if isinstance(name, str) and _lacks(model, cls, name)]
        if unknown:
            text = f"Unknown field(s) ({', '.join(unknown)}) specified for {model.name}"
            raise refuse(m, "FieldError", text, place)
    return None


def _is_known(model: Class) -> bool:
    """Return whether all fields of a model stand in the project, or are known of Django."""
    is_models = all(base.line or base.name == "Model" for base in model.mro)
    is_whole = is_models and not has_foreign_base(model) and model.lookup("__class__") is MISSING
    return is_whole or fields_of(model) is not None


def _lacks(model: Class, form: Class, name: str) -> bool:
    is_declared = form.lookup(name) is not MISSING or (
        name in _OF_PASSWORDS and any(base.name in _OF_USERS for base in form.mro)
    )
    fields = fields_of(model)
    if fields is not None:
        return not is_declared and name not in fields.own and name not in fields.of_django
    is_made = name in ("id", "pk") or name.endswith(("_ptr", "_id"))
    return not is_made and model.lookup(name) is MISSING and not is_declared


def _is_fixed(m: Interpreter, model: Class, name: str) -> bool:
    """Return whether a field is none that forms may change."""
    field = model.lookup(name)
    made = field.payload if is_field(field) else None
    if not isinstance(made, FieldArguments):
        return False
    given = made.kwargs
    if any(m.truth(given.get(key, False)) is True for key in ("auto_now", "auto_now_add")):
        return True
    is_binary = any(base.name == "BinaryField" for base in field.cls.mro)
    return m.truth(given.get("editable", not is_binary)) is False
