"""Importing the folder runs nothing; its modules can be imported."""

import importlib


def prove(app, names):
    package = importlib.import_module("automappa.pages.mag_summary")
    assert package.__file__ is None
    assert "mag_summary.summarize" in names
