"""The statements that list task modules, and which of them the worker never acts on.

An entry is lost when the worker does not import it and tasks below it go unregistered by that. Exactly one
rule says why a list is lost; AMS101 then does not repeat it for each module.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.registry.observed import Search
from automappa_scaffold.rules._renaming import one_close
from automappa_scaffold.rules._rule import ProjectView
from automappa_scaffold.source.facts import Entry, SettingFact
from automappa_scaffold.source.places import Place

__all__ = [
    "LostList",
    "covered_entries",
    "empty_searches",
    "hides_all",
    "is_computed",
    "is_covered",
    "is_set",
    "is_setting",
    "joined_parts",
    "lost_lists",
    "meant_package",
    "old_names",
    "place_of",
    "winner_of",
]

_OLD = {"CELERY_IMPORTS": "imports", "CELERY_INCLUDE": "include"}


@dataclass(frozen=True, slots=True)
class LostList:
    """A list whose entries the worker does not import, and the rule that says why."""

    code: str
    path: PurePosixPath
    fact: SettingFact
    entries: tuple[str, ...]

    @property
    def names(self) -> str:
        """The entries in words: three of them, and how many more there are."""
        shown = ", ".join(self.entries[:3])
        return shown if len(self.entries) <= 3 else f"{shown} and {len(self.entries) - 3} more"


def place_of(path: PurePosixPath, fact: SettingFact) -> Place:
    """Return where a setting's name stands."""
    return Place(path, fact.line, fact.column, fact.end_line, fact.end_column)


def is_setting(view: ProjectView, path: PurePosixPath, fact: SettingFact) -> bool:
    """Return whether a statement sets a list of task modules of the app."""
    return fact.key in view.prediction.observed.setting_names and _is_in_settings(view, path, fact)


def _is_in_settings(view: ProjectView, path: PurePosixPath, fact: SettingFact) -> bool:
    """Return whether a statement sets anything of the app, whatever its name."""
    if fact.is_variable:
        calls = view.prediction.observed.config_calls
        is_object = path == view.prediction.app_path and any(call.path is None for call in calls)
        return path == view.prediction.config or is_object or any(call.path == path for call in calls)
    return fact.owner in ("", "conf", "update", "Celery")


def lost_lists(view: ProjectView) -> tuple[LostList, ...]:
    """Return the lists of task modules that the worker does not act on."""
    if "lost_lists" not in view.memo:
        view.memo["lost_lists"] = _lost_lists(view)
    lost: tuple[LostList, ...] = view.memo["lost_lists"]
    return lost


def _lost_lists(view: ProjectView) -> tuple[LostList, ...]:
    if not view.knows_imports or not view.prediction.unreached:
        return ()
    found = []
    for path, facts in view.settings.items():
        for fact in facts:
            entries = tuple(entry.text for entry in fact.entries if _is_lost(view, entry.text))
            code = _reason(view, path, fact) if entries else ""
            if code:
                found.append(LostList(code, path, fact, entries))
    return tuple(found)


def covered_entries(view: ProjectView) -> frozenset[str]:
    """Return the modules and packages of which a rule on lists already tells why they are not imported."""
    entries = [entry for lost in lost_lists(view) for entry in lost.entries]
    searched = [search.package for search in empty_searches(view)]
    meant = [near for search in empty_searches(view) if (near := meant_package(view, search))]
    return frozenset([*entries, *searched, *meant])


def meant_package(view: ProjectView, search: Search) -> str | None:
    """Return the package with tasks that a search which names none was perhaps meant for."""
    if search.package_exists or not search.package:
        return None
    searched = {other.package for other in view.prediction.observed.searches}
    return one_close(search.package, view.unreached_above - searched, 0.75)


def hides_all(view: ProjectView) -> bool:
    """Return whether a rule already tells why none of the listed modules is imported."""
    hidden = any(call.hidden_error for call in view.prediction.observed.config_calls)
    if view.prediction.observed.chosen_among:
        return True  # another app may have been meant
    return hidden or any(not search.package for search in empty_searches(view))


def empty_searches(view: ProjectView) -> tuple[Search, ...]:
    """Return the searches of ``autodiscover_tasks`` that find nothing, though there are tasks to find."""
    if not view.knows_imports:
        return ()
    return tuple(
        search
        for search in view.prediction.observed.searches
        if not search.was_found and _is_listed(view, search) and _is_missed(view, search)
    )


def _is_listed(view: ProjectView, search: Search) -> bool:
    """Return whether a package stands in the call, or in a function given to it."""
    place, entry = view.entry_place(search.package)
    return search.is_listed or (entry is not None and place.path == search.place.path)


def _is_missed(view: ProjectView, search: Search) -> bool:
    if not search.package:
        return bool(view.prediction.unreached)
    return not search.package_exists or search.package in view.unreached_above


def joined_parts(view: ProjectView, module: str, entry: Entry | None) -> tuple[str, ...]:
    """Return the texts that a listed name is joined from; of a computed one, two modules of the project."""
    if entry is not None:
        return entry.parts
    known = {*view.prediction.modules, *(package.name for package in view.packages)}
    cuts = range(1, len(module))
    return next(((module[:cut], module[cut:]) for cut in cuts if {module[:cut], module[cut:]} <= known), ())


def is_computed(view: ProjectView, place: Place) -> bool:
    """Return whether a list of modules that holds more than constants stands at a place."""
    return any(
        not fact.is_closed and is_setting(view, place.path, fact)
        for fact in view.settings.get(place.path, ())
        if (fact.line, fact.column) == (place.line, place.column)
    )


def is_covered(covered: frozenset[str], module: str) -> bool:
    """Return whether a module or a package above it is among these."""
    parts = module.split(".")
    return any(".".join(parts[:count]) in covered for count in range(1, len(parts) + 1))


def old_names(view: ProjectView) -> Iterator[tuple[PurePosixPath, SettingFact, str]]:
    """Yield the settings written under their name of before Celery 4, with their present names."""
    for path, facts in view.settings.items():
        for fact in facts:
            new = _OLD.get(fact.key)
            names = view.prediction.observed.setting_names
            # Under namespace="CELERY" the same word is the present name: it comes before the plain one.
            if new is not None and names.index(new) < names.index(fact.key):
                yield path, fact, new


def is_set(view: ProjectView, name: str) -> bool:
    """Return whether the settings already have a list of modules under a name."""
    return any(
        fact.key == name and is_setting(view, path, fact)
        for path, facts in view.settings.items()
        for fact in facts
    )


def _is_lost(view: ProjectView, entry: str) -> bool:
    if entry in view.prediction.modules or entry in view.prediction.namespaces:
        return False
    return entry in view.unreached_above


def _reason(view: ProjectView, path: PurePosixPath, fact: SettingFact) -> str:
    observed = view.prediction.observed
    if fact.key == "autodiscover_tasks":
        return ""
    for call in observed.config_calls:
        if call.path == path and call.hidden_error:
            return "AMS111"
    if path in view.unread_configs:
        return "AMS110"
    if not _is_in_settings(view, path, fact):
        return ""
    if fact.key not in observed.setting_names:
        return "AMS108"
    if not fact.is_certain or fact.adds or not fact.is_closed:
        return ""
    if any(old is fact for _, old, _ in old_names(view)):
        return "AMS107"
    return "AMS106" if winner_of(view, fact) is not None else ""


def winner_of(view: ProjectView, lost: SettingFact) -> Place | None:
    """Return where a list stands that the worker does act on."""
    for path, facts in view.settings.items():
        for fact in facts:
            is_other = fact is not lost and is_setting(view, path, fact)
            if is_other and any(entry.text in view.prediction.modules for entry in fact.entries):
                return place_of(path, fact)
    return None
