"""What the methods of a signature make of its parts.

Source: ``celery.canvas.Signature`` of Celery 5.3 to 5.7.
"""

from collections.abc import Mapping

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import DictValue, Value
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["CHANGED", "PARTS", "SIGNATURE_METHODS", "SIGNATURE_PROPERTIES", "merged_parts"]

CHANGED = "<changed>"  # stands in a signature that may hold more than its parts
PARTS = ("task", "args", "kwargs", "options")
# Known of a signature that gets them: which it keeps over those of a call.
_KEPT = frozenset({"group_id", "stamped_headers"})
# They change a signature in ways that are not followed.
_CHANGING = (
    *("update", "pop", "popitem", "setdefault", "clear", "__delitem__"),
    *("stamp", "stamp_links", "_stamp_headers", "append_to_list_option", "extend_list_option"),
    *("_with_list_option", "election"),
)


def _set(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    own, rest = args[0], dict(kwargs)
    immutable = args[1] if len(args) > 1 else rest.pop("immutable", None)
    if immutable is not None:
        m.store(own.ns, "immutable", immutable)
    options = m.decide(own.ns.get("options"))
    if isinstance(options, DictValue):
        unknown = rest.pop("**", None)
        if unknown is not None:
            m.store(options.meta, "unknown", unknown)
        for key, value in rest.items():
            m.store(options.items, key, value)
    return own


def _set_immutable(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.store(args[0].ns, "immutable", args[1] if len(args) > 1 else kwargs.get("immutable"))
    return None


def _linking(option: str, *, returns_self: bool = False) -> Run:
    """Return what puts a callback behind those that the signature has."""

    def run(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        callback = args[1] if len(args) > 1 else next(iter(kwargs.values()), None)
        options = m.decide(args[0].ns.get("options"))
        if isinstance(options, DictValue):
            is_first = option not in options.items and options.unknown is None
            others = m.unknown("the callbacks of a signature", place, is_foreign=True)
            m.store(options.items, option, m.new_list([callback]) if is_first else others)
        return args[0] if returns_self else callback

    return run


def _freeze(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Give a signature the id of a task, where it has none, and return the result of that task."""
    options = m.decide(args[0].ns.get("options"))
    given = args[1] if len(args) > 1 else kwargs.get("_id")
    made = m.unknown("the id of a task", place, is_foreign=True) if given is None else given
    if not isinstance(options, DictValue):
        return m.unknown("the result of a task", place, is_foreign=True)
    if "task_id" not in options.items and options.unknown is None:
        m.store(options.items, "task_id", made)
    found = options.items.get("task_id", m.unknown("the id of a task", place, is_foreign=True))
    m.store(options.meta, "unknown", m.unknown("what else a signature is told", place, is_foreign=True))
    return m.call(m.external("celery.result.AsyncResult"), (found,), {}, place)


def _clone(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = {**dict(zip(("args", "kwargs"), args[1:], strict=False)), **kwargs}
    by_place, by_name = m.decide(given.pop("args", None)), m.decide(given.pop("kwargs", None))
    parts = merged_parts(m, args[0], by_place, by_name, given, place)
    if parts is None:
        return m.unknown("a signature with other arguments", place, is_foreign=True)
    of_celery = next(cls for cls in args[0].cls.mro if not cls.line)  # whatever the project has below it
    made = Instance(of_celery, m.namespace(**parts), args[0].payload)
    if "_app" in args[0].ns:
        made.ns["_app"] = args[0].ns["_app"]
    return made


def merged_parts(
    m: Interpreter, own: Instance, by_place: Value, by_name: Value, options: Mapping[str, Value], place: Place
) -> dict[str, Value] | None:
    """Return the parts of a signature with more arguments, or None where they are not known."""
    held = {part: m.decide(own.ns.get(part)) for part in (*PARTS, "immutable")}
    immutable = m.truth(held["immutable"])
    named, old = held["kwargs"], held["options"]
    if not isinstance(named, DictValue) or not isinstance(old, DictValue) or "**" in options:
        return None
    fresh = {key: value for key, value in options.items() if key not in _KEPT or key not in old.items}
    held["options"] = m.new_dict({**old.items, **fresh}, old.unknown)
    held["kwargs"] = m.new_dict(named.items, named.unknown)
    if m.truth(by_place) is False and m.truth(by_name) is False:
        return held
    if immutable is not False:
        return held if immutable else None
    if by_name is not None and not isinstance(by_name, DictValue):
        return None
    if by_name is not None:
        held["kwargs"] = m.new_dict({**named.items, **by_name.items}, named.unknown or by_name.unknown)
    first, unknown = m.iterate_in_order(by_place, place) if by_place is not None else ((), None)
    last, open_end = m.iterate_in_order(held["args"], place)
    if unknown is not None or open_end is not None:
        return None
    held["args"] = (*first, *last) if first else held["args"]
    return held


def _replace(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = {**dict(zip(("args", "kwargs", "options"), args[1:], strict=False)), **kwargs}
    made = _clone(m, args[:1], {}, place)
    if not isinstance(made, Instance) or "**" in given:
        return m.unknown("a signature with other arguments", place, is_foreign=True)
    made.ns.update({key: value for key, value in given.items() if value is not None})
    return made


def _put(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    key = m.decide(args[1])
    if key in (*PARTS, "immutable"):
        m.store(args[0].ns, key, args[2])
    elif isinstance(key, str):
        m.store(args[0].ns, CHANGED, True)
    else:
        _change(m, args, kwargs, place)
    return None


def _change(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Change a signature in a way that is not followed."""
    m.store(args[0].ns, CHANGED, True)
    for part in (*PARTS, "immutable"):
        m.store(args[0].ns, part, m.unknown("a signature that was changed", place, is_foreign=True))
    return m.unknown("what changing a signature returns", place, is_foreign=True)


def _name(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return args[0].ns.get("task")


def _id(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    options = m.decide(args[0].ns.get("options"))
    if isinstance(options, DictValue) and "task_id" in options.items:
        return options.items["task_id"]
    if isinstance(options, DictValue) and options.unknown is None and CHANGED not in args[0].ns:
        return None
    return m.unknown("the id of a task", place, is_foreign=True)


SIGNATURE_METHODS: dict[str, Run] = {
    **dict.fromkeys(_CHANGING, _change),
    "set": _set,
    "set_immutable": _set_immutable,
    "link": _linking("link"),
    "link_error": _linking("link_error"),
    "on_error": _linking("link_error", returns_self=True),
    "freeze": _freeze,
    "_freeze": _freeze,
    "clone": _clone,
    "partial": _clone,
    "replace": _replace,
    "__setitem__": _put,
}
SIGNATURE_PROPERTIES = {
    name: Wrapper("property", Native(name, run)) for name, run in (("name", _name), ("id", _id))
}
