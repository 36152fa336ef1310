"""Fields and widgets of forms: what making one refuses.

Source: ``django.forms.fields``, ``.models`` and ``.widgets`` of Django 4.2 to 5.2.
"""

from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Native
from automappa_scaffold.interpreter.values import Spread, Value
from automappa_scaffold.registry.django_fields import has_foreign_base
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["form_field_names"]

# What each kind takes: the kind that it extends, its own keywords, and how many of them by position.
_FIELDS: dict[str, tuple[str, str, int]] = {
    "Field": (
        "",
        "required widget label initial help_text error_messages show_hidden_initial validators localize "
        "disabled label_suffix template_name bound_field_class",
        0,
    ),
    "BooleanField": ("Field", "", 0),
    "CharField": ("Field", "max_length min_length strip empty_value", 0),
    "ChoiceField": ("Field", "choices", 0),
    "DateField": ("Field", "input_formats", 0),
    "DateTimeField": ("Field", "input_formats", 0),
    "DecimalField": ("IntegerField", "max_digits decimal_places", 0),
    "DurationField": ("Field", "", 0),
    "EmailField": ("CharField", "", 0),
    "FileField": ("Field", "max_length allow_empty_file", 0),
    "FloatField": ("IntegerField", "", 0),
    "ImageField": ("FileField", "", 0),
    "IntegerField": ("Field", "max_value min_value step_size", 0),
    "JSONField": ("CharField", "encoder decoder", 0),
    "ModelChoiceField": ("Field", "queryset empty_label to_field_name limit_choices_to blank", 1),
    "ModelMultipleChoiceField": ("ModelChoiceField", "", 1),
    "MultipleChoiceField": ("ChoiceField", "", 0),
    "NullBooleanField": ("BooleanField", "", 0),
    "RegexField": ("CharField", "regex", 1),
    "SlugField": ("CharField", "allow_unicode", 0),
    "TimeField": ("Field", "input_formats", 0),
    "TypedChoiceField": ("ChoiceField", "coerce empty_value", 0),
    "TypedMultipleChoiceField": ("MultipleChoiceField", "coerce empty_value", 0),
    "URLField": ("CharField", "assume_scheme", 0),
    "UUIDField": ("CharField", "", 0),
}
_OF_MODELS = ("ModelChoiceField", "ModelMultipleChoiceField")
_WIDGETS: dict[str, tuple[str, str, int]] = {
    "Widget": ("", "attrs", 1),
    "CheckboxInput": ("Widget", "check_test", 2),
    "CheckboxSelectMultiple": ("Select", "", 2),
    "ClearableFileInput": ("Widget", "", 1),
    "DateInput": ("Widget", "format", 2),
    "DateTimeInput": ("Widget", "format", 2),
    "EmailInput": ("Widget", "", 1),
    "FileInput": ("Widget", "", 1),
    "HiddenInput": ("Widget", "", 1),
    "NumberInput": ("Widget", "", 1),
    "PasswordInput": ("Widget", "render_value", 2),
    "RadioSelect": ("Select", "", 2),
    "Select": ("Widget", "choices", 2),
    "SelectMultiple": ("Select", "", 2),
    "TextInput": ("Widget", "", 1),
    "Textarea": ("Widget", "", 1),
    "TimeInput": ("Widget", "format", 2),
    "URLInput": ("Widget", "", 1),
}
_NEEDED = {"ModelChoiceField": "queryset", "ModelMultipleChoiceField": "queryset", "RegexField": "regex"}


def form_field_names() -> dict[str, Value]:
    """Return what the names of form fields and widgets stand for."""
    names: dict[str, Value] = {}
    for table, plain in ((_FIELDS, "fields"), (_WIDGETS, "widgets")):
        made: dict[str, Class] = {}
        for name in table:
            cls = _made(name, table, plain, made)
            names[f"django.forms.{name}"] = names[f"django.forms.{plain}.{name}"] = cls
            names[f"{cls.module}.{name}"] = cls
    return names


def _made(name: str, table: dict[str, tuple[str, str, int]], plain: str, made: dict[str, Class]) -> Class:
    if name not in made:
        base = table[name][0]
        bases = (_made(base, table, plain, made),) if base else ()
        module = "models" if name in _OF_MODELS else plain
        cls = native_class(name, module=f"django.forms.{module}", bases=bases, is_open=True)
        cls.ns["__init__"] = Native("__init__", partial(_check, name, table), binds=True)
        made[name] = cls
    return made[name]


def _taken(name: str, table: dict[str, tuple[str, str, int]]) -> frozenset[str]:
    base, own, _ = table[name]
    return frozenset(own.split()) | (_taken(base, table) if base else frozenset())


def _check(
    name: str,
    table: dict[str, tuple[str, str, int]],
    m: Interpreter,
    args: Args,
    kwargs: Kwargs,
    place: Place,
) -> Value:
    if has_foreign_base(args[0].cls) or "**" in kwargs or any(isinstance(given, Spread) for given in args):
        return None
    most = table[name][2]
    if len(args) - 1 > most:
        text = f"{name}.__init__() takes {most + 1} positional arguments but {len(args)} were given"
        raise m.raise_("TypeError", text, place)
    for key in kwargs:
        if key not in _taken(name, table):
            base = next(iter(table))
            shown = base if base == "Field" else name
            raise m.raise_(
                "TypeError", f"{shown}.__init__() got an unexpected keyword argument '{key}'", place
            )
    if name in _NEEDED and len(args) == 1 and _NEEDED[name] not in kwargs:
        text = f"{name}.__init__() missing 1 required positional argument: '{_NEEDED[name]}'"
        raise m.raise_("TypeError", text, place)
    return None
