"""What ``functools.lru_cache`` keeps of a function's results."""

from functools import partial

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.cache_keys import LooseKey, key_of, known_key
from automappa_scaffold.interpreter.models.native import Args, Kwargs
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Namespace,
    Scope,
    Value,
    is_perhaps_bound,
)
from automappa_scaffold.source.places import Place

__all__ = ["FunctionCache"]

_COUNTED = ("hits", "misses", "maxsize", "currsize")


class _Uses(Namespace):
    """Results, whose order says how long ago they were asked for, and nothing else."""

    __slots__ = ()


class FunctionCache:
    """What a function gave before, by its arguments, and how often it was asked.

    Attributes:
        size: how many results are kept; None: all.
        plain: the function, and how often a result was there and was not.
    """

    def __init__(self, m: Imports, function: Value, size: Value, is_typed: Value) -> None:
        self.size = size
        self.is_typed = is_typed
        self.results = DictValue(_Uses(m.birth), m.namespace(unknown=None))
        self.plain = m.namespace(function=function, hits=0, misses=0)

    def call(self, m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return what the function gives, or gave before."""
        items, plain = self.results.items, self.plain
        m.require_hashable((*args, *kwargs.values()), place)
        values = (*args, *kwargs.values()) if self.is_typed else ()
        kinds = tuple(kind_name(m.decide(value)) for value in values)
        key = key_of(m, (*args, *kwargs.items(), *kinds), place)
        is_decided = True
        if isinstance(key, LooseKey):
            key, is_decided = known_key(m, key, [*items], place)
        if key is MISSING or not is_decided:
            for name in ("hits", "misses"):
                m.store(plain, name, m.unknown("how often a cache was hit", place, is_foreign=True))
            again = partial(m.call, plain["function"], args, kwargs, place)
            if is_decided:
                return again()
            scope = Scope("whether a cache holds what a function gives for these arguments", place)
            return m.settle(m.fork(scope, [partial(items.get, key), again]), scope)
        counted = "misses" if key not in items else "hits"
        if isinstance(plain[counted], int):
            m.store(plain, counted, plain[counted] + 1)
        if key not in items:
            return self._keep(m, key, m.call(plain["function"], args, kwargs, place))
        held = items[key]
        if is_perhaps_bound(held):
            for name in ("hits", "misses"):
                m.store(plain, name, m.unknown("how often a cache was hit", place, is_foreign=True))
            held = m.or_else(held, partial(m.call, plain["function"], args, kwargs, place))
        # Used last, so thrown away last.
        m.store(items, key, MISSING)
        m.store(items, key, held)
        return held

    def _keep(self, m: Imports, key: Value, result: Value) -> Value:
        items = self.results.items
        if isinstance(self.size, int) and len(items) >= max(self.size, 1):
            m.store(items, next(iter(items)), MISSING)
        if self.size != 0:
            m.store(items, key, result)
        return result

    def clear(self, m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Forget all."""
        for known in [*self.results.items]:
            m.store(self.results.items, known, MISSING)
        m.store(self.plain, "hits", 0)
        m.store(self.plain, "misses", 0)
        return None

    def info(self, m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return the counts as ``cache_info`` does."""
        kind = m.call(m.external("collections.namedtuple"), ("CacheInfo", _COUNTED), {}, place)
        told = (self.plain["hits"], self.plain["misses"], self.size, len(self.results.items))
        return m.call(kind, told, {}, place)

    def parameters(self, m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return how it was made."""
        return m.new_dict({"maxsize": self.size, "typed": self.is_typed})
