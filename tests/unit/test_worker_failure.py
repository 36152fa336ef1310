"""The first cause in chains of exceptions, as the start-up check writes them down."""

from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from automappa_scaffold.worker.failure import ProjectFiles, StartFailure, explain_failure

ROOT = Path("/app")
CELERY = "/venv/lib/python3.11/site-packages/celery/loaders/base.py"
PANDAS = "/venv/lib/python3.11/site-packages/pandas/io.py"
OURS = "/app/proj/tasks.py"


def raised(
    kind: str, message: str, *frames: tuple[str, int], explicit: bool = False, **more: Any
) -> dict[str, Any]:
    listed = [[file, line, more.get("function", "<module>")] for file, line in frames]
    return {"type": kind, "message": message, "frames": listed, "explicit": explicit, **more}


def explain(*chain: dict[str, Any], code: int = 1, **more: Any) -> StartFailure:
    return explain_failure(code, chain, ProjectFiles(ROOT), **more)


def test_what_celery_wraps_is_the_cause() -> None:
    failure = explain(
        raised("ModuleNotFoundError", "module 'proj' has no attribute 'conf'", (CELERY, 1)),
        raised(
            "ModuleNotFoundError",
            "No module named 'umap'",
            (CELERY, 2),
            ("/app/proj/conf.py", 4),
            missing="umap",
        ),
    )
    assert (failure.kind, failure.message) == ("ModuleNotFoundError", "No module named 'umap'")
    assert (failure.path, failure.line, failure.missing) == (PurePosixPath("proj/conf.py"), 4, "umap")


def test_a_fallback_of_the_projects_own_that_fails_is_the_cause() -> None:
    failure = explain(
        raised("ModuleNotFoundError", "No module named 'slow'", (CELERY, 2), (OURS, 4), missing="slow"),
        raised("ModuleNotFoundError", "No module named 'fast'", (OURS, 2), missing="fast"),
    )
    assert (failure.missing, failure.line) == ("slow", 4)


def test_an_explicit_cause_is_followed_through_a_library() -> None:
    failure = explain(
        raised("ImportError", "optional dependency", (OURS, 4), (PANDAS, 9), explicit=True),
        raised("ModuleNotFoundError", "No module named 'pyarrow'", (PANDAS, 8), missing="pyarrow"),
    )
    assert failure.missing == "pyarrow"
    assert (failure.path, failure.line) == (PurePosixPath("proj/tasks.py"), 4)


def test_what_a_library_handled_for_itself_is_not_the_cause() -> None:
    failure = explain(
        raised("AttributeError", "no column x", (OURS, 4), (PANDAS, 9)),
        raised("KeyError", "'x'", (PANDAS, 8)),
    )
    assert failure.kind == "AttributeError"


def test_the_steps_through_the_project_are_told_outermost_first() -> None:
    failure = explain(
        raised(
            "NameError",
            "name 'x'",
            (CELERY, 1),
            ("/app/a.py", 1),
            ("<frozen importlib>", 9),
            ("/app/b.py", 2),
        )
    )
    assert failure.chain == ("a.py:1", "b.py:2")


def test_libraries_inside_the_project_folder_are_not_the_projects_code() -> None:
    inside = "/app/.venv/lib/python3.11/site-packages/dash/dash.py"
    failure = explain(raised("TypeError", "no", (OURS, 3), (inside, 100)))
    assert (failure.path, failure.line) == (PurePosixPath("proj/tasks.py"), 3)


def test_an_exit_in_the_apps_code_is_explained() -> None:
    failure = explain(raised("SystemExit", "3", (CELERY, 1), (OURS, 5)), code=3)
    assert failure.message.startswith("3 (the app's own code ends the worker")
    assert (failure.exit_code, failure.path, failure.line) == (3, PurePosixPath("proj/tasks.py"), 5)


def test_without_an_exception_the_last_words_are_told() -> None:
    assert explain(code=3).message == "The worker ended without a word (exit code 3)."
    assert explain(code=-11, output="\x1b[31mboom\x1b[0m\n\n").message == "boom (ended by signal 11)"


def test_a_variable_that_was_withheld_is_named_with_its_place() -> None:
    failure = explain(raised("KeyError", "'BROKER_URL'", (OURS, 2)), withheld=["BROKER_URL"])
    assert "env-file" in failure.message


@pytest.mark.parametrize(
    ("kind", "message", "text"),
    [("RuntimeError", "", "RuntimeError"), ("RuntimeError", "a\n  b", "RuntimeError: a b")],
)
def test_the_message_is_one_line(kind: str, message: str, text: str) -> None:
    assert explain(raised(kind, message, (OURS, 1))).as_start_error().message == text


def test_paths_in_messages_are_relative_and_long_messages_end() -> None:
    failure = explain(raised("ImportError", "cannot import name 'x' from 'a' (/app/a.py)", (OURS, 1)))
    assert failure.message.endswith("(a.py)")
    assert len(explain(raised("ValueError", "x" * 5000, (OURS, 1))).message) == 500
