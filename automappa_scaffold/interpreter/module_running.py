"""Running a module's body in its namespace."""

from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.import_sites import Site
from automappa_scaffold.interpreter.module_finding import ModuleFinding
from automappa_scaffold.interpreter.module_values import module_names
from automappa_scaffold.interpreter.objects import Module
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.functions import FunctionTable
from automappa_scaffold.source.parsing import SourceSyntaxError
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node, Program
from automappa_scaffold.source.program_facts import PROGRAM

__all__ = ["Importer", "ModuleRunning"]

Importer = tuple[Module | None, Place | None, str | Node]


class ModuleRunning(ModuleFinding):
    """Running modules. An importer says who imports, where, and in which words."""

    def run_module(self, module: Module, site: Importer) -> Module:
        """Run a module that is not loaded yet, whose parents are."""
        self.watch.runs += 1
        self.modules[module.name] = module
        self._remember_site(module, site)
        outer, self.scopes = self.scopes, ()
        mark = len(self.logs)
        self.importing.append(module)
        self.enter(None)
        try:
            self.execute(module)
        except PyRaise as raised:
            self.modules.pop(module.name, None)
            module.state = "failed"
            if site[1] is not None and site[0] is not None:
                self.trace_import(raised, site[0], site[1])
            raise
        finally:
            self.depth -= 1
            self.importing.pop()
            self.end_span(mark, outer)
        module.state = "done"
        return module

    def run_again(self, module: Module, site: Importer, shown: str = "") -> None:
        """Run a module's body (again), without looking it up or keeping it; ``shown``: as its name."""
        self._remember_site(module, site)
        self.watch.doubts += 1
        self.importing.append(module)
        self.effects += 1
        self.enter(None)
        try:
            self.execute(module, shown)
        except PyRaise as raised:
            if site[1] is not None and site[0] is not None:
                self.trace_import(raised, site[0], site[1])
            raise
        finally:
            self.depth -= 1
            self.importing.pop()

    def execute(self, module: Module, shown: str = "") -> None:
        """Run a module's body in its namespace."""
        known = self._shown_name(module) if self.plugin_spaces else module.name
        module.ns.update(module_names(self, module, known))
        if shown:
            module.ns["__name__"] = shown
        if not module.path:
            return
        path, tree = module.path, self.tree
        program = tree.facts_once(path, PROGRAM)
        if not isinstance(program, Program):
            start = Place(tree.relative(path))
            if program is None:
                raise self.raise_("ImportError", f"{start.path} cannot be read", start)
            self._syntax_error(program, start)
            module.is_open = module.is_made = True
            return
        module.functions = FunctionTable(lambda: tree.read_source(path), holds_yield=program.holds_yield)
        module.ns["__doc__"] = program.docstring
        module.has_text_annotations = program.postponed_annotations
        seen = self.unordered_seen
        self.run_block(program.body, Frame(module, module.ns))
        self.unordered_seen = seen  # as of a function

    def _shown_name(self, module: Module) -> Value:
        """Return a module's ``__name__``: of a plugin, the name that its library makes up."""
        top, dot, rest = module.name.partition(".")
        space = self.plugin_spaces.get(top)
        if space is None:
            return module.name
        return f"{space.shown}{dot}{rest}" if isinstance(space.shown, str) else space.shown

    def _syntax_error(self, error: SourceSyntaxError, start: Place) -> None:
        place = Place(start.path, error.line)
        if error.certain:
            raise self.raise_(error.kind, f"{error.message} ({start.path}, line {error.line})", place)
        self.note(f"the file cannot be parsed here: {error.message}", place)

    def _remember_site(self, module: Module, site: Importer) -> None:
        importer, place, words = site
        sites = module.sites
        if sites and sites[-1].importer is importer and sites[-1].scopes is self.scopes:
            return  # it proves no more than the one before
        sites.append(Site(importer, place, self.scopes, words))
