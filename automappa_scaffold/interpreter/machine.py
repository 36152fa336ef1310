"""The whole interpreter."""

import sys
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.builtin_functions import BUILTIN_FUNCTIONS
from automappa_scaffold.interpreter.models.builtin_iteration import BUILTIN_ITERATION
from automappa_scaffold.interpreter.models.builtin_types import BUILTIN_TYPES
from automappa_scaffold.interpreter.models.class_kinds import CLASS_KINDS
from automappa_scaffold.interpreter.models.collection_functions import COLLECTIONS
from automappa_scaffold.interpreter.models.contextlib_managers import CONTEXTLIB
from automappa_scaffold.interpreter.models.env_files import ENV_FILES
from automappa_scaffold.interpreter.models.functools_functions import FUNCTOOLS
from automappa_scaffold.interpreter.models.module_loading import MODULE_LOADING
from automappa_scaffold.interpreter.models.os_environ import OS_ENVIRON
from automappa_scaffold.interpreter.models.os_paths import OS_PATHS
from automappa_scaffold.interpreter.models.pathlib_paths import PATHS
from automappa_scaffold.interpreter.values import Assumed

__all__ = ["Interpreter"]

_MODELS = {
    **BUILTIN_TYPES,
    **BUILTIN_FUNCTIONS,
    **BUILTIN_ITERATION,
    **FUNCTOOLS,
    **MODULE_LOADING,
    **OS_PATHS,
    **OS_ENVIRON,
    **ENV_FILES,
    **CONTEXTLIB,
    **CLASS_KINDS,
    **COLLECTIONS,
    **PATHS,
}


class Interpreter(Imports):
    """The whole interpreter: Python with the parts of its library that decide imports."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.models = {**_MODELS, **self.models}
        version = self.python_version or f"{sys.version_info[0]}.{sys.version_info[1]}"
        numbers = tuple(int(part) for part in version.split(".") if part.isdigit())
        self.models["sys.version_info"] = Assumed(
            (*numbers, 0, "final", 0), f"the worker runs Python {version}"
        )
        self.models["sys.path"] = self.sys_path
