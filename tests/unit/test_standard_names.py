"""What ``standard_names.txt`` says of the standard library, against the Python that runs this."""

import importlib
import inspect
import sys
from typing import Any

import pytest

from automappa_scaffold.interpreter.standard_names import (
    given_by_standard,
    lacks_standard_name,
    never_has,
    standard_misfit,
)

HERE = sys.version_info[:2]
CLASSES = (
    "logging.Logger",
    "logging.Handler",
    "pathlib.Path",
    "datetime.datetime",
    "decimal.Decimal",
    "uuid.UUID",
    "re.Pattern",
    "re.Match",
    "collections.Counter",
    "collections.deque",
    "threading.Event",
    "threading.Thread",
    "subprocess.CompletedProcess",
    "configparser.ConfigParser",
    "queue.Queue",
    "builtins.str",
    "builtins.dict",
    "functools.partialmethod",
    "string.Template",
)
known = pytest.mark.skipif(HERE > (3, 13), reason="names are recorded up to Python 3.13")


def _class(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


@known
@pytest.mark.parametrize("path", CLASSES)
def test_what_a_class_has_here_is_not_called_missing(path: str) -> None:
    assert [name for name in dir(_class(path)) if lacks_standard_name(path, name, HERE)] == []


@known
@pytest.mark.parametrize("path", CLASSES)
def test_what_no_class_has_is_missing(path: str) -> None:
    assert lacks_standard_name(path, "warn_once_more", HERE)
    assert never_has(path, "__enter__") == (not hasattr(_class(path), "__enter__")) or path == "pathlib.Path"


@known
def test_attributes_that_an_init_sets_are_there() -> None:
    for path, names in {"logging.Logger": "handlers name", "queue.Queue": "maxsize mutex"}.items():
        assert not any(lacks_standard_name(path, name, HERE) for name in names.split())


def test_a_name_that_came_later_is_missing_before() -> None:
    assert lacks_standard_name("pathlib.Path", "walk", (3, 11))
    assert not lacks_standard_name("pathlib.Path", "walk", (3, 12))
    assert lacks_standard_name("typing", "override", (3, 11))


@pytest.mark.parametrize(
    ("path", "name", "arguments", "keywords", "fits"),
    [
        ("logging.Logger", "addHandler", 0, (), False),
        ("logging.Logger", "addHandler", 1, (), True),
        ("logging.Logger", "addHandler", 0, ("hdlr",), True),
        ("logging.Logger", "info", 0, (), False),
        ("logging.Logger", "info", 5, ("extra", "exc_info"), True),
        ("logging.getLogger", "", 2, (), False),
        ("threading.Event", "wait", 0, ("seconds",), False),
        ("threading.Event", "wait", 0, ("timeout",), True),
    ],
)
def test_arguments_fit_as_in_python(
    path: str, name: str, arguments: int, keywords: tuple[str, ...], fits: bool
) -> None:
    assert (standard_misfit(path, name, arguments, keywords) == "") == fits
    function = getattr(_class(path), name) if name else _class(path)
    given = [None] * (arguments + bool(name))
    try:
        inspect.signature(function).bind(*given, **dict.fromkeys(keywords))
    except TypeError:
        assert not fits
    else:
        assert fits


def test_kinds_of_results_are_told() -> None:
    assert given_by_standard("logging.getLogger") == "logging.Logger"
    assert given_by_standard("logging.Logger", "info()") == "None"
    assert given_by_standard("threading.Event") == "threading.Event"
    assert given_by_standard("importlib.import_module") == ""
