"""The callbacks as a browser calls them, a hostile one too: whose rows they give, what errors say."""

import base64
import json

import pytest
from sqlalchemy import event

from automappa import web
from automappa.data.database import get_engine
from automappa.data.loader import load_metagenome
from automappa.data.refinements import save_refinement
from automappa.data.synth import Recipe, write_metagenome

VIEW = {
    "axes.value": "gc/coverage",
    "color-by.value": "cluster",
    "view-options.value": ["saved", "medians"],
    "saved-version.data": 0,
    "selection.data": [],
    "taxonomy-rank.value": "phylum",
}


@pytest.fixture
def load(small_files):
    def load(name, files=small_files):
        return load_metagenome(
            name, metagenome=files.metagenome, binning=files.binning, markers=files.markers
        )

    return load


@pytest.fixture
def call():
    """Return a function that calls the callback of an output with these values, as the browser does."""
    client = web.make_app().server.test_client()
    callbacks = client.get("/_dash-dependencies").get_json()

    def call(output, values, changed=""):
        (found,) = [one for one in callbacks if output in one["output"].strip(".").split("...")]
        parts = [
            [{**one, "value": values.get(f"{one['id']}.{one['property']}")} for one in found[kind]]
            for kind in ("inputs", "state")
        ]
        names = found["output"].strip(".").split("...")
        outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
        body = {
            "output": found["output"],
            "outputs": outputs if found["output"].startswith("..") else outputs[0],
            "inputs": parts[0],
            "state": parts[1],
            "changedPropIds": [changed] if changed else [],
        }
        answer = client.post("/_dash-update-component", json=body)
        return answer.status_code, answer.get_data(as_text=True)

    return call


def draw(call, sample_id, **more):
    values = VIEW | {"refinement-sample.data": sample_id} | more
    return call("plane.figure", values)


def test_plot_holds_the_contigs_of_its_sample(load, call):
    status, text = draw(call, load("one"))
    figure = json.loads(text)["response"]["plane"]["figure"]
    assert status == 200
    shown = [header for trace in figure["data"] for header in trace.get("text", [])]
    assert sorted(shown) == [f"contig_{number:05d}" for number in range(1, 28)]


def test_a_sample_never_shows_refinements_of_another(load, call, tmp_path):
    first = load("one")
    second = load("two", write_metagenome(tmp_path, Recipe(genomes=2, contigs=4, unbinned=1, seed=7)))
    save_refinement(first, ["contig_00001", "contig_00002"])
    _, table = call("refinements.children", {"refinement-sample.data": second, "saved-version.data": 1})
    assert "Nothing saved yet" in table
    _, export = call(
        "refinements-file.data", {"refinement-sample.data": second, "download-refinements.n_clicks": 1}
    )
    assert "contig_" not in export
    _, plot = draw(call, second)
    assert "contig_00001" in plot


@pytest.mark.parametrize(
    "selection", [[27], [-1], ["contig"], [[0]], [10**30], {"a": 1}, [0.5], [None], [True], "00"]
)
def test_rows_that_are_none_of_the_sample_are_refused(load, call, selection):
    values = VIEW | {
        "refinement-sample.data": load("one"),
        "selection.data": selection,
        "save-selection.n_clicks": 1,
    }
    status, text = call("saved-version.data", values)
    assert status == 200
    assert "select the contigs again" in text
    assert "Saved as" not in text


@pytest.mark.parametrize("sample_id", [99, -1, None, "1; DROP TABLE contig", {"a": 1}, 10**40, [1]])
def test_errors_say_nothing_about_the_inside(load, call, sample_id):
    load("one")
    status, text = draw(call, sample_id)
    assert status == 200
    # What the driver makes of an id that is none differs between its versions.
    told = ("there is no metagenome", "Something went wrong here", "The database cannot be used")
    assert any(words in text for words in told)
    for inside in ("Traceback", "sqlalchemy", "SELECT", "automappa/", ".py"):
        assert inside not in text


@pytest.mark.parametrize("name", ["no/such/embedding", "k5/am_clr/pca/seed42", "../../etc/passwd", "k5"])
def test_planes_that_are_not_there_are_told(load, call, name):
    status, text = draw(call, load("one"), **{"axes.value": name})
    assert status == 200
    assert "there is no embedding" in text


def test_database_that_is_away_is_told_without_its_address(load, call, use_environment):
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    sample_id = load("one")
    use_environment({"AUTOMAPPA_DATABASE_URL": "postgresql+psycopg://secretuser:pw@127.0.0.1:9/x"})
    status, text = draw(call, sample_id)
    assert status == 200
    assert "The database cannot be used at the moment" in text
    for inside in ("secretuser", "127.0.0.1", "port"):
        assert inside not in text


@pytest.mark.parametrize(
    ("output", "values"),
    [
        ("plane.figure", {}),
        ("selection-metrics.children", {}),
        ("refinements.children", {}),
        ("bin-metrics.children", {"bin-choice.value": "bin_0001"}),
    ],
)
def test_queries_do_not_grow_with_contigs(load, call, tmp_path, output, values):
    large = write_metagenome(tmp_path, Recipe(genomes=3, contigs=30, unbinned=20, seed=9))
    counts = []
    for sample_id in (load("small"), load("large", large)):
        save_refinement(sample_id, ["contig_00001", "contig_00002"])
        samples = {"refinement-sample.data": sample_id, "summary-sample.data": sample_id}
        statements = []

        def note(_connection, _cursor, statement, *_others, statements=statements):
            statements.append(statement)

        event.listen(get_engine(), "before_cursor_execute", note)
        status, text = call(output, VIEW | samples | values)
        event.remove(get_engine(), "before_cursor_execute", note)
        assert (status, "Something went wrong" in text) == (200, False), text
        counts.append(len(statements))
    assert counts[0] == counts[1] > 0


def test_connections_are_drawn_and_counted(small_files, call, tmp_path):
    table = tmp_path / "graph.tsv"
    rows = ["2\t4\t9", "4\t5\t30", "7\t7\t50", "1\t27\t2"]
    names = "\n".join(
        "\t".join(f"contig_{int(n):05d}" for n in row.split("\t")[:2]) + f"\t{row.split()[2]}" for row in rows
    )
    table.write_text(f"node1\tnode2\tconnections\n{names}\n")
    number = load_metagenome(
        "linked",
        metagenome=small_files.metagenome,
        binning=small_files.binning,
        markers=small_files.markers,
        connections=table,
    )
    save_refinement(number, ["contig_00027"])
    options = ["saved", "medians", "links"]
    figure = json.loads(draw(call, number, **{"view-options.value": options})[1])["response"]["plane"][
        "figure"
    ]
    (lines,) = [trace for trace in figure["data"] if trace["name"] == "connections"]
    # Two of the four: one leads to itself, one to a contig that is hidden.
    assert len(base64.b64decode(lines["x"]["bdata"])) == 2 * 3 * 4
    values = VIEW | {"refinement-sample.data": number, "selection.data": [3]}
    shown = json.loads(call("selection-metrics.children", values)[1])["response"]["selection-metrics"]
    assert "connected with 2 others" in json.dumps(shown)
