"""Whatever the user answers, the generated source holds just that: no answer becomes code of its own."""

import ast
import keyword
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from automappa_scaffold.errors import ScaffoldError
from automappa_scaffold.operations.add_task import AddTaskRequest, add_task
from automappa_scaffold.operations.workspace import Workspace, open_workspace
from tests.functional.conftest import FILES

_NASTY = [
    *('"""', "'''", "\\", '\\"', '"', "'", "\n", "\r", "\t", "\f", "\0", "{{ 1/0 }}", "{% raw %}", "{# c #}"),
    *(
        "#}",
        "import os",
        "\\N{BULLET}",
        "\\x41",
        "é",
        "漢字",
        "ﬁ",
        "\u2028",
        "\u202e",
        "%s",
        "{x}",
        "):\n",
        "# ",
    ),
]
_PIECES = st.one_of(st.sampled_from(_NASTY), st.text(max_size=6), st.just(" word "))
_TEXT = st.lists(_PIECES, max_size=8).map("".join)
_ODD_NAMES = ["zähle", "作業", "_x", "match", "type", "class", "__init__", "ﬁnd", "self", "time", "queue"]
_NAMES = st.sampled_from(_ODD_NAMES) | st.from_regex(r"[a-z_][a-z0-9_]{0,40}", fullmatch=True)
_ANNOTATIONS = st.sampled_from(
    [
        *("int", "str | None", "list[dict[str, int]]", "Literal['a\"b', \"c'd\"]", "'Path'", "*int", "Any"),
        *("Annotated[int, '{{ x }}']", "Callable[[int], str]", "(yield)", "int): import os\n#", "lambda: 0"),
        *("tuple[()]", "x := 1"),
    ]
)
_LITERALS = ["1", "-1.5", "None", "'a'", "b'\\0'", "[1, {'a': (2,)}]", "f'{1}'", "...", "1)", "(", "x"]
_DEFAULTS = st.sampled_from(_LITERALS) | _TEXT.map(repr)


@st.composite
def parameters(draw: st.DrawFn) -> str:
    annotation, default = draw(st.none() | _ANNOTATIONS), draw(st.none() | _DEFAULTS)
    text = draw(st.sampled_from(["", "", "*", "**"])) + draw(_NAMES)
    text += f": {annotation}" if annotation is not None else ""
    return text + (f" = {default}" if default is not None else "")


_REQUESTS = st.builds(
    AddTaskRequest,
    page=st.just("cart"),
    task=_NAMES,
    params=st.lists(parameters(), max_size=3).map(tuple),
    returns=st.just("") | _ANNOTATIONS,
    bind=st.booleans(),
    name=st.just("") | _TEXT,
    queue_options=st.lists(st.tuples(_NAMES, _TEXT | _DEFAULTS).map("=".join), max_size=2).map(tuple),
    doc=_TEXT,
    body=st.sampled_from(["stub", "echo"]),
    with_test=st.just(True),
)


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        yield open_workspace(Path(folder))


@settings(max_examples=100)
@given(request_=_REQUESTS)
def test_the_generated_source_holds_just_what_was_given(
    workspace: Workspace, request_: AddTaskRequest
) -> None:
    try:
        outcome = add_task(workspace, request_, dry_run=True)
    except ScaffoldError:
        return  # one message; what is made is what is looked at here
    event("made")
    files = {path: data for path, data in outcome.changeset.after.items() if data is not None}
    for data in files.values():
        data.decode("utf-8")
        ast.parse(data)
    module = files[PurePosixPath(f"shop/pages/cart/tasks/{request_.task}.py")]
    _judge_module(ast.parse(module), request_)
    test = ast.parse(files[PurePosixPath(f"tests/test_cart_{request_.task}.py")])
    assert [type(stmt) for stmt in test.body] == [ast.Expr, ast.ImportFrom, ast.Assign, ast.FunctionDef]
    assert isinstance(test.body[2], ast.Assign)
    assert ast.literal_eval(test.body[2].value) == outcome.task


def _judge_module(tree: ast.Module, request: AddTaskRequest) -> None:
    docstring, *imports, function = tree.body
    assert isinstance(docstring, ast.Expr)
    assert isinstance(function, ast.FunctionDef)
    assert all(isinstance(stmt, (ast.Import, ast.ImportFrom)) for stmt in imports)
    assert function.name == request.task
    wanted = ast.parse(f"def f({', '.join(request.params)}\n): pass").body[0]
    assert isinstance(wanted, ast.FunctionDef)
    given_args = {arg.arg: arg for arg in ast.walk(wanted.args) if isinstance(arg, ast.arg)}
    made_args = {arg.arg: arg for arg in ast.walk(function.args) if isinstance(arg, ast.arg)}
    assert made_args.keys() - given_args.keys() == ({"self"} if request.bind else set())
    for name, arg in given_args.items():
        if arg.annotation is not None:
            assert ast.dump(made_args[name].annotation or ast.Pass()) == ast.dump(arg.annotation)
    assert [ast.dump(d) for d in function.args.defaults] == [ast.dump(d) for d in wanted.args.defaults]
    if request.returns:
        assert function.returns is not None
        assert ast.dump(function.returns) == ast.dump(ast.parse(f"({request.returns}\n)", mode="eval").body)
    if request.doc.strip():
        made = ast.get_docstring(function, clean=False)
        assert made is not None
        assert made.split() == request.doc.split()
    (decorator,) = function.decorator_list
    keywords = {k.arg: k.value for k in decorator.keywords} if isinstance(decorator, ast.Call) else {}
    assert ("bind" in keywords) == request.bind
    if request.name:
        assert ast.literal_eval(keywords["name"]) == request.name
    for option in request.queue_options:
        key, _, value = option.partition("=")
        made_value = ast.literal_eval(keywords[key])
        try:
            assert made_value == ast.literal_eval(value) or made_value == value
        except (ValueError, SyntaxError, TypeError, MemoryError):
            assert made_value == value
    body = [stmt for stmt in function.body if not isinstance(stmt, ast.Expr)]
    assert [type(stmt) for stmt in body] in ([ast.Raise], [ast.Return], [])
    assert not keyword.iskeyword(function.name)
