"""Where modules are found, and what is taken for granted about those outside the project."""

import posixpath
import re
import sys
from collections.abc import Sequence

from automappa_scaffold.interpreter.objects import Module
from automappa_scaffold.interpreter.python_kinds import is_standard_module
from automappa_scaffold.interpreter.statements import Statements
from automappa_scaffold.interpreter.values import MISSING, Ext, ListValue, Maybe, Scope, Value
from automappa_scaffold.project.distributions import declares
from automappa_scaffold.source.places import Place

__all__ = ["ModuleFinding"]

# Of the standard library too, though ``sys.stdlib_module_names`` does not tell them.
_NOT_TOLD = ("test", "_testcapi")
# Of the standard library of other versions of Python than ours.
_OF_SOME_PYTHONS = frozenset(
    (
        "asynchat",
        "asyncore",
        "binhex",
        "distutils",
        "imp",
        "lib2to3",
        "smtpd",
        "symbol",
        "compression",
        *_NOT_TOLD,
        "annotationlib",
    )
)


# Of the standard library of Python 2, and provided by nothing since.
_PYTHON_2 = """
    BaseHTTPServer CGIHTTPServer ConfigParser Cookie HTMLParser Queue SimpleHTTPServer SimpleXMLRPCServer
    SocketServer StringIO UserDict UserList UserString __builtin__ cPickle cStringIO cookielib exceptions
    htmlentitydefs httplib urllib2 urlparse xmlrpclib
"""
_OF_PYTHON_2 = frozenset(_PYTHON_2.split())
# What a package's file calls that looks for other folders of its name, on the whole module path.
_SHARED = re.compile(rb"\b(?:extend_path|declare_namespace)\s*\(")
_LOCAL_SETTINGS = re.compile(r"(?:^|_)(?:settings?|config|conf|local|secrets?|overrides?|private)(?:$|_)")
# Modules of the standard library that others put in place, or that are compiled.
_NO_FILES = """
    os.path pyexpat.errors pyexpat.model sys.monitoring typing.io typing.re xml.parsers.expat.errors
    xml.parsers.expat.model
"""
_WITHOUT_FILES = frozenset(_NO_FILES.split())

# Modules that call a function which refuses their import where another is not installed: what stands in the
# text of those that do, the other module, and what they say.
_REFUSING = {
    "sqlalchemy.ext.asyncio": (  # since SQLAlchemy 2.1, which no longer brings greenlet
        b"_concurrency_shim._initialize(",
        "greenlet",
        "The SQLAlchemy asyncio module requires that the Python 'greenlet' library is installed."
        "  In order to ensure this dependency is available, use the 'sqlalchemy[asyncio]' install target:"
        "  'pip install sqlalchemy[asyncio]'",
    )
}


class ModuleFinding(Statements):
    """Finding modules on the module path."""

    def is_project_name(self, top: str) -> bool:
        """Return whether a top-level name is a module of the project."""
        return self.find_file(top, None) is not None

    def is_module(self, value: Value) -> bool:
        """Return whether a value is a module, the project's or not."""
        return isinstance(value, Module) or (isinstance(value, Ext) and value.path in self.external_modules)

    def find_file(self, name: str, parent: Value) -> tuple[str, tuple[str, ...] | None] | None:
        """Return a module's file (empty: a namespace package) and the folders of its submodules."""
        if name in self.preloaded:
            return None
        if isinstance(parent, Module):
            return self.find_file_in(self.folders_of(parent), name)
        return self.find_file_in(self.path_folders(), name)

    def path_folders(self) -> list[str]:
        """Return the folders on the module path, absolute."""
        return [self._absolute(place) for place in self.sys_path.items if isinstance(place, str)]

    def searches_unknown(self) -> bool:
        """Return whether a folder is on the module path that is not known."""
        folders = self.sys_path.items
        return self.sys_path.unknown is not None or not all(isinstance(folder, str) for folder in folders)

    def doubt_folders(self, name: str, place: Place | None) -> None:
        """Leave it open what comes of a module that is in a folder perhaps on the module path."""
        folders = [folder.value for folder in self.sys_path.items if isinstance(folder, Maybe)]
        places = [self._absolute(folder) for folder in folders if isinstance(folder, str)]
        if places and self.find_file_in(places, name.partition(".")[0]) is not None:
            self.disturb("whether a folder is on the module path", place)

    def find_file_in(self, places: Sequence[str], name: str) -> tuple[str, tuple[str, ...] | None] | None:
        """Return the same for the folders that are looked into."""
        last = name.rpartition(".")[2]
        namespace: list[str] = []
        for folder in places:
            entries = self.tree.listing(folder)
            if entries is None:
                continue
            base = folder.rstrip("/") + "/" + last
            found: tuple[str, tuple[str, ...] | None] | None = None
            # Listings leave out the folders of compiled files.
            if entries.get(last) or (last == "__pycache__" and self.tree.is_folder(base)):
                if self.tree.is_file(base + "/__init__.py"):
                    found = base + "/__init__.py", (base,)
                else:
                    namespace.append(base)
            if found is None and entries.get(last + ".py") is False:
                found = base + ".py", None
            if found is not None:
                self._assume_folder(folder)
                return found
        return ("", tuple(namespace)) if namespace and not self._is_foreign_name(name) else None

    def _absolute(self, folder: str) -> str:
        """Return a folder of the module path, which counts from the working directory."""
        if folder.startswith("/"):
            return folder
        return posixpath.normpath(posixpath.join(self.working_directory, folder))

    def folders_of(self, package: Module) -> Sequence[str]:
        """Return where a package looks for its submodules: its ``__path__``, which the project may change."""
        path = self.decide(package.ns.get("__path__", MISSING))
        if path is MISSING or package.folders is None:
            return package.folders or ()
        items = path.items if type(path) is ListValue and not path.unknown else path
        folders = [self.decide(item) for item in items] if isinstance(items, tuple) else [None]
        if all(isinstance(folder, str) for folder in folders):
            return tuple(folder for folder in folders if isinstance(folder, str))
        self.disturb(
            f"where {package.name} looks for its submodules", Place(self.tree.relative(package.path))
        )
        return package.folders

    def shares_its_name(self, package: Module) -> bool:
        """Return whether other distributions may have parts of a package too, as it says itself.

        One without ``__init__`` has them wherever the package above it is searched for.
        """
        if package.path:
            return _SHARED.search(self.tree.read(package.path) or b"") is not None
        above = self.modules.get(package.name.rpartition(".")[0])
        if above is None or self.folders_of(above) != above.folders:
            return True
        return self.shares_its_name(above)

    def _assume_folder(self, folder: str) -> None:
        if folder in self.assumed_path:
            where = self.tree.relative(folder)
            note = (
                f"{where} is on the worker's module path: in PYTHONPATH, or the project is installed from it"
            )
            self.assumptions[note] = None

    def _is_foreign_name(self, name: str) -> bool:
        """A folder without ``__init__`` must not hide what comes later on the path and is more than that."""
        if "." not in name and name in sys.stdlib_module_names:
            return True
        return self.installed is not None and self.outside.hides_folders(name)

    def _assume_module(self, name: str) -> None:
        """Tell that a submodule outside the project is taken to exist, where no file of it is seen."""
        top, _, deeper = name.partition(".")
        # Of a distribution that is not seen at all, another assumption tells.
        is_seen = top in self.preloaded or self.outside.source(top) is not None
        if deeper and is_seen and not self.outside.has_module(name):
            self.assumptions[f"{name} is taken to be importable, though no file of it is seen"] = None

    def _is_package_started_in(self, top: str) -> bool:
        """Return whether a name is that of a package whose own folder is searched for modules.

        It is then found only if it is installed as well, which is not known without the environment.
        """
        if self.installed is not None:
            return False
        folders = [folder for folder in self.sys_path.items if isinstance(folder, str)]
        return any(folder.rpartition("/")[2] == top for folder in folders) and any(
            self.tree.is_file(f"{f}/__init__.py") for f in folders if f.endswith(f"/{top}")
        )

    def is_local_settings(self, name: str) -> bool:
        """Return whether a module that nothing tells of is one with settings of some machine; an assumption.

        Projects look for such a module, which is in nobody's repository, and take all that it has.
        """
        is_known = self.installed is not None or name in self.declared or "." in name
        if is_known or name in self.preloaded or _LOCAL_SETTINGS.search(name) is None:
            return False
        if self.is_project_name(name):
            return False
        self.assumptions[f"no module {name} is on the worker's module path"] = None
        return True

    def perhaps_missing(self, name: str, place: Place | None, *, is_whole: bool) -> None:
        """Let a ``try`` around go both ways, where nothing says that the worker has a distribution.

        Args:
            is_whole: all names of the module are imported.
        """
        top = name.partition(".")[0]
        is_known = self.installed is not None or top in self.preloaded or top in sys.stdlib_module_names
        is_doubtful = top == "pkg_resources" and top not in self.external_modules
        if is_doubtful and not (is_known or self.catchers or top in self.declared):
            self.note("whether pkg_resources is there: the setuptools of today has none", place)
        if is_known or declares(self.declared, top) or top in self.external_modules:
            return
        if self.swallowing:
            self.disturb(f"whether {top} is installed is not known, and nobody would tell", place)
            return
        if not any(catcher.takes_imports for catcher in self.catchers):
            return
        self.watch.doubts += 1  # an earlier import of it would have told
        raised = self.raise_("ModuleNotFoundError", f"No module named {top!r}", place, missing=top)
        if is_whole and self.is_local_settings(name):
            raised.is_soft = True
            raise raised
        self.part(
            raised, Scope(f"whether {top} is installed is not known", place or Place(self.tree.relative("")))
        )

    def require_behind(self, name: str, place: Place | None) -> None:
        """Raise for an installed module that imports, whatever happens, what is not installed."""
        top = name.partition(".")[0]
        needs = self.models.get(f"{name}:needs")
        if needs is not None and self.installed is not None and not self._is_there(needs):
            raise self.raise_("ModuleNotFoundError", f"No module named {needs!r}", place, missing=needs)
        is_modelled = top in self.preloaded or top in sys.stdlib_module_names or top == "django"
        if self.installed is None or is_modelled:
            return
        parts = name.split(".")
        for count in range(1, len(parts) + 1):
            module = ".".join(parts[:count])
            for needed in self.outside.needed_by(module):
                if not self._is_there(needed):
                    text = f"No module named {needed!r}"
                    raise self.raise_("ModuleNotFoundError", text, place, missing=needed)
            sign, needed, text = _REFUSING.get(module, (b"", "", ""))
            if needed and not self._is_there(needed) and sign in (self.outside.source(module) or b""):
                raise self.raise_("ImportError", text, place, missing=needed)

    def _is_there(self, top: str) -> bool:
        assert self.installed is not None
        known = self.installed | self.preloaded | sys.stdlib_module_names | _OF_SOME_PYTHONS
        return top in known or top in self.modules or self.find_file(top, None) is not None

    def is_known_missing(self, name: str) -> bool:
        """Return whether a model says that there is no such module, and none is seen."""
        if self.models.get(f"{name}:missing") or self._lacks_standard_module(name):
            return True
        top = name.partition(".")[0]
        if self.installed is not None and top not in self.preloaded and top not in sys.stdlib_module_names:
            return self.outside.lacks_module(name)
        files = self.models.get(f"{top}:files")
        return files is not None and name not in files and self.outside.source(name) is None

    def _lacks_standard_module(self, name: str) -> bool:
        """Return whether a package of the standard library, whose source is seen, has no such module."""
        top, _, deeper = name.partition(".")
        if not deeper or top not in sys.stdlib_module_names or name in _WITHOUT_FILES:
            return False
        if self.python_numbers[:2] != sys.version_info[:2]:
            return False  # what is seen is not what the worker has
        if self.outside.source(name) is not None or is_standard_module(name):
            return False
        self.assumptions[f"the worker runs Python {'.'.join(map(str, self.python_numbers[:2]))}"] = None
        return True

    def is_importable(self, name: str) -> bool:
        """Return whether a module outside the project can be imported; an assumption is told."""
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names:
            return not self.is_known_missing(name)
        if not top.isidentifier():
            return False
        if self.is_known_missing(name) or (self.installed is None and top in _OF_PYTHON_2):
            return False
        if self.installed is not None and top not in self.preloaded:
            if top in self.installed:
                note = (
                    f"{top} is installed: what it does at import is taken to succeed and to register no task"
                )
                self.assumptions[note] = None
            return top in self.installed or top in _NOT_TOLD
        if top not in self.preloaded:
            is_declared = declares(self.declared, top)
            state = "declared as a dependency" if is_declared else "not declared as a dependency"
            note = f"{top} is {state}: taken to be importable and to register no task"
            self.assumptions[note] = None
        return True
