"""Values of the standard library that never change, as dates and decimals: Python itself computes them.

``library_tables.py`` says which functions it runs.
Their modules are imported once the program asks for them. What depends on the clock, the place or the machine
is not among the functions here, and what comes out as another kind of object is not known.
"""

import itertools
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from automappa_scaffold.interpreter.library_limits import differs_by_python, is_costly, is_large
from automappa_scaffold.interpreter.library_tables import (
    CHANGES_FILES,
    CHANGES_NONE,
    CONSTANT_MODULES,
    CONSTANTS,
    ELSEWHERE,
    FOLLOWED,
    MOMENTS,
    PURE,
    PURE_WHEN_GIVEN,
    TRIED,
    VERSIONED,
)
from automappa_scaffold.interpreter.marks import AWARE, CALLED_OUTSIDE, KIND
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.parts import UndecidedError
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise, RunawayError
from automappa_scaffold.interpreter.standard_objects import StandardObjects
from automappa_scaffold.interpreter.values import (
    MISSING,
    Namespace,
    Spread,
    Unknown,
    Value,
    constant_kind,
    is_constant,
    is_long,
)
from automappa_scaffold.source.places import Place

__all__ = ["CODECS", "LOCALE", "LibraryValues", "error_class"]

# What Python computes mostly.
_PLAIN = frozenset((str, bool, int, float, bytes, type(None)))

# Kept beside what the project patches, under a key that is no path: that the program may set the language,
LOCALE = "locale.setlocale()"
# that it knows other encodings,
CODECS = "codecs.register()"
# and how to round.
_ROUNDED = "decimal.getcontext()"
_CONTEXT = ("decimal.getcontext", "decimal.setcontext", "decimal.localcontext")
# What these give and refuse depends on the encodings that are known, or the language.
_BY_CODECS = ("codecs.decode", "codecs.encode", "codecs.lookup")
_BY_LANGUAGE = ("time.strftime", "time.strptime")
_ADDRESS = " object at 0x"  # which is another one in each process
# What these modules compute is of numbers, texts and bytes alone, and calls nothing that it is given.
_OF_DATA = (
    *("base64.", "binascii.", "bz2.", "calendar.", "cmath.", "colorsys.", "datetime.", "decimal."),
    *("fnmatch.", "fractions.", "gzip.", "ipaddress.", "lzma.", "math.", "socket.", "struct.", "time."),
    *("unicodedata.", "urllib.parse.", "uuid.", "zlib."),
)
_LONGEST, _MOST_ELEMENTS = 100_000, 1_000


@cache
def _paths(table: str) -> frozenset[str]:
    chosen = {"pure": PURE, "tried": TRIED, "constants": CONSTANTS}[table]
    return frozenset(f"{module}.{name}" for module, names in chosen.items() for name in names.split())


@cache
def _resolved(path: str) -> Any:
    """Return what stands under a dotted path in the standard library, or MISSING."""
    return host_object(path)


def error_class(kind: type[BaseException], path: str = "") -> Class:
    """Return the abstract class of one of Python's exceptions."""
    if kind.__module__ == "builtins":
        return EXCEPTIONS[kind.__name__]
    shown = path or f"{kind.__module__}.{kind.__qualname__}"
    if kind not in _ERRORS:
        bases = tuple(error_class(base) for base in kind.__bases__ if issubclass(base, BaseException))
        made = Class(kind.__name__, bases, Namespace(0), module=shown.rpartition(".")[0])
        made.is_partial = True
        _ERRORS[kind] = made
    return _ERRORS[kind]


_ERRORS: dict[type[BaseException], Class] = {}


class LibraryValues(StandardObjects):
    """Values of the standard library that are computed, and the errors of it."""

    def raised_by(self, error: Exception, place: Place) -> PyRaise:
        """Return an error of Python as the program's, to be raised."""
        is_one = len(error.args) == 1 and is_constant(error.args[0])
        given = error.args if is_one or not error.args else (str(error),)
        made = Instance(error_class(type(error)), Namespace(0, [("args", given)]), str(error))
        for name in dir(error):
            if not name.startswith("_") and name not in made.ns and is_constant(getattr(error, name, error)):
                made.ns[name] = getattr(error, name)
        return PyRaise(made, place)

    def library_constant(self, path: str) -> Value:
        """Return a constant of the standard library, or MISSING."""
        owner = path.rpartition(".")[0]
        known = _paths("constants")
        if path not in known and owner not in known:
            return MISSING
        found = _resolved(path)
        if path not in known and not is_constant(found):
            return MISSING
        return MISSING if found is MISSING else self.hold(found, None)

    def is_held_kind(self, value: Value, path: str) -> bool | None:
        """Return whether a constant is of a class of the standard library; None: it is not told."""
        if path not in _paths("pure") or path.rpartition(".")[0] not in sys.modules:
            return None
        kind = _resolved(path)
        return isinstance(value, kind) if isinstance(kind, type) else None

    def call_library(
        self, path: str, args: Sequence[Value], kwargs: Mapping[str, Value], place: Place
    ) -> Value:
        """Return what a function of constants gives, or MISSING where that is not known."""
        if path.startswith(CHANGES_FILES) and not path.startswith(CHANGES_NONE) and path not in FOLLOWED:
            self.folders_made = True
        if path.startswith(ELSEWHERE):
            self.assumptions[f"{place}: {path}() succeeds where the worker runs"] = None
        if path in _CONTEXT:
            self.store(self.patched, _ROUNDED, True)
        if path == "codecs.register":
            self.store(self.patched, CODECS, True)
        if path == "locale.setlocale":
            self.store(self.patched, LOCALE, True)
        is_pure = path in _paths("pure")
        if not (is_pure or path in _paths("tried")) or "**" in kwargs:
            return MISSING
        if (path in _BY_CODECS and CODECS in self.patched) or (
            path in _BY_LANGUAGE and LOCALE in self.patched
        ):
            return MISSING
        if path in VERSIONED and self.python_numbers[:2] != sys.version_info[:2]:
            self.disturb(f"what {path}() refuses depends on the version of Python", place)
            return MISSING
        plain = [self.to_python(self.decide(argument), place) for argument in args]
        if path == "datetime.datetime.now" and (zone := self._zone(args, kwargs)) is not None:
            return self._moment(path, place, is_aware=zone)
        named = {key: self.to_python(self.decide(value), place) for key, value in kwargs.items()}
        given = [*plain, *named.values()]
        if any(value is MISSING or is_long(value, _LONGEST) for value in given):
            if path.startswith(_OF_DATA):
                self.refuse_kinds(path, args, kwargs, place)
            return MISSING
        if differs_by_python(path, given):
            return MISSING
        if is_costly(path, given):
            return self.unknown("a value that is too large", place)
        function = _resolved(path)
        if function is MISSING:  # of a newer Python than this one
            self.disturb(f"what {path}() refuses depends on the version of Python", place)
            return MISSING

        def run() -> Any:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return function(*plain, **named)

        is_given = len(plain) >= PURE_WHEN_GIVEN.get(path, len(plain) + 1) and None not in plain
        if not is_pure and not is_given:
            found = self.compute(run, place)
            if path not in MOMENTS or isinstance(found, Unknown):
                return MISSING
            return self._moment(path, place, is_aware=found.tzinfo is not None)
        return self.computed(run, place)

    def refuse_kinds(
        self, path: str, args: Sequence[Value], kwargs: Mapping[str, Value], place: Place
    ) -> None:
        """Raise what Python raises for arguments of such kinds, as a function where a number should be."""
        function, count = _resolved(path), len(args)
        given = [*args, *kwargs.values()]
        if function is MISSING or any(value.__class__ is Spread for value in given):
            return

        def run(*values: Any) -> Any:
            if any(is_long(value, _LONGEST) for value in values):
                raise ValueError
            return function(*values[:count], **dict(zip(kwargs, values[count:], strict=True)))

        self.refuse_as_python(run, given, place)

    def _moment(self, path: str, place: Place, *, is_aware: bool) -> Value:
        """Return a moment of which it is known whether it says how far it is from UTC."""
        made = self.unknown(f"{path}{CALLED_OUTSIDE}", place, is_foreign=True)
        made.ns[AWARE] = is_aware
        return self.of_kind(made, "datetime.datetime")

    def _zone(self, args: Sequence[Value], kwargs: Mapping[str, Value]) -> bool | None:
        """Return True where a time zone is given that is no constant, else None."""
        given = [self.decide(value) for value in (*args, *kwargs.values())]
        if len(given) != 1 or kwargs.keys() - {"tz"}:
            return None
        kind = given[0].ns.get(KIND) if isinstance(given[0], Unknown) else None
        return True if kind == "zoneinfo.ZoneInfo" else None

    def compute(self, operation: Callable[[], Any], place: Place) -> Value:
        """Return what Python computes; its error becomes the program's."""
        try:
            found = operation()
            if found.__class__ is str and _ADDRESS in found:
                return self.unknown("a text with an address", place)
            return found
        except (MemoryError, RecursionError):  # it may be ours, and not the worker's
            return self.unknown("a value that is too large", place)
        except (PyRaise, UndecidedError, RunawayError):
            raise
        except Exception as error:  # whatever Python says of these values
            raise self.raised_by(error, place) from None

    def computed(self, operation: Callable[[], Any], place: Place) -> Value:
        """Return what Python computes; what is no constant then is not known."""
        found = self.compute(operation, place)
        if found.__class__ in _PLAIN or isinstance(found, Unknown):
            return found
        return self.hold(found, place)

    def _hold_iterator(self, value: Iterator[Any], place: Place | None) -> Value:
        """Return an iterator's elements; an error is told a little early: the program meets it on its way."""
        at = place or Place(self.tree.relative(""))
        items = self.compute(lambda: [*itertools.islice(value, _MOST_ELEMENTS + 1)], at)
        if isinstance(items, Unknown):
            return items
        is_cut = len(items) > _MOST_ELEMENTS
        why = self.unknown("what comes after many elements", place) if is_cut else None
        return self.new_iterator([self.hold(item, place) for item in items], why)

    def hold(self, value: Any, place: Place | None) -> Value:
        """Return what Python computed as an abstract value; what is no constant is not known."""
        kind = type(value)
        if is_large(value):
            return self.unknown("a value that is too large", place)
        if is_constant(value):
            return self._unless_rounded(value, place)
        if (
            not isinstance(value, Iterator) and kind.__module__ in CONSTANT_MODULES
        ) or value.__class__.__module__ in ("pathlib._local",):
            constant_kind(kind)
            return self._unless_rounded(value, place)
        if kind is list:
            return self.new_list([self.hold(item, place) for item in value])
        if kind is tuple:
            return tuple(self.hold(item, place) for item in value)
        if kind is dict:
            return self.new_dict({key: self.hold(item, place) for key, item in value.items()})
        if isinstance(value, Iterator):
            return self._hold_iterator(value, place)
        if kind in (set, frozenset):
            items = [self.hold(item, place) for item in sorted(value, key=repr)]
            return self.new_set(items, is_frozen=kind is frozenset)
        if kind is slice:
            return value
        return self.unknown(f"a {kind.__name__} object", place, is_foreign=True)

    def _unless_rounded(self, value: Any, place: Place | None) -> Value:
        """Return a number, unless the program may have changed how such numbers are rounded."""
        if type(value).__module__ == "decimal" and _ROUNDED in self.patched:
            return self.unknown("a number that is rounded as the program says", place)
        return value
