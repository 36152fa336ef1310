"""``django.contrib.admin``: its configuration, and the admin classes whose URLs a site asks for.

Source: ``django.contrib.admin.apps``, ``.sites`` and ``.decorators`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.values import MISSING, ListValue, Namespace, Value, is_constant
from automappa_scaffold.registry.django_admin_models import AdminModels
from automappa_scaffold.registry.django_apps import APP_CONFIG
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_setup import autodiscover_modules
from automappa_scaffold.registry.django_state import DjangoState, importer_here, refuse
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["admin_names"]

_ADMINS = "__admins__"
_NO_MODEL = "'str' object has no attribute '_meta'"


def admin_names(state: DjangoState, settings: DjangoSettings) -> dict[str, Value]:
    """Return what the names of admin stand for."""

    def autodiscover(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        autodiscover_modules(m, state, ("admin",), place)
        return None

    registered = AdminModels(state, settings)
    site_class = _site_class(registered)
    site = registered.default
    site.cls = site_class
    names: dict[str, Value] = dict(_configs(autodiscover))
    for place in ("django.contrib.admin", "django.contrib.admin.sites"):
        names[f"{place}.AdminSite"] = site_class
        names[f"{place}.site"] = site
    for place in ("django.contrib.admin", "django.contrib.admin.decorators"):
        names[f"{place}.register"] = _decorator(registered)
    names.update(registered.import_hooks())
    names["django.contrib.admin.autodiscover"] = Native("autodiscover", autodiscover)
    return names


def _configs(autodiscover: Run) -> dict[str, Class]:
    def ready(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        site = args[0].cls.lookup("default_site")
        if isinstance(site, str):
            path, _, name = site.rpartition(".")
            module = m.import_module(path, importer_here(m, place, "default_site of admin"))
            m.get_attribute(module, name, place)
        return autodiscover(m, (), {}, place)

    simple = Class("SimpleAdminConfig", (APP_CONFIG,), Namespace(0), module="django.contrib.admin.apps")
    simple.ns["name"] = "django.contrib.admin"
    admin = Class("AdminConfig", (simple,), Namespace(0), module="django.contrib.admin.apps")
    admin.ns["default"] = True
    admin.ns["ready"] = Native("ready", ready, binds=True)
    return {
        "django.contrib.admin.apps.SimpleAdminConfig": simple,
        "django.contrib.admin.apps.AdminConfig": admin,
        "django.contrib.admin:config": admin,
    }


def _decorator(registered: AdminModels) -> Native:
    def register(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        site = m.decide(kwargs.get("site")) or registered.default

        def decorate(m2: Interpreter, inner: Args, _: Kwargs, at: Place) -> Value:
            if not args:
                raise m2.raise_("ValueError", "At least one model must be passed to register.", place)
            if is_plain_class(inner[0]):
                raise m2.raise_("ValueError", "Wrapped class must subclass ModelAdmin.", at)
            if any(isinstance(m2.decide(model), str) for model in args):
                raise m2.raise_("AttributeError", _NO_MODEL, at)
            if isinstance(site, Instance):
                registered.add(m2, site, args, place)
                _add(m2, site, inner[0])
            return inner[0]

        return Native("register", decorate)

    return Native("register", register)


def _add(m: Interpreter, site: Instance, admin: Value) -> None:
    m.store(site.ns, _ADMINS, (*site.ns.get(_ADMINS, ()), admin))


def _site_class(registered: AdminModels) -> Class:
    def register(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        registered.add(m, args[0], _models(m, args, kwargs, place), place)
        admin = args[2] if len(args) > 2 else kwargs.get("admin_class")
        if isinstance(admin, Class) and is_plain_class(admin) and admin.lookup("__init__") is MISSING:
            raise m.raise_("TypeError", f"{admin.name}() takes no arguments", place)
        if admin is not None:
            _add(m, args[0], admin)
        return None

    def unregister(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        registered.remove(m, args[0], _models(m, args, kwargs, place), place)
        return None

    def urls(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        registered.require_admin(m, args[0], place)
        return _urls(m, args, kwargs, place)

    cls = native_class("AdminSite", module="django.contrib.admin.sites", is_open=True)
    cls.ns["register"] = Native("register", register, binds=True)
    cls.ns["unregister"] = Native("unregister", unregister, binds=True)
    cls.ns["get_urls"] = Native("get_urls", _get_urls, binds=True)
    cls.ns["urls"] = Wrapper("property", Native("urls", urls))
    return cls


def _models(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Args:
    given = m.decide(args[1] if len(args) > 1 else kwargs.get("model_or_iterable"))
    if isinstance(given, str) and given:
        raise m.raise_("AttributeError", _NO_MODEL, place)
    if is_constant(given) and not isinstance(given, (str, bytes)):
        raise m.raise_("TypeError", f"'{type(given).__name__}' object is not iterable", place)
    return m.iterate(given, place)[0] if isinstance(given, (tuple, ListValue)) else (given,)


def _urls(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    found = m.call(m.get_attribute(args[0], "get_urls", place), (), {}, place)
    return (found, "admin", "admin")


def _get_urls(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Ask the registered classes that have URLs of their own."""
    for admin in args[0].ns.get(_ADMINS, ()):
        if isinstance(admin, Class) and isinstance(admin.lookup("_meta"), Instance):  # a model was given
            raise refuse(m, "AttributeError", f"'{admin.name}' object has no attribute 'urls'", place)
        found = admin.lookup("get_urls") if isinstance(admin, Class) else MISSING
        if isinstance(found, Function):
            m.call(found, (Instance(admin, m.namespace()),), {}, place)
    return m.new_list((), m.unknown("the URLs of admin", place, is_foreign=True))
