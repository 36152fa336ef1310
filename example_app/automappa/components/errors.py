"""What a page says about an error: enough to go on, and nothing about the inside of the app."""

import logging
from secrets import token_hex

from dash import html, set_props

from automappa.components import parts
from automappa.data.errors import DatabaseUnavailableError, DataError

MESSAGES = "messages"
_logger = logging.getLogger(__name__)


def explain(error: Exception) -> str:
    """Return in one sentence what is wrong, or under which number the log says more."""
    if isinstance(error, DatabaseUnavailableError):
        # Its own words name hosts and users.
        _logger.warning("%s", error)
        return "The database cannot be used at the moment; try again in a while."
    if isinstance(error, DataError):
        return str(error)
    number = token_hex(4)
    _logger.error("error %s in a callback", number, exc_info=error)
    return f"Something went wrong here; the log of the web process says more about error {number}."


def show_error(error: Exception, *, id: str = "") -> html.Div:
    """Return the error as a message."""
    return parts.notice("bad", explain(error), id=id)


def tell_error(error: Exception) -> None:
    """Show an error that no callback has caught above the page."""
    set_props(MESSAGES, {"children": show_error(error)})
