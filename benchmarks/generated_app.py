"""Write an Automappa-shaped app of any size: pages with layouts, components, models, tasks and tests.

    python benchmarks/generated_app.py FOLDER --pages 500

A page is 24 files and 20 tasks. What is written depends on the number of pages alone.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

__all__ = ["TASKS_PER_PAGE", "write_app"]

PACKAGE = "automappa"
COMPONENTS = ("scatterplot", "summary_table", "upload_button", "color_dropdown", "status_modal")
STAGES = ("ingest", "filtering", "binning", "embedding", "refinement", "summary", "export", "cleanup")
TASKS_PER_PAGE = sum(2 + index % 2 for index in range(len(STAGES)))


def write_app(root: Path, pages: int) -> None:
    """Write an app with so many pages into a folder that does not exist yet."""
    for path, text in _files(pages):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _files(pages: int) -> Iterator[tuple[str, str]]:
    names = [f"page_{number:03d}" for number in range(pages)]
    yield "pyproject.toml", PROJECT
    yield f"{PACKAGE}/__init__.py", '"""A generated app."""\n'
    yield f"{PACKAGE}/settings.py", SETTINGS
    yield f"{PACKAGE}/tasks.py", QUEUE
    yield f"{PACKAGE}/conf/__init__.py", '"""Configuration."""\n'
    yield f"{PACKAGE}/conf/celeryconfig.py", _config(names)
    yield f"{PACKAGE}/pages/__init__.py", '"""The pages."""\n'
    for name in names:
        for path, text in _page_files(name):
            yield path, text.replace("PAGE", name)


def _page_files(name: str) -> Iterator[tuple[str, str]]:
    page = f"{PACKAGE}/pages/{name}"
    yield f"{page}/__init__.py", '"""The page PAGE."""\n'
    yield f"{page}/settings.py", PAGE_SETTINGS
    yield f"{page}/models.py", MODELS
    yield f"{page}/source.py", SOURCE
    yield f"{page}/layout.py", _layout()
    yield f"{page}/callbacks.py", _callbacks()
    yield f"{page}/components/__init__.py", '"""Components of PAGE."""\n'
    for component in COMPONENTS:
        yield f"{page}/components/{component}.py", COMPONENT.replace("COMPONENT", component)
    yield f"{page}/tasks/__init__.py", _tasks_init()
    for stage in STAGES:
        yield f"{page}/tasks/{stage}.py", _task_module(stage)
    yield f"tests/{name}/__init__.py", ""
    yield f"tests/{name}/test_tasks.py", _task_tests()
    yield f"tests/{name}/test_components.py", _component_tests()


def _tasks_of(stage: str) -> tuple[str, ...]:
    count = 2 + STAGES.index(stage) % 2
    return tuple(f"{stage}_{verb}" for verb in ("contigs", "markers", "clusters")[:count])


def _config(names: list[str]) -> str:
    entries = "".join(f'    "{PACKAGE}.pages.{name}.tasks",\n' for name in names)
    return f'{CONFIG}\nimports = (\n    "{PACKAGE}.tasks",\n{entries})\n'


def _tasks_init() -> str:
    imports = "".join(f"from .{stage} import {', '.join(_tasks_of(stage))}\n" for stage in sorted(STAGES))
    names = sorted(task for stage in STAGES for task in _tasks_of(stage))
    exported = "".join(f'    "{name}",\n' for name in names)
    return f'"""Tasks of PAGE."""\n\n{imports}\n__all__ = [\n{exported}]\n'


def _task_module(stage: str) -> str:
    imports = "from automappa.pages.PAGE.models import Contig, RefinementRow\n" if stage == "ingest" else ""
    imports += (
        "from automappa.pages.PAGE.source import read_contigs\n" if stage in ("ingest", "export") else ""
    )
    bodies = "\n\n".join(
        TASK.replace("TASK", task)
        .replace("DECORATOR", "@queue.task(bind=True)" if index else "@queue.task")
        .replace("SELF", "self, " if index else "")
        for index, task in enumerate(_tasks_of(stage))
    )
    return (
        f'"""The {stage} tasks of PAGE."""\n\nimport logging\n\nfrom automappa.settings import get_settings\n'
        f"{imports}from automappa.tasks import queue\n\nlogger = logging.getLogger(__name__)\n\n\n{bodies}"
    )


def _callbacks() -> str:
    tasks = [task for stage in STAGES for task in _tasks_of(stage)[:1]]
    imports = "".join(f"    {task},\n" for task in sorted(tasks))
    bodies = "".join("\n\n" + CALLBACK.replace("TASK", task) for task in tasks)
    return CALLBACKS_HEAD.replace("IMPORTS", imports) + bodies


def _layout() -> str:
    imports = "".join(
        f"from automappa.pages.PAGE.components.{name} import render_{name}\n" for name in sorted(COMPONENTS)
    )
    rows = "".join(f"            dbc.Row(dbc.Col(render_{name}(app, ids))),\n" for name in COMPONENTS)
    return LAYOUT.replace("IMPORTS", imports).replace("ROWS", rows)


def _task_tests() -> str:
    bodies = "".join(
        TASK_TEST.replace("TASK", task).replace("STAGE", stage)
        for stage in STAGES
        for task in _tasks_of(stage)[:1]
    )
    return '"""Tests of the tasks of PAGE."""\n\nimport pytest\n' + bodies


def _component_tests() -> str:
    bodies = "".join(COMPONENT_TEST.replace("COMPONENT", name) for name in COMPONENTS)
    return '"""Tests of the components of PAGE."""\n\nimport dash\n' + bodies


PROJECT = """\
[project]
name = "automappa"
version = "1.0"
dependencies = ["celery", "dash", "dash-bootstrap-components", "pandas", "plotly", "pydantic", "sqlalchemy"]
"""

SETTINGS = '''\
"""Settings from the environment."""

import os
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Settings:
    """What the environment says."""

    broker: str
    backend: str
    batch_size: int


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Return the settings."""
    return Settings(
        broker=os.environ.get("AUTOMAPPA_BROKER", "amqp://localhost"),
        backend=os.environ.get("AUTOMAPPA_BACKEND", "redis://localhost"),
        batch_size=int(os.environ.get("AUTOMAPPA_BATCH_SIZE", "500")),
    )
'''

QUEUE = '''\
"""The task queue."""

from celery import Celery

queue = Celery(__name__)
queue.config_from_object("automappa.conf.celeryconfig")
'''

CONFIG = '''\
"""Celery's settings."""

from automappa.settings import get_settings

broker_url = get_settings().broker
result_backend = get_settings().backend
task_serializer = "json"
accept_content = ["json"]
task_track_started = True
'''

PAGE_SETTINGS = '''\
"""Settings of PAGE."""

import os

TITLE = os.environ.get("AUTOMAPPA_PAGE_TITLE", "PAGE").replace("_", " ").title()
MARKERS = ("bacteria", "archaea")
LIMITS = {"completeness": 0.5, "purity": 0.95, "length": 3_000}
COLUMNS = [
    "contig",
    "cluster",
    "completeness",
    "purity",
    "length",
    "gc_content",
    "coverage",
]
'''

MODELS = '''\
"""Models of PAGE."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from pydantic import BaseModel, Field, validator
from sqlalchemy import Column, Float, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Metagenome(Base):
    """A metagenome and its files."""

    __tablename__ = "PAGE_metagenome"

    id = Column(Integer, primary_key=True)
    name = Column(String, index=True)
    assembly = Column(String, nullable=True)


class Contig(Base):
    """One contig of a metagenome."""

    __tablename__ = "PAGE_contig"

    id = Column(Integer, primary_key=True)
    metagenome_id = Column(Integer, ForeignKey("PAGE_metagenome.id"))
    header = Column(String, index=True)
    length = Column(Integer)
    gc_content = Column(Float)
    coverage = Column(Float)


class RefinementRow(BaseModel):
    """What the table of PAGE shows."""

    contig: str
    cluster: str = "unclustered"
    length: int = Field(0, ge=0)
    gc_content: float = Field(0.0, ge=0.0, le=100.0)
    marked: Optional[datetime] = None

    @validator("cluster")
    def cluster_is_named(cls, value: str) -> str:
        """Give a contig without a cluster a name for it."""
        return value or "unclustered"

    def as_row(self) -> dict[str, object]:
        """Return the row for the table."""
        return {"contig": self.contig, "cluster": self.cluster, "length": self.length}
'''

SOURCE = '''\
"""Where PAGE gets its data."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pandas as pd

from automappa.pages.PAGE.models import Contig, Metagenome
from automappa.pages.PAGE.settings import COLUMNS, LIMITS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

logger = logging.getLogger(__name__)


def read_contigs(session: Session, metagenome_id: int) -> pd.DataFrame:
    """Return the contigs of a metagenome that are long enough."""
    rows = (
        session.query(Contig)
        .filter(Contig.metagenome_id == metagenome_id)
        .filter(Contig.length >= LIMITS["length"])
        .all()
    )
    frame = pd.DataFrame([{name: getattr(row, name, None) for name in COLUMNS} for row in rows])
    logger.info("%s contigs of metagenome %s", len(frame), metagenome_id)
    return frame


def find_metagenome(session: Session, name: str) -> Metagenome | None:
    """Return a metagenome by its name."""
    return session.query(Metagenome).filter(Metagenome.name == name).first()


def summarize(frame: pd.DataFrame, column: str = "cluster") -> list[dict[str, Any]]:
    """Return size and mean coverage of each cluster."""
    grouped = frame.groupby(column).agg({"length": "sum", "coverage": "mean", "gc_content": "mean"})
    return grouped.reset_index().sort_values("length", ascending=False).to_dict("records")
'''

LAYOUT = '''\
"""The layout of PAGE."""

from dash import Dash, dcc, html
import dash_bootstrap_components as dbc

IMPORTS
ids = {"graph": "PAGE-graph", "table": "PAGE-table", "store": "PAGE-store", "modal": "PAGE-modal"}


def render(app: Dash) -> html.Div:
    """Return the page."""
    return html.Div(
        children=[
            dcc.Store(id=ids["store"], storage_type="session"),
            dcc.Interval(id="PAGE-interval", interval=3_000, n_intervals=0),
            html.H2("PAGE", className="display-6"),
ROWS            html.Footer(
                children=[
                    html.Small("Automappa"),
                    html.A("Documentation", href="https://example.org/docs", target="_blank"),
                ],
                style={"marginTop": "2em", "color": "grey"},
            ),
        ],
        style={"maxWidth": "1400px", "margin": "auto"},
    )
'''

COMPONENT = '''\
"""The COMPONENT of PAGE."""

from dash import Dash, dcc, html
from dash.dependencies import Input, Output, State
import dash_bootstrap_components as dbc

from automappa.pages.PAGE.settings import COLUMNS, TITLE

HEIGHT = 480
STYLE = {"padding": "0.5em", "border": "1px solid #ddd", "borderRadius": "4px"}


def render_COMPONENT(app: Dash, ids: dict[str, str]) -> html.Div:
    """Return the COMPONENT and connect it."""

    @app.callback(
        Output("PAGE-COMPONENT", "children"),
        Input(ids["store"], "data"),
        State(ids["table"], "selected_rows"),
        prevent_initial_call=True,
    )
    def update_COMPONENT(data: dict, selected: list) -> list:
        if not data:
            return [html.P(f"Nothing to show on {TITLE}")]
        rows = [data[index] for index in selected or range(len(data))]
        return [
            dbc.ListGroupItem(
                children=[html.B(str(row.get("contig"))), html.Span(f"{row.get('length', 0):,} bp")],
                color="primary" if row.get("cluster") else "light",
            )
            for row in rows
        ]

    options = [{"label": column.replace("_", " "), "value": column} for column in COLUMNS]
    return html.Div(
        children=[
            dcc.Dropdown(id="PAGE-COMPONENT-choice", options=options, value=COLUMNS[0], clearable=False),
            dcc.Loading(html.Div(id="PAGE-COMPONENT", style={"height": HEIGHT}), type="dot"),
        ],
        style=STYLE,
    )
'''

TASK = '''\
DECORATOR
def TASK(SELFmetagenome_id: int, cutoff: float = 0.5, label: str | None = None) -> dict[str, int]:
    """Work through the contigs of a metagenome in batches and return how many there were."""
    from automappa.pages.PAGE.settings import LIMITS

    settings = get_settings()
    counts = {"seen": 0, "kept": 0}
    for offset in range(0, LIMITS["length"], settings.batch_size):
        batch = [number for number in range(offset, offset + settings.batch_size) if number % 7]
        counts["seen"] += settings.batch_size
        counts["kept"] += sum(1 for number in batch if number / LIMITS["length"] >= cutoff)
    logger.info("TASK of metagenome %s (%s): %s", metagenome_id, label or "unnamed", counts)
    return counts
'''

CALLBACKS_HEAD = '''\
"""What the buttons of PAGE do."""

from dash import Dash
from dash.dependencies import Input, Output, State
from dash.exceptions import PreventUpdate

from automappa.pages.PAGE.tasks import (
IMPORTS)


def has_clicked(count: int | None) -> bool:
    """Return whether a button was pressed."""
    return bool(count and count > 0)
'''

CALLBACK = '''\
def connect_TASK(app: Dash) -> None:
    """Run TASK when its button is pressed."""

    @app.callback(
        Output("PAGE-TASK-result", "data"),
        Input("PAGE-TASK-button", "n_clicks"),
        State("PAGE-store", "data"),
        prevent_initial_call=True,
    )
    def on_click(count: int | None, metagenome_id: int | None) -> str:
        if not has_clicked(count) or metagenome_id is None:
            raise PreventUpdate
        return TASK.delay(metagenome_id, cutoff=0.75, label="PAGE").id
'''

TASK_TEST = """

@pytest.mark.parametrize(("metagenome_id", "cutoff"), [(1, 0.1), (2, 0.5), (3, 0.9)])
def test_TASK_counts_what_it_keeps(metagenome_id, cutoff):
    from automappa.pages.PAGE.tasks.STAGE import TASK

    counts = TASK(metagenome_id, cutoff=cutoff, label="test")
    assert counts["seen"] >= counts["kept"] >= 0
"""

COMPONENT_TEST = """

def test_COMPONENT_is_rendered():
    from automappa.pages.PAGE.components.COMPONENT import HEIGHT, render_COMPONENT

    rendered = render_COMPONENT(dash.Dash("test"), {"store": "a", "table": "b"})
    assert HEIGHT == 480
    assert len(rendered.children) == 2
"""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=500, metavar="N")
    chosen = parser.parse_args()
    write_app(chosen.folder, chosen.pages)
