"""``check --fix`` on copies of the example app with registration steps undone, judged by a real worker."""

import itertools
import json
import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran, digest_tree

Run = Callable[..., Ran]

INIT = "automappa/pages/home/tasks/__init__.py"
CONFIG = "automappa/conf/celeryconfig.py"
IMPORT = "from .status_badge import set_badge_color\n"
EXPORT = '__all__ = ["set_badge_color"]\n'
ENTRIES = 'imports = ("automappa.pages.home.tasks", "automappa.tasks")'
BADGE = "automappa.pages.home.tasks.status_badge.set_badge_color"

# Each way in which a step of registration is left out or done wrongly: file, what stands there, what instead.
STEPS = {
    "no import": (INIT, IMPORT, ""),
    "no name in __all__": (INIT, EXPORT, "__all__ = []\n"),
    "no __all__": (INIT, EXPORT, ""),
    "a name too many": (INIT, EXPORT, '__all__ = ["set_badge_color", "set_badge"]\n'),
    "no entry": (CONFIG, ENTRIES, 'imports = ("automappa.tasks",)'),
    "no imports at all": (CONFIG, ENTRIES, ""),
    "a misspelt entry": (CONFIG, ENTRIES, ENTRIES.replace("home.tasks", "hoem.tasks")),
    "a missing comma": (CONFIG, ENTRIES, ENTRIES.replace(",", "")),
    "a misspelt setting": (CONFIG, ENTRIES, ENTRIES.replace("imports", "import_")),
    "a text for a list": (CONFIG, ENTRIES, 'imports = "automappa.tasks"'),
}
ALONE = [(name,) for name in STEPS]
TOGETHER = [pair for pair in itertools.combinations(STEPS, 2) if STEPS[pair[0]][0] != STEPS[pair[1]][0]]


def _undo(root: Path, *names: str) -> None:
    for name in names:
        path, old, new = STEPS[name]
        text = (root / path).read_text()
        assert old in text
        (root / path).write_text(text.replace(old, new))


def _worker_names(run_cli: Run, root: Path) -> set[str]:
    ran = run_cli("tasks", "--from", "worker", "--format", "names", cwd=root)
    assert ran.code == 0, ran.err
    return set(ran.out.split())


@pytest.mark.parametrize("steps", [*ALONE, *TOGETHER[::4]], ids=" and ".join)
def test_a_fix_brings_undone_steps_back_and_a_real_worker_agrees(
    run_cli: Run, example: Path, steps: tuple[str, ...]
) -> None:
    _undo(example, *steps)
    assert run_cli("check", cwd=example).code == 1
    mended = run_cli("check", "--fix", cwd=example)
    assert mended.code == 0, mended.out + mended.err
    assert "no findings" in mended.out
    names = _worker_names(run_cli, example)
    assert BADGE in names
    assert len(names) == 8
    again = digest_tree(example)
    assert run_cli("check", "--fix", cwd=example).code == 0
    assert digest_tree(example) == again


def test_a_package_without_its_init_gets_one_with_the_import_and_the_name(
    run_cli: Run, example: Path
) -> None:
    (example / INIT).unlink()
    mended = run_cli("check", "--fix", cwd=example)
    assert mended.code == 0, mended.out + mended.err
    text = (example / INIT).read_text()
    assert IMPORT in text
    assert EXPORT in text
    assert BADGE in _worker_names(run_cli, example)


def test_a_diff_shows_what_a_fix_would_write_and_writes_nothing(run_cli: Run, example: Path) -> None:
    _undo(example, "no import", "no entry")
    before = digest_tree(example)
    shown = run_cli("check", "--diff", cwd=example)
    assert shown.code == 1
    assert digest_tree(example) == before
    subprocess.run(["git", "apply", "-"], input=shown.out, text=True, cwd=example, check=True)
    assert run_cli("check", cwd=example).code == 0
    nothing = run_cli("check", "--diff", cwd=example)
    assert (nothing.code, nothing.out) == (0, "")


def test_a_diff_in_a_json_document_is_the_same_diff_beside_what_would_be_left(
    run_cli: Run, example: Path
) -> None:
    _undo(example, "no import", "no entry")
    before = digest_tree(example)
    shown = run_cli("check", "--diff", "--format", "json", cwd=example)
    document = json.loads(shown.out)
    assert shown.code == 1
    assert document["diff"] == run_cli("check", "--diff", cwd=example).out
    assert (document["findings"], len(document["fixed"])) == ([], 2)
    assert digest_tree(example) == before
    assert run_cli("check", "--fix", cwd=example).code == 0
    nothing = run_cli("check", "--diff", "--format", "json", cwd=example)
    assert nothing.code == 0
    assert (json.loads(nothing.out)["fixed"], json.loads(nothing.out)["diff"]) == ([], "")


@pytest.mark.parametrize("output_format", ["sarif", "gitlab", "junit", "github"])
def test_a_diff_goes_with_no_format_that_cannot_hold_it(
    output_format: str, run_cli: Run, example: Path
) -> None:
    refused = run_cli("check", "--diff", "--format", output_format, cwd=example)
    assert (refused.code, refused.out) == (2, "")
    assert "--diff" in refused.err


def test_fixes_keep_to_the_given_paths_and_rules(run_cli: Run, example: Path) -> None:
    _undo(example, "no import", "no entry")
    assert run_cli("check", "--fix", "automappa/conf", cwd=example).code == 0
    assert ENTRIES in (example / CONFIG).read_text()
    assert IMPORT not in (example / INIT).read_text()
    assert run_cli("check", "--fix", "--ignore", "AMS2", cwd=example).code == 0
    assert IMPORT not in (example / INIT).read_text()
    assert run_cli("check", "--fix", "--select", "init-does-not-import", cwd=example).code == 0
    assert IMPORT in (example / INIT).read_text()


def test_what_changes_behaviour_waits_for_unsafe_fixes(run_cli: Run, example: Path) -> None:
    module = example / "automappa/pages/home/tasks/status_badge.py"
    text = module.read_text()
    assert "bind=True" in text
    module.write_text(text.replace("bind=True", "bind=True, max_retrys=3"))
    safe = run_cli("check", "--fix", cwd=example)
    assert safe.code == 1
    assert "max_retrys" in module.read_text()
    assert run_cli("check", "--fix", "--unsafe-fixes", cwd=example).code == 0
    assert "bind=True, max_retries=3" in module.read_text()


def test_what_cannot_be_edited_safely_is_told_and_left_alone(run_cli: Run, example: Path) -> None:
    _undo(example, "no import")
    init = example / INIT
    init.write_text(init.read_text().replace(EXPORT, '__all__ = [name for name in ["set_badge_color"]]\n'))
    before = digest_tree(example)
    ran = run_cli("check", "--fix", cwd=example)
    assert ran.code == 1
    assert "not fixed: AMS201" in ran.err
    assert "by hand" in ran.err
    assert digest_tree(example) == before


def test_a_task_that_a_wrapper_renamed_is_imported_by_the_name_its_module_gives_it(
    run_cli: Run, example: Path
) -> None:
    module = example / "automappa/pages/home/tasks/status_badge.py"
    head, decorated = module.read_text().split("@queue.task", 1)
    wrapper = "def timed(f):\n    def inner(*args):\n        return f(*args)\n\n    return inner\n\n\n"
    module.write_text(f"{head}{wrapper}@queue.task" + decorated.replace("\ndef ", "\n@timed\ndef ", 1))
    _undo(example, "no import")
    mended = run_cli("check", "--fix", cwd=example)
    assert mended.code == 0, mended.out + mended.err
    assert IMPORT in (example / INIT).read_text()
    assert BADGE in _worker_names(run_cli, example)


def test_a_fix_that_would_write_nothing_is_told(run_cli: Run, example: Path) -> None:
    star = "from .status_badge import *\n"
    (example / INIT).write_text(star + IMPORT)
    ran = run_cli("check", "--fix", cwd=example)
    assert ran.code == 1
    assert "not fixed: AMS202" in ran.err
    assert (example / INIT).read_text() == star + IMPORT


def test_a_fix_that_cannot_be_written_leaves_every_file_as_it_was(run_cli: Run, example: Path) -> None:
    _undo(example, "no import", "no entry")
    before = digest_tree(example)

    def write_nothing() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    ran = run_cli("check", "--fix", "--no-cache", cwd=example, preexec_fn=write_nothing)
    assert ran.code == 2, ran.out
    assert "cannot be written" in ran.err
    assert digest_tree(example) == before


def test_json_tells_what_each_fix_changes_and_what_was_fixed(run_cli: Run, example: Path) -> None:
    _undo(example, "no import")
    document = json.loads(run_cli("check", "--format", "json", cwd=example).out)
    assert document["summary"]["fixable"] == 1
    fix = document["findings"][0]["fix"]
    assert fix["safety"] == "safe"
    lines = (example / INIT).read_text().splitlines(keepends=True)
    for edit in reversed(fix["edits"]):
        assert edit["path"] == INIT
        assert (edit["column"], edit["end_column"]) == (1, 1)
        lines[edit["line"] - 1 : edit["end_line"] - 1] = [edit["content"]]
    mended = json.loads(run_cli("check", "--fix", "--format", "json", cwd=example).out)
    assert (example / INIT).read_text() == "".join(lines)
    assert mended["findings"] == []
    assert [finding["code"] for finding in mended["fixed"]] == ["AMS201"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--unsafe-fixes",),
        ("--fix", "--stdin-filename", "automappa/tasks.py"),
        ("--write-baseline", "--fix"),
        ("--strict", "--exit-zero"),
        ("--statistics", "--format", "sarif"),
        ("--select", "AMS999"),
        ("--ignore", "no-such-rule"),
        ("--baseline", "nowhere.json"),
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_one_message_and_changes_nothing(
    run_cli: Run, example: Path, arguments: tuple[str, ...]
) -> None:
    before = digest_tree(example)
    ran = run_cli("check", *arguments, cwd=example)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert digest_tree(example) == before


@pytest.mark.parametrize("below", ["", "apps/shop"])
@pytest.mark.parametrize("start", ["", "automappa/pages/home"])
def test_git_applies_the_diff_of_a_fix_from_wherever_it_was_asked_for(
    run_cli: Run, example: Path, tmp_path: Path, below: str, start: str
) -> None:
    """A path in a diff counts from the top of the repository, as in those of git itself."""
    _undo(example, "no import", "no entry")
    top = tmp_path / "top"
    root = top / below
    root.parent.mkdir(parents=True, exist_ok=True)
    example.rename(root)
    environ = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    subprocess.run(["git", "init", "-q"], cwd=top, env=environ, check=True)
    shown = run_cli("check", "--diff", cwd=root / start)
    assert shown.code == 1, shown.err
    for folder in (top, root):
        git = ["git", "apply", "--check"]
        subprocess.run(git, cwd=folder, env=environ, input=shown.out, text=True, check=True)
    subprocess.run(["git", "apply"], cwd=top, env=environ, input=shown.out, text=True, check=True)
    assert run_cli("check", cwd=root / start).code == 0
