"""``io.StringIO`` and ``io.BytesIO``: files that are kept in memory."""

import io
from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.files import FILE, of_open
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.values import Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["BUFFERS"]

BUFFERS = Models()


_PYTHON: dict[type, Callable[..., Any]] = {str: io.StringIO, bytes: io.BytesIO}


def _new(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    empty: str | bytes = "" if args[0].lookup("<text>") is True else b""
    named = [kwargs[name] for name in ("initial_value", "initial_bytes") if name in kwargs]
    content = m.decide(args[1]) if len(args) > 1 else m.decide(named[0]) if named else empty
    content = empty if content is None else content
    if is_constant(content) and type(content) is not type(empty):
        text = f"initial_value must be str or None, not {kind_name(content)}"
        text = text if empty == "" else f"a bytes-like object is required, not '{kind_name(content)}'"
        raise m.refusal("TypeError", text, place)
    if not is_constant(content):
        m.refuse_as_python(_PYTHON[type(empty)], (content,), place)
    if type(content) is not type(empty) or len(args) > 2 or "newline" in kwargs:
        content = m.undecided(content, place)
    return Instance(args[0], m.namespace(content=content, at=0, closed=False))


_LONGEST = 1_000_000


def _write(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    content, at = args[0].ns["content"], args[0].ns["at"]
    written: Any = m.decide(args[1]) if len(args) > 1 else None
    kind = str if args[0].cls.lookup("<text>") is True else bytes
    if is_constant(written) and type(written) is not kind:
        raise m.refusal("TypeError", f"string argument expected, got '{kind_name(written)}'", place)
    if not is_constant(written):
        m.refuse_as_python(_PYTHON[kind]().write, (written,), place)
    is_told = type(content) is kind and type(written) is kind and type(at) is int
    if not is_told or at > len(content) or len(content) > _LONGEST:
        m.store(args[0].ns, "content", m.undecided(written, place))
        return m.undecided(written, place)
    m.store(args[0].ns, "content", content[:at] + written + content[at + len(written) :])
    m.store(args[0].ns, "at", at + len(written))
    return len(written)


def _value(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return args[0].ns["content"]


def _buffer(name: str, *, is_text: bool) -> Class:
    made = native_class(name, _new, module="io", bases=(FILE,))
    made.ns["<text>"] = is_text
    made.ns["write"] = Native("write", of_open(_write), binds=True)
    made.ns["getvalue"] = Native("getvalue", of_open(_value), binds=True)
    return made


BUFFERS["io.StringIO"] = _buffer("StringIO", is_text=True)
BUFFERS["io.BytesIO"] = _buffer("BytesIO", is_text=False)
