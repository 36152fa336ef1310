"""The environment that the app's worker is started with."""

import os
import re
from collections.abc import Mapping, Sequence

from automappa_scaffold.project.finding import Project
from automappa_scaffold.worker.env_file import read_env_file

__all__ = ["live_environment", "probe_environment", "withheld_variables", "worker_environment"]

# Read by the celery command itself, beside everything that starts with CELERY
# (celery/bin/celery.py; click's auto_envvar_prefix).
_READ_BY_CELERY = frozenset(
    {"APP", "BROKER_URL", "RESULT_BACKEND", "LOADER", "CONFIG_MODULE", "NO_COLOR", "SKIP_CHECKS"}
)
# These would change the interpreter that is started, or make it wait for input at its end.
_FOR_OUR_PYTHON = frozenset({"PYTHONHOME", "PYTHONINSPECT", "PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__"})
_WITHHELD = re.compile(r"(CELERY|FORKED_BY_MULTIPROCESSING$|_MP_FORK_)")

# Where broker_read_url and broker_write_url are set, only these variables beat them.
# Tells RegistryGuard, where an app has one, that its differences are told by others.
START_UP_CHECK = "AUTOMAPPA_SCAFFOLD_START_UP_CHECK"
_BROKER = ("CELERY_BROKER_URL", "CELERY_BROKER_READ_URL", "CELERY_BROKER_WRITE_URL")
_OVERRIDES = {"CELERY_BROKER_READ_URL": "memory://", "CELERY_BROKER_WRITE_URL": "memory://"}


def worker_environment(project: Project, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that the app sees: the caller's without what Celery reads, and the env-file's.

    Raises:
        ConfigError: the env-file cannot be read.
    """
    found = {key: value for key, value in environ.items() if not _is_withheld(key)}
    if project.settings.env_file:
        found.update(read_env_file(project.root / project.settings.env_file))
    return found


def withheld_variables(project: Project, environ: Mapping[str, str]) -> frozenset[str]:
    """Return the names of the caller's variables that the app does not see."""
    return frozenset(environ) - frozenset(worker_environment(project, environ))


def probe_environment(environ: Mapping[str, str], sys_path: Sequence[str]) -> dict[str, str]:
    """Return the whole environment of the start-up check.

    Args:
        environ: what the app sees.
        sys_path: the folders of the start, first the working directory, which Celery adds by itself.
    """
    entries = environ.get("PYTHONPATH", "").split(os.pathsep)
    inherited = [os.path.abspath(part) for part in entries if part]  # not as the worker's folder has them
    python_path = os.pathsep.join(dict.fromkeys([*inherited, *sys_path[1:]]))
    # A worker run as root refuses to start where pickle is accepted; names are the question here.
    found = {"C_FORCE_ROOT": "1", **environ, **_OVERRIDES, START_UP_CHECK: "1"}
    # No file is left behind: not in the project, nor in an environment that lies in it.
    found["PYTHONDONTWRITEBYTECODE"] = "1"
    found.pop("PYTHONPATH", None)
    return {**found, "PYTHONPATH": python_path} if python_path else found


def live_environment(project: Project, environ: Mapping[str, str], sys_path: Sequence[str]) -> dict[str, str]:
    """Return the whole environment of a process that asks running workers.

    Which broker an app uses may be set by variables that Celery's settings read: these are its own.
    """
    broker = {key: environ[key] for key in _BROKER if key in environ}
    variables = {**broker, **worker_environment(project, environ)}
    found = probe_environment(variables, sys_path)
    for key in _OVERRIDES:
        if key in variables:
            found[key] = variables[key]
        else:
            del found[key]
    return found


def _is_withheld(name: str) -> bool:
    return name in _READ_BY_CELERY or name in _FOR_OUR_PYTHON or _WITHHELD.match(name) is not None
