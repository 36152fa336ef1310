"""What the templates make of a task, be it new or to be recognised again."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.errors import ScaffoldError
from automappa_scaffold.operations.removal_target import RemovalTarget
from automappa_scaffold.operations.task_answers import AppSpelling, task_answers
from automappa_scaffold.operations.task_request import AddTaskRequest
from automappa_scaffold.operations.task_target import TaskTarget, app_names
from automappa_scaffold.operations.templates import choose_template, render_whole
from automappa_scaffold.operations.tests_place import test_path
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.templating.python_text import assignment_text, string_text

__all__ = ["FreshTask", "render_fresh", "render_task"]


def render_task(
    workspace: Workspace,
    request: AddTaskRequest,
    target: TaskTarget,
    *,
    app: AppSpelling,
    known: frozenset[str],
    line_length: int,
) -> dict[PurePosixPath, str]:
    """Return the files that the template makes of a request, by name.

    Args:
        known: the names that the module binds already.
    """
    answers = task_answers(request, app, module=target.module, known=known, line_length=line_length)
    name = request.name or f"{target.package}.{target.module}.{request.task}"
    assignment = assignment_text("TASK", string_text(name), line_length=line_length)
    extra = {"task_name": name, "task_assignment": assignment, "package": target.package}
    template = choose_template(workspace, "task", request.template, is_trusted=request.trust)
    return render_whole(template, {**answers, **extra}, f"{target.module}.py")


@dataclass(frozen=True, slots=True)
class FreshTask:
    """The files that a task of a page without tasks would get today; parameters and body are the plainest."""

    module: bytes
    init: bytes
    test_path: PurePosixPath
    test: bytes


def render_fresh(workspace: Workspace, target: RemovalTarget, line_length: int) -> FreshTask | None:
    """Return what ``add-task`` would make for a task that exists, or None where it would refuse."""
    where = target.where
    name = "" if target.task == f"{target.module}.{target.function}" else target.task
    request = AddTaskRequest(target.page, target.function, where.module, name=name, with_test=True)
    path = test_path(workspace, target.page, target.function)
    try:
        module, attribute = app_names(workspace)
        rendered = render_task(
            workspace,
            request,
            where,
            app=AppSpelling(module, attribute, attribute),
            known=frozenset(),
            line_length=line_length,
        )
        files = [rendered[PurePosixPath(n)].encode() for n in (where.path.name, "__init__.py", path.name)]
    except (ScaffoldError, KeyError):
        return None
    return FreshTask(files[0], files[1], path, files[2])
