"""``autodiscover_tasks``: looking for a module of one name in many packages.

Source: ``celery.loaders.base.find_related_module`` of Celery 5.3 to 5.7.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Native, Partial
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Ext, Maybe, Unknown, Value
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.foreign_modules import is_seen, run_foreign_module
from automappa_scaffold.source.places import Place

__all__ = ["find_related_modules"]


def find_related_modules(
    m: Interpreter, world: World, packages: Value, related_name: Value, place: Place
) -> None:
    """Import ``<package>.<related_name>`` of each package, where it exists."""
    packages = m.decide(packages)
    related = m.decide(related_name)
    if packages is None or m.truth(packages) is False:
        return
    if isinstance(packages, (Function, Native, Partial)) or (
        isinstance(packages, Instance) and not isinstance(packages, Class)
    ):
        packages = m.call(packages, (), {}, place)
    if not (isinstance(related, str) or related is None):
        world.undecide(place, "which modules are looked for is computed")
        return
    items, unknown = m.iterate(packages, place)
    for item in items:
        _find_in(m, world, item, related or "", place)
    if unknown is not None:
        world.undecide(unknown.place or place, f"which packages are searched for tasks: {unknown.reason}")


def _find_in(m: Interpreter, world: World, item: Value, related: str, place: Place) -> None:
    bare = m.decide(item.value if isinstance(item, Maybe) else item)
    if not isinstance(bare, str):
        blame = bare.place if isinstance(bare, Unknown) and bare.place else place
        world.undecide(blame, "which packages are searched for tasks is computed")
        return
    outer = m.scopes
    if isinstance(item, Maybe):
        m.scopes = (*outer, item.scope)
    try:
        find_related_module(m, world, bare, related, place)
    finally:
        m.scopes = outer


def find_related_module(m: Interpreter, world: World, package: str, related: str, place: Place) -> None:
    """Import one package and its module of the related name."""
    label = f"autodiscover_tasks {package!r}"
    try:
        found = m.import_module(package, (None, place, label))
        if not related:
            return
    except PyRaise as raised:
        if raised.type_name != "ModuleNotFoundError":
            raise
        package = package.rpartition(".")[0]
        if not package:
            raise
        found = None
    if isinstance(found, Ext):
        _foreign_package(m, world, package, related, place)
        return
    name = f"{package}.{related}"
    try:
        module = m.import_module(name, (None, place, label))
    except PyRaise as raised:
        if raised.missing != name:
            raise
        return
    if not isinstance(module, Module):
        _foreign_package(m, world, package, related, place)


def _foreign_package(m: Interpreter, world: World, package: str, related: str, place: Place) -> None:
    name = f"{package}.{related}"
    if is_seen(m, package):
        if m.outside.source(name) is not None:
            run_foreign_module(m, world, name, f"autodiscover_tasks {package!r}", place)
        return
    if world.fixup is not None and world.fixup.is_installed(package):
        m.assumptions[f"the installed app {package} is not seen: taken to have no module {related}"] = None
        return
    world.undecide(place, f"{package} is not part of the project: its tasks cannot be seen")
