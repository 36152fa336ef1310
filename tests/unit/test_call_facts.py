"""What a file says of the calls in it."""

import json
from pathlib import Path

import pytest

from automappa_scaffold.source.call_facts import CALL_FACTS, CallFacts
from automappa_scaffold.source.fact_kinds import SourceFile

TREES = Path(__file__).parents[1] / "rules"


def facts_of(source: str) -> CallFacts:
    facts = CALL_FACTS.read(SourceFile(source.encode()))
    assert facts is not None
    return facts


def references(source: str) -> list[tuple[object, ...]]:
    """Return what each call's function is bound to, with the names behind it."""
    functions = [call[2] for call in facts_of(source).calls if call[0] == "call"]
    return [(*node[2], *node[3]) for node in functions if isinstance(node, tuple) and node[0] == "ref"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from a.b import t\nt.delay()", [("from", 0, "a.b", "t", "delay")]),
        ("from ..b import t as u\nu.delay()", [("from", 2, "b", "t", "delay")]),
        ("import a.b as m\nm.t.delay()", [("import", "a.b", "t", "delay")]),
        ("import a.b\na.b.t.delay()", [("import", "a", "b", "t", "delay")]),
        ("def f():\n    from a import t\n    t.delay()", [("from", 0, "a", "t", "delay")]),
        ("from a import t\ndef f():\n    t.delay()", [("from", 0, "a", "t", "delay")]),
        ("from a import t\nfrom a import t\nt.delay()", [("from", 0, "a", "t", "delay")]),
        ("def t(): ...\nt.delay()", [("own", "t", "def", "delay")]),
        ("from a import t\nt = 1 if t else t\ndef f():\n    t.delay()", [("own", "t", "many", "delay")]),
        ("from a import t\nt = 1 if t else t\nt.delay()", []),
        ("from a import t\ndef f(t):\n    t.delay()", []),
        ("from a import t\ndef f():\n    for t in x():\n        t.delay()", []),
        ("from a import t\ndef f():\n    global t\n    t = x()\ndef g():\n    t.delay()", []),
        ("import a\nt = a.task\ndef f():\n    t.delay()", [("import", "a", "task", "delay")]),
        ("from a import t\ndef f():\n    send = t.delay\n    send(1)", [("from", 0, "a", "t", "delay")]),
        ("from a import t\ndef f(t):\n    send = t.delay\n    send(1)", []),
        ("from a import t\ndef f():\n    u = t\n    u = x\n    u.delay()", []),
        ("from a import t\n[t.delay() for t in x]", []),
        ("from a import t\nt.delay = print\nt.delay()", []),
        ("from a import t\nif False:\n    t.delay()", []),
        ("from a import t\ntry:\n    t.delay()\nexcept TypeError: pass", []),
        ("from a import t\nwith pytest.raises(TypeError):\n    t.delay()", []),
        (
            "from a import t\nclass C:\n    t = None\n    def f(self):\n        t.delay()",
            [("from", 0, "a", "t", "delay")],
        ),
    ],
)
def test_names_are_followed_as_far_as_the_file_says_it(
    source: str, expected: list[tuple[object, ...]]
) -> None:
    assert references(source) == expected


def test_imports_that_may_fail_are_left_out() -> None:
    source = (
        "from a import sure\n"
        "try:\n    from a import perhaps\nexcept ImportError:\n    from a import instead\n"
        "if TYPE_CHECKING:\n    from a import never\n"
        "from a import *\n"
    )
    assert [fact.name for fact in facts_of(source).imports] == ["sure", "instead"]


@pytest.mark.parametrize("source", ["def", "\x00", "x = (" * 300])
def test_a_file_that_does_not_parse_has_no_facts(source: str) -> None:
    assert CALL_FACTS.read(SourceFile(source.encode())) is None


@pytest.mark.parametrize("path", sorted(TREES.glob("ams40*/*/automappa/pages/home/callbacks.py")), ids=str)
def test_facts_survive_json(path: Path) -> None:
    facts = CALL_FACTS.read(SourceFile(path.read_bytes()))
    stored = json.dumps(CALL_FACTS.to_json(facts))
    assert json.dumps(CALL_FACTS.to_json(CALL_FACTS.from_json(json.loads(stored)))) == stored
