"""What of the standard library is not computed: what takes long, and what Pythons do not agree on."""

import importlib
import re
import sys
from collections.abc import Sequence
from typing import Any

__all__ = ["differs_by_python", "is_costly", "is_large"]

# Pythons disagree on what they take out of, or refuse in, a URL that has other letters than these.
_PLAIN_URL = re.compile(r"[!-Z^-~]*")
_URL_PARSERS = ("urllib.parse.urlparse", "urllib.parse.urlsplit", "urllib.parse.urldefrag")
_URL_BUILDERS = ("urllib.parse.urlunparse", "urllib.parse.urlunsplit")
_LONGEST = 100_000
# Powers of ten and factorials of these are too large to compute.
_LARGE = 5_000
_LARGE_BITS = 100_000
# A power of ten in a text, of which a fraction would be made as a whole number.
_LARGE_EXPONENT = re.compile(r"[eE][+-]?[\d_]{4,}")
# So many bytes may become a thousand times as many, or with some formats more.
_PACKED = {
    "gzip.decompress": 10_000,
    "lzma.decompress": 500,
    "zlib.decompress": 10_000,
}
# Of these, and of as many streams, it takes a look at what they become: a few dozen bytes may be a gigabyte.
_MOST_UNPACKED, _MOST_STREAMS = 1_000_000, 10
# Their arguments are sizes of what is made, or rounds.
_SIZED = {
    "hashlib.pbkdf2_hmac": 200_000,
    "hashlib.scrypt": 1_024,
    "ipaddress.collapse_addresses": _LONGEST,
    "secrets.randbits": _LONGEST,
    "secrets.token_bytes": _LONGEST,
    "secrets.token_hex": _LONGEST,
    "secrets.token_urlsafe": _LONGEST,
}
_DEEP = ("ast.parse", "difflib.")


def is_costly(path: str, given: Sequence[Any]) -> bool:
    """Return whether computing a value takes long, or much memory."""
    if path.startswith("fractions."):
        return any(isinstance(value, str) and _LARGE_EXPONENT.search(value) for value in given)
    if path.startswith("math."):
        return any(isinstance(value, int) and abs(value) > _LARGE for value in given)
    if path == "bz2.decompress":
        return any(isinstance(value, bytes) and _unpacks_to_much(value) for value in given)
    if path in _PACKED:
        return any(isinstance(value, bytes) and len(value) > _PACKED[path] for value in given)
    if path in _SIZED:
        return any(isinstance(value, int) and value > _SIZED[path] for value in given)
    if path.startswith(_DEEP):
        return sum(len(value) for value in given if isinstance(value, (str, bytes, list, tuple))) > _LARGE
    if path in ("struct.pack", "struct.Struct") and given and isinstance(given[0], (str, bytes)):
        struct = sys.modules.get("struct") or importlib.import_module("struct")
        try:
            return bool(struct.calcsize(given[0]) > _LONGEST)
        except struct.error:
            return False
    return False


def _unpacks_to_much(data: bytes) -> bool:
    """Return whether bytes that bz2 packed are perhaps too many; what is damaged is for ``bz2`` to refuse."""
    bz2 = importlib.import_module("bz2")
    for _ in range(_MOST_STREAMS):
        stream = bz2.BZ2Decompressor()
        try:
            stream.decompress(data, _MOST_UNPACKED)
        except OSError:
            return False
        if not stream.eof:
            return not stream.needs_input
        data = stream.unused_data
        if not data:
            return False
    return True


def differs_by_python(path: str, given: Sequence[Any]) -> bool:
    """Return whether Pythons do not agree on what a function gives."""
    if path in _URL_PARSERS:
        texts = [value for value in given if isinstance(value, (str, bytes))]
        return not all(isinstance(text, str) and _is_plain_url(text) for text in texts)
    if path == "zoneinfo.ZoneInfo":
        return not _has_zone(given)
    if path.startswith("xml."):  # whether entities are refused, and how large they grow, is up to the parser
        return any("<!" in str(text) for text in given)
    if path in _URL_BUILDERS and given and isinstance(given[0], (tuple, list)):  # of no host, but slashes
        return len(given[0]) > 2 and not given[0][1] and str(given[0][2]).startswith("//")
    return False


def _has_zone(given: Sequence[Any]) -> bool:
    """Return whether this machine's database has a time zone, too."""
    try:
        importlib.import_module("zoneinfo").ZoneInfo(*given)
    except (KeyError, OSError, TypeError, ValueError):  # no such name, none at all, or no database
        return False
    return True


def _is_plain_url(text: str) -> bool:
    """Return whether Pythons agree on a URL: all refuse a host with one bracket alone."""
    brackets = [bracket for bracket in "[]" if bracket in text]
    return _PLAIN_URL.fullmatch(text.replace(brackets[0], "") if len(brackets) == 1 else text) is not None


def is_large(value: Any) -> bool:
    """Return whether what is made of a number, as its text or whole part, may take long."""
    module = type(value).__module__
    if module == "decimal" and not isinstance(value, tuple):
        return bool(value.is_finite() and abs(value.adjusted()) > _LARGE)
    return module == "fractions" and max(map(int.bit_length, value.as_integer_ratio())) > _LARGE_BITS
