"""``django.contrib.admin``: its configuration, and the admin classes whose URLs the site asks for.

Source: ``django.contrib.admin.apps``, ``.sites`` and ``.decorators`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import MISSING, Namespace, Value
from automappa_scaffold.registry.django_apps import APP_CONFIG
from automappa_scaffold.registry.django_setup import autodiscover_modules
from automappa_scaffold.registry.django_state import DjangoState, importer_here
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["admin_names"]


def admin_names(state: DjangoState) -> dict[str, Value]:
    """Return what the names of admin stand for."""
    site = _site(state)
    register = Native("register", lambda m, args, kwargs, place: _decorator(state))
    return {
        **_configs(state),
        "django.contrib.admin.site": site,
        "django.contrib.admin.sites.site": site,
        "django.contrib.admin.register": register,
        "django.contrib.admin.decorators.register": register,
    }


def _configs(state: DjangoState) -> dict[str, Value]:
    def ready(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        site = args[0].cls.lookup("default_site")
        if isinstance(site, str):
            path, _, name = site.rpartition(".")
            module = m.import_module(path, importer_here(m, place, "default_site of admin"))
            m.get_attribute(module, name, place)
        autodiscover_modules(m, state, ("admin",), place)
        return None

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


def _decorator(state: DjangoState) -> Native:
    def decorate(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        state.admins.append(args[0])
        return args[0]

    return Native("register", decorate)


def _site(state: DjangoState) -> Instance:
    def register(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        admin = args[2] if len(args) > 2 else kwargs.get("admin_class")
        if admin is not None:
            state.admins.append(admin)
        return None

    def urls(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        for admin in list(state.admins):
            found = admin.lookup("get_urls") if isinstance(admin, Class) else MISSING
            if isinstance(found, Function):
                made = Instance(admin, m.namespace())
                m.call(found, (made,), {}, place)
        return (m.unknown("the URLs of admin", place, is_foreign=True), "admin", "admin")

    cls = native_class("AdminSite", module="django.contrib.admin.sites", is_open=True)
    cls.ns["register"] = Native("register", register, binds=True)
    cls.ns["urls"] = Wrapper("property", Native("urls", urls))
    return Instance(cls, Namespace(0))
