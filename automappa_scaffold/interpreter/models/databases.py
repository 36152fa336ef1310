"""``sqlite3`` in memory: where statements are constants, Python's own database tells what they give.

A database in a file is not followed, and of one that is not there only which statements it refuses;
neither is one on which something was called that is not written here.
"""

import importlib
import re
from contextlib import suppress
from functools import cache
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.made_files import absolute, kind_at
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.models.replayed_objects import as_python, begin, give_up, perform
from automappa_scaffold.interpreter.objects import Function, Instance, Module, Native, Wrapper
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, Unknown, Value, is_long
from automappa_scaffold.source.places import Place

__all__ = ["DATABASES"]

DATABASES = Models()

_LONGEST, _MOST_STEPS = 10_000, 1_000
# What reaches outside of the database, depends on chance, the clock or the version of SQLite, or grows.
_OTHERS = re.compile(
    r"\b(?:attach|detach|vacuum|load_extension|random|randomblob|zeroblob|printf|format|hex|virtual|json\w*"
    r"|now|date|time|datetime|strftime|julianday|unixepoch|current_\w+|recursive|returning|strict|sqlite_\w+"
    r"|pragma\s+(?!foreign_keys|journal_mode|synchronous|user_version|busy_timeout))\b|\breplace\s*\(|->",
    re.IGNORECASE,
)
# Such a default says nothing of which statements are refused, only of what is found later.
_CLOCK = re.compile(r"\bdefault\s*\(?\s*current_(?:timestamp|date|time)\b", re.IGNORECASE)
_OPTIONS = frozenset(("database", "check_same_thread", "timeout", "cached_statements", "isolation_level"))
_CONNECTION = native_class("Connection", module="sqlite3", is_open=True)
_CURSOR = native_class("Cursor", module="sqlite3", is_open=True)
DATABASES["sqlite3.Connection"] = _CONNECTION
DATABASES["sqlite3.Cursor"] = _CURSOR
# Among the attributes of a database: what it holds depends on the clock.
_TIMED = "<timed>"
# Likewise: it is in a file that is not there yet; where the worker runs it may be there all the same.
_ABSENT = "<absent>"
# Among the attributes of a cursor: its database, and which cursor of it it is.
_DATABASE, _NUMBER = "<database>", "<number>"


class _Database:
    """Python's own database, and its cursors as the program made them."""

    def __init__(self, options: dict[str, Any]) -> None:
        library: Any = importlib.import_module("sqlite3")  # of which most projects have no use at import
        kind = _closing_kind(library)
        self.connection = library.connect(":memory:", check_same_thread=False, factory=kind, **options)
        self.connection.set_progress_handler(self._count, 10_000)
        self.steps = 0
        self.cursors: list[Any] = []
        if hasattr(self.connection, "setlimit"):
            self.connection.setlimit(library.SQLITE_LIMIT_LENGTH, 1_000_000)

    def _count(self) -> int:
        self.steps += 1
        return self.steps > _MOST_STEPS

    def run(self, own: Any, name: str, given: list[Any]) -> Any:
        """Call a method; what is too large ends as such."""
        try:
            return getattr(own, name)(*given)
        except Exception as error:
            if self.steps > _MOST_STEPS or "too big" in str(error):
                raise MemoryError from None
            raise


@cache
def _closing_kind(library: Any) -> type:
    """Return a class of connections that close themselves, as Python 3.13 warns of those that do not."""

    def close(own: Any) -> None:
        with suppress(library.ProgrammingError):  # it was refused before it was one
            own.close()

    return type("Connection", (library.Connection,), {"__del__": close})


def _database(own: Value) -> Instance:
    return own if own.cls is _CONNECTION else own.ns[_DATABASE]  # type: ignore[no-any-return]


def _is_followed(name: str, given: list[Any]) -> bool:
    """Return whether it is known what a statement with its values does."""
    if any(value is MISSING or is_long(value, _LONGEST) for value in given):
        return False
    if not name.startswith("execute") or not given or not isinstance(given[0], str):
        return True
    return len(given[0]) <= _LONGEST and _OTHERS.search(_CLOCK.sub("", given[0])) is None


@DATABASES.function("sqlite3.connect:call")
def _connect(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.require_fit("sqlite3.connect", "", args, kwargs, place)
    m.call(m.models["sqlite3.connect:check"], args, kwargs, place)
    if not args and not kwargs.keys() & {"database", "**"}:
        raise m.refusal("TypeError", "Connection() missing required argument 'database' (pos 1)", place)
    given = m.decide(args[0] if args else kwargs.get("database"))
    is_absent = _is_absent(m, given)
    if (given == ":memory:" or is_absent) and len(args) < 2 and kwargs.keys() <= _OPTIONS:
        levels = {key: as_python(m, kwargs[key], place) for key in kwargs.keys() & {"isolation_level"}}
        if MISSING not in levels.values():
            own = Instance(_CONNECTION, m.namespace())
            begin(m, own, lambda: _Database(levels), place)
            if is_absent:
                m.call_library("sqlite3.connect", args, kwargs, place)
                m.store(own.ns, _ABSENT, True)
                m.store(m.made_paths, absolute(m, given), None)
            return own
    m.call_library("sqlite3.connect", args, kwargs, place)
    made = m.unknown("sqlite3.connect() is not part of the project", place, is_foreign=True)
    return m.of_kind(made, "sqlite3.Connection")


def _is_absent(m: Imports, given: Value) -> bool:
    """Return whether a database's file is seen not to be there."""
    is_path = isinstance(given, str) and bool(given) and given != ":memory:"
    return is_path and not given.startswith("file:") and kind_at(m, absolute(m, given)) == ""


def _statement(name: str) -> Run:
    """Return a method that runs statements: a database's makes a cursor for them."""

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        own, given = args[0], [as_python(m, argument, place) for argument in args[1:]]
        owner, cursor = _database(own), own
        if own is owner:
            cursor = _new_cursor(m, (own,), {}, place)
        _refuse_values(m, name, args[1:], place)
        number = cursor.ns.get(_NUMBER)
        if not isinstance(number, int) or kwargs or not _is_followed(name, given):
            give_up(m, owner, f"{name}() of what is not followed", place)
            return cursor
        if given and isinstance(given[0], str) and _CLOCK.search(given[0]):
            m.store(owner.ns, _TIMED, True)
        try:
            found = perform(
                m, owner, lambda held: held.run(held.cursors[number], name, given) and None, place
            )
        except PyRaise as raised:
            raised.is_soft |= _ABSENT in owner.ns
            raise
        if found is MISSING or isinstance(found, Unknown):
            give_up(m, owner, "what a database holds", place)
        return cursor

    return run


def _refuse_values(m: Imports, name: str, args: Args, place: Place) -> None:
    """Raise what a statement raises for one value that certainly is none that a database takes."""
    values = m.decide(args[1]) if name == "execute" and len(args) == 2 else None
    if type(values) is not ListValue and not isinstance(values, tuple):
        return
    items = values.items if isinstance(values, ListValue) else values
    if not isinstance(m.decide(args[0]), str) or m.decide(args[0]).count("?") != len(items):
        return
    for at, item in enumerate(items):
        value = m.decide(item)
        is_adapted = "sqlite3.register_adapter()" in m.patched
        is_object = isinstance(value, Instance) and value.cls.lookup("__conform__") is MISSING
        is_refused = is_object and (is_plain_class(value.cls) or value.cls is m.external("builtins.object"))
        if not is_adapted and (is_refused or isinstance(value, (ListValue, DictValue, Function, Module))):
            is_old = m.python_numbers < (3, 11)
            where = f"Error binding parameter {at if is_old else at + 1}"
            shown = (
                " - probably unsupported type." if is_old else f": type '{kind_name(value)}' is not supported"
            )
            kind = m.external(f"sqlite3.{'InterfaceError' if is_old else 'ProgrammingError'}")
            raise PyRaise(m.call(kind, (where + shown,), {}, place), place)


@DATABASES.function("sqlite3.register_adapter:check")
def _register_adapter(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    m.store(m.patched, "sqlite3.register_adapter()", True)


def _new_cursor(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made = Instance(_CURSOR, m.namespace(connection=args[0]))
    made.ns[_DATABASE] = args[0]

    def run(held: _Database) -> int:
        held.cursors.append(held.connection.cursor())
        return len(held.cursors) - 1

    number = MISSING if len(args) > 1 or kwargs else perform(m, args[0], run, place)
    if not isinstance(number, int):
        give_up(m, args[0], "what a database holds", place)
        return made
    made.ns[_NUMBER] = number
    return made


def _asked(name: str, *, is_attribute: bool = False) -> Run:
    """Return a method, or the getter of an attribute, of Python's own database or cursor."""

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        own, given = args[0], [as_python(m, argument, place) for argument in args[1:]]
        owner, number = _database(own), own.ns.get(_NUMBER)

        def ask(held: _Database) -> Any:
            asked = held.connection if own is owner else held.cursors[number]
            return getattr(asked, name) if is_attribute else held.run(asked, name, given)

        is_known = (own is owner or isinstance(number, int)) and not kwargs and _is_followed(name, given)
        found = perform(m, owner, ask, place) if is_known else MISSING
        if found is MISSING or isinstance(found, Unknown):
            return give_up(m, owner, f"what {name} of a database gives", place)
        if (_TIMED in owner.ns and name.startswith("fetch")) or _ABSENT in owner.ns:
            return m.unknown("what a database holds where the worker runs", place)
        return m.hold(found, place)

    return run


def _rows(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    rows = _asked("fetchall")(m, args[:1], {}, place)
    return (
        m.new_iterator((), rows) if isinstance(rows, Unknown) else m.new_iterator(m.iterate(rows, place)[0])
    )


def _itself(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return args[0]


def _leave(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Keep what was done, or take it back where the block failed."""
    _asked("commit" if len(args) < 2 or m.decide(args[1]) is None else "rollback")(m, args[:1], {}, place)
    return False


def _lose(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for an attribute that is not written here: what it does to the database is not known."""
    name, kind = m.decide(args[1]), f"sqlite3.{args[0].cls.name}"
    if isinstance(name, str) and m.lacks_standard(kind, name):
        raise m.refusal("AttributeError", f"'{kind}' object has no attribute '{name}'", place)
    return give_up(m, _database(args[0]), f"{name} of a database", place)


def _set(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Set an attribute, which may change how rows look."""
    _lose(m, args, kwargs, place)
    name = m.decide(args[1])
    if isinstance(name, str):
        m.set_plainly(args[0], name, args[2], place)
    return None


for _class in (_CONNECTION, _CURSOR):
    for _name in ("execute", "executemany", "executescript"):
        _class.ns[_name] = Native(_name, _statement(_name), binds=True)
    _class.ns["close"] = Native("close", _asked("close"), binds=True)
    _class.ns["__getattr__"] = Native("__getattr__", _lose, binds=True)
    _class.ns["__setattr__"] = Native("__setattr__", _set, binds=True)
for _name in ("commit", "rollback"):
    _CONNECTION.ns[_name] = Native(_name, _asked(_name), binds=True)
for _name in ("fetchone", "fetchmany", "fetchall"):
    _CURSOR.ns[_name] = Native(_name, _asked(_name), binds=True)
for _name in ("rowcount", "lastrowid", "description"):
    _CURSOR.ns[_name] = Wrapper("property", Native(_name, _asked(_name, is_attribute=True)))
for _name in ("total_changes", "in_transaction"):
    _CONNECTION.ns[_name] = Wrapper("property", Native(_name, _asked(_name, is_attribute=True)))
for _name, _run in (("cursor", _new_cursor), ("__enter__", _itself), ("__exit__", _leave)):
    _CONNECTION.ns[_name] = Native(_name, _run, binds=True)
_CURSOR.ns["__iter__"] = Native("__iter__", _rows, binds=True)
