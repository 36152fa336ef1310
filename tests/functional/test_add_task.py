"""add-task on a small app: Celery itself says what is registered afterwards."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from automappa_scaffold.errors import EditError, ProjectError, ScaffoldError
from automappa_scaffold.operations.add_task import AddTaskOutcome, AddTaskRequest, add_task
from automappa_scaffold.operations.workspace import Workspace, open_workspace
from automappa_scaffold.registry.start import Prediction

AskCelery = Callable[..., list[str]]
BADGE = "shop.pages.home.tasks.status_badge.set_badge_color"
OLD = {BADGE, "shop.tasks.ping"}
COUNT = AddTaskRequest("cart", "count_items", params=("cart_id: int",), returns="int", body="echo")
NEW = "shop.pages.cart.tasks.count_items.count_items"


def run(root: Path, request: AddTaskRequest, *, dry_run: bool = False) -> AddTaskOutcome:
    return add_task(open_workspace(root), request, dry_run=dry_run)


def test_a_task_of_a_page_without_tasks_registers(small_app: Path, ask_celery: AskCelery) -> None:
    outcome = run(small_app, COUNT)
    assert outcome.task == NEW
    assert not outcome.up_to_date
    assert [str(path) for path in outcome.changeset.paths] == [
        "shop/pages/cart/tasks/count_items.py",
        "shop/pages/cart/tasks/__init__.py",
        "shop/conf/celeryconfig.py",
    ]
    assert set(ask_celery(small_app)) == OLD | {NEW}
    config = (small_app / "shop/conf/celeryconfig.py").read_text()
    assert config.startswith('imports = ("shop.pages.cart.tasks", "shop.pages.home.tasks", "shop.tasks")\n')


def test_the_same_request_again_changes_no_byte(small_app: Path, tree_digest: Callable[[Path], str]) -> None:
    run(small_app, COUNT)
    before = tree_digest(small_app)
    again = run(small_app, COUNT)
    assert (again.up_to_date, again.task) == (True, NEW)
    assert tree_digest(small_app) == before


def test_a_task_that_is_there_is_found_in_whichever_module_holds_it(
    small_app: Path, tree_digest: Callable[[Path], str]
) -> None:
    before = tree_digest(small_app)
    outcome = run(small_app, AddTaskRequest("home", "set_badge_color"))
    assert (outcome.up_to_date, outcome.task) == (True, BADGE)
    assert tree_digest(small_app) == before


def test_a_run_that_changes_nothing_does_not_import_copier(small_app: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from automappa_scaffold.operations.add_task import AddTaskRequest, add_task\n"
        "from automappa_scaffold.operations.workspace import open_workspace\n"
        "done = add_task(open_workspace(Path(sys.argv[1])), AddTaskRequest('home', 'set_badge_color'))\n"
        "assert done.up_to_date\n"
        "print([name for name in ('copier', 'jinja2', 'libcst', 'celery') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(small_app)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("shop/conf/celeryconfig.py", '"shop.pages.home.tasks", ', ""),
        ("shop/pages/home/tasks/__init__.py", "from .status_badge import set_badge_color\n\n", ""),
        ("shop/pages/home/tasks/__init__.py", '["set_badge_color"]', "[]"),
        ("shop/pages/home/tasks/__init__.py", '\n\n__all__ = ["set_badge_color"]', ""),
    ],
    ids=["imports entry", "import", "name in __all__", "__all__"],
)
def test_just_the_missing_step_is_added(
    small_app: Path, ask_celery: AskCelery, path: str, old: str, new: str
) -> None:
    sound = (small_app / path).read_text()
    broken = sound.replace(old, new)
    assert broken != sound
    if old.startswith('"shop.pages'):
        broken = broken.replace('("shop.tasks")', '("shop.tasks",)')
    (small_app / path).write_text(broken)
    outcome = run(small_app, AddTaskRequest("home", "set_badge_color"))
    assert [str(p) for p in outcome.changeset.paths] == [path]
    assert (small_app / path).read_text() == sound
    assert set(ask_celery(small_app)) == OLD


def test_a_package_without_init_is_completed(small_app: Path, ask_celery: AskCelery) -> None:
    (small_app / "shop/pages/home/tasks/__init__.py").unlink()
    outcome = run(small_app, AddTaskRequest("home", "set_badge_color"))
    assert [str(p) for p in outcome.changeset.paths] == ["shop/pages/home/tasks/__init__.py"]
    assert set(ask_celery(small_app)) == OLD


def test_an_entry_without_its_package_is_completed(small_app: Path, ask_celery: AskCelery) -> None:
    config = small_app / "shop/conf/celeryconfig.py"
    config.write_text('imports = ("shop.pages.home.tasks", "shop.pages.cart.tasks")\n')
    outcome = run(small_app, COUNT)
    assert "shop/conf/celeryconfig.py" not in [str(p) for p in outcome.changeset.paths]
    assert set(ask_celery(small_app)) == OLD | {NEW}


def test_a_dry_run_writes_nothing_and_its_diff_is_what_git_applies(
    small_app: Path, tree_digest: Callable[[Path], str], tmp_path: Path
) -> None:
    before = tree_digest(small_app)
    outcome = run(small_app, COUNT, dry_run=True)
    assert tree_digest(small_app) == before
    patch = tmp_path / "patch"
    patch.write_bytes(outcome.changeset.diff())
    subprocess.run(
        ["git", "apply", str(patch)], cwd=small_app, check=True, env={**os.environ, "GIT_DIR": "/none"}
    )
    assert run(small_app, COUNT).up_to_date


def test_a_second_task_joins_the_module_and_speaks_of_the_app_as_it_does(
    small_app: Path, ask_celery: AskCelery
) -> None:
    module = small_app / "shop/pages/home/tasks/status_badge.py"
    text = module.read_text().replace("import queue", "import queue as q").replace("@queue", "@q")
    module.write_text(text)
    outcome = run(
        small_app,
        AddTaskRequest("home", "blink", module="status_badge", params=("times: int = 3",), body="echo"),
    )
    assert outcome.task == "shop.pages.home.tasks.status_badge.blink"
    assert set(ask_celery(small_app)) == OLD | {outcome.task}
    after = module.read_text()
    assert "@q.task(bind=True)\ndef blink(self: Any, times: int = 3) -> int:" in after
    assert after.count("shop.tasks") == 1
    assert after.replace("from typing import Any\n", "").startswith(text)


@pytest.mark.parametrize(
    ("setting", "note"),
    [
        (
            'imports = ("shop.tasks",)\ninclude = ["shop.pages.cart.tasks", "shop.pages.home.tasks"]\n',
            "include",
        ),
        ('imports = ("shop.reach", "shop.pages.home.tasks", "shop.tasks")\n', "reach"),
    ],
    ids=["include", "imported by another module"],
)
def test_no_entry_is_added_where_the_page_is_reached_already(
    small_app: Path, ask_celery: AskCelery, setting: str, note: str
) -> None:
    (small_app / "shop/conf/celeryconfig.py").write_text(setting)
    (small_app / "shop/reach.py").write_text("import shop.pages.cart.tasks\n")
    tasks = small_app / "shop/pages/cart/tasks"
    tasks.mkdir()
    (tasks / "__init__.py").write_text("")
    outcome = run(small_app, COUNT)
    assert (small_app / "shop/conf/celeryconfig.py").read_text() == setting
    assert note in " ".join(outcome.notes)
    assert set(ask_celery(small_app)) == OLD | {NEW}


def test_autodiscovery_needs_no_entry(small_app: Path, ask_celery: AskCelery) -> None:
    app = small_app / "shop/tasks.py"
    app.write_text(
        app.read_text().replace(
            "\n\n\n@queue",
            '\nqueue.autodiscover_tasks(["shop.pages.home", "shop.pages.cart"])\n\n\n@queue',
            1,
        )
    )
    (small_app / "shop/conf/celeryconfig.py").write_text('imports = ("shop.tasks",)\n')
    outcome = run(small_app, COUNT)
    assert "shop/conf/celeryconfig.py" not in [str(p) for p in outcome.changeset.paths]
    assert set(ask_celery(small_app)) == OLD | {NEW}


@pytest.mark.parametrize(
    "request_",
    [
        AddTaskRequest("nowhere", "count_items"),
        AddTaskRequest("cart", "count items"),
        AddTaskRequest("cart", "class"),
        AddTaskRequest("cart", "list"),
        AddTaskRequest("cart", "queue"),
        AddTaskRequest("cart", "__init__"),
        AddTaskRequest("cart", "ﬁnd"),
        AddTaskRequest("cart", "count_items", module="no-module"),
        AddTaskRequest("cart", "count_items", module="../escape"),
        AddTaskRequest("cart", "count_items", params=("self",)),
        AddTaskRequest("cart", "count_items", params=("a", "a: int")),
        AddTaskRequest("cart", "count_items", params=("a: int = 1", "b: int")),
        AddTaskRequest("cart", "count_items", params=("a, b",)),
        AddTaskRequest("cart", "count_items", params=("a: int): pass\nimport os\ndef x(",)),
        AddTaskRequest("cart", "count_items", params=("a) -> (int",)),
        AddTaskRequest("cart", "count_items", params=("frame: pd.DataFrame",)),
        AddTaskRequest("cart", "count_items", params=("time: int",), body="echo"),
        AddTaskRequest("cart", "count_items", returns="int:\n    import os\ndef x() -> int"),
        AddTaskRequest("cart", "count_items", params=("a: int",), returns="Path", body="echo"),
        AddTaskRequest("cart", "count_items", name="celery.hidden"),
        AddTaskRequest("cart", "count_items", name="two words"),
        AddTaskRequest("cart", "count_items", name="shop.tasks.ping"),
        AddTaskRequest("cart", "count_items", queue_options=("bind=False",)),
        AddTaskRequest("cart", "count_items", queue_options=("max_retries",)),
        AddTaskRequest("cart", "count_items", doc="caf\udce9"),
        AddTaskRequest("cart", "count_items", body="sing"),
        AddTaskRequest("cart", "count_items", template="/nowhere"),
        AddTaskRequest("home", "set_badge_color", module="other"),
        AddTaskRequest("home", "set_badge_color", params=("colour: str",)),
        AddTaskRequest("home", "set_badge_color", returns="int"),
        AddTaskRequest("home", "status_badge", module="other"),
        AddTaskRequest("home", "new", module="set_badge_color"),
    ],
    ids=lambda r: f"{r.page}-{r.task}-{(*r.params, r.returns, r.name, r.module, *r.queue_options)}"[:60],
)
def test_what_cannot_be_done_is_refused_with_one_message_and_an_untouched_tree(
    small_app: Path, tree_digest: Callable[[Path], str], request_: AddTaskRequest
) -> None:
    before = tree_digest(small_app)
    with pytest.raises(ScaffoldError) as refused:
        run(small_app, request_)
    assert refused.value.message
    assert "\n" not in refused.value.message
    assert tree_digest(small_app) == before


def test_an_unknown_page_is_answered_with_the_pages_and_the_command(small_app: Path) -> None:
    with pytest.raises(ProjectError) as refused:
        run(small_app, AddTaskRequest("basket", "count_items"))
    assert "cart, home, zoo" in refused.value.message
    assert "add-page basket" in refused.value.hint


@pytest.mark.parametrize(
    ("path", "text", "hint"),
    [
        (
            "shop/conf/celeryconfig.py",
            'imports = tuple(f"shop.{x}" for x in ["tasks"])\n',
            "shop.pages.cart.tasks",
        ),
        (
            "shop/conf/celeryconfig.py",
            'import os\nif os.sep:\n    imports = ("shop.tasks",)\n',
            "shop.pages.cart.tasks",
        ),
        ("shop/conf/celeryconfig.py", "imports = (", ""),
        (
            "shop/tasks.py",
            "from celery import Celery\nqueue = Celery(__name__)\nimport shop.nothing\n",
            "",
        ),
    ],
    ids=["computed", "conditional", "unparsable", "app does not start"],
)
def test_sources_that_cannot_be_edited_safely_are_refused(
    small_app: Path, tree_digest: Callable[[Path], str], path: str, text: str, hint: str
) -> None:
    (small_app / path).write_text(text)
    before = tree_digest(small_app)
    with pytest.raises((EditError, ProjectError)) as refused:
        run(small_app, COUNT)
    assert hint in refused.value.hint
    assert tree_digest(small_app) == before


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("from .other import count_items\n", "from .count_items import count_items"),
        ("count_items = 1\n", "from .count_items import count_items"),
        ("names = ['a']\n__all__ = [n for n in names]\n", '"count_items"'),
        ("import os\nif os.sep:\n    __all__ = []\n", '"count_items"'),
        ("def broken(:\n", ""),
    ],
    ids=["imported", "assigned", "computed __all__", "conditional __all__", "unparsable"],
)
def test_a_package_that_cannot_be_edited_safely_is_refused(
    small_app: Path, tree_digest: Callable[[Path], str], text: str, hint: str
) -> None:
    tasks = small_app / "shop/pages/cart/tasks"
    tasks.mkdir()
    (tasks / "other.py").write_text("def count_items(): ...\n")
    (tasks / "__init__.py").write_text(text)
    before = tree_digest(small_app)
    with pytest.raises(ScaffoldError) as refused:
        run(small_app, AddTaskRequest("cart", "count_items", module="count_items"))
    assert hint in refused.value.hint
    assert tree_digest(small_app) == before


def test_a_function_that_is_no_task_is_not_taken_for_one(small_app: Path) -> None:
    module = small_app / "shop/pages/home/tasks/status_badge.py"
    module.write_text(module.read_text() + "\n\ndef helper() -> None: ...\n")
    with pytest.raises(ProjectError, match="no Celery task"):
        run(small_app, AddTaskRequest("home", "helper"))


def test_an_app_with_its_list_in_the_constructor_gets_the_entry_there(
    small_app: Path, ask_celery: AskCelery
) -> None:
    app = small_app / "shop/tasks.py"
    text = app.read_text().replace("Celery(__name__)", "Celery(__name__, include=['shop.pages.home.tasks'])")
    app.write_text(text.replace('queue.config_from_object("shop.conf.celeryconfig")\n', ""))
    outcome = run(small_app, COUNT)
    assert [str(p) for p in outcome.changeset.paths][-1] == "shop/tasks.py"
    assert "include=['shop.pages.cart.tasks', 'shop.pages.home.tasks']" in app.read_text()
    assert set(ask_celery(small_app)) == OLD | {NEW}


def test_an_app_without_any_list_gets_one(small_app: Path, ask_celery: AskCelery) -> None:
    app = small_app / "shop/tasks.py"
    text = app.read_text().replace('queue.config_from_object("shop.conf.celeryconfig")\n', "")
    app.write_text(text)
    run(small_app, COUNT)
    assert 'queue = Celery(__name__)\nqueue.conf.imports = ("shop.pages.cart.tasks",)\n' in app.read_text()
    assert set(ask_celery(small_app)) == {"shop.tasks.ping", NEW}


def test_a_task_can_have_a_name_options_and_no_self(small_app: Path, ask_celery: AskCelery) -> None:
    request = AddTaskRequest(
        "cart",
        "count_items",
        bind=False,
        name="cart.count",
        queue_options=("queue=heavy", "max_retries=3", "acks_late=True"),
    )
    outcome = run(small_app, request)
    assert outcome.task == "cart.count"
    assert set(ask_celery(small_app)) == OLD | {"cart.count"}
    text = (small_app / "shop/pages/cart/tasks/count_items.py").read_text()
    assert '@queue.task(name="cart.count", queue="heavy", max_retries=3, acks_late=True)\n' in text
    assert "def count_items() -> None:" in text


def test_the_test_that_is_written_with_the_task_passes(small_app: Path) -> None:
    request = AddTaskRequest("cart", "count_items", with_test=True)
    outcome = run(small_app, request)
    assert "tests/test_cart_count_items.py" in [str(p) for p in outcome.changeset.paths]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=small_app,
        env={**os.environ, "PYTHONPATH": str(small_app)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert run(small_app, request).up_to_date


def test_a_template_of_the_project_is_used(small_app: Path, ask_celery: AskCelery) -> None:
    templates = small_app / "scaffold_templates/task"
    templates.mkdir(parents=True)
    (templates / "copier.yml").write_text("_templates_suffix: .jinja\n_exclude: [copier.yml]\n")
    (templates / "{{ module }}.py.jinja").write_text(
        "# ours\n{{ imports }}\n\n\n{{ decorator }}\n{{ signature }}\n    return None\n"
    )
    with (small_app / "pyproject.toml").open("a") as file:
        file.write('[tool.automappa-scaffold]\ntemplates = "scaffold_templates"\n')
    run(small_app, AddTaskRequest("cart", "count_items"))
    assert (small_app / "shop/pages/cart/tasks/count_items.py").read_text().startswith("# ours\n")
    assert set(ask_celery(small_app)) == OLD | {NEW}


def test_a_template_that_runs_code_is_refused(small_app: Path, tmp_path: Path) -> None:
    template = tmp_path / "template"
    template.mkdir()
    (template / "copier.yml").write_text(f"_jinja_extensions: [os.path]\n_tasks: ['touch {tmp_path}/ran']\n")
    with pytest.raises(ScaffoldError):
        run(small_app, AddTaskRequest("cart", "count_items", template=str(template)))
    assert not (tmp_path / "ran").exists()


def test_a_task_in_the_package_itself_needs_no_import(small_app: Path, ask_celery: AskCelery) -> None:
    tasks = small_app / "shop/pages/cart/tasks"
    tasks.mkdir()
    (tasks / "__init__.py").write_text(
        "from shop.tasks import queue\n\n\n@queue.task\ndef count_items(): ...\n"
    )
    outcome = run(small_app, AddTaskRequest("cart", "count_items"))
    assert outcome.task == "shop.pages.cart.tasks.count_items"
    assert set(ask_celery(small_app)) == OLD | {outcome.task}
    text = (tasks / "__init__.py").read_text()
    assert text.startswith('from shop.tasks import queue\n\n__all__ = ["count_items"]\n')
    assert run(small_app, AddTaskRequest("cart", "count_items")).up_to_date


@pytest.mark.parametrize("app", ["", "shop.tasks", "shop.tasks:queue", "shop.tasks.queue"])
def test_an_app_below_src_is_found_however_it_is_spelled(
    small_app: Path, ask_celery: AskCelery, app: str
) -> None:
    (small_app / "src").mkdir()
    (small_app / "shop").rename(small_app / "src/shop")
    outcome = add_task(open_workspace(small_app, app=app), COUNT)
    assert outcome.task == NEW
    assert str(outcome.changeset.paths[0]) == "src/shop/pages/cart/tasks/count_items.py"
    assert set(ask_celery(small_app / "src")) == OLD | {NEW}


def test_what_is_written_is_judged_again_and_put_back_when_it_does_not_hold(
    small_app: Path, tree_digest: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree_digest(small_app)
    workspace = open_workspace(small_app)
    real = type(workspace).predict

    def predict(self: Workspace, changes: dict[PurePosixPath, bytes | None] | None = None) -> Prediction:
        found = real(self, changes)
        is_written = (small_app / "shop/pages/cart/tasks").exists()
        return replace(found, registry=replace(found.registry, tasks=())) if is_written else found

    monkeypatch.setattr(type(workspace), "predict", predict)
    with pytest.raises(EditError, match="do not register"):
        add_task(workspace, COUNT)
    assert tree_digest(small_app) == before


def test_a_tasks_package_that_leads_out_of_the_project_is_refused(
    small_app: Path, tmp_path: Path, tree_digest: Callable[[Path], str]
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (small_app / "shop/pages/cart/tasks").symlink_to(outside)
    before = tree_digest(small_app)
    with pytest.raises(EditError, match="leads out of the project"):
        run(small_app, COUNT)
    assert tree_digest(small_app) == before
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "param",
    ["x: (yield)", "x: {{1}}", "x: print('x')", "x: lambda: 1", "x: int = (yield)", "x: {1: 2}", "x: 1 + 1"],
)
def test_what_is_no_type_is_not_written_into_the_module(
    small_app: Path, tree_digest: Callable[[Path], str], param: str
) -> None:
    before = tree_digest(small_app)
    with pytest.raises(ProjectError, match=r"is not a type|cannot stand so|is not a parameter"):
        add_task(open_workspace(small_app), AddTaskRequest("cart", "count_items", params=(param,)))
    with pytest.raises(ProjectError, match="is not a type"):
        add_task(open_workspace(small_app), AddTaskRequest("cart", "count_items", returns="print('x')"))
    assert tree_digest(small_app) == before


@pytest.mark.parametrize(
    ("params", "returns"),
    [
        (("x: datetime.datetime", "y: datetime.date | None = None"), "None"),
        (("y: Decimal", "x: datetime = datetime.max"), "'Path'"),
        (("x: typing.Any", "y: Literal[-1, 'a', None]"), "uuid.UUID"),
        (("x: Annotated[int, timedelta(days=1)]", "y: 'list[int]'"), "dict[str, tuple[int, ...]]"),
    ],
)
def test_types_of_the_standard_library_are_imported_as_they_are_written(
    small_app: Path, ask_celery: AskCelery, params: tuple[str, ...], returns: str
) -> None:
    request = AddTaskRequest("cart", "count_items", params=params, returns=returns)
    add_task(open_workspace(small_app), request)
    assert set(ask_celery(small_app)) == OLD | {NEW}
    assert add_task(open_workspace(small_app), request).up_to_date


@pytest.mark.parametrize(
    "param",
    [
        "x: int = open('ran', 'w')",
        "x: int = __import__('os').system('touch ran')",
        "x: Annotated[int, open('ran', 'w')] = 1",
        "x: int = (lambda: 1)()",
        "x: int = [open('ran', 'w')][0]",
        "x: int = ().__class__",
        "x: object = lambda y=open('ran', 'w'): y",
    ],
)
def test_nothing_that_would_run_on_import_is_written_into_the_module(
    small_app: Path, tree_digest: Callable[[Path], str], param: str
) -> None:
    before = tree_digest(small_app)
    with pytest.raises(ProjectError, match="would run whenever the worker imports"):
        run(small_app, AddTaskRequest("cart", "count_items", params=(param,)))
    assert tree_digest(small_app) == before


def test_a_default_may_be_made_by_a_class(small_app: Path, ask_celery: AskCelery) -> None:
    params = (
        *("a: timedelta = timedelta(days=1)", "b: Path = Path('x')", "c: object = frozenset()"),
        *("d: object = lambda: open('ran')", "e: datetime.date = datetime.date(2026, 1, 1)"),
    )
    run(small_app, AddTaskRequest("cart", "count_items", params=params))
    assert set(ask_celery(small_app)) == OLD | {NEW}


def test_a_module_that_means_something_else_by_any_is_refused(small_app: Path) -> None:
    badge = small_app / "shop/pages/home/tasks/status_badge.py"
    badge.write_text(f"{badge.read_text()}\n\nAny = 3\n")
    with pytest.raises(EditError, match="Any already means something else"):
        run(small_app, AddTaskRequest("home", "blink", module="status_badge"))


def test_a_name_of_a_module_and_of_what_it_holds_is_refused(small_app: Path) -> None:
    params = ("x: datetime.date", "y: datetime")
    with pytest.raises(ProjectError, match="datetime stands for a module"):
        add_task(open_workspace(small_app), AddTaskRequest("cart", "count_items", params=params))
