from functools import wraps


class Provide:
    def __class_getitem__(cls, item):
        return cls()


def _patched(function, names):
    @wraps(function)
    def call(*args, **kwargs):
        return function(*args, **{**dict.fromkeys(names), **kwargs})

    return call


def inject(function):
    names = [name for name in function.__code__.co_varnames if name.startswith("given_")]
    patched = _patched(function, names)
    return patched
