"""``Model._meta``: what a model class is called, and by which app.

Source: ``django.db.models.options`` of Django 4.2 to 5.2.
"""

import re

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.marks import META
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.registry.django_state import DjangoState, InstalledApp

__all__ = [
    "OPTIONS",
    "app_of",
    "is_abstract_model",
    "label_of",
    "meta_of",
    "model_options",
    "own_meta",
    "take_meta",
]

_NAMES = ("db_table", "verbose_name", "verbose_name_plural")
_SHORT = 30
# The class of ``_meta``.
OPTIONS = native_class("Options", module="django.db.models.options", is_open=True)


def model_options(m: Interpreter, state: DjangoState, cls: Class) -> Instance:
    """Return the options of a model class that is being defined; of what is not known they say nothing."""
    names = m.namespace(object_name=cls.name, model_name=cls.name.lower(), model=cls)
    label = label_of(m, state, cls)
    if label is not None:
        names.update(_names_of(m, cls, label))
        names.update(app_label=label, label=f"{label}.{cls.name}", label_lower=f"{label}.{cls.name.lower()}")
    return Instance(OPTIONS, names)


def is_abstract_model(value: Value) -> bool:
    """Return whether a value is an abstract model class."""
    options = value.ns.get("_meta") if isinstance(value, Class) else None
    return isinstance(options, Instance) and options.ns.get("abstract") is True


def meta_of(cls: Class) -> Value:
    """Return a model class's ``Meta``: its own, else what its bases show as theirs; else None."""
    own = own_meta(cls)
    found = cls.lookup("Meta") if own is MISSING else own
    return None if found is MISSING else found


def own_meta(cls: Class) -> Value:
    """Return the ``Meta`` in a model class's own body, or MISSING."""
    return cls.ns.get(META, cls.ns.get("Meta", MISSING))


def take_meta(m: Interpreter, cls: Class) -> None:
    """Take ``Meta`` off a model class that is not abstract: it is no attribute of it any more."""
    own = own_meta(cls)
    if own is not MISSING:
        m.store(cls.ns, META, own)
        m.store(cls.ns, "Meta", MISSING)


def _names_of(m: Interpreter, cls: Class, label: str) -> dict[str, Value]:
    """Return the names of a model class that its ``Meta`` may give, or Django makes of the class's."""
    meta = meta_of(cls)
    if not (meta is None or (isinstance(meta, Class) and not meta.is_open)):
        return {}
    bare = re.sub(r"(((?<=[a-z])[A-Z])|([A-Z](?![A-Z]|$)))", r" \1", cls.name).strip().lower()
    given = {} if meta is None else {name: meta.lookup(name) for name in _NAMES}
    names = {name: value for name, value in given.items() if value is not MISSING}
    names.setdefault("verbose_name", bare)
    if isinstance(names["verbose_name"], str):
        names.setdefault("verbose_name_plural", f"{names['verbose_name']}s")
    table = f"{label}_{cls.name.lower()}"
    if len(table) < _SHORT:  # a database shortens the long ones
        names.setdefault("db_table", table)
    return names


def label_of(m: Interpreter, state: DjangoState, cls: Class) -> str | None:
    """Return the label of the app that a model class belongs to, None where that is not known."""
    meta = meta_of(cls)
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
