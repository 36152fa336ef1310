"""The whole interpreter."""

import importlib
import sys
from pathlib import Path
from typing import Any

from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.from_imports import FromImports
from automappa_scaffold.interpreter.library_files import (
    DESCRIPTORS,
    MIXINS,
    READ_ALONE,
    SHOWN_AS,
    WRITTEN_IN_PYTHON,
)
from automappa_scaffold.interpreter.library_values import LOCALE, error_class
from automappa_scaffold.interpreter.marks import WHOLE
from automappa_scaffold.interpreter.models.archives import ARCHIVES
from automappa_scaffold.interpreter.models.argument_kinds import guarded
from automappa_scaffold.interpreter.models.argument_parsers import ARGUMENT_PARSERS
from automappa_scaffold.interpreter.models.argument_specs import ARGUMENT_SPECS
from automappa_scaffold.interpreter.models.blinker_signals import BLINKER
from automappa_scaffold.interpreter.models.buffers import BUFFERS
from automappa_scaffold.interpreter.models.builtin_aliases import BUILTIN_ALIASES
from automappa_scaffold.interpreter.models.builtin_attributes import BUILTIN_ATTRIBUTES
from automappa_scaffold.interpreter.models.builtin_code import BUILTIN_CODE
from automappa_scaffold.interpreter.models.builtin_folding import BUILTIN_FOLDING
from automappa_scaffold.interpreter.models.builtin_functions import BUILTIN_FUNCTIONS
from automappa_scaffold.interpreter.models.builtin_iteration import BUILTIN_ITERATION
from automappa_scaffold.interpreter.models.builtin_lazy import BUILTIN_LAZY
from automappa_scaffold.interpreter.models.builtin_ordering import BUILTIN_ORDERING
from automappa_scaffold.interpreter.models.builtin_types import BUILTIN_TYPES
from automappa_scaffold.interpreter.models.call_frames import CALL_FRAMES
from automappa_scaffold.interpreter.models.class_checks import CLASS_CHECKS
from automappa_scaffold.interpreter.models.class_kinds import CLASS_KINDS
from automappa_scaffold.interpreter.models.collection_functions import COLLECTIONS
from automappa_scaffold.interpreter.models.container_kinds import CONTAINER_KINDS
from automappa_scaffold.interpreter.models.contextlib_managers import CONTEXTLIB
from automappa_scaffold.interpreter.models.copying import COPYING
from automappa_scaffold.interpreter.models.dash_pages import DASH_PAGES
from automappa_scaffold.interpreter.models.data_classes import DATA_CLASSES
from automappa_scaffold.interpreter.models.data_formats import DATA_FORMATS
from automappa_scaffold.interpreter.models.databases import DATABASES
from automappa_scaffold.interpreter.models.decouple_config import DECOUPLE
from automappa_scaffold.interpreter.models.digests import DIGESTS
from automappa_scaffold.interpreter.models.distributions import DISTRIBUTIONS
from automappa_scaffold.interpreter.models.django_environ import DJANGO_ENVIRON
from automappa_scaffold.interpreter.models.dotenv_files import DOTENV
from automappa_scaffold.interpreter.models.entry_points import ENTRY_POINTS
from automappa_scaffold.interpreter.models.enumerations import ENUMERATIONS
from automappa_scaffold.interpreter.models.event_loops import EVENT_LOOPS
from automappa_scaffold.interpreter.models.executors import EXECUTORS
from automappa_scaffold.interpreter.models.file_changes import FILE_CHANGES
from automappa_scaffold.interpreter.models.files import FILES
from automappa_scaffold.interpreter.models.folders import FOLDERS
from automappa_scaffold.interpreter.models.function_kinds import FUNCTION_KINDS
from automappa_scaffold.interpreter.models.functools_functions import FUNCTOOLS
from automappa_scaffold.interpreter.models.generic_aliases import GENERIC_ALIASES
from automappa_scaffold.interpreter.models.ini_files import INI_FILES
from automappa_scaffold.interpreter.models.inspection import INSPECTION
from automappa_scaffold.interpreter.models.interruptions import INTERRUPTIONS
from automappa_scaffold.interpreter.models.json_writing import JSON_WRITING
from automappa_scaffold.interpreter.models.line_readers import LINE_READERS
from automappa_scaffold.interpreter.models.logging_settings import LOGGING_SETTINGS
from automappa_scaffold.interpreter.models.module_loading import MODULE_LOADING
from automappa_scaffold.interpreter.models.named_objects import NAMED_OBJECTS
from automappa_scaffold.interpreter.models.named_types import NAMED_TYPES
from automappa_scaffold.interpreter.models.option_parsers import OPTION_PARSERS
from automappa_scaffold.interpreter.models.os_environ import OS_ENVIRON
from automappa_scaffold.interpreter.models.os_paths import OS_PATHS
from automappa_scaffold.interpreter.models.package_data import PACKAGE_DATA
from automappa_scaffold.interpreter.models.package_walks import PACKAGE_WALKS
from automappa_scaffold.interpreter.models.packed_files import PACKED_FILES
from automappa_scaffold.interpreter.models.pathlib_paths import PATHS
from automappa_scaffold.interpreter.models.pickled import PICKLED
from automappa_scaffold.interpreter.models.plugin_sources import PLUGIN_SOURCES
from automappa_scaffold.interpreter.models.programs import PROGRAMS
from automappa_scaffold.interpreter.models.protocols import PROTOCOLS
from automappa_scaffold.interpreter.models.pydantic_models import PYDANTIC_MODELS
from automappa_scaffold.interpreter.models.pydantic_objects import PYDANTIC_OBJECTS
from automappa_scaffold.interpreter.models.pydantic_settings import PYDANTIC_SETTINGS
from automappa_scaffold.interpreter.models.python_places import python_places
from automappa_scaffold.interpreter.models.python_version import python_versions
from automappa_scaffold.interpreter.models.random_orders import RANDOM_ORDERS
from automappa_scaffold.interpreter.models.refused_calls import REFUSED_CALLS
from automappa_scaffold.interpreter.models.regular_expressions import REGULAR_EXPRESSIONS
from automappa_scaffold.interpreter.models.replayed_objects import REPLAYED_OBJECTS
from automappa_scaffold.interpreter.models.replayed_texts import REPLAYED_TEXTS
from automappa_scaffold.interpreter.models.standard_folding import STANDARD_FOLDING
from automappa_scaffold.interpreter.models.table_writers import TABLE_WRITERS
from automappa_scaffold.interpreter.models.thread_pools import THREAD_POOLS
from automappa_scaffold.interpreter.models.threads import THREADS
from automappa_scaffold.interpreter.models.time_zones import TIME_ZONES
from automappa_scaffold.interpreter.models.type_hints import TYPE_HINTS
from automappa_scaffold.interpreter.models.type_objects import TYPE_OBJECTS
from automappa_scaffold.interpreter.models.weak_containers import WEAK_CONTAINERS
from automappa_scaffold.interpreter.models.xml_elements import XML_ELEMENTS
from automappa_scaffold.interpreter.objects import Class, Module, Native
from automappa_scaffold.interpreter.standard_names import is_standard_error
from automappa_scaffold.interpreter.values import MISSING, Ext, Namespace, Value, is_perhaps_bound
from automappa_scaffold.source.functions import FunctionTable
from automappa_scaffold.source.lower import lower_module

__all__ = ["Interpreter"]

_MODELS = {
    **BUILTIN_TYPES,
    **BUILTIN_ALIASES,
    **TYPE_OBJECTS,
    **TYPE_HINTS,
    **BUILTIN_ATTRIBUTES,
    **BUILTIN_CODE,
    **BUILTIN_FUNCTIONS,
    **BUILTIN_ITERATION,
    **BUILTIN_ORDERING,
    **BUILTIN_LAZY,
    **BUILTIN_FOLDING,
    **CONTAINER_KINDS,
    **COPYING,
    **FUNCTOOLS,
    **INSPECTION,
    **FUNCTION_KINDS,
    **ARGUMENT_SPECS,
    **CALL_FRAMES,
    **DIGESTS,
    **PROTOCOLS,
    **MODULE_LOADING,
    **OS_PATHS,
    **OS_ENVIRON,
    **DOTENV,
    **DJANGO_ENVIRON,
    **DECOUPLE,
    **PYDANTIC_MODELS,
    **PYDANTIC_SETTINGS,
    **PYDANTIC_OBJECTS,
    **CONTEXTLIB,
    **CLASS_CHECKS,
    **CLASS_KINDS,
    **DATA_CLASSES,
    **ENUMERATIONS,
    **COLLECTIONS,
    **PACKAGE_DATA,
    **PACKAGE_WALKS,
    **NAMED_OBJECTS,
    **LINE_READERS,
    **OPTION_PARSERS,
    **PACKED_FILES,
    **PATHS,
    **FILES,
    **FILE_CHANGES,
    **ARCHIVES,
    **TABLE_WRITERS,
    **TIME_ZONES,
    **BUFFERS,
    **FOLDERS,
    **DATABASES,
    **DATA_FORMATS,
    **JSON_WRITING,
    **INI_FILES,
    **GENERIC_ALIASES,
    **NAMED_TYPES,
    **RANDOM_ORDERS,
    **REFUSED_CALLS,
    **REPLAYED_OBJECTS,
    **REPLAYED_TEXTS,
    **REGULAR_EXPRESSIONS,
    **INTERRUPTIONS,
    **THREAD_POOLS,
    **THREADS,
    **EXECUTORS,
    **EVENT_LOOPS,
    **LOGGING_SETTINGS,
    **ARGUMENT_PARSERS,
    **BLINKER,
    **DASH_PAGES,
    **DISTRIBUTIONS,
    **ENTRY_POINTS,
    **PICKLED,
    **PLUGIN_SOURCES,
    **PROGRAMS,
    **STANDARD_FOLDING,
    **WEAK_CONTAINERS,
    **XML_ELEMENTS,
}

_MODELS.update(guarded(_MODELS))

for _path, _model in _MODELS.items():
    if isinstance(_model, Native) and not _model.path and _path.partition(".")[0] in sys.stdlib_module_names:
        _model.path = _path.removesuffix(":call")

_LIBRARY = Path(__file__).parent / "library"
_ENUM_SINCE_3_11 = ("EnumType", "ReprEnum", "StrEnum", "global_enum", "member", "nonmember", "verify")


class Interpreter(FromImports):
    """The whole interpreter: Python with the parts of its library that decide imports."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = python_places(self.outside.folders)
        self.models = {**_MODELS, **places, **python_versions(self.python_version), **self.models}
        if self.python_numbers < (3, 11):
            self.models.update({f"enum.{name}:missing": True for name in _ENUM_SINCE_3_11})
        self.models["sys.path"] = self.sys_path
        self.library: dict[str, Module] = {}

    def external(self, path: str) -> Value:
        """Return what a dotted path outside the project stands for."""
        module, _, name = path.rpartition(".")
        held = self.patched.get(path, MISSING)
        if held is not MISSING and not is_perhaps_bound(held):
            return held
        plain = self._plainly_external(path, module, name)
        return self.or_else(held, lambda: plain) if is_perhaps_bound(held) else plain

    def _plainly_external(self, path: str, module: str, name: str) -> Value:
        """Return the same, unless the program put something in its place."""
        is_in_english = module != "calendar" or LOCALE not in self.patched
        file = READ_ALONE.get(path) or WRITTEN_IN_PYTHON.get(module)
        if file is not None and path not in self.models and is_in_english:
            found = self._library_module(file).ns.get(name, MISSING)
            if found is not MISSING and not name.startswith("_"):
                return found
        if is_standard_error(path) and path not in self.models:
            return self._standard_error(path)
        if name == "__version__" and path not in self.models and (text := self.outside.literal(module, name)):
            self.models[path] = text
        model = self.models.get(path)
        return Ext(path) if model is None else model

    def mixin_of(self, path: str) -> Class | None:
        """Return a class with the methods that an abstract class of containers gives."""
        module, _, name = path.rpartition(".")
        if path in self.patched or path == "typing.Set" or module not in ("collections.abc", "typing"):
            return None
        is_changed = any(key.startswith(f"{path}.") for key in self.patched)
        name = "Set" if path == "typing.AbstractSet" else name
        if is_changed or name.startswith("_") or name not in MIXINS:
            return None
        found = self._library_module(MIXINS[name]).ns.get(name)
        if not isinstance(found, Class):
            return None
        found.ns[WHOLE] = True
        return found

    def base_of(self, base: Ext | Native) -> Value:
        """Return the class that stands for one of the library where a class inherits from it."""
        name = base.path.rpartition(".")[2]
        if base.path in DESCRIPTORS and base.path not in self.patched:
            return self._library_module("descriptors").ns[name]
        return super().base_of(base)

    def _standard_error(self, path: str) -> Value:
        """Return the class of an exception of the standard library."""
        module, _, name = path.rpartition(".")
        kind = getattr(importlib.import_module(module), name, None)
        if not isinstance(kind, type) or not issubclass(kind, BaseException):
            return super().external(path)
        return error_class(kind, path)

    def _library_module(self, name: str) -> Module:
        """Return a module of ``library``, run once, outside of whatever runs now."""
        if name not in self.library:
            source = (_LIBRARY / f"{name}.py").read_bytes()
            shown = SHOWN_AS.get(name, name)
            module = self.library[name] = Module(shown, "", Namespace(0, [("__name__", shown)]), None)
            module.functions = FunctionTable(lambda: source)
            kept = self.logs, self.birth, self.scopes, self.catchers
            self.logs, self.birth, self.scopes, self.catchers = [], 0, (), []
            try:
                self.run_block(lower_module(source).body, Frame(module, module.ns))
            finally:
                self.logs, self.birth, self.scopes, self.catchers = kept
        return self.library[name]
