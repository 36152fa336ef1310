"""Django in one process: what its dotted names stand for, and what Celery makes it do.

Source: ``celery.fixups.django`` of Celery 5.3 to 5.7.
"""

import re

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.module_loading import for_each_text, is_one_of_texts
from automappa_scaffold.interpreter.objects import Function, Instance, Native
from automappa_scaffold.interpreter.values import MISSING, Maybe, Value
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.django_admin import admin_names
from automappa_scaffold.registry.django_apps import APP_CONFIG
from automappa_scaffold.registry.django_checks import run_checks
from automappa_scaffold.registry.django_configurations import settings_libraries
from automappa_scaffold.registry.django_connections import connection_names
from automappa_scaffold.registry.django_forms import form_names
from automappa_scaffold.registry.django_found_by_name import import_modules_found_by_name
from automappa_scaffold.registry.django_loose_strings import import_loose_strings
from automappa_scaffold.registry.django_names import HARMLESS_NAMES
from automappa_scaffold.registry.django_orm import orm_names
from automappa_scaffold.registry.django_registry import make_apps
from automappa_scaffold.registry.django_rest import rest_names
from automappa_scaffold.registry.django_settings import DjangoSettings, has_django_settings
from automappa_scaffold.registry.django_setup import autodiscover_modules, set_up
from automappa_scaffold.registry.django_signals import signal_names
from automappa_scaffold.registry.django_signatures import check_arguments
from automappa_scaffold.registry.django_state import DJANGO_ERRORS, Check, DjangoState
from automappa_scaffold.registry.django_translation import translation_names
from automappa_scaffold.registry.django_urls import url_names
from automappa_scaffold.registry.django_users import USER, user_model
from automappa_scaffold.registry.django_views import view_names
from automappa_scaffold.registry.foreign_declarations import (
    follow_declaring_package,
    tell_foreign_declarations,
)
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.registry.receivers import takes_keywords
from automappa_scaffold.source.places import Place

__all__ = ["Django"]

_VERSION = re.compile(rb"(?m)^VERSION = \((\d+), (\d+), (\d+), [\"']final[\"']")
_SKIP = "CELERY_SKIP_CHECKS"


class Django:
    """Django as one worker start sees it."""

    def __init__(self, world: World) -> None:
        self.state = DjangoState(world)
        self.settings = DjangoSettings(self.state)

    # What Celery does with it.

    def install(self, m: Interpreter, app: Instance, place: Place) -> bool:
        """Install Celery's fix-up for an app, where the environment names settings; return whether it was."""
        if not has_django_settings(m) or not m.is_importable("django"):
            return False
        world = self.state.world
        world.default = world.default or app
        items = m.sys_path.items
        m.store(m.sys_path.slots, "items", (m.working_directory, *items))

        def prepare(m2: Interpreter, args: Args, kwargs: Kwargs, at: Place) -> Value:
            self.prepare(m2, place)
            return None

        handler = Native("DjangoFixup.on_import_modules", prepare)
        world.connect(m, "import_modules", handler, app, place, is_weak=False)
        return True

    def prepare(self, m: Interpreter, place: Place) -> None:
        """Set Django up and run its checks, before task modules are imported."""
        set_up(m, self.state, self.settings, place)
        skips = m.environ_changes.get(_SKIP, m.environ.get(_SKIP))
        if skips is not None and m.truth(skips) is not False:
            m.assumptions[f"the environment variable {_SKIP} is set as it is here"] = None
            return
        before = len(self.state.world.definitions)
        run_checks(m, self.state, self.settings, place)
        import_modules_found_by_name(m, self.state)
        import_loose_strings(m, self.state, self.settings, place)
        if len(self.state.world.definitions) > before:
            m.assumptions[f"the environment variable {_SKIP} is not set"] = None

    def look_behind(self, m: Interpreter, name: str) -> None:
        """Let a package outside the project be run if a module that is imported of it leads to tasks."""
        follow_declaring_package(m, self.state, name)

    def conclude(self, m: Interpreter, place: Place) -> None:
        """Tell what is left undecided when the worker has imported everything."""
        tell_foreign_declarations(m, self.state, place)

    def packages(self, m: Interpreter, place: Place) -> tuple[Value, ...]:
        """Return the names of the installed apps, as ``autodiscover_tasks()`` searches them."""
        self.settings.require_apps(m, place)
        return tuple(Maybe(app.name, app.scopes[-1]) if app.scopes else app.name for app in self.state.apps)

    def is_installed(self, package: str) -> bool:
        """Return whether a package is an installed app, or holds the configuration of one."""
        return any(app.name == package or package.startswith(f"{app.name}.") for app in self.state.apps)

    # What its names stand for.

    def models(self) -> dict[str, Value]:
        """Return what the dotted names of the django package stand for, by path."""
        apps = make_apps(self.state, self.settings)
        names: dict[str, Value] = {
            "django.conf.settings": self.settings.object,
            "django.apps.AppConfig": APP_CONFIG,
            "django.apps.config.AppConfig": APP_CONFIG,
            "django.setup": Native("setup", self._setup),
            "django:import": Native("import", _know_version),
            "django.apps.apps": apps,
            "django.apps.registry.apps": apps,
            **DJANGO_ERRORS,
            **HARMLESS_NAMES,
        }
        names.update(url_names(self.state, self.settings))
        names.update(signal_names(self.settings))
        names["django.utils.module_loading.autodiscover_modules"] = Native(
            "autodiscover_modules", self._autodiscover_modules
        )
        names["django.utils.module_loading.import_string"] = Native("import_string", self._import_string)
        for path in ("django.core.checks.register", "django.core.checks.registry.register"):
            names[path] = Native("register", self._register_check)
        names.update(orm_names(self.state, self.settings))
        names.update(admin_names(self.state, self.settings))
        names.update(connection_names(self.settings))
        names.update(form_names(names[USER]))
        names.update(view_names())
        names.update(rest_names(self.state, self.settings))
        names.update(translation_names(self.state, self.settings))
        names.update(settings_libraries(self.state, self.settings))
        names["django.contrib.auth.get_user_model"] = Native("get_user_model", self._get_user_model)
        check_arguments(names)
        return names

    def _get_user_model(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        self.settings.require_apps(m, place)
        return user_model(m, self.state, self.settings, place)

    def _setup(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        set_up(m, self.state, self.settings, place)
        return None

    def _autodiscover_modules(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        autodiscover_modules(m, self.state, args, place)
        return None

    def _import_string(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        path = m.decide(args[0] if args else kwargs.get("dotted_path"))
        if is_one_of_texts(m, path):
            return for_each_text(m, path, lambda text: self._import_string(m, (text,), {}, place))
        if not isinstance(path, str):
            m.note("which module is imported here is computed", place)
            return m.unknown("what import_string() is given", place)
        module_name, _, name = path.rpartition(".")
        if not module_name:
            raise m.raise_("ImportError", f"{path} doesn't look like a module path", place)
        importer = m.importing[-1] if m.importing else None
        module = m.import_module(module_name, (importer, place, f"import_string({path!r})"))
        found = m.find_attribute(module, name, place)
        if found is MISSING:
            text = f'Module "{module_name}" does not define a "{name}" attribute/class'
            raise m.raise_("ImportError", text, place)
        return found

    def _register_check(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        is_deployment = m.truth(kwargs.get("deploy", False)) is True

        def register(
            m2: Interpreter, inner: Args, _: Kwargs, at: Place, tags: tuple[Value, ...] = args
        ) -> Value:
            check = m2.decide(inner[0])
            if takes_keywords(m2, check, by_signature=True) is False:
                text = "Check functions must accept keyword arguments (**kwargs)."
                raise m2.raise_("TypeError", text, at)
            if isinstance(check, (Function, Instance)):
                m2.set_attribute(check, "tags", tags, at)
            module, scopes = m2.where()
            if not is_deployment:
                self.state.checks.append(Check(check, module, scopes))
            return inner[0]

        if args and isinstance(args[0], (Function, Instance)):
            return register(m, args, {}, place, args[1:])
        return Native("register", register)


def _know_version(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Take the version from the installed source, where that is seen."""
    found = _VERSION.search(m.outside.source("django") or b"")
    if found is not None:
        numbers = tuple(int(number) for number in found.groups())
        text = ".".join(map(str, numbers if numbers[2] else numbers[:2]))
        m.models["django.VERSION"] = (*numbers, "final", 0)
        m.models["django.__version__"] = text
        m.models["django.get_version"] = Native("get_version", lambda m2, inner, _, at: text)
    return None
