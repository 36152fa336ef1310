"""Frames of running functions, by which programs look at who calls them."""

from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.function_parts import CODE, function_part
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Native, Wrapper
from automappa_scaffold.interpreter.values import MISSING, DictValue, Value
from automappa_scaffold.source.places import Place

__all__ = ["CALL_FRAMES"]

CALL_FRAMES = Models()

_FRAME = native_class("frame", module="types")
_INFO = native_class("FrameInfo", module="inspect")
_STACK = native_class("list")
_PARTS = ("frame", "filename", "lineno", "function", "code_context", "index")
_UNSEEN = "a frame that is not followed"


def _shown(m: Imports, frame: Frame | None, place: Place) -> Value:
    """Return a frame as the program sees it."""
    if frame is None or not frame.module.path or not (frame.is_body or _is_of_module(frame)):
        return m.unknown(_UNSEEN, place, is_foreign=True)
    return Instance(_FRAME, m.namespace(), frame)


def _is_of_module(frame: Frame) -> bool:
    return frame.names is frame.module.ns and frame.function is None and not frame.is_class


def _caller(frame: Frame | None) -> Frame | None:
    """Return the frame that called the function of another one directly."""
    return frame.caller if frame is not None else None


@CALL_FRAMES.function("sys._getframe", "inspect.currentframe")
def _getframe(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if args:
        m.call(m.models["sys._getframe:check"], args, kwargs, place)
    depth = m.decide(args[0]) if args else 0
    if not isinstance(depth, int) or kwargs or len(args) > 1:
        return m.unknown(_UNSEEN, place, is_foreign=True)
    frame = m.caller
    for _ in range(depth):
        frame = _caller(frame)
    return _shown(m, frame, place)


@CALL_FRAMES.function("inspect.stack")
def _stack(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    found: list[Value] = []
    frame = m.caller
    while isinstance(shown := _shown(m, frame, place), Instance):
        unknown = m.unknown("where a frame is", place, is_foreign=True)
        name = m.get_attribute(m.get_attribute(shown, "f_code", place), "co_name", place)
        parts = (shown, unknown, unknown, name, unknown, unknown)
        found.append(Instance(_INFO, m.namespace(**dict(zip(_PARTS, parts, strict=True))), parts))
        frame = _caller(frame)
    return Instance(_STACK, m.namespace(), tuple(found))


def _of_stack(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return one of the innermost frames, or what is not known of those around them."""
    number, found = m.decide(args[1]), args[0].payload
    if isinstance(number, int) and 0 <= number < len(found):
        return found[number]
    return m.unknown(_UNSEEN, place, is_foreign=True)


def _all_of_stack(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.new_iterator(args[0].payload, m.unknown(_UNSEEN, place, is_foreign=True))


def _item(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.get_item(args[0].payload, args[1], place)


def _iter(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.new_iterator(args[0].payload)


def _globals(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    module = args[0].payload.module
    return DictValue(module.ns, m.namespace(unknown=None, owner=module))


def _locals(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    frame = args[0].payload
    if _is_of_module(frame):
        return _globals(m, args, kwargs, place)
    return m.new_dict(dict(frame.names), m.unknown("other variables of a function", place))


def _code(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    frame = args[0].payload
    found = function_part(m, frame.function, "__code__") if frame.is_body else MISSING
    return Instance(CODE, m.namespace(co_name="<module>")) if found is MISSING else found


def _back(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _shown(m, _caller(args[0].payload), place)


for _name, _run in (("f_globals", _globals), ("f_locals", _locals), ("f_code", _code), ("f_back", _back)):
    _FRAME.ns[_name] = Wrapper("property", Native(_name, _run))
for _name, _run in (("__getitem__", _item), ("__iter__", _iter)):
    _INFO.ns[_name] = Native(_name, _run, binds=True)
for _name, _run in (("__getitem__", _of_stack), ("__iter__", _all_of_stack)):
    _STACK.ns[_name] = Native(_name, _run, binds=True)


@CALL_FRAMES.function("inspect.getmodule")
def _getmodule(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0] if args else kwargs.get("object"))
    if isinstance(value, Module):
        return value
    if isinstance(value, Instance) and value.cls is _FRAME:
        return value.payload.module
    name = m.get_attribute(value, "__module__", place) if isinstance(value, (Class, Function)) else None
    if isinstance(name, str) and name in m.modules and name not in m.replaced:
        return m.modules[name]
    return m.unknown("the module of an object", place, is_foreign=True)
