"""What an abstract worker start gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from automappa_scaffold.registry.names_in_settings import SettingName
from automappa_scaffold.registry.observed import Observed
from automappa_scaffold.registry.start_watch import SeparateStart
from automappa_scaffold.registry.symbols import Symbols
from automappa_scaffold.registry.values import Registry, UnreachedModule

__all__ = ["Prediction"]


@dataclass(frozen=True, slots=True)
class Prediction:
    """The predicted registry, and what the rules want to know besides.

    Attributes:
        modules: the project modules that the worker imports, name to file.
        config: the file of the settings module, where there is one.
        namespace: the prefix of the settings' names; empty where there is none.
        app_path: the file that makes the app, where the start got that far.
        bad_entries: module names of ``imports`` or ``include`` that cannot be found.
        unreached: modules with tasks that the worker does not import.
        bound: for each package, the names that its ``__init__`` binds.
        observed: what the start showed besides.
        namespaces: the packages of the project without an ``__init__.py``, name to folder.
        setting_names: the names of tasks in the app's settings.
        symbols: what the names of the modules stand for; None where there is no app.
        started: what the listed modules did, where no two of them can depend on each other otherwise than by
            their imports; else None.
    """

    registry: Registry
    modules: Mapping[str, PurePosixPath] = field(default_factory=dict)
    config: PurePosixPath | None = None
    namespace: str = ""
    app_path: PurePosixPath | None = None
    bad_entries: tuple[str, ...] = ()
    unreached: tuple[UnreachedModule, ...] = ()
    bound: Mapping[str, frozenset[str]] = field(default_factory=dict)
    observed: Observed = field(default_factory=Observed)
    namespaces: Mapping[str, PurePosixPath] = field(default_factory=dict)
    setting_names: tuple[SettingName, ...] = ()
    symbols: Symbols | None = field(default=None, compare=False, repr=False)
    started: SeparateStart | None = field(default=None, compare=False, repr=False)
