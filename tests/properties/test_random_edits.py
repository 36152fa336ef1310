"""What ``check`` answers from memory, against a run without a cache, after each of many random edits.

``AUTOMAPPA_SCAFFOLD_RANDOM_EDITS`` sets how many edits are tried; a long run takes thousands.
"""

import os
import shutil
from pathlib import Path
from random import Random

import pytest

from automappa_scaffold.files import status
from tests.functional.caching import Asker
from tests.properties.random_apps import make_app
from tests.properties.random_edits import edit

COUNT = int(os.environ.get("AUTOMAPPA_SCAFFOLD_RANDOM_EDITS", "60"))
SEED = int(os.environ.get("AUTOMAPPA_SCAFFOLD_RANDOM_SEED", "0"))
_EDITS_PER_APP = 20
_QUESTION = ("check", "--verbose", "--format", "json")


def test_after_any_edit_the_answer_is_that_of_a_run_without_a_cache(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Statuses are believed at once, which a run would do two seconds later.
    monkeypatch.setattr(status, "_COARSEST_STEP_NS", -(10**18))
    asker = Asker(tmp_path / "app", capsys, monkeypatch)
    stale: list[str] = []
    remembered = 0
    for number in range(SEED, SEED + COUNT):
        random = Random(number)
        if (number - SEED) % _EDITS_PER_APP == 0:
            _start_anew(asker, random)
            asker.ask(*_QUESTION)
        done = edit(asker.root, random)
        asked, fresh = asker.ask(*_QUESTION), asker.ask_afresh(*_QUESTION)
        remembered += asked.is_remembered
        if (asked.code, asked.out, asked.err) != (fresh.code, fresh.out, fresh.err):
            stale.append(f"edit {number}, {done}:\n{asked.out}\n{fresh.out}")
    assert not stale, "\n".join(stale)
    assert remembered < COUNT  # some edits change the answer
    if COUNT >= _EDITS_PER_APP:
        assert remembered  # and some do not


def _start_anew(asker: Asker, random: Random) -> None:
    for entry in asker.root.iterdir():
        if entry.name != asker.cache.name:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    asker.write(
        "pyproject.toml",
        '[project]\nname = "proj"\nversion = "1"\ndependencies = ["celery"]\n\n'
        '[tool.automappa-scaffold]\napp = "proj.tasks:queue"\n',
    )
    for path, text in make_app(random).items():
        asker.write(path, text)
