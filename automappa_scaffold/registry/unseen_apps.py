"""Apps that code outside the project makes: where the project calls it for one."""

import ast
from collections.abc import Iterator

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.values import Unknown
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.source.places import Place

__all__ = ["call_that_makes", "tell_unseen_tasks"]

# These declare tasks where they are imported, unless their source shows otherwise.
_DECLARING = ("django_elasticsearch_dsl", "imagekit")


def call_that_makes(m: Interpreter, app: Unknown) -> Place | None:
    """Return the call whose result the project binds to a module's name, where that is the app."""
    for module in m.modules.values():
        names = [name for name, value in module.ns.items() if value is app]
        if names and module.path:
            for place in _calls(m.tree.read_source(module.path), names):
                return Place(m.tree.relative(module.path), *place)
    return None


def _calls(source: bytes, names: list[str]) -> Iterator[tuple[int, int]]:
    try:
        nodes = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in reversed(nodes):
        targets = node.targets if isinstance(node, ast.Assign) else ()
        is_bound = any(isinstance(target, ast.Name) and target.id in names for target in targets)
        if is_bound and isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            line = source.splitlines()[node.value.lineno - 1]
            column = len(line[: node.value.col_offset].decode("utf-8", "replace"))
            yield node.value.lineno, column + 1


def tell_unseen_tasks(m: Interpreter, world: World, place: Place) -> None:
    """Tell of packages that the project imports, which are not seen and known to declare tasks."""
    for name in _DECLARING if m.installed is None else ():
        if any(module == name or module.startswith(f"{name}.") for module in m.external_modules):
            world.undecide(place, f"which tasks {name} declares: it is not part of the project")
