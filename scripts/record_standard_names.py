"""Writes automappa_scaffold/interpreter/standard_names.json: the names in modules of the standard library.

usage: python scripts/record_standard_names.py PYTHON...

PYTHONs: interpreters of every version that the tool supports, the newest last. Names are joined: what one of
them has is never called missing.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "automappa_scaffold" / "interpreter" / "standard_names.json"

ASK = """
import importlib, json, pkgutil, sys
MODULES = '''
    abc argparse base64 bisect calendar collections collections.abc configparser contextlib contextvars copy
    csv dataclasses datetime decimal enum fnmatch fractions functools getpass glob hashlib heapq html
    importlib inspect io itertools json logging logging.config logging.handlers math numbers operator
    pathlib pickle platform pprint queue random re secrets shlex shutil signal socket statistics string struct
    subprocess tempfile textwrap threading time timeit traceback types typing unicodedata urllib
    urllib.parse uuid warnings weakref zlib
'''.split()
CLASSES = ['datetime.date', 'datetime.datetime', 'datetime.time', 'datetime.timedelta', 'datetime.timezone',
           'pathlib.Path']
told = {}
for name in MODULES:
    module = importlib.import_module(name)
    names = set(dir(module)) | set(getattr(module, '__all__', ()))
    names |= {found.name for found in pkgutil.iter_modules(getattr(module, '__path__', []))}
    told[name] = sorted(names)
for path in CLASSES:
    module, _, name = path.rpartition('.')
    told[path] = sorted(dir(getattr(importlib.import_module(module), name)))
print(json.dumps({'names': told, 'version': sys.version_info[:2]}))
"""


def main(pythons: list[str]) -> None:
    """Ask each interpreter, and write what they say."""
    answers = [
        json.loads(subprocess.run([python, "-c", ASK], check=True, capture_output=True, text=True).stdout)
        for python in pythons
    ]
    names = {
        path: " ".join(sorted(set().union(*(answer["names"].get(path, ()) for answer in answers))))
        for path in answers[0]["names"]
    }
    made = {"newest": max(answer["version"] for answer in answers), "names": names}
    TARGET.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
