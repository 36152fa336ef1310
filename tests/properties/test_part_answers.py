"""What ``check`` answers after a small change, of which it follows only what it concerns, against fresh runs.

``AUTOMAPPA_SCAFFOLD_RANDOM_EDITS`` sets how many edits are tried; a long run takes thousands.
"""

import os
import shutil
from pathlib import Path
from random import Random

import pytest

from automappa_scaffold.files import status
from automappa_scaffold.operations import check_again
from tests.functional.caching import Asker
from tests.properties.page_apps import edit_pages, write_pages

COUNT = int(os.environ.get("AUTOMAPPA_SCAFFOLD_RANDOM_EDITS", "60"))
SEED = int(os.environ.get("AUTOMAPPA_SCAFFOLD_RANDOM_SEED", "0"))
_EDITS_PER_APP = 15
_QUESTIONS = (("check", "--verbose"), ("check", "--format", "json"))


def test_a_part_of_the_project_gives_the_answer_of_the_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Statuses are believed at once, which a run would do two seconds later.
    monkeypatch.setattr(status, "_COARSEST_STEP_NS", -(10**18))
    parts = _count_parts(monkeypatch)
    asker = Asker(tmp_path / "app", capsys, monkeypatch)
    wrong: list[str] = []
    for number in range(SEED, SEED + COUNT):
        random, question = Random(number), _QUESTIONS[number // _EDITS_PER_APP % len(_QUESTIONS)]
        if number % _EDITS_PER_APP == 0 or number == SEED:
            _empty(asker)
            write_pages(asker.root, random)
            asker.ask(*question)
        before = _files_of(asker)
        done = [edit_pages(asker.root, random) for _ in range(random.choice((1, 1, 2)))]
        wrong += _compare(asker, question, f"edit {number}, {done}")
        if asker.ask(*question).code and random.random() < 0.8:
            _empty(asker)
            for path, data in before.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            wrong += _compare(asker, question, f"edit {number}, {done}, taken back")
    assert not wrong, "\n".join(wrong)
    assert COUNT < _EDITS_PER_APP or parts


def _compare(asker: Asker, question: tuple[str, ...], done: str) -> list[str]:
    asked, fresh = asker.ask(*question), asker.ask_afresh(*question)
    if (asked.code, asked.out, asked.err) == (fresh.code, fresh.out, fresh.err):
        return []
    return [f"{done}:\n{asked.out}{asked.err}\n{fresh.out}{fresh.err}"]


def _count_parts(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return a list that grows with each answer that a part of the project gave."""
    parts: list[object] = []
    real = check_again.check_again

    def counted(*args: object) -> object:
        again = real(*args)  # type: ignore[arg-type]
        parts.extend([again] if again is not None else [])
        return again

    monkeypatch.setattr(check_again, "check_again", counted)
    return parts


def _files_of(asker: Asker) -> dict[Path, bytes]:
    found = (path for path in asker.root.rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in found if asker.cache not in path.parents}


def _empty(asker: Asker) -> None:
    for entry in asker.root.iterdir():
        if entry.name != asker.cache.name:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
