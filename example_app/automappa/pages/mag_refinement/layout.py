"""The MAG refinement page: contigs as points, to be looked at and sorted into bins."""

import dash
from dash import Dash, dcc, html

from automappa.components import clock, shell
from automappa.components.samples import find_sample, tell_problem
from automappa.pages.mag_refinement import callbacks, source
from automappa.pages.mag_refinement.components import controls, panels

PATH = "/mag-refinement"
TITLE = "MAG refinement"
dash.register_page(__name__, path=PATH, name=TITLE)


@tell_problem(TITLE, PATH)
def layout(metagenome: str | None = None, **_others: str) -> html.Div:
    """Return the page of one sample."""
    samples, sample_id = find_sample(metagenome)
    view = source.read_view(sample_id)
    lasso = "Draw a lasso around contigs that belong together, look at their figures, and save them as a bin."
    return html.Div(
        [
            dcc.Store(id="refinement-sample", data=sample_id),
            dcc.Store(id="selection", data=[]),
            dcc.Store(id="saved-version", data=0),
            dcc.Store(id="followed-run"),
            clock.make_clock("run-clock", 500),
            shell.make_header(TITLE, lasso, samples, sample_id),
            controls.make_controls(view),
            html.Div(
                [
                    panels.make_plane(),
                    html.Div([panels.make_selection(), controls.make_embedding(view)]),
                ],
                className="columns",
            ),
            panels.make_refinements(),
            panels.make_boxes(),
            html.Div([panels.make_space(), panels.make_taxonomy()], className="columns"),
        ]
    )


def register_callbacks(app: Dash) -> None:
    """Connect the parts of the page."""
    callbacks.register_callbacks(app)
