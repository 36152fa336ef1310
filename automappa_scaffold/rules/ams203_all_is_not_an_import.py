"""AMS203 all-is-not-an-import."""

from collections.abc import Iterator

from automappa_scaffold.rules._renaming import one_close, rename_text
from automappa_scaffold.rules._rule import ProjectView, Rule, TasksPackage
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.fix import DropExport, Fix, ReexportTask
from automappa_scaffold.source.facts import Entry
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each name in a tasks package's ``__all__`` that nothing binds."""
    unreached = view.prediction.unreached
    for package in view.packages:
        if package.facts is None or package.bound is None or "__getattr__" in package.bound:
            continue
        # A task whose module is not imported has a rule of its own, which names the import.
        elsewhere = {t.function for m in unreached if m.package == package.name for t in m.tasks}
        for entry in package.facts.exported or ():
            if entry.text in package.bound or entry.text in package.modules or entry.text in elsewhere:
                continue
            place = Place(package.init, entry.line, entry.column, entry.end_line, entry.end_column)
            message = (
                f'__all__ names "{entry.text}", and nothing in {package.init} binds it. Celery never reads '
                f"__all__: naming a task there does not register it. Import it, or remove the name."
            )
            yield RULE.finding(message, place, fix=_fix(view, package, entry, place))


def _fix(view: ProjectView, package: TasksPackage, entry: Entry, place: Place) -> Fix:
    """Return the import of a task of that name, else the name that was meant, else its removal."""
    modules = [
        task.module.removeprefix(f"{package.name}.")
        for task in view.prediction.observed.tasks
        if task.function == entry.text and task.module.startswith(f"{package.name}.")
    ]
    if len(modules) == 1:
        change = ReexportTask(package.init, package.name, modules[0], entry.text)
        return Fix(f"Import {entry.text} from .{modules[0]}", (change,))
    exported = {other.text for other in package.facts.exported or ()} if package.facts else set()
    close = one_close(entry.text, (package.bound or frozenset()) - exported - set(package.modules), 0.8)
    renaming = rename_text(place, entry.text, close) if close else None
    return renaming or Fix(f'Remove "{entry.text}" from __all__', (DropExport(package.init, entry.text),))


RULE = Rule(
    code="AMS203",
    name="all-is-not-an-import",
    summary="`__all__` of a page's tasks package names something that nothing binds.",
    rationale="A name in `__all__` is a claim, not an import: the worker does not register what it names.",
    fix=(
        "Safe: imports the task of that name; where there is none, writes the one name that is close; where "
        "there is none either, removes the name."
    ),
    source="Automappa docs, task-queue; Python language reference, The import statement",
    check=check,
    bad={
        "automappa/pages/mag_summary/tasks/__init__.py": '''"""Tasks of the summary of MAGs."""

from .cover import count_contigs
from .quality import summarize

__all__ = ["count_contigs", "summarize", "summarize_all"]
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/__init__.py": '''"""Tasks of the summary of MAGs."""

from .cover import count_contigs
from .quality import summarize

summarize_all = summarize

__all__ = ["count_contigs", "summarize", "summarize_all"]
''',
    },
)
