from functools import wraps
from inspect import iscoroutinefunction, isgeneratorfunction


def coroutine(func):
    if not callable(func):
        raise TypeError("types.coroutine() expects a callable")
    if isgeneratorfunction(func) or iscoroutinefunction(func):
        return func

    @wraps(func)
    def wrapped(*args, **kwargs):
        return func(*args, **kwargs)

    return wrapped
