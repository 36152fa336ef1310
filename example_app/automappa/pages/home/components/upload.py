"""The form that takes a sample in: its files, its name, or the built-in one instead."""

from dataclasses import dataclass

from dash import dcc, html

from automappa.components import parts


@dataclass(frozen=True, slots=True)
class Field:
    """One file of a sample."""

    kind: str
    title: str
    note: str
    endings: tuple[str, ...]


FIELDS = (
    Field("metagenome", "Metagenome", "contigs as FASTA", (".fna", ".fa", ".fasta")),
    Field("binning", "Binning", "Autometa's table, a row per contig", (".tsv", ".txt", ".tab")),
    Field("markers", "Markers", "Autometa's table of marker hits", (".tsv", ".txt", ".tab")),
    Field("connections", "Connections (optional)", "links of the assembly graph", (".tsv", ".txt", ".tab")),
)


def make_form(limit_mb: int) -> html.Section:
    """Return the form; `limit_mb` is the largest file that it takes."""
    name = dcc.Input(id="sample-name", type="text", maxLength=80, placeholder="for example: hot spring 7")
    return parts.card(
        "Add a sample",
        html.Div([_make_field(field, limit_mb) for field in FIELDS], className="uploads"),
        html.Div(
            [
                parts.labelled("Name of the sample", name),
                html.Button("Load sample", id="load-sample", className="primary"),
                html.Button("Use the synthetic sample", id="load-synthetic", className="plain"),
            ],
            className="row",
        ),
        html.Div(id="load-message", className="upload-message"),
        note=f"Each file is checked as soon as you choose it. At most {limit_mb} MB each; "
        "larger ones go in on the server, with python -m automappa load.",
    )


def _make_field(field: Field, limit_mb: int) -> html.Div:
    words = html.Div(
        [
            html.Span(field.title, className="upload-title"),
            html.Span(f"{field.note} ({', '.join(field.endings)})", className="upload-note"),
            html.Span("Drop the file here or click to choose it", className="upload-note"),
        ]
    )
    box = dcc.Upload(
        words,
        id={"upload": "box", "kind": field.kind},
        className="upload",
        className_active="upload active",
        className_reject="upload",
        accept=",".join(field.endings),
        min_size=1,
        max_size=limit_mb * 1024**2,
    )
    # The script beside the pages tells from these why a file was not taken.
    rules = parts.attributes(
        data_kind=field.kind,
        data_endings=",".join(field.endings),
        data_limit_mb=str(limit_mb),
        data_title=field.title,
    )
    return html.Div(
        [
            html.Div(box, **rules),
            html.Div(id={"upload": "message", "kind": field.kind}, className="upload-message"),
            dcc.Store(id={"upload": "token", "kind": field.kind}),
        ]
    )
