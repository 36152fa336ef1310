"""Content in blocks: what is read is what was written, or nothing."""

from pathlib import Path
from random import Random

import pytest

from automappa_scaffold.files.blocks import BLOCK_BYTES
from automappa_scaffold.files.sealed import SealedFolder

SIZES = (0, 1, 40, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 3 * BLOCK_BYTES + 7)


@pytest.fixture
def folder(tmp_path: Path) -> SealedFolder:
    """Return a cache folder, empty."""
    (tmp_path / "home").mkdir()
    return SealedFolder(str(tmp_path / "cache"), home=str(tmp_path / "home"))


def _write(folder: SealedFolder, random: Random, parts: int) -> bytes:
    given = [random.randbytes(random.choice(SIZES)) for _ in range(parts)]
    assert folder.write_in_blocks("a", given, sum(map(len, given)))
    return b"".join(given)


@pytest.mark.parametrize("seed", range(20))
def test_any_piece_is_read_as_it_was_written(folder: SealedFolder, seed: int) -> None:
    random = Random(seed)
    data = _write(folder, random, random.randrange(6))
    found = folder.read_in_blocks("a")
    assert found is not None
    assert found.size == len(data)
    assert found.read(0, len(data)) == data
    for _ in range(30):
        start, stop = sorted(random.choices(range(len(data) + 1), k=2))
        assert found.read(start, stop) == data[start:stop]
    assert found.read(0, len(data) + 1) is None
    assert found.read(-1, 0) is None


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_byte_is_never_returned(folder: SealedFolder, seed: int) -> None:
    random = Random(seed)
    data = _write(folder, random, 6)
    path = Path(folder.path) / "a"
    written = bytearray(path.read_bytes())
    at = random.randrange(len(written))
    written[at] ^= 1 << random.randrange(8)
    if random.random() < 0.3:
        del written[at:]
    path.write_bytes(written)
    found = folder.read_in_blocks("a")
    if found is None:
        return
    for _ in range(200):
        start, stop = sorted(random.choices(range(len(data) + 1), k=2))
        assert found.read(start, stop) in (None, data[start:stop])
    assert found.read(0, len(data)) is None


def test_what_was_opened_stays_what_it_was(folder: SealedFolder) -> None:
    random = Random(1)
    data = _write(folder, random, 5) or b"x"
    found = folder.read_in_blocks("a")
    _write(folder, random, 5)
    assert found is not None
    assert found.read(0, found.size) == data


def test_blocks_under_another_name_or_of_another_kind_are_not_believed(folder: SealedFolder) -> None:
    _write(folder, Random(2), 5)
    path = Path(folder.path)
    (path / "b").write_bytes((path / "a").read_bytes())
    assert folder.read_in_blocks("b") is None
    assert folder.read("a") is None
    assert folder.write("c", [b"content"])
    assert folder.read_in_blocks("c") is None
    (path / "d").mkdir()
    assert folder.read_in_blocks("d") is None
    assert folder.read_in_blocks("absent") is None
