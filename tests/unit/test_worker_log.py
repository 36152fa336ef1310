"""The [tasks] list in logs: real ones, in the shapes that log collectors give them."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from automappa_scaffold.errors import WorkerError
from automappa_scaffold.worker.log import read_banner

LOGS = Path(__file__).parents[1] / "worker_logs"

EIGHT = (
    "automappa.pages.home.tasks.status_badge.set_badge_color",
    "automappa.tasks.aggregate_embeddings",
    "automappa.tasks.count_kmer",
    "automappa.tasks.embed_kmer",
    "automappa.tasks.get_embedding_traces_df",
    "automappa.tasks.normalize_kmer",
    "automappa.tasks.preprocess_clusters_geom_medians",
    "automappa.tasks.preprocess_marker_symbols",
)

# As the guide prints it: no empty line between the list and the log.
GUIDE = """\
 -------------- celery@4bbb963e90ec v5.3.1 (emerald-rush)
 -------------- [queues]
                .> celery           exchange=celery(direct) key=celery

[tasks]
  . automappa.tasks.count_kmer
  . automappa.tasks.embed_kmer
[2023-07-13 18:24:16,437: INFO/MainProcess] Connected to amqp://user:**@rabbitmq:5672//
[2023-07-13 18:24:17,627: INFO/MainProcess] celery@4bbb963e90ec ready.
"""


@pytest.mark.parametrize(
    "name",
    ["info", "debug", "coloured", "compose", "kubernetes", "journal", "interleaved", "restarted"],
)
def test_the_last_start_in_a_real_log_lists_the_eight_tasks(name: str) -> None:
    with (LOGS / f"{name}.log").open("rb") as lines:
        banner = read_banner(lines)
    assert banner.names == EIGHT
    assert (banner.node, banner.celery) == ("celery@4bbb963e90ec", "5.7.0")


def test_text_lines_and_the_guides_own_example_are_read() -> None:
    banner = read_banner(GUIDE.splitlines())
    assert banner.names == ("automappa.tasks.count_kmer", "automappa.tasks.embed_kmer")
    assert banner.celery == "5.3.1"


def test_windows_line_endings_do_not_end_up_in_names() -> None:
    assert read_banner(["[tasks]\r\n", "  . a.b\r\n", "\r\n"]).names == ("a.b",)


def test_a_list_pasted_without_what_follows_it_counts() -> None:
    assert read_banner(["[tasks]", "  . a.b"]).names == ("a.b",)


def test_an_empty_list_is_an_answer() -> None:
    assert read_banner(["[tasks]", "", "", "[2026-03-01 10:00:00,000: INFO/MainProcess] ready"]).names == ()


def test_a_list_cut_off_after_its_head_is_no_answer() -> None:
    with pytest.raises(WorkerError, match="ends inside"):
        read_banner(["worker-1  | [tasks]"])


def test_the_start_that_began_last_counts_although_another_ended_later() -> None:
    lines = ["a | [tasks]", "a |   . old.one", "b | [tasks]", "b |   . new.one", "b | ", "a |   . old.two"]
    assert read_banner(lines).names == ("new.one",)


def test_a_log_level_that_hides_the_list_is_explained() -> None:
    with (LOGS / "warning.log").open("rb") as lines, pytest.raises(WorkerError, match="log level") as caught:
        read_banner(lines)
    assert "-l INFO" in caught.value.hint


def test_an_empty_log_and_a_log_of_something_else_are_no_answer() -> None:
    with pytest.raises(WorkerError, match="empty"):
        read_banner([b"\n", b"  \n"])
    with pytest.raises(WorkerError, match=r"holds no \[tasks\] list"):
        read_banner(["GET / 200"])


def test_bytes_that_are_not_text_do_not_stop_the_reading() -> None:
    assert read_banner([b"\xff\xfe\x00", b"[tasks]", b"  . caf\xe9.task", b""]).names == ("caf�.task",)


def test_a_long_log_is_read_in_constant_memory() -> None:
    def lines() -> Iterator[str]:
        for number in range(20_000):
            yield f"worker-{number}  |  -------------- celery@w{number} v5.7.0 (collider)"
            yield f"worker-{number}  | [2026-03-01 10:00:00,000: INFO/MainProcess] Task {number} received"
        yield "[tasks]"
        yield "  . a.b"

    tracemalloc.start()
    try:
        names = read_banner(lines()).names
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert names == ("a.b",)
    assert peak < 1_000_000
