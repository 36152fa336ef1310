"""The apps of which mutants are made: the example app, and small ones that are wired otherwise."""

from dataclasses import dataclass
from pathlib import Path

from tests.properties.recorded_apps import read_recorded

__all__ = ["MutantApp", "read_apps"]

_HERE = Path(__file__).resolve().parent
_EXAMPLE = _HERE.parents[1] / "example_app"
# What a worker of the example app reads, and some files that it does not.
_READ = (
    "pyproject.toml",
    "automappa/__init__.py",
    "automappa/settings.py",
    "automappa/tasks.py",
    "automappa/broker.py",
    "automappa/conf/__init__.py",
    "automappa/conf/celeryconfig.py",
    "automappa/data/__init__.py",
    "automappa/data/errors.py",
    "automappa/pages/__init__.py",
    "automappa/pages/home/__init__.py",
    "automappa/pages/home/queue_probe.py",
    "automappa/pages/home/tasks/__init__.py",
    "automappa/pages/home/tasks/status_badge.py",
)
_WORDS = {
    "package": "mappa",
    "module": "mappa.tasks",
    "app": "queue",
    "config": "mappa.conf.celeryconfig",
    "page": "mappa.pages.home.tasks",
    "leaf": "mappa.pages.home.tasks.status_badge",
    "task": "set_badge_color",
}


@dataclass(frozen=True)
class MutantApp:
    """An app that starts, and where its parts are.

    ``words`` are put into statements that are added; ``environ`` stands in a file of variables.
    """

    spec: str
    files: dict[str, str]
    words: dict[str, str]
    environ: dict[str, str]

    @property
    def likely(self) -> tuple[str, ...]:
        """The files in which most mistakes are made."""
        return tuple(
            name for name, text in self.files.items() if text.count("\n") > 1 and name.endswith(".py")
        )


def read_apps() -> dict[str, MutantApp]:
    """Return the apps by name."""
    small = {
        name: MutantApp(app.truth["app"], app.files, app.told["words"], app.told.get("env", {}))
        for name, app in read_recorded(_HERE / "mutant_apps.txt").items()
    }
    return {"example": _read_example(), **small}


def _read_example() -> MutantApp:
    # Under another name: the example itself may be installed where the tests run.
    files = {
        name.replace("automappa", "mappa"): (_EXAMPLE / name).read_text("utf-8").replace("automappa", "mappa")
        for name in _READ
    }
    return MutantApp("mappa.tasks:queue", files, _WORDS, {})
