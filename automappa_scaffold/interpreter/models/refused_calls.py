"""Calls that wait, set up Python itself or look at the stack: what of their arguments Python refuses."""

import sys
import typing

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.refusals import is_no_text
from automappa_scaffold.interpreter.values import (
    MISSING,
    ListValue,
    Maybe,
    SetValue,
    Spread,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["REFUSED_CALLS"]

REFUSED_CALLS = Models()

# Where a worker imports its app, so many functions at least call each other, and not as many as this.
_FEWEST_CALLS, _MOST_CALLS = 15, 150
# The limit stands beside what the project patches, under a key that is no path.
_LIMIT, _USUAL_LIMIT = "sys.setrecursionlimit()", 1_000
_LEAST_STACK, _LEAST_DIGITS = 32_768, 640
_MOST_FRAMES = 65_535


def _number(m: Imports, args: Args, kwargs: Kwargs, name: str, place: Place, *, whole: bool = True) -> Value:
    """Return the number that a function is given, or MISSING; refuse what certainly is none."""
    given = m.decide(args[0] if args else kwargs.get(name, MISSING))
    if isinstance(given, int) or (not whole and isinstance(given, float)):
        return given
    if is_no_text(given) or isinstance(given, str):
        if given.__class__.__module__ in ("decimal", "fractions"):
            return MISSING
        text = f"'{kind_name(given)}' object cannot be interpreted as an integer"
        raise m.refusal("TypeError", text, place)
    return MISSING


def _of_typing(name: str) -> None:
    """Let ``typing`` be asked what it refuses, with likenesses of the arguments."""
    form = getattr(typing, name)

    def check(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
        given, count = [*args, *kwargs.values()], len(args)
        is_told = "**" not in kwargs and not any(isinstance(value, Spread) for value in args)
        if is_told and m.python_numbers[:2] == sys.version_info[:2]:
            m.refuse_as_python(
                lambda *held: form(*held[:count], **dict(zip(kwargs, held[count:], strict=True))),
                given,
                place,
                Exception,
            )

    REFUSED_CALLS[f"typing.{name}:check"] = Native(name, check)


for _name in ("ForwardRef", "ParamSpec", "TypeVar"):
    _of_typing(_name)


@REFUSED_CALLS.function("time.sleep:check")
def _sleep(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    seconds = _number(m, args, kwargs, "", place, whole=False)
    if seconds is not MISSING and seconds != seconds:
        raise m.raise_("ValueError", "Invalid value NaN (not a number)", place)
    if seconds is not MISSING and seconds < 0:
        raise m.raise_("ValueError", "sleep length must be non-negative", place)
    if seconds is not MISSING and seconds > 1e9:
        m.disturb("sleeping for so long may be refused", place)


@REFUSED_CALLS.function(
    *[f"subprocess.{name}:check" for name in ("run", "call", "check_call", "check_output", "Popen")]
)
def _command(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    """Refuse a command one of whose words is none, as that of a variable that is not set."""
    given = m.decide(args[0] if args else kwargs.get("args", MISSING))
    if not isinstance(given, (tuple, ListValue)) or isinstance(given, SetValue):
        return
    items, unknown = m.iterate(given, place)
    if not items and unknown is None and "executable" not in kwargs:
        raise m.raise_("IndexError", "list index out of range", place)
    for word in items:
        value = None if isinstance(word, Maybe) else m.decide(word)
        if not isinstance(word, Maybe) and is_no_text(value) and not isinstance(value, bytes):
            text = f"expected str, bytes or os.PathLike object, not {kind_name(value)}"
            raise m.refusal("TypeError", text, place)


@REFUSED_CALLS.function("urllib.request.urlopen:check")
def _open_url(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    given = m.decide(args[0] if args else kwargs.get("url", MISSING))
    if isinstance(given, str):
        m.call(m.external("urllib.request.Request"), (given,), {}, place)


@REFUSED_CALLS.function("sys.intern:call")
def _intern(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.require_fit("sys.intern", "", args, kwargs, place)
    text = m.decide(args[0]) if args else MISSING
    if isinstance(text, str):
        return args[0]
    if is_no_text(text):
        raise m.refusal("TypeError", f"intern() argument must be str, not {kind_name(text)}", place)
    return m.undecided(text, place)


@REFUSED_CALLS.function("sys.setrecursionlimit:check")
def _limit_recursion(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    limit = _number(m, args, kwargs, "", place)
    known = m.unknown("how deep functions may call each other", place) if limit is MISSING else limit
    m.store(m.patched, _LIMIT, known)
    if limit is MISSING or limit > _MOST_CALLS:
        return
    if limit < 1:
        raise m.raise_("ValueError", "recursion limit must be greater or equal than 1", place)
    if limit > _FEWEST_CALLS:
        m.disturb("how deep the worker's functions call each other is not known", place)
        return
    text = f"cannot set the recursion limit to {limit}: the limit is too low"
    raise m.raise_("RecursionError", text, place)


@REFUSED_CALLS.function("sys.getrecursionlimit")
def _recursion_limit(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.patched.get(_LIMIT, _USUAL_LIMIT)


@REFUSED_CALLS.function("sys.getdefaultencoding")
def _encoding(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return "utf-8"


@REFUSED_CALLS.function("sys.setswitchinterval:check")
def _switch(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    given = m.decide(args[0] if args else MISSING)
    if is_constant(given) and not isinstance(given, (int, float)):
        raise m.refusal("TypeError", f"must be real number, not {kind_name(given)}", place)
    if isinstance(given, (int, float)) and given <= 0:
        raise m.raise_("ValueError", "switch interval must be strictly positive", place)


@REFUSED_CALLS.function("sys.set_int_max_str_digits:check")
def _limit_digits(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    digits = _number(m, args, kwargs, "maxdigits", place)
    if digits is not MISSING and digits != 0 and digits < _LEAST_DIGITS:
        raise m.raise_("ValueError", "maxdigits must be 0 or larger than 640", place)


@REFUSED_CALLS.function("sys._getframe:check")
def _frame(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    depth = _number(m, args, kwargs, "", place) if args else 0
    if depth is MISSING or depth <= _FEWEST_CALLS:
        return
    if depth <= _MOST_CALLS:
        m.disturb("how deep the worker's functions call each other is not known", place)
        return
    raise m.raise_("ValueError", "call stack is not deep enough", place)


@REFUSED_CALLS.function("threading.stack_size:check")
def _stack_size(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    size = _number(m, args, kwargs, "size", place) if args else 0
    if size is not MISSING and (size < 0 or 0 < size < _LEAST_STACK):
        raise m.raise_("ValueError", f"size not valid: {size} bytes", place)


@REFUSED_CALLS.function("socket.setdefaulttimeout:check")
def _default_timeout(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    seconds = _number(m, args, kwargs, "", place, whole=False) if m.decide(args[0]) is not None else 0
    if seconds is not MISSING and seconds < 0:
        raise m.raise_("ValueError", "Timeout value out of range", place)


@REFUSED_CALLS.function("multiprocessing.set_start_method:check")
def _start_method(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    m.call(m.external("multiprocessing.get_context"), args[:1], {}, place)


@REFUSED_CALLS.function("gc.set_threshold:check")
def _threshold(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    for index in range(len(args)):
        _number(m, args[index:], {}, "", place)


@REFUSED_CALLS.function("concurrent.futures.ProcessPoolExecutor:check")
def _processes(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    most = m.decide(args[0] if args else kwargs.get("max_workers"))
    if isinstance(most, int) and most <= 0:
        raise m.raise_("ValueError", "max_workers must be greater than 0", place)
    if isinstance(most, str):
        raise m.refusal("TypeError", "'<=' not supported between instances of 'str' and 'int'", place)


@REFUSED_CALLS.function("tracemalloc.start:check")
def _trace(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    frames = _number(m, args, kwargs, "nframe", place) if args or kwargs else 1
    if frames is not MISSING and not 1 <= frames <= _MOST_FRAMES:
        text = f"the number of frames must be in range [1; {_MOST_FRAMES}]"
        raise m.raise_("ValueError", text, place)
