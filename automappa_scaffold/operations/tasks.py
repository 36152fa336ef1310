"""``tasks``: the predicted registry."""

from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.registry.values import Registry

__all__ = ["list_tasks"]


def list_tasks(workspace: Workspace) -> Registry:
    """Return what the worker would register, and the definitions that it would not."""
    registry = workspace.predict(with_unreached=True).registry
    workspace.keep()
    return registry
