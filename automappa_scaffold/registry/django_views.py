"""Class-based views: what ``as_view()`` refuses.

Source: ``django.views.generic.base`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Native, Wrapper
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.registry.django_fields import has_foreign_base
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["view_names"]

_METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")
_TEMPLATE = (
    "content_type extra_context get get_context_data get_template_names render_to_response response_class "
    "template_engine template_name "
)
_OBJECTS = "context_object_name get_context_object_name get_queryset model queryset template_name_suffix "
_OBJECT = (
    f"{_OBJECTS}get_object get_slug_field pk_url_kwarg query_pk_and_slug slug_field slug_url_kwarg "
    "template_name_field "
)
_FORM = (
    "form_class form_invalid form_valid get_form get_form_class get_form_kwargs get_initial get_prefix "
    "get_success_url initial post prefix put success_url "
)
_LIST = (
    f"{_OBJECTS}allow_empty get_allow_empty get_ordering get_paginate_by get_paginate_orphans get_paginator "
    "ordering page_kwarg paginate_by paginate_orphans paginate_queryset paginator_class "
)
_DATE = "allow_future date_field get_allow_future get_date_field uses_datetime_field "
_DATES = (
    f"{_TEMPLATE}{_LIST}{_DATE}date_list_period get_date_list get_date_list_period get_dated_items "
    "get_dated_queryset "
)
_YEAR, _MONTH, _WEEK, _DAY = (
    f"{unit} {unit}_format get_{unit} get_{unit}_format get_next_{unit} get_previous_{unit} "
    for unit in ("year", "month", "week", "day")
)
_REDIRECT = (
    "get_default_redirect_url get_redirect_url get_success_url get_success_url_allowed_hosts next_page "
    "redirect_field_name success_url_allowed_hosts "
)
_OF_VIEWS = {
    "View": "as_view dispatch http_method_names http_method_not_allowed setup view_is_async",
    "TemplateView": _TEMPLATE,
    "RedirectView": "get_redirect_url pattern_name permanent query_string url",
    "ListView": _TEMPLATE + _LIST,
    "DetailView": _TEMPLATE + _OBJECT,
    "FormView": _TEMPLATE + _FORM,
    "CreateView": f"{_TEMPLATE}{_OBJECT}{_FORM}fields",
    "UpdateView": f"{_TEMPLATE}{_OBJECT}{_FORM}fields",
    "DeleteView": f"{_TEMPLATE}{_OBJECT}{_FORM}delete",
    "ArchiveIndexView": _DATES,
    "YearArchiveView": f"{_DATES}{_YEAR}get_make_object_list make_object_list",
    "MonthArchiveView": _DATES + _YEAR + _MONTH,
    "WeekArchiveView": _DATES + _YEAR + _WEEK,
    "DayArchiveView": _DATES + _YEAR + _MONTH + _DAY,
    "TodayArchiveView": _DATES + _YEAR + _MONTH + _DAY,
    "DateDetailView": _TEMPLATE + _OBJECT + _DATE + _YEAR + _MONTH + _DAY,
    "LoginView": f"{_TEMPLATE}{_FORM}{_REDIRECT}authentication_form redirect_authenticated_user",
    "LogoutView": f"{_TEMPLATE}{_REDIRECT}post",
    "PasswordChangeView": f"{_TEMPLATE}{_FORM}title",
    "PasswordChangeDoneView": f"{_TEMPLATE}title",
    "PasswordResetView": f"{_TEMPLATE}{_FORM}email_template_name extra_email_context from_email "
    "html_email_template_name subject_template_name title token_generator",
    "PasswordResetDoneView": f"{_TEMPLATE}title",
    "PasswordResetConfirmView": f"{_TEMPLATE}{_FORM}get_user post_reset_login post_reset_login_backend "
    "reset_url_token title token_generator",
    "PasswordResetCompleteView": f"{_TEMPLATE}title",
}
_MODULES = {
    "ListView": "list",
    "DetailView": "detail",
    **dict.fromkeys(("FormView", "CreateView", "UpdateView", "DeleteView"), "edit"),
    **dict.fromkeys([name for name in _OF_VIEWS if "Archive" in name or "Date" in name], "dates"),
}
_OF_USERS = tuple(name for name in _OF_VIEWS if name.startswith(("Log", "Password")))


def view_names() -> dict[str, Value]:
    """Return what the names of views stand for."""
    view = native_class("View", module="django.views.generic.base", is_open=True)
    view.ns["as_view"] = Wrapper("classmethod", Native("as_view", _as_view))
    made = {"View": view}
    for name in _OF_VIEWS.keys() - made:
        module = f"django.views.generic.{_MODULES.get(name, 'base')}"
        module = "django.contrib.auth.views" if name in _OF_USERS else module
        made[name] = native_class(name, module=module, bases=(view,), is_open=True)
    names: dict[str, Value] = {
        "django.utils.decorators.method_decorator": Native("method_decorator", _method_decorator),
        "django.views.View": view,
    }
    for name, cls in made.items():
        names[f"{cls.module}.{name}"] = cls
        if name not in _OF_USERS:
            names[f"django.views.generic.{name}"] = cls
    return names


def _as_view(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls = args[0]
    if isinstance(cls, Class) and not has_foreign_base(cls):
        for name in kwargs:
            text = ""
            if name in _METHODS:
                text = f"The method name {name} is not accepted as a keyword argument to {cls.name}()."
            elif name != "**" and not _has(cls, name):
                text = f"{cls.name}() received an invalid keyword {name!r}. as_view only accepts arguments "
                text += "that are already attributes of the class."
            if text:
                raise m.raise_("TypeError", text, place)
    return m.unknown("a view", place, is_foreign=True)


def _method_decorator(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1] if len(args) > 1 else kwargs.get("name", ""))

    def decorate(m2: Interpreter, inner: Args, _: Kwargs, at: Place) -> Value:
        cls = inner[0]
        is_missing = isinstance(cls, Class) and not has_foreign_base(cls) and isinstance(name, str)
        if is_missing and _is_view_or_plain(cls) and not _has(cls, name):
            text = "The keyword argument `name` must be the name of a method of the decorated class: "
            raise m2.raise_("ValueError", f"{text}{cls.name}. Got '{name}' instead.", at)
        return cls

    return Native("method_decorator", decorate)


def _is_view_or_plain(cls: Class) -> bool:
    return all(base.line or base.name in _OF_VIEWS for base in cls.mro)


def _has(cls: Class, name: str) -> bool:
    known = [names for base in cls.mro for names in _OF_VIEWS.get(base.name, "").split()]
    return name in known or name.startswith("__") or cls.lookup(name) is not MISSING
