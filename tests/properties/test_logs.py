"""Whatever a log holds and however it is cut into blocks, it is read as if every line were looked at."""

from collections.abc import Iterator
from itertools import cycle

from hypothesis import given, settings
from hypothesis import strategies as st

from automappa_scaffold.worker import log_lines
from automappa_scaffold.worker.log import LogReport, _Reader, read_log
from automappa_scaffold.worker.log_lines import scan_blocks
from automappa_scaffold.worker.log_records import Origin
from automappa_scaffold.worker.long_search import holds

_LONGEST = 200
_DASHES = "-" * 14
_PREFIXES = ["", "", "a-1  | ", "b-1  | ", "\x1b[33ma-1  | \x1b[0m", "Mar 01 10:00:00 host celery[77]: "]
_TEXTS = [
    f" {_DASHES} celery@one v5.7.0 (x)",
    f" {_DASHES} celery@two v5.3.6 (x)",
    f" {_DASHES} [queues]",
    "[tasks]",
    "\x1b[0m[tasks]\x1b[0m",
    "x[tasks]",
    "  . shop.one",
    "  . shop.two",
    "",
    "[2026-03-01 10:00:00,000: ERROR/MainProcess] Received unregistered task of type 'shop.lost'.",
    "Received unregistered task of type 'shop.gone'.",
    "{'lang': 'py', 'origin': 'gen77@web'}",
    "[2026-03-01 10:00:00,000: INFO/MainProcess] Task shop.one received",
    "[tas",
    "ks]",
    "x" * (_LONGEST - 10) + "[tasks]",
    "x" * (3 * _LONGEST) + "[tasks]",
    "é" * 40,
]
_LINES = st.builds(str.__add__, st.sampled_from(_PREFIXES), st.sampled_from(_TEXTS)).map(str.encode)
_ENDS = st.sampled_from([b"\n", b"\n", b"\n", b"\r\n"])
_LOGS = st.lists(st.builds(bytes.__add__, _LINES | st.binary(max_size=20), _ENDS), max_size=40).map(b"".join)


class _OneLine:
    """Takes a line whatever it holds."""

    is_inside = True
    line: tuple[Origin, str]

    def read(self, origin: Origin, text: str) -> None:
        self.line = origin, text


@settings(max_examples=500, deadline=None)
@given(log=_LOGS, cut=st.integers(0, 2), sizes=st.lists(st.integers(1, 400), min_size=1, max_size=8))
def test_a_log_in_blocks_is_read_as_line_by_line(log: bytes, cut: int, sizes: list[int]) -> None:
    data = log[: len(log) - cut]
    longest, log_lines._LONGEST_LINE = log_lines._LONGEST_LINE, _LONGEST
    try:
        if data.strip():
            assert read_log(_blocks(data, sizes)) == _read_line_by_line(data)
    finally:
        log_lines._LONGEST_LINE = longest


def _read_line_by_line(data: bytes) -> LogReport:
    reader = _Reader()
    for line in data.removesuffix(b"\n").split(b"\n"):
        taken = _OneLine()
        scan_blocks([line + b"\n"], taken)
        reader.read(*taken.line)
    return reader.result()


def _blocks(data: bytes, sizes: list[int]) -> Iterator[bytes]:
    at = 0
    for size in cycle(sizes):
        if at >= len(data):
            return
        yield data[at : at + size]
        at += size


@settings(max_examples=300, deadline=None)
@given(
    data=st.binary(max_size=60), at=st.integers(0, 60), length=st.integers(1, 20), other=st.binary(min_size=1)
)
def test_the_quick_search_finds_what_is_there_and_nothing_else(
    data: bytes, at: int, length: int, other: bytes
) -> None:
    for wanted in (data[at : at + length] or other, other):
        assert holds(data, wanted) == (wanted in data)
