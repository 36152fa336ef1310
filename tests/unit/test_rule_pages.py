from pathlib import Path

from automappa_scaffold.reporting.catalogue import render_rule
from automappa_scaffold.reporting.terminal import Terminal
from automappa_scaffold.rules import load_catalogue
from scripts.rule_pages import FOLDER, make_pages, write_pages


def test_the_pages_are_what_the_catalogue_says() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert written == make_pages(), "run `make docs`"


def test_there_is_a_page_for_each_rule_and_the_index_links_to_all() -> None:
    pages = make_pages()
    index = pages.pop("README.md")
    assert len(pages) == len(load_catalogue())
    assert all(f"({name})" in index for name in pages)


def test_a_page_of_a_rule_that_is_gone_is_removed(tmp_path: Path) -> None:
    (tmp_path / "AMS999-gone.md").write_text("gone")
    write_pages(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(make_pages())


def test_every_rule_tells_what_why_how_to_mend_it_and_both_examples() -> None:
    for rule in load_catalogue():
        shown = render_rule(rule, Terminal())
        for part in ("Why:", "Fix:", "Source:", "Bad:", "Good:"):
            assert part in shown, f"{rule.code} has no {part}"
        assert rule.summary.endswith(".")
        assert rule.rationale.endswith(".")
        assert rule.fix.endswith("."), rule.code
