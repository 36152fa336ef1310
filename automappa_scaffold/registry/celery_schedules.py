"""``crontab`` and ``schedule``: what they refuse, and the times that a crontab names.

Source: ``celery.schedules`` of Celery 5.3 to 5.7.
"""

import re
from collections.abc import Iterable
from functools import partial

from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.missing_methods import has_no_elements
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import MISSING, Ext, Value, is_constant
from automappa_scaffold.registry.celery_exceptions import celery_error
from automappa_scaffold.registry.celery_intervals import INTERVAL
from automappa_scaffold.registry.celery_objects import check_methods, closed_class, function_checks
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["SCHEDULES", "SCHEDULE_ENTRY"]

# The fields of a crontab, in the order of its parameters: how many values they have, and the least.
_FIELDS = {
    "minute": (60, 0),
    "hour": (24, 0),
    "day_of_week": (7, 0),
    "day_of_month": (31, 1),
    "month_of_year": (12, 1),
}
_SHOWN = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
# Known from Celery 5.4 on.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PART = re.compile(r"(?:(\w+?)-(\w+)|\*)(?:/(\w+)?)?")


_WANTED = "Argument cronspec needs to be of any of the following types: int, str, or an iterable type."


def _init_crontab(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    crontab, given = args[0], {**dict(zip(_FIELDS, args[1:], strict=False)), **kwargs}
    unknown = given.pop("**", None)
    extra = [name for name in given if name not in _FIELDS and name not in ("nowfun", "app")]
    if extra:
        text = f"BaseSchedule.__init__() got an unexpected keyword argument '{extra[0]}'"
        raise m.raise_("TypeError", text, place)
    for name, (count, least) in _FIELDS.items():
        given_spec = m.decide(given.get(name, "*"))
        if has_no_elements(given_spec) and is_none_of(given_spec, int):
            raise m.refusal("TypeError", f"{_WANTED} <class '{kind_name(given_spec)}'> was given.", place)
        spec = m.to_python(given_spec, place)
        if unknown is not None or spec is MISSING:
            continue
        if isinstance(spec, str) and set(_MONTHS) & set(re.findall(r"[a-z]{3}", spec.lower())):
            m.assumptions["the worker runs Celery 5.4 or newer, which knows the names of months"] = None
        m.store(crontab.ns, f"_orig_{name}", "*" if spec is None else given.get(name, "*"))
        times = m.compute(partial(_expand, spec, count, least), place)
        m.store(crontab.ns, name, m.from_python(times))
    return None


def _represent_crontab(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    told = [m.to_python(m.decide(args[0].ns.get(f"_orig_{name}", MISSING)), place) for name in _SHOWN]
    if any(not isinstance(field, (str, int)) for field in told):
        return m.unknown("the text of a crontab", place, is_foreign=True)
    return f"<crontab: {' '.join(map(str, told))} (m/h/dM/MY/d)>"


def _equals_crontab(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    other = m.decide(args[1])
    if is_constant(other):
        return Ext("builtins.NotImplemented")
    is_crontab = isinstance(other, Instance) and _CRONTAB in other.cls.mro
    if not is_crontab or not all(name in one.ns for name in _FIELDS for one in (args[0], other)):
        return m.unknown("whether schedules are equal", place, is_foreign=True)
    both = [(args[0].ns[name], other.ns[name]) for name in _FIELDS]
    told = [m.truth(m.compare("Eq", one, another, place)) for one, another in both]
    return False if False in told else all(told) or m.unknown("whether schedules are equal", place)


def _expand(spec: object, count: int, least: int) -> set[int]:
    """Return the times that one field names.

    Raises:
        TypeError, ValueError: Celery refuses it.
    """
    if isinstance(spec, int):
        times = {int(spec)}
    elif isinstance(spec, str):
        times = set().union(*(_expand_part(part, count, least) for part in spec.split(",")))
    elif isinstance(spec, Iterable):
        times = set(spec)
    else:
        raise TypeError(f"{_WANTED} {type(spec)!r} was given.")
    for number in times:
        if not least <= number < count + least:
            text = (
                f"Invalid crontab pattern.  Valid range is {least}-{count - 1 + least}. '{number}' was found."
            )
            raise ValueError(text)
    return times


def _expand_part(part: str, count: int, least: int) -> list[int]:
    found = _PART.match(part)
    if found is None:
        return [_number(part, count, least)]
    first, last, steps = found.groups()
    if "/" in found.group() and not steps:
        raise ValueError("empty filter")
    if first is None:
        if not steps and part != "*":
            return [_number(part, count, least)]
        times = list(range(least, count + least))
    else:
        start, end = _number(first, count, least), _number(last, count, least)
        wrapped = [*range(start, count + least), *range(least, end + 1)]
        times = wrapped if end < start else list(range(start, end + 1))
    return times[:: int(steps)] if steps else times


def _number(text: str, count: int, least: int) -> int:
    if not text or text.startswith("-"):
        raise ValueError("negative numbers not supported" if text else "empty part")
    try:
        number = int(text)
    except ValueError:
        short = text[:3].lower()
        if short not in _MONTHS + _DAYS:
            raise ValueError(f"Invalid weekday literal {text!r}.") from None
        number = _MONTHS.index(short) + 1 if short in _MONTHS else _DAYS.index(short)
    if number > least + count - 1:
        raise ValueError(f"Invalid end range: {number} > {least + count - 1}.")
    if number < least:
        raise ValueError(f"Invalid beginning range: {number} < {least}.")
    return number


def _from_string(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return the crontab of a text like that of the program of this name."""
    cls, text = args[0], m.decide(args[1] if len(args) > 1 else kwargs.get("crontab"))
    if not isinstance(text, str):
        return m.unknown("a schedule that is given as a text", place)
    fields = text.split(" ")
    if len(fields) != len(_FIELDS):
        few = len(fields) < len(_FIELDS)
        said = f"not enough values to unpack (expected {len(_FIELDS)}, got {len(fields)})"
        raise m.raise_(
            "ValueError", said if few else f"too many values to unpack (expected {len(_FIELDS)})", place
        )
    return m.call(cls, (), dict(zip(_SHOWN, fields, strict=True)), place)


_SOLAR_EVENTS = frozenset(
    [
        "dawn_astronomical",
        "dawn_nautical",
        "dawn_civil",
        "sunrise",
        "solar_noon",
        "sunset",
        "dusk_civil",
        "dusk_nautical",
        "dusk_astronomical",
    ]
)


def _init_solar(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = {**dict(zip(("event", "lat", "lon"), args[1:], strict=False)), **kwargs}
    if m.installed is not None and "ephem" not in m.installed:
        text = "You need to install the ephem library to use solar schedules.\n"
        text += "Please install by:\n\n    $ pip install celery[solar]\n"
        raise celery_error("ImproperlyConfigured", text, place)
    m.assumptions["ephem is taken to be importable, as schedules by the sun want it"] = None
    event = m.decide(given.get("event"))
    if is_constant(event) and event not in _SOLAR_EVENTS:
        raise m.raise_("ValueError", f'Argument event "{event}" is invalid', place)
    for name, most in (("lat", 90), ("lon", 180)):
        degrees = m.decide(given.get(name))
        if isinstance(degrees, (int, float)) and not -most <= degrees <= most:
            raise m.raise_("ValueError", f"Argument {name} {degrees} is invalid", place)
    return None


_ENTRY_PARTS = ("name", "task", "last_run_at", "total_run_count", "schedule", "args", "kwargs", "options")


def _init_entry(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Keep what an entry of beat's schedule is given."""
    m.call(_CHECK_ENTRY, args[1:], kwargs, place)
    for name, value in {**dict(zip(_ENTRY_PARTS, args[1:], strict=False)), **kwargs}.items():
        m.store(args[0].ns, name, value)
    return None


SCHEDULE_ENTRY = native_class("ScheduleEntry", module="celery.beat")
SCHEDULE_ENTRY.ns["__init__"] = Native("__init__", _init_entry, binds=True)
_CHECK_ENTRY = function_checks()["celery.beat.ScheduleEntry:check"]
_CRONTAB = closed_class(
    "celery.schedules.crontab",
    {
        "__init__": _init_crontab,
        "__eq__": _equals_crontab,
        "__repr__": _represent_crontab,
        "__str__": _represent_crontab,
    },
)
_CRONTAB.ns["from_string"] = Wrapper("classmethod", Native("from_string", _from_string))
check_methods(_CRONTAB, "celery.schedules.crontab")
SCHEDULES = {
    "celery.beat.ScheduleEntry": SCHEDULE_ENTRY,
    "celery.schedules.crontab": _CRONTAB,
    "celery.schedules.schedule": INTERVAL,
    "celery.schedules.solar": closed_class("celery.schedules.solar", {"__init__": _init_solar}),
}
