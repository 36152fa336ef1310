"""Model classes: what defining one needs, and which errors it can end with.

Source: ``django.db.models.base`` and ``django.apps.registry`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.object_methods import object_native
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Ext, Namespace, Value, is_constant
from automappa_scaffold.registry.django_between import perhaps_models_between
from automappa_scaffold.registry.django_constraints import constraint_checks
from automappa_scaffold.registry.django_databases import load_database_backend
from automappa_scaffold.registry.django_expressions import expression_names
from automappa_scaffold.registry.django_fields import field_names
from automappa_scaffold.registry.django_managers import (
    give_default_manager,
    give_manager,
    manager_names,
    user_manager,
)
from automappa_scaffold.registry.django_model_names import know_names
from automappa_scaffold.registry.django_model_options import meta_of, model_options, take_meta
from automappa_scaffold.registry.django_model_rules import (
    init_model,
    refuse_key,
    refuse_meta,
    refuse_metaclass,
    refuse_model,
)
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_signals import send_prepared
from automappa_scaffold.registry.django_state import DjangoState
from automappa_scaffold.registry.django_users import USER, user_class
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["call_softly", "orm_names"]

_ABSTRACT = {
    "django.contrib.auth.models.AbstractUser": "AbstractUser",
    "django.contrib.auth.models.AbstractBaseUser": "AbstractBaseUser",
    "django.contrib.auth.models.PermissionsMixin": "PermissionsMixin",
    "django.contrib.auth.base_user.AbstractBaseUser": "AbstractBaseUser",
    "django.contrib.sessions.base_session.AbstractBaseSession": "AbstractBaseSession",
}
_USERS = ("AbstractBaseUser", "AbstractUser", "PermissionsMixin")

# Modules of ``django.contrib`` that define or import model classes: they raise before the apps are there.
_NEED_APPS = """
    admin.forms admin.models auth.admin auth.backends auth.base_user auth.forms auth.middleware auth.mixins
    auth.models auth.urls auth.views contenttypes.admin contenttypes.fields contenttypes.forms
    contenttypes.models contenttypes.views sessions.base_session sessions.models sites.admin sites.models
    redirects.admin redirects.middleware redirects.models flatpages.admin flatpages.forms
    flatpages.middleware flatpages.models flatpages.urls flatpages.views
"""
# Of which app they import the models, where it is not their own; None: of none.
_MODELS_OF = {"admin.forms": "auth", "auth.base_user": None, "sessions.base_session": None}


_NOT_INSTALLED = (
    "Model class {} doesn't declare an explicit app_label and isn't in an application in INSTALLED_APPS."
)
# Of each app that brings models, the first that its ``models`` defines, and the apps whose models it imports.
_FIRST_MODELS = {
    "admin": ("LogEntry", ("contenttypes",)),
    "auth": ("Permission", ("contenttypes",)),
    "contenttypes": ("ContentType", ()),
    "flatpages": ("FlatPage", ("sites",)),
    "redirects": ("Redirect", ("sites",)),
    "sessions": ("Session", ()),
    "sites": ("Site", ()),
}


def _require_installed(state: DjangoState, settings: DjangoSettings, name: str) -> Run:
    """Return what importing the models of an app of Django's does: they raise where it is not installed."""

    def run(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        settings.require_apps(m, place)
        installed = {app.name for app in state.apps}
        for app in (*_FIRST_MODELS[name][1], name):
            if state.is_decided and f"django.contrib.{app}" not in installed:
                model = f"django.contrib.{app}.models.{_FIRST_MODELS[app][0]}"
                raise m.raise_("RuntimeError", _NOT_INSTALLED.format(model), place)
        return None

    return run


def orm_names(state: DjangoState, settings: DjangoSettings) -> dict[str, Value]:
    """Return what the names of the ORM stand for."""

    def defined(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        refuse_metaclass(m, args[0], place)
        args[0].ns["_meta"] = model_options(m, state, args[0])
        _contribute(m, args[0], place)
        if "<lacks>" not in model.ns:
            bases = {name: names[path] for path, name in _ABSTRACT.items() if name in _USERS}
            know_names(m, state, {"Model": model, "User": names[USER], **bases})
        if define_model(m, state, settings, args[0], place):
            refuse_key(m, state, settings, args[0], place)
            load_database_backend(m, state, settings, place)
            send_prepared(m, lambda: [*perhaps_models_between(m, state, args[0], place), args[0]], place)
        return None

    def require_apps(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        settings.require_apps(m, place)
        return None

    model = native_class("Model", module="django.db.models.base", is_open=True)
    model.ns["__init__"] = Native("__init__", init_model, binds=True)
    model.ns["__eq__"] = Native("__eq__", _is_same_row, binds=True)
    model.ns["__hash__"] = object_native("__hash__", None)
    model.ns["add_to_class"] = Wrapper("classmethod", Native("add_to_class", _add_to_class))
    model.ns["__on_class__"] = Native("__on_class__", defined)
    names: dict[str, Value] = {"django.db.models.Model": model, "django.db.models.base.Model": model}
    for path in _NEED_APPS.split():
        app = _MODELS_OF.get(path, path.partition(".")[0])
        need = require_apps if app is None else _require_installed(state, settings, app)
        names[f"django.contrib.{path}:import"] = Native("import", need)
    names.update(field_names())
    names.update(manager_names())
    names.update(expression_names())
    names.update(constraint_checks())
    for app in _FIRST_MODELS:
        names[f"django.contrib.{app}.models:import"] = Native(
            "import", _require_installed(state, settings, app)
        )
    for path, name in _ABSTRACT.items():
        names[path] = Class(name, (model,), Namespace(0), module=path.rpartition(".")[0])
    names["django.contrib.auth.models.AbstractUser"].ns["objects"] = user_manager()
    names[USER] = user_class(settings, names["django.contrib.auth.models.AbstractUser"])
    return names


def _is_same_row(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``Model.__eq__``: rows are equal by their keys, which a database gives most of them."""
    one, other = args[0], m.decide(args[1])
    if one is other:
        return True
    if not isinstance(other, Instance) or not isinstance(other.cls.lookup("_meta"), Instance):
        is_told = is_constant(other) or isinstance(other, (Class, Function, Instance))
        return Ext("builtins.NotImplemented") if is_told else m.unknown("whether it is equal to a row", place)
    return m.unknown("whether two rows have the same key", place, is_foreign=True)


def _add_to_class(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if len(args) > 2 and isinstance(args[0], Class) and isinstance(args[1], str):
        m.store(args[0].ns, args[1], args[2])
    return None


def _contribute(m: Interpreter, cls: Class, place: Place) -> None:
    """Let fields and managers of the project's own classes add themselves."""
    for name, value in [*cls.ns.items()]:
        hook = value.cls.lookup("contribute_to_class") if isinstance(value, Instance) else MISSING
        if isinstance(hook, Function):
            call_softly(m, hook, (value, cls, name), {}, place)


def call_softly(m: Interpreter, function: Value, args: Args, kwargs: Kwargs, place: Place) -> None:
    """Call what Django calls; an error of it may come of what is not known of Django."""
    try:
        m.call(function, args, kwargs, place)
    except PyRaise as raised:
        raised.is_soft = True
        raise


def define_model(
    m: Interpreter, state: DjangoState, settings: DjangoSettings, cls: Class, place: Place
) -> bool:
    """Take a new model class into account; return whether it stands for a table.

    Raises:
        PyRaise: what Django raises for a class that is defined too early, or outside the installed apps.
    """
    settings.require_apps(m, place)  # of abstract classes too
    meta = meta_of(cls)
    if meta is not None and not isinstance(meta, Class):
        return False
    abstract = MISSING if meta is None else meta.lookup("abstract")
    is_abstract = False if abstract is MISSING else m.truth(abstract)
    if is_abstract is not None:
        m.store(cls.ns["_meta"].ns, "abstract", is_abstract)
    if is_abstract and meta is not None:
        m.store(
            meta.ns, "abstract", False
        )  # as Django does, for the Meta of classes that inherit from this one
    if is_abstract is not False:
        refuse_meta(m, cls, place)
        give_manager(m, cls, is_abstract=is_abstract is True)
        return False
    take_meta(m, cls)
    has_label = meta is not None and (meta.is_open or meta.lookup("app_label") is not MISSING)
    if not has_label and state.is_decided and not _is_inside(state, cls.module):
        raise m.raise_("RuntimeError", _NOT_INSTALLED.format(f"{cls.module}.{cls.name}"), place)
    if meta is None or not meta.is_open:
        is_proxy = meta is not None and m.truth(meta.lookup("proxy")) is True
        m.store(cls.ns["_meta"].ns, "proxy", is_proxy)
        if is_proxy:
            _show_as_proxy(m, cls)
    refuse_meta(m, cls, place)
    refuse_model(m, state, cls, meta, place)
    state.models.append(cls)
    give_manager(m, cls, is_abstract=False)
    give_default_manager(m, cls)
    return True


def _show_as_proxy(m: Interpreter, cls: Class) -> None:
    """Let a proxy have the table of the model that it stands for, where that is seen."""
    options = [base.ns["_meta"] for base in cls.mro[1:] if isinstance(base.ns.get("_meta"), Instance)]
    tables = [held.ns.get("db_table", MISSING) for held in options if held.ns.get("abstract") is False]
    m.store(cls.ns["_meta"].ns, "db_table", tables[0] if tables else MISSING)


def _is_inside(state: DjangoState, module: str) -> bool:
    return any(module == app.name or module.startswith(f"{app.name}.") for app in state.apps)
