"""A sample on its way through the app, in a browser: from its files to bins, and to a table on disk."""

import csv
import time
from pathlib import Path

import pytest

from automappa.data.schemas import BINNING
from automappa.data.tables import read_table


@pytest.fixture(autouse=True)
def watched(page, clean_console):
    clean_console(page)


@pytest.fixture(scope="session")
def uploaded(page, small_files):
    """The number of a sample that was loaded through the file inputs; and what was seen meanwhile."""
    page.open("/")
    page.wait(lambda: page.find("[data-kind=metagenome] input[type=file]"))
    for kind, path in (
        ("metagenome", small_files.metagenome),
        ("binning", small_files.binning),
        ("markers", small_files.markers),
    ):
        page.upload(kind, path)
        page.wait(lambda kind=kind, path=path: f"{path.name}, " in page.upload_message(kind))
    page.find("#sample-name").send_keys("hot spring")
    page.click("#load-sample")
    seen = watch(page, "#ingestions", until="is loaded")
    page.wait_text("#samples", "hot spring")
    return int(page.find("#samples section").get_attribute("id").removeprefix("sample-")), seen


@pytest.fixture
def refinement(page, uploaded):
    page.open(f"/mag-refinement?metagenome={uploaded[0]}")
    page.wait(lambda: page.count_points("plane") == 27)
    return page


def watch(page, selector, *, until, seconds=120):
    """Return every text that the element showed, one after the other, until it holds a word."""
    seen = []
    end = time.monotonic() + seconds
    while not seen or until not in seen[-1]:
        assert time.monotonic() < end, seen
        shown = page.text(selector)
        if shown and (not seen or seen[-1] != shown):
            seen.append(shown)
        time.sleep(0.02)
    return seen


def test_upload_shows_its_progress_and_becomes_a_card(page, uploaded):
    number, seen = uploaded
    assert any("%" in shown for shown in seen[:-1]), seen
    card = page.text(f"#sample-{number}")
    for words in ("contigs\n27", "bins\n3", "high\n1", "medium\n2", "No k-mer embedding"):
        assert words in card, card
    # The form is ready for the next one.
    assert page.upload_message("metagenome") == ""


def test_badge_goes_through_all_its_colours(page, uploaded):
    page.open("/")
    page.wait_text("#queue-badge", "IDLE")
    page.click("#queue-badge")
    script = """
        const badge = document.getElementById('queue-badge');
        return badge.innerText + ' ' + getComputedStyle(badge).backgroundColor"""
    seen = []
    page.wait(lambda: note(seen, page.run(script)) and seen[-1].startswith("GREEN") and len(seen) > 3)
    page.wait_text("#queue-words", "A worker answered: green.")
    # Word and colour may differ for one frame.
    both = [shown for shown in seen if shown in BADGE]
    assert both == list(BADGE), seen
    page.shoot("badge")


BADGE = (
    "IDLE rgb(95, 107, 119)",
    "PENDING rgb(180, 83, 9)",
    "STARTED rgb(29, 95, 168)",
    "GREEN rgb(27, 127, 77)",
)


def note(seen, shown):
    if not seen or seen[-1] != shown:
        seen.append(shown)
    return True


def test_plot_follows_the_controls(refinement, small_files):
    from selenium.webdriver.common.keys import Keys

    page = refinement
    assert [trace["name"] for trace in page.traces("plane")] == [
        "bin_0001",
        "bin_0002",
        "bin_0003",
        "unclustered",
    ]
    page.choose("color-by", "phylum")
    page.wait(lambda: "Alphomonadota" in [trace["name"] for trace in page.traces("plane")])
    coverage = [row["coverage"] for row in read_table(small_files.binning, BINNING)]
    highest = round(sum(coverage) / len(coverage))
    field = page.find(".dash-range-slider-max-input")
    field.send_keys(Keys.CONTROL + "a" + Keys.NULL + f"{highest}" + Keys.TAB)
    page.wait(lambda: page.count_points("plane") == sum(one <= highest for one in coverage))


def test_embedding_is_computed_by_the_worker_and_shown(refinement, app):
    page = refinement
    before = page.traces("plane")
    app[1].pause_pool()
    page.click("#embed-start")
    page.wait_text("#embed-progress", "bhsne: waiting for a worker", "0 %")
    # The page is of use meanwhile.
    page.choose("color-by", "phylum")
    page.wait(lambda: "Alphomonadota" in [trace["name"] for trace in page.traces("plane")])
    page.choose("color-by", "cluster")
    app[1].resume_pool()
    page.wait_text("#embed-progress", "bhsne: done", "100 %")
    page.wait(lambda: page.traces("plane") and page.traces("plane")[0]["x_title"] == "dimension 1")
    after = page.wait(lambda: page.count_points("plane") == 27 and page.traces("plane"))
    assert after[-1]["name"] == "cluster medians"
    assert len(after[-1]["points"]) == 3
    assert before[0]["points"] != after[0]["points"]
    assert page.text("#axes") == "bhsne of 5-mers (am_clr)"


def test_lasso_is_saved_and_found_in_table_and_download(refinement):
    page = refinement
    page.lasso("plane", "bin_0001")
    page.wait_text("#selection-metrics", "contigs selected", "completeness")
    selected = page.run("return document.querySelector('#selection-metrics .note').innerText")
    n_contigs = int(selected.split()[0])
    assert 8 <= n_contigs < 27
    page.shoot("lasso")
    page.click("#save-selection")
    page.wait_text("#save-message", "Saved as refinement_0001")
    row = page.wait_text("#refinements-table tbody", "refinement_0001")
    assert row.split("\t")[1].strip() == str(n_contigs)
    page.wait(lambda: page.count_points("plane") == 27 - n_contigs)
    page.wait_text("#selection-metrics", "Nothing selected")
    page.click("#download-refinements")
    path = page.wait(lambda: list(page.downloads.glob("*.tsv")))[0]
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert [row["refinement"] for row in rows] == ["refinement_0001"] * n_contigs
    assert [row["cluster"] for row in rows].count("bin_0001") == 8
    page.shoot("saved")


def test_two_browsers_save_at_once_and_nothing_is_lost_or_doubled(
    page, uploaded, start_browser, clean_console
):
    first, second = page, start_browser(page.address)
    clean_console(second)
    address = f"/mag-refinement?metagenome={uploaded[0]}"
    for one in (first, second):
        one.open(address)
        one.wait(lambda one=one: one.count_points("plane"))
    first.lasso("plane", "bin_0002")
    second.lasso("plane", "bin_0003")
    for one in (first, second):
        one.wait_text("#selection-metrics", "contigs selected")
    for one in (first, second):
        one.find("#save-selection").click()
    numbers = {one.wait_text("#save-message", "Saved as refinement_").split()[-1] for one in (first, second)}
    assert len(numbers) == 2
    first.open(address)
    table = first.wait_text("#refinements-table tbody", *(number.rstrip(".") for number in numbers))
    names = [line.split()[0] for line in table.splitlines()]
    assert len(names) == len(set(names))


def test_a_saved_refinement_can_be_deleted_and_its_contigs_come_back(page, uploaded):
    page.open(f"/mag-refinement?metagenome={uploaded[0]}")
    page.wait(lambda: page.count_points("plane"))
    if page.count_points("plane") == 27:  # no other test of this process saved one
        page.lasso("plane", "bin_0001")
        page.wait_text("#selection-metrics", "contigs selected")
        page.click("#save-selection")
        page.wait(lambda: page.count_points("plane") < 27)
    name = page.wait_text("#refinements-table tbody", "refinement_").split()[0]
    before = page.count_points("plane")
    page.click(f"button[aria-label='Delete {name}']")
    page.wait_text("#save-message", f"Deleted {name}")
    page.wait(lambda: page.count_points("plane") > before)
    assert name not in page.text("#refinements-table")


def test_summary_shows_all_bins_and_the_chosen_one(page, uploaded):
    page.open(f"/mag-summary?metagenome={uploaded[0]}")
    page.wait_text("#bins-table tbody", "bin_0001", "bin_0002", "bin_0003")
    page.wait_text("#bin-metrics", "bin_0001")
    page.click("#bins-table tbody tr:nth-child(2) button")
    page.wait_text("#bin-metrics", "bin_0002", "completeness", "N50")
    page.wait_text("#statistics-table", "GC content (%)", "coverage")
    page.wait(lambda: "Bacteria" in page.text("#bin-taxonomy"))
    page.shoot("summary")


def test_a_lost_worker_is_noticed_and_a_new_one_does_the_work(page, uploaded, app):
    _, deployment = app
    page.open(f"/mag-refinement?metagenome={uploaded[0]}")
    page.wait(lambda: page.count_points("plane"))
    page.choose("embed-method", "t-SNE, started from a PCA")
    # It has the first task in its hands when it is killed.
    deployment.pause_pool()
    page.click("#embed-start")
    page.wait_text("#embed-progress", "sksne: waiting for a worker")
    messages = Path(deployment.settings["AUTOMAPPA_STATE_DIR"]) / "messages"
    page.wait(lambda: not list(messages.glob("*.celery.msg")))
    deployment.kill()
    page.wait_text("#run-problem", "sksne: no worker answers")
    page.shoot("lost_worker")
    deployment.start()
    page.wait_text("#run-problem", "the worker that had it is gone; start it again")
    page.click("#embed-start")
    page.wait_text("#embed-progress", "sksne: done")
    page.wait_text("#axes", "sksne of 5-mers (am_clr)")


def test_samples_never_show_rows_of_another_and_the_address_decides(page, uploaded, app):
    save = "from automappa.data.refinements import save_refinement as save"
    app[1].run("-c", f"{save}; save({uploaded[0]}, ['contig_00027'])")
    page.open("/")
    page.click("#load-synthetic")
    page.wait_text("#samples", "synthetic sample", seconds=60)
    page.shoot("home")
    page.open(f"/mag-refinement?metagenome={uploaded[0]}")
    page.wait_text("#refinements-table", "refinement_")
    page.choose("sample-choice", "synthetic sample")
    page.wait(lambda: page.count_points("plane") == 220)
    page.wait_text("#refinements", "Nothing saved yet")
    assert not page.driver.current_url.endswith(f"={uploaded[0]}")
    # This sample has connections.
    page.click("#view-options label:last-child")
    page.wait(lambda: "connections" in [trace["name"] for trace in page.traces("plane")])
    # A page that is opened without a sample shows the last one, and the way back leads away from it.
    page.open("/")
    page.open("/mag-summary")
    page.wait_text("#bins-table tbody", "bin_0005")
    page.driver.back()
    page.wait(lambda: page.find("#load-sample"))
