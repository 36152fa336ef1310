from keyword import iskeyword


class OrderedDict(dict):
    def popitem(self, last=True):
        key = list(self)[-1 if last else 0]
        return key, self.pop(key)

    def move_to_end(self, key, last=True):
        value = self.pop(key)
        rest = [] if last else list(self.items())
        if not last:
            self.clear()
        self[key] = value
        for other, item in rest:
            self[other] = item


class defaultdict(dict):
    def __init__(self, default_factory=None, /, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.default_factory = default_factory

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

    def update(self, items=None, /, **kwargs):
        if isinstance(items, dict):
            for key, number in items.items():
                self[key] = self[key] + number
        else:
            for item in items or ():
                self[item] = self[item] + 1
        for key, number in kwargs.items():
            self[key] = self[key] + number

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

    def rotate(self, n=1):
        if len(self) < 2:
            return
        for _ in range(n % len(self)):
            self.insert(0, self.pop())


class ChainMap:
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __getitem__(self, key):
        for mapping in self.maps:
            if key in mapping:
                return mapping[key]
        raise KeyError(key)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __contains__(self, key):
        return any([key in mapping for mapping in self.maps])

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def keys(self):
        merged = {}
        for mapping in reversed(self.maps):
            merged.update(mapping)
        return list(merged)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self.keys())

    def values(self):
        return [self[key] for key in self.keys()]

    def items(self):
        return [(key, self[key]) for key in self.keys()]

    def new_child(self, m=None):
        return ChainMap({} if m is None else m, *self.maps)


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
    pass


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

    def field(index):
        return property(lambda self: self[index])

    space = {
        "__new__": make,
        "__slots__": (),
        "_fields": names,
        "_field_defaults": known,
        "_make": classmethod(lambda cls, values: cls(*values)),
        "_asdict": lambda self: dict(zip(names, self)),
        "_replace": lambda self, **changes: type(self)(*[changes.get(n, v) for n, v in zip(names, self)]),
    }
    for index, name in enumerate(names):
        space[name] = field(index)
    made = type(typename, (tuple,), space)
    if module is not None:
        made.__module__ = module
    return made
