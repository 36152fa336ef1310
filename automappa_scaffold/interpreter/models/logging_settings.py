"""``logging.config.dictConfig``: what it imports, makes and refuses.

Source: ``logging.config`` of Python 3.10 to 3.13. What is set for loggers is not followed; that the
formatters, filters and handlers can be made, and that those which are named exist, is.
"""

import logging
import posixpath
from collections.abc import Callable

from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.files import is_missing_folder, no_such_file
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.models.os_paths import path_text
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["LOGGING_SETTINGS", "configure_logging"]

LOGGING_SETTINGS = Models()

# What stands among a handler's arguments and is none.
_OF_HANDLERS = frozenset(("()", "class", "level", "filters", "formatter", "."))
_FILE_HANDLERS = (
    "logging.FileHandler",
    "logging.handlers.RotatingFileHandler",
    "logging.handlers.TimedRotatingFileHandler",
    "logging.handlers.WatchedFileHandler",
)
_SPECIAL_HANDLERS = ("logging.handlers.MemoryHandler", "logging.handlers.QueueHandler")


@LOGGING_SETTINGS.function("logging.config.dictConfig")
def _dict_config(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[0] if args else kwargs.get("config"))
    if is_constant(given) or isinstance(given, (tuple, ListValue)):
        given = m.call(m.external("builtins.dict"), (given,), {}, place)
    if isinstance(given, DictValue):
        configure_logging(m, given, place)
    return None


def configure_logging(m: Imports, config: DictValue, place: Place, label: str = "dictConfig") -> None:
    """Do what ``dictConfig`` does with logging settings.

    Args:
        label: how an import that they ask for is called in the way to an error.
    Raises:
        PyRaise: they cannot be used.
    """
    version = m.decide(config.items.get("version", MISSING))
    if version is MISSING:
        if config.unknown is None:
            raise m.refusal("ValueError", "dictionary doesn't specify a version", place)
        return
    if is_constant(version) and version != 1:
        raise m.refusal("ValueError", f"Unsupported version: {version}", place)
    if m.truth(config.items.get("incremental", False)) is False:
        _Settings(m, config, place, label).configure()


class _Settings:
    def __init__(self, m: Imports, config: DictValue, place: Place, label: str) -> None:
        self.m = m
        self.config = config
        self.place = place
        self.label = label

    def configure(self) -> None:
        for section, make in (
            ("formatters", self.formatter),
            ("filters", self.filter),
            ("handlers", self.handler),
        ):
            for name, entry in self.entries(section):
                self.attempt(f"Unable to configure {section[:-1]} {name!r}", make, entry)
        for name, entry in self.entries("loggers"):
            self.attempt(f"Unable to configure logger {name!r}", self.logger, entry)
        root = self.m.decide(self.config.items.get("root"))
        if isinstance(root, DictValue):
            self.attempt("Unable to configure root logger", self.logger, root)

    def entries(self, section: str) -> list[tuple[Value, DictValue]]:
        """Return the entries of a section whose content is known, handlers by their names."""
        found = self.m.decide(self.config.items.get(section))
        if not isinstance(found, DictValue):
            return []
        pairs = [(key, self.m.decide(entry)) for key, entry in found.items.items()]
        if section == "handlers":
            pairs.sort(key=lambda pair: str(pair[0]))
        return [(key, entry) for key, entry in pairs if isinstance(entry, DictValue)]

    def attempt(self, text: str, run: Callable[[DictValue], None], entry: DictValue) -> None:
        """Run a part; ``dictConfig`` tells its errors as a ValueError."""
        try:
            run(entry)
        except PyRaise as raised:
            if isinstance(raised.value, Instance) and EXCEPTIONS["Exception"] not in raised.value.cls.mro:
                raise
            error = self.m.raise_("ValueError", text, self.place)
            error.cause, error.is_soft, error.is_told = raised, raised.is_soft, raised.is_told
            raise error from None

    # The parts.

    def formatter(self, entry: DictValue) -> None:
        if "()" in entry.items:
            self.make("()", entry, frozenset(("()",)))
            return
        values = [self.m.decide(entry.items.get(key, usual)) for key, usual in _FORMAT]
        if "class" in entry.items:
            self.m.call(self.resolve(entry.items["class"]), tuple(values), {}, self.place)
        elif all(is_constant(value) for value in values) and "validate" not in entry.items:
            text, dates, style = values
            self.m.compute(lambda: logging.Formatter(text, dates, style), self.place)

    def filter(self, entry: DictValue) -> None:
        if "()" in entry.items:
            self.make("()", entry, frozenset(("()",)))

    def handler(self, entry: DictValue) -> None:
        self.require_level(entry)
        formatter = self.m.decide(entry.items.get("formatter"))
        if formatter and is_constant(formatter) and self.is_not_told("formatters", formatter):
            raise self.m.refusal("ValueError", f"Unable to set formatter {formatter!r}", self.place)
        key = "()" if "()" in entry.items else "class"
        if key not in entry.items:
            if entry.unknown is None:
                raise self.m.refusal("KeyError", "class", self.place)
            return
        kind = self.m.decide(entry.items[key])
        if kind in _FILE_HANDLERS and self.m.truth(entry.items.get("delay", False)) is False:
            self.require_folder(self.m.decide(entry.items.get("filename")))
        if kind not in _SPECIAL_HANDLERS:
            self.make(key, entry, _OF_HANDLERS if key == "class" else _OF_HANDLERS - {"class"})
        self.require_names(entry, "filters")

    def logger(self, entry: DictValue) -> None:
        self.require_level(entry)
        self.require_names(entry, "handlers")
        self.require_names(entry, "filters")

    # What they are made of.

    def make(self, key: str, entry: DictValue, none: frozenset[str]) -> None:
        """Call what stands under a key with the rest of an entry."""
        factory = self.m.decide(entry.items[key])
        if isinstance(factory, str):
            factory = self.resolve(factory)
        options: dict[str, Value] = {
            name: self.converted(value)
            for name, value in entry.items.items()
            if isinstance(name, str) and name.isidentifier() and name not in none
        }
        if entry.unknown is not None:
            options["**"] = entry.unknown
        self.m.call(factory, (), options, self.place)

    def converted(self, value: Value) -> Value:
        """Return a value, or what it names: ``ext://sys.stdout``."""
        given = self.m.decide(value)
        if not isinstance(given, str) or "://" not in given:
            return value
        kind, _, path = given.partition("://")
        if kind == "ext":
            return self.resolve(path)
        return self.m.unknown("a part of the logging settings", self.place) if kind == "cfg" else value

    def resolve(self, path: Value) -> Value:
        """Return what a dotted path names: modules are imported as far as there are any."""
        path = self.m.decide(path)
        if not isinstance(path, str):
            return path
        name = ""
        found: Value = MISSING
        for part in path.split("."):
            name = f"{name}.{part}" if name else part
            inner = self.attribute(found, part)
            found = self.imported(name, path) if inner is MISSING else inner
        return found

    def attribute(self, value: Value, name: str) -> Value:
        if value is MISSING:
            return MISSING
        try:
            return self.m.get_attribute(value, name, self.place)
        except PyRaise as raised:
            if raised.type_name == "AttributeError":
                return MISSING
            raise

    def imported(self, name: str, path: str) -> Value:
        importer = self.m.importing[-1] if self.m.importing else None
        try:
            return self.m.import_module(name, (importer, self.place, self.label))
        except PyRaise as raised:
            error = self.m.raise_("ValueError", f"Cannot resolve {path!r}: {raised.message}", self.place)
            error.cause, error.is_soft, error.is_told = raised, raised.is_soft, raised.is_told
            raise error from None

    # What they name.

    def require_level(self, entry: DictValue) -> None:
        self.m.require_level(self.m.decide(entry.items.get("level")), self.place)

    def require_folder(self, path: Value) -> None:
        """Raise what is raised for a file in a folder of the project that is not there.

        That there are others, as /var/log/app, is told as an assumption.
        """
        text = path_text(self.m, path, self.place)
        if isinstance(text, str):
            full = posixpath.normpath(posixpath.join(self.m.working_directory, text))
            folder = posixpath.dirname(full)
            if is_missing_folder(self.m, folder):
                raise no_such_file(self.m, text, self.place)
            if self.m.tree.relative(full).as_posix() == full:  # outside of the project
                self.m.assumptions[f"the folder {folder} is there, for a log file"] = None

    def require_names(self, entry: DictValue, section: str) -> None:
        """Raise what is raised for the names of handlers or filters that there are not."""
        names = self.m.decide(entry.items.get(section))
        if not isinstance(names, (tuple, ListValue)):
            return
        for name in map(self.m.decide, names if isinstance(names, tuple) else names.items):
            if is_constant(name) and self.is_not_told(section, name):
                raise self.m.refusal("ValueError", f"Unable to add {section[:-1]} {name!r}", self.place)

    def is_not_told(self, section: str, name: Value) -> bool:
        found = self.m.decide(self.config.items.get(section))
        if found is None:
            return self.config.unknown is None
        return isinstance(found, DictValue) and found.unknown is None and name not in found.items


_FORMAT: tuple[tuple[str, Value], ...] = (("format", None), ("datefmt", None), ("style", "%"))


@LOGGING_SETTINGS.function("logging.getLogger:call")
def _logger(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return a logger, of which the name is known."""
    name = args[0] if args else kwargs.get("name")
    if m.is_outside_module(name) or (m.truth(name) and is_none_of(name, str)):
        raise m.raise_("TypeError", "A logger name must be a string", place)
    kind = m.call_standard(Ext("logging.getLogger"), args, kwargs, place)
    made = m.unknown("logging.getLogger() is not part of the project", place, is_foreign=True)
    name = m.decide(args[0] if args else kwargs.get("name"))
    if name is None or isinstance(name, str):
        made.ns["name"] = name or "root"
    return m.of_kind(made, kind)


@LOGGING_SETTINGS.function("logging.getLevelName:call")
def _level_name(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.call_standard(Ext("logging.getLevelName"), args, kwargs, place)
    level = m.decide(args[0] if args else kwargs.get("level"))
    if not isinstance(level, (int, str)) or "logging.addLevelName()" in m.patched or m.foreign_calls:
        return m.unknown("the name of a level", place, is_foreign=True)
    return logging.getLevelName(level)
