"""Values of the standard library that never change, as dates and decimals: Python itself computes them.

Their modules are imported once the program asks for them. What depends on the clock, the place or the machine
is not among the functions here, and what comes out as another kind of object is not known.
"""

import importlib
import itertools
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.parts import UndecidedError
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.standard_objects import StandardObjects
from automappa_scaffold.interpreter.values import (
    MISSING,
    Namespace,
    Unknown,
    Value,
    constant_kind,
    is_constant,
    is_long,
)
from automappa_scaffold.source.places import Place

__all__ = ["CLOCK_METHODS", "LOCALE", "LibraryValues", "error_class"]

# What Python computes mostly.
_PLAIN = frozenset((str, bool, int, float, bytes, type(None)))

# Of these the answer depends on the arguments alone, in every version of Python that is supported.
_PURE = {
    "calendar": "isleap leapdays monthrange weekday",
    "cmath": "sqrt exp log phase polar rect",
    "colorsys": "rgb_to_hsv hsv_to_rgb rgb_to_hls hls_to_rgb",
    "datetime": "date datetime time timedelta timezone date.fromordinal date.fromisocalendar"
    " date.fromisoformat datetime.fromordinal datetime.fromisocalendar datetime.fromisoformat"
    " datetime.strptime datetime.combine time.fromisoformat",
    "decimal": "Decimal Decimal.from_float",
    "codecs": "lookup",
    "difflib": "get_close_matches",
    "email.utils": "parsedate_to_datetime",
    "fnmatch": "fnmatch fnmatchcase filter translate",
    "getopt": "getopt gnu_getopt",
    "http": "HTTPStatus",
    "fractions": "Fraction Fraction.from_float Fraction.from_decimal",
    "ipaddress": "ip_address ip_network ip_interface IPv4Address IPv4Network IPv4Interface IPv6Address"
    " IPv6Network IPv6Interface",
    "math": "acos asin atan atan2 comb copysign cos degrees dist exp fabs fmod frexp fsum hypot isclose"
    " isfinite isinf isnan lcm ldexp log log1p modf perm pow radians sin tan trunc",
    "pathlib": "PurePosixPath PureWindowsPath",
    "statistics": "mean fmean median median_low median_high mode multimode pstdev stdev variance pvariance",
    "string": "Template",
    "struct": "calcsize pack unpack Struct",
    "unicodedata": "category lookup name",
    "urllib.parse": "ParseResult SplitResult parse_qs parse_qsl quote_from_bytes unquote_to_bytes urldefrag"
    " urlparse urlsplit urlunparse urlunsplit",
    "uuid": "UUID uuid3 uuid5",
    "xml.etree.ElementTree": "XML fromstring",
}
_CONSTANTS = {
    "datetime": "MINYEAR MAXYEAR timezone.utc date.min date.max datetime.min datetime.max",
    "decimal": "ROUND_CEILING ROUND_DOWN ROUND_FLOOR ROUND_HALF_DOWN ROUND_HALF_EVEN ROUND_HALF_UP ROUND_UP",
    "math": "pi e tau inf nan",
    "string": "ascii_letters ascii_lowercase ascii_uppercase digits hexdigits octdigits printable punctuation"
    " whitespace",
    "uuid": "NAMESPACE_DNS NAMESPACE_URL NAMESPACE_OID NAMESPACE_X500",
}
# Objects of the classes of these modules are constants.
_MODULES = frozenset(
    ("datetime", "decimal", "fractions", "ipaddress", "pathlib", "string", "urllib.parse", "uuid", "_struct")
)
# What these give depends on the clock or the place.
CLOCK_METHODS = frozenset(
    {"today", "now", "utcnow", "fromtimestamp", "utcfromtimestamp", "timestamp", "astimezone"}
    | {"timetuple", "utctimetuple"}
)
# Pythons disagree on what they take out of, or refuse in, a URL that has other letters than these.
_PLAIN_URL = re.compile(r"[!-Z^-~]*")
_URL_PARSERS = ("urllib.parse.urlparse", "urllib.parse.urlsplit", "urllib.parse.urldefrag")
_URL_BUILDERS = ("urllib.parse.urlunparse", "urllib.parse.urlunsplit")
# Kept beside what the project patches, under a key that is no path: that the program may set the language,
LOCALE = "locale.setlocale()"
# that it knows other encodings,
_CODECS = "codecs.register()"
# and how to round.
_ROUNDED = "decimal.getcontext()"
_CONTEXT = ("decimal.getcontext", "decimal.setcontext", "decimal.localcontext")
# What is called under these names may make files and folders.
_CHANGES_FILES = (
    "os.",
    "shutil.",
    "subprocess.",
    "tempfile.",
    "zipfile.",
    "tarfile.",
    "urllib.request.",
    "pathlib.",
    "bz2.",
    "dbm.",
    "gzip.",
    "logging.FileHandler",
    "logging.handlers.",
    "logging.config.",
    "lzma.",
    "shelve.",
    "sqlite3.",
    "wave.",
    "xml.",
)
_CHANGES_NONE = ("os.path.", "os.environ", "os.get", "pathlib.Pure")
# Whether these succeed depends on the machine, its programs, users and libraries, and on its network.
_ELSEWHERE = (
    "ctypes.CDLL",
    "ctypes.cdll.",
    "ftplib.",
    "grp.get",
    "http.client.",
    "imaplib.",
    "locale.setlocale",
    "os.exec",
    "os.kill",
    "os.set",
    "poplib.",
    "pwd.get",
    "smtplib.",
    "socket.create_connection",
    "socket.getaddrinfo",
    "socket.gethostby",
    "subprocess.",
    "urllib.request.url",
    "xmlrpc.client.",
)
# What these change is followed.
_FOLLOWED = frozenset(
    ("os.chmod", "os.makedirs", "os.mkdir", "os.remove", "os.rename", "os.replace", "os.unlink", "os.utime")
)
_LONGEST, _MOST_ELEMENTS = 100_000, 1_000
# Powers of ten and factorials of these are too large to compute.
_LARGE = 5_000
_LARGE_BITS = 100_000
# A power of ten in a text, of which a fraction would be made as a whole number.
_LARGE_EXPONENT = re.compile(r"[eE][+-]?[\d_]{4,}")


@cache
def _paths(table: str) -> frozenset[str]:
    chosen = _PURE if table == "pure" else _CONSTANTS
    return frozenset(f"{module}.{name}" for module, names in chosen.items() for name in names.split())


@cache
def _resolved(path: str) -> Any:
    """Return what stands under a dotted path in the standard library."""
    parts = path.split(".")
    depth = {"email": 2, "urllib": 2, "xml": 3}.get(parts[0], 1)
    found = importlib.import_module(".".join(parts[:depth]))
    for part in parts[depth:]:
        found = getattr(found, part)
    return found


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


def _is_costly(path: str, given: Sequence[Any]) -> bool:
    """Return whether computing a value takes long, or much memory."""
    if path.startswith("fractions."):
        return any(isinstance(value, str) and _LARGE_EXPONENT.search(value) for value in given)
    if path == "struct.pack" and given and isinstance(given[0], (str, bytes)):
        struct = sys.modules.get("struct") or importlib.import_module("struct")
        try:
            return bool(struct.calcsize(given[0]) > _LONGEST)
        except struct.error:
            return False
    return False


def _differs_by_python(path: str, given: Sequence[Any]) -> bool:
    """Return whether Pythons do not agree on what a function gives."""
    if path in _URL_PARSERS:
        texts = [value for value in given if isinstance(value, (str, bytes))]
        return not all(isinstance(text, str) and _PLAIN_URL.fullmatch(text) for text in texts)
    if path.startswith("xml."):  # whether entities are refused, and how large they grow, is up to the parser
        return any("<!" in str(text) for text in given)
    if path in _URL_BUILDERS and given and isinstance(given[0], (tuple, list)):  # of no host, but slashes
        return len(given[0]) > 2 and not given[0][1] and str(given[0][2]).startswith("//")
    return False


def _is_large(value: Any) -> bool:
    """Return whether what is made of a number, as its text or whole part, may take long."""
    module = type(value).__module__
    if module == "decimal" and not isinstance(value, tuple):
        return bool(value.is_finite() and abs(value.adjusted()) > _LARGE)
    return module == "fractions" and max(map(int.bit_length, value.as_integer_ratio())) > _LARGE_BITS


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
        if path not in _paths("constants"):
            return MISSING
        return self.hold(_resolved(path), None)

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
        if path.startswith(_CHANGES_FILES) and not path.startswith(_CHANGES_NONE) and path not in _FOLLOWED:
            self.folders_made = True
        if path.startswith(_ELSEWHERE):
            self.assumptions[f"{place}: {path}() succeeds where the worker runs"] = None
        if path in _CONTEXT:
            self.store(self.patched, _ROUNDED, True)
        if path == "codecs.register":
            self.store(self.patched, _CODECS, True)
        if path == "codecs.lookup" and _CODECS in self.patched:
            return MISSING
        if path == "locale.setlocale":
            self.store(self.patched, LOCALE, True)
        if path not in _paths("pure") or "**" in kwargs:
            return MISSING
        plain = [self.to_python(self.decide(argument), place) for argument in args]
        named = {key: self.to_python(self.decide(value), place) for key, value in kwargs.items()}
        given = [*plain, *named.values()]
        if any(value is MISSING or is_long(value, _LONGEST) for value in given):
            return MISSING
        if path.startswith("math.") and any(isinstance(v, int) and abs(v) > _LARGE for v in given):
            return MISSING
        if _differs_by_python(path, given):
            return MISSING
        if _is_costly(path, given):
            return self.unknown("a value that is too large", place)
        return self.computed(lambda: _resolved(path)(*plain, **named), place)

    def compute(self, operation: Callable[[], Any], place: Place) -> Value:
        """Return what Python computes; its error becomes the program's."""
        try:
            return operation()
        except (MemoryError, RecursionError):  # it may be ours, and not the worker's
            return self.unknown("a value that is too large", place)
        except (PyRaise, UndecidedError):
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
        if _is_large(value):
            return self.unknown("a value that is too large", place)
        if is_constant(value):
            return self._unless_rounded(value, place)
        if (
            not isinstance(value, Iterator) and kind.__module__ in _MODULES
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
