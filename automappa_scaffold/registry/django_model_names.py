"""What model classes and their objects are known not to have.

Source: ``django.db.models.base`` and ``django.contrib.auth.base_user`` of Django 4.2 to 5.2.
"""

from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Native
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.django_fields import FieldArguments
from automappa_scaffold.registry.django_model_options import OPTIONS
from automappa_scaffold.registry.django_model_parts import accessors, fields_of, reverse_fields
from automappa_scaffold.registry.django_state import DjangoState, has_other_libraries, refuse
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["know_names"]

_OF_MODELS = """
    DoesNotExist MultipleObjectsReturned NotUpdated add_to_class adelete arefresh_from_db asave check clean
    clean_fields date_error_message delete from_db full_clean get_constraints get_deferred_fields id mro
    objects pk prepare_database_save refresh_from_db save save_base serializable_value unique_error_message
    validate_constraints validate_unique
"""
_OF_USERS = {
    "AbstractBaseUser": """
        REQUIRED_FIELDS USERNAME_FIELD acheck_password check_password get_email_field_name
        get_session_auth_fallback_hash get_session_auth_hash get_username has_usable_password is_active
        is_anonymous is_authenticated last_login natural_key normalize_username password set_password
        set_unusable_password
    """,
    "PermissionsMixin": """
        aget_all_permissions aget_group_permissions aget_user_permissions ahas_module_perms ahas_perm
        ahas_perms get_all_permissions get_group_permissions get_user_permissions groups has_module_perms
        has_perm has_perms is_superuser user_permissions
    """,
}
_OF_USERS["AbstractUser"] = f"""
    {_OF_USERS["AbstractBaseUser"]} {_OF_USERS["PermissionsMixin"]} EMAIL_FIELD date_joined email email_user
    first_name get_full_name get_short_name is_staff last_name username username_validator
"""
_OF_USERS["User"] = _OF_USERS["AbstractUser"]
# What Django gives to models beginning or ending so, for their fields and for those that refer to them.
_BEGINNINGS = ("_", "get_", "set_")
_ENDINGS = ("_id", "_ptr")


def know_names(m: Interpreter, state: DjangoState, classes: dict[str, Class]) -> None:
    """Let model classes tell what they lack; ``classes``: Django's own, by name."""
    OPTIONS.ns["get_field"] = Native("get_field", partial(_get_field, state), binds=True)
    for name, cls in classes.items():
        own = frozenset((_OF_USERS.get(name, "") + _OF_MODELS).split())
        lacks = partial(_lacks, m, state, own)
        cls.ns["<lacks>"], cls.ns["<class lacks>"] = partial(lacks, None), lacks


def _get_field(state: DjangoState, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``_meta.get_field``."""
    cls, name = args[0].ns.get("model"), m.decide(args[1] if len(args) > 1 else kwargs.get("field_name"))
    fields = fields_of(cls) if isinstance(cls, Class) and isinstance(name, str) else None
    if fields is not None and name in fields.own:
        return fields.own[name][0]
    if fields is not None and name not in fields and state.is_decided:
        reverse = {} if state.stage == "models" else reverse_fields(m, state, cls)
        if reverse is not None and name not in reverse:
            text = f"{cls.name} has no field named '{name}'"
            raise refuse(m, "FieldDoesNotExist", text, place)
    return m.unknown("a field", place, is_foreign=True)


def _lacks_display(state: DjangoState, cls: Class, name: str) -> bool:
    """Return whether a model has no field of a name with choices, whose values have names to show."""
    fields = fields_of(cls)
    if fields is None or not state.is_decided or name in fields.of_django:
        return False
    if name not in fields.own:
        return True
    field = fields.own[name][0]
    made = field.payload
    is_told = isinstance(made, FieldArguments) and not made.args and not field.cls.line
    return is_told and "choices" not in made.kwargs


def _lacks(m: Interpreter, state: DjangoState, own: frozenset[str], cls: Class | None, name: str) -> bool:
    """Return whether a class (None: any) certainly has nothing of this name."""
    if name.startswith("get_") and name.endswith("_display"):
        shown = name.removeprefix("get_").removesuffix("_display")
        return all(_lacks_display(state, model, shown) for model in (state.models if cls is None else (cls,)))
    if name in own or name.startswith(_BEGINNINGS) or name.endswith(_ENDINGS):
        return False
    if not state.is_decided or has_other_libraries(m):
        return False
    known = accessors(m, state, cls)
    return known is not None and name not in known
