"""The prediction on small apps whose start was seen in real workers, and is written down with them."""

import dataclasses
import os
import re
import sys
from pathlib import Path

import pytest

from automappa_scaffold.registry.start_input import WorkerStart
from tests.functional.test_django_cases import INSTALLED as WITH_DJANGO
from tests.functional.test_django_cases import SERIES, SITE_PACKAGES
from tests.functional.test_registration_cases import INSTALLED, Case
from tests.properties.recorded_apps import RecordedApp, read_recorded

HERE = Path(__file__).parent


class DjangoCase(Case):
    """An app in an environment with Django, whose source is seen."""

    def start(self, installed: frozenset[str] | None) -> WorkerStart:
        outside = (os.path.dirname(os.__file__), SITE_PACKAGES)
        return dataclasses.replace(super().start(installed), installed=WITH_DJANGO, outside=outside)


def lay_out(app: RecordedApp, folder: Path) -> Case:
    app.lay_out(folder)
    return DjangoCase(folder, app.truth) if "django" in app.told else Case(folder, app.truth)


TEXTS = sorted(HERE.glob("recorded_apps_*.txt"))
APPS = {name: app for path in TEXTS for name, app in read_recorded(path).items()}


# The workers ran on Python 3.11, where these are new.
NEW = ("tomllib", "ExceptionGroup", "StrEnum")
KNOWN = [
    name
    for name, app in APPS.items()
    if (sys.version_info >= (3, 11) or not any(word in str(app.files) for word in NEW))
    and app.told.get("django", SERIES) == SERIES
    and Path(app.told.get("needs", "/")).exists()
    and sys.version_info >= tuple(map(int, app.told.get("since", "3.10").split(".")))
    and sys.version_info[:2] <= tuple(map(int, app.told.get("until", "3.99").split(".")))
]


def test_no_app_takes_the_name_of_another_which_would_not_be_tested() -> None:
    heads = re.findall(
        "^# app: .*", "".join(path.read_text(encoding="utf-8") for path in TEXTS), re.MULTILINE
    )
    assert len(heads) == len(APPS)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_no_claim_about_a_recorded_app_is_wrong(name: str, tmp_path: Path) -> None:
    case = lay_out(APPS[name], tmp_path)
    assert case.wrong_claim(case.predict(INSTALLED)) == ""


@pytest.mark.parametrize("name", sorted(name for name in KNOWN if "-noenv-" in name))
def test_where_nothing_is_installed_for_certain_a_guarded_import_is_left_open(
    name: str, tmp_path: Path
) -> None:
    case = lay_out(APPS[name], tmp_path)
    registry = case.predict(None)
    assert case.wrong_claim(registry) == ""
    assert registry.unknown


def test_seven_of_eight_recorded_apps_are_decided(tmp_path: Path) -> None:
    some = KNOWN[::4]
    unknown = [name for name in some if lay_out(APPS[name], tmp_path / name).predict(INSTALLED).unknown]
    assert len(unknown) <= len(some) / 8, unknown
