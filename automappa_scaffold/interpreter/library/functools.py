from functools import partial
from types import GenericAlias
from typing import get_args, get_type_hints


def total_ordering(cls):
    if "__lt__" in cls.__dict__:
        cls.__gt__ = lambda self, other: not (self < other or self == other)
        cls.__le__ = lambda self, other: self < other or self == other
        cls.__ge__ = lambda self, other: not self < other
    elif "__gt__" in cls.__dict__:
        cls.__lt__ = lambda self, other: not (self > other or self == other)
        cls.__ge__ = lambda self, other: self > other or self == other
        cls.__le__ = lambda self, other: not self > other
    elif "__le__" in cls.__dict__:
        cls.__gt__ = lambda self, other: not self <= other
        cls.__lt__ = lambda self, other: self <= other and not self == other
        cls.__ge__ = lambda self, other: not self <= other or self == other
    elif "__ge__" in cls.__dict__:
        cls.__lt__ = lambda self, other: not self >= other
        cls.__gt__ = lambda self, other: self >= other and not self == other
        cls.__le__ = lambda self, other: not self >= other or self == other
    elif any(base.__module__ == "builtins" for base in cls.__mro__[:-1]):
        return cls
    elif not any("__lt__" in base.__dict__ for base in cls.__mro__[:-1]):
        names = ("__gt__", "__le__", "__ge__")
        if not any(name in base.__dict__ for base in cls.__mro__[:-1] for name in names):
            raise ValueError("must define at least one ordering operation: < > <= >=")
    return cls


class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        if isinstance(func, partialmethod):
            func, args, keywords = func.func, func.args + args, {**func.keywords, **keywords}
        self.func, self.args, self.keywords = func, args, keywords

    def __get__(self, instance, owner=None):
        bound = self.func.__get__(instance, owner) if hasattr(self.func, "__get__") else self.func
        if bound is not self.func:
            return partial(bound, *self.args, **self.keywords)

        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})

        return _method.__get__(instance, owner)


def singledispatch(fun):
    table = {object: fun}

    def find(cls):
        for base in cls.__mro__:
            if base is not object and base in table:
                return table[base]
        for kind in table:
            if kind is not object and issubclass(cls, kind):
                return table[kind]
        return table[object]

    def dispatch(*args, **kwargs):
        if not args:
            name = getattr(fun, "__name__", "singledispatch function")
            raise TypeError(f"{name} requires at least 1 positional argument")
        return find(args[0].__class__)(*args, **kwargs)

    def register(cls, implementation=None):
        if isinstance(cls, GenericAlias):
            raise TypeError(f"Invalid first argument to `register()`: {cls!r} is not a class or union type.")
        if implementation is None:
            if not isinstance(cls, type) and not hasattr(cls, "__args__"):
                for name, kind in get_type_hints(cls).items():
                    if isinstance(kind, GenericAlias):
                        raise TypeError(f"Invalid annotation for {name!r}. {kind!r} is not a class.")
                    for one in get_args(kind) or (kind,):
                        table[one] = cls
                    return cls
                raise TypeError(f"Invalid first argument to `register()`: {cls!r}.")
            return lambda implementation: register(cls, implementation)
        for one in get_args(cls) or (cls,):
            table[one] = implementation
        return implementation

    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(dispatch, name, getattr(fun, name, None))
    dispatch.__wrapped__ = fun
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

        for name in ("__module__", "__name__", "__qualname__", "__doc__"):
            setattr(_method, name, getattr(self.func, name, None))
        _method.__wrapped__ = self.func
        _method.register = self.register
        return _method


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
