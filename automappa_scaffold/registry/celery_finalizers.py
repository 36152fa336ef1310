"""The set in which Celery keeps what makes shared tasks, and its own: a project may change it."""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["watched_finalizers"]

_KEPT = "celery._state._on_app_finalizers"
_CHANGING = """
    add clear difference_update discard intersection_update pop remove symmetric_difference_update update
"""


def watched_finalizers() -> dict[str, Value]:
    """Return models that doubt everything when a project changes or replaces the set."""

    def doubt(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> None:
        m.unsettle("what Celery calls when the app is finalized", place)

    changed = [f"{_KEPT}.{name}:check" for name in _CHANGING.split()]
    return {path: Native("_on_app_finalizers", doubt) for path in (*changed, f"{_KEPT}:set")}
