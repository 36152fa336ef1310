"""AMS112 autodiscover-nothing."""

from collections.abc import Iterator

from automappa_scaffold.registry.observed import Search
from automappa_scaffold.rules._module_lists import empty_searches, meant_package
from automappa_scaffold.rules._renaming import rename_text
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each listed package in which a search finds no module, though there are tasks to find."""
    for search in empty_searches(view):
        place, entry = view.entry_place(search.package)
        is_at_call = entry is None or place.path != search.place.path
        meant = meant_package(view, search)
        fix = rename_text(place, search.package, meant) if entry is not None and meant else None
        message = _message(search, meant)
        yield RULE.finding(message, search.place if is_at_call else place, fix=None if is_at_call else fix)


def _message(search: Search, meant: str | None) -> str:
    if not search.package:
        return (
            "autodiscover_tasks() without packages searches the installed apps of Django, and there are none "
            "here: it imports nothing. List the packages."
        )
    if not search.package_exists:
        advice = f'Did you mean "{meant}"?' if meant else "Correct the name."
        return (
            f'"{search.package}" is no package: autodiscover_tasks passes over it in silence, and imports '
            f"nothing for it. {advice}"
        )
    return (
        f"There is no module {search.package}.{search.related_name}: autodiscover_tasks passes over it in "
        f"silence, and the worker will refuse the tasks below {search.package}. List the package that holds "
        f"the module {search.related_name}, or give another related_name."
    )


RULE = Rule(
    code="AMS112",
    name="autodiscover-nothing",
    summary="`autodiscover_tasks` finds nothing in a package that it is given.",
    rationale=(
        "For each package the worker looks for one module, `tasks` unless `related_name` says otherwise. It "
        "does not look into subpackages. Where the package has no such module, or where the last part of "
        "its own name is wrong, Celery says nothing. A package without tasks is no finding."
    ),
    fix="Safe where the name of one package with tasks is close: writes that. Else by hand.",
    source="`celery.loaders.base.find_related_module`; seen in real workers",
    check=check,
    bad={
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

queue = Celery(__name__)
queue.autodiscover_tasks(["automappa.pages"])


@queue.task
def ping() -> str:
    return "pong"
''',
        "automappa/conf/celeryconfig.py": None,
    },
    good={
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

queue = Celery(__name__)
queue.autodiscover_tasks(["automappa.pages.home", "automappa.pages.mag_summary", "automappa.conf"])


@queue.task
def ping() -> str:
    return "pong"
''',
        "automappa/conf/celeryconfig.py": None,
    },
)
