# ruff: noqa: E501 - before and after stand side by side
"""What each edit makes of a file, byte for byte, and what it refuses."""

import sys
from pathlib import PurePosixPath

import pytest

from automappa_scaffold.editing.app_setting import AddAppImports
from automappa_scaffold.editing.append_function import AppendFunction, app_expression
from automappa_scaffold.editing.edit import Edit
from automappa_scaffold.editing.export_name import ExportName
from automappa_scaffold.editing.imports_setting import AddImportsEntry
from automappa_scaffold.editing.reexport import AddReexport
from automappa_scaffold.editing.source_text import open_source
from automappa_scaffold.errors import EditError

PATH = PurePosixPath("p/file.py")
PACKAGE = "p.pages.home.tasks"
RENDERED = '"""D."""\n\nimport time\n\nfrom p.tasks import queue\n\n\n@queue.task\ndef new() -> None:\n    time.sleep(1)\n'


def entry(
    module: str = "p.pages.mid.tasks", *, line: int | None = None, line_length: int = 88
) -> AddImportsEntry:
    return AddImportsEntry(PATH, module, "p.tasks", "p.pages", line=line, line_length=line_length)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('imports = ("p.pages.a.tasks", "p.tasks")\n', 'imports = ("p.pages.a.tasks", "p.pages.mid.tasks", "p.tasks")\n'),
        ('imports = ("p.tasks",)\n', 'imports = ("p.pages.mid.tasks", "p.tasks")\n'),
        ('imports = ["z", "p.tasks"]\n', 'imports = ["z", "p.pages.mid.tasks", "p.tasks"]\n'),
        ('imports = ("p.pages.z.tasks", "other")\n', 'imports = ("p.pages.mid.tasks", "p.pages.z.tasks", "other")\n'),
        ('imports = ("p.pages.z.tasks", "p.pages.a.tasks", "b")\n', 'imports = ("p.pages.z.tasks", "p.pages.a.tasks", "p.pages.mid.tasks", "b")\n'),
        ("imports = 'p.pages.a.tasks'\n", "imports = ('p.pages.a.tasks', 'p.pages.mid.tasks')\n"),
        ("imports = 'p.tasks'\n", "imports = ('p.pages.mid.tasks', 'p.tasks')\n"),
        ("imports = ('p.tasks')\n", "imports = ('p.pages.mid.tasks', 'p.tasks')\n"),
        ('PAGES = ["p.pages.a.tasks"]\nimports = PAGES\n', 'PAGES = ["p.pages.a.tasks", "p.pages.mid.tasks"]\nimports = PAGES\n'),
        ('A: tuple[str, ...] = ("x",)\nB = ("p.pages.a.tasks",)\nimports = A + B\n', 'A: tuple[str, ...] = ("x",)\nB = ("p.pages.a.tasks", "p.pages.mid.tasks")\nimports = A + B\n'),
        ("imports = ()\n", 'imports = ("p.pages.mid.tasks",)\n'),
        ("imports = []\n", 'imports = ["p.pages.mid.tasks"]\n'),
        ("imports = (\n    # none yet\n)\n", 'imports = (\n    # none yet\n    "p.pages.mid.tasks",\n)\n'),
        ("x = 1\n", 'x = 1\nimports = ("p.pages.mid.tasks",)\n'),
        ("x = 1", 'x = 1\nimports = ("p.pages.mid.tasks",)'),
        ("", 'imports = ("p.pages.mid.tasks",)\n'),
        ("\n", 'imports = ("p.pages.mid.tasks",)\n'),
        ("import os\n", 'import os\n\nimports = ("p.pages.mid.tasks",)\n'),
        ("def f():\n    pass\n", 'def f():\n    pass\n\n\nimports = ("p.pages.mid.tasks",)\n'),
        ("CELERY_BROKER_URL = 'x'\n", "CELERY_BROKER_URL = 'x'\nCELERY_IMPORTS = ('p.pages.mid.tasks',)\n"),
        (
            'imports = (\n    "p.pages.a.tasks",  # a\n    # own\n    "p.tasks",\n)\n',
            'imports = (\n    "p.pages.a.tasks",  # a\n    "p.pages.mid.tasks",\n    # own\n    "p.tasks",\n)\n',
        ),
    ],
)  # fmt: skip
def test_the_entry_stands_where_a_person_would_put_it(before: str, after: str) -> None:
    assert entry().apply(before.encode()).decode() == after
    assert entry().apply(after.encode()).decode() == after


def test_a_line_that_would_grow_too_long_is_broken_as_formatters_do() -> None:
    before = b'imports = ("p.pages.a.tasks", "p.tasks")  # noqa: E501\n'
    after = (
        b'imports = (\n    "p.pages.a.tasks",\n    "p.pages.mid.tasks",\n    "p.tasks",\n)  # noqa: E501\n'
    )
    assert entry(line_length=50).apply(before) == after


@pytest.mark.parametrize(
    "before",
    [
        'imports = ("p.pages.a.tasks", "p.tasks")  # fmt: skip\n',
        'imports = ("p.pages.a.tasks", "p.tasks")  # noqa: E501  # fmt: skip\n',
        'imports = ("p.pages.a.tasks", "p.tasks")  # fmt:skip\n',
        '# fmt: off\nimports = ("p.pages.a.tasks", "p.tasks")\n# fmt: on\n',
        'x = 1\n# fmt: off\nimports = ("p.pages.a.tasks", "p.tasks")\n',
        '# yapf: disable\nimports = ("p.pages.a.tasks", "p.tasks")\n# yapf: enable\n',
    ],
)
def test_a_line_that_formatters_are_told_to_leave_is_not_broken(before: str) -> None:
    after = before.replace(', "p.tasks"', ', "p.pages.mid.tasks", "p.tasks"')
    assert entry(line_length=60).apply(before.encode()).decode() == after


@pytest.mark.parametrize(
    "before",
    [
        '# fmt: off\nx  =  1\n# fmt: on\nimports = ("p.pages.a.tasks", "p.tasks")\n',
        'x = 1  # fmt: skip\nimports = ("p.pages.a.tasks", "p.tasks")\n',
        'text = """\n# fmt: off\n"""\nimports = ("p.pages.a.tasks", "p.tasks")\n',
    ],
)
def test_a_line_beside_those_that_formatters_leave_is_broken(before: str) -> None:
    assert b"(\n    " in entry(line_length=60).apply(before.encode())


def test_brackets_around_a_sum_stay_without_a_comma() -> None:
    before = b'imports = (BASE + ("p.pages.a.tasks", "p.tasks"))\n'
    short = b'imports = (\n    BASE + ("p.pages.a.tasks", "p.pages.mid.tasks", "p.tasks")\n)\n'
    assert entry(line_length=62).apply(before) == short
    rows = b'        "p.pages.a.tasks",\n        "p.pages.mid.tasks",\n        "p.tasks",\n'
    assert entry(line_length=50).apply(before) == b"imports = (\n    BASE + (\n" + rows + b"    )\n)\n"


@pytest.mark.parametrize(
    "source",
    [
        "imports = make()\n",
        "PAGES = make()\nimports = PAGES\n",
        "PAGES = []\nPAGES.append('p.tasks')\nimports = PAGES\n",
        "PAGES = []\nimports = PAGES\nother = PAGES\n",
        "PAGES = []\nPAGES = ['p.tasks']\nimports = PAGES\n",
        "if x:\n    PAGES = []\nimports = PAGES\n",
        "imports = PAGES\n",
        "imports = f'{x}'\n",
        "imports = a = ()\n",
        "if x:\n    imports = ()\n",
        "for imports in ():\n    pass\n",
        "from x import imports\n",
        "from x import *\n",
        "imports = []\nimports.append('p.tasks')\n",
        "imports = ('a' + 'b')\n",
        "imports: tuple[str, ...]\n",
        "imports = {'a': 1}\n",
        "imports = (\n",
        "imports = ()\0",
        "# -*- coding: nothing-like-this -*-\nimports = ()\n",
    ],
)
def test_settings_that_cannot_be_read_for_certain_are_refused(source: str) -> None:
    with pytest.raises(EditError) as refused:
        entry().apply(source.encode())
    assert str(PATH) in refused.value.message
    assert refused.value.hint


def test_bytes_that_are_not_in_the_stated_encoding_are_refused() -> None:
    with pytest.raises(EditError, match="cannot be decoded"):
        entry().apply(b"imports = ()  # \xe9\n")


def test_a_name_that_the_encoding_has_not_is_refused() -> None:
    with pytest.raises(EditError, match="is written in iso-8859-1"):
        entry("p.pages.箱.tasks").apply("# coding: latin-1\nimports = ()\n".encode("latin-1"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "from .new import new\n"),
        ('"""D."""\n', '"""D."""\n\nfrom .new import new\n'),
        ('"""D."""\n__all__ = []\n', '"""D."""\n\nfrom .new import new\n\n__all__ = []\n'),
        ('"""D."""\n\n\nx = 1\n', '"""D."""\n\nfrom .new import new\n\nx = 1\n'),
        ('"""D."""\n\n\ndef f(): ...\n', '"""D."""\n\nfrom .new import new\n\n\ndef f(): ...\n'),
        ("\n", "from .new import new\n"),
        ("x = 1\n", "from .new import new\n\nx = 1\n"),
        ("def f(): ...\n", "from .new import new\n\n\ndef f(): ...\n"),
        ("from .a import a\nfrom .z import z\n", "from .a import a\nfrom .new import new\nfrom .z import z\n"),
        ("from .z import z\nfrom .a import a\n", "from .z import z\nfrom .a import a\nfrom .new import new\n"),
        ("import os\n\nx = 1\n", "import os\n\nfrom .new import new\n\nx = 1\n"),
        ("from .new import b, z\n", "from .new import b, new, z\n"),
        ("from .new import z, b\n", "from .new import z, b, new\n"),
        ("from .new import A, b as c\n", "from .new import A, b as c, new\n"),
        ("from .new import (\n    a,\n    z,\n)\n", "from .new import (\n    a,\n    new,\n    z,\n)\n"),
        ("from .new import b as c\n", "from .new import b as c\nfrom .new import new\n"),
        ("from .new import z as c\n", "from .new import new\nfrom .new import z as c\n"),
        (f"from {PACKAGE}.new import a\n", f"from {PACKAGE}.new import a, new\n"),
        ("from .a import a; from .b import b\n", "from .a import a; from .b import b\nfrom .new import new\n"),
        ("from .t2 import a\nfrom .t10 import b\n", "from .new import new\nfrom .t2 import a\nfrom .t10 import b\n"),
    ],
)  # fmt: skip
def test_the_import_stands_among_those_of_its_kind(before: str, after: str) -> None:
    edit = AddReexport(PATH, "new", "new", PACKAGE)
    assert edit.apply(before.encode()).decode() == after
    assert edit.apply(after.encode()).decode() == after


@pytest.mark.parametrize(
    "there",
    [
        "from .new import new\n",
        "from .new import new as new\n",
        f"from {PACKAGE}.new import new\n",
        "from .new import *\n",
        "try:\n    from .new import new\nexcept ImportError:\n    raise\n",
    ],
)
def test_an_import_that_is_there_is_enough(there: str) -> None:
    assert AddReexport(PATH, "new", "new", PACKAGE).apply(there.encode()) == there.encode()


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("from .other import new\n", "new"),
        ("new = 1\n", "new"),
        ("def new(): ...\n", "new"),
        ("try:\n    new = 1\nexcept ValueError:\n    pass\n", "new"),
        ("from .a import mod\n", "mod"),
        ("from .new import old\n", "mod"),
    ],
)
def test_a_name_that_means_something_else_is_refused(source: str, module: str) -> None:
    with pytest.raises(EditError):
        AddReexport(PATH, module, "new", PACKAGE).apply(source.encode())


def test_a_long_import_is_broken_as_formatters_do() -> None:
    edit = AddReexport(PATH, "new", "new", PACKAGE, line_length=18)
    assert edit.apply(b"") == b"from .new import (\n    new,\n)\n"
    merged = AddReexport(PATH, "new", "new", PACKAGE, line_length=22).apply(b"from .new import old\n")
    assert merged == b"from .new import (\n    new,\n    old,\n)\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('__all__ = ["a", "z"]\n', '__all__ = ["a", "new", "z"]\n'),
        ('__all__ = ["z", "a"]\n', '__all__ = ["z", "a", "new"]\n'),
        ('__all__ = ["CONST", "Class", "a"]\n', '__all__ = ["CONST", "Class", "a", "new"]\n'),
        ("__all__ = ('z',)\n", "__all__ = ('new', 'z')\n"),
        ("__all__ = []\n", '__all__ = ["new"]\n'),
        ("__all__: list[str] = []\n", '__all__: list[str] = ["new"]\n'),
        ('__all__ = ["a"]\n__all__ += ["b"]\n', '__all__ = ["a"]\n__all__ += ["b", "new"]\n'),
        ('__all__ = other.__all__ + ["a"]\n', '__all__ = other.__all__ + ["a", "new"]\n'),
        ("from .new import new\n", 'from .new import new\n\n__all__ = ["new"]\n'),
        ("from .a import a\nfrom .new import new\n\nx = 1\n", 'from .a import a\nfrom .new import new\n\n__all__ = ["a", "new", "x"]\n\nx = 1\n'),
        ("from .a import *\n", "from .a import *\n"),
        ("try:\n    from .a import a\nexcept ImportError:\n    a = None\n", 'try:\n    from .a import a\nexcept ImportError:\n    a = None\n\n__all__ = ["a", "new"]\n'),
        ("try:\n    from .a import a\nexcept ImportError:\n    pass\n", "try:\n    from .a import a\nexcept ImportError:\n    pass\n"),
    ],
)  # fmt: skip
def test_the_name_is_exported(before: str, after: str) -> None:
    edit = ExportName(PATH, "new")
    assert edit.apply(before.encode()).decode() == after
    assert edit.apply(after.encode()).decode() == after


def test_a_file_without_all_is_left_where_that_is_wanted() -> None:
    assert ExportName(PATH, "new", only_if_present=True).apply(b"x = 1\n") == b"x = 1\n"


@pytest.mark.parametrize(
    "source",
    [
        "__all__ = [n for n in dir()]\n",
        "__all__ = other.__all__\n",
        "if x:\n    __all__ = []\n",
        "from x import __all__\n",
    ],
)
def test_an_all_that_is_computed_or_conditional_is_refused(source: str) -> None:
    with pytest.raises(EditError) as refused:
        ExportName(PATH, "new").apply(source.encode())
    assert '"new"' in refused.value.hint


def append(source: str) -> str:
    edit = AppendFunction(PATH, "new", RENDERED, "p")
    after = edit.apply(source.encode())
    assert edit.apply(after) == after
    return after.decode()


def test_a_function_joins_the_others_above_the_main_guard() -> None:
    before = (
        "import time\n\nfrom p.tasks import queue\n\n\ndef old(): ...\n\n\n"
        '# run me\nif __name__ == "__main__":\n    old()\n'
    )
    function = "@queue.task\ndef new() -> None:\n    time.sleep(1)\n"
    assert append(before) == before.replace("# run me", f"{function}\n\n# run me")


def test_a_function_brings_the_imports_that_are_missing() -> None:
    after = append("import os\n\nx = os\n")
    assert after.startswith(
        "import os\nimport time\n\nfrom p.tasks import queue\n\nx = os\n\n\n@queue.task\n"
    )


def test_a_function_takes_over_tabs() -> None:
    after = append("def old():\n\treturn 1\n")
    assert "def new() -> None:\n\ttime.sleep(1)\n" in after


def test_a_function_is_not_added_over_another_meaning_of_its_names() -> None:
    for source in ("new = 1\n", "from time import time\n", "queue = 1\n"):
        with pytest.raises(EditError):
            append(source)


@pytest.mark.parametrize(
    ("source", "spelled"),
    [
        ("from p.tasks import queue\n", "queue"),
        ("from p.tasks import queue as q\n", "q"),
        ("from p import tasks\n", "tasks.queue"),
        ("import p.tasks\n", "p.tasks.queue"),
        ("import p.tasks as t\n", "t.queue"),
        ("from ....tasks import queue\n", "queue"),
        ("from .... import tasks as t\n", "t.queue"),
        ("from x import queue\n", ""),
        ("from p.tasks import *\n\n\n@queue.task\ndef a(): ...\n", "queue"),
        ("from p.tasks import *\n", ""),
        ("from p.tasks import *\nfrom x import queue\n\n\n@queue.task\ndef a(): ...\n", ""),
    ],
)
def test_the_app_is_spelled_as_the_module_spells_it(source: str, spelled: str) -> None:
    assert app_expression(open_source(PATH, source.encode()), "p.tasks", "queue", PACKAGE) == spelled


def test_an_app_gets_its_first_list_below_its_other_settings() -> None:
    edit = AddAppImports(PATH, "queue", "p.x")
    before = b"queue = Celery()\nqueue.conf.update(a=1)\n\n\n@queue.task\ndef ping(): ...\n"
    after = edit.apply(before)
    assert after == before.replace(b"a=1)\n", b'a=1)\nqueue.conf.imports = ("p.x",)\n')
    assert edit.apply(after) == after
    with pytest.raises(EditError, match="not made by an assignment"):
        edit.apply(b"from other import queue\n")


@pytest.mark.parametrize("edit", [entry(), AddReexport(PATH, "new", "new"), ExportName(PATH, "new")])
def test_the_line_break_of_the_neighbours_is_used(edit: Edit) -> None:
    for line_break in (b"\r\n", b"\r", b"\n"):
        after = edit.apply(b"x = 1" + line_break + b"y = 2" + line_break)
        assert after.replace(line_break, b"").find(b"\n") == after.replace(line_break, b"").find(b"\r") == -1


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (entry(), '"p.pages.mid.tasks" by hand'),
        (AddReexport(PATH, "mod", "new"), "from .mod import new"),
        (ExportName(PATH, "new"), '"new" to __all__'),
        (AppendFunction(PATH, "new", RENDERED, "p"), "def new() -> None:\n    time.sleep(1)"),
        (AddAppImports(PATH, "queue", "p.x"), 'queue.conf.imports = ("p.x",)'),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_lines_to_add_by_hand(edit: Edit, lines: str) -> None:
    for data in (b"x = = 1\n", b"x = '\xff'\n", b"# coding: nonsense\n", b"x = 1\0\n"):
        with pytest.raises(EditError) as caught:
            edit.apply(data)
        assert lines in caught.value.hint


def test_a_file_in_a_newer_python_is_not_called_wrong() -> None:
    source = b"type Alias[T] = list[T]\nimports = ()\n"
    if sys.version_info >= (3, 12):
        assert entry().apply(source) != source
        return
    with pytest.raises(EditError, match="is written in a newer Python than") as caught:
        entry().apply(source)
    assert caught.value.hint.startswith("Run the tool with the app's own Python. Add ")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('imports = (\n    "p.a"\n    , "p.tasks"\n)\n', 'imports = (\n    "p.a"\n    , "p.pages.mid.tasks"\n    , "p.tasks"\n)\n'),
        ('imports = [\n    "z"\n    , "a"\n]\n', 'imports = [\n    "z"\n    , "a"\n    , "p.pages.mid.tasks"\n]\n'),
        ("imports = (\n    # own\n    'z',\n    # pages\n    'p.pages.z.tasks',\n)\n", "imports = (\n    # own\n    'z',\n    # pages\n    'p.pages.mid.tasks',\n    'p.pages.z.tasks',\n)\n"),
        ("imports = (\n    # pages\n    'z',  # z\n\n    # own\n    'p.tasks',  # t\n    # end\n)\n", "imports = (\n    # pages\n    'z',  # z\n    'p.pages.mid.tasks',\n\n    # own\n    'p.tasks',  # t\n    # end\n)\n"),
        ('imports = (\n    # own\n    "p.tasks"  # t\n)\n', 'imports = (\n    # own\n    "p.pages.mid.tasks",\n    "p.tasks",  # t\n)\n'),
        ('imports = (\n    "a.b"\n    # end\n)\n', 'imports = (\n    "a.b",\n    "p.pages.mid.tasks",\n    # end\n)\n'),
        ('imports = "p." "z", "p.tasks"\n', 'imports = "p." "z", "p.pages.mid.tasks", "p.tasks"\n'),
        ('imports = ("z",  # z\n           "p.tasks")\n', 'imports = ("z",  # z\n           "p.pages.mid.tasks",\n           "p.tasks")\n'),
    ],
)  # fmt: skip
def test_comments_and_commas_stay_with_their_entries(before: str, after: str) -> None:
    assert entry().apply(before.encode()).decode() == after
    assert entry().apply(after.encode()).decode() == after


def test_line_ends_inside_a_list_stay_mixed_as_they_are() -> None:
    before = b'imports = (\r\n    "z",\n    "p.tasks"  # t\r\n    # end\n)\n'
    after = b'imports = (\r\n    "z",\n    "p.pages.mid.tasks",\n    "p.tasks"  # t\r\n    # end\n)\n'
    assert entry().apply(before) == after


@pytest.mark.parametrize(
    "head", ['"""D."""; from .old import old\n', "from __future__ import annotations; from .old import old\n"]
)
def test_nothing_comes_above_what_has_to_be_first_on_its_line(head: str) -> None:
    after = AddReexport(PATH, "new", "new", PACKAGE).apply(head.encode()).decode()
    assert after.startswith(head)
    assert "from .new import new\n" in after[len(head) :]
    compile(after, "file", "exec")


def test_what_may_be_suppressed_is_not_exported_for_sure() -> None:
    source = b"import contextlib\n\nwith contextlib.suppress(ImportError):\n    from .old import old\n"
    assert ExportName(PATH, "new").apply(source) == source
