import os

from .names import ENDINGS

CHECKS = {"int": lambda value: isinstance(value, int)}


def there(path):
    try:
        os.stat(path)
    except FileNotFoundError:
        return False
    return os.access(path, os.R_OK)


def read(path, defaults):
    found = {}
    for ending in ENDINGS:
        if there(path + ending):
            found["path"] = path + ending
    for name, (kind, value) in defaults.items():
        if not CHECKS.get(kind, lambda given: False)(found.get(name)):
            found[name] = value
    return found
