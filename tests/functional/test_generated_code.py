"""What add-task and add-page generate passes the tools that its owners run, and says just what was asked."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.operations.add_page import add_page
from automappa_scaffold.operations.add_task import AddTaskRequest, add_task
from automappa_scaffold.operations.workspace import open_workspace

# A typed Celery, as celery-types has it, in the few lines that matter here.
_STUB = """
from collections.abc import Callable
from typing import Any, Concatenate, Generic, Literal, ParamSpec, TypeVar, overload

P = ParamSpec("P")
R = TypeVar("R")

class Task(Generic[P, R]):
    name: str
    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R: ...

class _Loader:
    def import_default_modules(self) -> None: ...

class Celery:
    loader: _Loader
    tasks: dict[str, Any]
    def __init__(self, main: str) -> None: ...
    def config_from_object(self, obj: str) -> None: ...
    @overload
    def task(self, fun: Callable[P, R], /) -> Task[P, R]: ...
    @overload
    def task(
        self, *, bind: Literal[True], name: str = ..., queue: str = ..., max_retries: int = ...
    ) -> Callable[[Callable[Concatenate[Task[P, R], P], R]], Task[P, R]]: ...
    @overload
    def task(
        self, *, name: str = ..., queue: str = ..., max_retries: int = ...
    ) -> Callable[[Callable[P, R]], Task[P, R]]: ...
"""
_DASH = """
from typing import Any
from dash import html as html
def register_page(module: str, **options: Any) -> None: ...
"""
LONG = "a_name_that_goes_on_and_on_for_so_long_that_no_line_of_the_module_can_hold_it"
REQUESTS = [
    AddTaskRequest("cart", "stub"),
    AddTaskRequest("cart", "stub_with_parameters", params=("a: int", 'b:str="x"', "*c: int", "**d: str")),
    AddTaskRequest("cart", "plain", bind=False),
    AddTaskRequest("cart", "echo", params=("a: int",), returns="int", body="echo"),
    AddTaskRequest("cart", "echo_nothing", body="echo"),
    AddTaskRequest("cart", "echo_untyped", params=("a",), body="echo"),
    AddTaskRequest("cart", "echo_other", params=("a: int",), returns="str", body="echo"),
    AddTaskRequest("cart", "echo_list", returns="list[dict[str, int]]", body="echo", bind=False),
    AddTaskRequest("cart", "echo_maybe", params=("a: int",), returns="Path | None", body="echo"),
    AddTaskRequest("cart", "annotated", params=("a: Mapping[str, Path]", "b: Literal['x'] | None = None")),
    AddTaskRequest("cart", "with_test", with_test=True),
    AddTaskRequest("cart", "options", name="cart.options", queue_options=("queue=heavy", "max_retries=3")),
    AddTaskRequest(
        "cart",
        LONG,
        params=("the_first_parameter: dict[str, int]", "the_second_parameter: list[str] | None = None"),
        queue_options=(f"queue={LONG}",),
        name=LONG,
        with_test=True,
    ),
    AddTaskRequest("cart", "long_signature", params=("first: dict[str, list[int]]", "second: list[str]")),
    AddTaskRequest("cart", "doc_quotes", doc='He said "hi"'),
    AddTaskRequest("cart", "doc_triple", doc='""" + __import__("os").name + """'),
    AddTaskRequest("cart", "doc_backslash", doc="ends with \\"),
    AddTaskRequest("cart", "doc_backslash_quote", doc='ends with \\"'),
    AddTaskRequest("cart", "doc_jinja", doc="{{ page }} {% raw %} {# x #} {{ 1/0 }}"),
    AddTaskRequest("cart", "doc_lines", doc="First line.\n\n  Second\\n paragraph.\r\n\tThird\x00\x1b[31m."),
    AddTaskRequest("cart", "doc_scripts", doc="Zählt 箱 und ‮ umgekehrt"),
    AddTaskRequest("cart", "doc_long", doc="word " * 60),
    AddTaskRequest("cart", "zähle_箱", module="counting", params=("größe: int",)),
]


def _run(*command: str, cwd: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def full_app(small_app: Path) -> Path:
    """The small app with every generated task, each as its own request."""
    for request in REQUESTS:
        add_task(open_workspace(small_app), request)
        assert add_task(open_workspace(small_app), request).up_to_date
    for request in (
        AddTaskRequest("cart", "joined", module="stub", params=("a: Mapping[str, int]",), body="echo"),
        AddTaskRequest("cart", "joined_too", module="echo", bind=False),
    ):
        add_task(open_workspace(small_app), request)
    add_page(open_workspace(small_app), "new_page")
    return small_app


def test_generated_code_passes_ruff_and_mypy_strict(full_app: Path, tmp_path: Path) -> None:
    stubs = tmp_path / "stubs"
    for name, text in (("celery", _STUB), ("dash", _DASH)):
        (stubs / name).mkdir(parents=True)
        (stubs / name / "__init__.pyi").write_text(text)
    (stubs / "dash/html.pyi").write_text(
        "class H1:\n    def __init__(self, text: str) -> None: ...\n"
        "class Div:\n    def __init__(self, children: list[H1]) -> None: ...\n"
    )
    pages = ["shop/pages/cart", "shop/pages/new_page", "tests"]
    _run("ruff", "check", "--isolated", "--extend-select", "I,UP,B,RUF022,RET", *pages, cwd=full_app)
    _run("ruff", "format", "--isolated", "--check", *pages, cwd=full_app)
    for name in ("shop/pages/home/tasks/status_badge.py",):
        (full_app / name).unlink()
    (full_app / "mypy.ini").write_text(f"[mypy]\nstrict = true\nmypy_path = {stubs}\n")
    cache = str(tmp_path / "mypy")
    _run("mypy", "--config-file", "mypy.ini", "--cache-dir", cache, "-p", "shop.pages.cart", cwd=full_app)
    _run("mypy", "--config-file", "mypy.ini", "--cache-dir", cache, "-p", "shop.pages.new_page", cwd=full_app)


def test_docstrings_say_what_was_given_and_break_out_of_nothing(full_app: Path) -> None:
    for request in REQUESTS:
        path = full_app / f"shop/pages/cart/tasks/{request.module or request.task}.py"
        body = ast.parse(path.read_bytes()).body
        assert {type(s) for s in body} <= {ast.Expr, ast.Import, ast.ImportFrom, ast.FunctionDef}
        assert len([s for s in body if isinstance(s, ast.Expr)]) == 1
        function = next(s for s in body if isinstance(s, ast.FunctionDef) and s.name == request.task)
        if request.doc:
            assert (ast.get_docstring(function) or "").split() == request.doc.split()


def test_echoes_return_their_argument_in_real_celery(full_app: Path) -> None:
    code = (
        "from shop.pages.cart.tasks import echo, echo_nothing, echo_other, echo_list, echo_maybe, stub\n"
        "from shop.tasks import queue\n"
        "queue.conf.task_always_eager = True\n"
        "assert echo.delay(7).get() == 7\n"
        "assert echo_nothing.delay().get() is None\n"
        "assert echo_other.delay(7).get() == ''\n"
        "assert echo_list.delay().get() == []\n"
        "assert echo_maybe.delay(1).get() is None\n"
        "assert isinstance(stub.delay().result, NotImplementedError)\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-W", "ignore", "-c", code],
        cwd=full_app,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_page_that_exists_just_so_is_left_and_another_is_refused(small_app: Path) -> None:
    first = add_page(open_workspace(small_app), "new_page")
    assert [str(p) for p in first.changeset.paths] == [
        "shop/pages/new_page/__init__.py",
        "shop/pages/new_page/layout.py",
    ]
    assert not first.up_to_date
    assert add_page(open_workspace(small_app), "new_page").up_to_date
    with pytest.raises(ProjectError, match="another content"):
        add_page(open_workspace(small_app), "home")
    for bad in ("new-page", "class", "", "../up", "__init__"):
        with pytest.raises(ProjectError):
            add_page(open_workspace(small_app), bad)


def test_a_dry_run_of_add_page_writes_nothing(small_app: Path) -> None:
    outcome = add_page(open_workspace(small_app), "new_page", dry_run=True)
    assert b'+dash.register_page(__name__, path="/new-page", name="New page")' in outcome.changeset.diff()
    assert not (small_app / "shop/pages/new_page").exists()
