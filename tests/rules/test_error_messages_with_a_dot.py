"""A message of Python's that ends with a dot ends a sentence of a finding with one."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran
from tests.unit.test_project_layout import write

APP = "from celery import Celery\n\nqueue = Celery()\n"
RAISING = "raise RuntimeError('Set the key.')\n"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"shop.py": f"{APP}{RAISING}"},
            "The worker does not start, so no task is registered: RuntimeError: Set the key. Mend what this "
            "line needs: the worker imports it before anything else can run.",
        ),
        (
            {
                "shop.py": f"{APP}queue.config_from_object('kept')\n",
                "kept.py": RAISING,
            },
            "The settings of the app cannot be read: RuntimeError: Set the key. The worker does not start.",
        ),
    ],
    ids=["AMS207", "AMS109"],
)
def test_no_dot_is_doubled(
    files: dict[str, str], message: str, tmp_path: Path, run_cli: Callable[..., Ran]
) -> None:
    write(tmp_path, files)
    ran = run_cli("check", "-A", "shop:queue", "--format", "json", cwd=tmp_path)
    assert message in [found["message"] for found in json.loads(ran.out)["findings"]]
