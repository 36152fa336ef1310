"""``add-page``: a new page package from the template."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.changeset import ChangeSet, read_project_file
from automappa_scaffold.editing.source_text import parse_source
from automappa_scaffold.editing.writing import write_changes
from automappa_scaffold.errors import ProjectError
from automappa_scaffold.operations.page_registration import with_registration
from automappa_scaffold.operations.task_request import require_name
from automappa_scaffold.operations.templates import choose_template
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.operations.writer import only_writer
from automappa_scaffold.templating.render import render_template
from automappa_scaffold.templating.sources import TemplateSource

__all__ = ["AddPageOutcome", "add_page"]


@dataclass(frozen=True, slots=True)
class AddPageOutcome:
    """What was written, or would be; ``folder`` is the page's package."""

    changeset: ChangeSet
    folder: PurePosixPath
    up_to_date: bool
    notes: tuple[str, ...] = ()


def add_page(
    workspace: Workspace, page: str, *, dry_run: bool = False, template: str = "", trust: bool = False
) -> AddPageOutcome:
    """Make a page's package, and name it where the app names its pages. With ``dry_run`` only plan it.

    Raises:
        ProjectError: the name cannot be used, or another page of that name exists.
        EditError: a file could not be written; the files are as before.
        TemplateError: the template cannot be rendered.
    """
    if dry_run:
        return _plan(workspace, page, choose_template(workspace, "page", template, is_trusted=trust))
    with only_writer(workspace) as current:
        outcome = _plan(current, page, choose_template(current, "page", template, is_trusted=trust))
        if not outcome.up_to_date:
            write_changes(outcome.changeset, workspace.project.root)
    return outcome


def _plan(workspace: Workspace, page: str, template: TemplateSource) -> AddPageOutcome:
    require_name(page, "page")
    pages = workspace.layout.pages
    if pages is None:
        raise ProjectError(
            "This project has no folder of pages.",
            hint='Make it, or name it: pages = "PATH" in [tool.automappa-scaffold] of pyproject.toml.',
        )
    folder = pages / page
    root = workspace.project.root
    changes = ChangeSet()
    rendered = render_template(template, _answers(page))
    for path, text in rendered.items():
        parse_source(folder / path, text)
        current = read_project_file(root, folder / path)
        if current is not None and current != text.encode():
            raise ProjectError(
                f"{folder / path} exists with another content.", hint="The page is there; add tasks to it."
            )
        changes = changes.with_content(folder / path, text.encode(), root)
    _refuse_module(workspace, folder)
    changes, notes = with_registration(workspace, page, changes)
    return AddPageOutcome(changes, folder, changes.is_empty, notes)


def _answers(page: str) -> dict[str, object]:
    words = [word for word in page.split("_") if word]
    title = " ".join(words) or page
    return {"page": page, "path": f"/{'-'.join(words)}", "title": title[0].upper() + title[1:]}


def _refuse_module(workspace: Workspace, folder: PurePosixPath) -> None:
    module = folder.with_suffix(".py")
    if workspace.tree.is_file(workspace.tree.absolute(module)):
        raise ProjectError(
            f"{module} is there, and a package of that name would hide it.",
            hint="Choose another name, or move that module first.",
        )
