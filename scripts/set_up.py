"""Make the development environment: the tool and the example app, editable, in versions of the lock file.

    python scripts/set_up.py FOLDER

An environment that is already there is used as it is, whoever made it; what is missing is installed into it.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("-c", "requirements.lock", "-e", ".[dev]", "-e", "./example_app[prod,test,deploy-check]")


def main() -> None:
    """Make and fill the environment; end with a message where that cannot be done."""
    folder = Path(sys.argv[1])
    python = folder / "bin" / "python"
    if not folder.exists():
        make_environment(folder)
    if run(python, "-c", "import sys; sys.exit(sys.version_info < (3, 10))", is_shown=False):
        sys.exit(f"{folder} has no working Python of 3.10 or newer: remove it (make clean), then try again.")
    if shutil.which("uv"):
        failed = run("uv", "pip", "install", "--quiet", "--python", python, *PACKAGES)
    else:
        add_pip(python)
        failed = run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES)
    if failed:
        sys.exit("The packages above could not be installed; is there a way to the package index?")


def make_environment(folder: Path) -> None:
    """Make an empty virtual environment, with pip if this Python can bring it along."""
    if run(sys.executable, "-m", "venv", folder):
        # Debian's python3 without python3-venv: pip is then taken from outside.
        shutil.rmtree(folder, ignore_errors=True)
        if run(sys.executable, "-m", "venv", "--without-pip", folder):
            shutil.rmtree(folder, ignore_errors=True)
            sys.exit(
                f"{sys.executable} cannot make a virtual environment. Install its venv module (Debian and\n"
                "Ubuntu: apt install python3-venv), or give another Python, as in make test PYTHON=python3.12"
            )


def add_pip(python: Path) -> None:
    """See to it that the environment has pip; uv, for one, makes environments without it."""
    if run(python, "-c", "import pip", is_shown=False) == 0:
        return
    if run(python, "-m", "ensurepip", "--default-pip") == 0:
        return
    if run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "pip"):
        sys.exit(f"There is no pip for {python}. Install pip 22.3 or newer for {sys.executable}, or uv.")


def run(*command: str | Path, is_shown: bool = True) -> int:
    """Run a command at the root of the repository; return its exit code."""
    words: Sequence[str] = [str(word) for word in command]
    if is_shown:
        print("+", *words, flush=True)
    errors = None if is_shown else subprocess.DEVNULL
    try:
        return subprocess.run(words, cwd=ROOT, stderr=errors, check=False).returncode
    except OSError:
        return 127


if __name__ == "__main__":
    main()
