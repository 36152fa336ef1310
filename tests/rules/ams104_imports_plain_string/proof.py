"""The worker imports the one module; a name that is glued to it would be the end of the worker."""

import pytest

PAGES = ("automappa.pages.home", "automappa.pages.mag_summary", "mag_summary")


def prove(app, names):
    assert app.conf.imports == "automappa.pages"
    assert len([name for name in names if name.startswith(PAGES)]) == 3
    with pytest.raises(ModuleNotFoundError, match="pagesautomappa"):
        app.loader.import_task_module(app.conf.imports + "automappa.tasks")
