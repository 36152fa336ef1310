"""Edits over the product of shapes and bytes: what they promise holds for each."""

import ast
import io
import os
import re
import subprocess
import sys
import tokenize
import warnings
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from automappa_scaffold.editing.append_function import AppendFunction
from automappa_scaffold.editing.edit import Edit
from automappa_scaffold.editing.export_name import ExportName
from automappa_scaffold.editing.imports_setting import AddImportsEntry
from automappa_scaffold.editing.reexport import AddReexport
from automappa_scaffold.editing.remove_entry import RemoveImportsEntry
from automappa_scaffold.editing.remove_function import RemoveFunction
from automappa_scaffold.editing.remove_reexport import RemoveReexport
from automappa_scaffold.editing.unexport_name import UnexportName

# A long run takes thousands.
COUNT = int(os.environ.get("AUTOMAPPA_SCAFFOLD_EDITS", "150"))
PATH = PurePosixPath("shop/file.py")
ENTRY = "shop.pages.mid.tasks"
_ENTRIES = [
    "shop.pages.alpha.tasks",
    "shop.pages.home.tasks",
    "shop.pages.zoo.tasks",
    "shop.tasks",
    "other.jobs",
]
_HEADS = [
    "",
    '"""Settings."""\n',
    "# a comment that stands alone\n\n",
    '"""Settings."""\n\nimport os\n\nbroker_url = os.environ.get("NOTHING", "x")\n',
    "#!/usr/bin/env python\n# licence\nfrom os import path  # kept\n",
    "\x0c\nresult_expires = 3600\n",
]
_TAILS = [
    "",
    "# the end\n",
    "result_backend = 'a' \\\n    'b'\n",
    "\n\ndef helper(value):\n    return [value, 'é'] if value else ()\n",
    "task_routes = {'a': {'queue': 'b'}}; x = 1\n",
    "if True:\n\tindented = 'by a tab'\n",
]

_MODULES = [
    "",
    '"""Doc."""\n',
    "from shop.tasks import queue\n\n\n@queue.task\ndef first():\n    return 'é'\n",
    "import time\nfrom typing import Any\n\nVALUE = 1\n",
    '"""Doc."""\nimport os\n\n\ndef first():\n\treturn os\n\n\nif __name__ == "__main__":\n\tpass\n',
    "class First:\n    x = 1\n# the end\n",
]

RENDERED = '''"""Doc."""

import time
from typing import Any

from shop.tasks import queue


@queue.task(bind=True)
def new_task(self: Any, color: str) -> str:
    """Say it."""
    time.sleep(0.1)
    return color
'''


@st.composite
def literals(draw: st.DrawFn, members: list[str], kinds: tuple[str, ...], indent: str = "    ") -> str:
    """A tuple, list or set display of strings in one of many layouts, or one string."""
    entries = draw(st.lists(st.sampled_from(members), unique=True, max_size=4))
    kind = draw(st.sampled_from(kinds))
    quote = draw(st.sampled_from(["'", '"']))
    texts = [f"{quote}{entry}{quote}" for entry in entries]
    if kind == "string":
        assume(len(texts) == 1)
        return draw(st.sampled_from([texts, [f"({texts[0]})"], [f"(\n{indent}{texts[0]}\n)"]]))[0]
    if kind == "set":
        assume(texts)
    if kind == "bare":
        assume(texts)
        return ", ".join(texts) + ("," if len(texts) == 1 else "")
    opening, closing = {"tuple": ("(", ")"), "list": ("[", "]"), "set": ("{", "}")}[kind]
    lone = "," if kind == "tuple" and len(texts) == 1 else ""
    layout = draw(
        st.sampled_from(["line", "spaced", "comma", "rows", "rows-open", "hug", "comments", "filled"])
    )
    if not texts:
        return opening + draw(st.sampled_from(["", " ", f"\n{indent}# none yet\n"])) + closing
    if layout == "line":
        return opening + ", ".join(texts) + lone + closing
    if layout == "spaced":
        return f"{opening} {' , '.join(texts)} {lone}{closing}"
    if layout == "comma":
        return opening + ", ".join(texts) + "," + closing
    if layout == "hug":
        return opening + f",\n{indent}   ".join(texts) + lone + closing
    if layout == "filled":
        return f"{opening}\n{indent}{', '.join(texts)}{lone}\n{closing}"
    if layout == "comments":
        rows = "".join(f"{indent}# about it\n{indent}{text},  # {i}\n" for i, text in enumerate(texts))
        return f"{opening}  # open\n{rows}{indent}# last\n{closing}"
    end = "," if layout == "rows" or lone else ""
    return opening + "\n" + ",\n".join(indent + text for text in texts) + end + "\n" + closing


@st.composite
def encoded(draw: st.DrawFn, text: str) -> bytes:
    """The text in one of the byte forms that a source file may have."""
    form = draw(st.sampled_from(["plain", "bom", "latin"]))
    newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    if draw(st.booleans()):
        text = text.rstrip("\n")
    if form == "latin":
        data = ("# -*- coding: latin-1 -*-\n# caf\xe9\n" + text).replace("\n", newline).encode("latin-1")
    else:
        data = ("# ünïcödé 漢字\n" + text).replace("\n", newline).encode("utf-8")
    data = b"\xef\xbb\xbf" + data if form == "bom" else data
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ast.parse(data)
    return data


@st.composite
def settings_files(draw: st.DrawFn) -> bytes:
    head, tail = draw(st.sampled_from(_HEADS)), draw(st.sampled_from(_TAILS))
    literal = draw(literals(_ENTRIES, ("tuple", "list", "set", "string", "bare")))
    target = draw(
        st.sampled_from(
            ["imports = ", "imports: tuple[str, ...] = ", "x = 1; imports = ", "imports = \\\n    "]
        )
    )
    comment = draw(st.sampled_from(["", "  # which modules", "  # noqa: E501"]))
    statement = f"{target}{literal}{comment}\n"
    if draw(st.integers(0, 9)) == 0:
        statement = ""
    return draw(encoded(head + statement + tail))


@st.composite
def init_files(draw: st.DrawFn) -> bytes:
    doc = draw(
        st.sampled_from(["", '"""Tasks."""\n', '"""Tasks."""\n\n', "from __future__ import annotations\n\n"])
    )
    bodies = [
        "",
        "from .alpha import one\n",
        "from .alpha import one  # first\nfrom .zoo import two as deux\n",
        "from .zoo import (\n    two,  # why\n    three,\n)\nfrom .alpha import one\n",
        "from .new import (other, another)\n",
        "from .new import other, \\\n    another\n",
        "from shop.pages.home.tasks.new import other\nimport os\n",
        "from .new import *\nfrom .alpha import one\n",
        "try:\n    from .alpha import one\nexcept ImportError:\n    one = None\n",
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from .new import new_task\n",
        "from .alpha import one; from .beta import four\n",
    ]
    body = draw(st.sampled_from(bodies))
    bound = [name for name in ("one", "two", "other") if re.search(rf"\b{name}\b", body)]
    exported = draw(literals(bound, ("list", "tuple"))) if bound else "[]"
    name = draw(st.sampled_from(["__all__ = ", "__all__: list[str] = ", "__all__ = []\n__all__ += "]))
    export = f"\n{name}{exported}\n" if draw(st.booleans()) else ""
    tail = draw(st.sampled_from(["", "\n\ndef helper():\n    return 'é'\n", "\nVALUE = 1\n"]))
    if draw(st.integers(0, 4)) == 0 and export and "__future__" not in doc:
        return draw(encoded(doc + export + body + tail))
    return draw(encoded(doc + body + export + tail))


def tokens_of(data: bytes) -> list[str]:
    """The tokens that carry meaning or words: everything but white space."""
    data = re.sub(rb"\r\n?", b"\n", data)
    text = data.decode(tokenize.detect_encoding(io.BytesIO(data).readline)[0])
    layout = {tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    return [t.string for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type not in layout]


def value_of(data: bytes, name: str) -> Any:
    """The value that the file gives to a name when it really runs, or None."""
    tree = ast.parse(data)
    relative = (ast.ImportFrom,)
    kept = [s for s in tree.body if not (isinstance(s, relative) and (s.level or "shop" in (s.module or "")))]
    tree.body = [s for s in kept if not isinstance(s, (ast.Try, ast.If))]
    scope: dict[str, Any] = {}
    exec(compile(tree, "file", "exec"), scope)
    return scope.get(name)


def is_subsequence(short: list[str], long: list[str]) -> bool:
    rest = iter(long)
    return all(any(item == other for other in rest) for item in short)


def line_ends(data: bytes) -> set[str]:
    return set(re.findall(r"\r\n|\r|\n", data.decode("latin-1")))


def undo(edit: Edit, inverse: Edit, data: bytes, after: bytes, *, is_exact: bool) -> None:
    """Check that the inverse takes out what the edit put in; ``is_exact``: that every byte is as it was.

    Text does not tell how a list looked that was re-laid for its length, nor an empty one that was dropped.
    """
    before = inverse.apply(after)
    assert inverse.apply(before) == before
    if after != data:
        assert not is_exact or before == data
        assert is_subsequence(comments_of(before), comments_of(data))
        assert is_exact or edit.apply(before) != before


def comments_of(data: bytes) -> list[str]:
    return [token for token in tokens_of(data) if token.startswith("#")]


def apply_twice(edit: Edit, data: bytes) -> bytes:
    """The edited bytes, after the promises that all edits share were checked."""
    after = edit.apply(data)
    assert edit.apply(after) == after
    before_tokens, after_tokens = tokens_of(data), tokens_of(after)
    words = [t for t in before_tokens if t not in "(),"]
    assert is_subsequence(words, after_tokens), "a token was lost or moved"
    assert comments_of(after) == comments_of(data)
    assert line_ends(after) <= (line_ends(data) or {"\n"})
    assert after.startswith(b"\xef\xbb\xbf") == data.startswith(b"\xef\xbb\xbf")
    assert after.endswith((b"\n", b"\r")) == data.endswith((b"\n", b"\r"))
    return after


@settings(max_examples=COUNT, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(settings_files(), st.sampled_from([40, 88, 1000]))
def test_the_entry_is_added_to_imports_and_nothing_else_changes(data: bytes, line_length: int) -> None:
    before = value_of(data, "imports")
    edit = AddImportsEntry(PATH, ENTRY, "shop.tasks", "shop.pages", line_length=line_length)
    after = apply_twice(edit, data)
    old = [] if before is None else [before] if isinstance(before, str) else list(before)
    new = list(value_of(after, "imports"))
    assert sorted(new) == sorted([*old, ENTRY])
    if not isinstance(before, set):
        assert [entry for entry in new if entry != ENTRY] == old
        if old == sorted(old) and len(old) > 1:
            assert new == sorted(new)
        elif "shop.tasks" in old and old.index("shop.tasks") == len(old) - 1:
            assert new[-1] == "shop.tasks"
    if line_length == 1000:
        # What is not re-laid for its length keeps every byte; a one-tuple may give up its comma.
        lone = isinstance(before, tuple) and len(before) == 1
        assert lone or is_subsequence([chr(b) for b in data], [chr(b) for b in after])
    # No list and an empty one may lead to the same file.
    is_told = bool(before) or (before is None and bool(ast.parse(data).body))
    is_exact = line_length == 1000 and not isinstance(before, str) and is_told
    undo(edit, RemoveImportsEntry(edit), data, after, is_exact=is_exact)


@settings(max_examples=COUNT, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(init_files(), st.sampled_from([30, 88]))
def test_the_task_is_imported_once_and_nothing_else_changes(data: bytes, line_length: int) -> None:
    edit = AddReexport(PATH, "new", "new_task", "shop.pages.home.tasks", line_length)
    after = apply_twice(edit, data)
    imports = [s for s in ast.parse(after).body if isinstance(s, ast.ImportFrom)]
    found = [a.name for s in imports if (s.module or "").endswith("new") for a in s.names]
    assert "new_task" in found or "*" in found
    if b"TYPE_CHECKING" not in data:
        undo(edit, RemoveReexport(edit), data, after, is_exact=b'"""' not in data)
    rest_before = [ast.dump(s) for s in ast.parse(data).body if not isinstance(s, ast.ImportFrom)]
    rest_after = [ast.dump(s) for s in ast.parse(after).body if not isinstance(s, ast.ImportFrom)]
    assert rest_before == rest_after


@settings(max_examples=COUNT, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(init_files(), st.sampled_from([30, 88]))
def test_the_task_is_exported_once_and_nothing_else_changes(data: bytes, line_length: int) -> None:
    before = value_of(data, "__all__")
    edit = ExportName(PATH, "new_task", line_length=line_length)
    after = apply_twice(edit, data)
    if before:
        undo(edit, UnexportName(edit), data, after, is_exact=line_length == 88)
    exported = value_of(after, "__all__")
    if exported is None:
        assert b"*" in data
        return
    assert list(exported).count("new_task") == 1
    if before is not None:
        assert [name for name in exported if name != "new_task"] == list(before)
        if list(before) == sorted(before):
            assert list(exported) == sorted(exported)


@settings(max_examples=COUNT // 2, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(st.sampled_from(_MODULES).flatmap(encoded))
def test_the_function_is_appended_once_and_nothing_else_changes(data: bytes) -> None:
    edit = AppendFunction(PATH, "new_task", RENDERED, "shop")
    after = apply_twice(edit, data)
    undo(edit, RemoveFunction(PATH, "new_task", "shop"), data, after, is_exact=b"import time" not in data)
    tree = ast.parse(after)
    functions = [s for s in tree.body if isinstance(s, ast.FunctionDef) and s.name == "new_task"]
    assert len(functions) == 1
    assert ast.dump(functions[0]) == ast.dump(ast.parse(RENDERED).body[-1])
    bound = {
        a.asname or a.name for s in tree.body if isinstance(s, (ast.Import, ast.ImportFrom)) for a in s.names
    }
    assert {"queue", "time", "Any"} <= bound
    new = {ast.dump(s) for s in ast.parse(RENDERED).body}
    old = [ast.dump(s) for s in ast.parse(data).body]
    assert [ast.dump(s) for s in tree.body if ast.dump(s) not in new or ast.dump(s) in old] == old


def _formatted(folder: Path, data: bytes) -> bytes | None:
    """The bytes as ruff leaves them: imports sorted, then formatted."""
    ruff = [sys.executable, "-m", "ruff"]
    file = folder / "file.py"
    file.write_bytes(data)
    isort = ["check", "--isolated", "--select", "I", "--fix", "-q", "--config", 'src = ["."]', str(file)]
    subprocess.run([*ruff, *isort], cwd=folder, check=False, capture_output=True)
    if subprocess.run([*ruff, "format", "--isolated", "-q", str(file)], check=False, cwd=folder).returncode:
        return None
    return file.read_bytes()


@pytest.mark.parametrize("kind", ["imports", "init", "module"])
@settings(max_examples=COUNT // 10, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_file_that_ruff_leaves_alone_is_left_alone_after_the_edits(
    kind: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("ruff")
    (folder / "shop").mkdir()
    modules = st.sampled_from(_MODULES).flatmap(encoded)
    source = data.draw({"imports": settings_files(), "init": init_files(), "module": modules}[kind])
    clean = _formatted(folder, source)
    assume(clean is not None)
    assert clean is not None
    if kind == "imports":
        after = AddImportsEntry(PATH, ENTRY, "shop.tasks", "shop.pages").apply(clean)
    elif kind == "init":
        package = "shop.pages.home.tasks"
        after = ExportName(PATH, "new_task").apply(AddReexport(PATH, "new", "new_task", package).apply(clean))
    else:
        after = AppendFunction(PATH, "new_task", RENDERED, "shop").apply(clean)
    assert _formatted(folder, after) == after
