"""AMS117 module-two-names."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.registry.observed import DeclaredTask
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each file with tasks that the worker imports under two names."""
    if view.error is not None:
        return
    by_path: dict[PurePosixPath, dict[str, DeclaredTask]] = defaultdict(dict)
    for task in view.prediction.observed.tasks:
        path = view.prediction.modules.get(task.module)
        if path is not None and task.is_certain and task.place.path == path and not task.has_name:
            by_path[path].setdefault(task.module, task)
    for path, tasks in by_path.items():
        if len(tasks) > 1:
            right, wrong, *_ = sorted(tasks, key=lambda name: (-name.count("."), name))
            first = tasks[right]
            message = (
                f"{path} is imported twice, as {right} and as {wrong}: its tasks are registered twice, as "
                f"{tasks[right].name} and as {tasks[wrong].name}. Import it as {right} alone, and keep the "
                f"folder of {wrong.partition('.')[0]} off sys.path and PYTHONPATH."
            )
            yield RULE.finding(message, first.declared_at, task=tasks[wrong].name)


RULE = Rule(
    code="AMS117",
    name="module-two-names",
    summary="A file with tasks is imported under two names.",
    rationale=(
        "With both the root and a folder inside the package on `sys.path`, one file is two modules to "
        "Python. Each registers the tasks under its own name, and has its own module-level variables: what "
        "is put into one is not seen in the other."
    ),
    fix="By hand: import the file by one name, and take the inner folder off the path.",
    source="Python language reference, The import system; Celery user guide, Tasks: Names",
    check=check,
    bad={
        "automappa/conf/celeryconfig.py": (
            "import os\n"
            "import sys\n"
            "\n"
            "sys.path.insert(0, os.path.dirname(os.path.dirname(__file__)))\n"
            "\n"
            "imports = (\n"
            '    "automappa.pages.home.tasks",\n'
            '    "automappa.pages.mag_summary.tasks",\n'
            '    "automappa.tasks",\n'
            '    "pages.home.tasks",\n'
            ")\n"
            "\n"
            'broker_url = "memory://"\n'
        )
    },
    good={
        "automappa/conf/celeryconfig.py": (
            "import os\n"
            "import sys\n"
            "\n"
            "sys.path.insert(0, os.path.dirname(os.path.dirname(__file__)))\n"
            "\n"
            "imports = (\n"
            '    "automappa.pages.home.tasks",\n'
            '    "automappa.pages.mag_summary.tasks",\n'
            '    "automappa.tasks",\n'
            ")\n"
            "\n"
            'broker_url = "memory://"\n'
        )
    },
)
