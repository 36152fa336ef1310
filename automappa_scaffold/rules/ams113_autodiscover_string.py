"""AMS113 autodiscover-string."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.fix import Fix, MakeSequence
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the search that is given a text in place of a list."""
    error = view.error
    if error is not None and error.code == RULE.code and error.path is not None:
        message = (
            f"autodiscover_tasks is given a text, and takes each letter of it for a package: the worker does "
            f"not start ({error.message}). Put the name in a list."
        )
        place = Place(error.path, error.line or 1, error.column)
        yield RULE.finding(message, place, fix=_fix(view, place))


def _fix(view: ProjectView, call: Place) -> Fix | None:
    facts = view.settings.get(call.path, ())
    searches = [f for f in facts if f.key == "autodiscover_tasks" and f.is_text and f.line >= call.line]
    if not searches:
        return None
    entry = searches[0].entries[0]
    place = Place(call.path, entry.line, entry.column, entry.end_line, entry.end_column)
    return Fix(f'Write ["{entry.text}"]', (MakeSequence(place, is_list=True),))


RULE = Rule(
    code="AMS113",
    name="autodiscover-string",
    summary="`autodiscover_tasks` is given a text in place of a list.",
    rationale=(
        "The packages are gone through one by one, and a text consists of letters: the worker tries to "
        "import a package that is called like the first letter, and exits with code 1."
    ),
    fix='Safe: writes `autodiscover_tasks(["package"])`.',
    source="`celery.loaders.base.autodiscover_tasks`; seen in real workers",
    check=check,
    bad={
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

queue = Celery(__name__)
queue.config_from_object("automappa.conf.celeryconfig")
queue.autodiscover_tasks("automappa.pages.home")


@queue.task
def ping() -> str:
    return "pong"
''',
    },
    good={
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

queue = Celery(__name__)
queue.config_from_object("automappa.conf.celeryconfig")
queue.autodiscover_tasks(("automappa.pages.home",), related_name="tasks")


@queue.task
def ping() -> str:
    return "pong"
''',
    },
)
