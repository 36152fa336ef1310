"""Scaffold Celery tasks for the pages of a Dash app, and prove that the worker registers them.

Modules import one another at their top. The exceptions are for speed, and always the same: libcst, copier
and rich are imported inside the functions that need them, because importing each of them takes longer than
a whole ``check``.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
