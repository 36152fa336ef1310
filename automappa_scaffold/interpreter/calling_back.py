"""What of the standard library calls what the project gives it, or what a class below it has."""

from automappa_scaffold.interpreter.objects import Bound, Class, Function, Instance, Partial
from automappa_scaffold.interpreter.values import Ext, Value

__all__ = ["CALLS_BACK", "calls_back", "calls_now", "runs_what_it_holds"]

CALLS_BACK = "<calls back>"  # among the attributes of a method that calls others of its object

# By class: methods that call what a class below it has in place of its own.
_METHODS = {
    "ast.NodeTransformer": "visit generic_visit",
    "ast.NodeVisitor": "visit generic_visit",
    "cmd.Cmd": "cmdloop onecmd",
    "code.InteractiveConsole": "interact push runcode runsource",
    "html.parser.HTMLParser": "close feed goahead",
    "sched.scheduler": "run",
    "string.Formatter": "format vformat",
    "unittest.TestCase": "debug run",
    "xml.sax.handler.ContentHandler": "parse",
}
_FUNCTIONS = frozenset(
    ("timeit.timeit", "timeit.repeat", "xml.sax.parse", "xml.sax.parseString", "cProfile.runctx")
)


def calls_back(cls: Class, name: str) -> bool:
    """Return whether a method that a class inherits calls others of its object."""
    bases = [base for known in cls.mro for base in known.bases if isinstance(base, Ext)]
    return any(name in _METHODS.get(base.path, "").split() for base in bases)


def runs_what_it_holds(kind: str, name: str) -> bool:
    """Return whether a method of an object of the library calls what it was given before."""
    return kind == "sched.scheduler" and name == "run"


def calls_now(path: str, args: "tuple[Value, ...]") -> bool:
    """Return whether a function of the library calls what of the project is among its arguments."""
    return path in _FUNCTIONS and any(
        isinstance(given, (Function, Bound, Partial, Class, Instance)) for given in args
    )
