import functools
import importlib
import sys
from unittest.mock import Mock as Elsewhere  # stands for what is not written here: it may be anything

_SAME = ("__module__", "__name__", "__qualname__", "__doc__")
_NONE = object()


class _Returning:
    def __init__(self, value):
        self.return_value = value

    def __call__(self, *args, **kwargs):
        return self.return_value

    def __getattr__(self, name):
        return getattr(Elsewhere(), name)


class _Patch:
    _is_given = True  # what is put in the place of something, so that functions are not given it

    def start(self):
        return self.__enter__()

    def stop(self):
        self.__exit__(None, None, None)

    def __call__(self, fun):
        def patched(*args, **kwargs):
            with self as new:
                return fun(*args, **kwargs) if self._is_given else fun(*args, new, **kwargs)

        for name in _SAME:
            setattr(patched, name, getattr(fun, name, None))
        patched.__wrapped__ = fun
        return patched


class _patch(_Patch):
    def __init__(self, find, name, new, options):
        self._find, self._name, self._options = find, name, options
        self._is_given = new is not _NONE
        if new is _NONE and options.keys() == {"return_value"}:
            new = _Returning(options["return_value"])
        self._new = Elsewhere() if new is _NONE and options else new
        self._held = []

    def __enter__(self):
        owner = self._find()
        old = getattr(owner, self._name, None) if "create" in self._options else getattr(owner, self._name)
        is_own = self._name in getattr(owner, "__dict__", ())
        self._held.append((owner, old, is_own))
        new = Elsewhere() if self._new is _NONE else self._new
        setattr(owner, self._name, new)
        return new

    def __exit__(self, kind, value, trace):
        owner, old, is_own = self._held.pop()
        if is_own:
            setattr(owner, self._name, old)
        else:
            delattr(owner, self._name)


class _patch_dict(_Patch):
    def __init__(self, in_dict, values=(), clear=False, **kwargs):
        self.in_dict, self.values, self.clear = in_dict, {**dict(values), **kwargs}, clear

    def __enter__(self):
        if isinstance(self.in_dict, str):
            self.in_dict = _found(self.in_dict)
        names = list(self.in_dict) if self.clear else self.values
        self._held = {name: self.in_dict[name] for name in names if name in self.in_dict}
        if self.clear:
            self.in_dict.clear()
        self.in_dict.update(self.values)
        return self.in_dict

    def __exit__(self, kind, value, trace):
        for name in self.values:
            self.in_dict.pop(name, None)
        self.in_dict.update(self._held)


def _found(path):
    parts = path.split(".")
    if sys.version_info >= (3, 11):
        return _resolved(parts)
    found = importlib.import_module(parts[0])
    for index, part in enumerate(parts[1:], 2):
        try:
            found = getattr(found, part)
        except AttributeError:
            importlib.import_module(".".join(parts[:index]))
            found = getattr(found, part)
    return found


def _resolved(parts):
    found = importlib.import_module(parts[0])
    for index, part in enumerate(parts[1:], 2):
        try:
            found = importlib.import_module(".".join(parts[:index]))
        except ImportError:
            for rest in parts[index - 1 :]:
                found = getattr(found, rest)
            break
    return found


def patch(target, new=_NONE, **options):
    path, _, name = target.rpartition(".")
    if not path:
        raise TypeError(f"Need a valid target to patch. You supplied: {target!r}")
    return _patch(lambda: _found(path), name, new, options)


def _object(target, attribute, new=_NONE, **options):
    return _patch(lambda: target, attribute, new, options)


def _several(*args, **options):
    return Elsewhere()


patch.object = _object
patch.dict = _patch_dict
patch.multiple = _several
