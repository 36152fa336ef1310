"""Tasks of the home page."""

from .status_badge import set_badge_color

__all__ = ["set_badge_color"]
