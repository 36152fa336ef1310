"""Functions that make forms of models, and sets of forms: what they refuse.

Source: ``django.forms.models`` of Django 4.2 to 5.2.
"""

from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.values import MISSING, Spread, Value
from automappa_scaffold.registry.django_model_parts import (
    fields_of,
    owner_of,
    related_model,
)
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState, django_error, refuse
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["form_factories"]

_LISTS = ("fields", "exclude")
_NO_FIELDS = "Calling {} without defining 'fields' or 'exclude' explicitly is prohibited."


def form_factories(form: Class) -> dict[str, Value]:
    """Return what the names of these functions stand for; ``form``: the class of forms of models."""
    made = {
        "modelform_factory": partial(_make_form, form),
        "modelformset_factory": partial(_make_set, form),
        "inlineformset_factory": partial(_make_inline_set, form),
    }
    names: dict[str, Value] = {}
    for name, run in made.items():
        names[f"django.forms.{name}"] = names[f"django.forms.models.{name}"] = Native(name, run)
    return names


def _make_form(base: Class, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = _arguments(m, args, kwargs, ("model", "form", "fields", "exclude"))
    form = base if given is None else given.get("form", base)
    if given is None or not isinstance(form, Class):
        return m.unknown("a class of forms", place, is_foreign=True)
    meta = form.lookup("Meta")
    _require_fields(m, given, meta, "modelform_factory", place)
    names = m.namespace(model=given.get("model"))
    names.update({key: given[key] for key in _LISTS if given.get(key) is not None})
    own = Class("Meta", (meta,) if meta is not MISSING else (), names)
    name = getattr(given.get("model"), "name", "Model")
    made = Class(f"{name}Form", (form,), m.namespace(Meta=own), module="django.forms.models")
    hook = made.lookup("__on_class__")
    if hook is not MISSING:
        m.call(hook, (made,), {}, place)
    return made


def _make_set(base: Class, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = _arguments(m, args, kwargs, ("model", "form"))
    form = base if given is None else given.get("form", base)
    if given is not None and isinstance(form, Class):
        _require_fields(m, given, form.lookup("Meta"), "modelformset_factory", place)
        inner = {key: given[key] for key in ("model", "form", *_LISTS) if key in given}
        _make_form(base, m, (), inner, place)
    return m.unknown("a class of sets of forms", place, is_foreign=True)


def _make_inline_set(base: Class, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = _arguments(m, args, kwargs, ("parent_model", "model", "form", "formset", "fk_name", *_LISTS))
    if given is None:
        return m.unknown("a class of sets of forms", place, is_foreign=True)
    known = m.models.get("django.conf.settings")
    settings = known.payload if isinstance(known, Instance) else None
    parent, model = given.get("parent_model"), given.get("model")
    if isinstance(settings, DjangoSettings) and isinstance(parent, Class) and isinstance(model, Class):
        _refuse_key(m, settings.state, parent, model, given.get("fk_name"), place)
    return _make_set(
        base, m, (), {key: value for key, value in given.items() if key != "parent_model"}, place
    )


def _arguments(m: Interpreter, args: Args, kwargs: Kwargs, names: tuple[str, ...]) -> dict[str, Value] | None:
    """Return arguments by name, None where some are computed."""
    if "**" in kwargs or any(isinstance(given, Spread) for given in args) or len(args) > len(names):
        return None
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    return {name: m.decide(value) for name, value in given.items()}


def _require_fields(
    m: Interpreter, given: dict[str, Value], meta: Value, function: str, place: Place
) -> None:
    held = [given.get(key) for key in _LISTS]
    if isinstance(meta, Class):
        if meta.is_open:
            return
        held += [m.decide(meta.lookup(key)) for key in _LISTS]
    elif meta is not MISSING:
        return
    if all(value is None or value is MISSING for value in held):
        raise django_error("ImproperlyConfigured", _NO_FIELDS.format(function), place)


def _refuse_key(
    m: Interpreter, state: DjangoState, parent: Class, model: Class, name: Value, place: Place
) -> None:
    """Raise what Django raises where a model does not refer to its parent by one key."""
    fields = fields_of(model)
    if fields is None or not state.is_decided or not (name is None or isinstance(name, str)):
        return
    keys = {key: fields.own[key] for key in fields.foreign_keys if key in fields.own}
    targets = {
        key: related_model(m, state, field, owner_of(model, held)) for key, (field, held) in keys.items()
    }
    if any(target is None for target in targets.values()) or parent in model.mro[1:]:
        return
    matching = [key for key, target in targets.items() if _is_parent(parent, target)]
    shown, of_parent = _label(model), _label(parent)
    text = ""
    if name is None and not matching:
        text = f"{shown} has no ForeignKey to {of_parent}."
    elif name is None and len(matching) > 1:
        text = f"{shown} has more than one ForeignKey to {of_parent}. You must specify a 'fk_name' attribute."
    elif name is not None and name not in fields:
        text = f"{shown} has no field named '{name}'."
    elif name is not None and name in fields.own and name not in matching:
        text = f"fk_name '{name}' is not a ForeignKey to {of_parent}."
    if text:
        raise refuse(m, "ValueError", text, place)


def _is_parent(parent: Class, target: Value) -> bool:
    return target in parent.mro or (isinstance(target, Class) and parent in target.mro)


def _label(cls: Class) -> str:
    options = cls.ns.get("_meta")
    label = options.ns.get("label") if isinstance(options, Instance) else None
    return f"'{label or cls.name}'"
