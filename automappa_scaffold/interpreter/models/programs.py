"""Programs that are run at import: what one of the project's own does is not followed, but it must be there.

Of other programs nothing is told: a worker's machine has them, or the project is ready for their absence.
"""

import errno
import posixpath

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.files import no_such_file
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run
from automappa_scaffold.interpreter.models.os_paths import path_text
from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.values import Ext, ListValue, Value
from automappa_scaffold.source.places import Place

__all__ = ["PROGRAMS"]

PROGRAMS = Models()


def _own_program(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> str | None:
    """Return the program where it is named by a path, and no shell stands between."""
    command = m.decide(args[0] if args else kwargs.get("args"))
    if m.truth(kwargs.get("shell", False)) is not False or "executable" in kwargs:
        return None
    if isinstance(command, (ListValue, tuple)):
        items = command.items if isinstance(command, ListValue) else command
        command = items[0] if items else None
    text = path_text(m, command, place)
    return text if isinstance(text, str) and "/" in text else None


def _run_by(name: str) -> Run:
    foreign = Ext(f"subprocess.{name}")

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        program = _own_program(m, args, kwargs, place)
        folder = path_text(m, kwargs.get("cwd"), place)
        if program is not None and (folder is None or isinstance(folder, str)):
            _require(m, program, posixpath.join(m.working_directory, folder or ""), place)
        return m.call_foreign(foreign, args, kwargs, place)

    return run


def _require(m: Imports, program: str, folder: str, place: Place) -> None:
    """Let the import fail for a program of the project that is not here, or may not be run."""
    full = posixpath.normpath(posixpath.join(folder, program))
    shown = m.tree.relative(full)
    if shown.as_posix() == full or full in m.written_files:  # of the machine, or made at import
        return
    if not m.tree.is_file(full):
        m.assumptions[f"{shown} is not there when the worker starts, as here"] = None
        raise no_such_file(m, program, place)
    if not m.tree.is_program(full):
        m.assumptions[f"{shown} may not be run when the worker starts, as here"] = None
        raised = m.raise_("PermissionError", f"[Errno 13] Permission denied: {program!r}", place)
        raised.value.ns.update(errno=errno.EACCES, strerror="Permission denied", filename=program)
        raised.is_told = True
        raise raised
    m.assumptions[f"{shown}, which is run at {place}, is taken to succeed"] = None


for _name in ("Popen", "call", "check_call", "check_output", "run"):
    PROGRAMS[f"subprocess.{_name}"] = Native(_name, _run_by(_name))
