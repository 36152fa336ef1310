"""``from ... import ...``, a star included."""

from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.module_running import Importer
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, content_of
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_no_text, is_object
from automappa_scaffold.interpreter.standard_names import public_names
from automappa_scaffold.interpreter.values import MISSING, DictValue, Ext, SetValue, Union, Value, is_constant
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["FromImports"]


class FromImports(Imports):
    """Binding names of other modules."""

    def import_from(self, node: Node, frame: Frame) -> None:
        """Run a ``from ... import ...``."""
        _, _, target, aliases, level = node
        place = self.place(node, frame.module)
        site: Importer = (frame.module, place, node)
        name = self.absolute_name(target, level, frame.module, place) if level else target
        if name == "__future__":
            for imported, alias, _ in aliases:
                self.bind_name(alias or imported, Ext(f"__future__.{imported}"), frame)
            return
        module = self.import_module(name, site)
        known = module.ns if isinstance(module, Module) else {}
        is_package = isinstance(module, Module) and self._is_package(module, place)
        if isinstance(module, Module) and is_package:
            for imported, _, position in aliases:
                if imported != "*" and known.get(imported, MISSING) is MISSING:
                    self._import_submodule(module, imported, self.place_at(position, frame.module), site)
        for imported, alias, position in aliases:
            found = known.get(imported, MISSING)
            if found is not MISSING:  # as for most
                if found.__class__ is Union:
                    found = self.as_read(found, imported, module)
                self.bind_name(alias or imported, found, frame)
            elif imported == "*":
                self._star_import(module, frame, node, site, is_package=is_package)
            else:
                at = self.place_at(position, frame.module)
                value = self.from_module(module, imported, at, site)
                self.bind_name(alias or imported, value, frame)

    def _star_import(
        self, module: Value, frame: Frame, node: Node, site: Importer, *, is_package: bool
    ) -> None:
        if isinstance(module, Instance):
            self.disturb("which names an object gives that stands for a module", site[1])
            return
        if not isinstance(module, Module):
            self._star_import_outside(module, frame)
            return
        self.watch.doubts += 1
        place = self.place(node, frame.module)
        if is_package and "__all__" not in module.ns:
            self._special_name(module, "__all__", place)  # asked whether it is there, before it is read
        exported = self._public_names(module, place)
        if exported is None:
            names = [name for name in module.ns if not name.startswith("_")]
        else:
            items, unknown = self.iterate(exported, place)
            names = self._texts_of(module, items, place)
            for name in names if is_package else ():
                self._import_submodule(module, name, place, site)
            if unknown or len(names) < len(items):
                self.note("which names this star import takes is not decided", place)
                frame.module.is_open = frame.module.is_made = True
        for name in names:
            value = module.ns[name] if exported is None else self.get_attribute(module, name, place)
            self.bind_name(name, value, frame)
        frame.module.is_open = frame.module.is_open or module.is_open
        frame.module.stars += module.stars
        frame.module.is_made = frame.module.is_made or module.is_made

    def _public_names(self, module: Module, place: Place) -> Value:
        """Return ``__all__``; None: the module has none."""
        exported = self._special_name(module, "__all__", place)
        if exported is MISSING:
            return None
        bare = self.decide(exported)
        if isinstance(bare, Union):
            self.disturb("which names a star import takes", place)
        is_plain = is_constant(bare) and not isinstance(bare, (str, bytes))
        if is_plain or isinstance(bare, (SetValue, DictValue, Generator, Function, Class, Module)):
            raise self.refusal("TypeError", f"'{kind_name(bare)}' object does not support indexing", place)
        return exported

    def _texts_of(self, module: Module, items: tuple[Value, ...], place: Place) -> list[str]:
        """Return the names among what ``__all__`` lists; Python refuses what is none."""
        names = [content_of(self.decide(item)) for item in items]
        wrong = next((name for name in names if _is_no_name(name)), MISSING)
        if wrong is not MISSING:
            kind = kind_name(wrong)
            raise self.refusal("TypeError", f"Item in {module.name}.__all__ must be str, not {kind}", place)
        return [name for name in names if isinstance(name, str)]

    def _is_package(self, module: Module, place: Place) -> bool:
        """Return whether a module counts as a package: by its ``__path__``, for which its hook is asked."""
        return module.folders is not None or self._special_name(module, "__path__", place) is not MISSING

    def _special_name(self, module: Module, name: str, place: Place) -> Value:
        """Return what a module has under a special name, or its ``__getattr__`` gives; else MISSING."""
        found, hook = module.ns.get(name, MISSING), module.ns.get("__getattr__")
        if found is not MISSING or hook is None:
            return found
        try:
            return self.call(hook, (name,), {}, place)
        except PyRaise as raised:
            if raised.type_name != "AttributeError":
                raise
            return MISSING

    def _import_submodule(self, module: Module, name: str, place: Place, site: Importer) -> None:
        """Import what is named of a package that does not have it, before any name is bound."""
        doubts = self.watch.doubts
        if self.find_attribute_or_raise(module, name, place) is MISSING:
            try:
                self.import_module(f"{module.name}.{name}", site)
                if "__getattr__" not in module.ns:
                    self.watch.doubts = doubts  # the submodule is what was looked for
            except PyRaise as raised:
                if raised.missing != f"{module.name}.{name}":
                    raise

    def _star_import_outside(self, module: Value, frame: Frame) -> None:
        frame.module.is_open = True
        if not isinstance(module, Ext):
            frame.module.is_made = True
            return
        frame.module.stars += (module.path,)
        prefix = f"{module.path}."
        modelled = (path.removeprefix(prefix) for path in self.models if path.startswith(prefix))
        exported = self.models.get(f"{module.path}:all") or public_names(module.path)
        for name in dict.fromkeys((*modelled, *exported)):
            if "." not in name and ":" not in name and not self.star_lacks(module.path, name):
                self.store(frame.names, name, self.external(prefix + name))


def _is_no_name(value: Value) -> bool:
    """Return whether a value certainly is no text; what a text's subclass holds was taken out before."""
    if isinstance(value, Instance) and not value.cls.has_content:
        return not value.cls.is_open
    return is_no_text(value) or is_object(value)
