"""A start that ends early over variables that are not set here, though the worker has them, as files say.

``SECRET = os.getenv("SECRET")`` is None here, and what is done with it then raises an error, or the project
raises one itself. Such a start is followed once more, with these variables set to texts that are not known.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.os_environ import promised
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.registry.start_input import WorkerStart

__all__ = ["RAISED_PERHAPS", "follow_promises"]

RAISED_PERHAPS = "is raised here, unless code outside prevents it"
_UNSET = re.compile(r"the environment variable (\w+) is not set")
_MOST_RUNS = 3


def follow_promises(
    start: WorkerStart, follow: Callable[[WorkerStart], tuple[Prediction, Interpreter]]
) -> Prediction:
    """Return the prediction of a start, with the promised variables set that it cannot do without.

    Args:
        follow: follows a start once.
    """
    found, machine = follow(start)
    first = found
    for _ in range(_MOST_RUNS):
        if not _ends_early(found):
            return found
        names = {match[1] for note in machine.assumptions if (match := _UNSET.fullmatch(note))}
        error = found.registry.error
        # Where a module makes the app only with a variable, a worker of that app has it.
        is_lacking = error is not None and error.stage == "app" and error.path is None
        is_made_with_them = start.is_app_found and is_lacking
        names = {name for name in names if is_made_with_them or promised(machine, name)[0]}
        if names <= start.set_elsewhere:
            break
        start = replace(start, set_elsewhere=start.set_elsewhere | names)
        found, machine = follow(start)
    return first if _ends_early(found) else found


def _ends_early(prediction: Prediction) -> bool:
    registry = prediction.registry
    return registry.error is not None or any(RAISED_PERHAPS in one.reason for one in registry.unknown)
