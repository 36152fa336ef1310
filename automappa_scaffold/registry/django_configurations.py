"""Libraries that change what a settings module holds: django-configurations and django-split-settings.

Source: django-configurations 2.5 and django-split-settings 1.3, as read and run.
"""

import posixpath

from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.models.path_matching import match_paths
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Native, Wrapper
from automappa_scaffold.interpreter.values import MISSING, Namespace, Value
from automappa_scaffold.registry.django_configuration_values import VALUES, replace_values
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState, django_error
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.lower import lower_module
from automappa_scaffold.source.parsing import SourceSyntaxError
from automappa_scaffold.source.places import Place

__all__ = ["settings_libraries"]

_VARIABLE = "DJANGO_CONFIGURATION"


def settings_libraries(state: DjangoState, settings: DjangoSettings) -> dict[str, Value]:
    """Return what the names of these libraries stand for; ``setup`` is ``django.setup``'s model."""

    def install(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if m.environ_changes.get(_VARIABLE, m.environ.get(_VARIABLE)) is None:
            text = f"Configuration cannot be imported, environment variable {_VARIABLE} is undefined."
            raise django_error("ImproperlyConfigured", text, place)
        settings.after_load = lambda m2, module, at: _take_class(m2, state, module, at)
        return None

    def setup(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        install(m, (), {}, place)
        return m.call(m.models["django.setup"], (), {}, place)

    def defined(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if settings.after_load is None:
            text = "django-configurations settings importer wasn't correctly installed."
            raise django_error("ImproperlyConfigured", text, place)
        return None

    configuration = native_class("Configuration", module="configurations.base", is_open=True)
    configuration.ns["__on_class__"] = Native("__on_class__", defined)
    return {
        **VALUES,
        "configurations.Configuration": configuration,
        "configurations.base.Configuration": configuration,
        "configurations.setup": Native("setup", setup),
        "configurations.importer.install": Native("install", install),
        "split_settings.tools.include": Native("include", _include),
        "split_settings.tools.optional": Native("optional", _optional),
    }


def _take_class(m: Interpreter, state: DjangoState, module: Module, place: Place) -> None:
    """Put the values of the named configuration class into its module, as the importer does."""
    name = m.decide(m.environ_changes.get(_VARIABLE, m.environ.get(_VARIABLE)))
    cls = module.ns.get(name) if isinstance(name, str) else None
    if not isinstance(cls, Class):
        state.world.undecide(place, "which modules are imported: the configuration class is not known")
        return
    replace_values(m, cls, place)
    instance = Instance(cls, m.namespace())
    for base in reversed(cls.mro):
        for key, value in list(base.ns.items()):
            if not (isinstance(key, str) and key.isupper()):
                continue
            if isinstance(value, (Wrapper, Function)):
                value = m.get_attribute(instance, key, place)
                value = m.call(value, (), {}, place) if isinstance(base.ns[key], Function) else value
            m.store(module.ns, key, value)


_OPTIONAL = native_class("_Optional", module="split_settings.tools")


def _optional(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return Instance(_OPTIONAL, Namespace(0), args[0] if args else None)


def _include(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Run files in the names of the module that includes them."""
    module = m.importing[-1] if m.importing else None
    if module is None or ("scope" in kwargs and module.state != "running"):
        m.note("which settings are included here is not known", place)
        return None
    folder = posixpath.dirname(module.ns.get("__included_file__") or module.path)
    for given in map(m.decide, args):
        is_optional = isinstance(given, Instance) and given.cls is _OPTIONAL
        pattern = m.decide(given.payload) if is_optional else given
        if not isinstance(pattern, str):
            if pattern is not None:
                m.note("which settings are included here is computed", place)
            continue
        found = list(match_paths(m, folder, folder, pattern.split("/")))
        if not found and not is_optional:
            raise m.raise_("OSError", f"No such file: {folder}/{pattern}", place)
        for path in found:
            _run_inside(m, module, posixpath.normpath(path), place)
    return None


def _run_inside(m: Interpreter, module: Module, path: str, place: Place) -> None:
    source = m.tree.read(path)
    outer = module.ns.get("__included_file__", MISSING)
    try:
        program = lower_module(source or b"")
    except SourceSyntaxError as error:
        where = Place(m.tree.relative(path), error.line)
        raise m.raise_(error.kind, f"{error.message} ({where.path}, line {error.line})", where) from None
    m.store(module.ns, "__included_file__", path)
    m.run_block(program.body, Frame(module, module.ns))
    m.store(module.ns, "__included_file__", outer)
