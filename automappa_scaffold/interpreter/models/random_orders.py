"""``random``: what it draws is known behind a seed; else what it shuffles keeps its elements.

How numbers follow from a seed is the same in all versions of Python that are supported. Who else draws from
the generator that all modules share is not seen where code was called that is not followed.
"""

import importlib
from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.any_order import in_any_order
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.drawn_from import is_sequence, quietly, require_numbered
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.models.replayed_objects import CALLS, begin, give_up, perform
from automappa_scaffold.interpreter.objects import Class, Instance, Native, content_of
from automappa_scaffold.interpreter.standard_names import given_by_standard
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Maybe,
    SetValue,
    Unknown,
    Value,
)
from automappa_scaffold.source.places import Place

__all__ = ["RANDOM_ORDERS"]

RANDOM_ORDERS = Models()

# The state of the generator that all modules share stands beside what the project patches.
_SHARED = "random.seed()"
_FOREIGN = "<foreign calls>"
_LARGEST = 100_000
_NUMBERS = """
    betavariate expovariate gammavariate gauss getrandbits lognormvariate normalvariate paretovariate
    randbytes randint random randrange triangular uniform vonmisesvariate weibullvariate
""".split()  # noqa: SIM905 - a list of words reads better so

_RANDOM = native_class("Random", module="random", is_open=True)
_SYSTEM = native_class("SystemRandom", module="random", bases=(_RANDOM,), is_open=True)


def _generator(m: Imports, place: Place) -> Instance | None:
    """Return the generator that all modules share, once it has a seed."""
    own = m.patched.get(_SHARED)
    if isinstance(own, Instance) and own.ns[_FOREIGN] != m.foreign_calls:
        m.store(m.patched, _SHARED, None)
        return None
    return own if isinstance(own, Instance) else None


def _draw(m: Imports, own: Instance | None, run: Callable[[Any], Any], place: Place) -> Any:
    """Return what a generator draws, or MISSING; raise what is refused, however it was seeded."""
    if own is not None and CALLS in own.ns:
        found = perform(m, own, run, place)
        if found is not MISSING:
            return found
    m.compute(lambda: quietly(run, _made()), place)
    return MISSING


def _lose(m: Imports, own: Instance | None, place: Place) -> None:
    if own is not None and CALLS in own.ns:
        give_up(m, own, "how often a generator was asked", place)


def _seed(m: Imports, own: Instance, args: Args, kwargs: Kwargs, place: Place) -> None:
    """Seed a generator; without a value, from the machine."""
    given = m.decide(args[0] if args else kwargs.get("a", kwargs.get("x")))
    plain = m.to_python(given, place)
    version = m.decide(args[1] if len(args) > 1 else kwargs.get("version", 2))
    if given is None or "**" in kwargs:
        m.store(own.ns, CALLS, MISSING)
    elif (
        plain is MISSING
        or version not in (1, 2)
        or (isinstance(plain, int) and plain.bit_length() > _LARGEST)
    ):
        m.refuse_as_python(_made().seed, (given,), place)
        give_up(m, own, "the seed of a generator", place)
    else:
        begin(m, own, lambda: _seeded(plain, version), place)


def _made() -> Any:
    """Return a generator of Python's own."""
    return importlib.import_module("random").Random()  # of which most projects have no use


def _seeded(value: Any, version: int) -> Any:
    made = _made()
    made.seed(value, version)
    return made


@RANDOM_ORDERS.function("random.seed")
def _seed_shared(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    own = Instance(_RANDOM, m.namespace(**{_FOREIGN: m.foreign_calls}))
    _seed(m, own, args, kwargs, place)
    m.store(m.patched, _SHARED, own)


def _init(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    if _SYSTEM not in args[0].cls.mro:
        _seed(m, args[0], args[1:], kwargs, place)


def _number(name: str) -> Callable[..., Value]:
    def run(m: Imports, own: Instance | None, args: Args, kwargs: Kwargs, place: Place) -> Value:
        plain = [m.to_python(m.decide(argument), place) for argument in args]
        named = {key: m.to_python(m.decide(value), place) for key, value in kwargs.items()}
        given = [*plain, *named.values()]
        is_large = name in ("getrandbits", "randbytes") and any(
            isinstance(v, int) and v > _LARGEST for v in given
        )
        if MISSING in given or is_large or "**" in kwargs:
            _lose(m, own, place)
            found: Any = MISSING
        else:
            found = _draw(m, own, lambda held: getattr(held, name)(*plain, **named), place)
        if found is not MISSING:
            return found
        made = m.unknown("what is drawn at random", place, is_foreign=True)
        return m.of_kind(made, given_by_standard("random.Random", f"{name}()"))

    return run


def _items_of(m: Imports, given: Value, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
    seen = m.unordered_seen
    items, unknown = m.iterate(given, place)
    m.unordered_seen = seen
    return items, unknown


def _is_certain(given: Value, items: tuple[Value, ...], unknown: Unknown | None) -> bool:
    """Return whether it is known how many elements there are, and which stands where."""
    is_in_order = not (isinstance(given, ListValue) and given.is_unordered)
    return unknown is None and is_in_order and not any(isinstance(item, Maybe) for item in items)


def _shuffle(m: Imports, own: Instance | None, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[0] if args else kwargs.get("x"))
    held = content_of(given)
    if isinstance(held, Instance) and not isinstance(held.payload, ListValue):
        held = m.decide(held.ns.get("data"))  # as collections.UserList keeps it
    m.refuse_as_python(len, (held,), place)
    if isinstance(held, (str, bytes, tuple)) and len(held) > 1:
        text = f"'{kind_name(held)}' object does not support item assignment"
        raise m.refusal("TypeError", text, place)
    if not isinstance(held, ListValue) or isinstance(held, SetValue):
        _lose(m, own, place)
        m.note("what is shuffled here is not known", place)
        return None
    order: Any = MISSING
    if _is_certain(held, held.items, held.unknown) and len(args) < 2:
        order = _draw(m, own, lambda drawn: _shuffled(drawn, len(held.items)), place)
    else:
        _lose(m, own, place)
    if order is MISSING:
        m.store(held.slots, "items", in_any_order(m, held.items))
        m.store(held.slots, "shuffled", True)
    else:
        m.store(held.slots, "items", tuple(held.items[index] for index in order))
    return None


def _shuffled(drawn: Any, count: int) -> list[int]:
    order = list(range(count))
    drawn.shuffle(order)
    return order


def _sample(m: Imports, own: Instance | None, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = [*args, *([kwargs["k"]] if "k" in kwargs else [])]
    population = m.decide(given[0]) if given else None
    is_set = isinstance(population, SetValue) and m.python_numbers >= (3, 11)
    if is_set or isinstance(population, DictValue):
        text = "Population must be a sequence.  For dicts or sets, use sorted(d)."
        raise m.refusal("TypeError", text, place)
    items, unknown = _items_of(m, population, place) if given else ((), None)
    size = m.decide(given[1]) if len(given) == 2 else None
    if isinstance(size, (str, bytes, float)):
        kind = "int" if isinstance(size, (str, bytes)) else "list"
        text = f"'<=' not supported between instances of '{kind}' and '{kind_name(size)}'"
        raise m.refusal("TypeError", text, place)
    if "counts" in kwargs:
        _lose(m, own, place)
        return m.unknown("which elements are drawn", place)
    if unknown is None and type(size) is int and not 0 <= size <= len(items):
        raise m.raise_("ValueError", "Sample larger than population or is negative", place)
    drawn: Any = MISSING
    if type(size) is int and _is_certain(population, items, unknown):
        drawn = _draw(m, own, lambda held: held.sample(range(len(items)), size), place)
    else:
        _lose(m, own, place)
    if drawn is not MISSING:
        return m.new_list([items[index] for index in drawn])
    if unknown is None and size == len(items) and type(size) is int:
        return m.new_shuffled(in_any_order(m, items))
    return m.unknown("which elements are drawn", place)


def _choice(m: Imports, own: Instance | None, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[0] if args else kwargs.get("seq"))
    items, unknown = _items_of(m, given, place)
    if not items and unknown is None and not isinstance(given, SetValue):
        raise m.raise_("IndexError", "Cannot choose from an empty sequence", place)
    require_numbered(m, given, place)
    index: Any = MISSING
    if is_sequence(given) and _is_certain(given, items, unknown):
        index = _draw(m, own, lambda held: held.choice(range(len(items))), place)
    else:
        _lose(m, own, place)
    if len(items) == 1 and unknown is None:
        return items[0]
    if index is not MISSING:
        return items[index]
    return m.one_of(items, m.unknown("which element is drawn", place), place, is_open=unknown is not None)


def _choices(m: Imports, own: Instance | None, args: Args, kwargs: Kwargs, place: Place) -> Value:
    population = m.decide(args[0] if args else kwargs.get("population"))
    items, unknown = _items_of(m, population, place)
    options = {
        name: m.to_python(m.decide(value), place) for name, value in kwargs.items() if name != "population"
    }
    if len(args) > 1:
        options["weights"] = m.to_python(m.decide(args[1]), place)
    is_known = is_sequence(population) and _is_certain(population, items, unknown)
    count = options.get("k", 1)
    if isinstance(count, int) and count > 0:
        require_numbered(m, population, place)
    is_small = not isinstance(count, int) or count <= _LARGEST
    if not is_known or not is_small or MISSING in options.values() or len(args) > 2:
        _lose(m, own, place)
        return m.unknown("which elements are drawn", place, is_foreign=True)
    drawn = _draw(m, own, lambda held: held.choices(range(len(items)), **options), place)
    if drawn is MISSING:
        return m.unknown("which elements are drawn", place, is_foreign=True)
    return m.new_list([items[index] for index in drawn])


_DRAWING: dict[str, Callable[..., Value]] = {
    **{name: _number(name) for name in _NUMBERS},
    "choice": _choice,
    "choices": _choices,
    "sample": _sample,
    "shuffle": _shuffle,
}


def _of_module(name: str) -> Run:
    draw, path = _DRAWING[name], f"random.{name}"

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        m.require_fit(path, "", args, kwargs, place)
        return draw(m, _generator(m, place), args, kwargs, place)

    return run


def _of_class(name: str, cls: Class) -> Run:
    draw, path = _DRAWING[name], f"{cls.module}.{cls.name}"

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        m.require_fit(path, name, args[1:], kwargs, place)
        return draw(m, args[0], args[1:], kwargs, place)

    return run


for _name in _DRAWING:
    RANDOM_ORDERS[f"random.{_name}"] = Native(_name, _of_module(_name))
    _RANDOM.ns[_name] = Native(_name, _of_class(_name, _RANDOM), binds=True)
_RANDOM.ns["__init__"] = Native("__init__", _init, binds=True)
_RANDOM.ns["seed"] = Native(
    "seed", lambda m, args, kwargs, place: _seed(m, args[0], args[1:], kwargs, place), binds=True
)
_SYSTEM.ns["seed"] = Native("seed", lambda m, args, kwargs, place: None, binds=True)


@RANDOM_ORDERS.function("random.setstate", "random.getstate")
def _state(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.store(m.patched, _SHARED, None)
    return m.unknown("the state of a generator", place, is_foreign=True)


@RANDOM_ORDERS.function("secrets.choice")
def _secret_choice(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _choice(m, None, args, kwargs, place)


RANDOM_ORDERS.update(
    {"random.Random": _RANDOM, "random.SystemRandom": _SYSTEM, "secrets.SystemRandom": _SYSTEM}
)
