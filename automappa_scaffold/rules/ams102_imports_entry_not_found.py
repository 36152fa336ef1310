"""AMS102 imports-entry-not-found."""

from collections.abc import Iterator
from dataclasses import replace

from automappa_scaffold.rules._left_folder import advise_on_left_folder
from automappa_scaffold.rules._listed_texts import find_entry
from automappa_scaffold.rules._module_lists import is_computed, joined_parts
from automappa_scaffold.rules._renaming import first_close, one_close, rename_text
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.fix import Fix
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the listed module names that cannot be found."""
    if not view.prediction.bad_entries:
        return
    listed = {entry.text for facts in view.settings.values() for fact in facts for entry in fact.entries}
    every = {*view.prediction.modules, *(package.name for package in view.packages)}
    known = sorted(every - listed)
    packages = [package.name for package in view.packages if package.name not in listed]
    for module in view.prediction.bad_entries:
        place, entry = find_entry(view, module)
        if len(joined_parts(view, module, entry)) > 1:
            continue  # a missing comma has a rule of its own
        error = view.error
        if entry is None and error is not None and error.path is not None and not is_computed(view, place):
            place = Place(error.path, error.line or 1, error.column)
        close = first_close(module, packages, 0.75) or first_close(module, known, 0.85)
        twin = None if close else first_close(module, listed & every, 0.85)
        advice = f'Did you mean "{close}"?' if close else _advise(module)
        if twin is not None:
            advice = f'Remove it: "{twin}" is listed already.'
        advice = advise_on_left_folder(view, module) or advice
        one = one_close(module, packages, 0.75) or one_close(module, known, 0.85)
        fix = rename_text(place, module, one) if entry is not None and one else None
        if entry is not None and fix is None:
            fix = _split(view, place, module, {*every, view.prediction.registry.app.partition(":")[0]})
        yield RULE.finding(
            f'"{module}" is not an importable module: the worker does not start. {advice}', place, fix=fix
        )


def _split(view: ProjectView, place: Place, text: str, known: set[str]) -> Fix | None:
    """Return the fix of a text that lists modules with commas between: each becomes a text of its own."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    source = view.read(place.path)
    if len(names) < 2 or source is None or not set(names) <= known:
        return None
    quote = source.splitlines()[place.line - 1][place.column - 1 : place.column].decode()
    fix = rename_text(place, text, f"{quote}, {quote}".join(names)) if quote in ("'", '"') else None
    return None if fix is None else replace(fix, title="Write each name as an entry of its own")


def _advise(entry: str) -> str:
    """Return what to change, by how the entry is written."""
    if entry.startswith("."):
        return "Write the full name: there is no package that a leading dot could count from."
    if "," in entry:
        return "Write each name as an entry of its own."
    if "/" in entry or entry.endswith(".py"):
        return "Write the module's dotted name, without a path and without .py."
    if ":" in entry:
        return "Name the module alone; importing it registers its tasks."
    if entry != entry.strip():
        return "Remove the spaces around the name."
    return "Correct the name, or remove the entry."


RULE = Rule(
    code="AMS102",
    name="imports-entry-not-found",
    summary="An entry of `imports` or `include` names no module.",
    rationale="The worker imports each entry at start and exits with code 1 at the first it cannot find.",
    fix=(
        "Safe where just one module has a close name, and is not listed yet: writes it; and where one text "
        "lists several modules: makes an entry of each. Else by hand."
    ),
    source="Celery user guide, Configuration: imports; seen in real workers",
    check=check,
    bad={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

imports = (
    "automappa.pages.home.tasks",
    "automappa.pages.mag_sumary.tasks",
    "automappa.tasks",
)

broker_url = "memory://"
''',
    },
    good={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

imports = (
    "automappa.pages.home.tasks",
    "automappa.pages.mag_summary.tasks",
    "automappa.tasks",
)

broker_url = "memory://"
''',
    },
)
