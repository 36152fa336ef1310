"""The MAG summary page: all bins of a sample, and one of them in detail."""

import dash
from dash import Dash, dcc, html

from automappa.components import parts, shell
from automappa.components.samples import find_sample, tell_problem
from automappa.pages.mag_summary import callbacks, source
from automappa.pages.mag_summary.components import detail, overview

PATH = "/mag-summary"
TITLE = "MAG summary"
dash.register_page(__name__, path=PATH, name=TITLE)


@tell_problem(TITLE, PATH)
def layout(metagenome: str | None = None, **_others: str) -> html.Div:
    """Return the page of one sample."""
    samples, sample_id = find_sample(metagenome)
    bins = source.list_bins(sample_id)
    head = shell.make_header(TITLE, "Every bin of the sample, and one of them in detail.", samples, sample_id)
    if not bins:
        nothing = html.P("Its binning table puts no contig into a cluster.")
        return html.Div([head, parts.empty_state("This sample has no bins", nothing, id="no-bins")])
    return html.Div(
        [
            dcc.Store(id="summary-sample", data=sample_id),
            head,
            overview.make_overview(bins),
            detail.make_detail(bins),
        ]
    )


def register_callbacks(app: Dash) -> None:
    """Connect the parts of the page."""
    callbacks.register_callbacks(app)
