from .conf import BACKEND


def backend():
    from .backends import Simple

    return Simple if BACKEND else None
