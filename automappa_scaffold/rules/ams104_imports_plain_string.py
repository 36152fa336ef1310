"""AMS104 imports-plain-string."""

from collections.abc import Iterator

from automappa_scaffold.rules._module_lists import is_setting, place_of
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.rules.fix import Fix, MakeSequence
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each list of modules that is a text."""
    for path, facts in view.settings.items():
        for fact in facts:
            if not fact.is_text or not is_setting(view, path, fact):
                continue
            text = fact.entries[0].text
            if text in view.prediction.modules:
                message = (
                    f'{fact.key} is the text "{text}": the worker imports this one module. A second one '
                    f'written behind it would be glued to it. Write ("{text}",).'
                )
                entry = fact.entries[0]
                place = Place(path, entry.line, entry.column, entry.end_line, entry.end_column)
                fix = Fix(f'Write ("{text}",)', (MakeSequence(place),))
                yield RULE.finding(message, place_of(path, fact), fix=fix)


RULE = Rule(
    code="AMS104",
    name="imports-plain-string",
    summary="`imports` is a single text, not a tuple or list.",
    rationale=(
        "Parentheses make no tuple: a comma does. Celery takes a text as one module name, so that the worker "
        "starts and all looks well, until someone adds a second entry behind the first: without a comma the "
        "two are joined, and the worker exits."
    ),
    fix='Safe: writes `("package.module",)`.',
    source="`celery.loaders.base.BaseLoader.import_default_modules`; seen in real workers",
    check=check,
    severity=Severity.WARNING,
    bad={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

imports = ("automappa.pages")

broker_url = "memory://"
''',
        "automappa/pages/__init__.py": '''"""All pages."""

from automappa.pages.home.tasks import set_badge_color as set_badge_color
from automappa.pages.mag_summary.tasks import count_contigs as count_contigs, summarize as summarize
''',
    },
    good={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

imports = ["automappa.pages"]

broker_url = "memory://"
''',
        "automappa/pages/__init__.py": '''"""All pages."""

from automappa.pages.home.tasks import set_badge_color as set_badge_color
from automappa.pages.mag_summary.tasks import count_contigs as count_contigs, summarize as summarize
''',
    },
)
