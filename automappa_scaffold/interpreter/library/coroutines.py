from functools import wraps
from inspect import iscoroutinefunction, isgeneratorfunction


class generator:
    def __init__(self, steps):
        self._steps = steps
        self.send, self.throw, self.close = steps.send, steps.throw, steps.close

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._steps)

    def __await__(self):
        return self._steps


def coroutine(func):
    if not callable(func):
        raise TypeError("types.coroutine() expects a callable")
    if iscoroutinefunction(func):
        return func
    is_generator = isgeneratorfunction(func)

    @wraps(func)
    def wrapped(*args, **kwargs):
        return generator(func(*args, **kwargs)) if is_generator else func(*args, **kwargs)

    if is_generator:
        del wrapped.__wrapped__
    return wrapped
