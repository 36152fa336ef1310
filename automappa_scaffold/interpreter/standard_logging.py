"""What calls into ``logging`` refuse: settings of the root logger, and levels."""

from collections.abc import Mapping, Sequence
from types import NoneType

from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.core import Core
from automappa_scaffold.interpreter.marks import MEMBER
from automappa_scaffold.interpreter.objects import Instance, describe
from automappa_scaffold.interpreter.values import Assumed, Ext, ListValue, Unknown, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = [
    "CONFIG",
    "CONFIGURED",
    "CONFIGURES_NOTHING",
    "LEVEL_NAME",
    "LoggingCalls",
    "never_fails",
    "says_nothing",
]

LEVEL_NAME = "logging.addLevelName"
# Kept beside what the project patches, under keys that are no paths: that these were called.
CONFIG = "logging.basicConfig"
CONFIGURED = f"{CONFIG}()"
_FILE_HANDLER = "logging.FileHandler"
_SETTINGS = frozenset(
    (
        *("datefmt", "encoding", "errors", "filemode", "filename", "force", "format", "handlers", "level"),
        *("stream", "style"),
    )
)
# Of what is called in ``logging`` this gives the root logger no handler.
CONFIGURES_NOTHING = ("logging.getL", "logging.Formatter", "logging.Filter", "logging.addL", "logging.setL")
_LEVELS = frozenset(("CRITICAL", "FATAL", "ERROR", "WARN", "WARNING", "INFO", "DEBUG", "NOTSET"))


# What a logger does with plain arguments without raising anything: its handlers tell of errors.
_QUIET = frozenset(
    (
        *("addFilter", "addHandler", "critical", "debug", "error", "exception", "info", "log"),
        *("removeFilter", "removeHandler", "setLevel", "warn", "warning"),
    )
)


# Functions of the library that raise nothing: with plain arguments, or without any.
_NEVER_FAILING = frozenset(("logging.getLogger", "logging.captureWarnings"))
_NEVER_FAILING_ALONE = frozenset(
    (
        *("logging.Formatter", "logging.NullHandler", "logging.StreamHandler", "logging.basicConfig"),
        *("datetime.date.today", "datetime.datetime.now", "datetime.datetime.utcnow", "os.getpid"),
        *("random.random", "socket.gethostname", "threading.Lock", "threading.RLock", "time.monotonic"),
        *("time.perf_counter", "time.time", "uuid.uuid1", "uuid.uuid4"),
    )
)


def never_fails(function: Value, args: Sequence[Value], kwargs: Mapping[str, Value]) -> bool:
    """Return whether what is called certainly raises nothing, once its arguments were looked at."""
    if not isinstance(function, Ext):
        told = isinstance(function, Unknown) and MEMBER in function.ns
        return told and says_nothing(function.ns[MEMBER], args, kwargs)
    path = function.path
    if path == CONFIG:
        return not args and kwargs.keys() <= {"format", "level"} and all(map(is_constant, kwargs.values()))
    if path in _NEVER_FAILING and not kwargs:
        return all(isinstance(arg, (str, bool, NoneType)) for arg in args)
    return path in _NEVER_FAILING_ALONE and not args and not kwargs


def says_nothing(member: tuple[str, str], args: Sequence[Value], kwargs: Mapping[str, Value]) -> bool:
    """Return whether a method of a logger certainly raises nothing, once its arguments were looked at."""
    kind, name = member
    if kind not in ("logging.Logger", "logging.RootLogger") or name not in _QUIET or kwargs or not args:
        return False
    if name.startswith(("add", "remove")):
        return not isinstance(args[0], Instance)
    return all(map(_is_plain, args))


def _is_plain(value: Value) -> bool:
    """Return whether a value is a constant, or one of the levels of ``logging``."""
    bare = value.value if isinstance(value, Assumed) else value
    return is_constant(bare) or (isinstance(bare, Ext) and bare.path.removeprefix("logging.") in _LEVELS)


class LoggingCalls(Core):
    """What is set up for loggers, and which levels there are."""

    def configure_root(self, kwargs: Mapping[str, Value], place: Place) -> None:
        """Run ``logging.basicConfig``, which does nothing once the root logger has a handler."""
        is_done = CONFIGURED in self.patched and kwargs.get("force") is not True
        if not is_done:
            self._require_settings(kwargs, place)
            shape = (kwargs.get("format"), kwargs.get("datefmt"), kwargs.get("style", "%"))
            if "**" not in kwargs and "handlers" not in kwargs:
                self.call(self.external("logging.Formatter"), shape, {}, place)
            handler = self.models.get(f"{_FILE_HANDLER}:check")
            if handler is not None and kwargs.get("filename") is not None:
                self.call(handler, (kwargs["filename"],), {}, place)
        self.store(self.patched, CONFIGURED, True)
        if not is_done:
            self.require_level(kwargs.get("level"), place)
        if isinstance(held := self.patched.get("logging.root.handlers"), ListValue):
            self.store(held.slots, "unknown", self.unknown("the handlers of the root logger", place))

    def _require_settings(self, kwargs: Mapping[str, Value], place: Place) -> None:
        """Raise what ``logging.basicConfig`` raises for settings that there are not, or not together."""
        others = [name for name in kwargs if name not in _SETTINGS and name != "**"]
        style = kwargs.get("style", "%")
        if kwargs.get("handlers") is not None and kwargs.keys() & {"filename", "stream"}:
            text = "'stream' or 'filename' should not be specified together with 'handlers'"
        elif kwargs.keys() >= {"filename", "stream"}:
            text = "'stream' and 'filename' should not be specified together"
        elif isinstance(style, str) and style not in ("%", "{", "$"):
            text = "Style must be one of: %,{,$"
        elif others:
            text = f"Unrecognised argument(s): {', '.join(others)}"
        else:
            return
        raise self.refusal("ValueError", text, place)

    def require_level(self, level: Value, place: Place) -> None:
        """Raise what ``logging`` raises for a level that there is not; None: it is not set."""
        bare = level.value if isinstance(level, Assumed) else level
        if isinstance(bare, str) and bare not in _LEVELS and f"{LEVEL_NAME}()" not in self.patched:
            self.decide(level)
            raise self.refusal("ValueError", f"Unknown level: {bare!r}", place)
        if bare is not None and is_none_of(bare, str, int):
            shown = repr(bare) if is_constant(bare) else describe(bare)
            raise self.refusal("TypeError", f"Level not an integer or a valid string: {shown}", place)

    def require_any_level(self, level: Value, place: Place) -> None:
        """Raise what ``logging`` raises where a level must be given, and is none."""
        if level is None or (isinstance(level, Assumed) and level.value is None):
            self.decide(level)
            raise self.refusal("TypeError", "Level not an integer or a valid string: None", place)
        self.require_level(level, place)
