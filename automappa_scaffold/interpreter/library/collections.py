from keyword import iskeyword
from sys import version_info


class OrderedDict(dict):
    def popitem(self, last=True):
        if not self:
            raise KeyError("dictionary is empty")
        key = list(self)[-1 if last else 0]
        return key, self.pop(key)

    def move_to_end(self, key, last=True):
        if key not in self:
            raise KeyError(key)
        value = self.pop(key)
        rest = [] if last else list(self.items())
        if not last:
            self.clear()
        self[key] = value
        for other, item in rest:
            self[other] = item

    def pop(self, key, *default, **named):
        return super().pop(key, *default, *named.values())

    def setdefault(self, key, default=None):
        return super().setdefault(key, default)

    @classmethod
    def fromkeys(cls, iterable, value=None):
        made = cls()
        for key in iterable:
            made[key] = value
        return made

    def copy(self):
        return self.__class__(self)

    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return list(self.items()) == list(other.items())
        return dict(self) == other

    def __ne__(self, other):
        return not self == other

    def __or__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        made = self.__class__(self)
        made.update(other)
        return made

    def __ror__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        made = self.__class__(other)
        made.update(self)
        return made


class defaultdict(dict):
    def __init__(self, default_factory=None, /, *args, **kwargs):
        if default_factory is not None and not callable(default_factory):
            raise TypeError("first argument must be callable or None")
        super().__init__(*args, **kwargs)
        self.default_factory = default_factory

    def copy(self):
        return type(self)(self.default_factory, self)

    __copy__ = copy

    def __or__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        made = type(self)(self.default_factory, self)
        made.update(other)
        return made

    def __ror__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        made = type(self)(self.default_factory, other)
        made.update(self)
        return made

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        value = self.default_factory()
        self[key] = value
        return value


class Counter(dict):
    def __init__(self, items=None, /, **kwargs):
        super().__init__()
        self.update(items, **kwargs)

    def __missing__(self, key):
        return 0

    def __delitem__(self, key):
        if key in self:
            super().__delitem__(key)

    def update(self, items=None, /, **kwargs):
        if hasattr(items, "items"):
            if not self:
                super().update(items)
            else:
                for key, number in items.items():
                    self[key] = number + self[key]
        else:
            for item in () if items is None else items:
                self[item] = self[item] + 1
        if kwargs:
            self.update(kwargs)

    def subtract(self, items=None, /, **kwargs):
        if hasattr(items, "items"):
            for key, number in items.items():
                self[key] = self[key] - number
        else:
            for item in () if items is None else items:
                self[item] = self[item] - 1
        if kwargs:
            self.subtract(kwargs)

    def copy(self):
        return self.__class__(self)

    def total(self):
        return sum(self.values())

    def _merged(self, other, choose):
        if not isinstance(other, Counter):
            return NotImplemented
        made = Counter()
        for key in list(self) + [key for key in other if key not in self]:
            number = choose(self[key], other[key])
            if number > 0:
                made[key] = number
        return made

    def __add__(self, other):
        return self._merged(other, lambda one, two: one + two)

    def __sub__(self, other):
        return self._merged(other, lambda one, two: one - two)

    def __or__(self, other):
        return self._merged(other, max)

    def __and__(self, other):
        return self._merged(other, min)

    def __pos__(self):
        return self._merged(Counter(), lambda one, two: one)

    def __neg__(self):
        return self._merged(Counter(), lambda one, two: -one)

    def _change(self, made):
        self.clear()
        super().update(made)
        return self

    def __iadd__(self, other):
        return self._change(self + other)

    def __isub__(self, other):
        return self._change(self - other)

    def __ior__(self, other):
        return self._change(self | other)

    def __iand__(self, other):
        return self._change(self & other)

    def _holds(self, other, compare):
        if not isinstance(other, Counter):
            return NotImplemented
        return all([compare(self[key], other[key]) for key in list(self) + list(other)])

    def __eq__(self, other):
        return self._holds(other, lambda one, two: one == two)

    def __ne__(self, other):
        return not self == other

    def __le__(self, other):
        return self._holds(other, lambda one, two: one <= two)

    def __lt__(self, other):
        return self <= other and self != other

    def __ge__(self, other):
        return self._holds(other, lambda one, two: one >= two)

    def __gt__(self, other):
        return self >= other and self != other

    def most_common(self, n=None):
        ranked = sorted(self.items(), key=lambda pair: -pair[1])
        return ranked if n is None else ranked[:n]

    def elements(self):
        return iter([key for key, number in self.items() for _ in range(number)])


class deque(list):
    def __init__(self, items=(), maxlen=None):
        super().__init__(items)
        self.maxlen = maxlen
        self._cut(True)

    def __eq__(self, other):
        return list(self) == list(other) if isinstance(other, deque) else False

    def __ne__(self, other):
        return not self == other

    def _cut(self, left):
        while self.maxlen is not None and len(self) > self.maxlen:
            self.pop(0 if left else -1)

    def append(self, item):
        super().append(item)
        self._cut(True)

    def extend(self, items):
        for item in items:
            self.append(item)

    def appendleft(self, item):
        self.insert(0, item)
        self._cut(False)

    def extendleft(self, items):
        for item in items:
            self.appendleft(item)

    def popleft(self):
        return self.pop(0)

    def copy(self):
        return type(self)(self, self.maxlen)

    __copy__ = copy

    def __add__(self, other):
        made = self.copy()
        made.extend(other)
        return made

    def rotate(self, n=1):
        if len(self) < 2:
            return
        for _ in range(n % len(self)):
            self.insert(0, self.pop())


class ChainMap:
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __missing__(self, key):
        raise KeyError(key)

    def __getitem__(self, key):
        for mapping in self.maps:
            try:
                return mapping[key]
            except KeyError:
                pass
        return self.__missing__(key)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __contains__(self, key):
        return any([key in mapping for mapping in self.maps])

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        if key not in self.maps[0]:
            raise KeyError(f"Key not found in the first mapping: {key!r}")
        del self.maps[0][key]

    def pop(self, key, *default):
        return self.maps[0].pop(key, *default)

    def setdefault(self, key, default=None):
        if key in self:
            return self[key]
        self.maps[0][key] = default
        return default

    def update(self, *args, **kwargs):
        self.maps[0].update(*args, **kwargs)

    def keys(self):
        merged = {}
        for mapping in reversed(self.maps):
            for key in mapping:
                merged[key] = None
        return list(merged)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self.keys())

    def values(self):
        return [self[key] for key in self.keys()]

    def items(self):
        return [(key, self[key]) for key in self.keys()]

    def new_child(self, m=None, **kwargs):
        if m is None:
            m = kwargs
        else:
            m.update(kwargs)
        return self.__class__(m, *self.maps)

    @property
    def parents(self):
        return self.__class__(*self.maps[1:])

    def copy(self):
        return self.__class__(self.maps[0].copy(), *self.maps[1:])

    def __eq__(self, other):
        return dict(self.items()) == (dict(other.items()) if hasattr(other, "items") else other)

    def __ne__(self, other):
        return not self == other

    def __bool__(self):
        return any(self.maps)


class UserDict:
    def __init__(self, data=None, /, **kwargs):
        self.data = {}
        if data is not None:
            self.update(data)
        self.update(kwargs)

    def __getitem__(self, key):
        if key in self.data:
            return self.data[key]
        if hasattr(type(self), "__missing__"):
            return self.__missing__(key)
        raise KeyError(key)

    def __setitem__(self, key, value):
        self.data[key] = value

    def __delitem__(self, key):
        del self.data[key]

    def __contains__(self, key):
        return key in self.data

    def __iter__(self):
        return iter(self.data)

    def __len__(self):
        return len(self.data)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def keys(self):
        return list(self)

    def values(self):
        return [self[key] for key in self]

    def items(self):
        return [(key, self[key]) for key in self]

    def update(self, other=(), /, **kwargs):
        for key, value in dict(other).items():
            self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def pop(self, key, *default):
        if key in self:
            value = self[key]
            del self[key]
            return value
        if default:
            return default[0]
        raise KeyError(key)


class UserList(list):
    def copy(self):
        return self.__class__(self)


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    names = [str(name) for name in field_names]
    seen = set()
    for index, name in enumerate(names):
        is_bad = not name.isidentifier() or iskeyword(name) or name.startswith("_") or name in seen
        if rename and is_bad:
            names[index] = f"_{index}"
        seen.add(name)
    for name in [str(typename), *names]:
        if not name.isidentifier():
            raise ValueError(f"Type names and field names must be valid identifiers: {name!r}")
        if iskeyword(name):
            raise ValueError(f"Type names and field names cannot be a keyword: {name!r}")
    seen = set()
    for name in names:
        if name.startswith("_") and not rename:
            raise ValueError(f"Field names cannot start with an underscore: {name!r}")
        if name in seen:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
        seen.add(name)
    names = tuple(names)
    given = tuple(defaults or ())
    if len(given) > len(names):
        raise TypeError("Got more default values than field names")
    known = dict(zip(names[len(names) - len(given) :], given))
    return _named_tuple(typename, names, known, module)


def _named_tuple(typename, names, known, module):
    def make(cls, *args, **kwargs):
        values = list(args)
        if len(values) > len(names):
            text = f"takes {len(names) + 1} positional arguments but {len(values) + 1} were given"
            raise TypeError(f"{typename}.__new__() {text}")
        for name in names[len(values) :]:
            if name in kwargs:
                values.append(kwargs.pop(name))
            elif name in known:
                values.append(known[name])
            else:
                raise TypeError(f"{typename}.__new__() missing 1 required positional argument: '{name}'")
        if kwargs:
            raise TypeError(f"{typename}.__new__() got an unexpected keyword argument '{list(kwargs)[0]}'")
        return tuple.__new__(cls, values)

    def gather(cls, values):
        values = tuple(values)
        if len(values) != len(names):
            raise TypeError(f"Expected {len(names)} arguments, got {len(values)}")
        return tuple.__new__(cls, values)

    def replace(self, /, **changes):
        made = gather(type(self), [changes.pop(name, value) for name, value in zip(names, self)])
        if changes:
            raise (TypeError if version_info >= (3, 13) else ValueError)(
                f"Got unexpected field names: {list(changes)!r}"
            )
        return made

    def field(index):
        return property(lambda self: self[index])

    space = {
        "__new__": make,
        "__slots__": (),
        "__doc__": f"{typename}({', '.join(names)})",
        "__match_args__": names,
        "_fields": names,
        "_field_defaults": known,
        "_make": classmethod(gather),
        "_asdict": lambda self: dict(zip(names, self)),
        "_replace": replace,
    }
    for index, name in enumerate(names):
        space[name] = field(index)
    made = type(typename, (tuple,), space)
    if module is not None:
        made.__module__ = module
    return made
