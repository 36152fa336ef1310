"""Remembered answers: always what a run without a cache gives, whatever happens to project and cache."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from automappa_scaffold.files import status
from tests.functional.caching import QUESTIONS, Asker


@pytest.fixture
def asker(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Asker:
    return Asker(tmp_path / "app", capsys, monkeypatch)


@pytest.fixture
def trusting(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> Asker:
    """A project whose files' statuses are believed at once, which a run would do two seconds later."""
    monkeypatch.setattr(status, "_COARSEST_STEP_NS", -(10**18))
    return asker


def test_the_second_answer_is_remembered_and_the_same(asker: Asker) -> None:
    for question in QUESTIONS:
        first, second = asker.ask(*question), asker.ask(*question)
        fresh = asker.ask_afresh(*question)
        assert (first.is_remembered, second.is_remembered, fresh.is_remembered) == (False, True, False)
        assert first.out == second.out == fresh.out
        assert first.code == second.code == fresh.code


def test_without_cache_nothing_is_written(asker: Asker) -> None:
    asker.ask("check", "--no-cache")
    assert not asker.cache.exists()
    assert not (asker.root.parent / "home").exists()


def test_the_cache_keeps_itself_out_of_git(asker: Asker) -> None:
    asker.ask("check")
    assert (asker.cache / ".gitignore").read_text() == "*\n"


# Every change of a project shows.


def _same_size_and_time(root: Path) -> None:
    path = root / "shop/pages/home/tasks/paint.py"
    before = path.stat()
    path.write_text(path.read_text().replace("def paint(color", "def paint(shade"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


def _swapped_for_an_older_file(root: Path) -> None:
    path = root / "shop/pages/home/tasks/paint.py"
    other = root.parent / "other.py"
    other.write_text(path.read_text().replace("def paint(color", "def paint(shade"), encoding="utf-8")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    os.replace(other, path)


def _link_that_turns(root: Path) -> None:
    path = root / "shop/pages/home/tasks/sweep.py"
    path.rename(root.parent / "sweep.py")
    path.symlink_to(root.parent / "sweep.py")


def _venv_with_nothing(root: Path) -> None:
    (root / ".venv/bin").mkdir(parents=True)
    (root / ".venv/bin/python").write_text("")
    (root / ".venv/lib/python3.11/site-packages").mkdir(parents=True)


CHANGES: dict[str, Callable[[Path], object]] = {
    "edit": lambda root: (root / "shop/pages/home/tasks/__init__.py").write_text(
        "from .sweep import sweep\n"
    ),
    "line added above": lambda root: _prepend(root / "shop/pages/home/tasks/paint.py", "# remark\n"),
    "body edited": lambda root: _replace(root / "shop/pages/home/tasks/paint.py", "return color", "return 1"),
    "comment added": lambda root: _append(root / "shop/pages/home/tasks/paint.py", "# remark\n"),
    "task added": lambda root: _append(
        root / "shop/tasks.py", "\n\n@queue.task\ndef late() -> None:\n    return None\n"
    ),
    "parameters": lambda root: _replace(root / "shop/pages/home/tasks/paint.py", "color: str", "color: int"),
    "same size and time": _same_size_and_time,
    "swapped for an older file": _swapped_for_an_older_file,
    "touch": lambda root: os.utime(root / "shop/tasks.py"),
    "file added": lambda root: shutil.copy(
        root / "shop/pages/home/tasks/sweep.py", root / "shop/pages/home/tasks/mop.py"
    ),
    "page added": lambda root: shutil.copytree(root / "shop/pages/home", root / "shop/pages/away"),
    "file deleted": lambda root: (root / "shop/pages/home/tasks/sweep.py").unlink(),
    "reached file deleted": lambda root: (root / "shop/pages/home/tasks/paint.py").unlink(),
    "file renamed": lambda root: (root / "shop/pages/home/tasks/sweep.py").rename(
        root / "shop/pages/home/tasks/brush.py"
    ),
    "package without init": lambda root: (root / "shop/pages/home/tasks/__init__.py").unlink(),
    "file becomes folder": lambda root: _file_to_folder(root / "shop/pages/home/tasks/sweep.py"),
    "module shadowed": lambda root: _write(root / "shop/settings/__init__.py", 'PREFIX = "shadow"\n'),
    "syntax error": lambda root: _append(root / "shop/pages/home/tasks/paint.py", "def (\n"),
    "error in a body": lambda root: _append(root / "shop/helpers.py", "def f():\n    return )\n"),
    "link": _link_that_turns,
    "settings": lambda root: _append(
        root / "pyproject.toml", '\n[tool.automappa-scaffold]\nignore = ["AMS201"]\n'
    ),
    "dependencies": lambda root: _replace(root / "pyproject.toml", '["celery"]', "[]"),
    "requirements": lambda root: _write(root / "requirements.txt", "celery\n"),
    "venv": _venv_with_nothing,
    "second app": lambda root: _write(root / "other.py", "from celery import Celery\napp = Celery()\n"),
    "launch file": lambda root: _write(root / "Procfile", "worker: celery -A shop.nothing worker\n"),
    "variables": lambda root: _write(root / ".env", "SHOP_PREFIX=other\n"),
    "repository around": lambda root: (root.parent / ".git").mkdir(),
}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _append(path: Path, text: str) -> None:
    _write(path, path.read_text() + text)


def _prepend(path: Path, text: str) -> None:
    _write(path, text + path.read_text())


def _replace(path: Path, old: str, new: str) -> None:
    assert old in path.read_text()
    _write(path, path.read_text().replace(old, new))


def _file_to_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("change", CHANGES)
def test_no_change_of_the_project_goes_unnoticed(trusting: Asker, change: str) -> None:
    trusting.assert_nothing_is_stale()
    CHANGES[change](trusting.root)
    trusting.assert_nothing_is_stale()


def test_a_file_that_a_link_leads_to_is_seen_to_change(trusting: Asker) -> None:
    _link_that_turns(trusting.root)
    trusting.assert_nothing_is_stale()
    _append(trusting.root.parent / "sweep.py", "\n\n@queue.task\ndef mop() -> None:\n    return None\n")
    trusting.assert_nothing_is_stale()
    (trusting.root.parent / "sweep.py").unlink()
    trusting.assert_nothing_is_stale()


def test_variables_that_were_looked_at_are_part_of_the_question(
    trusting: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting.assert_nothing_is_stale()
    monkeypatch.setenv("UNRELATED", "1")
    assert trusting.ask("check").is_remembered
    monkeypatch.setenv("SHOP_PREFIX", "other")
    trusting.assert_nothing_is_stale()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not trusting.ask("check").is_remembered
    monkeypatch.setenv("AUTOMAPPA_SCAFFOLD_IGNORE", "AMS201")
    trusting.assert_nothing_is_stale()


def test_the_value_of_a_variable_is_not_written_down(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PREFIX", "sesame-open-thyself")
    asker.ask("check")
    assert not any(b"sesame" in path.read_bytes() for path in asker.cache.iterdir() if path.is_file())


def test_where_the_user_stands_is_part_of_the_question(
    trusting: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting.assert_nothing_is_stale()
    monkeypatch.chdir(trusting.root / "shop")
    trusting.assert_nothing_is_stale()


def test_what_does_not_matter_does_not_make_the_command_run_again(trusting: Asker) -> None:
    root = trusting.root
    trusting.ask("check")
    os.utime(root / "shop/tasks.py")
    assert trusting.ask("check").is_remembered
    CHANGES["body edited"](root)
    CHANGES["comment added"](root)
    assert trusting.ask("check").is_remembered
    (root / "shop/__pycache__").mkdir()
    assert trusting.ask("check").is_remembered
    CHANGES["line added above"](root)
    assert not trusting.ask("check").is_remembered


def _remembered_status(asker: Asker, ending: str) -> Sequence[int]:
    document = json.loads(next(asker.cache.glob("answer-*")).read_bytes()[32:])  # behind the seal
    files = document["seen"]["files"]
    return next(tuple(entry[0]) for path, entry in files.items() if path.endswith(ending))


def test_what_is_kept_is_json_behind_its_seal(asker: Asker) -> None:
    asker.ask("check")
    kept = [path for path in sorted(asker.cache.iterdir()) if "-" in path.name]
    assert len(kept) >= 2
    for path in kept:
        content = path.read_bytes()[32:]
        if path.name.startswith("files-"):
            size = int.from_bytes(content[:8], "big")
            content = content[-size:]
            index = json.loads(content[int.from_bytes(content[:8], "big") :])
            for entry in index.values():
                for offset, length in entry[3].values():
                    json.loads(content[offset : offset + length])
        else:
            json.loads(content)


def test_what_changed_just_before_is_looked_at_and_not_believed(asker: Asker) -> None:
    # The status of the second change may be that of the first, where the disk counts time in long steps.
    written_ns = time.time_ns() + 3600 * 10**9
    os.utime(asker.root / "shop/pages/home/tasks/paint.py", ns=(written_ns, written_ns))
    asker.ask("check")
    assert _remembered_status(asker, "tasks/paint.py") == ()
    later_ns = written_ns + 3 * 10**9
    assert asker.ask("check", began_ns=later_ns).is_remembered  # it is the same, which renews its status
    assert _remembered_status(asker, "tasks/paint.py")


def test_a_clock_that_goes_backwards_makes_nothing_stale(asker: Asker) -> None:
    for began_ns in (time.time_ns(), 0, 10**18):
        asker.ask("check", began_ns=began_ns)
        _same_size_and_time(asker.root)
        fresh = asker.ask_afresh("check")
        assert asker.ask("check", began_ns=began_ns).out == fresh.out


def test_many_changes_in_a_row_and_no_stale_answer(trusting: Asker) -> None:
    chance = random.Random(7)
    names = sorted(str(path.relative_to(trusting.root)) for path in trusting.root.rglob("*.py"))
    for _ in range(25):
        path = trusting.root / chance.choice(names)
        lines = path.read_text().splitlines(keepends=True) if path.exists() else []
        kind = chance.choice(["drop", "double", "blank", "comment", "delete", "swap"])
        if kind == "delete":
            path.unlink(missing_ok=True)
        elif kind == "swap":
            other = trusting.root / chance.choice(names)
            _write(path, other.read_text() if other.exists() else "")
        elif not lines:
            _write(path, "")
        else:
            at = chance.randrange(len(lines))
            replacement = {"drop": "", "double": lines[at] * 2, "blank": "\n" + lines[at]}
            lines[at] = replacement.get(kind, lines[at].rstrip("\n") + "  # why\n")
            _write(path, "".join(lines))
        for question in (("check", "--format", "json"), ("tasks", "--format", "json")):
            fresh, asked = trusting.ask_afresh(*question), trusting.ask(*question)
            assert (asked.code, asked.out, asked.err) == (fresh.code, fresh.out, fresh.err), (kind, path)


# Whatever stands in the cache.


def test_a_broken_cache_is_no_cache(trusting: Asker) -> None:
    chance = random.Random(11)
    trusting.assert_nothing_is_stale()
    fresh = trusting.ask_afresh("check")
    for _ in range(30):
        files = [path for path in trusting.cache.iterdir() if path.name != ".gitignore"]
        for path in files:
            data = bytearray(path.read_bytes())
            how = chance.choice(["flip", "cut", "grow", "empty"])
            at = chance.randrange(len(data))
            if how == "flip":
                data[at] ^= 1 << chance.randrange(8)
            elif how == "grow":
                data[at:at] = bytes(chance.randrange(256) for _ in range(9))
            path.write_bytes(data[: {"cut": at, "empty": 0}.get(how, len(data))])
        asked = trusting.ask("check")
        assert not asked.is_remembered
        assert (asked.code, asked.out, asked.err) == (fresh.code, fresh.out, fresh.err)
        shutil.rmtree(trusting.cache)
        trusting.ask("check")


def test_an_answer_that_somebody_else_sealed_is_not_believed(
    trusting: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A checkout with a cache folder of its own, made for a state of the sources without findings.
    sweep = trusting.root / "shop/pages/home/tasks/sweep.py"
    text = sweep.read_text()
    sweep.write_text("")
    monkeypatch.setenv("HOME", str(trusting.root.parent / "stranger"))
    assert "no findings" in trusting.ask("check").out
    monkeypatch.setenv("HOME", str(trusting.root.parent / "home"))
    assert not trusting.ask("check").is_remembered
    sweep.write_text(text)
    trusting.assert_nothing_is_stale()


def test_a_key_that_others_can_read_or_that_the_project_may_hold_is_none(
    trusting: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting.ask("check")
    key = trusting.root.parent / "home/.local/state/automappa-scaffold/seal-key"
    assert key.stat().st_mode & 0o777 == 0o600
    key.chmod(0o644)
    assert not trusting.ask("check").is_remembered
    monkeypatch.setenv("HOME", "no/absolute/path")
    assert not trusting.ask("check").is_remembered
    assert not trusting.ask("check").is_remembered


@pytest.mark.parametrize("obstacle", ["file", "fifo", "link", "dangling link", "other folder"])
def test_what_stands_in_place_of_the_cache_is_left_alone(asker: Asker, obstacle: str) -> None:
    elsewhere = asker.root.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine").write_text("mine")
    if obstacle == "file":
        asker.cache.write_text("mine")
    elif obstacle == "fifo":
        os.mkfifo(asker.cache)
    elif obstacle == "link":
        asker.cache.symlink_to(elsewhere)
    elif obstacle == "dangling link":
        asker.cache.symlink_to(elsewhere / "nowhere")
    else:
        shutil.copytree(elsewhere, asker.cache)
    asker.assert_nothing_is_stale()
    assert [path.name for path in elsewhere.iterdir()] == ["mine"]
    if obstacle == "other folder":
        assert [path.name for path in asker.cache.iterdir()] == ["mine"]


@pytest.mark.parametrize("obstacle", ["folder", "fifo", "endless link"])
def test_what_stands_in_place_of_a_cache_file_is_no_cache(trusting: Asker, obstacle: str) -> None:
    trusting.assert_nothing_is_stale()
    for path in [path for path in trusting.cache.iterdir() if path.name != ".gitignore"]:
        path.unlink()
        if obstacle == "folder":
            path.mkdir()
        elif obstacle == "fifo":
            os.mkfifo(path)
        else:
            path.symlink_to("/dev/zero")
    trusting.assert_nothing_is_stale()


def test_a_project_cannot_have_its_cache_outside_of_itself(
    asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = asker.root.parent / "outside"
    for wanted in ("../outside", str(outside), ".", "shop"):
        _write(asker.root / "pyproject.toml", f'[tool.automappa-scaffold]\ncache-dir = "{wanted}"\n')
        asker.assert_nothing_is_stale()
        assert not outside.exists()
        assert not list(asker.root.rglob("answer-*"))
    # The user may.
    monkeypatch.setenv("AUTOMAPPA_SCAFFOLD_CACHE_DIR", str(outside))
    asker.assert_nothing_is_stale()
    assert list(outside.glob("answer-*"))
    assert asker.ask("check").is_remembered


def test_a_cache_with_another_name_works(asker: Asker) -> None:
    _write(asker.root / "pyproject.toml", '[tool.automappa-scaffold]\ncache-dir = "build/cache"\n')
    asker.assert_nothing_is_stale()
    assert asker.ask("check").is_remembered
    assert list((asker.root / "build/cache").glob("answer-*"))


def test_the_cache_does_not_grow_for_ever(asker: Asker) -> None:
    for number in range(20):
        asker.ask("why", f"sweep{number}")
        asker.ask("check", "--format", "json", "--workdir", "." + "/." * number)
    assert len(list(asker.cache.glob("answer-*"))) <= 16
    assert len(list(asker.cache.glob("files-*"))) <= 2
    assert not list(asker.cache.glob("*.tmp"))


def test_processes_side_by_side_agree(asker: Asker) -> None:
    command = [sys.executable, "-m", "automappa_scaffold", "check", "--format", "json"]
    environ = {**os.environ, "PYTHONPATH": ""}
    expected = asker.ask_afresh("check", "--format", "json").out
    for _ in range(2):
        running = [
            subprocess.Popen(command, cwd=asker.root, env=environ, stdout=subprocess.PIPE) for _ in range(8)
        ]
        assert {process.communicate()[0].decode() for process in running} == {expected}


def test_a_remembered_answer_that_cannot_be_written_is_an_error(asker: Asker) -> None:
    command = [sys.executable, "-m", "automappa_scaffold", "check"]
    for _ in range(2):
        with open("/dev/full", "wb") as full:
            ran = subprocess.run(command, cwd=asker.root, stdout=full, stderr=subprocess.PIPE, text=True)
        assert (ran.returncode, ran.stderr) == (
            2,
            "error: The output cannot be written: No space left on device.\n",
        )
        asker.ask("check")


# What an answer rests on is seen through the disk that remembers.

_WATCH = """
import os, sys
root = os.getcwd()
looked = set()
def watch(event, args):
    if event in ("open", "os.listdir", "os.scandir") and args and isinstance(args[0], (str, os.PathLike)):
        looked.add(os.path.abspath(os.fspath(args[0])))
real_stat = os.stat
def stat(path, *args, **kwargs):
    if isinstance(path, (str, os.PathLike)):
        looked.add(os.path.abspath(os.fspath(path)))
    return real_stat(path, *args, **kwargs)
from automappa_scaffold.cli.app import main
import automappa_scaffold.operations.check, automappa_scaffold.registry.prediction
from automappa_scaffold.cli import ending
seen = []
real = ending.remember_answer
ending.remember_answer = lambda a, cache, disk, *rest: (seen.append(disk.seen), real(a, cache, disk, *rest))
sys.addaudithook(watch)
os.stat = stat
main(sys.argv[1:])
os.stat = real_stat
known = {*seen[0].files, *seen[0].folders, *seen[0].kinds, *seen[0].real_paths}
for path in sorted(looked - known):
    if path.startswith(os.path.dirname(root)) and ".automappa_scaffold_cache" not in path:
        print("UNSEEN", path)
"""


@pytest.mark.parametrize("question", [*QUESTIONS, ("check", "shop"), ("tasks", "--format", "tree")])
def test_everything_that_is_looked_at_is_remembered_with_the_answer(
    asker: Asker, question: tuple[str, ...]
) -> None:
    _venv_with_nothing(asker.root)
    for name in ("Procfile", "Makefile", "compose.yml", "docker/start.sh"):
        _write(asker.root / name, "worker: celery -A shop.tasks:queue worker\n")
    _write(asker.root / ".env", "SHOP_PREFIX=other\n")
    _write(asker.root / "requirements-dev.txt", "redis\n")
    environ = {**os.environ, "HOME": str(asker.root.parent.parent / "home-elsewhere")}
    ran = subprocess.run(
        [sys.executable, "-c", _WATCH, *question], cwd=asker.root, env=environ, capture_output=True, text=True
    )
    assert "UNSEEN" not in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
