"""Records which modules below packages of the standard library are loaded only if something imports them.

usage: python scripts/record_standard_submodules.py PYTHON...

Each PYTHON is an interpreter of an environment with Celery 5.7, one for each version of Python. A line of
``automappa_scaffold/interpreter/standard_submodules.txt`` is such a module, and the modules of the standard
library whose import loads it too; behind ``~`` stand packages and modules whose functions import it when they
are called, behind ``@`` the versions of Python whose workers have not loaded it, where others have.
"""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "automappa_scaffold" / "interpreter" / "standard_submodules.txt"

# Not for use by programs, or slow and loud where they are imported.
LEFT_OUT = frozenset(
    (
        *("test", "idlelib", "lib2to3", "turtledemo", "ensurepip", "pydoc_data", "distutils", "this"),
        *("antigravity", "venv", "encodings", "_pyrepl"),
    )
)

LOADED_BY_WORKER = """
import sys, celery.__main__, celery.bin.celery, celery.app.utils, celery.loaders.app, celery.fixups.django
import celery.app.base, celery.app.task, celery.canvas, celery.app.builtins, celery.schedules, celery.signals
celery.app.base.Celery("a").finalize()
import json
"""
LOADED = "print(json.dumps(sorted(n for n in sys.modules if n.partition('.')[0] in sys.stdlib_module_names)))"
LOADED_HERE = LOADED.replace("sorted(", "['%d.%d' % sys.version_info[:2]] + sorted(")
ALL = """
import json, os, pkgutil, sys, sysconfig
folder = sysconfig.get_path('stdlib')
def walk(folder, prefix):
    for found in pkgutil.iter_modules([folder]):
        if found.name.startswith('__') or (not prefix and found.name not in sys.stdlib_module_names):
            continue
        yield prefix + found.name
        if found.ispkg:
            yield from walk(os.path.join(folder, found.name), prefix + found.name + '.')
print(json.dumps([folder, *walk(folder, ''), *sys.builtin_module_names]))
"""


def main() -> None:
    """Write the file."""
    below: dict[str, set[str]] = {}
    held: dict[str, set[str]] = {}
    lazy: dict[str, set[str]] = {}
    for python in sys.argv[1:]:
        version, *known = _ask(python, LOADED_BY_WORKER + LOADED_HERE)
        held[version] = set(known)
        folder, *found = _ask(python, ALL)
        names = [name for name in found if name.partition(".")[0] not in LEFT_OUT and ".test" not in name]
        for name, by in _imported_in_functions(Path(folder), names):
            lazy.setdefault(name, set()).add(f"~{by.partition('.')[0]}")
        for name in names:
            if "." in name:
                below.setdefault(name, set())
        for name in names:
            for loaded in _ask(python, f"import sys, json\nimport {name}\n{LOADED}"):
                if "." in loaded:
                    below.setdefault(loaded, set()).add(name)
    lines = [
        " ".join([name, *sorted((by - {name}) | lazy.get(name, set()) | _versions(name, held))])
        for name, by in sorted(below.items())
        if not all(name in known for known in held.values()) and _is_own(name, by)
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _is_own(name: str, by: set[str]) -> bool:
    """Return whether a package does not load a module itself."""
    return name.rpartition(".")[0] not in by and name.partition(".")[0] not in LEFT_OUT


def _versions(name: str, held: dict[str, set[str]]) -> set[str]:
    """Return the versions whose workers lack a module, if not all do."""
    without = {f"@{version}" for version, known in held.items() if name not in known}
    return without if len(without) < len(held) else set()


def _ask(python: str, code: str) -> list[str]:
    found = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    return list(json.loads(found.stdout.splitlines()[-1])) if found.returncode == 0 else []


def _imported_in_functions(folder: Path, names: list[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        base = folder / name.replace(".", "/")
        path = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
        if not path.exists():
            continue
        package = name if base.is_dir() else name.rpartition(".")[0]
        try:
            tree = ast.parse(path.read_bytes())
        except SyntaxError:  # of a newer Python than ours
            continue
        for function in ast.walk(tree):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield from ((one, name) for node in ast.walk(function) for one in _imported(node, package))


def _imported(node: ast.AST, package: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    parts = package.split(".")
    base = ".".join(parts[: len(parts) - node.level + 1]) if node.level else ""
    module = ".".join(part for part in (base, node.module) if part)
    return [module, *(f"{module}.{alias.name}" for alias in node.names)]


if __name__ == "__main__":
    main()
