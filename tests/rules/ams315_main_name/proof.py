"""Run as a script, a real worker prints a banner with the wrong name, and with the right one by accident."""

import subprocess
import sys


def prove(app, names):
    command = [sys.executable, "-m", "automappa.tasks", "worker", "-P", "solo", "-l", "INFO"]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert worker.stdout is not None
    shown = set()
    try:
        for line in worker.stdout:
            shown.update(line.split()[1:] if line.strip().startswith(". ") else ())
            if "mag_summary.summarize" in shown:
                break
    finally:
        worker.kill()
        worker.wait()
    assert "__main__.ping" in shown
