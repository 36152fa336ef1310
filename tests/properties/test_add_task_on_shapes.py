"""``add-task`` over the product of shapes, layouts and bytes; Celery itself says what registers.

``AUTOMAPPA_SCAFFOLD_SHAPES`` sets how many apps are tried; a long run takes thousands.
"""

import ast
import io
import os
import re
import subprocess
import sys
import tokenize
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, assume, given, settings

from automappa_scaffold.errors import EditError, ProjectError
from automappa_scaffold.operations.add_task import AddTaskOutcome, AddTaskRequest, add_task
from automappa_scaffold.operations.remove_task import remove_task
from automappa_scaffold.operations.workspace import open_workspace
from tests.celery_server import CeleryServer
from tests.properties.shop_shapes import APP, INIT, PACKAGE, SETTINGS, Shop, line_ends, shops

SPEC = "shop.tasks:queue"
TASK = "count_items"
COUNT = int(os.environ.get("AUTOMAPPA_SCAFFOLD_SHAPES", "60"))


def write(root: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


def read(root: Path) -> dict[str, bytes]:
    caches = {".automappa_scaffold_cache", "__pycache__", ".ruff_cache"}
    paths = [path for path in root.rglob("*") if path.is_file() and caches.isdisjoint(path.parts)]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def add(root: Path, module: str) -> AddTaskOutcome:
    request = AddTaskRequest(
        "cart", TASK, module=module, params=("cart_id: int",), returns="int", body="echo"
    )
    return add_task(open_workspace(root, use_cache=False), request)


def remove(root: Path, task: str) -> bool:
    """Remove the task; not where that would take a neighbour away, which its import alone registered."""
    try:
        remove_task(open_workspace(root, use_cache=False), task)
    except ProjectError as error:
        if "would lose" not in str(error):
            raise
        return False
    return True


def tokens_of(data: bytes) -> list[str]:
    data = re.sub(rb"\r\n?", b"\n", data)
    text = data.decode(tokenize.detect_encoding(io.BytesIO(data).readline)[0])
    layout = {tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    return [t.string for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type not in layout]


def is_subsequence(short: list[str], long: list[str]) -> bool:
    rest = iter(long)
    return all(any(item == other for other in rest) for item in short)


class _Rest(ast.NodeTransformer):
    """A tree without what the new task brought; lists of strings and a lone string look alike."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return node if node.value not in (TASK, PACKAGE) else ast.Constant(None)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST | None:
        return node if node.name != TASK else None

    def visit_Import(self, node: ast.Import) -> ast.AST | None:
        node.names = [alias for alias in node.names if alias.name != "time"]
        return node if node.names else None

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST | None:
        new = (TASK, "Any", "queue")
        node.names = [alias for alias in node.names if alias.name not in new or alias.asname]
        return node if node.names else None


def rest_of(data: bytes, *, had_list: bool) -> str:
    """The tree without what was inserted, as text."""
    tree = _Rest().visit(ast.parse(data))
    text = ast.unparse(ast.fix_missing_locations(tree))
    text = (
        re.sub(r"(?m)^(__all__|imports|CELERY_IMPORTS|queue\.conf\.imports) = .*\n?", "", text)
        if not had_list
        else text
    )
    return re.sub(r"None(, )?|[(),\n ]", "", text)


def check_result(shop: Shop, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    assert before.keys() <= after.keys()
    for name, data in before.items():
        new = after[name]
        if new == data:
            continue
        words = [t for t in tokens_of(data) if t not in "(),"]
        assert is_subsequence(words, tokens_of(new)), "a token was lost or moved"
        assert [t for t in tokens_of(new) if t[0] == "#"] == [t for t in tokens_of(data) if t[0] == "#"]
        assert line_ends(new) <= (line_ends(data) or {"\n"})
        assert new.startswith(b"\xef\xbb\xbf") == data.startswith(b"\xef\xbb\xbf")
        is_empty = data in (b"", b"\xef\xbb\xbf")
        assert is_empty or new.endswith((b"\n", b"\r")) == data.endswith((b"\n", b"\r"))
        had_list = bool(re.search(rb"__all__|imports|IMPORTS|include", data))
        assert rest_of(new, had_list=had_list) == rest_of(data, had_list=True)


@settings(max_examples=COUNT, suppress_health_check=list(HealthCheck))
@given(shop=shops())
def test_celery_registers_the_task_and_nothing_else_changes(shop: Shop, celery_server: CeleryServer) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, shop.files)
        old = celery_server.ask(root, SPEC)
        if shop.refuses:
            with pytest.raises((EditError, ProjectError)) as caught:
                add(root, shop.module)
            assert read(root) == shop.files
            assert re.search(f"{TASK}|{PACKAGE}|hoose another", caught.value.hint)
            return
        outcome = add(root, shop.module)
        after = read(root)
        new = celery_server.ask(root, SPEC)
        assert new["error"] is None
        assert set(new["names"]) == {*old["names"], outcome.task} | {
            name for name in new["names"] if name.startswith(PACKAGE)
        }
        assert add(root, shop.module).up_to_date
        assert read(root) == after
        check_result(shop, shop.files, after)
        if not remove(root, outcome.task):
            return
        left = read(root)
        lost = {*new["names"]} - {*celery_server.ask(root, SPEC)["names"]}
        assert lost == {outcome.task}
        for name, data in shop.files.items():
            is_listed_for_others = INIT in shop.files and name in (SETTINGS, APP)
            is_kept = left.get(name) == data or is_listed_for_others or not is_told(data, after[name])
            assert is_kept or fits_on_one_line(data, shop.files), name
        again = add(root, shop.module)
        assert again.task == outcome.task
        if not any(fits_on_one_line(data, shop.files) for data in shop.files.values()):
            assert read(root) == after


def fits_on_one_line(before: bytes, files: dict[str, bytes]) -> bool:
    """Whether a list in rows may as well have stood on one line, which the new entry made too long.

    Both lead to the same file with the entry in it, so that nothing tells which of them it was.
    """
    limit = int(re.search(rb"line-length = (\d+)", files["pyproject.toml"])[1])  # type: ignore[index]
    try:
        tree = ast.parse(before)
    except SyntaxError:  # it is no Python
        return False
    for node in ast.walk(tree):
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)) and node.value is not None:
            lines = before.splitlines()[node.lineno - 1 : node.end_lineno]
            joined = b"".join(line.strip() for line in lines)
            if len(lines) > 1 and len(joined) <= limit and b"shop." in joined:
                return True
    return False


def is_told(before: bytes, after: bytes) -> bool:
    """Whether the edited text tells how it was: nothing was re-laid, and no list was made or filled."""
    had_list = re.search(rb"__all__|imports|IMPORTS|include", before)
    holders = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.keyword)
    values = [node.value for node in ast.walk(ast.parse(before)) if isinstance(node, holders)]
    lone = [value for value in values if isinstance(value, ast.Constant) and "shop." in str(value.value)]
    empty = [value for value in values if isinstance(value, (ast.Tuple, ast.List)) and not value.elts]
    is_relaid = len(after.splitlines()) - len(before.splitlines()) not in (0, 1)
    return bool(had_list) and not lone and not empty and not is_relaid


def formatted(root: Path, names: tuple[str, ...]) -> bool:
    """Let ruff sort the imports and format the files; say whether it could."""
    ruff = [sys.executable, "-m", "ruff"]
    isort = ["check", "--select", "I,F401", "--ignore", "F401", "--fix", "-q", *names]
    subprocess.run([*ruff, *isort], cwd=root, check=False, capture_output=True)
    return (
        subprocess.run([*ruff, "format", "-q", *names], cwd=root, check=False, capture_output=True).returncode
        == 0
    )


@settings(max_examples=COUNT // 2, suppress_health_check=list(HealthCheck))
@given(shop=shops().filter(lambda shop: not shop.refuses))
def test_what_a_formatter_left_alone_is_left_alone_afterwards(shop: Shop) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, shop.files)
        assume(formatted(root, shop.shaped))  # ruff reads UTF-8 alone
        before = read(root)
        add(root, shop.module)
        after = read(root)
        changed = tuple(name for name in after if after[name] != before.get(name))
        assert changed
        assert formatted(root, changed)
        assert read(root) == after
