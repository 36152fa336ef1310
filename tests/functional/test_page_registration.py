"""add-page names the new page where the app names each of its pages, and nowhere else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from automappa_scaffold.operations.add_page import add_page
from automappa_scaffold.operations.workspace import open_workspace

AskCelery = Callable[..., list[str]]
PAGES = "shop/pages/__init__.py"
WEB = "shop/web.py"
LAYOUT = "layout = None\n"

# What a file holds before and after, for the pages cart, home and zoo and the new page mag_summary.
CASES = {
    "imports in the package of pages": (
        PAGES,
        '"""Pages."""\n\nfrom . import cart, home, zoo\n',
        '"""Pages."""\n\nfrom . import cart, home, mag_summary, zoo\n',
    ),
    "an import each": (
        WEB,
        "import shop.pages.cart.layout\nimport shop.pages.home.layout\nimport shop.pages.zoo.layout\n",
        "import shop.pages.cart.layout\nimport shop.pages.home.layout\n"
        "import shop.pages.mag_summary.layout\nimport shop.pages.zoo.layout\n",
    ),
    "imports under names, and a list": (
        WEB,
        "from shop.pages.cart import layout as cart_layout\n"
        "from shop.pages.home import layout as home_layout\n"
        "from shop.pages.zoo import layout as zoo_layout\n\nPAGES = [\n    home_layout,\n    cart_layout,\n"
        "    zoo_layout,\n]\n",
        "from shop.pages.cart import layout as cart_layout\n"
        "from shop.pages.home import layout as home_layout\n"
        "from shop.pages.mag_summary import layout as mag_summary_layout\n"
        "from shop.pages.zoo import layout as zoo_layout\n\nPAGES = [\n    home_layout,\n    cart_layout,\n"
        "    zoo_layout,\n    mag_summary_layout,\n]\n",
    ),
    "a tuple of names": (
        WEB,
        'PAGES = ("cart", "home", "zoo")\n',
        'PAGES = ("cart", "home", "mag_summary", "zoo")\n',
    ),
    "links": (
        WEB,
        'LINKS = [\n    ("Home", "/home"),\n    ("Cart", "/cart"),\n    ("Zoo", "/zoo"),\n'
        '    ("Help", "/help")]\n',
        'LINKS = [\n    ("Home", "/home"),\n    ("Cart", "/cart"),\n    ("Zoo", "/zoo"),\n'
        '    ("Mag summary", "/mag-summary"),\n    ("Help", "/help")]\n',
    ),
    "modules": (
        WEB,
        "MODULES = ['shop.web', 'shop.pages.zoo', 'shop.pages.home', 'shop.pages.cart']\n",
        "MODULES = [\n    'shop.web',\n    'shop.pages.zoo',\n    'shop.pages.home',\n"
        "    'shop.pages.cart',\n    'shop.pages.mag_summary',\n]\n",
    ),
}


@pytest.fixture
def app(small_app: Path) -> Path:
    for page in ("cart", "home", "zoo"):
        (small_app / f"shop/pages/{page}/layout.py").write_text(LAYOUT)
    return small_app


@pytest.mark.parametrize("case", CASES)
def test_a_page_is_named_where_all_others_are(app: Path, ask_celery: AskCelery, case: str) -> None:
    path, before, after = CASES[case]
    (app / path).write_text(before)
    outcome = add_page(open_workspace(app), "mag_summary")
    assert (app / path).read_text() == after
    assert outcome.notes == ()
    assert add_page(open_workspace(app), "mag_summary").up_to_date
    assert "shop.tasks.ping" in ask_celery(app)


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ('PAGES = ["cart", "home"]\n', False),
        ('PAGES = ["home"]\n', False),
        ('imports = ["shop.pages.cart.tasks", "shop.pages.home.tasks", "shop.pages.zoo.tasks"]\n', False),
        ('def show(path):\n    return {"/cart": 1, "/home": 2, "/zoo": 3}[path]\n', True),
        ('PAGES = ["cart", "the home", "zoo"]\n', True),
        ("def show(cart, home, zoo):\n    return [cart, home, zoo]\n", True),
        ("cartoon, homely, zoology = [1, 2, 3]\n", False),
    ],
)
def test_what_is_not_evident_is_left_alone_and_perhaps_told(app: Path, text: str, is_told: bool) -> None:
    (app / WEB).write_text(text)
    outcome = add_page(open_workspace(app), "mag_summary")
    assert (app / WEB).read_text() == text
    assert [note.split(" ")[0] for note in outcome.notes] == (["shop/web.py:1"] if is_told else [])


@pytest.mark.parametrize(
    "text",
    [
        "cart.register(app)\nhome.register(app)\nzoo.register(app)\n",
        "def make(app):\n    for page in [('/', home), ('c', cart), ('z', zoo)]:\n        app(page)\n",
        "PAGES = {\n    '/cart': cart.layout,\n    '/home': home.layout,\n    '/zoo': zoo.layout,\n}\n",
    ],
)
def test_where_something_is_done_with_each_page_an_import_alone_is_not_added(app: Path, text: str) -> None:
    text = f"from shop.pages import cart, home, zoo\n\n{text}"
    (app / WEB).write_text(text)
    outcome = add_page(open_workspace(app), "mag_summary")
    assert (app / WEB).read_text() == text
    assert [note.split(" ")[0] for note in outcome.notes] == ["shop/web.py:3"]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("from shop.pages import cart, home, zoo\n\nPAGES = [cart.show, home.show, zoo.show]\n", "show"),
        (
            "from shop.pages import cart, home, zoo\n\nPAGES = (cart.show(1), home.show(1), zoo.show(1))\n",
            "show",
        ),
        (
            "from shop.pages.cart import show as cart\nfrom shop.pages.home import show as home\n"
            "from shop.pages.zoo import show as zoo\n",
            "show",
        ),
        (
            "".join(
                f"from shop.pages.{name}.parts import a as {name}_a\n" for name in ("cart", "home", "zoo")
            ),
            "parts.a",
        ),
    ],
)
def test_nothing_is_taken_from_the_new_page_that_it_has_not(app: Path, text: str, missing: str) -> None:
    (app / WEB).write_text(text)
    outcome = add_page(open_workspace(app), "mag_summary")
    assert (app / WEB).read_text() == text
    assert [f"the new page has no mag_summary.{missing} yet" in note for note in outcome.notes] == [True]


def test_a_registration_that_would_stop_the_worker_is_left_to_the_user(app: Path) -> None:
    names = ("cart", "home", "zoo")
    for name in names:
        (app / f"shop/pages/{name}/api.py").write_text("")
    text = "".join(f"from shop.pages.{name} import api as {name}_api\n" for name in names)
    (app / PAGES).write_text(text)  # the template makes no api.py
    outcome = add_page(open_workspace(app), "mag_summary")
    assert (app / PAGES).read_text() == text
    assert [note.split(" ")[0] for note in outcome.notes] == [PAGES]


def test_the_only_page_says_enough_where_a_list_holds_its_bare_name(small_app: Path) -> None:
    (small_app / "shop/pages/home/layout.py").write_text(LAYOUT)
    (small_app / WEB).write_text('PAGES = ["home"]\nTITLES = ["The home of all"]\n')
    add_page(open_workspace(small_app), "mag_summary")
    text = 'PAGES = ["home", "mag_summary"]\nTITLES = ["The home of all"]\n'
    assert (small_app / WEB).read_text() == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from . import cart, home, zoo\n", "from . import cart, home, mag_summary, zoo\n"),
        ('NAMES = ["cart", "home", "zoo"]\n', 'NAMES = ["cart", "home", "mag_summary", "zoo"]\n'),
    ],
)
def test_pages_may_have_their_layout_in_their_own_file(small_app: Path, before: str, after: str) -> None:
    for page in ("cart", "home", "zoo"):
        folder = small_app / "shop/pages" / page
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").write_text(f'"""{page}."""\n\n{LAYOUT}')
    (small_app / PAGES).write_text(before)
    assert add_page(open_workspace(small_app), "mag_summary").notes == ()
    assert (small_app / PAGES).read_text() == after


def test_a_module_is_not_taken_for_what_other_pages_call_so(small_app: Path) -> None:
    for page in ("cart", "home", "zoo"):
        folder = small_app / "shop/pages" / page
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").write_text("def layout(): ...\n")
    text = "".join(f"from .{page} import layout as {page}_layout\n" for page in ("cart", "home", "zoo"))
    (small_app / PAGES).write_text(f"{text}\nLAYOUTS = [cart_layout, home_layout, zoo_layout]\n")
    before = (small_app / PAGES).read_text()
    (note,) = add_page(open_workspace(small_app), "mag_summary").notes
    assert "the new page has no mag_summary.layout yet" in note
    assert (small_app / PAGES).read_text() == before


def test_a_module_that_the_pages_import_themselves_is_one(app: Path) -> None:
    for page in ("cart", "home", "zoo"):
        (app / f"shop/pages/{page}/__init__.py").write_text("from . import layout\n")
    text = "".join(
        f"from shop.pages.{page} import layout as {page}_layout\n" for page in ("cart", "home", "zoo")
    )
    (app / WEB).write_text(f"{text}\nLAYOUTS = [cart_layout, home_layout, zoo_layout]\n")
    assert add_page(open_workspace(app), "mag_summary").notes == ()
    assert "mag_summary_layout" in (app / WEB).read_text()
