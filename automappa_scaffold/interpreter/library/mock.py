import functools
import importlib
from unittest.mock import Mock as Elsewhere  # stands for what is not written here: it may be anything

_SAME = ("__module__", "__name__", "__qualname__", "__doc__")
_NONE = object()


class _patch:
    def __init__(self, find, name, new):
        self._find, self._name, self._new = find, name, new
        self._held = []

    def __enter__(self):
        owner = self._find()
        old = getattr(owner, self._name)
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

    def start(self):
        return self.__enter__()

    def stop(self):
        self.__exit__(None, None, None)

    def __call__(self, fun):
        def patched(*args, **kwargs):
            with self as new:
                return fun(*args, new, **kwargs) if self._new is _NONE else fun(*args, **kwargs)

        for name in _SAME:
            setattr(patched, name, getattr(fun, name, None))
        patched.__wrapped__ = fun
        return patched


def _found(path):
    parts = path.split(".")
    found = importlib.import_module(parts[0])
    for index, part in enumerate(parts[1:], 2):
        try:
            found = getattr(found, part)
        except AttributeError:
            importlib.import_module(".".join(parts[:index]))
            found = getattr(found, part)
    return found


def patch(target, new=_NONE, *others, **options):
    if others or options:
        return Elsewhere()
    path, _, name = target.rpartition(".")
    if not path:
        raise TypeError(f"Need a valid target to patch. You supplied: {target!r}")
    return _patch(lambda: _found(path), name, new)


def _object(target, attribute, new=_NONE, *others, **options):
    if others or options:
        return Elsewhere()
    return _patch(lambda: target, attribute, new)


def _several(*args, **options):
    return Elsewhere()


patch.object = _object
patch.dict = _several
patch.multiple = _several
