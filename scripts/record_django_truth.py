"""Records what a real Celery worker does with each project of tests/django_cases.

usage: python scripts/record_django_truth.py PYTHON... [--only NAME]

Each PYTHON is an interpreter of an environment with Celery, one Django, and what the projects import besides:
django-appconf, django-celery-beat, django-celery-results, django-configurations, django-environ,
django-split-settings, djangorestframework, python-decouple, python-dotenv. The answers stand in the projects'
``truth.json``, by the series of Django.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "django_cases"
PROBE = ROOT / "automappa_scaffold" / "worker" / "probe.py"
LIMIT_S = 60


def main() -> None:
    """Record the truth of every project, or of one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pythons", nargs="+", metavar="PYTHON")
    parser.add_argument("--only", default="", metavar="NAME")
    options = parser.parse_args()
    series = {_series(python): python for python in options.pythons}
    for path in sorted(CASES.glob("*/truth.json")):
        if options.only in ("", path.parent.name):
            case = json.loads(path.read_text(encoding="utf-8"))
            for name, python in series.items():
                case["django"][name] = _record(path.parent, case, python)
            path.write_text(json.dumps(case, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            print(path.parent.name, {name: len(case["django"][name]["registered"]) for name in series})


def _series(python: str) -> str:
    code = "import django; print('%d.%d' % django.VERSION[:2])"
    return subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def _record(folder: Path, case: dict[str, Any], python: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        private = Path(name)
        project, probe, report = private / "project", private / "probe" / "probe.py", private / "report.json"
        shutil.copytree(folder, project)
        probe.parent.mkdir()
        shutil.copy(PROBE, probe)
        command = [python, str(probe), str(report), str(LIMIT_S), "-q", "-A", case["app"], "-b", "memory://"]
        command += ["--result-backend", "cache+memory://", "worker", "-P", "solo"]
        subprocess.run(command, cwd=project, env=_environment(case), capture_output=True, check=False)
        found = json.loads(report.read_text(encoding="utf-8"))
    if found["status"] == "registered":
        return {"registered": [task["name"] for task in found["tasks"]], "exit_code": 0, "error": None}
    # The command line wraps what happens while it loads the app.
    chain = found["chain"]
    error = chain[-1] if chain[0]["type"].startswith("click.") else chain[0]
    text = f"{error['type']}: {error['message']}".replace(str(project), "<case>")
    return {"registered": [], "exit_code": found["exit_code"], "error": text}


def _environment(case: dict[str, Any]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key in ("HOME", "LANG", "PATH", "TMPDIR")}
    beside = {"PYTHONPATH": "installed"} if case["installed"] else {}
    broker = {"CELERY_BROKER_READ_URL": "memory://", "CELERY_BROKER_WRITE_URL": "memory://"}
    return {**kept, **broker, "PYTHONDONTWRITEBYTECODE": "1", **beside, **case["env"]}


if __name__ == "__main__":
    main()
