"""Signatures of tasks, and what they are joined by.

Source: ``celery.canvas`` of Celery 5.3 to 5.7.
"""

from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.marks import ALSO
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_definition
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Spread,
    Value,
    is_constant,
)
from automappa_scaffold.registry.celery_canvas_kinds import (
    MADE,
    joined,
    looking_later,
    require_signature,
    tell_replaced,
)
from automappa_scaffold.registry.celery_objects import closed_class, function_checks
from automappa_scaffold.registry.celery_signature_parts import (
    CHANGED,
    PARTS,
    SIGNATURE_METHODS,
    SIGNATURE_PROPERTIES,
    merged_parts,
)
from automappa_scaffold.registry.celery_signature_texts import TEXT_METHODS, TEXT_PROPERTIES
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["CANVAS", "given_by_place", "make_signature"]

_OTHER_PARTS = ("subtask_type", "chord_size")


def make_signature(
    m: Interpreter,
    name: Value,
    args: Value = (),
    kwargs: Value = None,
    options: Value = None,
    *,
    task: Value = None,
    immutable: Value = False,
) -> Instance:
    """Return the signature of a task; ``task`` is the task itself, where it is at hand."""
    made = Instance(_SIGNATURE, m.namespace(task=name), task)
    made.ns["args"] = args
    made.ns["kwargs"] = m.new_dict() if kwargs is None else kwargs
    made.ns["options"] = m.new_dict() if options is None else options
    made.ns["immutable"] = immutable
    return made


def given_by_place(m: Interpreter, args: Value, place: Place) -> Value:
    """Return the arguments of a signature, which makes a tuple of them.

    Raises:
        PyRaise: they are no elements.
    """
    given = m.decide(args)
    if isinstance(given, tuple):
        return given
    if m.truth(given) is False:
        return ()
    items, unknown = m.iterate_in_order(given, place)
    return given if unknown is not None else tuple(items)


def _signature(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``celery.signature`` and the class: a task, or its name, and what it is called with."""
    given = {**dict(zip(PARTS, args, strict=False)), **kwargs}
    task = m.decide(given.get("task", given.get("varies")))
    if isinstance(task, Instance) and task.cls is _SIGNATURE:
        return m.call(m.get_attribute(task, "clone", place), (), {}, place)
    if not isinstance(task, str) or "**" in given:
        return m.unknown("the signature of a task", place, is_foreign=True)
    others = {
        key: value for key, value in kwargs.items() if key not in (*PARTS, "varies", "app", "immutable")
    }
    app = kwargs.get("app")
    options = m.decide(given.get("options"))
    merged = {**(options.items if isinstance(options, DictValue) else {}), **others}
    by_place = given_by_place(m, given.get("args"), place)
    made = make_signature(m, task, by_place, given.get("kwargs"), m.new_dict(merged))
    made.ns["immutable"] = given.get("immutable", False)
    if app is not None:
        made.ns["_app"] = app
    return made


def _new(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for the class that is called, or one of the project's below it."""
    cls, rest = args[0], args[1:]
    if cls is _SIGNATURE:
        m.call(_CHECK_NEW, rest, kwargs, place)
        return _signature(m, rest, kwargs, place)
    if isinstance(cls, Class) and cls.lookup("__init__") is _OWN_INIT:
        m.call(_CHECK_NEW, rest, kwargs, place)
        made = _signature(m, rest, kwargs, place)
        if isinstance(made, Instance) and made.cls is _SIGNATURE:
            return Instance(cls, made.ns, made.payload)
    return m.unknown("a signature of a class of the project", place, is_foreign=True)


def _make(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if not args and "varies" not in kwargs and "**" not in kwargs:
        text = "signature() missing 1 required positional argument: 'varies'"
        raise m.raise_("TypeError", text, place)
    return _signature(m, args, kwargs, place)


def _item(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    key = m.decide(args[1])
    if isinstance(key, str) and key in (*PARTS, "immutable"):
        return m.get_attribute(args[0], key, place)
    is_other = isinstance(key, str) and key not in _OTHER_PARTS
    if is_other or (is_constant(key) and not isinstance(key, str)):
        raised = m.raise_("KeyError", repr(key), place)
        raised.is_soft = CHANGED in args[0].ns  # it may have been put there
        raise raised
    return m.unknown("a part of a signature", place, is_foreign=True)


def _get(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    key = m.decide(args[1])
    if is_constant(key) and key not in (*PARTS, "immutable", *_OTHER_PARTS) and CHANGED not in args[0].ns:
        return args[2] if len(args) > 2 else None
    return _item(m, args, kwargs, place)


def _as_dict(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for a deep copy of a signature, which is a plain dict."""
    made: dict[Value, Value] = {part: args[0].ns.get(part) for part in PARTS}
    return m.new_dict(made, m.unknown("what else a signature holds", place, is_foreign=True))


def _keys(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    is_whole = CHANGED not in args[0].ns
    others = None if is_whole else m.unknown("what else a signature holds", place, is_foreign=True)
    return m.new_iterator((*PARTS, "subtask_type", "immutable"), others)


def _call(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Run the task of a signature, where it is at hand."""
    signature = args[0]
    parts = merged_parts(m, signature, args[1:], m.new_dict(kwargs), {}, place)
    items, unknown = m.iterate_in_order(parts["args"], place) if parts is not None else ((), None)
    named = parts["kwargs"] if parts is not None else None
    if unknown is not None or not isinstance(named, DictValue):
        return m.unknown("what calling a signature returns", place, is_foreign=True)
    return m.call(_type(m, args[:1], {}, place), tuple(items), dict(named.items), place)


def _sending(name: str) -> Run:
    """Return what stands for a method that sends the task, or runs it: the task's own, given all."""

    def run(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        by_place, by_name, options = args[1:], m.new_dict(kwargs), {}
        if name == "delay" and args[0].cls.lookup("apply_async") is not _OWN_SENDING:
            return m.call(m.get_attribute(args[0], "apply_async", place), (by_place, by_name), {}, place)
        if name != "delay":
            options = {**dict(zip(("args", "kwargs"), args[1:], strict=False)), **kwargs}
            by_place, by_name = options.pop("args", None), options.pop("kwargs", None)
        parts = merged_parts(m, args[0], m.decide(by_place), m.decide(by_name), {}, place)
        try:
            task = _type(m, args[:1], {}, place)
        except PyRaise as raised:
            if name == "apply" or raised.type_name not in ("KeyError", "NotRegistered"):
                raise
            m.drop(raised)
            return m.unknown("what sending a signature returns", place, is_foreign=True)
        method = m.get_attribute(task, "apply" if name == "apply" else "apply_async", place)
        unknown = m.unknown("the arguments of a signature", place, is_foreign=True)
        own = (parts["args"], parts["kwargs"]) if parts is not None else (unknown, unknown)
        others: Kwargs = {key: options[key] for key in ("throw", "link", "link_error") if key in options}
        held = parts["options"].items if parts is not None and isinstance(parts["options"], DictValue) else {}
        others.update({key: held[key] for key in ("link", "link_error") if key in held})
        return m.call(method, own, others, place)

    return run


def _type(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for the attribute ``type``: the task, which is looked up where it is not at hand."""
    own = args[0]
    if own.payload is not None:
        return own.payload
    app = own.ns.get("_app", MISSING)
    app = m.external("celery.current_app") if app is MISSING else app
    return m.get_item(m.get_attribute(app, "tasks", place), own.ns["task"], place)


def _wait(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``~signature``, which sends the task and waits for a worker to run it."""
    m.disturb("whether anybody runs a task that the app sends while it is imported, and waits for", place)
    return m.unknown("what a task returned", place, is_foreign=True)


def _or(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Join two signatures.

    Raises:
        PyRaise: the other is none.
    """
    return joined(m, args, kwargs, place)


def _or_from_left(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    left = m.decide(args[1])
    is_other = isinstance(left, (tuple, ListValue, Function, Bound)) or is_definition(left)
    if is_constant(left) or isinstance(left, Instance) or is_other or lacks(left, "__or__"):
        kind = "type" if isinstance(left, Class) else kind_name(left)
        text = f"unsupported operand type(s) for |: '{kind}' and 'Signature'"
        raise m.raise_("TypeError", text, place)
    return m.unknown("a dict and a signature", place, is_foreign=True)


def _check_chain(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Refuse what cannot be part of a chain, which joins its parts where it is made."""
    tell_replaced(m, place)
    if kwargs or any(isinstance(part, Spread) for part in args):
        return None
    parts = tuple(args)
    if len(parts) == 1:
        only = m.decide(parts[0])
        parts = only.items if isinstance(only, ListValue) and only.unknown is None else ()
        parts = only if isinstance(only, tuple) else parts
        if isinstance(only, Generator):  # a chain joins them at once
            parts = m.iterate(only, place)[0]
    for part in map(m.decide, parts):
        if part is not MISSING:
            require_signature(m, "_chain", part, place)
    return None


def _unary(kind: str) -> Run:
    """Return what a unary operator does with several signatures as one."""

    def run(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if args[0] == "~":
            return _wait(m, args, kwargs, place)
        raise m.raise_("TypeError", f"bad operand type for unary {args[0]}: '{kind}'", place)

    return run


_SIGNATURE = closed_class(
    "celery.canvas.Signature",
    {
        **SIGNATURE_METHODS,
        **TEXT_METHODS,
        "__getitem__": _item,
        "get": _get,
        "__iter__": _keys,
        "__call__": _call,
        "__or__": _or,
        "__ior__": _or,
        "__ror__": _or_from_left,
        "__deepcopy__": _as_dict,
        **{name: _sending(name) for name in ("apply", "apply_async", "delay")},
        "__invert__": _wait,
    },
)
_SIGNATURE.ns["type"] = Wrapper("property", Native("type", _type))
_SIGNATURE.ns.update({**SIGNATURE_PROPERTIES, **TEXT_PROPERTIES})
_OWN_SENDING = _SIGNATURE.ns["apply_async"]
_OWN_INIT = _SIGNATURE.ns["__init__"]
_CHECK_NEW = function_checks()["celery.canvas.Signature:check"]
_SIGNATURE.ns["__new__"] = Native("__new__", _new)
_SIGNATURE.ns[ALSO] = ("dict",)
_MAKE = Native("signature", _make)
_CHAIN = Native("chain", _check_chain)
_GROUP, _CHORD = (looking_later(function_checks().get(f"celery.{name}:check")) for name in ("group", "chord"))
CANVAS: dict[str, Value] = {
    **dict.fromkeys(("celery.signature", "celery.subtask", "celery.canvas.signature"), _MAKE),
    "celery.canvas.subtask": _MAKE,
    **dict.fromkeys(("celery.Signature", "celery.canvas.Signature"), _SIGNATURE),
    "celery.chain:check": _CHAIN,
    "celery.canvas.chain:check": _CHAIN,
    **{f"{top}.group:check": _GROUP for top in ("celery", "celery.canvas")},
    **{f"{top}.chord:check": _CHORD for top in ("celery", "celery.canvas")},
    **{f"celery.canvas.{name}:check": looking_later(None) for name in ("_chain", "_chord")},
    **MADE,
}
for _name, _shown in (("_chain", "_chain"), ("chain", "_chain"), ("group", "group"), ("chord", "_chord")):
    for _module in ("celery", "celery.canvas"):
        CANVAS[f"{_module}.{_name}:unary"] = Native(_shown, _unary(_shown))
