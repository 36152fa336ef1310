"""Asks Python itself what importing a module binds: a server that forks for each program.

Reads one JSON list ``[folder, module, environ, outside]`` per line; ``outside`` is a folder with modules that
are not of the program. Writes ``{"names": {module: {name: text}}, "error": ...}`` per line, for the modules
whose files lie below the first folder. Values are told as ``interpreted.py`` tells them.
"""

import contextlib
import importlib
import json
import os
import sys
import types
from typing import Any


def tell(value: Any) -> str:
    """Return a value as a text that does not depend on where it lives."""
    if type(value) in (type(None), type(...), bool, int, float, str, bytes, complex):
        return repr(value)
    if type(value) in (list, tuple):
        return f"{type(value).__name__}({', '.join(tell(item) for item in value)})"
    if type(value) in (set, frozenset):
        return f"set({', '.join(sorted(tell(item) for item in value))})"
    if type(value) is dict:
        return f"dict({', '.join(f'{tell(key)}: {tell(item)}' for key, item in value.items())})"
    if isinstance(value, types.ModuleType):
        return f"module {value.__name__}"
    if isinstance(value, types.FunctionType):
        return f"function {value.__module__}.{value.__name__}"
    if isinstance(value, type):
        return f"class {value.__name__}({', '.join(base.__name__ for base in value.__mro__[1:-1])})"
    return f"{type(value).__name__} object"


def answer(folder: str, module: str, outside: str) -> dict[str, Any]:
    """Return what importing the module binds, or the error that it ends with."""
    os.chdir(folder)
    sys.path[:0] = [folder, outside]
    error = None
    try:
        importlib.import_module(module)
    except BaseException as raised:  # whatever ends the import is the answer
        error = f"{type(raised).__name__}: {raised}" if str(raised) else type(raised).__name__
    names = {
        name: {key: tell(value) for key, value in vars(loaded).items() if not key.startswith("__")}
        for name, loaded in list(sys.modules.items())
        if (getattr(loaded, "__file__", None) or "").startswith(folder)
    }
    return {"names": names, "error": error}


def main() -> None:
    """Serve until the input ends."""
    sys.dont_write_bytecode = True
    for line in sys.stdin:
        folder, module, environ, outside = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os.environ.update(environ)
            with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
                result = answer(folder, module, outside)
            with os.fdopen(writing, "w") as pipe:
                pipe.write(json.dumps(result))
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            print(pipe.read(), flush=True)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
