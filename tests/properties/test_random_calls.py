"""What the rule about arguments says of random calls is what Celery does with them."""

import itertools
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from automappa_scaffold.operations.check import check
from automappa_scaffold.operations.workspace import open_workspace
from tests.properties.random_calls import make_call, make_task

BASE = Path(__file__).parents[1] / "rules" / "base"
CALLS = int(os.environ.get("RANDOM_CALLS", "1500"))
TASKS = 60

HEAD = '"""Tasks."""\n\nfrom automappa.tasks import queue\n\n\n@queue.task\ndef first():\n    return 1\n\n\n'
UNKNOWN = "UNKNOWN = list(print() or ())\nUNKNOWN_NAMES = dict(print() or ())\n"

# What may come to a call besides what is written: so many arguments by position, and these by name.
ADDITIONS = [
    (range(count), names)
    for count in range(6)
    for size in range(5)
    for names in itertools.combinations("abcd", size)
]


@pytest.mark.parametrize("seed", [1, 2])
def test_no_random_call_is_judged_otherwise_than_by_celery(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("celery")
    random = Random(seed)
    tasks = [make_task(random, number) for number in range(TASKS)]
    calls = [make_call(random, tasks) for _ in range(CALLS // 2)]
    root = tmp_path / "app"
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns("__pycache__"))
    source = HEAD + "\n\n".join(task.source for task in tasks)
    (root / "automappa/pages/home/tasks/generated.py").write_text(source)
    init = root / "automappa/pages/home/tasks/__init__.py"
    names = ", ".join(["first", *(task.name for task in tasks)])
    exported = ", ".join(f'"{name}"' for name in [*names.split(", "), "set_badge_color"])
    init.write_text(
        f"from .generated import {names}\nfrom .status_badge import set_badge_color\n\n"
        f"__all__ = [{exported}]\n"
    )
    start = (
        f"from functools import partial\n\nfrom celery import chain, chord, group\n\n"
        f"from .tasks import {names}\n\n{UNKNOWN}\n\ndef call():\n"
    )
    text = start + "".join(f"    {call}\n" for call in calls)
    (root / "automappa/pages/home/callbacks.py").write_text(text)
    monkeypatch.delenv("PYTHONPATH", raising=False)

    result = check(open_workspace(root, use_cache=False))
    assert {finding.code for finding in result.findings} == {"AMS402"}
    first_line = start.count("\n") + 1
    judged = {finding.place.line - first_line for finding in result.findings}
    truth = _Truth(source)
    wrong = [
        f"{call}: {'reported' if index in judged else 'silent'}, {truth.signatures[_task_in(call)]}"
        for index, call in enumerate(calls)
        # Where something unknown is passed, silence is no claim.
        if truth.fails(call) != (index in judged) and ("UNKNOWN" not in call or index in judged)
    ]
    assert wrong == []
    assert 0.2 < len(judged) / len(calls) < 0.85


def _task_in(call: str) -> str:
    found = re.search(r"task_\d+", call)
    assert found
    return found.group()


class _Truth:
    """Celery, asked call by call; what is sent is checked against the function as well."""

    def __init__(self, source: str) -> None:
        from celery import Celery, chain, chord, group

        app = Celery("truth", broker="memory://", backend="cache+memory://", set_as_current=False)
        self.names: dict[str, Any] = {"chain": chain, "chord": chord, "group": group, "partial": partial}
        exec(source.replace("from automappa.tasks import queue", ""), {"queue": app}, self.names)
        heads = re.findall(r"(?:@queue.task(\(.*\))?\n)def (task_\d+)(\(.*\)):", source)
        self.signatures: Mapping[str, str] = {name: f"{options}{shown}" for options, name, shown in heads}

    def fails(self, call: str) -> bool:
        """Return whether Celery, or Python in the worker, refuses the arguments of a call."""
        task = self.names[_task_in(call)]
        if re.fullmatch(r"task_\d+\.s\(.*\)", call) and ").delay(" not in call and ").apply" not in call:
            return not self.can_be_completed(call, task)
        if call.startswith(("(first", "chain(", "chord(")):
            # What follows is sent with the result of what is before it.
            inner = re.search(r"task_\d+\.(?:s|si)\((?:[^()]*)\)(?:\.set\(immutable=True\))?", call)
            assert inner
            return self.fails_at_once(f"{inner.group()}.apply_async((1,))", task)
        if "UNKNOWN" in call:
            return all(self.fails_at_once(call, task, *more) for more in ADDITIONS)
        return self.fails_at_once(call, task)

    def fails_at_once(
        self, call: str, task: Any, more: Sequence[int] = (), names: Sequence[str] = ()
    ) -> bool:
        """Return whether a call fails, with so much in what the rule takes for unknown."""
        sent: list[tuple[Any, Any]] = []

        def send(name: str, args: Any = None, kwargs: Any = None, **_: object) -> None:
            sent.append((args or (), kwargs or {}))

        self.names |= {"UNKNOWN": list(more), "UNKNOWN_NAMES": dict.fromkeys(names, 1)}
        app = task.app
        app.send_task, kept = send, app.send_task
        try:
            eval(call, self.names)
        except TypeError:
            return True
        finally:
            app.send_task = kept
        return any(_refuses(task, args, kwargs) for args, kwargs in sent)

    def can_be_completed(self, call: str, task: Any) -> bool:
        """Return whether there is anything to add to a signature with which it can be sent."""
        own = set(re.findall(r"(\w)=1", call))
        for more, names in ADDITIONS:
            given = ", ".join([*("1" for _ in more), *(f"{name}=1" for name in names)])
            if not own & set(names) and not self.fails_at_once(f"{call}.delay({given})", task):
                return True
        return False


def _refuses(task: Any, args: Any, kwargs: Any) -> bool:
    """Return whether the function itself refuses what was sent."""
    try:
        task.run(*args, **kwargs)
    except TypeError:
        return True
    return False
