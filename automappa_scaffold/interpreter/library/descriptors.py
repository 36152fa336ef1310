import sys
from types import MethodType


def _about(self, obj):
    name = self._name
    owner = type(obj).__qualname__
    return f"property of {owner!r} object" if name is None else f"property {name!r} of {owner!r} object"


def _refused(self, obj, lacks, old):
    if sys.version_info >= (3, 11):
        return AttributeError(f"{_about(self, obj)} has no {lacks}")
    name = self._name
    return AttributeError(old if name is None else f"{old} {name!r}")


class property:
    __slots__ = ("_name", "fdel", "fget", "fset")

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self._name = None
        self.fget = fget
        self.fset = fset
        self.fdel = fdel
        self.__doc__ = fget.__doc__ if doc is None and fget is not None else doc

    def __set_name__(self, owner, name):
        self._name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.fget is None:
            raise _refused(self, instance, "getter", "unreadable attribute")
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise _refused(self, instance, "setter", "can't set attribute")
        self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise _refused(self, instance, "deleter", "can't delete attribute")
        self.fdel(instance)

    def getter(self, fget):
        return type(self)(fget, self.fset, self.fdel, self.__doc__)

    def setter(self, fset):
        return type(self)(self.fget, fset, self.fdel, self.__doc__)

    def deleter(self, fdel):
        return type(self)(self.fget, self.fset, fdel, self.__doc__)


class classmethod:
    def __init__(self, function):
        self.__func__ = function
        self.__wrapped__ = function

    def __get__(self, instance, owner=None):
        return MethodType(self.__func__, type(instance) if owner is None else owner)


class staticmethod:
    def __init__(self, function):
        self.__func__ = function
        self.__wrapped__ = function

    def __get__(self, instance, owner=None):
        return self.__func__

    def __call__(self, *args, **kwargs):
        return self.__func__(*args, **kwargs)


class cached_property:
    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(
                "Cannot assign the same cached_property to two different names "
                f"({self.attrname!r} and {name!r})."
            )

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        if self.attrname not in instance.__dict__:
            instance.__dict__[self.attrname] = self.func(instance)
        return instance.__dict__[self.attrname]
