"""What a name means that is imported from a module: an attribute of it, or a submodule."""

from automappa_scaffold.interpreter.attribute_errors import describe_unimportable
from automappa_scaffold.interpreter.marks import BEGINNING
from automappa_scaffold.interpreter.module_running import Importer, ModuleRunning
from automappa_scaffold.interpreter.objects import Instance, Module
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Ext, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["FromModules"]


class FromModules(ModuleRunning):
    """Names that are imported from modules."""

    def from_module(self, module: Value, name: str, place: Place, site: Importer) -> Value:
        """Return what a name means that is imported from a module: an attribute, or a submodule.

        Raises:
            PyRaise: there is neither.
        """
        if not isinstance(module, Module):
            return self._from_external(module, name, place)
        doubts = self.watch.doubts
        found = self.find_attribute_or_raise(module, name, place)
        if found is not MISSING:
            return found
        submodule = f"{module.name}.{name}"
        if module.folders is not None:
            try:
                made = self.import_module(submodule, site)
                if "__getattr__" not in module.ns:
                    self.watch.doubts = doubts  # the submodule is what was looked for
                return made
            except PyRaise as raised:
                if raised.missing != submodule:
                    raise
        if self._may_be_made_outside(module, name):
            self.assumptions[f"{name} is taken to be put into {module.name} by code outside the project"] = (
                None
            )
            return self.unknown(f"what {module.name}.{name} is", place, is_foreign=True)
        if not module.path and (self.installed is None or self.outside.source(module.name)):
            return self.external(submodule)
        where = str(self.tree.relative(module.path)) if module.path else "unknown location"
        error = self.raise_("ImportError", describe_unimportable(module, name, where), place)
        error.value.ns["name"] = module.name
        if module.path:  # the worker's text has it in full, wherever its copy of the project lies
            beginning = describe_unimportable(module, name, "").removesuffix(")")
            error.value.ns["args"] = (self._text_with_path(beginning, place),)
        raise error

    def _text_with_path(self, beginning: str, place: Place) -> Value:
        made = self.unknown("an error's text, with the path of a file", place)
        made.ns[BEGINNING] = beginning
        return made

    def _may_be_made_outside(self, module: Module, name: str) -> bool:
        """Return whether a name looks derived from one that code outside the project decorated."""
        return any(
            isinstance(value, Unknown) and value.is_foreign and name.startswith(f"{known}_")
            for known, value in module.ns.items()
        )

    def find_attribute_or_raise(self, module: Module, name: str, place: Place) -> Value:
        """Return a module's attribute; a module ``__getattr__`` that raises AttributeError has it not."""
        try:
            return self.find_attribute(module, name, place)
        except PyRaise as raised:
            if raised.type_name == "AttributeError":
                return MISSING
            raise

    def _from_external(self, module: Value, name: str, place: Place) -> Value:
        if isinstance(module, Ext):
            path = f"{module.path}.{name}"
            is_outside = module.path in self.external_modules
            if self.models.get(f"{path}:missing") or (is_outside and self.lacks_outside(module.path, name)):
                shown = self.find_attribute(module, "__name__", place)
                raised = self.raise_("ImportError", f"cannot import name '{name}' from '{shown}'", place)
                content = self._text_with_path(f"cannot import name '{name}' from '{shown}' (", place)
                raised.value.ns.update(name=shown, args=(content,))
                raise raised
            if is_outside:
                self.assume_name(module.path, name)
                if self._is_submodule(path, name):
                    self.external_modules.add(path)
                hook = self.models.get(f"{path}:import")
                if hook is not None:
                    self.call(hook, (), {}, place)
            return self.external(path)
        try:
            return self.get_attribute(module, name, place)
        except PyRaise as raised:
            if raised.type_name != "AttributeError" or not isinstance(module, Instance):
                raise
            text = f"cannot import name '{name}' from '{module.cls.name}' (unknown location)"
            raise self.raise_("ImportError", text, place) from None

    def _is_submodule(self, path: str, name: str) -> bool:
        """Return whether what is imported from a foreign package is seen, or known, to be a module of it."""
        if path in self.models.get(f"{path.partition('.')[0]}:files", ()):
            return True
        return name.islower() and self.outside.locate(path) is not None
