_options = {}
_level = 0


def configure(**options):
    global _level
    _options.update(options)
    _level += 1


def option(name):
    return _options.get(name)


def level():
    return _level
