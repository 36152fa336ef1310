"""Everything that is raised on purpose."""


class ScaffoldError(Exception):
    """A user's problem, told in one message.

    Args:
        message: what is wrong, and where.
        hint: what to do next; empty when the message says it all.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(ScaffoldError):
    """A setting, an option or a settings file is wrong."""


class ProjectError(ScaffoldError):
    """The project, its app, a page or a task cannot be found, or a name cannot be used."""


class TemplateError(ScaffoldError):
    """A template is missing, cannot be rendered or rendered something unusable."""


class EditError(ScaffoldError):
    """A file cannot be edited safely; nothing was written."""


class WorkerError(ScaffoldError):
    """A worker could not be started or asked."""
