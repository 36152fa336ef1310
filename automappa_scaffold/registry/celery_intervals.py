"""``schedule``: an interval, and what schedules say of themselves.

Source: ``celery.schedules`` and ``celery.utils.time`` of Celery 5.3 to 5.7.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.celery_objects import closed_class
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["INTERVAL"]

_PARAMETERS = ("run_every", "relative", "nowfun", "app")
_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def _init(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Keep an interval: numbers are seconds, all else is kept as it is."""
    given = {**dict(zip(_PARAMETERS, args[1:], strict=False)), **kwargs}
    every = m.decide(given.get("run_every"))
    if isinstance(every, (int, float)):
        every = m.call(m.external("datetime.timedelta"), (), {"seconds": every}, place)
    if "**" not in given:
        names = {"run_every": every, "relative": given.get("relative", False), "nowfun": given.get("nowfun")}
        for name, value in names.items():
            m.store(args[0].ns, name, value)
    return None


def _seconds(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return how long an interval is.

    Raises:
        PyRaise: it is no ``timedelta``.
    """
    every = m.get_attribute(args[0], "run_every", place)
    found = m.decide(m.call(m.get_attribute(every, "total_seconds", place), (), {}, place))
    return max(found, 0) if isinstance(found, (int, float)) else m.undecided(found, place)


def _human_seconds(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    seconds = m.decide(m.get_attribute(args[0], "seconds", place))
    if not isinstance(seconds, (int, float)):
        return m.undecided(seconds, place)
    seconds = float(format(float(seconds), ".2f"))
    for unit, size in _UNITS:
        if seconds >= size:
            count = seconds / size
            return f"{count:.2f} {unit}{'s' * (count != 1)}"
    return "now"


def _represent(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    told = m.decide(m.get_attribute(args[0], "human_seconds", place))
    return f"<freq: {told}>" if isinstance(told, str) else m.undecided(told, place)


def _equals(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    other = m.decide(args[1])
    if isinstance(other, Instance) and INTERVAL in other.cls.mro:
        other = m.get_attribute(other, "run_every", place)
    return m.compare("Eq", m.get_attribute(args[0], "run_every", place), other, place)


def _interval_class() -> Class:
    methods = {"__init__": _init, "__repr__": _represent, "__str__": _represent, "__eq__": _equals}
    made = closed_class("celery.schedules.schedule", methods)
    for name, run in (("seconds", _seconds), ("human_seconds", _human_seconds)):
        made.ns[name] = Wrapper("property", Native(name, run))
    return made


INTERVAL = _interval_class()
