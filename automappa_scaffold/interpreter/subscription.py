"""Types and elements in brackets."""

from automappa_scaffold.interpreter.evaluation import Evaluation
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.objects import Class, Function, Native, Wrapper
from automappa_scaffold.interpreter.refusals import takes_no_types
from automappa_scaffold.interpreter.stand_ins import PERHAPS
from automappa_scaffold.interpreter.type_expressions import refuse_type_arguments, written_union
from automappa_scaffold.interpreter.type_parameters import takes_types, takes_types_in_library
from automappa_scaffold.interpreter.type_trials import try_type_arguments
from automappa_scaffold.interpreter.values import MISSING, DictValue, Ext, Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["subscribe"]


def subscribe(m: Evaluation, node: Node, frame: Frame) -> Value:
    """Return ``target[key]``, of classes and forms of ``typing`` too."""
    target = m.eval(node[2], frame)
    key = m.eval(node[3], frame)
    if isinstance(target, (Class, Ext)):
        refuse_type_arguments(m, target, key, m.place(node, frame.module))
        try_type_arguments(m, target, key, m.place(node, frame.module))
        made = _subscribe_type(m, target, key, m.place(node, frame.module))
        return written_union(made, target, key)
    return m.get_item(target, key, m.place(node, frame.module))


def _subscribe_type(m: Evaluation, target: Value, key: Value, place: Place) -> Value:
    if isinstance(target, Class):
        getter = m.metaclass_method(target, "__getitem__")
        if getter is not None:
            return m.call(getter, (target, key), {}, place)
        members = target.ns.get("__members__")
        if isinstance(members, DictValue):
            return m.get_item(members, key, place)
        hook = target.lookup("__class_getitem__")
        if isinstance(hook, Function):
            return m.call(hook, (target, key), {}, place)
        is_method = isinstance(hook, Wrapper) and hook.kind == "classmethod"
        if is_method and isinstance(hook.function, (Function, Native)):
            return m.call(hook.function, (target, key), {}, place)
        if takes_no_types(target):
            return m.get_item(target, key, place)
        if hook is MISSING and takes_types(target):
            return m.call(m.external("types.GenericAlias"), (target, key), {}, place)
        m.aliases[(id(target), PERHAPS)] = target
        return target
    if takes_types_in_library(target.path):
        return m.call(m.external("types.GenericAlias"), (target, key), {}, place)
    subscribed = m.models.get(f"{target.path}:subscribed")
    if subscribed is not None:
        return m.call(subscribed, (key,), {}, place)
    return m.get_item(target, key, place)
