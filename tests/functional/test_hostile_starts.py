"""Apps that get in the way of the start-up check, on purpose or because they patch what everybody uses."""

from pathlib import Path

import pytest

from automappa_scaffold.errors import WorkerError
from automappa_scaffold.operations.verify import report_worker
from tests.functional.test_worker_start import APP, TASK, open_app

# The probe is the script that runs: its report stands beside it.
SPOIL = """
import __main__, os
with open(os.path.join(os.path.dirname(__main__.__file__), "report.json"), "w") as report:
    report.write({content!r})
os._exit(0)
"""


@pytest.mark.parametrize(
    "content",
    [
        "{broken",
        "[]",
        "{}",
        '{"status": "registered"}',
        '{"status": "registered", "tasks": [{}]}',
        '{"status": "failed", "exit_code": 1}',
    ],
)
def test_a_report_that_the_app_has_spoiled_is_no_defect(tmp_path: Path, content: str) -> None:
    with pytest.raises(WorkerError, match="report of the start-up check cannot be read"):
        report_worker(open_app(tmp_path, APP + SPOIL.format(content=content) + TASK))


CLEAR = """
import __main__, os, shutil
shutil.rmtree(os.path.dirname(__main__.__file__))
"""


@pytest.mark.parametrize("ending", ["", "os._exit(3)\n", "raise SystemExit(2)\n"])
def test_an_app_that_clears_the_temporary_folder_is_told_so(tmp_path: Path, ending: str) -> None:
    with pytest.raises(WorkerError, match="temporary folder of the start-up check is gone") as caught:
        report_worker(open_app(tmp_path, APP + CLEAR + ending + TASK))
    assert "TMPDIR" in caught.value.hint


@pytest.mark.parametrize(
    "patch",
    [
        "import json\njson.dump = json.dumps = None\n",
        "import builtins\nbuiltins.open = None\n",
        "import os\nos._exit = os.replace = None\n",
    ],
)
def test_what_an_app_replaces_in_the_standard_library_does_not_hide_its_tasks(
    tmp_path: Path, patch: str
) -> None:
    assert report_worker(open_app(tmp_path, APP + TASK + patch)).names == {"a.task"}
