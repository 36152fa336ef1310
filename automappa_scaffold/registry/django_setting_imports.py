"""Modules that settings name by their dotted paths."""

from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, DictValue, Ext, Maybe, Scope, Unknown, Value
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState, under
from automappa_scaffold.source.places import Place

__all__ = ["IMPORT_ERRORS", "SettingImports"]

Text = tuple[str, tuple[Scope, ...]]
IMPORT_ERRORS = ("ImportError", "ModuleNotFoundError")


class SettingImports:
    """Importing what settings name."""

    def __init__(self, m: Interpreter, state: DjangoState, settings: DjangoSettings, place: Place) -> None:
        self.m = m
        self.state = state
        self.settings = settings
        self.place = place

    def value(self, name: str) -> Value:
        """Return a setting, None where it is not set."""
        found = self.settings.value(self.m, name, self.place)
        return None if found is MISSING else self.m.decide(found)

    def texts(self, name: str) -> list[Text]:
        """Return the texts of a list setting, each with the conditions it stands under."""
        value = self.value(name)
        if value is None:
            return []
        items, unknown = self.m.iterate(value, self.place)
        if unknown is not None:
            self.undecide(name, unknown)
        return self.each_text(items, name)

    def each_text(self, items: tuple[Value, ...], name: str) -> list[Text]:
        """Return the texts among elements, as ``texts`` does."""
        found: list[Text] = []
        for item in items:
            bare = self.m.decide(item.value if isinstance(item, Maybe) else item)
            if isinstance(bare, str):
                found.append((bare, (item.scope,) if isinstance(item, Maybe) else ()))
            elif isinstance(bare, (Unknown, Ext)):
                self.undecide(name, bare)
        return found

    def undecide(self, name: str, blame: Value) -> None:
        """Tell that a setting is not decided."""
        place = blame.place if isinstance(blame, Unknown) and blame.place else self.place
        self.state.world.undecide(place, f"which modules are imported: {name} is computed from it")

    def import_named(self, name: str, label: str) -> Value:
        """Return a module that settings name."""
        return self.m.import_module(name, (None, self.state.place_of(self.m, name, self.place), label))

    def import_string(self, path: str, label: str) -> Value:
        """Return what a dotted path names, or raise ImportError."""
        module_name, _, name = path.rpartition(".")
        place = self.state.place_of(self.m, path, self.place)
        if not module_name:
            raise self.m.raise_("ImportError", f"{path} doesn't look like a module path", place)
        module = self.m.import_module(module_name, (None, place, label))
        found = self.m.find_attribute(module, name, place)
        if found is MISSING:
            text = f'Module "{module_name}" does not define a "{name}" attribute/class'
            raise self.m.raise_("ImportError", text, place)
        return found

    def import_quietly(self, path: str, label: str) -> Value:
        """Return what a dotted path names; an ImportError is swallowed."""
        try:
            return self.import_string(path, label)
        except PyRaise as raised:
            if raised.type_name not in IMPORT_ERRORS:
                raise
            return MISSING

    def import_perhaps(self, name: str, reason: str) -> None:
        """Import what a list setting names, each under the condition that a reason gives."""
        m = self.m
        for path, scopes in self.texts(name):
            scope = Scope(reason, self.state.place_of(m, path, self.place))
            with under(m, scopes):
                m.fork(scope, [partial(self.import_quietly, path, name), lambda: None])

    def item(self, mapping: Value, key: str) -> Value:
        """Return a mapping's entry, None where there is none."""
        mapping = self.m.decide(mapping)
        if isinstance(mapping, DictValue):
            return self.m.decide(mapping.items.get(key, mapping.unknown))
        return mapping if isinstance(mapping, (Unknown, Ext)) else None
