import logging
from functools import wraps

LOG = logging.getLogger(__name__)
_seen = []


def loaded(fun):
    @wraps(fun)
    def inner(*args, **kwargs):
        LOG.info("loading")
        return fun(*args, **kwargs)

    return inner


def plainly(fun):
    def inner(*args, **kwargs):
        return fun(*args, **kwargs)

    return inner


def retried(times=3):
    def decorate(fun):
        @wraps(fun)
        def inner(*args, **kwargs):
            for _ in range(times):
                return fun(*args, **kwargs)

        return inner

    return decorate


def touched(fun):
    _seen.append(fun)
    return fun
