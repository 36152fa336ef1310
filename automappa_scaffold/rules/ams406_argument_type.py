"""AMS406 argument-type."""

from collections.abc import Iterator, Sequence
from typing import Any

from automappa_scaffold.registry.annotations import ANYTHING, Allowed, Option
from automappa_scaffold.registry.call_sites import TaskCall, fit_call
from automappa_scaffold.registry.inlined_calls import is_told
from automappa_scaffold.registry.signatures import Fit, Kind
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.source.places import Place

Node = Sequence[Any]

# What a value of a kind satisfies besides its own kind, carried by a message (a tuple comes as a list).
_ALSO = {
    "bool": {"int", "float", "complex"},
    "int": {"float", "complex", "bool"},
    "float": {"complex"},
    "str": {"sequence", "iterable"},
    "bytes": {"sequence", "iterable"},
    "list": {"sequence", "iterable", "tuple", "set", "frozenset"},  # no message carries a set
    "tuple": {"sequence", "iterable", "list", "set", "frozenset"},
    "dict": {"mapping", "iterable"},
    "set": {"frozenset", "iterable", "list", "tuple", "sequence"},
}
_ARTICLE = {"int": "an int", "none": "None"}


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each literal argument that cannot be what its parameter is annotated with."""
    told: set[tuple[Place, str]] = set()  # in a loop over literals a task is sent in several rounds
    for call in view.callers.calls:
        found = fit_call(call)
        if found.problem:
            continue
        nullable = {p.name for p in call.task.parameters if p.default_is_none}
        for name, node in _literals(call, found):
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
                if (place, message) not in told:
                    told.add((place, message))
                    yield RULE.finding(message, place, task=call.task.name)


def _literals(call: TaskCall, found: Fit) -> Iterator[tuple[str, Any]]:
    """Yield the literals of a call, each with the parameter that takes it."""
    given: list[tuple[str, Any]] = list(found.given.items())
    parameters, arguments = call.task.parameters, call.arguments
    slots = sum(p.kind in (Kind.POSITIONAL_ONLY, Kind.POSITIONAL) for p in parameters)
    for p in parameters:
        if p.kind is Kind.VAR_POSITIONAL and call.is_complete and arguments.more_positional is None:
            given += [(p.name, node) for node in arguments.positional[slots:]]
        elif p.kind is Kind.VAR_KEYWORD:
            named = {other.name for other in parameters}
            given += [(p.name, node) for name, node in arguments.keywords.items() if name not in named]
    yield from ((name, node) for name, node in given if _kind(node) is not None and not is_told(node))


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
    if kind is None or allowed.options is None:
        return ""
    kinds = {kind} | _ALSO.get(kind, set())
    of_kind = [option for option in allowed.options if option.kind in kinds]
    if not of_kind:
        return _ARTICLE.get(kind, f"a {kind}")
    reasons = [_mismatch(node, kind, option) for option in of_kind]
    return "" if "" in reasons else reasons[0]


def _mismatch(node: Node, kind: str, option: Option) -> str:
    """Return what is wrong about a literal of the right kind, in words; empty: nothing certainly is."""
    if option.value is not None and node[0] == "const" and kind in ("str", "int", "bool"):
        shown = node[3] if kind == "int" else repr(node[3])
        return str(shown) if node[3] is not None and shown != option.value else ""
    if node[0] == "dict" and option.fields is not None:
        return _misfit(node, option)
    if node[0] == "dict" and option.element is not None and option.kind in ("dict", "mapping"):
        parts = [(value, option.element) for key, value in node[2] if key is not None]
    elif node[0] not in ("list", "tuple", "set"):
        return ""
    elif option.elements is not None and not any(item[0] == "star" for item in node[2]):
        if len(node[2]) != len(option.elements):
            return f"a {kind} of {len(node[2])}"
        parts = list(zip(node[2], option.elements, strict=True))
    else:
        parts = [(item, option.element or ANYTHING) for item in node[2] if item[0] != "star"]
    wrong = next((text for item, allowed in parts if (text := _contradiction(item, allowed))), "")
    return f"a {kind} with {wrong} in it" if wrong else ""


def _misfit(node: Node, option: Option) -> str:
    """Return what is wrong about a dict where a typed one is wanted, in words; empty: nothing is."""
    fields = option.fields or {}
    given: dict[str, Node] = {}
    is_open = False
    for key, value in node[2]:
        if key is not None and key[0] == "const" and key[2] == "str" and isinstance(key[3], str):
            given[key[3]] = value
        else:
            is_open = True  # a spread dict, or a key that is computed
    odd = next((name for name in given if name not in fields), "")
    if odd:
        return f'a dict with "{odd}" in it, a key that there is not'
    lacking = [] if is_open else sorted(option.required - set(given))
    if lacking:
        return f'a dict without "{lacking[0]}"'
    told = ((name, _contradiction(value, fields[name]())) for name, value in given.items())
    return next((f'a dict with {wrong} as its "{name}"' for name, wrong in told if wrong), "")


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
