"""Functions of the standard library that compute constants from constants, which Python itself runs."""

import importlib
import string

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.missing_methods import is_uncallable
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.objects import Bound, Instance, Native
from automappa_scaffold.interpreter.values import MISSING, Ext, Value, is_long
from automappa_scaffold.source.places import Place

__all__ = ["STANDARD_FOLDING"]

STANDARD_FOLDING = Models()

_ERRORS_FOLLOW = "a warning is an error from here on, and where one comes is not followed"

# Of these the answer depends on the arguments alone, in every version of Python that is supported.
_PURE = {
    "base64": "b64decode b64encode urlsafe_b64decode urlsafe_b64encode b32encode b16encode",
    "binascii": "crc32 hexlify unhexlify",
    "html": "escape unescape",
    "keyword": "iskeyword",
    "math": "ceil floor gcd sqrt log2 log10 isqrt factorial prod",
    "shlex": "join quote split",
    "string": "capwords",
    "textwrap": "dedent indent shorten wrap fill",
    "unicodedata": "normalize",
    "urllib.parse": "quote quote_plus unquote unquote_plus urlencode urljoin",
    "zlib": "adler32 crc32",
}
_LONGEST = 100_000

for _name in [
    "ascii_letters",
    "ascii_lowercase",
    "ascii_uppercase",
    "digits",
    "hexdigits",
    "octdigits",
    "punctuation",
]:
    STANDARD_FOLDING[f"string.{_name}"] = getattr(string, _name)


def _folded(module: str, name: str) -> None:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        plain = [m.to_python(m.decide(argument), place) for argument in args]
        named = {key: m.to_python(m.decide(value), place) for key, value in kwargs.items()}
        everything = [*plain, *named.values()]
        if "**" in kwargs or any(value is MISSING or is_long(value, _LONGEST) for value in everything):
            if "**" not in kwargs:
                m.refuse_kinds(f"{module}.{name}", args, kwargs, place)
            return m.unknown(f"{module}.{name}() of what the source does not say", place, is_foreign=True)
        if name == "factorial" and plain and isinstance(plain[0], int) and plain[0] > 1000:
            return m.unknown("a very large number", place, is_foreign=True)
        python = getattr(importlib.import_module(module), name)
        return m.from_python(m.compute(lambda: python(*plain, **named), place))

    STANDARD_FOLDING[f"{module}.{name}"] = Native(name, run)


for _module, _names in _PURE.items():
    for _name in _names.split():
        _folded(_module, _name)


@STANDARD_FOLDING.function("types.MethodType:call")
def _method(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if is_uncallable(m.decide(args[0])):
        raise m.refusal("TypeError", "first argument must be callable", place)
    return Bound(args[0], args[1])


# Other names of the same.
STANDARD_FOLDING["types.LambdaType"] = Ext("types.FunctionType")
STANDARD_FOLDING["types.BuiltinMethodType"] = Ext("types.BuiltinFunctionType")
for _name, _meant in (("monotonic", "monotonic"), ("now", "time"), ("sleep", "sleep")):
    STANDARD_FOLDING[f"sched._{_name}"] = Ext(f"time.{_meant}")


@STANDARD_FOLDING.function("warnings.simplefilter")
def _filter_simply(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.call_library("warnings.simplefilter", args, kwargs, place)
    if m.decide(args[0] if args else kwargs.get("action")) == "error":
        m.disturb(_ERRORS_FOLLOW, place)
    return None


@STANDARD_FOLDING.function("warnings.filterwarnings")
def _filter_warnings(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.call_library("warnings.filterwarnings", args, kwargs, place)
    module = m.decide(args[3] if len(args) > 3 else kwargs.get("module"))
    if isinstance(module, str) and module.isidentifier() and not m.is_project_name(module):
        return None  # what the project's own modules warn of stays a warning
    if m.decide(args[0] if args else kwargs.get("action")) == "error":
        m.disturb(_ERRORS_FOLLOW, place)
    return None


@STANDARD_FOLDING.function("contextlib.redirect_stdout:check", "contextlib.redirect_stderr:check")
def _redirect(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    target = m.decide(args[0]) if args else None
    if isinstance(target, Instance) and "content" in target.ns:
        m.store(target.ns, "content", m.unknown("what is printed into a text", place))
    return None
