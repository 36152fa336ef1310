import json
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from automappa_scaffold.registry.fleet import Explained, Fleet, Node, Refused, compare_fleet
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.registry.values import Registry, Source, StartError, Task, Undecided
from automappa_scaffold.reporting.fleets import render_fleet
from automappa_scaffold.reporting.terminal import PLAIN
from automappa_scaffold.reporting.verification import render_verification, render_verification_json
from automappa_scaffold.rules import Finding, ProjectView, load_catalogue

PATH = PurePosixPath("app/tasks.py")


def _predicted(*names: str, error: StartError | None = None) -> Registry:
    tasks = tuple(Task(name, PATH, 3) for name in names)
    return Registry(Source.STATIC, "app:queue", tasks, error=error)


def _node(name: str, *names: str, **more: Any) -> Node:
    return Node(name, tuple(map(Task, names)), **more)


def _fleet(predicted: Registry, *nodes: Node, source: Source = Source.WORKER, **more: Any) -> Fleet:
    return compare_fleet(predicted, nodes, source=source, **more)


def _failed(predicted: Registry, error: StartError) -> Fleet:
    fleet = _fleet(predicted)
    return replace(fleet, comparison=replace(fleet.comparison, reported_error=error))


def _findings(predicted: Registry, fleet: Fleet) -> list[Finding]:
    view = ProjectView(prediction=Prediction(predicted, app_path=PATH), fleet=fleet)
    return [found for rule in load_catalogue() if rule.needs_report for found in rule.check(view)]


def _text(predicted: Registry, fleet: Fleet, celery: str = "") -> str:
    return render_verification(fleet, _findings(predicted, fleet), PLAIN, celery=celery)


def test_agreement_is_one_line_with_the_count() -> None:
    predicted = _predicted("a", "b")
    said = _text(predicted, _fleet(predicted, _node("w@h", "a", "b")), "5.7.0")
    assert said == "agree: the worker (Celery 5.7.0) registers 2 tasks, as predicted"


def test_both_ways_of_difference_are_told_with_why_and_what_mends_it() -> None:
    predicted = _predicted("a", "b")
    fleet = replace(_fleet(predicted, _node("w@h", "b", "c")), explained={"a": Explained("it is", "mend a")})
    assert _text(predicted, fleet).split("\n") == [
        "missing: a (app/tasks.py:3) is predicted from source, but the worker does not register it: it is."
        " [AMS501] Mend it with: mend a",
        "extra: c is registered by the worker, but not predicted from source. [AMS502]",
        "mismatch: 1 missing, 1 extra, 1 agree, says the worker",
    ]


def test_a_worker_that_fails_against_the_prediction_is_a_mismatch() -> None:
    failed = StartError("ImportError: x")
    told = _text(_predicted("a"), _failed(_predicted("a"), failed))
    assert told.startswith("mismatch: predicted to start")
    broken = _predicted(error=failed)
    started = _text(broken, _fleet(broken, _node("w@h", "a")))
    assert started.startswith("mismatch: the worker starts and registers 1 task, against the prediction")
    assert "ImportError: x" in started
    assert _text(broken, _failed(broken, failed)) == "the worker does not start, as predicted"


def test_what_the_worker_decides_is_shown_as_such() -> None:
    unknown = Undecided(PATH, 1, "f()", "computed")
    predicted = replace(_predicted("a"), unknown=(unknown,))
    said = _text(predicted, _fleet(predicted, Node("w@h", (Task("a"), Task("b", PATH, 9)))))
    assert said.split("\n") == [
        "decided: b (app/tasks.py:9) is registered, which source leaves open at app/tasks.py:1 f(): computed",
        "agree: the worker registers 2 tasks: 1 as predicted, 1 that source leaves open",
    ]
    said = _text(predicted, _fleet(predicted, _node("w@h", "a")))
    assert said.startswith(
        "decided: no task is registered because of what source leaves open at app/tasks.py:1"
    )


def test_an_unknown_that_may_be_why_a_task_is_there_is_told_as_no_more_than_that() -> None:
    unknown = Undecided(PATH, 1, "f()", "computed")
    predicted = replace(_predicted("a"), unknown=(unknown,))
    said = _text(predicted, _fleet(predicted, _node("w@h", "a", "b")))
    assert said.split("\n") == [
        "decided: b is registered, perhaps because of what source leaves open at app/tasks.py:1 f(): "
        "computed",
        "agree: the worker registers 2 tasks: 1 as predicted, 1 that source leaves open",
    ]
    other = Undecided(PATH, 7, "g()", "computed too")
    predicted = replace(predicted, unknown=(unknown, other))
    fleet = _fleet(predicted, _node("w@h", "b"))
    assert _text(predicted, fleet).split("\n") == [
        "missing: a (app/tasks.py:3) is predicted from source, but the worker does not register it. [AMS501]",
        "decided: b is registered, perhaps because of what source leaves open in 2 places",
        "unknown: app/tasks.py:1 f(): computed",
        "unknown: app/tasks.py:7 g(): computed too",
        "mismatch: 1 missing, 0 extra, 0 agree, 1 decided, says the worker",
    ]
    document = json.loads(render_verification_json(fleet, agree=False))
    assert [entry["registered"] for entry in document["unknown"]] == [["b"], ["b"]]


def test_a_worker_is_no_proof_of_a_prediction_that_predicts_nothing() -> None:
    predicted = replace(_predicted(), unknown=(Undecided(PATH, 1, "-A f()", "outside the project"),))
    verdict = _text(predicted, _fleet(predicted, _node("w@h", "a", "b"))).split("\n")[-1]
    assert verdict == "decided: the worker registers 2 tasks, all of which source leaves open"


def test_a_worker_that_ends_where_source_does_not_decide_whether_it_starts_is_no_mismatch() -> None:
    unknown = Undecided(PATH, 1, "f()", "computed")
    predicted = replace(_predicted("a"), unknown=(unknown,))
    assert _text(predicted, _failed(predicted, StartError("ImportError: x"))).split("\n") == [
        "unknown: app/tasks.py:1 f(): computed",
        "decided: the worker does not start, which source leaves open",
    ]


def test_the_json_document_has_exactly_the_promised_keys() -> None:
    predicted = replace(_predicted("a"), unknown=(Undecided(PATH, 1, "f()", "computed", "AMS012"),))
    refused = (Refused("z", 2, "gen1@web"),)
    node = replace(_node("w@h", "b", queues=("celery",), refused=refused), celery="5.7.0")
    node = replace(node, tasks=(Task("b", PurePosixPath("b.py"), 4),))
    fleet = replace(_fleet(predicted, node), explained={"z": Explained("gone", "", ("web.py:4",))})
    assert json.loads(render_verification_json(fleet, agree=False)) == {
        "schema": 1,
        "source": "worker",
        "agree": False,
        "missing": [
            {
                "name": "a",
                "path": "app/tasks.py",
                "line": 3,
                "code": "AMS501",
                "reason": None,
                "command": None,
            }
        ],
        "extra": [
            {"name": "b", "path": "b.py", "line": 4, "code": "AMS502", "reason": None, "command": None}
        ],
        "unknown": [
            {"path": "app/tasks.py", "line": 1, "expression": "f()", "reason": "computed", "registered": []}
        ],
        "nodes": {
            "w@h": {
                "celery": "5.7.0",
                "queues": ["celery"],
                "tasks": ["b"],
                "missing": ["a"],
                "extra": ["b"],
                "refused": [
                    {
                        "name": "z",
                        "count": 2,
                        "origin": "gen1@web",
                        "code": "AMS501",
                        "reason": "gone",
                        "command": None,
                        "callers": ["web.py:4"],
                    }
                ],
                "missing_libraries": [],
            }
        },
        "error": None,
    }


def test_nodes_that_did_not_answer_are_told_beside_a_difference() -> None:
    predicted = _predicted("a", "b")
    fleet = replace(_fleet(predicted, _node("w@h", "a"), source=Source.LIVE), wanted=2)
    verdict = _text(predicted, fleet).split("\n")[-1]
    assert verdict == "mismatch: 1 missing, 0 extra, 1 agree, says w@h; 1 of 2 nodes answered"


def test_a_node_need_not_know_the_tasks_of_queues_that_it_does_not_take_from() -> None:
    predicted = _predicted("a", "b", "c")
    routes = {"a": "celery", "b": "heavy", "c": None}
    light = _node("light@h", "a", "c", queues=("celery",))
    heavy = _node("heavy@h", "b", queues=("heavy",))
    fleet = _fleet(predicted, light, heavy, source=Source.LIVE, routes=routes)
    lacking = {
        group.nodes[0].name: [task.name for task in group.comparison.missing] for group in fleet.groups
    }
    assert lacking == {"light@h": [], "heavy@h": ["c"]}, "a task of an unknown queue is wanted everywhere"


def test_releases_side_by_side_are_told_with_what_each_lacks() -> None:
    predicted = _predicted("a", "b")
    nodes = [_node("new@h", "a", "b"), _node("old@h", "a", "retired")]
    fleet = _fleet(predicted, *nodes, source=Source.LIVE)
    findings = [finding for finding in _findings(predicted, fleet) if finding.code == "AMS504"]
    assert [finding.message for finding in findings] == [
        "old@h runs another release than the source or other nodes (1 of 2): lacks b, still has retired."
    ]
    assert render_fleet(fleet, PLAIN).split("\n") == [
        "agrees: 1 node, 2 tasks: new@h",
        "differs: 1 node, 2 tasks: old@h",
        "  lacks b",
        "  has besides retired",
    ]


def test_hundreds_of_nodes_fit_on_one_screen() -> None:
    predicted = _predicted(*(f"t{number}" for number in range(30)))
    names = [task.name for task in predicted.tasks]
    nodes = [_node(f"celery@w{number:03}", *names) for number in range(300)]
    old = [_node(f"celery@old{number:03}", *names[:5]) for number in range(20)]
    fleet = _fleet(predicted, *nodes, *old, source=Source.LIVE)
    lines = render_fleet(fleet, PLAIN).split("\n")
    assert len(lines) < 24
    assert all(len(line) < 160 for line in lines)
    assert lines[0].startswith("agrees: 300 nodes, 30 tasks: celery@w000, ")
    assert "and 296 more" in lines[0]
