"""The catalogue of rules: one file per rule, found by scan."""

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from automappa_scaffold.rules._rule import ProjectView, Rule, TasksPackage
from automappa_scaffold.rules.finding import Finding, Severity

__all__ = ["Finding", "ProjectView", "Rule", "Severity", "TasksPackage", "load_catalogue"]


@lru_cache(maxsize=1)
def load_catalogue() -> tuple[Rule, ...]:
    """Return every rule, sorted by code."""
    names = [module.name for module in iter_modules(__path__) if module.name.startswith("ams")]
    rules = [import_module(f"{__name__}.{name}").RULE for name in sorted(names)]
    return tuple(rules)
