"""Which sample a page is about: the one that its address names, if there is such a one."""

from collections.abc import Callable
from functools import wraps

from dash import html

from automappa.components import shell
from automappa.components.errors import show_error
from automappa.data.contigs import list_metagenomes
from automappa.data.errors import DatabaseUnavailableError, DataError

Samples = list[tuple[int, str]]
Layout = Callable[..., html.Div]
# An id of the database has fewer digits; more would be no number for it.
_MAX_DIGITS = 18


class NoSampleError(DataError):
    """The address names no sample, or one that is not there."""


def list_samples() -> Samples:
    """Return id and name of each sample, by name."""
    return [(number, name) for number, name, _ in list_metagenomes()]


def find_sample(text: str | None) -> tuple[Samples, int]:
    """Return all samples, and the id of the one that is named by `text`, as it stands in the address.

    Raises:
        NoSampleError: there is none such; without a message if none was named.
    """
    samples = list_samples()
    if text is None:
        raise NoSampleError("")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= _MAX_DIGITS else -1
    if number not in dict(samples):
        raise NoSampleError("The sample of this address is not here. It may have been deleted.")
    return samples, number


def tell_problem(title: str, path: str) -> Callable[[Layout], Layout]:
    """Decorate a layout: without its sample or without the database it says so, and what can be done."""

    def decorate(layout: Layout) -> Layout:
        @wraps(layout)
        def guarded(**query: str) -> html.Div:
            try:
                return layout(**query)
            except NoSampleError as error:
                return shell.make_choice(title, path, list_samples(), problem=str(error))
            except DatabaseUnavailableError as error:
                return html.Div([html.H1(title), show_error(error)])

        return guarded

    return decorate
