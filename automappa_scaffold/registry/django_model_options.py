"""``Model._meta``: what a model class is called, and by which app.

Source: ``django.db.models.options`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.values import MISSING
from automappa_scaffold.registry.django_state import DjangoState, InstalledApp

__all__ = ["app_of", "model_options"]

_OPTIONS = native_class("Options", module="django.db.models.options", is_open=True)


def model_options(m: Interpreter, state: DjangoState, cls: Class) -> Instance:
    """Return the options of a model class that is being defined; of what is not known they say nothing."""
    names = m.namespace(object_name=cls.name, model_name=cls.name.lower(), model=cls)
    label = _label_of(m, state, cls)
    if label is not None:
        names.update(app_label=label, label=f"{label}.{cls.name}", label_lower=f"{label}.{cls.name.lower()}")
    return Instance(_OPTIONS, names)


def _label_of(m: Interpreter, state: DjangoState, cls: Class) -> str | None:
    meta = cls.ns.get("Meta")
    if isinstance(meta, Class):
        given = m.decide(meta.lookup("app_label"))
        if isinstance(given, str):
            return given
        if given is not MISSING or meta.is_open:
            return None
    elif meta is not None:
        return None
    app = app_of(state, cls.module)
    return app.label if app is not None and state.is_decided else None


def app_of(state: DjangoState, module: str) -> InstalledApp | None:
    """Return the installed app that a module belongs to: the innermost, if it is certainly installed."""
    found = [app for app in state.apps if module == app.name or module.startswith(f"{app.name}.")]
    innermost = max(found, key=lambda app: len(app.name), default=None)
    return None if innermost is None or innermost.scopes else innermost
