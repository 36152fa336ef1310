"""Baselines: findings that a project knows of and has put off, so that only new ones count.

An entry is a rule, a file and a task, with how many such findings there are. Lines are left out: a baseline
holds while code moves within its file.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from automappa_scaffold.errors import ConfigError, EditError
from automappa_scaffold.files.disk import Disk
from automappa_scaffold.rules.finding import Finding

__all__ = ["DEFAULT_BASELINE", "Baselined", "Entry", "apply_baseline", "read_baseline", "write_baseline"]

DEFAULT_BASELINE = "automappa-scaffold-baseline.json"
_SCHEMA = 1

# A rule's code, a file, and a task's name, which is empty where a finding is about none.
Entry = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Baselined:
    """The findings that remain, those that the baseline knows, and its entries that nothing needs."""

    kept: tuple[Finding, ...]
    known: tuple[Finding, ...]
    unneeded: tuple[Entry, ...]


def read_baseline(path: Path, disk: Disk) -> Mapping[Entry, int]:
    """Return the entries of a baseline file, each with how many findings it stands for.

    Raises:
        ConfigError: there is no such file, or it is no baseline.
    """
    data = disk.read(path.as_posix())
    if data is None:
        raise ConfigError(f"There is no baseline {path}.", hint="Write one: check --write-baseline.")
    try:
        document = json.loads(data)
        if not isinstance(document, dict):
            raise ValueError("it holds no object")
        if document["schema"] != _SCHEMA:
            raise ConfigError(
                f"The baseline {path} has the schema {document['schema']!r}; this version reads {_SCHEMA}.",
                hint="Write it anew: check --write-baseline.",
            )
        return {
            (str(entry["code"]), str(entry["path"]), str(entry["task"] or "")): int(entry["count"])
            for entry in document["findings"]
        }
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ConfigError(
            f"{path} is no baseline: {error}.", hint="Write it anew: check --write-baseline."
        ) from error


def write_baseline(path: Path, findings: Sequence[Finding]) -> None:
    """Write a baseline that knows these findings.

    Raises:
        EditError: the file cannot be written.
    """
    counts = Counter(map(_entry_of, findings))
    entries = [
        {"code": code, "path": file, "task": task or None, "count": counts[code, file, task]}
        for code, file, task in sorted(counts)
    ]
    text = json.dumps({"schema": _SCHEMA, "findings": entries}, indent=2, ensure_ascii=True) + "\n"
    try:
        path.write_text(text, encoding="ascii")
    except OSError as error:
        raise EditError(f"The baseline {path} cannot be written: {error.strerror}.") from error


def apply_baseline(
    findings: Sequence[Finding], baseline: Mapping[Entry, int], judged: Collection[str]
) -> Baselined:
    """Take away the findings that a baseline knows.

    Where there are more of an entry than it knows, all are kept: which of them is new cannot be told.

    Args:
        judged: the codes of the rules that had their say; only of these an entry can be unneeded.
    """
    counts = Counter(map(_entry_of, findings))
    is_known = {entry: counts[entry] <= known for entry, known in baseline.items()}
    kept = tuple(finding for finding in findings if not is_known.get(_entry_of(finding), False))
    known = tuple(finding for finding in findings if is_known.get(_entry_of(finding), False))
    unneeded = [e for e, most in baseline.items() if e[0] in judged and counts[e] < most]
    return Baselined(kept, known, tuple(sorted(unneeded)))


def _entry_of(finding: Finding) -> Entry:
    return finding.code, finding.place.path.as_posix(), finding.task or ""
