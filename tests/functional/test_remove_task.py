"""remove-task: the tree is as it was before add-task, whatever it looked like."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.operations.add_task import AddTaskRequest, add_task
from automappa_scaffold.operations.remove_task import remove_task
from automappa_scaffold.operations.workspace import open_workspace

AskCelery = Callable[..., list[str]]
Digest = Callable[[Path], str]
OLD = {"shop.pages.home.tasks.status_badge.set_badge_color", "shop.tasks.ping"}
COUNT = AddTaskRequest("cart", "count_items", params=("cart_id: int",), returns="int", body="echo")
NEW = "shop.pages.cart.tasks.count_items.count_items"

CONFIG, CART = "shop/conf/celeryconfig.py", "shop/pages/cart/tasks"
HOME, BADGE = "shop/pages/home/tasks/__init__.py", "shop/pages/home/tasks/status_badge.py"
PING = "\n\n\n@queue.task\ndef ping() -> None: ...\n"
HEAD = "from shop.tasks import queue\n\n\n@queue.task\ndef other() -> None: ...\n"
MAKE = "from celery import Celery\nqueue = Celery(__name__)\n"
AUTO = (
    'queue.config_from_object("shop.conf.celeryconfig")\n'
    'queue.autodiscover_tasks(["shop.pages.home", "shop.pages.cart"])\n'
)
ALL_LISTED = 'imports = ["shop.pages.cart.tasks", "shop.pages.home.tasks", "shop.tasks"]\n'
ABSOLUTE = (
    "from shop.pages.home.tasks.status_badge import set_badge_color\n\n__all__ = ('set_badge_color',)\n"
)
LONG_LINE = 'imports = ("shop.conf.celeryconfig", "shop.pages.home.tasks", "shop.tasks")\n'
OTHERS = [f"a_task_with_a_long_name_{number}" for number in (1, 2)]
MANY_NAMES = f"from .status_badge import {', '.join(OTHERS)}\n\n__all__ = {OTHERS}\n"
MANY_TASKS = "from shop.tasks import queue\n" + "".join(
    f"\n\n@queue.task\ndef {name}() -> None: ...\n" for name in OTHERS
)
WINDOWS = b'\xef\xbb\xbfimports = (\r\n  "shop.pages.home.tasks",\r\n  "shop.tasks"\r\n)'

Files = dict[str, str | bytes]
WITH_TEST = AddTaskRequest("cart", "count_items", with_test=True)
NAMED = AddTaskRequest("cart", "count_items", name="cart.count", with_test=True)
BLINK = AddTaskRequest("home", "blink", params=("n: int",), body="echo")
JOINED = AddTaskRequest("home", "blink", module="status_badge", body="echo")
LAMP = AddTaskRequest("home", "blink", module="lamp")

SHAPES: dict[str, tuple[AddTaskRequest, Files]] = {
    "a page without tasks": (COUNT, {}),
    "with a test": (WITH_TEST, {}),
    "beside other tests": (WITH_TEST, {"tests/unit/test_a.py": "def test_a(): ...\n"}),
    "a named task": (NAMED, {}),
    "a page with tasks": (BLINK, {}),
    "into a module": (JOINED, {}),
    "into an empty module": (LAMP, {"shop/pages/home/tasks/lamp.py": ""}),
    "an empty package": (COUNT, {f"{CART}/__init__.py": ""}),
    "a folder of modules that is no package yet": (COUNT, {f"{CART}/stock.py": HEAD}),
    "a package with a future import": (
        COUNT,
        {f"{CART}/__init__.py": '"""Tasks."""\n\nfrom __future__ import annotations\n'},
    ),
    "a package of helpers": (
        COUNT,
        {
            f"{CART}/__init__.py": "import logging\n\nlogger = logging.getLogger(__name__)\n",
            f"{CART}/helper.py": "from shop.tasks import queue\n\nLIMIT = -3\n\n\ndef f(n):\n    return n\n",
            f"{CART}/notes.txt": "x",
        },
    ),
    "a module of helpers": (
        COUNT,
        {f"{CART}/__init__.py": "", f"{CART}/count_items.py": "def halve(n):\n    return n // 2\n"},
    ),
    "a package with a docstring": (COUNT, {f"{CART}/__init__.py": '"""Tasks."""\n'}),
    "a package of others": (
        COUNT,
        {
            CONFIG: ALL_LISTED,
            f"{CART}/__init__.py": "from .other import other\n\n__all__ = ['other']\n",
            f"{CART}/other.py": HEAD,
            f"{CART}/notes.txt": "x",
        },
    ),
    "an absolute import": (JOINED, {HOME: ABSOLUTE}),
    "a line that becomes too long": (COUNT, {CONFIG: LONG_LINE}),
    "names that become too many": (JOINED, {HOME: MANY_NAMES, BADGE: MANY_TASKS}),
    "rows": (COUNT, {CONFIG: 'imports = [\n    "shop.pages.home.tasks",\n    "shop.tasks",  # last\n]\n'}),
    "a set": (COUNT, {CONFIG: "imports = {'shop.pages.home.tasks', 'shop.tasks'}\n"}),
    "two parts": (COUNT, {CONFIG: 'imports = ["shop.tasks"]\nimports += ["shop.pages.home.tasks"]\n'}),
    "an empty list": (COUNT, {CONFIG: "imports = ()\n"}),
    "a package without __init__.py": (COUNT, {f"{CART}/helper.py": "x = 1\n"}),
    "no imports yet": (COUNT, {CONFIG: 'broker_url = "memory://"\n'}),
    "bytes of Windows": (COUNT, {CONFIG: WINDOWS, HOME: b"from .status_badge import *\r\n"}),
    "listed in the app": (
        COUNT,
        {"shop/tasks.py": MAKE.replace("__name__", "__name__, include=['shop.pages.home.tasks']") + PING},
    ),
    "listed under a name": (
        COUNT,
        {
            "shop/tasks.py": "MODULES = ['shop.pages.home.tasks']\n"
            + MAKE.replace("__name__", "__name__, include=MODULES")
            + PING,
        },
    ),
    "listed nowhere": (COUNT, {"shop/tasks.py": MAKE + PING}),
    "autodiscovered": (COUNT, {CONFIG: 'imports = ("shop.tasks",)\n', "shop/tasks.py": MAKE + AUTO + PING}),
}


def lay(root: Path, files: Mapping[str, str | bytes]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_tree_is_as_it_was_before(
    small_app: Path, ask_celery: AskCelery, tree_digest: Digest, shape: str
) -> None:
    request, files = SHAPES[shape]
    lay(small_app, files)
    before = tree_digest(small_app)
    added = add_task(open_workspace(small_app), request)
    assert added.task in ask_celery(small_app)
    removed = remove_task(open_workspace(small_app), request.task)
    assert removed.task == added.task
    assert tree_digest(small_app) == before


USES = {
    "an import": ("from shop.pages.cart.tasks import count_items\n", 1),
    "an import of the module": ("import shop.pages.cart.tasks.count_items as c\n", 1),
    "a relative import, in a function": (
        "def f():\n    from .pages.cart.tasks import count_items as c\n    c.delay(1)\n",
        2,
    ),
    "an attribute": ("from shop.pages.cart import tasks\n\ntasks.count_items.apply_async((1,))\n", 3),
    "a star import": ("from shop.pages.cart.tasks import *\nx = 1\nprint(count_items)\n", 3),
    "a name that is sent": (f'def f(app):\n    app.send_task(\n        "{NEW}"\n    )\n', 3),
    "a signature": (f"from celery import signature\n\ns = signature('{NEW}')\n", 3),
    "a patch in a test": (f"TARGET = '{NEW}.delay'\n", 1),
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("path", ["shop/web.py", "tests/test_web.py"])
def test_a_task_that_is_used_is_refused_with_the_places(
    small_app: Path, tree_digest: Digest, use: str, path: str
) -> None:
    text, line = USES[use]
    if path.startswith("tests") and "from .pages" in text:
        text = text.replace("from .pages", "from shop.pages")
    add_task(open_workspace(small_app), COUNT)
    lay(small_app, {path: text})
    before = tree_digest(small_app)
    with pytest.raises(ProjectError, match="still used") as refused:
        remove_task(open_workspace(small_app), "count_items")
    assert f"  {path}:{line} " in refused.value.message
    assert "--force" in refused.value.hint
    assert tree_digest(small_app) == before
    remove_task(open_workspace(small_app), "count_items", is_forced=True)
    assert not (small_app / CART).exists()


@pytest.mark.parametrize(
    "text",
    [
        f'beat_schedule = {{"often": {{"task": "{NEW}", "schedule": 1}}}}\n',
        f'task_routes = {{"{NEW}": "slow"}}\n',
        f'task_annotations = {{"{NEW}": {{"rate_limit": "1/m"}}}}\n',
        'beat_schedule = {"often": {"task": "shop.pages.cart.tasks" + 2 * ".count_items", "schedule": 1}}\n',
    ],
)
def test_the_schedule_routes_and_annotations_use_a_task(small_app: Path, text: str) -> None:
    add_task(open_workspace(small_app), COUNT)
    config = small_app / CONFIG
    config.write_text(config.read_text() + text)
    with pytest.raises(ProjectError, match=r"celeryconfig\.py:\d+ names it"):
        remove_task(open_workspace(small_app), NEW)


def test_a_task_of_its_module_uses_it(small_app: Path) -> None:
    text = (small_app / BADGE).read_text()
    lay(small_app, {BADGE: f"{text}\n\n@queue.task\ndef blink():\n    set_badge_color.delay('red')\n"})
    with pytest.raises(ProjectError, match=r"status_badge\.py:\d+ uses it"):
        remove_task(open_workspace(small_app), "set_badge_color")


def test_its_own_test_that_was_changed_still_uses_it(small_app: Path) -> None:
    add_task(open_workspace(small_app), AddTaskRequest("cart", "count_items", with_test=True))
    test = small_app / "tests/test_cart_count_items.py"
    test.write_text(test.read_text() + "\n\ndef test_more() -> None: ...\n")
    with pytest.raises(ProjectError, match=r"tests/test_cart_count_items\.py:\d+ names it"):
        remove_task(open_workspace(small_app), "count_items")


def test_a_task_is_found_by_name_function_and_place(small_app: Path, tree_digest: Digest) -> None:
    before = tree_digest(small_app)
    for wanted in (NEW, "count_items", f"{CART}/count_items.py:12", "cart.tasks.count_items.count_items"):
        add_task(open_workspace(small_app), COUNT)
        assert remove_task(open_workspace(small_app), wanted).task == NEW
        assert tree_digest(small_app) == before


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("count_itmes", "No task 'count_itmes'"),
        ("ping", "not in the tasks package of a page"),
        ("blink", "may mean 2 tasks"),
        ("shop/tasks.py:1", "No function or class"),
        ("nowhere.py:1", "no readable file"),
    ],
)
def test_what_is_not_one_task_of_a_page_is_refused(
    small_app: Path, tree_digest: Digest, wanted: str, message: str
) -> None:
    for page in ("cart", "zoo"):
        add_task(open_workspace(small_app), AddTaskRequest(page, "blink"))
    before = tree_digest(small_app)
    with pytest.raises(ProjectError, match=message):
        remove_task(open_workspace(small_app), wanted)
    assert tree_digest(small_app) == before


def test_the_last_but_one_task_leaves_the_package_and_its_entry(
    small_app: Path, ask_celery: AskCelery
) -> None:
    for task in ("first", "second"):
        add_task(open_workspace(small_app), AddTaskRequest("cart", task))
    remove_task(open_workspace(small_app), "first")
    assert set(ask_celery(small_app)) == OLD | {"shop.pages.cart.tasks.second.second"}
    assert not (small_app / CART / "first.py").exists()
    remove_task(open_workspace(small_app), "second")
    assert set(ask_celery(small_app)) == OLD
    assert not (small_app / CART).exists()


def test_what_python_compiled_of_the_package_goes_with_it(small_app: Path, ask_celery: AskCelery) -> None:
    add_task(open_workspace(small_app), COUNT)
    subprocess.run([sys.executable, "-m", "compileall", "-q", "shop"], cwd=small_app, check=True)
    remove_task(open_workspace(small_app), "count_items")
    assert not (small_app / CART).exists()


def test_an_entry_is_taken_out_of_what_tuple_is_given(small_app: Path) -> None:
    add_task(open_workspace(small_app), COUNT)
    lay(small_app, {CONFIG: 'imports = tuple(["shop.tasks", "shop.pages.cart.tasks"])\n'})
    remove_task(open_workspace(small_app), "count_items")
    assert (small_app / CONFIG).read_text() == 'imports = tuple(["shop.tasks"])\n'


def test_what_cannot_be_taken_out_safely_is_refused(small_app: Path, tree_digest: Digest) -> None:
    add_task(open_workspace(small_app), COUNT)
    lay(small_app, {CONFIG: 'imports = tuple("shop.tasks shop.pages.cart.tasks".split())\n'})
    before = tree_digest(small_app)
    with pytest.raises(ProjectError, match=r"would no longer start: .*shop\.pages\.cart\.tasks"):
        remove_task(open_workspace(small_app), "count_items")
    assert tree_digest(small_app) == before
