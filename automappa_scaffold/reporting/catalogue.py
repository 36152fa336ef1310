"""The catalogue of rules: a table of all, and everything about one."""

from collections.abc import Sequence
from typing import Any, Protocol

from automappa_scaffold.reporting.documents import json_text
from automappa_scaffold.reporting.tables import render_table
from automappa_scaffold.reporting.terminal import Terminal, printable

__all__ = ["DescribedRule", "render_rule", "render_rule_json", "render_rules", "render_rules_json"]


class DescribedRule(Protocol):
    """What a rule says about itself."""

    @property
    def code(self) -> str:
        """The code, ``AMS201``."""

    @property
    def name(self) -> str:
        """The name, ``init-does-not-import``."""

    @property
    def summary(self) -> str:
        """What is wrong, in one sentence."""

    @property
    def rationale(self) -> str:
        """Why it matters."""

    @property
    def fix(self) -> str:
        """What mends it."""

    @property
    def source(self) -> str:
        """The documents that the rule rests on."""


def render_rules(rules: Sequence[DescribedRule], terminal: Terminal) -> str:
    """Return a table of all rules."""
    return render_table(
        ("code", "name", "summary"), [(rule.code, rule.name, rule.summary) for rule in rules], terminal
    )


def render_rules_json(rules: Sequence[DescribedRule]) -> str:
    """Return all rules as a JSON document."""
    return json_text({"rules": [_rule_document(rule) for rule in rules]})


def render_rule(rule: DescribedRule, terminal: Terminal) -> str:
    """Return everything that a rule says about itself."""
    sections = (("Why", rule.rationale), ("Fix", rule.fix), ("Source", rule.source))
    text = [f"{terminal.paint(rule.code, 'bold')} {terminal.paint(rule.name, 'cyan')}", "", rule.summary]
    for title, body in sections:
        if body:
            text += ["", f"{terminal.paint(title, 'bold')}: {printable(body.strip(), keep=chr(10))}"]
    return "\n".join(text)


def render_rule_json(rule: DescribedRule) -> str:
    """Return everything that a rule says about itself as a JSON document."""
    return json_text(_rule_document(rule))


def _rule_document(rule: DescribedRule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "summary": rule.summary,
        "rationale": rule.rationale,
        "fix": rule.fix,
        "source": rule.source,
    }
