"""Where an app's settings come from, and which packages it searches."""

from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Module, Native
from automappa_scaffold.interpreter.values import MISSING, Union, Unknown, Value
from automappa_scaffold.registry.celery_exceptions import celery_error
from automappa_scaffold.registry.celery_objects import celery_settings
from automappa_scaffold.registry.celery_settings import add_pending_defaults, import_settings, read_setting
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.discovery import find_related_modules
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.registry.observed import ConfigCall
from automappa_scaffold.source.places import Place

__all__ = ["Configuring"]


def _target_of(m: Interpreter, source: Value) -> str:
    """Return the name that settings are given by, or the module's; else an empty text."""
    source = m.decide(source)
    if isinstance(source, Module):
        return source.name
    return source if isinstance(source, str) else ""


def _is_plain_setting(name: str, text: str) -> bool:
    """Return whether a text is certainly a value of a setting."""
    defaults = celery_settings().get(name)
    if not defaults:
        return False
    if isinstance(defaults[0], bool):
        return text.lower() in ("true", "false", "yes", "no", "on", "off", "1", "0")
    return text.isalnum() if isinstance(defaults[0], str) else text.isdecimal()


class Configuring:
    """The native methods that configure an app, for one world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def methods(self) -> dict[str, Run]:
        """Return the methods of an app."""
        return {
            "config_from_object": self.config_from_object,
            "config_from_cmdline": self.config_from_cmdline,
            "config_from_envvar": self.config_from_envvar,
            "autodiscover_tasks": self.autodiscover_tasks,
            "add_defaults": self.add_defaults,
        }

    def config_from_object(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Remember where the settings come from; they are read later, the last call wins."""
        app = args[0]
        given = dict(zip(("obj", "silent", "force", "namespace"), args[1:], strict=False)) | kwargs
        state: AppState = app.payload
        if m.scopes:
            self._doubt(m, state)
        state.config_source = given.get("obj")
        state.config_silent = m.truth(given.get("silent", False)) is True
        state.namespace = given.get("namespace") or state.namespace
        state.place = place
        self.world.config_calls.append(ConfigCall(_target_of(m, state.config_source), place, app_id=id(app)))
        if state.configured or m.truth(given.get("force", False)):
            state.is_read_at_once = True
            try:
                if import_settings(m, self.world, state) is not MISSING:  # else the old ones stay
                    state.forget_settings()
                    read_setting(m, self.world, app, "imports")
            finally:
                state.is_read_at_once = False
        return None

    def _doubt(self, m: Interpreter, state: AppState) -> None:
        """Leave it open which settings are read, and what they list."""
        state.doubt = m.scopes[-1]
        self.world.undecide(state.doubt.place, f"whether these settings are read: {state.doubt.reason}")

    def config_from_cmdline(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Take settings from texts like ``worker.concurrency=4``."""
        texts, unknown = m.iterate(args[1] if len(args) > 1 else kwargs.get("argv"), place)
        is_followed = unknown is None and all(isinstance(text, str) for text in texts)
        for text in texts if is_followed else ():
            key, equals, value = text.partition("=")
            setting = key.lower().replace(".", "_")
            if not equals or "_" not in setting:
                raise m.raise_("ValueError", "not enough values to unpack (expected 2, got 1)", place)
            is_followed = is_followed and _is_plain_setting(setting, value)
            state: AppState = args[0].payload
            taken = m.unknown("a setting that is given as a text", place, is_foreign=True)
            m.store(state.preconf.items, setting, taken)
            state.auto_keys.discard(setting)
        if not is_followed:
            self.world.undecide(place, "which modules are imported: these settings are not followed")
        return None

    def config_from_envvar(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Read the settings module's name from an environment variable."""
        given = dict(zip(("variable_name", "silent", "force"), args[1:], strict=False)) | kwargs
        name = m.decide(given.pop("variable_name", None))
        if is_none_of(name, str):
            raise m.raise_("TypeError", f"str expected, not {kind_name(name)}", place)
        value = m.environ_changes.get(name, m.environ.get(name)) if isinstance(name, str) else None
        if isinstance(value, (Unknown, Union)):
            return self.config_from_object(m, (args[0], m.undecided(value, place)), given, place)
        if isinstance(name, str):
            state = "set as it is here" if value else "not set"
            m.assumptions[f"the environment variable {name} is {state}"] = None
        if isinstance(value, str) and value:
            return self.config_from_object(m, (args[0], value), given, place)
        if m.truth(given.get("silent", False)) is not False:
            return False
        text = f"The environment variable {name!r} is not set, and as such the configuration is not loaded"
        raise celery_error("ImproperlyConfigured", text, place)

    def autodiscover_tasks(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Discover now (``force``), or when the worker sends ``import_modules``."""
        app = args[0]
        given = dict(zip(("packages", "related_name", "force"), args[1:], strict=False)) | kwargs

        def discover(m2: Interpreter, _: Args, __: Kwargs, at: Place) -> Value:
            packages, is_listed = given.get("packages"), True
            if m2.truth(packages) is False and app.payload.has_fixup and self.world.fixup is not None:
                packages, is_listed = self.world.fixup.packages(m2, place), False
            related = given.get("related_name", "tasks")
            find_related_modules(m2, self.world, packages, related, place, is_listed=is_listed)
            return None

        if m.truth(given.get("force", False)):
            return discover(m, (), {}, place)
        handler = Native("autodiscover_tasks", discover)
        self.world.connect(m, "import_modules", handler, app, place, is_weak=False)
        return None

    def add_defaults(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Add settings that win over the settings module, not over what the app itself sets."""
        app, given = args[0], m.decide(args[1] if len(args) > 1 else kwargs.get("fun"))
        state: AppState = app.payload
        if m.scopes:
            self._doubt(m, state)
        if state.configured:
            add_pending_defaults(m, state, [given])
        else:
            state.pending_defaults.append(given)
        return None
