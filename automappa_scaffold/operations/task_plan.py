"""From a request for a task to the changes that make it exist and register; nothing is written here."""

import ast
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.append_function import AppendFunction, app_expression
from automappa_scaffold.editing.changeset import ChangeSet, read_project_file
from automappa_scaffold.editing.edit import Edit
from automappa_scaffold.editing.export_name import ExportName
from automappa_scaffold.editing.reexport import AddReexport
from automappa_scaffold.editing.source_text import open_source, parse_source
from automappa_scaffold.errors import EditError, ProjectError
from automappa_scaffold.operations.imports_place import imports_edits
from automappa_scaffold.operations.line_length import project_line_length
from automappa_scaffold.operations.task_answers import AppSpelling
from automappa_scaffold.operations.task_rendering import render_task
from automappa_scaffold.operations.task_request import AddTaskRequest, parse_annotation, parse_parameters
from automappa_scaffold.operations.task_target import TaskTarget, app_names, lines_by_hand, resolve_target
from automappa_scaffold.operations.tests_place import test_path
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.registry.values import Task
from automappa_scaffold.source.bindings import bindings_of, is_type_checking, iter_bindings

__all__ = ["AddTaskOutcome", "TaskPlan"]


@dataclass(frozen=True, slots=True)
class AddTaskOutcome:
    """What was written, or would be.

    Attributes:
        task: the name under which the worker registers the task.
        up_to_date: whether everything was in place and no byte changes.
        notes: what the user should know besides.
    """

    changeset: ChangeSet
    task: str
    up_to_date: bool
    notes: tuple[str, ...] = ()


class TaskPlan:
    """The steps from a request to an outcome; nothing is written."""

    def __init__(self, workspace: Workspace, request: AddTaskRequest) -> None:
        self.workspace = workspace
        self.request = request
        self.root = workspace.project.root
        self.target = resolve_target(workspace, request)
        self.before = workspace.predict()
        self.line_length = project_line_length(self.root, self.target.path, workspace.project.disk)
        self.changes = ChangeSet()
        self.notes: list[str] = []

    def outcome(self) -> AddTaskOutcome:
        """Return what has to be written so that the worker registers the task."""
        target = self.target
        if target.definition is None:
            self._refuse_taken_name()
            self._add_definition()
        else:
            self._refuse_other_definition()
        self._complete_package()
        after, task = self._reach()
        _refuse_losses(self.before, after)
        if self.request.with_test:
            self._add_test(task.name)
        return AddTaskOutcome(self.changes, task.name, self.changes.is_empty, tuple(self.notes))

    def _refuse_taken_name(self) -> None:
        expected = self.request.name or f"{self.target.package}.{self.target.module}.{self.request.task}"
        for task in self.before.registry.tasks:
            if task.name == expected:
                raise ProjectError(
                    f"The worker registers {expected} already, from {task.path}:{task.line}.",
                    hint="Choose another name.",
                )

    def _refuse_other_definition(self) -> None:
        target, request, definition = self.target, self.request, self.target.definition
        assert definition is not None
        where = f"{target.path}:{definition.line}"
        is_registered = any(_is_defined_at(task, target) for task in self.before.registry.tasks)
        if not definition.is_decorated and not is_registered:
            raise ProjectError(
                f"{where}: {request.task} exists and is no Celery task.",
                hint="Write the app's task decorator above it, or choose another name.",
            )
        parameters = parse_parameters(request.params, bind=request.bind)
        wanted = ast.unparse(ast.parse(f"def f({', '.join(p.text for p in parameters)}): pass"))
        present = ast.unparse(ast.parse(f"def f({definition.parameters}): pass"))
        if request.params and wanted != present:
            raise ProjectError(
                f"{where}: {request.task} exists with other parameters: ({definition.parameters}).",
                hint="Change it by hand, or choose another name.",
            )
        returns = request.returns and ast.unparse(parse_annotation(request.returns, "return annotation"))
        if returns and returns != definition.returns:
            raise ProjectError(
                f"{where}: {request.task} exists and returns {definition.returns or 'nothing declared'}.",
                hint="Change it by hand, or choose another name.",
            )

    def _add_definition(self) -> None:
        target = self.target
        current = read_project_file(self.root, target.path)
        rendered = self._render(current)
        module = rendered[PurePosixPath(f"{target.module}.py")]
        _check_rendered(target.path, module, self.request.task)
        if current is None:
            self._set(target.path, module.encode())
        else:
            root = target.package.partition(".")[0]
            self._edit(AppendFunction(target.path, self.request.task, module, root, self.line_length))
            self._edit(ExportName(target.path, self.request.task, True, self.line_length))
        init = rendered.get(PurePosixPath("__init__.py"))
        if init is not None and read_project_file(self.root, target.init) is None:
            parse_source(target.init, init)
            self._set(target.init, init.encode())

    def _render(self, current: bytes | None) -> dict[PurePosixPath, str]:
        target = self.target
        app_module, attribute = app_names(self.workspace)
        app = AppSpelling(app_module, attribute, attribute)
        known: frozenset[str] = frozenset()
        if current is not None:
            by_hand = lines_by_hand(target.folder, target.module, self.request.task)
            source = open_source(target.path, current, by_hand)
            body = [stmt for stmt in source.tree.body if not is_type_checking(stmt)]
            known = frozenset(name for stmt in body for name in iter_bindings(stmt))
            known -= _misleading_names(body)
            spelled = app_expression(source, app_module, attribute, target.package)
            if spelled:
                app = AppSpelling(app_module, attribute, spelled, is_imported=True)
        return render_task(
            self.workspace, self.request, target, app=app, known=known, line_length=self.line_length
        )

    def _complete_package(self) -> None:
        target = self.target
        if target.module == "__init__":
            self._edit(ExportName(target.init, self.request.task, line_length=self.line_length))
            return
        if target.init not in self.changes.after and read_project_file(self.root, target.init) is None:
            text = f'"""Tasks of the {self.request.page} page; a worker registers what is imported here."""\n'
            self._set(target.init, text.encode())
        self._edit(
            AddReexport(
                target.init, target.module, self.request.task, target.package, line_length=self.line_length
            )
        )
        self._edit(ExportName(target.init, self.request.task, line_length=self.line_length))

    def _reach(self) -> tuple[Prediction, Task]:
        """Return the prediction over the plan and the task in it; add an ``imports`` entry if needed."""
        after = self._predict()
        task = self._task_in(after)
        if task is not None:
            self._note_how(task)
            return after, task
        if self.before.registry.error is not None:
            raise _not_reached(self.before, after, self.target)
        return self._reach_by_entry(after)

    def _reach_by_entry(self, without: Prediction) -> tuple[Prediction, Task]:
        refused: EditError | None = None
        for edit in imports_edits(self.workspace, self.target, self.line_length):
            try:
                changes = self.changes.with_edit(edit, self.root)
            except EditError as error:
                refused = refused or error
                continue
            after = self.workspace.predict(changes.after)
            task = self._task_in(after)
            if task is not None and self.before.registry.names <= after.registry.names:
                self.changes = changes
                return after, task
            without = after
        raise refused or _not_reached(self.before, without, self.target)

    def _note_how(self, task: Task) -> None:
        is_listed = len(task.via) < 3 and any(" imports[" in step for step in task.via)
        if self.target.definition is None and task.via and not is_listed:
            self.notes.append(f"No entry in imports is needed: the worker comes by {', '.join(task.via)}.")

    def _predict(self) -> Prediction:
        return self.before if self.changes.is_empty else self.workspace.predict(self.changes.after)

    def _task_in(self, prediction: Prediction) -> Task | None:
        if prediction.registry.error is not None:
            return None
        line = self._planned_line()
        for task in prediction.registry.tasks:
            if task.path == self.target.path and task.line == line:
                return task
        return None

    def _planned_line(self) -> int:
        path = self.target.path
        planned = self.changes.after
        data = planned[path] if path in planned else read_project_file(self.root, path)
        body = parse_source(path, data or b"").body
        return next(
            stmt.lineno
            for stmt in body
            if isinstance(stmt, (ast.FunctionDef, ast.AsyncFunctionDef)) and stmt.name == self.request.task
        )

    def _add_test(self, task_name: str) -> None:
        path = test_path(self.workspace, self.request.page, self.request.task)
        if read_project_file(self.root, path) is not None:
            return
        current = self.changes.after.get(self.target.path)
        rendered = self._render(current if self.target.definition is None else None)
        text = rendered.get(PurePosixPath(path.name))
        if text is None:
            raise ProjectError(f"The template makes no {path.name}.", hint="Let it, or leave out --test.")
        parse_source(path, text)
        self._set(path, text.encode())

    def _set(self, path: PurePosixPath, data: bytes) -> None:
        self.changes = self.changes.with_content(path, data, self.root)

    def _edit(self, edit: Edit) -> None:
        self.changes = self.changes.with_edit(edit, self.root)


def _misleading_names(body: list[ast.stmt]) -> set[str]:
    """Return ``Any`` where a module means something of its own by it."""
    nodes = [node for stmt in bindings_of(body, "Any") for node in ast.walk(stmt)]
    imported = [alias for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names]
    return set() if any("Any" in (alias.asname, alias.name) for alias in imported) else {"Any"}


def _check_rendered(path: PurePosixPath, module: str, task: str) -> None:
    body = parse_source(path, module).body
    if not any(isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef)) and s.name == task for s in body):
        raise ProjectError(f"The template makes no function {task}.", hint="Let it: `{{ signature }}`.")


def _is_defined_at(task: Task, target: TaskTarget) -> bool:
    return task.path == target.path and target.definition is not None and task.line == target.definition.line


def _not_reached(before: Prediction, after: Prediction, target: TaskTarget) -> ProjectError:
    error = before.registry.error or after.registry.error
    if error is not None:
        when = "does not start" if before.registry.error else "would no longer start"
        where = f" ({error.path}:{error.line})" if error.path else ""
        return ProjectError(
            f"The worker {when}: {error.message}{where}.",
            hint="Nothing was written. Mend that first; what add-task does by hand: import the task in "
            f'{target.init}, and add "{target.package}" to the modules that the worker imports.',
        )
    reasons = [f"{u.path}:{u.line}: {u.reason}" for u in after.registry.unknown[:1]]
    because = f" ({reasons[0]})" if reasons else ""
    return ProjectError(
        f"It cannot be made sure that the worker would register a task of {target.package}{because}.",
        hint=f'Nothing was written. Add "{target.package}" by hand to the modules that the worker imports.',
    )


def _refuse_losses(before: Prediction, after: Prediction) -> None:
    lost = sorted(before.registry.names - after.registry.names)
    if lost:
        raise ProjectError(
            f"The worker would lose {', '.join(lost)}; nothing was written.",
            hint="Choose another name or module.",
        )
