"""The Dash app: it takes in every page package that has a layout."""

import importlib
import importlib.util
import pkgutil
from types import ModuleType
from typing import Any

import dash
from dash import Dash

from automappa import pages
from automappa.components import shell
from automappa.components.errors import tell_error
from automappa.data.database import create_tables
from automappa.settings import get_settings

# What travels around a file: it comes as base64 in JSON.
_REQUEST_SLACK_BYTES = 4_000_000


def make_app() -> Dash:
    """Return the app with all pages; the database gets its tables if it has none."""
    create_tables()
    # Given a folder, Dash would import its files a second time under other names; so we hand it modules.
    app = Dash(
        __name__,
        use_pages=True,
        pages_folder="",
        title="Automappa example",
        update_title="",
        suppress_callback_exceptions=True,  # a page has only its own parts
        on_error=tell_error,
    )
    app.server.config["MAX_CONTENT_LENGTH"] = get_settings().max_upload_mb * 1_400_000 + _REQUEST_SLACK_BYTES
    shell.register_callbacks(app)
    for module in import_layouts():
        dash.page_registry[module.__name__]["layout"] = module.layout
        if hasattr(module, "register_callbacks"):
            module.register_callbacks(app)
    app.layout = shell.make_frame
    return app


def import_layouts() -> list[ModuleType]:
    """Return the module `layout` of each package below `automappa/pages/` that has one, by name."""
    packages = [found.name for found in pkgutil.iter_modules(pages.__path__) if found.ispkg]
    names = [f"{pages.__name__}.{package}.layout" for package in sorted(packages)]
    return [importlib.import_module(name) for name in names if importlib.util.find_spec(name)]


def __getattr__(name: str) -> Any:
    # `gunicorn automappa.web:server` finds it here; an import of this module alone builds no app.
    if name == "server":
        return make_app().server
    raise AttributeError(name)
