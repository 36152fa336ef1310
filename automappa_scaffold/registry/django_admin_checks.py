"""Which middleware and authentication backends the checks of admin and auth import.

Source: ``django.contrib.admin.checks`` and ``django.contrib.auth.checks`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.objects import Class
from automappa_scaffold.interpreter.values import DictValue, Ext, Scope, Value
from automappa_scaffold.registry.django_setting_imports import SettingImports
from automappa_scaffold.registry.django_state import under

__all__ = ["AdminChecks"]

_LOOKED_FOR = (
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
)
_MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
_AUTH_PROCESSOR = "django.contrib.auth.context_processors.auth"


class AdminChecks(SettingImports):
    """The checks that look for subclasses among dotted paths, importing one after the other."""

    def has_app(self, name: str) -> bool:
        """Return whether an app is installed for certain."""
        return any(app.name == name and not app.scopes for app in self.state.apps)

    def import_middleware(self) -> None:
        """Admin looks for three classes, each until it is found; since Django 5.2 auth looks at them all."""
        if self.has_app("django.contrib.admin"):
            for wanted in _LOOKED_FOR:
                self._look_for(wanted, "MIDDLEWARE")
        if not self.has_app("django.contrib.auth"):
            return
        checks = self.m.outside.source("django.contrib.auth.checks")
        if checks is None:
            self.import_perhaps("MIDDLEWARE", "whether this Django's check of auth imports this middleware")
        elif b"check_middleware" in checks:
            for path, scopes in self.texts("MIDDLEWARE"):
                with under(self.m, scopes):
                    self.import_quietly(path, "MIDDLEWARE")

    def import_backends(self) -> None:
        """Admin looks at them where templates lack the context processor of auth."""
        if not self.has_app("django.contrib.admin"):
            return
        engine = next(iter(self.django_engines()), None)
        processors = self.item(self.item(engine, "OPTIONS"), "context_processors")
        if engine is None:
            return
        if processors is None:
            self._look_for(_MODEL_BACKEND, "AUTHENTICATION_BACKENDS")
            return
        items, unknown = self.m.iterate(processors, self.place)
        if _AUTH_PROCESSOR in items:
            return
        if unknown is not None:
            self.import_perhaps("AUTHENTICATION_BACKENDS", "whether a check of admin imports this backend")
        else:
            self._look_for(_MODEL_BACKEND, "AUTHENTICATION_BACKENDS")

    def _look_for(self, wanted: str, setting: str) -> None:
        perhaps: tuple[Scope, ...] = ()  # what has to hold for the search to get this far
        for path, scopes in self.texts(setting):
            answer: bool | None = None
            with under(self.m, (*perhaps, *scopes)):
                answer = _is_subclass(self.import_quietly(path, setting), wanted)
            if answer is True and not scopes:
                return
            if answer is not False:
                place = self.state.place_of(self.m, path, self.place)
                perhaps = (*perhaps, Scope(f"whether {path} is a subclass of {wanted}", place))

    # Template engines.

    def engines(self) -> tuple[Value, ...]:
        """Return the entries of ``TEMPLATES``."""
        value = self.value("TEMPLATES")
        return () if value is None else self.m.iterate(value, self.place)[0]

    def django_engines(self) -> list[Value]:
        """Return the entries of Django's own kind."""
        return [engine for engine in self.engines() if self.is_django_engine(engine)]

    def is_django_engine(self, engine: Value) -> bool:
        """Return whether an engine is Django's own; one that is not known is taken for it."""
        backend = self.item(engine, "BACKEND") if isinstance(self.m.decide(engine), DictValue) else ""
        return not isinstance(backend, str) or backend == "django.template.backends.django.DjangoTemplates"


def _is_subclass(value: Value, wanted: str) -> bool | None:
    if isinstance(value, Ext):
        if value.path == wanted:
            return True
        return False if value.path.startswith("django.") else None
    if isinstance(value, Class):
        bases = [base for cls in value.mro for base in cls.bases if not isinstance(base, Class)]
        answers = [_is_subclass(base, wanted) for base in bases]
        return True if True in answers else None if None in answers else False
    return False
