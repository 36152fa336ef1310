"""The model classes that Django itself makes, for relations of many to many.

Source: ``django.db.models.fields.related`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.django_fields import FieldArguments
from automappa_scaffold.registry.django_model_options import is_abstract_model, model_options
from automappa_scaffold.registry.django_model_parts import fields_of, is_table
from automappa_scaffold.registry.django_state import DjangoState
from automappa_scaffold.source.places import Place

__all__ = ["models_between", "perhaps_models_between"]

_OF_DJANGO = ("groups", "user_permissions")


def models_between(m: Interpreter, state: DjangoState, cls: Class) -> list[Class] | None:
    """Return the classes that are made for the relations of a model, before it; None: not known."""
    fields = fields_of(cls)
    if fields is None:
        return None
    names = []
    for name, (field, owner) in fields.own.items():
        made = field.payload
        if any(base.name == "ManyToManyField" for base in field.cls.mro) and (
            owner is cls or is_abstract_model(owner) or not is_table(owner)
        ):
            if not isinstance(made, FieldArguments) or len(made.args) > 1:
                return None
            names += [name] if m.decide(made.kwargs.get("through")) is None else []
    if not any(is_table(base) for base in cls.mro[1:]):
        names += [name for name in _OF_DJANGO if name in fields.of_django]
    return [_made(m, state, cls, name) for name in names]


def perhaps_models_between(m: Interpreter, state: DjangoState, cls: Class, place: Place) -> list[Value]:
    """Return the same, or that some class is not known."""
    known = models_between(m, state, cls)
    if known is not None:
        return [*known]
    return [
        m.unknown(f"the models that Django makes for the relations of {cls.name}", place, is_foreign=True)
    ]


def _made(m: Interpreter, state: DjangoState, cls: Class, name: str) -> Class:
    model = next(base for base in cls.mro if base.name == "Model" and not base.line)
    made = Class(f"{cls.name}_{name}", (model,), m.namespace(), module=cls.module)
    made.is_open = made.is_partial = True
    made.ns["_meta"] = model_options(m, state, made)
    return made
