"""Imports in the interpreter, compared with what Python itself binds."""

from collections.abc import Callable

import pytest

from tests.unit.interpreted import Interpreted

Agree = Callable[..., Interpreted]
Run = Callable[..., Interpreted]

_PACKAGE = """
# file: pkg/__init__.py
ORDER = ["pkg"]
# file: pkg/sub/__init__.py
import pkg
pkg.ORDER.append("pkg.sub")
# file: pkg/sub/leaf.py
import pkg
pkg.ORDER.append("pkg.sub.leaf")
VALUE = 1
_HIDDEN = 2
"""


@pytest.mark.parametrize(
    "statements",
    [
        "import pkg.sub.leaf",
        "import pkg.sub.leaf as short",
        "import pkg, pkg.sub",
        "from pkg import sub",
        "from pkg.sub import leaf as renamed",
        "from pkg.sub.leaf import VALUE, _HIDDEN as shown",
        "from pkg.sub.leaf import *",
        "import pkg.sub.leaf\nfound = pkg.sub.leaf.VALUE",
        "from pkg import ORDER\nfrom pkg.sub import leaf\norder = tuple(ORDER)",
        "def late():\n    import pkg.sub.leaf\n    return pkg.sub.leaf.VALUE\n\nvalue = late()",
        "import importlib\nleaf = importlib.import_module('pkg.sub.leaf')",
        "import importlib\nleaf = importlib.import_module('.leaf', 'pkg.sub')",
        "import importlib\nleaf = importlib.import_module('..sub.leaf', package='pkg.sub')",
        "top = __import__('pkg.sub.leaf')",
        "leaf = __import__('pkg.sub.leaf', fromlist=['VALUE'])",
        "import sys\nimport pkg.sub\nloaded = sys.modules['pkg.sub']",
        "import pkg.sub.leaf\nname = pkg.sub.leaf.__name__\npackage = pkg.sub.leaf.__package__",
    ],
)
def test_an_import_runs_the_parents_and_binds_what_python_binds(agree: Agree, statements: str) -> None:
    agree(statements + _PACKAGE)


def test_a_submodule_is_not_bound_on_its_parent_before_it_has_run(agree: Agree) -> None:
    agree(
        """
import pkg.first
# file: pkg/__init__.py
# file: pkg/first.py
import pkg
early = hasattr(pkg, "first")
import pkg.second
late = hasattr(pkg, "second")
# file: pkg/second.py
"""
    )


@pytest.mark.parametrize(
    "statement",
    [
        "from . import sibling",
        "from .sibling import VALUE",
        "from .. import top",
        "from ..top import VALUE",
        "from ...pkg import top",
        "from ....pkg import top",
        "from .missing import VALUE",
        "from . import missing",
        "from .sibling import MISSING",
    ],
)
def test_relative_imports_count_from_the_package(agree: Agree, statement: str) -> None:
    agree(
        f"""
import pkg.inner.here
# file: pkg/__init__.py
# file: pkg/top.py
VALUE = "top"
# file: pkg/inner/__init__.py
# file: pkg/inner/sibling.py
VALUE = "sibling"
# file: pkg/inner/here.py
{statement}
"""
    )


def test_in_an_init_one_dot_is_the_package_itself(agree: Agree) -> None:
    agree(
        """
import pkg
# file: pkg/__init__.py
from .leaf import VALUE
from . import leaf
# file: pkg/leaf.py
VALUE = 3
"""
    )


def test_a_relative_import_outside_of_packages_fails(agree: Agree) -> None:
    assert agree("from . import other").error is not None


@pytest.mark.parametrize(
    "all_",
    [
        "",
        "__all__ = ['A', '_c']",
        "__all__ = ()",
        "__all__ = ['A', 'leaf']",
        "__all__ = ['A', 'missing']",
    ],
)
def test_a_star_import_takes_all_or_what_is_public(agree: Agree, all_: str) -> None:
    agree(
        f"""
from pkg import *
# file: pkg/__init__.py
A, B, _c = 1, 2, 3
{all_}
# file: pkg/leaf.py
VALUE = 1
"""
    )


def test_a_star_import_sees_an_all_that_was_built_up(agree: Agree) -> None:
    agree(
        """
from pkg import *
# file: pkg/__init__.py
from . import one, two
__all__ = []
__all__ += one.__all__
__all__.extend(two.__all__)
from .one import *
from .two import *
# file: pkg/one.py
__all__ = ["a"]
a, b = 1, 2
# file: pkg/two.py
__all__ = ("c",)
c, d = 3, 4
"""
    )


def test_a_cycle_that_asks_for_a_name_too_early_fails_as_in_python(agree: Agree) -> None:
    ran = agree(
        """
import first
# file: first.py
from second import B
A = 1
# file: second.py
from first import A
B = 2
"""
    )
    assert ran.error is not None
    assert "partially initialized module 'first' (most likely due to a circular import)" in ran.error.message


def test_an_attribute_of_a_module_that_is_not_finished_is_missing_as_in_python(agree: Agree) -> None:
    ran = agree(
        """
import first
# file: first.py
import second
A = 1
# file: second.py
import first
B = first.A
"""
    )
    assert ran.error is not None
    assert ran.error.message.startswith("AttributeError: partially initialized module 'first'")


def test_a_submodule_that_is_not_finished_is_not_yet_on_its_package(agree: Agree) -> None:
    agree(
        """
import pkg.first
# file: pkg/__init__.py
# file: pkg/first.py
import pkg
FOUND = pkg.first
"""
    )


def test_names_in_all_are_texts(agree: Agree) -> None:
    agree(
        """
from leaf import *
# file: leaf.py
A = 1
__all__ = ["A", A]
"""
    )


def test_a_cycle_that_asks_later_works(agree: Agree) -> None:
    agree(
        """
import first
# file: first.py
import second
A = 1
total = second.sum_up()
# file: second.py
import first
B = 2
def sum_up():
    return first.A + B
"""
    )


def test_a_cycle_through_a_package_finds_the_submodule(agree: Agree) -> None:
    agree(
        """
import pkg
# file: pkg/__init__.py
from . import first
# file: pkg/first.py
from . import second
# file: pkg/second.py
from . import first
from .first import second as again
"""
    )


def test_a_folder_without_init_is_a_package(agree: Agree) -> None:
    agree(
        """
import space.leaf
from space import leaf
from space.deeper.leaf import VALUE
# file: space/leaf.py
# file: space/deeper/leaf.py
VALUE = 1
"""
    )


@pytest.mark.parametrize("other", ["both/__init__.py", "both/leaf.py"])
def test_a_package_goes_before_a_module_and_a_module_before_a_bare_folder(agree: Agree, other: str) -> None:
    agree(
        f"""
from both import VALUE
# file: both.py
VALUE = "module"
# file: {other}
VALUE = "package"
"""
    )


def test_a_module_is_no_package(agree: Agree) -> None:
    assert agree("import plain.sub\n# file: plain.py\n").error is not None


def test_a_module_getattr_gives_names_that_are_not_there(agree: Agree) -> None:
    agree(
        """
from lazy import anything
import lazy
other = lazy.other
try:
    from lazy import hidden
except ImportError as error:
    module, text = error.name, str(error)  # the text has the path of a file
# file: lazy.py
def __getattr__(name):
    if name == "hidden":
        raise AttributeError(name)
    return name.upper()
""",
        unknown=("text",),
    )


def test_a_module_that_fails_can_be_imported_again(agree: Agree) -> None:
    agree(
        """
import state
for _ in range(2):
    try:
        import shaky
    except ValueError:
        pass
count = state.COUNT
# file: state.py
COUNT = 0
# file: shaky.py
import state
state.COUNT += 1
raise ValueError("no")
"""
    )


def test_a_module_runs_once_however_often_it_is_imported(agree: Agree) -> None:
    agree(
        """
import counted
from counted import VALUE
import counted as again
from importlib import import_module
import_module("counted")
# file: counted.py
import sys
sys.path  # anything
VALUE = [1]
VALUE.append(2)
"""
    )


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    import missing_thing_x\nexcept ImportError:\n    missing = True",
        "try:\n    from leaf import missing\nexcept ImportError as error:\n    name = error.name",
        "try:\n    import leaf.missing\nexcept ModuleNotFoundError as error:\n    name = error.name",
        "try:\n    import leaf\nexcept ImportError:\n    leaf = None\nelse:\n    found = leaf.VALUE",
        "try:\n    import broken\nexcept SyntaxError:\n    value = 'broken'",
        "import sys\ntry:\n    import leaf\nfinally:\n    done = 1",
    ],
)
def test_a_failed_import_is_caught_as_python_catches_it(run: Run, agree: Agree, text: str) -> None:
    files = "\n# file: leaf.py\nVALUE = 1\n# file: broken.py\ndef (:\n"
    if "missing_thing_x" in text:
        # Python knows what is installed; the interpreter is told.
        assert run(text + files, installed=frozenset()).told("missing") == "True"
    else:
        agree(text + files)


def test_a_package_that_may_be_installed_is_an_assumption(run: Run) -> None:
    ran = run("import some_library\nfrom some_library.deep import thing\n")
    assert ran.error is None
    assert ran.assumptions == [
        "some_library is not declared as a dependency: taken to be importable and to register no task"
    ]


def test_a_package_that_is_not_installed_fails(run: Run) -> None:
    ran = run("import some_library.deep\n", installed=frozenset({"celery"}))
    assert ran.error is not None
    assert ran.error.message == "ModuleNotFoundError: No module named 'some_library'"


@pytest.mark.parametrize("below", ["", "class Meta(Meta):\n    pass\n"])
def test_a_metaclass_that_is_not_seen_may_give_a_class_any_name(run: Run, below: str) -> None:
    made = "class Base(metaclass=Meta):\n    pass\nclass Below(Base):\n    found = Base.other\n"
    ran = run(f"from some_library import Meta\n{below}{made}", installed=frozenset({"some_library"}))
    assert ran.error is None


def test_an_error_tells_the_imports_that_lead_to_it(run: Run) -> None:
    ran = run("import first\n# file: first.py\n\nimport second\n# file: second.py\nnothing\n")
    assert ran.error is not None
    assert ran.error.message == "NameError: name 'nothing' is not defined"
    assert [str(step.place) for step in ran.error.chain] == ["main.py:1", "first.py:2"]
    assert str(ran.error.place) == "second.py:1"


def test_packages_list_and_import_their_modules(agree: Agree) -> None:
    agree(
        """
import pkg
names = tuple(pkg.found)
# file: pkg/__init__.py
import importlib, pkgutil
found = []
for info in pkgutil.iter_modules(__path__):
    found.append((info.name, info.ispkg))
    importlib.import_module(f"{__name__}.{info.name}")
found += [(name, is_package) for _, name, is_package in pkgutil.walk_packages(__path__, __name__ + ".")]
del info
# file: pkg/one.py
# file: pkg/two/__init__.py
# file: pkg/two/deep.py
# file: pkg/folder/no_package.txt
"""
    )
