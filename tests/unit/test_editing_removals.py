# ruff: noqa: E501 - before and after stand side by side
"""What the inverses of the edits leave behind."""

from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from automappa_scaffold.editing.add_import import AddImport
from automappa_scaffold.editing.export_name import ExportName
from automappa_scaffold.editing.imports_setting import AddImportsEntry
from automappa_scaffold.editing.reexport import AddReexport
from automappa_scaffold.editing.remove_entry import RemoveImportsEntry
from automappa_scaffold.editing.remove_function import RemoveFunction, holds_code
from automappa_scaffold.editing.remove_reexport import RemoveReexport
from automappa_scaffold.editing.unexport_name import UnexportName
from automappa_scaffold.errors import EditError

PATH = PurePosixPath("p/file.py")
ENTRY = RemoveImportsEntry(AddImportsEntry(PATH, "p.m", "p.tasks", "p.pages"))
EXPORT = UnexportName(ExportName(PATH, "new"))
REEXPORT = RemoveReexport(AddReexport(PATH, "mod", "new", "p"))
FUNCTION = RemoveFunction(PATH, "new", "p")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("imports = ('p.a', 'p.m', 'p.z')\n", "imports = ('p.a', 'p.z')\n"),
        ("imports = ('p.m', 'p.z')\n", "imports = ('p.z',)\n"),
        ("imports = ('p.a', 'p.m')\n", "imports = ('p.a',)\n"),
        ("imports = ('p.a', 'p.m',)\n", "imports = ('p.a',)\n"),
        ("imports = 'p.a', 'p.m'\n", "imports = 'p.a',\n"),
        ("imports = ['p.a', 'p.m']\n", "imports = ['p.a']\n"),
        ("imports = ['p.m']\n", "imports = []\n"),
        ("imports = {'p.m'}\n", "imports = set()\n"),
        ("imports = {\n    # none\n    'p.m',\n}\n", "imports = set(\n    # none\n)\n"),
        ("imports = 'p.m'\n", "imports = ()\n"),
        ("imports = ('p.m')\nx = 1\n", "imports = ()\nx = 1\n"),
        ('x = 1\nimports = ("p.m",)\n', "x = 1\n"),
        ('imports = ("p.m",)\nx = 1\n', "imports = ()\nx = 1\n"),
        ("imports = ['p.a']\nimports += ['p.m']\n", "imports = ['p.a']\n"),
        ("imports = BASE + ('p.m',)\n", "imports = BASE + ()\n"),
        ("imports = (*BASE, 'p.m')\n", "imports = (*BASE,)\n"),
        (
            "imports = (\n    'p.a',  # a\n    # of m\n    'p.m',  # m\n)\n",
            "imports = (\n    'p.a',  # a\n    # of m\n)\n",
        ),
        ("imports = [\n    'p.a',\n    'p.m'\n]\n", "imports = [\n    'p.a'\n]\n"),
        ("imports = ('p.a',\n           'p.m')\n", "imports = ('p.a',)\n"),
        ("imports = ('p.m',\n           'p.z')\n", "imports = ('p.z',)\n"),
        ("imports = ['p.m', 'p.a', 'p.m']\n", "imports = ['p.a']\n"),
        ("x = 1; imports = ('p.m', 'p.z')", "x = 1; imports = ('p.z',)"),
        ("imports = compute()\n", "imports = compute()\n"),
        ("x = ['p.m']\n", "x = ['p.m']\n"),
    ],
)
def test_an_entry_is_taken_out_of_the_setting(before: str, after: str) -> None:
    assert ENTRY.apply(before.encode()).decode() == after
    assert ENTRY.apply(after.encode()).decode() == after


@pytest.mark.parametrize(
    "before",
    [
        "queue = Celery(__name__, broker='memory://', include=['p.pages.home.tasks'])  # app\n",
        "queue.conf.update(**{'imports': ['p.pages.home.tasks'], 'broker_url': 'memory://'})\n",
        "queue.add_defaults(lambda: {'imports': ('p.pages.home.tasks', 'p.pages.zoo.tasks')})\n",
        "queue.config_from_object({'imports': ('p.pages.home.tasks', 'p.pages.zoo.tasks')})\n",
        "def make():\n    app = Celery(config_source={'imports': ['p.pages.home.tasks', 'p.pages.zoo.tasks']})\n",
        "queue = Celery(\n    config_source={'imports': ['p.pages.home.tasks', 'p.pages.zoo.tasks']},\n)\n",
        "queue = Celery(\n    __name__,\n    include=['p.pages.home.tasks'],\n)\n",
    ],
)
def test_brackets_that_had_to_be_broken_are_joined_again(before: str) -> None:
    line = next(i for i, text in enumerate(before.splitlines(), 1) if "p.pages.home" in text)
    entry = AddImportsEntry(PATH, "p.pages.cart.tasks", "p.tasks", "p.pages", line=line)
    after = entry.apply(before.encode())
    line = next(i for i, text in enumerate(after.splitlines(), 1) if b"imports" in text or b"include" in text)
    assert RemoveImportsEntry(replace(entry, line=line)).apply(after).decode() == before


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ('class C:\n    """D."""\n', 4),
        ("class C:\n    x = 1\n", 3),
        ("class C:\n    x = 1", 3),
        ("class C:\n\tx = 1\n\n\tdef f(self): ...\n", 3),
        ("class B:\n    x = 1\n\n\nclass C(B):\n    pass\n\n\ny = 1\n", 7),
        ("class B:\n    imports = ['p.a']\n\n\nclass C(B):\n    pass\n", 2),
    ],
)
def test_a_class_gets_its_first_entry_and_loses_it_again(before: str, line: int) -> None:
    entry = AddImportsEntry(PATH, "p.m", scope="C")
    after = entry.apply(before.encode())
    assert '"p.m"' in after.decode().splitlines()[line - 1].replace("'", '"')
    assert RemoveImportsEntry(entry).apply(after).decode() == before


@pytest.mark.parametrize(
    "before",
    [
        "from .a import a as a\nfrom .z import z as z\n",
        "from .a import a  # noqa: F401\n",
        "from .a import a  # noqa: E501,F401\n\n\ndef helper():\n    return a\n",
        "from .a import a  # noqa\n",
        "import logging\n\nfrom .a import a\n\nlogger = logging.getLogger(__name__)\n",
        "def helper():\n    return 1\n",
        '"""D."""\n\n\nclass Base:\n    x = 1\n',
    ],
)
def test_a_list_that_came_with_the_task_goes_with_it(before: str) -> None:
    after = EXPORT.export.apply(before.encode())
    assert b'"new"' in after
    assert EXPORT.apply(after).decode() == before


@pytest.mark.parametrize(
    "before",
    [
        "from .a import a\n\n__all__ = ['a']\n",
        "from .a import a\n\n__all__ = ['a', 'helper']\n\n\ndef helper():\n    return a\n",
        "from .a import a  # noqa: E501\n\n__all__ = ['a']\n",
        "from .a import a as a\nfrom .b import b as b\n\n__all__ = ['a']\n",
        "__all__ = ['a']\n\nfrom .a import a as a\n",
        "import logging\n\nlogger = logging.getLogger(__name__)\n\n__all__ = ('logger',)\n",
    ],
)
def test_a_list_that_a_person_wrote_stays(before: str) -> None:
    after = EXPORT.export.apply(before.encode())
    assert b"'new'" in after
    assert EXPORT.apply(after).decode() == before


@pytest.mark.parametrize(
    "before",
    ["from b import B\n\n\nclass C(B):\n    x = 1\n", "class C: x = 1\n", "class C(B, k=1):\n    x = 1\n"],
)
def test_a_class_that_may_inherit_its_entries_is_left_alone(before: str) -> None:
    with pytest.raises(EditError, match="the class C has no imports"):
        AddImportsEntry(PATH, "p.m", scope="C").apply(before.encode())


@pytest.mark.parametrize(
    "source", ["imports = tuple(['p.m'])\nimports.append('x')\n", "if x:\n    imports = ('p.m',)\n"]
)
def test_an_entry_in_a_setting_that_may_not_hold_is_refused(source: str) -> None:
    with pytest.raises(EditError):
        ENTRY.apply(source.encode())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('__all__ = ["a", "new"]\n', '__all__ = ["a"]\n'),
        ('__all__ = [\n    "a",\n    "new",\n]\n', '__all__ = [\n    "a",\n]\n'),
        ('__all__: list[str] = ["new"]\n', "__all__: list[str] = []\n"),
        ('from .mod import new\n\n__all__ = ["new"]\n', "from .mod import new\n"),
        ('__all__ = ["a"]\n__all__ += ["new"]\n', '__all__ = ["a"]\n'),
        ("x = 1\n", "x = 1\n"),
    ],
)
def test_a_name_is_taken_out_of_all(before: str, after: str) -> None:
    assert EXPORT.apply(before.encode()).decode() == after
    assert EXPORT.apply(after.encode()).decode() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from .mod import new\n", ""),
        ("from .mod import a, new\n", "from .mod import a\n"),
        ("from .mod import (\n    a,\n    new,\n)\n", "from .mod import (\n    a,\n)\n"),
        ("from .mod import new as new\n", ""),
        ("from p.mod import new\n", ""),
        ("from .a import a; from .mod import new\n", "from .a import a\n"),
        ("from .mod import new; from .z import z\n", "from .z import z\n"),
        ('"""Doc."""\n\nfrom .mod import new\n', '"""Doc."""\n'),
        ('"""Doc."""\n\nfrom .mod import new\n\nx = 1\n', '"""Doc."""\n\nx = 1\n'),
        (
            "from .a import a\nfrom .mod import new\nfrom .z import z\n",
            "from .a import a\nfrom .z import z\n",
        ),
        (
            "try:\n    from .mod import new\nexcept ImportError:\n    raise\n",
            "try:\n    pass\nexcept ImportError:\n    raise\n",
        ),
        ("from .a import a\r\nfrom .mod import new", "from .a import a"),
        ("from .other import new\n", "from .other import new\n"),
        ("from .mod import *\n", "from .mod import *\n"),
    ],
)
def test_a_task_is_no_longer_imported(before: str, after: str) -> None:
    assert REEXPORT.apply(before.encode()).decode() == after
    assert REEXPORT.apply(after.encode()).decode() == after


def test_with_its_module_all_imports_of_the_module_go() -> None:
    edit = RemoveReexport(REEXPORT.reexport, with_module=True)
    assert edit.apply(b"from . import mod, other\nfrom .mod import *\nfrom .mod import new\n") == (
        b"from . import other\n"
    )


def test_a_task_imported_under_another_name_is_refused() -> None:
    with pytest.raises(EditError, match="is imported as n here"):
        REEXPORT.apply(b"from .mod import new as n\n")


HEAD = "from p.tasks import queue\n\n\n@queue.task\ndef old(): ...\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{HEAD}\n\n@queue.task\ndef new():\n    pass\n", HEAD),
        (f"import time\n\n{HEAD}\n\n@queue.task\ndef new():\n    time.sleep(1)\n", HEAD),
        (f"import time, os\n\n{HEAD}\n\n@queue.task\ndef new():\n    time.sleep(1)\n\n\nos.sep\n", f"import os\n\n{HEAD}\n\nos.sep\n"),
        ("@queue.task\ndef new():\n    pass\n    # at its end\n\n\ndef old(): ...\n", "def old(): ...\n"),
        ("X = 1\n\n\n# about new\n@queue.task(\n    bind=True,\n)\ndef new(self): ...\n\n\ndef old(): ...\n", "X = 1\n\n\ndef old(): ...\n"),
        ("#!/usr/bin/env python\ndef new(): ...\n", "#!/usr/bin/env python\n"),
        ("from __future__ import annotations\n\n\ndef new(x: annotations): ...", "from __future__ import annotations"),
        ("from typing import Any\n\n\ndef old(x: 'Any'): ...\n\n\ndef new(x: Any): ...\n", "from typing import Any\n\n\ndef old(x: 'Any'): ...\n"),
    ],
)  # fmt: skip
def test_a_function_goes_with_what_it_alone_imported(before: str, after: str) -> None:
    assert FUNCTION.apply(before.encode()).decode() == after
    assert FUNCTION.apply(after.encode()).decode() == after


@pytest.mark.parametrize(
    "source", ["new = task(f)\n", "if x:\n    def new(): ...\n", "def new(): ...\ndef new(): ...\n"]
)
def test_what_is_not_one_plain_function_is_refused(source: str) -> None:
    with pytest.raises(EditError, match="by one plain function"):
        FUNCTION.apply(source.encode())


def test_a_module_that_only_imports_and_exports_holds_no_code() -> None:
    assert not holds_code(PATH, b'"""Doc."""\nimport os\n__all__: list[str] = []\n')
    assert holds_code(PATH, b"import os\nx = 1\n")


def test_an_import_joins_the_names_of_the_same_module() -> None:
    edit = AddImport(PATH, "from typing import Any")
    assert (
        edit.apply(b"from typing import TYPE_CHECKING, cast\n")
        == b"from typing import TYPE_CHECKING, Any, cast\n"
    )


@pytest.mark.parametrize(
    "before",
    ["( 'a.b' ,)", "('a.b', )", "('a.b' ,)", "( 'a.b', 'z.z' , )", "'a.b' ,", "('a.b',)", "[ 'a.b' ,]"],
)
def test_odd_spaces_around_a_comma_are_there_again_when_an_entry_came_and_went(before: str) -> None:
    data = f"from typing import Final\n\nimports: Final = {before}\n".encode()
    for module in ("a.a", "m.m"):
        entry = AddImportsEntry(PATH, module)
        after = entry.apply(data)
        assert after.count(module.encode()) == 1
        assert RemoveImportsEntry(entry).apply(after) == data
