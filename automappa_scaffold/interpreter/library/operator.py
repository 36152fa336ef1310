class attrgetter:
    __slots__ = ("_paths",)

    def __init__(self, /, *attrs):
        if not attrs:
            raise TypeError("attrgetter expected 1 argument, got 0")
        self._paths = attrs
        if not all([isinstance(path, str) for path in self._paths]):
            raise TypeError("attribute name must be a string")

    def _one(self, value, path):
        for name in path.split("."):
            value = getattr(value, name)
        return value

    def __call__(self, obj, /):
        if len(self._paths) == 1:
            return self._one(obj, self._paths[0])
        return tuple([self._one(obj, path) for path in self._paths])


class itemgetter:
    __slots__ = ("_keys",)

    def __init__(self, /, *items):
        if not items:
            raise TypeError("itemgetter expected 1 argument, got 0")
        self._keys = items

    def __call__(self, obj, /):
        if len(self._keys) == 1:
            return obj[self._keys[0]]
        return tuple([obj[key] for key in self._keys])


class methodcaller:
    __slots__ = ("_args", "_kwargs", "_name")

    def __init__(self, /, *args, **kwargs):
        if not args:
            raise TypeError("methodcaller needs at least one argument, the method name")
        if not isinstance(args[0], str):
            raise TypeError("method name must be a string")
        self._name, self._args, self._kwargs = args[0], args[1:], kwargs

    def __call__(self, obj, /):
        return getattr(obj, self._name)(*self._args, **self._kwargs)


def add(a, b):
    return a + b


def concat(a, b):
    if not hasattr(a, "__getitem__"):
        raise TypeError(f"'{type(a).__name__}' object can't be concatenated")
    return a + b


def sub(a, b):
    return a - b


def mul(a, b):
    return a * b


def truediv(a, b):
    return a / b


def floordiv(a, b):
    return a // b


def mod(a, b):
    return a % b


def pow(a, b):
    return a**b


def or_(a, b):
    return a | b


def and_(a, b):
    return a & b


def xor(a, b):
    return a ^ b


def neg(a):
    return -a


def not_(a):
    return not a


def truth(a):
    return bool(a)


def is_(a, b):
    return a is b


def is_not(a, b):
    return a is not b


def eq(a, b):
    return a == b


def ne(a, b):
    return a != b


def lt(a, b):
    return a < b


def le(a, b):
    return a <= b


def gt(a, b):
    return a > b


def ge(a, b):
    return a >= b


def contains(a, b):
    return b in a


def getitem(a, b):
    return a[b]


def setitem(a, b, c):
    a[b] = c


def delitem(a, b):
    del a[b]


def call(fun, /, *args, **kwargs):
    return fun(*args, **kwargs)


def countOf(a, b):
    return len([item for item in a if item is b or item == b])


def indexOf(a, b):
    for position, item in enumerate(a):
        if item is b or item == b:
            return position
    raise ValueError("sequence.index(x): x not in sequence")


def index(a):
    return range(a).stop


def iadd(a, b):
    a += b
    return a


def iconcat(a, b):
    if not hasattr(a, "__getitem__"):
        raise TypeError(f"'{type(a).__name__}' object can't be concatenated")
    a += b
    return a


def isub(a, b):
    a -= b
    return a


def imul(a, b):
    a *= b
    return a


def ior(a, b):
    a |= b
    return a


def iand(a, b):
    a &= b
    return a


def ixor(a, b):
    a ^= b
    return a


def ifloordiv(a, b):
    a //= b
    return a


def imod(a, b):
    a %= b
    return a
