"""Imports, as Python runs them: parents first, submodules bound on their parents, cycles half made."""

import sys
from functools import lru_cache

from automappa_scaffold.interpreter.from_modules import FromModules
from automappa_scaffold.interpreter.marks import IN_THREAD
from automappa_scaffold.interpreter.module_running import Importer
from automappa_scaffold.interpreter.objects import Instance, Module
from automappa_scaffold.interpreter.standard_names import not_in_package
from automappa_scaffold.interpreter.values import MISSING, Ext, Unknown, Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["LEFT_FOLDER", "Imports"]

LEFT_FOLDER = "the worker is started by the celery command, and PYTHONPATH does not name its folder"

# A module's file (empty: a namespace package), and the folders of its submodules.
_Found = tuple[str, tuple[str, ...] | None]


@lru_cache(maxsize=4096)
def _packages_and(name: str) -> tuple[str, ...]:
    """Return the packages that a module is in, outermost first, and the module."""
    parts = name.split(".")
    return tuple(".".join(parts[:count]) for count in range(1, len(parts) + 1))


def _takes_all(node: Node) -> bool:
    return node[0] == "from" and any(name == "*" for name, _, _ in node[3])


def _is_within(importer: Module | None, package: str) -> bool:
    """Return whether a module is a package, or in it, and so runs while the package does."""
    return importer is not None and f"{importer.name}.".startswith(f"{package}.")


class Imports(FromModules):
    """The import system. A site says who imports, where, and in which words."""

    def import_module(self, name: str, site: Importer) -> Value:
        """Import a dotted name and return its last part's module."""
        if self.plugin_spaces:
            name = self._in_plugin_space(name, site)
        parent: Value = None
        modules, replaced = self.modules, self.replaced
        for dotted in _packages_and(name):
            known = modules.get(dotted)
            if known is not None and known.state == "done" and not replaced:  # as most packages
                self._remember_site(known, site)
                parent = known
                continue
            if dotted != name and replaced.get(dotted, MISSING) is None:
                text = f"No module named {name!r}; {dotted!r} is not a package"
                raise self.raise_("ModuleNotFoundError", text, site[1], missing=name)
            package, parent = parent, self._import_one(dotted, parent, site)
            if isinstance(parent, (Ext, Unknown)):
                found = self._import_external(name, site)
                if isinstance(package, Module):  # a package shared with installed distributions
                    self.store(package.ns, dotted.rpartition(".")[2], self.external(dotted))
                return found
        return parent

    def _in_plugin_space(self, name: str, site: Importer) -> str:
        """Return what a plugin is called inside: of the active source, or of that of the importing plugin."""
        importer, _, words = site
        if isinstance(words, str) and words.startswith("import_module("):
            return name  # goes past ``__import__``, which the library replaces
        top = importer.name.partition(".")[0] if importer is not None else ""
        active = self.plugin_stack[-1] if self.plugin_stack else top
        package = self.plugin_spaces[active].package if active in self.plugin_spaces else ""
        if package and f"{name}.".startswith(f"{package}."):
            return active + name[len(package) :]
        return name

    def _replaced_by(self, name: str, place: Place | None) -> Value:
        """Return what stands in ``sys.modules`` instead of a module.

        Raises:
            PyRaise: it is None, by which Python keeps a module from being imported, or there is nothing.
        """
        found = self.replaced.get(name, self.modules.get(name, MISSING))
        if found is MISSING:
            raise self.raise_("KeyError", repr(name), place)
        if found is None:
            text = f"import of {name} halted; None in sys.modules"
            raise self.raise_("ModuleNotFoundError", text, place, missing=name)
        return found

    def _import_one(self, name: str, parent: Value, site: Importer) -> Value:
        if name in self.replaced:
            return self._replaced_by(name, site[1])
        if isinstance(parent, Instance):
            self.disturb("what is imported below an object that stands for a package", site[1])
            return self.unknown("a module below an object that stands for a package", site[1])
        known = self.modules.get(name)
        if known is not None:
            if known.state == "running" and not _is_within(site[0], name):
                self.watch.doubts += 1
            outside = self.patched.get(IN_THREAD, False)
            if outside is not False and known in self.importing[:outside]:
                self.disturb("a thread waits here for an import that goes on in another one", site[1])
            self._remember_site(known, site)
            return known
        asked = self.tree.asked
        found = self.find_file(name, parent)
        self.tree.asked = asked
        if found is None:
            return self._not_found(name, parent, site)
        if not isinstance(parent, Module) and self.left_folder:
            found = self._without_left_folder(name, found, site)
        path, folders = found
        module: Value = self.run_module(Module(name, path, self.namespace(), folders), site)
        if name in self.replaced or self.modules.get(name) is not module:  # by its own body
            module = self._replaced_by(name, site[1])
        if isinstance(parent, Module):
            last = name.rpartition(".")[2]
            if last in parent.ns:
                self.watch.doubts += 1
            self.store(parent.ns, last, module)
        return module

    def _without_left_folder(self, name: str, found: _Found, site: Importer) -> _Found:
        """Return where a module is found without the folder that was on the module path for a time only.

        The ``celery`` command puts the working directory there while it imports the app, its settings and
        task modules, and takes it away again; ``python -m celery`` leaves it (seen with Celery 5.7).
        """
        folders = self.path_folders()
        is_installed = self.installed is not None and name in self.installed
        if is_installed or folders.count(self.left_folder) > 1:
            return found
        elsewhere = self.find_file_in([folder for folder in folders if folder != self.left_folder], name)
        if elsewhere is not None:
            return elsewhere
        said, is_possible = self.keeps_folder()
        if said:
            self.assumptions[f"the folder that the worker starts in stays on its module path, {said}"] = None
            return found
        self.assumptions[LEFT_FOLDER] = None
        raised = self.raise_("ModuleNotFoundError", f"No module named {name!r}", site[1], missing=name)
        raised.is_soft = is_possible
        raise raised

    def _not_found(self, name: str, parent: Value, site: Importer) -> Value:
        _, place, _ = site
        if isinstance(parent, Module):
            is_shared = self.shares_its_name(parent)
            if is_shared and self.installed is None:
                note = f"{name} is part of an installed distribution that shares the package {parent.name}"
                self.assumptions[note] = None
                return Ext(name)
            if is_shared and self.outside.source(name) is not None:
                return Ext(name)
            if parent.folders is None:
                text = f"No module named {name!r}; '{parent.name}' is not a package"
                raise self.raise_("ModuleNotFoundError", text, place, missing=name)
            raised = self.raise_("ModuleNotFoundError", f"No module named {name!r}", place, missing=name)
            raised.is_soft = self._is_written(name.rpartition(".")[2])
            raise raised
        return Ext(name)

    def _is_written(self, name: str) -> bool:
        """Return whether the program has written files that may be a module of this name."""
        parts = (f"/{name}.py", f"/{name}/")
        return any(part in f"{path}/" or path.endswith(part) for path in self.written_files for part in parts)

    def _import_external(self, name: str, site: Importer) -> Value:
        _, place, words = site
        if self.settled_imports.get(name) is self.sys_path.items:
            return self.external(name)
        if not self.is_importable(name):
            top = name if self.is_known_missing(name) else name.partition(".")[0]
            text = f"No module named {top!r}{not_in_package(top)}"
            raised = self.raise_("ModuleNotFoundError", text, place, missing=top)
            raised.is_soft = self._is_written(top) or (self.searches_unknown() and not self.catchers)
            self.doubt_folders(name, place)
            raise raised
        self.perhaps_missing(name, place, is_whole=not isinstance(words, str) and _takes_all(words))
        self.require_behind(name, place)
        if self._is_package_started_in(name.partition(".")[0]):
            raised = self.raise_("ModuleNotFoundError", f"No module named {name!r}", place, missing=name)
            raised.is_soft = True
            raise raised
        self._assume_module(name)
        self.external_modules.add(name)
        followed = None if self.follow is None else self.follow(name, place)
        if followed is not None:
            self._remember_site(followed, site)
            return followed
        hook = self.models.get(f"{name}:import")
        if hook is not None:
            self.call(hook, (), {}, place or Place(self.tree.relative("")))
        elif name.partition(".")[0] in sys.stdlib_module_names:
            self.settled_imports[name] = self.sys_path.items
        return self.external(name)

    def absolute_name(self, target: str, level: int, module: Module, place: Place) -> str:
        """Return the name of the module that so many dots and a name mean in a module.

        Raises:
            PyRaise: the dots lead beyond the top.
        """
        package = module.ns.get("__package__")
        if package is None and isinstance(spec := module.ns.get("__spec__"), Instance):
            package = spec.ns.get("parent")
        elif package is None:  # Python then goes by the name
            name = module.ns.get("__name__")
            package = name if isinstance(name, str) and "__path__" in module.ns else None
            if isinstance(name, str) and package is None:
                package = name.rpartition(".")[0]
        if not isinstance(package, str) or not package:
            text = "attempted relative import with no known parent package"
            raise self.raise_("ImportError", text, place)
        parts = package.split(".")
        if level > len(parts):
            text = "attempted relative import beyond top-level package"
            raise self.raise_("ImportError", text, place)
        base = ".".join(parts[: len(parts) - level + 1])
        return f"{base}.{target}" if target else base
