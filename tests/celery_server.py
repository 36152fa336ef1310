"""Celery's own word on what an app registers, from one process for many apps."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

TRUTH = Path(__file__).parent / "properties" / "celery_truth.py"


class CeleryServer:
    """A process that says what Celery registers."""

    def __init__(self) -> None:
        environ = {
            key: value for key, value in os.environ.items() if not key.startswith(("CELERY", "PYTEST"))
        }
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(TRUTH)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environ,
        )

    def ask(
        self, folder: Path, app: str, proof: Path | None = None, environ: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Return the names that the app in a folder registers, and the error that stops its worker.

        Args:
            proof: a file with ``prove(app, names)``; what it raises is ``proof`` in the answer.
            environ: variables that are set besides.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        question = [str(folder), app, str(proof or ""), dict(environ or {})]
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(120)
        self.process.stdout.close()
