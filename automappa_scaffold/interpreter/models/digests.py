"""``hashlib``: digests of bytes that are known, which Python itself computes."""

import importlib
from collections.abc import Mapping
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.objects import Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import MISSING, Ext, Value
from automappa_scaffold.source.places import Place

__all__ = ["DIGESTS"]

DIGESTS = Models()

_NAMES = (
    "blake2b",
    "blake2s",
    "md5",
    "sha1",
    "sha224",
    "sha256",
    "sha384",
    "sha3_224",
    "sha3_256",
    "sha3_384",
    "sha3_512",
    "sha512",
    "shake_128",
    "shake_256",
)
# Perhaps there, as the OpenSSL of the worker has it.
_PERHAPS = frozenset(["md4", "md5-sha1", "mdc2", "ripemd160", "sha512_224", "sha512_256", "sm3", "whirlpool"])
_HASH = native_class("HASH", module="hashlib", is_whole=True)
_LARGEST = 1_000_000


def _hashlib() -> Any:
    return importlib.import_module("hashlib")  # loads OpenSSL, of which most projects have no use


def _made(m: Imports, name: str, data: Value, options: Mapping[str, Any]) -> Instance:
    return Instance(_HASH, m.namespace(name=name, data=data), dict(options))


def _maker(name: str) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        data = m.decide(args[0] if args else kwargs.get("data", kwargs.get("string", b"")))
        others = {key: m.decide(value) for key, value in kwargs.items() if key not in ("data", "string")}
        plain = {key: m.to_python(value, place) for key, value in others.items()}
        if "**" in kwargs or MISSING in plain.values() or len(args) > 1 or not _is_known(m, data, place):
            return m.call_foreign(Ext(f"hashlib.{name}"), args, kwargs, place)
        plain.pop("usedforsecurity", None)
        m.compute(lambda: bool(getattr(_hashlib(), name)(b"", **plain)), place)
        return _made(m, name, data, plain)

    return run


def _is_known(m: Imports, data: Value, place: Place) -> bool:
    if isinstance(data, str):
        raise m.refusal("TypeError", "Strings must be encoded before hashing", place)
    if not isinstance(data, bytes):
        m.refuse_as_python(_hashlib().sha256, (data,), place)
    return isinstance(data, bytes) and len(data) < _LARGEST


for _name in _NAMES:
    DIGESTS[f"hashlib.{_name}"] = Native(_name, _maker(_name))


@DIGESTS.function("hashlib.new")
def _new(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[0] if args else kwargs.get("name"))
    if isinstance(name, str) and name.lower() in _NAMES:
        others = {key: value for key, value in kwargs.items() if key != "name"}
        return _maker(name.lower())(m, args[1:], others, place)
    if isinstance(name, str) and not any(word in name.lower() for word in _PERHAPS):
        raise m.refusal("ValueError", f"unsupported hash type {name}", place)
    return m.call_foreign(Ext("hashlib.new"), args, kwargs, place)


def _update(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    plain = {key: m.to_python(m.decide(value), place) for key, value in kwargs.items()}
    if len(args) != 2 or plain:
        m.compute(lambda: _hashlib().sha256().update(*[b""] * (len(args) - 1), **plain), place)
    own, more = args[0], m.decide(args[1])
    held = m.decide(own.ns["data"])
    is_known = _is_known(m, more, place) and isinstance(held, bytes) and len(held) < _LARGEST
    m.store(own.ns, "data", held + more if is_known else m.unknown("what is hashed", place, is_foreign=True))
    return None


def _copy(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    own = args[0]
    return _made(m, own.ns["name"], own.ns["data"], own.payload)


def _told(method: str) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        own, data = args[0], m.decide(args[0].ns["data"])
        plain = [m.to_python(m.decide(value), place) for value in args[1:]]
        named = {key: m.to_python(m.decide(value), place) for key, value in kwargs.items()}
        given = [*plain, *named.values()]
        made = getattr(_hashlib(), own.ns["name"])
        if MISSING in given and not kwargs:
            m.refuse_as_python(getattr(made(b"", **own.payload), method), args[1:], place)
        if not isinstance(data, bytes) or MISSING in given or "**" in named:
            return m.undecided(data, place)
        if any(isinstance(value, int) and value > _LARGEST for value in given):
            return m.unknown("a very long digest", place)
        return m.compute(lambda: getattr(made(data, **own.payload), method)(*plain, **named), place)

    return run


_HASH.ns["update"] = Native("update", _update, binds=True)
_HASH.ns["copy"] = Native("copy", _copy, binds=True)
for _name in ("digest", "hexdigest"):
    _HASH.ns[_name] = Native(_name, _told(_name), binds=True)


def _size(name: str) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        own = args[0]
        return m.compute(lambda: getattr(getattr(_hashlib(), own.ns["name"])(**own.payload), name), place)

    return run


for _name in ("digest_size", "block_size"):
    _HASH.ns[_name] = Wrapper("property", Native(_name, _size(_name)))
