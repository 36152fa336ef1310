"""The tool's own cache folder, whose files carry a seal that only this user can make.

A checkout from elsewhere may bring a cache folder. What stands in it is read as data, never run, and believed
only if it is sealed with this user's key, which lies in the user's own folder. A wrong seal, a broken file, a
FIFO, a folder: all count as no cache. Where no file can be written there is no cache either; nobody is told.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO

from automappa_scaffold.files.blocks import BLOCK_BYTES, BlockFile, block_digests
from automappa_scaffold.files.digests import DIGEST_BYTES, keyed_digest, new_key
from automappa_scaffold.files.looks import open_to_read, read_regular_file

__all__ = ["SealedFolder"]

_KEY = ".local/state/automappa-scaffold/seal-key"
_IGNORE_ALL = b"*\n"
_SEAL_BYTES = 32
_LARGEST_BYTES = 1 << 28
_KEY_BYTES = 32
_NUMBER_BYTES = 8


class SealedFolder:
    """A cache folder. Reading returns None, and writing does nothing, whenever anything is wrong.

    Args:
        path: the folder, which need not exist.
        home: the user's own folder, where the key is. Without one nothing is believed and nothing written.
    """

    def __init__(self, path: str, home: str | None = None) -> None:
        self.path = path
        self._home = os.path.expanduser("~") if home is None else home
        self._key = _read_user_key(self._home)

    def read(self, name: str) -> memoryview | None:
        """Return what was written under a name by this user."""
        if self._key is None:
            return None
        _, data = read_regular_file(f"{self.path}/{name}", _LARGEST_BYTES)
        if data is None or len(data) < _SEAL_BYTES:
            return None
        content = memoryview(data)[_SEAL_BYTES:]
        return content if data[:_SEAL_BYTES] == keyed_digest([content], self._key, name) else None

    def read_in_blocks(self, name: str) -> BlockFile | None:
        """Return what this user wrote with ``write_in_blocks`` under a name, to be read in pieces."""
        if self._key is None:
            return None
        handle = open_to_read(f"{self.path}/{name}")
        if handle is None:
            return None
        try:
            found = _read_head(handle, self._key, name)
        except OSError:
            found = None
        if found is None:
            os.close(handle)
            return None
        start, size, digests = found
        return BlockFile(handle, start, size, digests)

    def seal(self, text: str) -> str:
        """Return what stands for a text that is not to be written down."""
        key = self._key or b""
        return keyed_digest([text.encode("utf-8", "surrogateescape")], key, "value").hex()

    def remove(self, name: str) -> None:
        """Delete what was written under a name."""
        _remove(f"{self.path}/{name}")

    def write(self, name: str, parts: Sequence[bytes | memoryview]) -> bool:
        """Write content, given in parts, under a name, whole or not at all; return whether that is done."""
        if not self.open_for_writing() or self._key is None:
            return False
        seal = keyed_digest(parts, self._key, name)
        return _write_whole(f"{self.path}/{name}", lambda file: file.writelines([seal, *parts]))

    def write_in_blocks(self, name: str, parts: Iterable[bytes | memoryview], size: int) -> bool:
        """Write likewise what ``read_in_blocks`` reads: the seal is of the digests of its blocks.

        Args:
            size: of all the parts, in bytes.
        """
        key = self._key if self.open_for_writing() else None
        if key is None:
            return False
        head = bytes(_SEAL_BYTES + _NUMBER_BYTES + -(-size // BLOCK_BYTES) * DIGEST_BYTES)
        digests = [size.to_bytes(_NUMBER_BYTES, "big")]

        def write(file: BinaryIO) -> None:
            file.write(head)
            digests.append(block_digests(_written_on(file, parts)))
            file.seek(0)
            file.writelines([keyed_digest(digests, key, name), *digests])

        return _write_whole(f"{self.path}/{name}", write)

    def keep_newest(self, prefix: str, count: int) -> None:
        """Delete all but so many of the files whose names begin like this, and what killed runs left."""
        try:
            with os.scandir(self.path) as found:
                entries = [(e.stat(follow_symlinks=False).st_mtime_ns, e.name) for e in found if e.is_file()]
        except OSError:
            return
        newest = max(entries, default=(0, ""))[0]
        named = sorted((entry for entry in entries if entry[1].startswith(prefix)), reverse=True)
        left = [e for e in entries if e[1].endswith(".tmp") and e[0] < newest - _LONGEST_WRITE_NS]
        for _, name in [*named[count:], *left]:
            _remove(f"{self.path}/{name}")

    def open_for_writing(self) -> bool:
        """Make the key and the folder where they are missing; return whether anything can be written.

        A folder that is not ours, or a link to somewhere else, is left alone.
        """
        if self._key is None:
            self._key = _make_user_key(self._home)
        if self._key is None:
            return False
        ignore = f"{self.path}/.gitignore"
        try:
            os.makedirs(self.path, exist_ok=True)
            if os.path.islink(self.path):
                return False
            if not os.listdir(self.path):
                return _write_whole(ignore, lambda file: file.writelines([_IGNORE_ALL]))
        except OSError:
            return False
        return read_regular_file(ignore)[1] == _IGNORE_ALL


_LONGEST_WRITE_NS = 3600 * 10**9


def _read_head(handle: int, key: bytes, name: str) -> tuple[int, int, bytes] | None:
    """Return where content in blocks begins, its size and the digests of the blocks; None: not sealed."""
    if (os.fstat(handle).st_mode & 0o170000) != 0o100000:
        return None
    head = os.pread(handle, _SEAL_BYTES + _NUMBER_BYTES, 0)
    size = int.from_bytes(head[_SEAL_BYTES:], "big")
    if size > _LARGEST_BYTES:
        return None
    count = -(-size // BLOCK_BYTES)
    digests = os.pread(handle, count * DIGEST_BYTES, len(head))
    if head[:_SEAL_BYTES] != keyed_digest([head[_SEAL_BYTES:], digests], key, name):
        return None
    return len(head) + len(digests), size, digests


def _read_user_key(home: str) -> bytes | None:
    if not os.path.isabs(home):
        return None
    path = f"{home}/{_KEY}"
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    if hasattr(os, "geteuid") and (found.st_uid != os.geteuid() or found.st_mode & 0o077):
        return None  # somebody else may know it
    _, data = read_regular_file(path)
    return data if data is not None and len(data) == _KEY_BYTES else None


def _make_user_key(home: str) -> bytes | None:
    if not os.path.isabs(home):
        return None
    path = f"{home}/{_KEY}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    except (OSError, ValueError):
        return None
    _write_whole(path, lambda file: file.writelines([new_key()]), replace=False)
    return _read_user_key(home)  # another process may have been first


def _written_on(file: BinaryIO, parts: Iterable[bytes | memoryview]) -> Iterator[bytes | memoryview]:
    """Yield parts as they are written."""
    for part in parts:
        file.write(part)
        yield part


def _write_whole(path: str, write: Callable[[BinaryIO], None], *, replace: bool = True) -> bool:
    """Put a file in place at once, so that nobody sees half of it; ``replace``: over one that is there."""
    temporary = f"{path}.{os.getpid()}.{os.urandom(4).hex()}.tmp"
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o600)
    except (OSError, ValueError):
        return False
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
        if replace:
            os.replace(temporary, path)
        else:
            os.link(temporary, path)
            _remove(temporary)
    except OSError:
        _remove(temporary)
        return False
    return True


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except OSError:
        return
