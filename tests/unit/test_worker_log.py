"""The [tasks] list in logs: real ones, in the shapes that log collectors give them."""

import gzip
import json
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from automappa_scaffold.cli.logs import _unpacked
from automappa_scaffold.errors import WorkerError
from automappa_scaffold.registry.fleet import Node
from automappa_scaffold.worker.log import LogReport, read_log

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


def read(lines: Iterable[str | bytes]) -> LogReport:
    whole = (line if isinstance(line, bytes) else line.encode() for line in lines)
    return read_log(line.removesuffix(b"\n") + b"\n" for line in whole)


def names_of(node: Node) -> tuple[str, ...]:
    assert node.tasks is not None
    return tuple(task.name for task in node.tasks)


def only(lines: Iterable[str | bytes]) -> Node:
    (node,) = read(lines).nodes
    return node


@pytest.mark.parametrize(
    "name",
    ["info", "debug", "coloured", "compose", "kubernetes", "journal", "interleaved", "restarted"],
)
def test_the_last_start_in_a_real_log_lists_the_eight_tasks(name: str) -> None:
    with (LOGS / f"{name}.log").open("rb") as lines:
        nodes = read_log(lines).nodes
    node = next(node for node in nodes if node.name == "celery@4bbb963e90ec")
    assert names_of(node) == EIGHT
    assert node.celery == "5.7.0"


@pytest.mark.parametrize("kind", ["info", "debug", "terminal"])
@pytest.mark.parametrize(("name", "version"), [("celery53", "5.3.6"), ("celery57", "5.7.0")])
def test_logs_of_the_oldest_and_the_newest_celery_are_read(name: str, version: str, kind: str) -> None:
    with (LOGS / f"{name}-{kind}.log").open("rb") as lines:
        (node,) = read_log(lines).nodes
    assert (node.name, node.celery, names_of(node)) == ("celery@golden", version, EIGHT)
    (refused,) = node.refused
    assert (refused.name, refused.count) == ("automappa.tasks.retired", 1)
    assert refused.origin.startswith("gen")


@pytest.mark.parametrize("size", [1, 7, 64, 100_000])
def test_blocks_of_any_size_give_the_same(size: int) -> None:
    data = b"".join((LOGS / f"{name}.log").read_bytes() for name in ("compose", "debug", "restarted"))
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    assert read_log(blocks) == read_log([data])


@pytest.mark.parametrize("way", ["gzip", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("size", [1, 2, 1000])
def test_the_kind_of_a_log_is_told_however_little_the_first_read_gives(way: str, size: int) -> None:
    text = "[tasks]\n  . shop.one\n\n"
    data = gzip.compress(text.encode()) if way == "gzip" else text.encode(way)
    blocks = (data[at : at + size] for at in range(0, len(data), size))
    (node,) = read_log(_unpacked(blocks)).nodes
    assert names_of(node) == ("shop.one",)


def test_the_guides_own_example_is_read() -> None:
    node = only(GUIDE.splitlines())
    assert names_of(node) == ("automappa.tasks.count_kmer", "automappa.tasks.embed_kmer")
    assert node.celery == "5.3.1"


def test_windows_line_endings_do_not_end_up_in_names() -> None:
    assert names_of(only(["[tasks]\r\n", "  . a.b\r\n", "\r\n"])) == ("a.b",)


def test_a_list_pasted_without_what_follows_it_counts() -> None:
    assert names_of(only(["[tasks]", "  . a.b"])) == ("a.b",)
    (node,) = read_log([b"[tasks]\n  . a.b"]).nodes
    assert names_of(node) == ("a.b",)


def test_an_empty_list_is_an_answer() -> None:
    lines = ["[tasks]", "", "", "[2026-03-01 10:00:00,000: INFO/MainProcess] ready"]
    assert names_of(only(lines)) == ()


def test_a_list_cut_off_after_its_head_is_no_answer() -> None:
    assert "ends inside" in read(["worker-1  | [tasks]"]).unknown


def test_lines_of_other_writers_do_not_end_a_list() -> None:
    lines = ["[tasks]", "  . a.b", '{"level": "info", "event": "cache warmed"}', "  . c.d", ""]
    assert names_of(only(lines)) == ("a.b", "c.d")


def test_workers_that_interleave_are_told_apart() -> None:
    lines = ["a | [tasks]", "a |   . old.one", "b | [tasks]", "b |   . new.one", "b | ", "a |   . old.two"]
    nodes = read(lines).nodes
    assert [(node.name, names_of(node)) for node in nodes] == [
        ("a", ("old.one", "old.two")),
        ("b", ("new.one",)),
    ]


def start(node: str, *names: str, prefix: str = "") -> list[str]:
    lines = [f" -------------- {node} v5.7.0 (crossroads)", "[tasks]", *(f"  . {name}" for name in names), ""]
    return [prefix + line for line in lines]


def test_a_container_that_was_made_anew_is_the_same_worker() -> None:
    old = start("celery@1a2b", "old.one", prefix="queue-1  | ")
    new = start("celery@3c4d", "new.one", prefix="queue-1  | ")
    node = only([*old, *new])
    assert (node.name, names_of(node), node.service) == ("celery@3c4d", ("new.one",), "queue")


def test_a_restart_that_hides_its_list_makes_the_worker_unknown() -> None:
    lines = [*start("celery@a", "old.one"), " -------------- celery@a v5.7.0 (crossroads)", "ready"]
    report = read(lines)
    assert [node.tasks for node in report.nodes] == [None]
    assert "log level" in report.unknown


@pytest.mark.parametrize("behind", [["", "ready"], [], ["name = 1"] * 50])
def test_a_line_of_the_app_that_looks_like_a_head_does_not_end_what_is_known(behind: list[str]) -> None:
    head = ["[tasks]", "limit = 3"]
    node = only([*start("celery@a", "a.b"), *head, *head, *behind])
    assert names_of(node) == ("a.b",)


def test_a_start_that_lists_nothing_counts() -> None:
    assert names_of(only([*start("celery@a", "a.b"), *start("celery@a")])) == ()


UNREGISTERED = """\
[2026-03-01 10:00:09,000: ERROR/MainProcess] Received unregistered task of type 'shop.lost'.
The message has been ignored and discarded.

Did you remember to import the module containing this task?
Or maybe you're using relative imports?

Please see
https://docs.celeryq.dev/en/latest/internals/protocol.html
for more information.

The full contents of the message body was:
b'[[], {}, {"callbacks": null}]' (77b)

The full contents of the message headers:
{'lang': 'py', 'task': 'shop.lost', 'origin': 'gen77@web', 'ignore_result': False}
"""


def test_refused_messages_are_counted_with_their_sender() -> None:
    lines = [*start("celery@a", "a.b"), *UNREGISTERED.splitlines(), *UNREGISTERED.splitlines()]
    (refused,) = only(lines).refused
    assert (refused.name, refused.count, refused.origin) == ("shop.lost", 2, "gen77@web")


def test_what_a_restart_mended_is_not_refused_any_more() -> None:
    node = only([*start("celery@a"), *UNREGISTERED.splitlines(), *start("celery@a", "shop.lost")])
    assert node.refused == ()
    again = [*start("celery@a", "shop.lost"), *UNREGISTERED.splitlines()]
    assert [one.name for one in only(again).refused] == ["shop.lost"]


def test_refused_messages_of_a_log_without_a_start_are_kept() -> None:
    report = read(UNREGISTERED.splitlines())
    assert report.unknown != ""
    assert [one.name for node in report.nodes for one in node.refused] == ["shop.lost"]


@pytest.mark.parametrize(
    "prefix",
    [
        "queue-1  | ",
        "10:00:00 queue.1   | ",
        "[pod/queue-7d9c/worker] ",
        "2026-03-01T10:00:00.123456Z ",
        "2026-03-01T10:00:00.123456Z stdout F ",
        "Mar 01 10:00:00 host celery[77]: ",
        "2026-03-01T10:00:00+0000 host celery[77]: ",
        "2026-03-01T10:00:00.123+00:00 app[worker.1]: ",
        "\x1b[33mqueue-1  | \x1b[0m",
        "\x1b]0;worker\x07",
        "Sun 2026-03-01 10:00:00 UTC host celery.service[77]: ",
        "Mär 01 10:00:00 host celery[77]: ",
        "[ 1234.567890] host celery[77]: ",
        "1772359200.123456 host celery[77]: ",
        "<14>1 2026-03-01T10:00:00Z host celery 77 - - ",
        "shop_queue.1.k3j2h1@node-1    | ",
        "[queue] | ",
        "0|queue  | ",
        "2026-03-01T10:00:00.123456Z 00O ",
        "2026-03-01 10:00:00 ",
        "Mar 01 10:00:00 ",
    ],
)
def test_prefixes_of_collectors_are_taken_off(prefix: str) -> None:
    assert names_of(only(start("celery@a", "a.b", "c.d", prefix=prefix))) == ("a.b", "c.d")


JSON_LINES: dict[str, Callable[[str], dict[str, object]]] = {
    "docker": lambda line: {"log": line + "\n", "stream": "stdout"},
    "journald": lambda line: {"_HOSTNAME": "h", "_PID": "77", "SYSLOG_IDENTIFIER": "celery", "MESSAGE": line},
    "journald-bytes": lambda line: {"_PID": "77", "MESSAGE": list(line.encode()) if "." in line else line},
    "loki": lambda line: {"labels": {"pod": "queue-7d9c"}, "line": line},
    "fluent-bit": lambda line: {"log": line, "kubernetes": {"pod_name": "queue-7d9c"}},
    "cloudwatch": lambda line: {"logStreamName": "queue/7d9c", "timestamp": 1, "message": line},
    "insights": lambda line: {"@timestamp": "2026-03-01 10:00:00.000", "@message": line},
    "filebeat": lambda line: {"@timestamp": "2026-03-01T10:00:00.000Z", "agent": {}, "message": line},
    "vector": lambda line: {"source_type": "docker_logs", "container_name": "queue", "message": line},
    "google-json": lambda line: {"resource": {"labels": {}}, "jsonPayload": {"message": line}},
    "google": lambda line: {"resource": {"labels": {"pod_name": "queue-7d9c"}}, "textPayload": line},
}


@pytest.mark.parametrize("kind", JSON_LINES)
def test_lines_that_a_collector_keeps_in_json_are_read(kind: str) -> None:
    lines = [json.dumps(JSON_LINES[kind](line)) for line in [*start("celery@a", "a.b", "c.d"), "[2026-"]]
    assert names_of(only(lines)) == ("a.b", "c.d")


@pytest.mark.parametrize(
    "tag", ["2026-03-01T10:00:00+00:00\tkube.queue\t", "2026-03-01 10:00:00 +0000 kube.queue: "]
)
def test_records_behind_a_tag_are_read(tag: str) -> None:
    lines = [tag + json.dumps({"log": line, "stream": "stdout"}) for line in start("celery@a", "a.b", "c.d")]
    node = only(lines)
    assert (names_of(node), node.name) == (("a.b", "c.d"), "celery@a")


def test_records_of_several_containers_are_told_apart() -> None:
    lines = [
        json.dumps({"kubernetes": {"pod_name": pod}, "log": text})
        for one, two in zip(start("celery@a", "a.b"), start("celery@b", "c.d"), strict=True)
        for pod, text in (("one", one), ("two", two))
    ]
    assert [names_of(node) for node in read(lines).nodes] == [("a.b",), ("c.d",)]


def test_a_start_that_a_collector_keeps_as_one_record_is_read() -> None:
    lines = ["", *start("celery@a", "a.b", "c.d")]
    assert names_of(only([json.dumps({"textPayload": "\n".join(lines)})])) == ("a.b", "c.d")


def test_json_of_the_app_itself_is_no_line_of_a_collector() -> None:
    own = ['{"line": 12, "log": null}', '["log"]', "{broken", '{"level": "info", "message": ""}']
    lines = ["[tasks]", "  . a.b", *own, "  . c.d", ""]
    assert names_of(only(lines)) == ("a.b", "c.d")


def test_workers_in_one_journal_are_told_apart_by_their_processes() -> None:
    lines = [
        json.dumps({"_HOSTNAME": "h", "_PID": pid, "SYSLOG_IDENTIFIER": "celery", "MESSAGE": text})
        for one, two in zip(start("celery@a", "a.b"), start("celery@b", "c.d"), strict=True)
        for pid, text in (("1", one), ("2", two))
    ]
    assert [(node.name, names_of(node)) for node in read(lines).nodes] == [
        ("celery@a", ("a.b",)),
        ("celery@b", ("c.d",)),
    ]


def test_units_with_one_node_name_are_told_apart_and_their_restarts_are_not() -> None:
    lines = [
        *start("celery@h", "a.b", prefix="Mar 01 10:00:00 h light[1]: "),
        *start("celery@h", "c.d", prefix="Mar 01 10:00:01 h heavy[2]: "),
        *start("celery@h", "a.new", prefix="Mar 01 10:00:02 h light[3]: "),
    ]
    assert [names_of(node) for node in read(lines).nodes] == [("c.d",), ("a.new",)]


def test_a_list_behind_a_prefix_that_is_not_known_is_told() -> None:
    lines = [f"#{number} {line}" for number, line in enumerate(start("celery@a", "a.b")[1:])]
    assert "holds a [tasks] list behind '#0 '" in read(lines).unknown
    fields = [f"MESSAGE={line}" for line in start("celery@a", "a.b")[1:]]
    report = read(fields)
    assert ("behind 'MESSAGE='" in report.unknown, "journalctl" in report.hint) == (True, True)


@pytest.mark.parametrize(
    "lines",
    [
        ['      "message": "[tasks]",', '      "message": "  . a.b",'],
        ["EVENTS\t1772359200123\t[tasks]\t1772359200456", "EVENTS\t1772359200123\t  . a.b\t1772359200456"],
    ],
)
def test_a_head_amid_other_text_is_told(lines: list[str]) -> None:
    report = read(lines)
    assert "only amid other text" in report.unknown
    assert "jq -r" in report.hint


COLLECTED = [
    "queue-7d9c worker ",  # stern
    "2026-03-01T10:00:00.123000+00:00 ecs/queue/0f1e2d ",  # aws logs tail
    '2026-03-01T10:00:00Z {pod="queue-7d9c"} ',  # logcli
    "2026-03-01T10:00:00Z app[6e8290] iad [info] ",  # fly
    "queue 2026-03-01T10:00:00.1Z ",  # the App Platform of DigitalOcean
    "[2026-03-01 10:00:0%d,1] out: ",
    "I 10:00:0%d.25 ",
]


@pytest.mark.parametrize("prefix", COLLECTED)
@pytest.mark.parametrize("has_banner", [True, False])
def test_prefixes_that_nothing_is_known_of_are_learned(prefix: str, has_banner: bool) -> None:
    lines = [*start("celery@a", "a.b", "c.d"), "[2026-03-01: INFO/MainProcess] Connected", "  . no.task"]
    lines = lines if has_banner else lines[1:]
    times = [prefix % (number % 10) if "%d" in prefix else prefix for number in range(len(lines))]
    node = only(time + line for time, line in zip(times, lines, strict=True))
    assert names_of(node) == ("a.b", "c.d")
    assert (node.name == "celery@a") is has_banner


def test_workers_behind_learned_prefixes_are_told_apart() -> None:
    one = start("celery@a", "a.b", "a.c", prefix="queue-1 worker ")
    two = start("celery@a", "c.d", prefix="queue-2 worker ")
    rest = ["queue-1 worker [2026: ERROR] Received unregistered task of type 'shop.lost'."]
    lines = [line for pair in zip(one, two, strict=False) for line in pair] + one[len(two) :] + rest
    nodes = read(lines).nodes
    assert [(names_of(node), len(node.refused)) for node in nodes] == [(("a.b", "a.c"), 1), (("c.d",), 0)]


@pytest.mark.parametrize("head", ["Sections: [tasks]", "read [tasks]"])
def test_a_line_of_the_app_that_ends_as_a_head_does_is_no_list(head: str) -> None:
    node = only([*start("celery@a", "a.b"), head, "Sections: 3", head, "  . c.d", ""])
    assert names_of(node) == ("a.b",)


def test_a_log_level_that_hides_the_list_is_explained() -> None:
    with (LOGS / "warning.log").open("rb") as lines:
        report = read_log(lines)
    assert "log level" in report.unknown
    assert "-l INFO" in report.hint


def test_an_empty_log_and_a_log_of_something_else_are_no_answer() -> None:
    with pytest.raises(WorkerError, match="empty"):
        read([b"\n", b"  \n"])
    assert "holds no [tasks] list" in read(["GET / 200"]).unknown


def test_bytes_that_are_not_text_do_not_stop_the_reading() -> None:
    node = only([b"\xff\xfe\x00", b"[tasks]", b"  . caf\xe9.task", b""])
    assert names_of(node) == ("caf�.task",)


def test_a_long_log_is_read_in_constant_memory() -> None:
    def lines() -> Iterator[str]:
        for number in range(6_000):
            yield f"worker-{number}  |  -------------- celery@w{number} v5.7.0 (collider)"
            yield f"worker-{number}  | [2026-03-01 10:00:00,000: INFO/MainProcess] Task {number} received"
        yield "[tasks]"
        yield "  . a.b"

    tracemalloc.start()
    try:
        nodes = read(lines()).nodes
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert names_of(nodes[-1]) == ("a.b",)
    assert peak < 3_000_000


def test_a_line_without_an_end_does_not_fill_the_memory() -> None:
    tracemalloc.start()
    try:
        nodes = read_log([b"x" * 65_536] * 200 + [b"\n[tasks]\n  . a.b\n"]).nodes
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert names_of(nodes[-1]) == ("a.b",)
    assert peak < 3_000_000
