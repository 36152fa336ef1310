"""Short digests of contents."""

import os
from collections.abc import Iterable

# As in hashlib, whose import takes as long as hashing a whole project.
try:
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - another Python than CPython
    from hashlib import blake2b

__all__ = ["DIGEST_BYTES", "digest_entries", "digest_of", "keyed_digest", "new_digest", "new_key"]

DIGEST_BYTES = 16
_KEY_SIZE = 32


def new_digest() -> blake2b:
    """Return what digests bytes that it is given bit by bit."""
    return blake2b(digest_size=DIGEST_BYTES)


def digest_of(data: bytes) -> str:
    """Return the digest of bytes; equal digests mean equal bytes."""
    return blake2b(data, digest_size=DIGEST_BYTES).hexdigest()


def digest_entries(entries: Iterable[tuple[str, str]]) -> str:
    """Return the digest of a folder's entries, each a name and its kind, in any order."""
    text = "\0".join(f"{name}/{kind}" for name, kind in sorted(entries))
    return digest_of(text.encode("utf-8", "surrogateescape"))


def keyed_digest(parts: Iterable[bytes | memoryview], key: bytes, purpose: str) -> bytes:
    """Return what only a holder of the key can compute of bytes, given in parts, for one purpose."""
    person = blake2b(purpose.encode("utf-8", "surrogateescape"), digest_size=DIGEST_BYTES).digest()
    digest = blake2b(digest_size=_KEY_SIZE, key=key, person=person)
    for part in parts:
        digest.update(part)
    return digest.digest()


def new_key() -> bytes:
    """Return a new random key."""
    return os.urandom(_KEY_SIZE)
