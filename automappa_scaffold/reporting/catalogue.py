"""The catalogue of rules: a table of all, everything about one, and the pages of the documentation."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from automappa_scaffold.reporting.documents import json_text
from automappa_scaffold.reporting.tables import render_table
from automappa_scaffold.reporting.terminal import Terminal, printable
from automappa_scaffold.rules.finding import Severity

__all__ = [
    "DescribedRule",
    "page_name",
    "render_rule",
    "render_rule_index",
    "render_rule_json",
    "render_rule_page",
    "render_rules",
    "render_rules_json",
]


class DescribedRule(Protocol):
    """What a rule says about itself."""

    @property
    def code(self) -> str:
        """The code, ``AMS201``."""

    @property
    def name(self) -> str:
        """The name, ``init-does-not-import``."""

    @property
    def severity(self) -> Severity:
        """How much a finding weighs."""

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

    @property
    def bad(self) -> Mapping[str, str | None]:
        """Files that break the rule, path to text; None: there is no such file."""

    @property
    def good(self) -> Mapping[str, str | None]:
        """Files that keep to it."""


def render_rules(rules: Sequence[DescribedRule], terminal: Terminal) -> str:
    """Return a table of all rules."""
    rows = [(rule.code, rule.name, rule.severity.value, rule.summary) for rule in rules]
    return render_table(("code", "name", "severity", "summary"), rows, terminal)


def render_rules_json(rules: Sequence[DescribedRule]) -> str:
    """Return all rules as a JSON document."""
    return json_text({"rules": [_rule_document(rule) for rule in rules]})


def render_rule(rule: DescribedRule, terminal: Terminal) -> str:
    """Return everything that a rule says about itself, its examples included."""
    head = f"{terminal.paint(rule.code, 'bold')} {terminal.paint(rule.name, 'cyan')} ({rule.severity.value})"
    text = [head, "", rule.summary]
    for title, body in (("Why", rule.rationale), ("Fix", rule.fix), ("Source", rule.source)):
        if body:
            text += ["", f"{terminal.paint(title, 'bold')}: {printable(body.strip(), keep=chr(10))}"]
    for title, files in (("Bad", rule.bad), ("Good", rule.good)):
        for path, content in files.items():
            text += ["", terminal.paint(f"{title}: {path}", "bold")]
            text += [f"    {line}".rstrip() for line in (content or _ABSENT).splitlines()]
    return "\n".join(text)


def render_rule_json(rule: DescribedRule) -> str:
    """Return everything that a rule says about itself as a JSON document."""
    return json_text(_rule_document(rule))


def render_rule_page(rule: DescribedRule) -> str:
    """Return a rule's page of the documentation, in Markdown."""
    text = [f"# {rule.code} {rule.name}", "", rule.summary, "", f"Severity: {rule.severity.value}."]
    text += ["", "## Why", "", rule.rationale, "", "## Example", "", _LAID_OVER]
    for title, files in (("Bad", rule.bad), ("Good", rule.good)):
        text += ["", f"### {title}"]
        for path, content in files.items():
            text += ["", f"`{path}`"]
            text += ["", f"({_ABSENT})"] if not content else ["", *_fenced(path, content)]
    text += ["", "## Fix", "", rule.fix, "", "## Source", "", rule.source, ""]
    text += [f"Suppress it on a line with `# automappa: ignore[{rule.code}] reason`.", ""]
    return "\n".join(text)


def render_rule_index(rules: Sequence[DescribedRule]) -> str:
    """Return the page that lists the pages of all rules, in Markdown."""
    text = [
        "# Rules",
        "",
        _ABOUT_RULES,
        "",
        "| code | name | severity | what is wrong |",
        "| --- | --- | --- | --- |",
    ]
    for rule in rules:
        link = f"[{rule.code}]({page_name(rule)})"
        text.append(f"| {link} | {rule.name} | {rule.severity.value} | {rule.summary} |")
    return "\n".join([*text, ""])


def page_name(rule: DescribedRule) -> str:
    """Return the file name of a rule's page."""
    return f"{rule.code}-{rule.name}.md"


_ABSENT = "no such file"
_LAID_OVER = (
    "Both are files of a small app that has no findings otherwise (`tests/rules/base`); a test runs them: "
    "a real Celery shows that what the rule says comes about."
)
_ABOUT_RULES = (
    "What `automappa-scaffold check` looks for. `automappa-scaffold rule CODE` prints a page of these in the "
    "terminal. Errors and warnings make exit code 1; notes and unknowns do not. A code never changes its "
    "meaning. These pages are made from the catalogue by `make docs`."
)


def _fenced(path: str, content: str) -> list[str]:
    kind = {"py": "python", "toml": "toml"}.get(path.rpartition(".")[2], "")
    return [f"```{kind}", content.rstrip("\n"), "```"]


def _rule_document(rule: DescribedRule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "summary": rule.summary,
        "rationale": rule.rationale,
        "fix": rule.fix,
        "source": rule.source,
        "bad": dict(rule.bad),
        "good": dict(rule.good),
    }
