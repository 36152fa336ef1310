"""The parameters of Django's functions that modules call at import: what does not fit them ends the worker.

Source: Django 4.2 to 5.2; what only some of them take is let be.
"""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.values import Spread, Value
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["check_arguments"]

_URLS = ("django.urls", "django.urls.conf")
_ADMIN = ("django.contrib.admin", "django.contrib.admin.decorators")
_AUTH = ("django.contrib.auth.decorators",)
_FORMS = ("django.forms", "django.forms.models")

# Functions with the same parameters, by where they are found and by their names.
_KNOWN: tuple[tuple[Callable[..., Any], tuple[str, ...], str], ...] = (
    (lambda route, view, kwargs=None, name=None: None, _URLS, "path re_path"),
    (lambda arg, namespace=None: None, (*_URLS, "django.conf.urls"), "include"),
    (lambda converter, type_name: None, _URLS, "register_converter"),
    (lambda *models, site=None: None, _ADMIN, "register"),
    (lambda function=None, redirect_field_name=0, login_url=0: None, _AUTH, "login_required"),
    (lambda perm, login_url=0, raise_exception=0: None, _AUTH, "permission_required"),
    (lambda test_func, login_url=0, redirect_field_name=0: None, _AUTH, "user_passes_test"),
    (
        lambda view_func=None, redirect_field_name=0, login_url=0: None,
        ("django.contrib.admin.views.decorators",),
        "staff_member_required",
    ),
    (lambda decorator, name="": None, ("django.utils.decorators",), "method_decorator"),
    (lambda timeout, *, cache=0, key_prefix=0: None, ("django.views.decorators.cache",), "cache_page"),
    (lambda view_func: None, ("django.views.decorators.cache",), "never_cache"),
    (lambda function: None, ("django.views.decorators.csrf",), "csrf_exempt csrf_protect ensure_csrf_cookie"),
    (lambda request_method_list: None, ("django.views.decorators.http",), "require_http_methods"),
    (lambda func: None, ("django.views.decorators.http",), "require_GET require_POST require_safe"),
    (lambda func, using=0, robust=0: None, ("django.db.transaction",), "on_commit"),
    (lambda dotted_path: None, ("django.utils.module_loading",), "import_string"),
    (lambda: None, ("django.contrib.auth",), "get_user_model"),
    (lambda: None, ("django.utils.timezone",), "now"),
    (
        lambda signal, *, sender=0, weak=0, dispatch_uid=0, apps=0: None,
        ("django.dispatch", "django.dispatch.dispatcher"),
        "receiver",
    ),
    (
        lambda model, form=0, fields=0, exclude=0, formfield_callback=0, widgets=0, localized_fields=0,
        labels=0, help_texts=0, error_messages=0, field_classes=0: None,
        _FORMS,
        "modelform_factory",
    ),
    (
        lambda parent_model, model, form=0, formset=0, fk_name=0, fields=0, exclude=0, extra=0, can_order=0,
        can_delete=0, max_num=0, formfield_callback=0, widgets=0, validate_max=0, localized_fields=0,
        labels=0, help_texts=0, error_messages=0, min_num=0, validate_min=0, field_classes=0,
        absolute_max=0, can_delete_extra=0, renderer=0, edit_only=0: None,
        _FORMS,
        "inlineformset_factory",
    ),
    (
        lambda model, form=0, formfield_callback=0, formset=0, extra=0, can_delete=0, can_order=0, max_num=0,
        fields=0, exclude=0, widgets=0, validate_max=0, localized_fields=0, labels=0, help_texts=0,
        error_messages=0, min_num=0, validate_min=0, field_classes=0, absolute_max=0, can_delete_extra=0,
        renderer=0, edit_only=0: None,
        _FORMS,
        "modelformset_factory",
    ),
    (
        lambda form, formset=0, extra=0, can_order=0, can_delete=0, max_num=0, validate_max=0, min_num=0,
        validate_min=0, absolute_max=0, can_delete_extra=0, renderer=0: None,
        ("django.forms", "django.forms.formsets"),
        "formset_factory",
    ),
)  # fmt: skip


def check_arguments(names: dict[str, Value]) -> None:
    """Let what the names stand for refuse arguments that do not fit."""
    for shape, modules, functions in _KNOWN:
        signature = inspect.signature(shape)
        for path in (f"{module}.{name}" for module in modules for name in functions.split()):
            known, name = names.get(path), path.rpartition(".")[2]
            if isinstance(known, Native):
                names[path] = Native(known.name, partial(_run, signature, name, known.run), binds=known.binds)
                names[path].path = known.path
            elif known is None:
                names[f"{path}:check"] = Native(name, partial(_check, signature, name))


def _run(
    signature: inspect.Signature,
    name: str,
    run: Run,
    m: Interpreter,
    args: Args,
    kwargs: Kwargs,
    place: Place,
) -> Value:
    _check(signature, name, m, args, kwargs, place)
    return run(m, args, kwargs, place)


def _check(
    signature: inspect.Signature, name: str, m: Interpreter, args: Args, kwargs: Kwargs, place: Place
) -> Value:
    if "**" in kwargs or any(isinstance(given, Spread) for given in args):
        return None
    try:
        signature.bind(*args, **kwargs)
    except TypeError as error:
        raise m.raise_("TypeError", f"{name}() {error}", place) from None
    return None
