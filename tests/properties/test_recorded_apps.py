"""The prediction on small apps whose start was seen in real workers, and is written down with them."""

import sys
from pathlib import Path

import pytest

from tests.functional.test_registration_cases import INSTALLED, Case
from tests.properties.recorded_apps import RecordedApp, read_recorded

HERE = Path(__file__).parent


def lay_out(app: RecordedApp, folder: Path) -> Case:
    app.lay_out(folder)
    return Case(folder, app.truth)


APPS = {
    name: app
    for path in sorted(HERE.glob("recorded_apps_*.txt"))
    for name, app in read_recorded(path).items()
}


# The workers ran on Python 3.11, and one of these modules is new there.
KNOWN = [name for name, app in APPS.items() if sys.version_info >= (3, 11) or "tomllib" not in str(app.files)]


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_no_claim_about_a_recorded_app_is_wrong(name: str, tmp_path: Path) -> None:
    case = lay_out(APPS[name], tmp_path)
    assert case.wrong_claim(case.predict(INSTALLED)) == ""


def test_half_of_the_recorded_apps_are_decided(tmp_path: Path) -> None:
    unknown = []
    for name, app in APPS.items():
        case = lay_out(app, tmp_path / name)
        if case.predict(INSTALLED).unknown:
            unknown.append(name)
    assert len(unknown) <= len(APPS) / 2, unknown
