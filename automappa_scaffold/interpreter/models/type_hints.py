"""``typing.get_type_hints``: what annotations stand for, those that are texts too."""

from automappa_scaffold.interpreter.dynamic_code import run_text
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.function_parts import defaults_of
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.builtin_aliases import ALIAS
from automappa_scaffold.interpreter.models.generic_aliases import remake_alias
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Instance, Module
from automappa_scaffold.interpreter.type_expressions import is_expression
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    Namespace,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["TYPE_HINTS"]

TYPE_HINTS = Models()


@TYPE_HINTS.function("typing.get_type_hints")
def _type_hints(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return what a function's or a class's annotations stand for."""
    given = m.decide(args[0]) if args else MISSING
    is_plain = len(args) == 1 and not kwargs.keys() - {"include_extras"}
    if isinstance(given, Class) and is_plain:
        return _of_class(m, given, place, is_told=kwargs.get("include_extras") is True)
    function = m.decide(given.function) if isinstance(given, Bound) else given
    if not isinstance(function, Function) or not is_plain or "__annotations__" in function.ns:
        return m.unknown("the annotations of this", place, is_foreign=True)
    module = function.module
    if not module.path:
        return m.unknown("the annotations of a library's function", place, is_foreign=True)
    texts = {name: text for name, _, text in function.spec.named_annotations}
    if module.has_text_annotations:
        hints: dict[str, Value] = {**texts}
    else:
        hints = m.annotations_of(function, is_text=False)
    if kwargs.get("include_extras") is not True:
        hints = {name: _bare(m, hint) for name, hint in hints.items()}
    found = {name: _meant(m, hint, module, module.ns, place) for name, hint in hints.items()}
    for name, hint in found.items():
        if isinstance(hint, Unknown) and any(quote in texts.get(name, "") for quote in "'\""):
            m.disturb("whether the texts within an annotation name types", place)
    if m.python_numbers < (3, 11):  # whose annotations say that None is taken where it is the default
        for name, default in defaults_of(function).items():
            if name in found and m.decide(default) is None:
                found[name] = m.unknown("an annotation beside None", place, is_foreign=True)
    return m.new_dict(found)


def _of_class(m: Imports, cls: Class, place: Place, *, is_told: bool) -> Value:
    """Return what the annotations of a class and of its bases stand for, those of the bases first."""
    found: dict[Value, Value] = {}
    for base in reversed(cls.mro):
        held = base.ns.get("__annotations__", m.new_dict())
        module = m.modules.get(base.module)
        if not base.line or not isinstance(module, Module) or not isinstance(held, DictValue) or held.unknown:
            return m.unknown("the annotations of this class", place, is_foreign=True)
        names = Namespace(m.birth, {**base.ns, **module.ns})  # Python looks in the module first
        for name, hint in held.items.items():
            found[name] = _meant(m, hint if is_told else _bare(m, hint), module, names, place)
    return m.new_dict(found)


def _meant(m: Imports, hint: Value, module: Module, names: Namespace, place: Place) -> Value:
    """Return what an annotation stands for: texts, those within it too, are evaluated."""
    hint = m.decide(hint)
    if isinstance(hint, str):
        if not is_expression(hint):
            text = f"Forward reference must be an expression -- got {hint!r}"
            raise m.raise_("SyntaxError", text, place)
        space = DictValue(names, m.namespace(unknown=None))
        hint = m.decide(run_text(m, "eval", (hint.removeprefix("*"), space), Frame(module, names), place))
        is_value = is_constant(hint) and hint is not None and hint is not ... and not isinstance(hint, str)
        if is_value and m.python_numbers < (3, 11):
            raise m.refusal("TypeError", f"Forward references must evaluate to types; got {hint!r}.", place)
        if isinstance(hint, str):
            return _meant(m, hint, module, names, place)
    if hint is MISSING:
        return m.unknown("an annotation that is a text", place, is_foreign=True)
    if hint is None:
        return m.call(m.models["builtins.type"], (None,), {}, place)
    if isinstance(hint, Instance) and isinstance(hint.ns.get("__args__"), tuple):
        return _within(m, hint, module, names, place)
    return hint


def _bare(m: Imports, hint: Value) -> Value:
    """Return a type without what is said of it beside."""
    hint = m.decide(hint)
    is_annotated = isinstance(hint, Instance) and "__metadata__" in hint.ns
    return hint.payload if is_annotated else hint


def _within(m: Imports, alias: Instance, module: Module, names: Namespace, place: Place) -> Value:
    """Return an alias with what the texts among its types stand for."""
    m.step(100)  # a type may hold another one many times over
    parts = alias.ns["__args__"]
    is_literal = isinstance(alias.payload, Ext) and alias.payload.path.endswith(".Literal")
    if is_literal:
        return alias
    held = [
        _meant(m, part, module, names, place) if isinstance(part, (str, Instance)) else part for part in parts
    ]
    if all(one is other for one, other in zip(held, parts, strict=True)):
        return alias
    if alias.cls is ALIAS:
        return m.call(ALIAS, (alias.payload, tuple(held)), {}, place)
    return remake_alias(m, alias, held)
