"""The Dash app: it takes in every page package that has a layout."""

import importlib
import importlib.util
import pkgutil
from types import ModuleType
from typing import Any

import dash
from dash import Dash, dcc, html

from automappa import pages
from automappa.data.database import create_tables


def make_app() -> Dash:
    """Return the app with all pages; the database gets its tables if it has none."""
    create_tables()
    # Given a folder, Dash would import its files a second time under other names; so we hand it modules.
    app = Dash(__name__, use_pages=True, pages_folder="", title="Automappa example")
    for module in import_layouts():
        dash.page_registry[module.__name__]["layout"] = module.layout
    app.layout = make_frame
    return app


def import_layouts() -> list[ModuleType]:
    """Return the module `layout` of each package below `automappa/pages/` that has one, by name."""
    packages = [found.name for found in pkgutil.iter_modules(pages.__path__) if found.ispkg]
    names = [f"{pages.__name__}.{package}.layout" for package in sorted(packages)]
    return [importlib.import_module(name) for name in names if importlib.util.find_spec(name)]


def make_frame() -> html.Div:
    """Return what stands around each page."""
    links = [
        dcc.Link(
            page["name"], href=page["relative_path"], className="page-link", style={"marginRight": "1rem"}
        )
        for page in dash.page_registry.values()
    ]
    return html.Div([html.Nav(links, id="pages"), dash.page_container])


def __getattr__(name: str) -> Any:
    # `gunicorn automappa.web:server` finds it here; an import of this module alone builds no app.
    if name == "server":
        return make_app().server
    raise AttributeError(name)
