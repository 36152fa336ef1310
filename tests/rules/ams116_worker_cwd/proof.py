"""What the Procfile starts: without the root on its path it ends; with it, it holds tasks of both names."""

import os
import subprocess
import sys

# What `celery -A tasks worker` does up to its list of tasks, where nothing of this name is installed.
START = """
import json, os, sys
sys.path = [".", *sys.argv[1:], *(p for p in sys.path if not os.path.isdir(os.path.join(p, "automappa")))]
from celery.app.utils import find_app
app = find_app("tasks")
app.loader.import_default_modules()
app.finalize()
print(json.dumps(sorted(app.tasks)))
"""


def start(*roots):
    command = [sys.executable, "-W", "ignore", "-c", START, *roots]
    environ = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        command, cwd="automappa", env=environ, capture_output=True, text=True, timeout=60, check=False
    )


def prove(app, names):
    with open("Procfile", encoding="utf-8") as file:
        assert "worker: cd automappa && celery -A tasks worker" in file.read()
    bare = start()
    assert bare.returncode == 1
    assert "No module named 'automappa'" in bare.stderr, bare.stderr
    installed = start(os.getcwd())
    assert '"tasks.ping"' in installed.stdout, installed.stderr
    assert '"automappa.tasks.ping"' in installed.stdout
    assert "tasks.ping" not in names
