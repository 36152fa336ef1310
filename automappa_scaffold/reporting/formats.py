"""The closed sets of output formats; apart from the renderers, so that offering them imports nothing else."""

from enum import Enum

__all__ = ["FindingsFormat", "TasksFormat"]


class FindingsFormat(str, Enum):
    """How ``check`` prints findings."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"


class TasksFormat(str, Enum):
    """How ``tasks`` prints a registry."""

    TABLE = "table"
    TREE = "tree"
    JSON = "json"
    NAMES = "names"
