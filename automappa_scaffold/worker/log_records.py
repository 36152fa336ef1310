"""What a line of a log says, and who wrote it, as log collectors put that."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["Origin", "read_records"]

# Colours and the like, titles of terminal windows, character sets.
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0-9AB])")
# How journald and syslog write the time: by locale, in ISO 8601, in full, since the boot, since 1970.
_TIMES = (
    r"\S{2,6} [ \d]\d [\d:.]{8,15}",
    r"\d{4}-\d\d-\d\dT[\d:.,+Z-]+",
    r"\S+ \d{4}-\d\d-\d\d [\d:.]{8,15} \S+",
    r"\[ *\d+\.\d+\]",
    r"\d{9,}\.\d+",
)
# What docker compose and swarm, podman, honcho, kubectl, container runtimes, journald, syslog and CI services
# put in front of a line; several may stand in a row.
_PREFIXES = (
    re.compile(r"(?:\d\d:\d\d:\d\d |\d+\|)?(?P<source>[\w.@-]+|\[[\w.-]+\])\s+\|(?: |$)"),
    re.compile(r"\[(?P<source>pod/[\w./-]+)\](?: |$)"),
    re.compile(rf"(?:{'|'.join(_TIMES)}) (?P<process>[\w.-]+ [\w@.\\:/-]+\[\d+\]):(?: |$)"),
    re.compile(r"<\d+>1 \S+ (?P<process>\S+ \S+ \d+) \S+ (?:-|\[.*?\])(?: |$)"),
    re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.,]*(?:Z| ?[+-]\d\d:?\d\d)?(?:[ \t]|$)"),
    re.compile(r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?: |$)"),
    re.compile(r"(?:stdout|stderr) [FP](?: |$)"),
    re.compile(r"\d\d[OE][ +]"),
    re.compile(r"app\[(?P<source>[\w.]+)\]:(?: |$)"),
)
# Under which key a line stands in JSON: of Docker's files, journald, Loki, Google's logging, CloudWatch.
_KEYS = ("log", "MESSAGE", "line", "textPayload", "@message")
# What an app calls a line of its own too: it counts beside what collectors add, or as Google's payload.
_KEY_OF_MANY = "message"
_ADDED_BY_CLOUDWATCH = {"logStreamName", "logGroup", "logStream", "eventId", "ingestionTime", "@timestamp"}
_ADDED_BY_OTHERS = {"agent", "beat", "kubernetes", "docker", "container_id", "container_name", "source_type"}
_ADDED = {*_ADDED_BY_CLOUDWATCH, *_ADDED_BY_OTHERS, "stream", "tag", "ddsource", "host", "hostname", "source"}
_LABELS = ("host", "namespace", "namespace_name", "pod", "pod_name", "container", "container_name")
_NAMES = ("logStreamName", "logStream", "@logStream", "container_name", "tag")
# How fluentd and fluent-bit put a record behind its tag.
_TAGGED = re.compile(r"(?P<tag>[\w.*/-]+)(?::[ ]|\t)(?=\{\")")


class Origin(str):
    """Who wrote a line, as far as it tells; empty: nobody says.

    ``is_process``: it names a process, which is another one after a restart.
    """

    is_process: bool = False


def read_records(line: str) -> Iterator[tuple[Origin, str]]:
    """Yield who wrote a line, and what it says without what the collector added.

    In JSON several lines may be packed in one.
    """
    record = _read_json(line) if line.startswith("{") else None
    if record is None:
        origin, text = _split_prefixes(_ESCAPES.sub("", line).rstrip("\r\n"))
        tagged = _TAGGED.match(text) if text.endswith("}") else None
        record = _read_json(text[tagged.end() :]) if tagged is not None else None
        if tagged is None or record is None:
            yield origin, text
            return
        record = record[0] or _origin(tagged["tag"]), record[1]
    origin, message = record
    for text in _ESCAPES.sub("", message).rstrip("\r\n").split("\n"):
        told, text = _split_prefixes(text.rstrip("\r"))
        yield origin or told, text


def _read_json(line: str) -> tuple[Origin, str] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    found = _message_of(record) if isinstance(record, dict) else None
    if isinstance(found, list):  # journald's way with what it takes for no text
        try:
            found = bytes(found).decode("utf-8", "replace")
        except (ValueError, TypeError):
            return None
    return (_origin_of(record), found) if isinstance(found, str) else None


def _message_of(record: Mapping[str, Any]) -> Any:
    """Return what a collector's record holds of the worker; None where it is none."""
    keys = [key for key in _KEYS if key in record]
    if keys:
        return next((record[key] for key in keys if record[key]), "")
    payload = record.get("jsonPayload")
    if isinstance(payload, dict):
        return payload.get(_KEY_OF_MANY)
    return record.get(_KEY_OF_MANY) if _ADDED & record.keys() else None


def _origin_of(record: Mapping[str, Any]) -> Origin:
    if "_PID" in record:
        name = record.get("SYSLOG_IDENTIFIER") or record.get("_COMM") or ""
        return _origin(f"{record.get('_HOSTNAME', '')} {name}[{record['_PID']}]", is_process=True)
    resource = record.get("resource")
    labels = record.get("labels") or (resource.get("labels") if isinstance(resource, dict) else None)
    labels = labels or record.get("kubernetes")
    known = [str(labels[key]) for key in _LABELS if key in labels] if isinstance(labels, dict) else []
    named = next((record[key] for key in _NAMES if isinstance(record.get(key), str)), "")
    return _origin("/".join(known) or named)


def _split_prefixes(line: str) -> tuple[Origin, str]:
    source, position, is_process, matched = "", 0, False, True
    while matched:
        matched = False
        for prefix in _PREFIXES:
            if found := prefix.match(line, position):
                groups = found.groupdict()
                source += groups.get("source") or groups.get("process") or ""
                is_process = is_process or groups.get("process") is not None
                position, matched = found.end(), True
                break
    return _origin(source, is_process=is_process), line[position:]


def _origin(source: str, *, is_process: bool = False) -> Origin:
    origin = Origin(source)
    origin.is_process = is_process
    return origin
