"""Forms of models: what defining one refuses.

Source: ``django.forms.models`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Native
from automappa_scaffold.interpreter.values import MISSING, ListValue, Value
from automappa_scaffold.registry.django_fields import has_foreign_base
from automappa_scaffold.registry.django_state import django_error, refuse
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["form_names"]

_LISTS = ("fields", "exclude", "localized_fields")


def form_names() -> dict[str, Value]:
    """Return what the names of forms stand for."""
    cls = native_class("ModelForm", module="django.forms.models", is_open=True)
    cls.ns["__on_class__"] = Native("__on_class__", _defined)
    return {"django.forms.ModelForm": cls, "django.forms.models.ModelForm": cls}


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
        unknown = [name for name in names if isinstance(name, str) and _lacks(model, cls, name)]
        if unknown:
            text = f"Unknown field(s) ({', '.join(unknown)}) specified for {model.name}"
            raise refuse(m, "FieldError", text, place)
    return None


def _is_known(model: Class) -> bool:
    """Return whether all fields of a model stand in the project."""
    is_models = all(base.line or base.name == "Model" for base in model.mro)
    return is_models and not has_foreign_base(model) and model.lookup("__class__") is MISSING


def _lacks(model: Class, form: Class, name: str) -> bool:
    is_made = name in ("id", "pk") or name.endswith(("_ptr", "_id"))
    return not is_made and model.lookup(name) is MISSING and form.lookup(name) is MISSING
