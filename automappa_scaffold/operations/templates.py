"""The templates of a project."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from automappa_scaffold.errors import ConfigError, TemplateError
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.templating.render import render_template
from automappa_scaffold.templating.sources import TemplateSource

__all__ = ["choose_template", "render_whole"]


def choose_template(workspace: Workspace, kind: str, given: str, *, is_trusted: bool) -> TemplateSource:
    """Return the template that the user names, else the project's own, else the built-in one.

    Raises:
        ConfigError: the setting ``templates`` names no folder.
    """
    own = workspace.project.settings.templates
    if given or not own:
        return TemplateSource(kind, given, is_trusted=is_trusted)
    folder = workspace.project.root / own
    if not folder.is_dir():
        raise ConfigError(
            f"The setting templates names {own}, which is not a folder of {workspace.project.root}.",
            hint="Make it, or name another: a path from the project's folder.",
        )
    has_own = (folder / kind).is_dir()
    return TemplateSource(kind, "", folder / kind if has_own else None, is_trusted)


def render_whole(
    source: TemplateSource, answers: Mapping[str, object], required: str
) -> dict[PurePosixPath, str]:
    """Return what a template makes, with what a project's own leaves out made by the built-in one.

    Args:
        required: a file that a template which the user names has to make.
    Raises:
        TemplateError: the template cannot be rendered, or does not make the required file.
    """
    rendered = dict(render_template(source, answers))
    if source.given and PurePosixPath(required) not in rendered:
        made = ", ".join(map(str, rendered))
        raise TemplateError(f"The template {source} makes no {required}.", hint=f"It makes: {made}.")
    if source.is_built_in:
        return rendered
    return {**render_template(replace(source, given="", folder=None), answers), **rendered}
