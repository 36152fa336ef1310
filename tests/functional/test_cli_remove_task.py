import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Ran

Run = Callable[..., Ran]
Digest = Callable[[Path], str]
NEW = "automappa.pages.mag_summary.tasks.summarize_bins.summarize_bins"
ADD = ("add-task", "mag_summary", "summarize_bins", "--returns", "int", "--body", "echo", "--test")


def test_a_task_of_the_example_goes_as_it_came(run_cli: Run, example: Path, tree_digest: Digest) -> None:
    before = tree_digest(example)
    assert run_cli(*ADD, cwd=example).code == 0
    added = tree_digest(example)
    check = run_cli("remove-task", NEW, "--check", cwd=example)
    assert (check.code, check.err) == (1, "")
    assert check.out.splitlines()[0] == "would edit   automappa/conf/celeryconfig.py"
    dry = run_cli("remove-task", NEW, "--dry-run", "--format", "json", cwd=example)
    document = json.loads(dry.out)
    assert (dry.code, document["task"], document["written"]) == (0, NEW, False)
    assert [change["action"] for change in document["changes"]] == ["edit", "delete", "delete", "delete"]
    assert tree_digest(example) == added
    ran = run_cli("remove-task", NEW, cwd=example)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == f"The worker will no longer register {NEW}."
    assert tree_digest(example) == before
    again = run_cli("remove-task", NEW, cwd=example)
    assert (again.code, again.out) == (2, "")
    assert again.err.startswith(f"error: No task '{NEW}' is defined in this project.\n")


def test_a_task_that_is_used_stays_unless_it_is_forced(
    run_cli: Run, example: Path, tree_digest: Digest
) -> None:
    before = tree_digest(example)
    refused = run_cli("remove-task", "set_badge_color", cwd=example)
    assert (refused.code, refused.out) == (2, "")
    assert "is still used:\n  automappa/" in refused.err
    assert tree_digest(example) == before
    dry = run_cli("remove-task", "set_badge_color", "--force", "-n", cwd=example)
    assert dry.code == 0
    assert "It is still used: automappa/" in dry.err
    subprocess.run(["git", "apply", "--check"], input=dry.out, text=True, cwd=example, check=True)
