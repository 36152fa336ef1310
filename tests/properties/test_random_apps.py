"""The prediction against Celery itself, on random apps.

``AUTOMAPPA_SCAFFOLD_RANDOM_APPS`` sets how many apps are tried; a long run takes thousands.
"""

import os
import shutil
from pathlib import Path
from random import Random

from automappa_scaffold.registry.prediction import predict
from automappa_scaffold.registry.start_input import WorkerStart
from automappa_scaffold.registry.values import Registry
from automappa_scaffold.source.tree import SourceTree
from tests.celery_server import CeleryServer
from tests.properties.random_apps import make_app

SPEC = "proj.tasks:queue"
COUNT = int(os.environ.get("AUTOMAPPA_SCAFFOLD_RANDOM_APPS", "150"))
SEED = int(os.environ.get("AUTOMAPPA_SCAFFOLD_RANDOM_SEED", "0"))


def write_app(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


def predict_app(folder: Path) -> Registry:
    return predict(SourceTree(folder), WorkerStart(app=SPEC, sys_path=(str(folder),))).registry


def disagreement(predicted: Registry, truth: dict[str, object]) -> str:
    """Return what is wrong with a prediction, or an empty text. Saying "unknown" is never wrong."""
    names = [task.name for task in predicted.tasks]
    if predicted.error is not None:
        return "" if truth["error"] else f"predicted {predicted.error.message}, Celery starts"
    if predicted.unknown:
        return ""
    if truth["error"]:
        return f"predicted {names}, Celery fails: {truth['error']}"
    return "" if names == truth["names"] else f"predicted {names}, Celery has {truth['names']}"


def test_prediction_equals_celery_on_random_apps(celery_server: CeleryServer, tmp_path: Path) -> None:
    wrong: list[str] = []
    unknown = 0
    for number in range(SEED, SEED + COUNT):
        folder = tmp_path / f"app{number}"
        write_app(folder, make_app(Random(number)))
        truth = celery_server.ask(folder, SPEC)
        predicted = predict_app(folder)
        unknown += bool(predicted.unknown)
        problem = disagreement(predicted, truth)
        if problem:
            wrong.append(f"seed {number}: {problem}")
        else:
            shutil.rmtree(folder)
    assert not wrong, "\n".join(wrong)
    # An answer that is always "unknown" would be worthless.
    assert unknown <= COUNT * 0.08
