"""What tells findings apart from run to run: not their lines, which move when other code changes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from automappa_scaffold.rules.finding import Finding

__all__ = ["fingerprints_of"]

_NUMBER = re.compile(r"\d+")


def fingerprints_of(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield a fingerprint for each finding, 64 hexadecimal digits; no two of one run are the same."""
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        message = _NUMBER.sub("", finding.message)
        key = (finding.code, finding.place.path.as_posix(), finding.task or "", message)
        seen[key] += 1
        yield sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "backslashreplace")).hexdigest()
