"""Tools that remove unused imports and sort the rest, on the example and on generated pages.

An import whose only purpose is registration looks unused. ``__all__`` is what keeps it; a real worker judges.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Ran

Run = Callable[..., Ran]

CLEANERS = {
    "ruff": (("ruff", "check", "--fix", "--unsafe-fixes", "--isolated", "--select", "E,F,I,UP,SIM", "-q"),),
    "autoflake": (("autoflake", "--in-place", "--recursive", "--remove-all-unused-imports"),),
    "isort": (("isort", "-q"), ("isort", "-q", "--profile", "black", "--force-sort-within-sections")),
    "black's friends": (
        ("isort", "-q", "--profile", "black"),
        ("ruff", "format", "--isolated", "-q"),
        ("autoflake", "--in-place", "--recursive", "--remove-all-unused-imports", "--ignore-pass-statements"),
    ),
}


def test_a_real_worker_registers_everything_after_a_clean_up(
    run_cli: Run, example: Path, tmp_path: Path
) -> None:
    for page, task in (("home", "count_bins"), ("gallery", "draw"), ("gallery", "archive")):
        if page == "gallery" and not (example / "automappa/pages/gallery").exists():
            assert run_cli("add-page", page, cwd=example).code == 0
        made = run_cli("add-task", page, task, "--param", "sample_id: int", "--body", "echo", cwd=example)
        assert made.code == 0, made.err
    # One more, in a module that has another already, and that nothing else imports.
    assert run_cli("add-task", "home", "count_more", "--module", "count_bins", cwd=example).code == 0
    names = _worker_names(run_cli, example)
    assert len(names) == 12
    for cleaner, commands in CLEANERS.items():
        cleaned = tmp_path / cleaner
        shutil.copytree(example, cleaned)
        for command in commands:
            # What a tool leaves behind as a complaint is no concern here.
            subprocess.run([sys.executable, "-m", *command, "automappa"], cwd=cleaned, capture_output=True)
        assert _worker_names(run_cli, cleaned) == names, cleaner
        assert run_cli("check", cwd=cleaned).code == 0, cleaner


def _worker_names(run_cli: Run, root: Path) -> set[str]:
    ran = run_cli("tasks", "--from", "worker", "--format", "names", cwd=root)
    assert ran.code == 0, ran.err
    return set(ran.out.split())
