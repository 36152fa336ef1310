"""The web app: it takes in every page that has a layout."""

import json
import subprocess
import sys

import pytest

from automappa import pages, web
from automappa.data.loader import load_metagenome

PAGE = '''"""A page."""
import dash
from dash import html

dash.register_page(__name__, path="/new-page", name="New page")


def layout() -> html.Div:
    return html.Div("here I am")
'''


def fetch_page(app, path):
    """Return what the browser gets when it goes to `path` in the app."""
    client = app.server.test_client()
    assert client.get(path).status_code == 200
    callbacks = client.get("/_dash-dependencies").get_json()
    (router,) = [one for one in callbacks if "_pages_content" in one["output"]]
    values = [path, ""]
    inputs = [one | {"value": value} for one, value in zip(router["inputs"], values, strict=True)]
    (content, store) = router["output"].strip(".").split("...")
    outputs = [dict(zip(("id", "property"), output.split("."), strict=True)) for output in (content, store)]
    body = {"output": router["output"], "outputs": outputs, "inputs": inputs, "changedPropIds": []}
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.text
    return json.dumps(answer.get_json())


@pytest.mark.parametrize(
    ("path", "title"),
    [("/", "Metagenomes"), ("/mag-refinement", "MAG refinement"), ("/mag-summary", "MAG summary")],
)
def test_every_page_answers(path, title):
    assert title in fetch_page(web.make_app(), path)


def test_home_lists_the_metagenomes(small_files):
    load_metagenome(
        "my sample",
        metagenome=small_files.metagenome,
        binning=small_files.binning,
        markers=small_files.markers,
    )
    assert "my sample" in fetch_page(web.make_app(), "/")


def test_a_new_page_package_is_taken_in_without_an_edit(monkeypatch, tmp_path):
    package = tmp_path / "pages" / "new_page"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('"""A page."""\n')
    (package / "layout.py").write_text(PAGE)
    monkeypatch.setattr(pages, "__path__", [*pages.__path__, str(package.parent)])
    try:
        app = web.make_app()
        assert "here I am" in fetch_page(app, "/new-page")
        assert "New page" in json.dumps(
            app.layout().to_plotly_json(), default=lambda part: part.to_plotly_json()
        )
    finally:
        web.dash.page_registry.pop("automappa.pages.new_page.layout", None)
        for name in ("automappa.pages.new_page.layout", "automappa.pages.new_page"):
            sys.modules.pop(name, None)


def test_server_is_there_for_gunicorn():
    assert web.server.test_client().get("/").status_code == 200


def test_there_is_nothing_else_to_find():
    with pytest.raises(AttributeError, match="nonsense"):
        _ = web.nonsense


def test_tasks_and_pages_import_no_dash():
    code = "import sys, automappa.tasks, automappa.pages.home.tasks, automappa.pages.mag_summary"
    checks = "; print([name for name in ('dash', 'numpy', 'sqlalchemy', 'sklearn') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code + checks], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
