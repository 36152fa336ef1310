"""How source text speaks of a page: in one text the page's name can be exchanged for another's."""

import re
from collections.abc import Mapping

__all__ = ["names_page", "same_for_all", "text_for"]

# The spellings of a page's name, the likeliest first: of those that are alike, the first is taken.
_MARKS = ("name", "dashed", "spaced", "sentence", "title", "camel", "upper")


def names_page(text: str, page: str) -> bool:
    """Return whether a text holds a page's name in any spelling, other than as part of a longer word."""
    return _marked(text, page) != text


def same_for_all(texts: Mapping[str, str]) -> bool:
    """Return whether texts, by the page that each is about, differ in nothing but the page's name."""
    return len({re.sub("\0[a-z]+\0", "\0", _marked(text, page)) for page, text in texts.items()}) == 1


def text_for(page: str, texts: Mapping[str, str]) -> str:
    """Return what such texts would be for another page."""
    # A name of several words shows which spelling is meant: /mag-summary or /mag_summary.
    longest = max(texts, key=lambda other: (other.count("_"), other))
    marked = _marked(texts[longest], longest)
    if "_" not in longest:
        marked = marked.replace("/\0name\0", "/\0dashed\0")  # as the template spells it
    for mark, spelling in _spellings(page).items():
        marked = marked.replace(mark, spelling)
    return marked


def _marked(text: str, page: str) -> str:
    """Return a text with a mark in place of each spelling of a page's name."""
    seen: set[str] = set()
    for mark, spelling in _spellings(page).items():
        if spelling not in seen:
            seen.add(spelling)
            # `home_layout` speaks of home, homely does not.
            text = re.sub(rf"(?<![^\W_]){re.escape(spelling)}(?![^\W_])", mark, text)
    return text


def _spellings(page: str) -> dict[str, str]:
    words = [word for word in page.split("_") if word] or [page]
    capitals = [word.capitalize() for word in words]
    spelled = (
        page,
        "-".join(words),
        " ".join(words),
        " ".join([capitals[0], *words[1:]]),
        " ".join(capitals),
        "".join(capitals),
        page.upper(),
    )
    return {f"\0{mark}\0": spelling for mark, spelling in zip(_MARKS, spelled, strict=True)}
