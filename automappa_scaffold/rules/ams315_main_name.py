"""AMS315 main-name."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.source.main_blocks import find_worker_call
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the call by which the app's own module, run as a script, starts a worker."""
    path = view.prediction.app_path
    source = view.read(path) if path is not None and view.error is None else None
    if path is None or source is None or b"__main__" not in source:
        return
    call = find_worker_call(source)
    module = next((name for name, file in view.prediction.modules.items() if file == path), "")
    if call is None or not module:
        return
    declared = view.prediction.observed.tasks
    named_here = [task for task in declared if task.module == module and not task.has_name]
    others = [task for task in declared if task.module != module and not task.other_app]
    place = Place(path, call.line, call.column)
    main = call.app_name or "__main__"
    if named_here and main != module:
        task = named_here[0]
        message = (
            f"A worker that is started by running {module} registers {main}.{task.function}, because the "
            f"module is then __main__, while callers send {task.name}. Start it with "
            f"`celery -A {view.prediction.registry.app} worker`."
        )
        yield RULE.finding(message, place, task=task.name)
    elif named_here and others:
        message = (
            f"A worker that is started by running {module} holds it twice, as __main__ and, imported by "
            f"{others[0].module}, as {module}: each declares {named_here[0].name} on an app of its own. "
            f"Start it with `celery -A {view.prediction.registry.app} worker`."
        )
        yield RULE.finding(message, place, task=named_here[0].name)


RULE = Rule(
    code="AMS315",
    name="main-name",
    summary="The module of the app starts a worker when it is run as a script.",
    rationale=(
        "A module that is run is called `__main__`. Its tasks are then named after that, or after the name "
        "that the app is made with, and whoever imports the module by its own name runs it a second time, "
        "with a second app. Callers send names that such a worker does not know."
    ),
    fix="By hand: start workers with `celery -A`.",
    source="Celery user guide, Tasks: Names; `celery.app.base.Celery.gen_task_name`; seen in real workers",
    check=check,
    bad={
        "automappa/tasks.py": '''"""The queue that all pages share."""

import sys

from celery import Celery

queue = Celery(__name__)
queue.config_from_object("automappa.conf.celeryconfig")


@queue.task
def ping() -> str:
    return "pong"


if __name__ == "__main__":
    queue.start(sys.argv[1:])
''',
    },
    good={
        "run_worker.py": '''"""Starts a worker."""

import sys

from automappa.tasks import queue

if __name__ == "__main__":
    queue.start(sys.argv[1:])
''',
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

queue = Celery(__name__)
queue.config_from_object("automappa.conf.celeryconfig")


@queue.task
def ping() -> str:
    return "pong"


if __name__ == "__main__":
    print(ping())
''',
    },
)
