"""The way in: the console script, and ``python -m automappa_scaffold``."""

import atexit
import gc
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["main"]


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # The process lives as long as its values do: looking for garbage, at its very end too, only costs.
    gc.disable()
    from automappa_scaffold.cli.memory import answer_from_memory

    code = answer_from_memory(sys.argv[1:], time.time_ns())
    if code is None:
        from automappa_scaffold.cli.app import main as run

        code = run()
    _end(code)


def _end(code: int) -> "NoReturn":
    """End the process. Giving back the memory of each value takes a tenth of the time of a large project."""
    is_watched = sys.gettrace() is not None or sys.getprofile() is not None
    threads = sys.modules.get("threading")
    if is_watched or (threads is not None and threads.active_count() > 1):
        sys.exit(code)
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        sys.exit(code)  # which tells of it as Python does
    os._exit(code)


def _leave_working_directory() -> None:
    """Take the working directory, which ``python -m`` puts there, off the import path.

    It may be an untrusted checkout with an ``ast.py`` of its own; ``check`` promises to run nothing of it.
    """
    package_folder = __file__.rpartition("automappa_scaffold")[0].rstrip("/\\")
    if sys.path and sys.path[0] != package_folder:
        del sys.path[0]


if __name__ == "__main__":
    if not getattr(sys.flags, "safe_path", False):
        _leave_working_directory()
    main()
