"""The system checks that a worker runs at its start, as far as they import modules.

Source: ``django.core.checks`` and the checks of ``django.contrib`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Wrapper, describe
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import DictValue, Ext, Unknown, Value, is_constant
from automappa_scaffold.registry.django_admin_checks import AdminChecks
from automappa_scaffold.registry.django_orm import call_softly
from automappa_scaffold.registry.django_setting_imports import IMPORT_ERRORS
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState, InstalledApp, under
from automappa_scaffold.registry.django_template_engines import refuse_engines
from automappa_scaffold.registry.django_urls import patterns_of
from automappa_scaffold.registry.django_users import check_user_model
from automappa_scaffold.source.places import Place

__all__ = ["run_checks"]


def run_checks(m: Interpreter, state: DjangoState, settings: DjangoSettings, place: Place) -> None:
    """Import what the checks import."""
    checks = Checks(m, state, settings, place)
    for check in (
        checks.import_caches,
        checks.import_urls,
        checks.import_csrf_failure_view,
        checks.import_template_tags,
        checks.import_middleware,
        checks.import_backends,
        checks.import_finders,
        checks.import_commands,
        checks.check_models,
        checks.check_users,
        checks.run_own_checks,
    ):
        check()


class Checks(AdminChecks):
    """One run of the checks."""

    # What each check imports.

    def import_caches(self) -> None:
        """Every cache's backend is made."""
        caches = self.value("CACHES")
        for cache in caches.items.values() if isinstance(caches, DictValue) else ():
            backend = self.item(cache, "BACKEND")
            if backend is None and isinstance(self.m.decide(cache), DictValue):
                raise self.m.raise_(
                    "KeyError", "'BACKEND'", self.state.place_of(self.m, "CACHES", self.place)
                )
            if isinstance(backend, str):
                self.import_string(backend, "CACHES")
            elif isinstance(backend, Unknown) and backend.is_foreign:
                note = f"CACHES is taken to name no module of the project: {backend.reason}"
                self.m.assumptions[note] = None
            elif isinstance(backend, Unknown):
                self.undecide("CACHES", backend)

    def import_urls(self) -> None:
        """``ROOT_URLCONF`` is imported, and with it what it includes; so are error handlers."""
        name = self.value("ROOT_URLCONF")
        if not isinstance(name, str):
            if isinstance(name, (Unknown, Ext)):
                self.undecide("ROOT_URLCONF", name)
            return
        module = self.import_named(name, "ROOT_URLCONF")
        if not isinstance(module, Module):
            text = f"which modules are imported: {name} is not part of the project"
            self.state.world.undecide(self.place, text)
            return
        patterns_of(self.m, module, self.state.place_of(self.m, name, self.place))
        for code in (400, 403, 404, 500):
            handler = self.m.decide(self.m.find_attribute(module, f"handler{code}", self.place))
            if isinstance(handler, str):
                self.import_quietly(handler, f"handler{code}")

    def import_csrf_failure_view(self) -> None:
        """The view is looked up, whether the middleware is used or not."""
        path = self.value("CSRF_FAILURE_VIEW")
        if isinstance(path, str):
            self.import_quietly(path, "CSRF_FAILURE_VIEW")

    def import_template_tags(self) -> None:
        """A template engine loads the tag libraries of all apps, and those that its options name."""
        engines = self.django_engines()
        if engines or self._is_old_template_check():
            self._import_tags()
        if self._is_old_template_check() and not self.has_app("django.contrib.admin"):
            return
        refuse_engines(self.m, self.engines(), self.place)
        for engine in self.engines():
            if self.is_django_engine(engine):
                self._import_libraries(engine)
            else:
                self._import_engine(engine)

    def _is_old_template_check(self) -> bool:
        """Until Django 5.1 the check looked at tag libraries, but made no engine."""
        return b"get_template_tag_modules" in (self.m.outside.source("django.core.checks.templates") or b"")

    def _import_engine(self, engine: Value) -> None:
        """Import another engine's class, and what Jinja's calls for its environment."""
        backend = self.item(engine, "BACKEND")
        if backend != "django.template.backends.jinja2.Jinja2":
            self.import_string(backend, "TEMPLATES")
            return
        self.import_named("jinja2", "TEMPLATES")
        environment = self.item(self.item(engine, "OPTIONS"), "environment")
        if isinstance(environment, str):
            made = self.import_string(environment, "TEMPLATES")
            call_softly(self.m, made, (), {"**": self.m.unknown("options", self.place)}, self.place)

    def _import_libraries(self, engine: Value) -> None:
        options = self.item(engine, "OPTIONS")
        libraries = self.item(options, "libraries")
        builtins = self.item(options, "builtins")
        values = list(libraries.items.values()) if isinstance(libraries, DictValue) else []
        values += list(self.m.iterate(builtins, self.place)[0]) if builtins is not None else []
        for path, scopes in self.each_text(tuple(values), "TEMPLATES"):
            with under(self.m, scopes):
                self.import_named(path, "TEMPLATES")

    def _import_tags(self) -> None:
        for app in self.state.apps:
            with under(self.m, app.scopes):
                self._import_tags_of(app)

    def _import_tags_of(self, app: InstalledApp) -> None:
        m = self.m
        if not isinstance(app.module, Module):
            return
        name = f"{app.name}.templatetags"
        try:
            package = m.import_module(name, (None, self.place, "template tags"))
        except PyRaise as raised:
            if raised.type_name not in IMPORT_ERRORS:
                raise
            return
        if isinstance(package, Module):
            self._import_all_of(package)

    def _import_all_of(self, package: Module) -> None:
        for folder in package.folders or ():
            for entry, is_folder in sorted((self.m.tree.listing(folder) or {}).items()):
                is_package = is_folder and self.m.tree.is_file(f"{folder}/{entry}/__init__.py")
                plain = entry.removesuffix(".py")
                if not (is_package or (entry.endswith(".py") and not is_folder and plain != "__init__")):
                    continue
                module = self.import_named(f"{package.name}.{plain}", "template tags")
                if isinstance(module, Module) and is_package:
                    self._import_all_of(module)

    def import_finders(self) -> None:
        """The finders of static files are made."""
        if any(app.name == "django.contrib.staticfiles" for app in self.state.apps):
            for path, scopes in self.texts("STATICFILES_FINDERS"):
                with under(self.m, scopes):
                    finder = self.import_string(path, "STATICFILES_FINDERS")
                    if isinstance(finder, Class):
                        self.m.call(finder, (), {}, self.place)

    def import_commands(self) -> None:
        """Since Django 5.2 ``migrate`` and ``makemigrations`` are loaded, the project's if it has its own."""
        if self.m.outside.source("django.core.checks.commands") is None and self.m.outside.source("django"):
            return
        for command in ("makemigrations", "migrate"):
            for app in self.state.apps:
                folders = app.module.folders if isinstance(app.module, Module) else None
                path = f"{folders[0]}/management/commands/{command}.py" if folders else ""
                if path and self.m.tree.is_file(path):
                    name = f"{app.name}.management.commands.{command}"
                    module = self.import_named(name, f"the command {command}")
                    self.m.get_attribute(module, "Command", self.place)
                    break

    def check_models(self) -> None:
        """Model classes and their fields are asked, where the project has code for that."""
        for cls in list(self.state.models):
            check = cls.lookup("check")
            if isinstance(check, Wrapper) and isinstance(check.function, Function):
                call_softly(self.m, check.function, (cls,), {"databases": None}, self.place)
            fields = {id(value): value for base in cls.mro for value in base.ns.values()}
            for field in fields.values():
                own = field.cls.lookup("check") if isinstance(field, Instance) else None
                if isinstance(own, Function):
                    call_softly(self.m, own, (field,), {"databases": None}, self.place)

    def check_users(self) -> None:
        """The user model is asked for what every user model has."""
        check_user_model(self.m, self.state, self.settings, self.place)

    def run_own_checks(self) -> None:
        """The project's own checks are called."""
        m = self.m
        for check in list(self.state.checks):
            if check.module is not None:
                m.importing.append(check.module)
            try:
                with under(m, check.scopes):
                    given = {"app_configs": None, "databases": None}
                    self._refuse_answer(check.function, m.call(check.function, (), given, self.place))
            finally:
                if check.module is not None:
                    m.importing.pop()

    def _refuse_answer(self, function: Value, answer: Value) -> None:
        if is_constant(answer) and not isinstance(answer, (str, bytes)):
            text = (
                f"The {describe(function)} did not return a list. All functions registered with the checks "
            )
            raise self.m.raise_("TypeError", f"{text}checks registry must return a list.", self.place)
