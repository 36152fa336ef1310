"""The prediction against Celery itself, on apps written to mislead it."""

from pathlib import Path

import pytest

from tests.celery_server import CeleryServer
from tests.properties.adversarial_apps import APPS
from tests.properties.test_random_apps import SPEC, disagreement, predict_app, write_app

# What source does not say: random numbers, host names.
UNDECIDABLE = {"rand"}


@pytest.mark.parametrize("name", sorted(APPS))
def test_no_claim_about_a_misleading_app_is_wrong(
    name: str, celery_server: CeleryServer, tmp_path: Path
) -> None:
    write_app(tmp_path, APPS[name])
    predicted = predict_app(tmp_path)
    truth = celery_server.ask(tmp_path, SPEC)
    assert not disagreement(predicted, truth)
    if predicted.error is None:
        false_names = {task.name for task in predicted.tasks} - set(truth["names"])
        assert not false_names
    if name in UNDECIDABLE:
        assert predicted.unknown
