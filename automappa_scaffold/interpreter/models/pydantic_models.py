"""``pydantic`` models: what is refused of their fields where a class is made.

Everything else of them is code outside the project.
"""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.models.pydantic_validators import changes_in
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import MISSING, DictValue, Ext, Namespace, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["PYDANTIC_MODELS"]

PYDANTIC_MODELS = Models()

_USER_ERROR = Class(
    "PydanticUserError", (EXCEPTIONS["RuntimeError"],), Namespace(0), module="pydantic.errors"
)
_SCHEMA_ERROR = Class("PydanticSchemaGenerationError", (_USER_ERROR,), Namespace(0), module="pydantic.errors")
PYDANTIC_MODELS["pydantic.errors.PydanticUserError"] = _USER_ERROR
PYDANTIC_MODELS["pydantic.errors.PydanticSchemaGenerationError"] = _SCHEMA_ERROR
PYDANTIC_MODELS["pydantic.PydanticUserError"] = _USER_ERROR
PYDANTIC_MODELS["pydantic.PydanticSchemaGenerationError"] = _SCHEMA_ERROR
_CLASH = (
    "Error when building FieldInfo from annotated attribute. Make sure you don't have any field name clashing"
    " with a type annotation."
)


@PYDANTIC_MODELS.function("pydantic.BaseModel:on_class", "pydantic.main.BaseModel:on_class")
def _refuse_fields(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    """Raise what pydantic raises for a field whose type is a value, and for validators of no field."""
    cls = args[0]
    held = cls.ns.get("__annotations__")
    if isinstance(held, DictValue) and "model_config" not in cls.ns and "Config" not in cls.ns:
        for name, hint in held.items.items():
            if isinstance(name, str) and not name.startswith("_"):
                _refuse_field(m, name, m.decide(hint), cls.ns.get(name, MISSING), place)
    fields = [name for base in cls.mro for name in base.ns.get("__fields__", ())]
    is_whole = all(
        isinstance(base, Class) or (isinstance(base, Ext) and base.path == "pydantic.BaseModel")
        for one in cls.mro
        for base in one.bases
    )
    for key, names in changes_in(cls):
        wrong = next((name for name in names if isinstance(name, str) and name not in (*fields, "*")), None)
        if wrong is not None and is_whole:
            text = f"Decorators defined with incorrect fields: {cls.module}.{cls.name}.{key}"
            raise _error(m, _USER_ERROR, text, place)


def _refuse_field(m: Imports, name: str, hint: Value, default: Value, place: Place) -> None:
    is_value = is_constant(hint) and hint is not None and hint is not ... and not isinstance(hint, str)
    if hint is default and (is_value or isinstance(hint, Instance)):
        raise _error(m, _USER_ERROR, _CLASH, place)
    if is_value:
        text = f"Unable to generate pydantic-core schema for {hint!r}."
        raise _error(m, _SCHEMA_ERROR, text, place)


def _error(m: Imports, kind: Class, text: str, place: Place) -> PyRaise:
    return PyRaise(Instance(kind, m.namespace(args=(text,)), text), place)
