"""What is seen of code outside the project: which of its modules exist, and which names their text holds.

Nothing of it is run or parsed. What its text does not show is an assumption, and told as one.
"""

import ast
import re
import sys
from collections.abc import Iterator, Sequence

from automappa_scaffold.interpreter.outside_text import (
    HOLDS_MORE,
    defines_plainly,
    holds_word,
    imported_at_once,
    names_from_elsewhere,
)
from automappa_scaffold.source.tree import SourceTree

__all__ = ["Outside", "is_metadata", "read_entry_point_lines"]

# Parts of Celery and kombu that every supported version has; for apps whose environment is not known.
_COMMON = frozenset(
    [
        "celery.app",
        "celery.app.base",
        "celery.app.task",
        "celery.app.control",
        "celery.app.log",
        "celery.app.utils",
        "celery.beat",
        "celery.bin",
        "celery.bootsteps",
        "celery.canvas",
        "celery.concurrency",
        "celery.contrib",
        "celery.exceptions",
        "celery.loaders",
        "celery.local",
        "celery.platforms",
        "celery.result",
        "celery.schedules",
        "celery.security",
        "celery.signals",
        "celery.states",
        "celery.utils",
        "celery.utils.log",
        "celery.utils.time",
        "celery.utils.dispatch",
        "celery.worker",
        "celery._state",
        "kombu.common",
        "kombu.exceptions",
        "kombu.serialization",
        "kombu.transport",
        "kombu.utils",
        "os.path",
    ]
)
# A package that does something with these may have modules without files.
_OWN_MODULES = re.compile(
    rb"sys\.(?:modules|meta_path)\b|__path__|extend_path|declare_namespace|import_hook|lazy|Lazy|_vendor|extern"
)

# A module that puts another in its place, which may say something else.
_REPLACED = re.compile(rb"sys\.modules\[[^\]]*\][ \t]*=|recreate_module|[lL]azy|globals\(\)|setattr\(")
_EXPORTED = re.compile(rb"(?m)^__all__[ \t]*=[ \t]*([\[(][^\])]*[\])])[ \t]*(?:#.*)?$")
_DEEPEST = 4


def is_metadata(entry: str) -> bool:
    """Return whether what is in a folder tells of an installed distribution."""
    return entry.endswith((".dist-info", ".egg-info"))


class Outside:
    """The modules of folders such as ``site-packages`` and the standard library."""

    def __init__(self, tree: SourceTree, folders: Sequence[str]) -> None:
        self._tree = tree
        self.folders = folders
        self._sources: dict[str, bytes | None] = {}
        self._names: dict[tuple[str, str], bool] = {}
        self._distributions: frozenset[str] | None = None
        self._entry_points: dict[str, list[tuple[str, str]]] | None = None
        self.name_keepers: dict[str, bool] = {}  # decorators by path: whether they keep names
        self._lacking: dict[tuple[str, str, int], bool] = {}
        self._needed: dict[str, tuple[str, ...]] = {}

    def has_module(self, name: str) -> bool:
        """Return whether a dotted module is seen to exist, or is made by its package."""
        if name in _COMMON or self.source(name) is not None:
            return True
        parent, _, last = name.rpartition(".")
        source = self.source(parent) if parent else None
        # Modules that a package makes, as six.moves, stand in its text.
        return source is not None and HOLDS_MORE.search(source) is not None and holds_word(source, last)

    def lacks_module(self, name: str) -> bool:
        """Return whether a package is seen, and that it has no such module; what has no text is believed."""
        parts = name.split(".")
        if len(parts) == 1 or name in _COMMON or self.source(name) is not None:
            return False
        parents = [".".join(parts[:length]) for length in range(1, len(parts))]
        sources = [self.source(parent) for parent in parents]
        seen = sources[: sources.index(None)] if None in sources else sources
        return bool(seen) and all(source and not _OWN_MODULES.search(source) for source in seen)

    def has_name(self, module: str, name: str) -> bool:
        """Return whether a module's text shows a name; a module without text is believed."""
        key = (module, name)
        if key not in self._names:
            self._names[key] = self._shows_name(module, name)
        return self._names[key]

    def _shows_name(self, module: str, name: str) -> bool:
        source = self.source(module)
        if not source:
            loaded = sys.modules.get(module) if module in sys.builtin_module_names else None
            return loaded is None or hasattr(loaded, name)
        if holds_word(source, name):
            return True
        return self.source(f"{module}.{name}") is not None or name.startswith("__")

    def lacks_name(self, module: str, name: str, depth: int = 0) -> bool:
        """Return whether a module's text, and those of its star imports, show that it has no such name."""
        key = (module, name, depth)
        if key not in self._lacking:
            self._lacking[key] = self._is_without(module, name, depth)
        return self._lacking[key]

    def _is_without(self, module: str, name: str, depth: int) -> bool:
        source = self.source(module)
        if not source or depth > _DEEPEST or self._shows_name(module, name):
            return False
        is_computed, is_hooked, stars = names_from_elsewhere(source)
        if is_computed or (depth == 0 and is_hooked):
            return False
        is_package = (self.locate(module) or ("", None))[1] is not None
        for text in stars:
            bare = text.lstrip(".")
            if level := len(text) - len(bare):
                parents = module.split(".")[: (1 if is_package else 0) - level or None]
                bare = ".".join([*parents, bare]).strip(".")
            if not self.lacks_name(bare, name, depth + 1):
                return False
        return True

    def defines_function(self, module: str, name: str) -> bool:
        """Return whether a module's text defines a plain function of this name, with nothing around it."""
        source = self.source(module)
        return bool(source) and defines_plainly(source or b"", name)

    def needed_by(self, name: str) -> tuple[str, ...]:
        """Return the top-level modules that a module imports whatever happens, as far as its text tells."""
        if name not in self._needed:
            self._needed[name] = imported_at_once(self.source(name) or b"")
        return self._needed[name]

    def source(self, name: str) -> bytes | None:
        """Return a module's text; empty: it has none (compiled, a namespace); None: it is not seen."""
        if name not in self._sources:
            self._sources[name] = self._find(name)
        return self._sources[name]

    def distributions(self) -> frozenset[str]:
        """Return the names of all installed distributions, in small letters with ``_`` for other signs."""
        if self._distributions is None:
            found = (entry for folder in self.folders for entry in self._tree.listing(folder) or ())
            names = (entry.rpartition(".")[0].partition("-")[0] for entry in found if is_metadata(entry))
            self._distributions = frozenset(re.sub(r"[-_.]+", "_", name).lower() for name in names)
        return self._distributions

    def version(self, name: str) -> str:
        """Return which version of a distribution is installed; empty: none is seen, or there are several."""
        wanted = re.sub(r"[-_.]+", "_", name).lower()
        found: set[str] = set()
        for folder in self.folders:
            for entry in self._tree.listing(folder) or ():
                own, _, version = entry.removesuffix(".dist-info").partition("-")
                if is_metadata(entry) and re.sub(r"[-_.]+", "_", own).lower() == wanted:
                    found.add(version if entry.endswith(".dist-info") else "")
        return found.pop() if len(found) == 1 else ""

    def literal(self, module: str, name: str) -> str:
        """Return the text that a module's own text binds to a name, once and whatever happens; or nothing."""
        source = self.source(module) or b""
        key = re.escape(name.encode())
        bound = re.findall(rb"(?m)^[ \t]*%s[ \t]*=|\bas %s\b" % (key, key), source)
        found = re.search(rb"(?m)^%s[ \t]*=[ \t]*(['\"])([\w.+-]+)\1[ \t]*(?:#.*)?$" % key, source)
        return found[2].decode() if found is not None and len(bound) == 1 else ""

    def exported(self, module: str) -> tuple[str, ...]:
        """Return the names in ``__all__``, where a module's text says it once and plainly; or none."""
        source = self.source(module) or b""
        found = _EXPORTED.findall(source) if source.count(b"__all__") == 1 else []
        if not found or _REPLACED.search(source):
            return ()
        try:
            listed = ast.literal_eval(found[0].decode())
        except (SyntaxError, ValueError):
            return ()
        return tuple(name for name in listed if isinstance(name, str))

    def entry_points(self, group: str) -> list[tuple[str, str]]:
        """Return the names and values of a group's entry points, of all installed distributions."""
        if self._entry_points is None:
            self._entry_points = {}
            for folder in self.folders:
                for entry in sorted(self._tree.listing(folder) or ()):
                    if is_metadata(entry):
                        self._read_entry_points(f"{folder}/{entry}/entry_points.txt")
        return self._entry_points.get(group, [])

    def _read_entry_points(self, path: str) -> None:
        assert self._entry_points is not None
        text = (self._tree.read(path) or b"").decode("utf-8", "replace")
        for group, key, value in read_entry_point_lines(text):
            self._entry_points.setdefault(group, []).append((key, value.partition("[")[0].strip()))

    def hides_folders(self, name: str) -> bool:
        """Return whether a module is seen that hides folders of its name, wherever these are on the path."""
        located = self.locate(name)
        if located is None or not located[0]:
            return False
        return re.search(rb"extend_path|declare_namespace", self.source(name) or b"") is None

    def locate(self, name: str) -> tuple[str, str | None] | None:
        """Return a module's file (empty: it has no source) and, of a package, the folder; None: not seen."""
        asked = self._tree.asked
        found = self._locate(name)
        self._tree.asked = asked
        return found

    def _locate(self, name: str) -> tuple[str, str | None] | None:
        *parents, last = name.split(".")
        for folder in self.folders:
            base = "/".join([folder.rstrip("/"), *parents])
            entries = self._tree.listing(base)
            if entries is None:
                continue
            if entries.get(last):
                path = f"{base}/{last}/__init__.py"
                return (path if self._tree.is_file(path) else ""), f"{base}/{last}"
            if entries.get(f"{last}.py") is False:
                return f"{base}/{last}.py", None
            if any(entry.startswith(f"{last}.") and entry.endswith((".so", ".pyd")) for entry in entries):
                return "", None
        return None

    def _find(self, name: str) -> bytes | None:
        if name in sys.builtin_module_names:
            return b""
        located = self.locate(name)
        if located is None:
            return None
        return self._tree.read_source(located[0]) if located[0] else b""


def read_entry_point_lines(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield group, name and value of the entry points in a text as ``entry_points.txt`` is."""
    group = ""
    for line in text.splitlines():
        key, equals, value = line.partition("=")
        if line.strip().startswith("["):
            group = line.strip().strip("[]").strip()
        elif equals and not line.lstrip().startswith(("#", ";")):
            yield group, key.strip(), value.strip()
