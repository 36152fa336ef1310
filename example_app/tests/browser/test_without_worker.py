"""The app on its first day: no sample, no worker, and files that are not what they should be."""

import pytest


@pytest.fixture(autouse=True)
def watched(lonely_page, clean_console):
    clean_console(lonely_page)


@pytest.fixture
def home(lonely_page):
    lonely_page.open("/")
    lonely_page.wait(lambda: lonely_page.find("[data-kind=metagenome] input[type=file]"))
    return lonely_page


@pytest.mark.parametrize("path", ["/", "/mag-refinement", "/mag-summary"])
def test_pages_without_a_sample_say_so(lonely_page, path):
    lonely_page.open(path)
    lonely_page.wait_text("#no-sample", "No sample yet")


def test_first_page_has_its_picture(home):
    home.shoot("empty")


def test_address_of_a_sample_that_is_not_there_says_so(lonely_page):
    lonely_page.open("/mag-refinement?metagenome=999")
    lonely_page.wait_text("main", "The sample of this address is not here")


def test_badge_says_that_no_worker_answers(home):
    assert home.text("#queue-badge") == "IDLE"
    home.click("#queue-badge")
    home.wait_text("#queue-badge", "NO WORKER")
    assert "python -m automappa worker" in home.text("#queue-words")
    home.shoot("no_worker")


@pytest.fixture
def wrong(tmp_path):
    """Return a function that writes a file."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize(
    ("kind", "name", "content", "message"),
    [
        ("metagenome", "reads.fastq", b"@r\nACGT\n+\n!!!!\n", "end in one of .fna, .fa, .fasta"),
        ("metagenome", "contigs.fna.gz", b"\x1f\x8b\x08", "it is compressed; unpack it first"),
        ("metagenome", "large.fna", b">c\n" + b"A" * 1_100_000, "at most 1 MB"),
        ("metagenome", "empty.fna", b"", "is empty"),
        ("metagenome", "table.fna", b"contig\tcluster\nc1\tb1\n", "'>'"),
        ("metagenome", "picture.fna", b"\x89PNG\0\0\0", "not a text file"),
        ("binning", "short.tsv", b"contig\tlength\nc1\t10\n", "columns are missing: cluster"),
        ("markers", "commas.tsv", b"contig,qname,sname,sacc\n", "is it tab-separated?"),
        ("connections", "empty.tsv", b"", "is empty"),
    ],
)
def test_wrong_file_gets_its_message_next_to_its_field(home, wrong, kind, name, content, message):
    home.upload(kind, wrong(name, content))
    home.wait(lambda: message in home.upload_message(kind))
    others = {"metagenome", "binning", "markers", "connections"} - {kind}
    assert [home.upload_message(other) for other in others] == [""] * 3


def test_missing_files_and_name_are_told(home, small_files):
    home.click("#load-sample")
    home.wait_text("#load-message", "files are missing: metagenome, binning, markers")


def test_files_that_do_not_fit_together_store_nothing(home, wrong, small_files):
    home.upload("metagenome", wrong("other.fna", b">elsewhere\nACGTACGT\n"))
    home.upload("binning", small_files.binning)
    home.upload("markers", small_files.markers)
    for kind, name in (("metagenome", "other.fna"), ("binning", "binning.tsv"), ("markers", "markers.tsv")):
        home.wait(lambda kind=kind, name=name: f"{name}, " in home.upload_message(kind))
    home.find("#sample-name").send_keys("does not fit")
    home.click("#load-sample")
    home.wait_text("#ingestions", "does not fit", "was not loaded", "are not in the metagenome")
    home.shoot("wrong_files")
    home.open("/")
    home.wait_text("#no-sample", "No sample yet")


def test_everything_that_can_be_used_has_a_name_and_is_reached_by_keyboard(home):
    assert find_unnamed(home) == []
    reached = tab_through(home, 14)
    assert reached[0] == "Skip to the content"
    wanted = ("MAG summary", "IDLE", "Metagenome, choose a file", "Name of the sample", "Load sample")
    for name in wanted:
        assert name in reached, reached


def find_unnamed(page):
    used = page.driver.find_elements("css selector", "a, button, input, [role=slider], [tabindex='0']")
    return [
        one.get_attribute("outerHTML")[:120] for one in used if one.is_displayed() and not one.accessible_name
    ]


def tab_through(page, times):
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    page.run("document.body.focus()")
    names = []
    for _ in range(times):
        ActionChains(page.driver).send_keys(Keys.TAB).perform()
        names.append(page.driver.switch_to.active_element.accessible_name)
    return names
