"""AMS010 imports-computed."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the expressions that keep the list of task modules unknown."""
    for unknown in view.prediction.registry.unknown:
        if unknown.code == "AMS010":
            message = f"{unknown.expression}: {unknown.reason}. `automappa-scaffold verify` asks a worker."
            yield RULE.finding(message, Place(unknown.path, unknown.line))


RULE = Rule(
    code="AMS010",
    name="imports-computed",
    summary="Which modules the worker imports is computed from something that source does not say.",
    rationale="A guess would be worse than no answer: these modules' tasks may or may not be registered.",
    fix="By hand: list the modules as constants, or ask a real worker with `verify`.",
    source="Celery user guide, Configuration: imports",
    check=check,
    severity=Severity.UNKNOWN,
    bad={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

import subprocess

imports = tuple(subprocess.check_output(["cat", "modules.txt"], text=True).split())

broker_url = "memory://"
''',
        "modules.txt": """automappa.pages.home.tasks
""",
    },
    good={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

from automappa.conf.modules import MODULES

imports = tuple(f"automappa.{name}" for name in MODULES)

broker_url = "memory://"
''',
        "automappa/conf/modules.py": '''"""What the worker imports."""

MODULES = ["pages.home.tasks", "pages.mag_summary.tasks", "tasks"]
''',
    },
)
