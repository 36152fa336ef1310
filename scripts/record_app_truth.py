"""Records what a real Celery worker does with each app of a text like tests/properties/recorded_apps_1.txt.

usage: python scripts/record_app_truth.py PYTHON TEXT...

PYTHON is an interpreter of an environment with Celery 5.7 alone. How a worker is started stands behind
``# truth:``, where that is not the usual way; what it did is written there.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.properties.recorded_apps import RecordedApp, read_recorded  # noqa: E402 - found by the line above

PROBE = ROOT / "automappa_scaffold" / "worker" / "probe.py"
LIMIT_S = 60


def main() -> None:
    """Record the truth of every app."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("python", metavar="PYTHON")
    parser.add_argument("texts", nargs="+", metavar="TEXT", type=Path)
    options = parser.parse_args()
    for path in options.texts:
        apps = read_recorded(path)
        with ThreadPoolExecutor(2) as pool:
            told = dict(
                zip(apps, pool.map(lambda app: _record(app, options.python), apps.values()), strict=True)
            )
        path.write_text(_with_truths(path.read_text(encoding="utf-8"), told), encoding="utf-8")


def _record(app: RecordedApp, python: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        private = Path(name)
        project, probe, report = private / "project", private / "probe" / "probe.py", private / "report.json"
        project.mkdir()
        app.lay_out(project)
        probe.parent.mkdir()
        shutil.copy(PROBE, probe)
        command = [
            python,
            str(probe),
            str(report),
            str(LIMIT_S),
            "-q",
            "-A",
            app.truth["app"],
            "-b",
            "memory://",
        ]
        command += ["--result-backend", "cache+memory://", "worker", "-P", "solo", *app.truth.get("args", [])]
        folders = [str(project / folder) for folder in app.truth.get("pythonpath", [])]
        environ = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(private),
            "PYTHONDONTWRITEBYTECODE": "1",
            "CELERY_BROKER_READ_URL": "memory://",
            "CELERY_BROKER_WRITE_URL": "memory://",
            **({"PYTHONPATH": ":".join(folders)} if folders else {}),
            **app.truth.get("env", {}),
        }
        subprocess.run(command, cwd=project / app.truth["cwd"], env=environ, capture_output=True, check=False)
        found: dict[str, Any] = {"status": "silent"}
        if report.exists():
            found = json.loads(report.read_text(encoding="utf-8"))
    given = {key: value for key, value in app.told.items() if key not in ("registered", "error")}
    if found["status"] == "registered":
        names = [task["name"] for task in found["tasks"] if not task["name"].startswith("celery.")]
        return {**given, "registered": names}
    chain = found.get("chain") or [{"type": "SystemExit", "message": str(found.get("exit_code"))}]
    # The command line wraps what happens while it loads the app.
    error = chain[-1] if chain[0]["type"].startswith("click.") else chain[0]
    return {**given, "error": f"{error['type']}: {error['message']}".replace(str(project), "<app>")}


def _with_truths(text: str, told: dict[str, dict[str, Any]]) -> str:
    head, *sections = re.split(r"^# app: ", text, flags=re.MULTILINE)
    made = [head]
    for section in sections:
        name, _, body = section.partition("\n")
        if body.startswith("# truth:"):
            body = body.partition("\n")[2]
        made.append(f"# app: {name}\n# truth: {json.dumps(told[name])}\n{body}")
    return "".join(made)


if __name__ == "__main__":
    main()
