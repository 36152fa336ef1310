__all__ = ['_n', 'f']
_n = 'under'


def f():
    return 1
