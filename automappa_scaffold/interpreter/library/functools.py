from abc import get_cache_token
from functools import partial, update_wrapper
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints


def _asked(name, answer):
    def method(self, other):
        told = getattr(type(self), name)(self, other)
        return told if told is NotImplemented else answer(told, self, other)

    return method


def _not(told, self, other):
    return not told


def _or_equal(told, self, other):
    return told or self == other


def _and_unequal(told, self, other):
    return told and self != other


def _not_and_unequal(told, self, other):
    return not told and self != other


def _not_or_equal(told, self, other):
    return not told or self == other


_ORDERS = {
    "__lt__": {"__gt__": _not_and_unequal, "__le__": _or_equal, "__ge__": _not},
    "__le__": {"__ge__": _not_or_equal, "__lt__": _and_unequal, "__gt__": _not},
    "__gt__": {"__lt__": _not_and_unequal, "__ge__": _or_equal, "__le__": _not},
    "__ge__": {"__le__": _not_or_equal, "__gt__": _and_unequal, "__lt__": _not},
}


def total_ordering(cls):
    if not isinstance(cls, type):  # whatever it is, it has all four
        return cls
    for root in ("__lt__", "__le__", "__gt__", "__ge__"):
        if not any(root in base.__dict__ for base in cls.__mro__[:-1]):
            continue
        for name, answer in _ORDERS[root].items():
            if not any(name in base.__dict__ for base in cls.__mro__[:-1]):
                setattr(cls, name, _asked(root, answer))
        return cls
    if any(base.__module__ == "builtins" for base in cls.__mro__[:-1]):
        return cls
    raise ValueError("must define at least one ordering operation: < > <= >=")


class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        if isinstance(func, partialmethod):
            func, args, keywords = func.func, func.args + args, {**func.keywords, **keywords}
        self.func, self.args, self.keywords = func, args, keywords

    def __get__(self, instance, owner=None):
        bound = self.func.__get__(instance, owner) if hasattr(self.func, "__get__") else self.func
        if bound is not self.func:
            made = partial(bound, *self.args, **self.keywords)
            if hasattr(bound, "__self__"):
                made.__self__ = bound.__self__
            return made

        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})

        _method.__partialmethod__ = self
        _method.__isabstractmethod__ = self.__isabstractmethod__
        return _method.__get__(instance, owner)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)


def _is_union(cls):
    origin = get_origin(cls)
    return origin is Union or origin is UnionType


def _is_kind(cls):
    if isinstance(cls, type):
        return not get_args(cls)
    return _is_union(cls) and all(isinstance(one, type) for one in get_args(cls))


def is_among(cls, classes):
    return any(cls is one for one in classes)


def singledispatch(fun):
    table = {object: fun}

    def find(cls):
        above = (cls, object) if cls is type(None) else cls.__mro__
        nearest = next(base for base in above if is_among(base, table))
        if nearest is cls:
            return table[cls]
        others = [kind for kind in table if not is_among(kind, above) and issubclass(cls, kind)]
        if all(issubclass(nearest, kind) for kind in others):
            return table[nearest]
        lowest = [kind for kind in others if not any(o is not kind and issubclass(o, kind) for o in others)]
        if nearest is not object or len(lowest) > 1:  # where these stand in the order is not followed
            for kind in (nearest, *lowest):
                if get_cache_token():
                    return table[kind]
        return table[lowest[0]]

    def dispatch(*args, **kwargs):
        if not args:
            name = getattr(fun, "__name__", "singledispatch function")
            raise TypeError(f"{name} requires at least 1 positional argument")
        return find(args[0].__class__)(*args, **kwargs)

    def register(cls, implementation=None):
        if _is_kind(cls):
            if implementation is None:
                return lambda implementation: register(cls, implementation)
        elif implementation is not None:
            raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or union type.")
        else:
            if not getattr(cls, "__annotations__", {}):
                raise TypeError(
                    f"Invalid first argument to `register()`: {cls!r}. Use either `@register(some_class)` "
                    "or plain `@register` on an annotated function."
                )
            implementation = cls
            hints = get_type_hints(getattr(cls, "__func__", cls))
            name, cls = list(hints.items())[0]
            if not _is_kind(cls):
                why = "not all arguments are classes." if _is_union(cls) else "is not a class."
                raise TypeError(f"Invalid annotation for {name!r}. {cls!r} {why}")
        for one in get_args(cls) if _is_union(cls) else (cls,):
            table[one] = implementation
        return implementation

    update_wrapper(dispatch, fun)
    dispatch.register = register
    dispatch.dispatch = find
    dispatch.registry = table
    dispatch._clear_cache = lambda: None
    return dispatch


class singledispatchmethod:
    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, method)

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            if not args:
                name = getattr(self.func, "__name__", "singledispatchmethod method")
                raise TypeError(f"{name} requires at least 1 positional argument")
            method = self.dispatcher.dispatch(args[0].__class__)
            return method.__get__(obj, cls)(*args, **kwargs)

        update_wrapper(_method, self.func)
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)


def cmp_to_key(mycmp):
    compare = mycmp

    class Key:
        def __init__(self, obj):
            self.value = self.obj = obj

        def __lt__(self, other):
            return compare(self.value, other.value) < 0

        def __eq__(self, other):
            return compare(self.value, other.value) == 0

    return Key
