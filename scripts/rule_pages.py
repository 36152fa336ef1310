"""Writes ``docs/rules/`` from the catalogue: one page per rule, and an index."""

from pathlib import Path

from automappa_scaffold.reporting.catalogue import page_name, render_rule_index, render_rule_page
from automappa_scaffold.rules import load_catalogue

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"


def make_pages() -> dict[str, str]:
    """Return every page, file name to text."""
    rules = load_catalogue()
    return {"README.md": render_rule_index(rules), **{page_name(r): render_rule_page(r) for r in rules}}


def write_pages(folder: Path) -> None:
    """Make a folder hold these pages and no other."""
    pages = make_pages()
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_pages(FOLDER)
