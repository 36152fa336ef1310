from keyword import iskeyword
from sys import version_info


class OrderedDict(dict):
    def __init__(self, /, *args, **kwargs):
        if len(args) > 1:
            raise TypeError(f"expected at most 1 arguments, got {len(args)}")
        super().__init__(*args, **kwargs)

    def __repr__(self):
        if not self:
            return f"{type(self).__name__}()"
        held = dict(self.items()) if version_info >= (3, 12) else list(self.items())
        return f"{type(self).__name__}({held!r})"

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

    def __ior__(self, other):
        self.update(other)
        return self

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
    def __repr__(self):
        return f"{type(self).__name__}({self.default_factory!r}, {dict(self.items())!r})"

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

    def __ior__(self, other):
        self.update(other)
        return self

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        value = self.default_factory()
        self[key] = value
        return value


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
    given = () if defaults is None else tuple(defaults)
    if len(given) > len(names):
        raise TypeError("Got more default values than field names")
    known = dict(zip(names[len(names) - len(given) :], given))
    return _named_tuple(typename, names, known, module)


def _too_many(takes, optional, given):
    count = f"from {takes - optional + 1} to {takes + 1}" if optional else takes + 1
    plural = "" if count == 1 else "s"
    return f"takes {count} positional argument{plural} but {given + 1} were given"


def _missing(names):
    quoted = [repr(name) for name in names]
    if len(quoted) > 2:
        quoted = [f"{', '.join(quoted[:-1])},", quoted[-1]]
    plural = "s" if len(names) > 1 else ""
    return f"missing {len(names)} required positional argument{plural}: {' and '.join(quoted)}"


def _named_tuple(typename, names, known, module):
    def make(cls, *args, **kwargs):
        twice = [name for name in names[: len(args)] if name in kwargs]
        if twice:
            raise TypeError(f"{typename}.__new__() got multiple values for argument {twice[0]!r}")
        for name in kwargs:
            if name not in names:
                raise TypeError(f"{typename}.__new__() got an unexpected keyword argument {name!r}")
        if len(args) > len(names):
            raise TypeError(f"{typename}.__new__() {_too_many(len(names), len(known), len(args))}")
        rest = names[len(args) :]
        missing = [name for name in rest if name not in kwargs and name not in known]
        if missing:
            raise TypeError(f"{typename}.__new__() {_missing(missing)}")
        return tuple.__new__(cls, [*args, *(kwargs[n] if n in kwargs else known[n] for n in rest)])

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

    def show(self):
        parts = [f"{name}={value!r}" for name, value in zip(names, self)]
        return f"{type(self).__name__}({', '.join(parts)})"

    def refuse(verb):
        def run(*args):
            raise AttributeError(f"can't {verb} attribute")

        return run

    def field(index):
        return property(lambda self: self[index], refuse("set"), refuse("delete"))

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
        "__repr__": show,
    }
    for index, name in enumerate(names):
        space[name] = field(index)
    made = type(typename, (tuple,), space)
    if module is not None:
        made.__module__ = module
    return made
