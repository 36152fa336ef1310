import importlib.util
from itertools import chain

DEFAULTS = {"imports": [], "size": lambda: len(DEFAULTS)}


def is_available(name):
    return importlib.util.find_spec(name) is not None


def merged(one, other):
    found = {}
    for key in chain(one, other):
        found[key] = other[key] if key in other else one[key]
    return found


def with_defaults(given):
    return {**{key: value for key, value in DEFAULTS.items() if not callable(value)}, **given}
