"""Objects of the standard library that change, and that Python itself can make: what was called is kept.

What such an object gives or refuses, Python itself tells, from its own object on which the same was called.
The calls so far stand among the object's attributes: a branch that is taken back takes back its calls.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.number_sizes import is_wide
from automappa_scaffold.interpreter.objects import Class, Instance, Native, Wrapper
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.values import MISSING, Ext, Unknown, Value, is_long
from automappa_scaffold.source.places import Place

__all__ = [
    "CALLS",
    "REPLAYED_OBJECTS",
    "as_python",
    "begin",
    "give_up",
    "model_calls",
    "perform",
    "replayed_class",
]

REPLAYED_OBJECTS = Models()

CALLS = "<calls>"  # among the attributes of an object: what was called on it
_LONGEST, _MOST_CALLS = 100_000, 1_000


class _Calls:
    """The calls on an object, the first of which makes it; ``live`` is Python's object after these calls."""

    __slots__ = ("before", "count", "live", "run")

    def __init__(self, before: "_Calls | None", run: Callable[[Any], Any]) -> None:
        self.before = before
        self.run = run
        self.count: int = 1 if before is None else before.count + 1
        self.live: Any = MISSING

    def result(self) -> Any:
        """Return what the last call gives, or raise what it raises; the object lives on."""
        own: Any = None
        if self.before is not None:
            own, self.before.live = self.before.revived(), MISSING
        self.live = own
        if self.before is not None:
            return self.run(own)
        self.live = self.run(None)
        return self.live

    def revived(self) -> Any:
        """Return Python's object after these calls, done again where another branch went on with it."""
        if self.live is MISSING:
            waiting = [self]
            while waiting[-1].live is MISSING and waiting[-1].before is not None:
                waiting.append(waiting[-1].before)
            own = waiting[-1].live
            for calls in reversed(waiting if own is MISSING else waiting[:-1]):
                own = _done(calls, own)
            waiting[-1].live = MISSING
            self.live = own
        return self.live


def _done(calls: _Calls, own: Any) -> Any:
    """Do one call again, whatever it gave or raised then."""
    if calls.before is None:
        return calls.run(None)
    try:
        calls.run(own)
    except Exception:  # as it was when the program met it
        return own
    return own


def as_python(m: Imports, value: Value, place: Place) -> Any:
    """Return a value as Python's own, a function of ``hashlib`` among them, or MISSING."""
    given = m.decide(value)
    if isinstance(given, (Native, Ext)) and given.path.startswith("hashlib."):
        return host_object(given.path)
    return m.to_python(given, place)


def begin(m: Imports, own: Instance, make: Callable[[], Any], place: Place) -> Any:
    """Let Python make its object, or raise what it raises."""
    calls = _Calls(None, lambda _: make())
    made = m.compute(calls.result, place)
    m.store(own.ns, CALLS, calls)
    return made


def give_up(m: Imports, own: Instance, reason: str, place: Place) -> Value:
    """From now on, what the object holds is not known."""
    lost = m.unknown(reason, place, is_foreign=True)
    m.store(own.ns, CALLS, lost)
    return lost


def perform(m: Imports, own: Instance, run: Callable[[Any], Any], place: Place) -> Any:
    """Return what Python's own object gives, or MISSING; what it raises, the program meets."""
    before = m.decide(own.ns.get(CALLS))
    if not isinstance(before, _Calls) or before.count >= _MOST_CALLS:
        return MISSING
    calls = _Calls(before, run)
    m.store(own.ns, CALLS, calls)
    return m.compute(calls.result, place)


def _plain(
    m: Imports, args: Sequence[Value], kwargs: Mapping[str, Value], place: Place
) -> tuple[list[Any], dict[str, Any]] | None:
    """Return arguments as Python's own, or None."""
    plain = [as_python(m, argument, place) for argument in args]
    named = {name: as_python(m, argument, place) for name, argument in kwargs.items()}
    given = [*plain, *named.values()]
    if "**" in kwargs or any(value is MISSING or is_long(value, _LONGEST) for value in given):
        return None
    return plain, named


def _maker(path: str) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        own, plain = args[0], _plain(m, args[1:], kwargs, place)
        if plain is None:
            give_up(m, own, f"a {own.cls.name} of what the source does not say", place)
            return None
        given, named = plain
        if any(isinstance(value, int) and abs(value) > _LONGEST for value in (*given, *named.values())):
            give_up(m, own, f"a {own.cls.name} that makes what is very long", place)
            return None
        begin(m, own, lambda: host_object(path)(*copy.deepcopy(given), **copy.deepcopy(named)), place)
        return None

    return run


def _method(name: str, longest: int) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        own, plain = args[0], _plain(m, args[1:], kwargs, place)
        if plain is not None and any(is_long(value, longest) for value in (*plain[0], *plain[1].values())):
            plain = None
        if plain is None:
            return give_up(m, own, f"{name}() of what the source does not say", place)
        given, named = plain
        is_format = name in ("format", "vformat") and given and isinstance(given[0], str)
        if is_format and is_wide(given[0], [*given[1:], *named.values()]):
            return give_up(m, own, "a very long text", place)
        found = perform(
            m, own, lambda held: getattr(held, name)(*copy.deepcopy(given), **copy.deepcopy(named)), place
        )
        if found is MISSING:
            return give_up(m, own, f"what a {own.cls.name} holds", place)
        if found is NotImplemented:
            return Ext("builtins.NotImplemented")
        held = m.hold(found, place)
        if isinstance(held, Unknown) and not isinstance(found, Unknown):
            give_up(m, own, f"what a {own.cls.name} holds", place)  # the program has a part of it
        return held

    return run


def _lose(name: str) -> Run:
    """Return a method after which it is not known what an object holds."""

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        return give_up(m, args[0], f"what a {args[0].cls.name} holds", place)

    return run


def _attribute(name: str) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        found = perform(m, args[0], lambda held: getattr(held, name), place)
        return m.unknown(f"{name} of an object", place) if found is MISSING else m.hold(found, place)

    return run


def replayed_class(
    path: str,
    methods: str,
    attributes: str = "",
    *,
    made_by: str = "",
    others: str = "",
    longest: int = _LONGEST,
) -> Class:
    """Return a class whose objects Python itself makes.

    Args:
        made_by: the function that makes them, where that is not the class.
        others: methods that are not followed, and may change what an object holds.
        longest: what is longer is no argument of a method that is followed.
    """
    module, _, name = path.rpartition(".")
    made = native_class(name, module=module)
    made.ns["__init__"] = Native("__init__", _maker(made_by or path), binds=True)
    for method in methods.split():
        made.ns[method] = Native(method, _method(method, longest), binds=True)
    for method in others.split():
        made.ns[method] = Native(method, _lose(method), binds=True)
    for attribute in attributes.split():
        made.ns[attribute] = Wrapper("property", Native(attribute, _attribute(attribute)))
    if "__eq__" in made.ns and "__hash__" not in made.ns:
        made.ns["__hash__"] = None
    return made


_ARRAY = replayed_class(
    "array.array",
    "__contains__ __delitem__ __eq__ __ge__ __getitem__ __gt__ __iter__ __le__ __len__ __lt__ __ne__ __repr__"
    " __setitem__ append buffer_info byteswap count extend frombytes fromlist fromunicode index insert pop"
    " remove reverse tobytes tolist tounicode",
    "itemsize typecode",
)
_MATCHER = replayed_class(
    "difflib.SequenceMatcher",
    "find_longest_match get_matching_blocks get_opcodes quick_ratio ratio real_quick_ratio set_seq1 set_seq2"
    " set_seqs",
)
_HMAC = replayed_class(
    "hmac.HMAC", "digest hexdigest update", "block_size digest_size name", made_by="hmac.new"
)


@REPLAYED_OBJECTS.function("hmac.new:call")
def _new_hmac(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.require_fit("hmac.new", "", args, kwargs, place)
    return m.call(_HMAC, args, kwargs, place)


def model_calls(models: Models, path: str, made: Class) -> None:
    """Let calls of a class make objects that are replayed; classes below it are not followed."""

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if any(key.startswith(f"{path}.") for key in m.patched):
            return m.unknown(f"an object of {path}, which the program changes", place, is_foreign=True)
        return m.call(made, args, kwargs, place)

    models[f"{path}:call"] = Native(made.name, run)


for _path, _names in (
    ("string.Formatter", "check_unused_args convert_field format get_field get_value parse vformat"),
    ("json.JSONDecoder", "decode raw_decode"),
):
    model_calls(REPLAYED_OBJECTS, _path, replayed_class(_path, _names))

_ENCODER = replayed_class("json.JSONEncoder", "default iterencode")
model_calls(REPLAYED_OBJECTS, "json.JSONEncoder", _ENCODER)
_GIVEN = "<given>"


def _new_encoder(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    m.store(args[0].ns, _GIVEN, dict(kwargs))
    _maker("json.JSONEncoder")(m, args, kwargs, place)


def _encode(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``JSONEncoder.encode``, which does what ``json.dumps`` does."""
    own = args[0].ns
    if own.keys() - {_GIVEN, CALLS, "default"}:
        return m.unknown("a text of an encoder that is changed", place, is_foreign=True)
    options = {**own[_GIVEN], **({"default": own["default"]} if "default" in own else {})}
    return m.call(m.external("json.dumps"), args[1:], {**options, **kwargs}, place)


_ENCODER.ns["__init__"] = Native("__init__", _new_encoder, binds=True)
_ENCODER.ns["encode"] = Native("encode", _encode, binds=True)

REPLAYED_OBJECTS.update(
    {
        "array.array": _ARRAY,
        "array.ArrayType": _ARRAY,
        "difflib.SequenceMatcher": _MATCHER,
        "hmac.HMAC": _HMAC,
    }
)
