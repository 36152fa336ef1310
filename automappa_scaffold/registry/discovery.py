"""``autodiscover_tasks``: looking for a module of one name in many packages.

Source: ``celery.loaders.base.find_related_module`` of Celery 5.3 to 5.7.
"""

from dataclasses import replace

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Native, Partial
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    Ext,
    Maybe,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.django_plain_apps import declares_no_task
from automappa_scaffold.registry.foreign_modules import is_seen, run_foreign_module
from automappa_scaffold.registry.observed import Search
from automappa_scaffold.source.places import Place

__all__ = ["find_related_modules", "tell_unseen_apps"]


def find_related_modules(
    m: Interpreter,
    world: World,
    packages: Value,
    related_name: Value,
    place: Place,
    *,
    is_listed: bool = True,
) -> None:
    """Import ``<package>.<related_name>`` of each package, where it exists.

    Args:
        is_listed: the packages stand in the call, and not in the settings of another framework.
    """
    packages = m.decide(packages)
    related = m.decide(related_name)
    if packages is None or m.truth(packages) is False:
        world.searches.append(Search(place, related_name=str(related)))
        return
    if isinstance(packages, (Function, Native, Partial, Class, Instance)):
        packages = m.call(packages, (), {}, place)
        packages = () if m.truth(packages) is False else packages
        is_listed = False
    if is_constant(related) and related is not None:
        related = str(related) if related else ""  # into a dotted name it goes as a text
    if not (isinstance(related, str) or related is None):
        world.undecide(place, "which modules are looked for is computed")
        return
    if world.is_searching:
        return  # Celery searches once at a time: from inside a search, nothing is looked for
    items, unknown = m.iterate(packages, place)
    search = Search(place, related_name=related or "", is_listed=is_listed and not m.scopes)
    for item in items:
        world.is_searching = True
        try:
            _find_in(m, world, item, search)
        except PyRaise as raised:
            if isinstance(packages, str):
                world.refuse(raised, "AMS113")
                world.bad_entries.clear()  # a letter is no entry that anyone wrote
            raise
        finally:
            world.is_searching = False
    if unknown is not None:
        world.undecide(unknown.place or place, f"which packages are searched for tasks: {unknown.reason}")


def _find_in(m: Interpreter, world: World, item: Value, search: Search) -> None:
    place = search.place
    bare = m.decide(item.value if isinstance(item, Maybe) else item)
    if isinstance(bare, bytes):
        text = "startswith first arg must be bytes or a tuple of bytes, not str"
        raise m.raise_("TypeError", text, place)
    if not isinstance(bare, str):
        m.get_attribute(bare, "startswith", place)  # what the import looks for first, and fails at
        blame = bare.place if isinstance(bare, Unknown) and bare.place else place
        world.undecide(blame, "which packages are searched for tasks is computed")
        return
    outer = m.scopes
    if isinstance(item, Maybe):
        m.scopes = (*outer, item.scope)
    try:
        find_related_module(m, world, replace(search, package=bare))
    finally:
        m.scopes = outer


def find_related_module(m: Interpreter, world: World, search: Search) -> None:
    """Import one package and its module of the related name."""
    package, place = search.package, search.place
    label = f"autodiscover_tasks {package!r}"
    package_exists = True
    try:
        found = m.import_module(package, (None, place, label))
        if not search.related_name:
            return
    except PyRaise as raised:
        if raised.type_name != "ModuleNotFoundError":
            raise
        package_exists = False
        package = package.rpartition(".")[0]
        if not package:
            world.bad_entries.append(search.package)
            raise world.refuse(raised, "AMS102") from None
        found = None
    if isinstance(found, Ext):
        _foreign_package(m, world, package, search.related_name, place)
        return
    name = f"{package}.{search.related_name}"
    try:
        module = m.import_module(name, (None, place, label))
    except PyRaise as raised:
        if raised.missing != name:
            if raised.missing and not package_exists and f"{package}.".startswith(f"{raised.missing}."):
                world.bad_entries.append(search.package)
                world.refuse(raised, "AMS102")
            raise
        world.searches.append(replace(search, package_exists=package_exists))
        return
    world.searches.append(replace(search, package_exists=package_exists, was_found=True))
    if not isinstance(module, Module):
        _foreign_package(m, world, package, search.related_name, place)


def tell_unseen_apps(world: World) -> None:
    """Tell of installed apps that are not seen, and may declare tasks in what is looked for."""
    for place, packages in world.unseen_apps.items():
        named = ", ".join(sorted(packages))
        world.undecide(place, f"which tasks these installed apps declare, which are not seen: {named}")
    world.unseen_apps.clear()


def _foreign_package(m: Interpreter, world: World, package: str, related: str, place: Place) -> None:
    name = f"{package}.{related}"
    if is_seen(m, package):
        if m.outside.source(name) is not None:
            run_foreign_module(m, world, name, f"autodiscover_tasks {package!r}", place)
        return
    if package.partition(".")[0] == "django":
        return  # it has no tasks
    if world.fixup is not None and world.fixup.is_installed(package):
        if declares_no_task(package):
            m.assumptions[f"the installed app {package} is not seen: it is known to declare no task"] = None
        else:
            world.unseen_apps.setdefault(place, {})[package] = None
        return
    world.undecide(place, f"{package} is not part of the project: its tasks cannot be seen")
