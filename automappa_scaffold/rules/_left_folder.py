"""Modules of the folder that the worker starts in, which is on its module path for a time only."""

from automappa_scaffold.interpreter.imports import LEFT_FOLDER
from automappa_scaffold.rules._rule import ProjectView

__all__ = ["advise_on_left_folder"]


def advise_on_left_folder(view: ProjectView, module: str) -> str:
    """Return what to do about a module that is not found for this reason; empty: it is not."""
    error = view.error
    missing = f"No module named '{module.partition('.')[0]}'"
    if (
        error is None
        or missing not in error.message
        or LEFT_FOLDER not in view.prediction.registry.assumptions
    ):
        return ""
    return (
        "Celery has the folder that it starts in on the module path only while it imports the app, its "
        "settings and the listed modules, not while it searches packages or calls handlers: name the folder "
        "in PYTHONPATH, list the modules in include, or import the package where the app is made."
    )
