"""Tasks of the home page; what is imported here is what a worker registers."""

from .status_badge import set_badge_color

__all__ = ["set_badge_color"]
