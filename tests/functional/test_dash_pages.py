"""Tasks in the pages of Dash, which it runs itself: the prediction, and Celery with the installed Dash."""

from pathlib import Path

import pytest

from tests.celery_server import CeleryServer
from tests.functional.test_registration_cases import INSTALLED, Case
from tests.properties.recorded_apps import RecordedApp, read_recorded

APPS = read_recorded(Path(__file__).with_name("dash_pages.txt"))


@pytest.mark.parametrize("name", APPS)
def test_the_pages_of_dash_register_what_celery_says(
    name: str, tmp_path: Path, celery_server: CeleryServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    app: RecordedApp = APPS[name]
    app.lay_out(tmp_path)
    case = Case(tmp_path, app.truth)
    truth = celery_server.ask(tmp_path, app.truth["app"])
    for installed in (INSTALLED | {"dash"}, None):
        registry = case.predict(installed)
        assert not registry.unknown
        assert (registry.error is None) == (truth["error"] is None), truth["error"]
        assert sorted(registry.names) == truth["names"]


def test_that_the_tasks_of_background_callbacks_are_left_out_is_told(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "from celery import Celery\nfrom dash import CeleryManager\n"
        "queue = Celery(backend='cache+memory://')\nCeleryManager(queue)\n"
    )
    truth = {"app": "app:queue", "cwd": "."}
    told = Case(tmp_path, truth).predict(INSTALLED | {"dash"}).assumptions
    assert any("background_callback_*" in text for text in told)


@pytest.mark.parametrize("installed", [INSTALLED | {"dash"}, None])
def test_callbacks_of_an_app_with_a_celery_manager_are_like_those_of_any(
    installed: frozenset[str] | None, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text(
        "from celery import Celery\nfrom dash import CeleryManager, Dash, Input, Output\n"
        "queue = Celery(backend='cache+memory://')\n"
        "app = Dash(__name__, background_callback_manager=CeleryManager(queue))\n"
        "@app.callback(Output('a', 'children'), Input('b', 'n_clicks'), background=True)\n"
        "def update(n):\n    return n\n"
        "@queue.task\ndef job(): pass\n"
    )
    registry = Case(tmp_path, {"app": "app:queue", "cwd": "."}).predict(installed)
    assert (registry.unknown, sorted(registry.names)) == ((), ["app.job"])
