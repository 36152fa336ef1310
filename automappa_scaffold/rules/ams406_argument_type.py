"""AMS406 argument-type."""

from collections.abc import Iterator, Sequence
from typing import Any

from automappa_scaffold.registry.annotations import Allowed
from automappa_scaffold.registry.call_sites import fit_call
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.source.places import Place

Node = Sequence[Any]

# What a value of a kind satisfies besides its own kind, carried by a message (a tuple comes as a list).
_ALSO = {
    "bool": {"int", "float", "complex"},
    "int": {"float", "complex", "bool"},
    "float": {"complex"},
    "str": {"sequence"},
    "bytes": {"sequence"},
    "list": {"sequence", "tuple", "set", "frozenset"},  # no message carries a set
    "tuple": {"sequence", "list", "set", "frozenset"},
    "dict": {"mapping"},
    "set": {"frozenset", "list", "tuple", "sequence"},
}
_ARTICLE = {"int": "an int", "none": "None"}


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each literal argument that cannot be what its parameter is annotated with."""
    for call in view.callers.calls:
        found = fit_call(call)
        if found.problem:
            continue
        literals: dict[str, Any] = {n: node for n, node in found.given.items() if _kind(node) is not None}
        nullable = {p.name for p in call.task.parameters if p.default_is_none}
        for name, node in literals.items():
            allowed, text = call.task.annotate(name)
            wrong = _contradiction(node, allowed)
            if wrong and not (name in nullable and _kind(node) == "none"):
                place = Place(call.place.path, *node[1])
                short = call.task.name.rpartition(".")[2]
                wanted = f"{name}: {_unquoted(text)}"
                message = (
                    f"{short} takes {wanted}, and is given {wrong}. Celery compares no types: "
                    "the task runs with it all the same."
                )
                yield RULE.finding(message, place, task=call.task.name)


def _unquoted(annotation: str) -> str:
    return annotation.strip("'\"") if annotation[:1] in ("'", '"') else annotation


def _kind(node: Any) -> str | None:
    """Return the type of a literal, ``none`` of None; None of anything else."""
    if not isinstance(node, (tuple, list)):
        return None
    if node[0] == "const":
        return str(node[2])
    return str(node[0]) if node[0] in ("list", "tuple", "dict", "set") else None


def _contradiction(node: Node, allowed: Allowed) -> str:
    """Return what is wrong about a literal, in words; empty: nothing certainly is."""
    kind = _kind(node)
    if kind is None or allowed.kinds is None:
        return ""
    if not ({kind} | _ALSO.get(kind, set())) & allowed.kinds:
        return _ARTICLE.get(kind, f"a {kind}")
    if allowed.values is not None and node[0] == "const" and kind in ("str", "int", "bool"):
        value = node[3]
        shown = value if kind == "int" else repr(value)
        if value is not None and shown not in allowed.values:
            return str(shown)
    if allowed.element is not None and node[0] in ("list", "tuple"):
        inner = [_contradiction(item, allowed.element) for item in node[2] if item[0] != "star"]
        wrong = next((text for text in inner if text), "")
        return f"a {kind} with {wrong} in it" if wrong else ""
    return ""


RULE = Rule(
    code="AMS406",
    name="argument-type",
    summary="A literal is given to a task whose parameter is annotated with another type.",
    rationale=(
        "Celery checks how many arguments there are and what they are called, never their types: "
        "`delay((color,))` sends a list where a text is wanted, and nobody complains."
    ),
    fix="By hand: pass what the annotation says, or correct the annotation.",
    source="Celery user guide, Calling Tasks; seen in real workers",
    check=check,
    severity=Severity.WARNING,
    bad={
        "automappa/pages/home/callbacks.py": (
            "from automappa.pages.home.tasks import set_badge_color\n"
            "\n"
            "\n"
            "def show(color):\n"
            "    set_badge_color.delay((color,))\n"
        )
    },
    good={
        "automappa/pages/home/callbacks.py": (
            "from automappa.pages.home.tasks import set_badge_color\n"
            "\n"
            "\n"
            "def show(color):\n"
            "    set_badge_color.apply_async((color,))\n"
        )
    },
)
