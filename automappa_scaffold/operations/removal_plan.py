"""From a task to the changes that undo all that ``add-task`` made; nothing is written here.

The order is the opposite of ``add-task``'s: first what names the task, last the task, so that the app starts
at every moment in between.
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.changeset import ChangeSet, read_project_file
from automappa_scaffold.editing.edit import Edit
from automappa_scaffold.editing.export_name import ExportName
from automappa_scaffold.editing.reexport import AddReexport
from automappa_scaffold.editing.remove_function import RemoveFunction, holds_code
from automappa_scaffold.editing.remove_reexport import RemoveReexport
from automappa_scaffold.editing.unexport_name import UnexportName
from automappa_scaffold.errors import EditError, ProjectError
from automappa_scaffold.operations.imports_place import removal_edits
from automappa_scaffold.operations.line_length import project_line_length
from automappa_scaffold.operations.package_rest import acts_on_import
from automappa_scaffold.operations.removal_target import RemovalTarget, find_removal_target
from automappa_scaffold.operations.task_rendering import render_fresh
from automappa_scaffold.operations.task_uses import TaskUse, find_uses
from automappa_scaffold.operations.workspace import Workspace

__all__ = ["RemovalPlan", "RemoveTaskOutcome"]

_SHOWN_USES = 12


@dataclass(frozen=True, slots=True)
class RemoveTaskOutcome:
    """What was written, or would be.

    Attributes:
        task: the name under which the worker registered the task.
        notes: what the user should know besides.
    """

    changeset: ChangeSet
    task: str
    notes: tuple[str, ...] = ()


class RemovalPlan:
    """The steps from a task's name to an outcome; nothing is written."""

    def __init__(self, workspace: Workspace, wanted: str, *, is_forced: bool) -> None:
        self.workspace = workspace
        self.is_forced = is_forced
        self.root = workspace.project.root
        self.before = workspace.predict(with_unreached=True)
        self.target = find_removal_target(workspace, self.before, wanted)
        self.line_length = project_line_length(self.root, self.target.where.path)
        self.fresh = render_fresh(workspace, self.target, self.line_length)
        self.changes = ChangeSet()
        self.notes: list[str] = []

    def outcome(self) -> RemoveTaskOutcome:
        """Return what has to be written so that nothing is left of the task."""
        self._remove_test()
        module_goes = self._remove_definition()
        package_goes = self._remove_from_package(module_goes=module_goes)
        self._remove_entries(module_goes=module_goes, package_goes=package_goes)
        self.changes = self.changes.reversed()
        uses = find_uses(self.workspace, self.target, self.before, self.changes.after)
        if uses and not self.is_forced:
            raise _still_used(self.target, uses)
        self._judge()
        notes = (*self.notes, *(f"It is still used: {use}." for use in uses))
        return RemoveTaskOutcome(self.changes, self.target.task, notes)

    def _remove_test(self) -> None:
        """Take away the test that came with the task, unless somebody changed it."""
        fresh = self.fresh
        if fresh is not None and read_project_file(self.root, fresh.test_path) == fresh.test:
            self._set(fresh.test_path, None)

    def _remove_definition(self) -> bool:
        """Take the function out of its module; return whether the module goes with it."""
        where = self.target.where
        before = read_project_file(self.root, where.path) or b""
        after = self._without_function(before)
        goes = where.module != "__init__" and self._is_empty_frame(after)
        self._set(where.path, None if goes else after)
        return goes

    def _without_function(self, data: bytes) -> bytes:
        where, name = self.target.where, self.target.function
        is_own_list = where.module != "__init__"
        export = ExportName(where.path, name, is_own_list, self.line_length)
        root = where.package.partition(".")[0]
        data = UnexportName(export).apply(data)
        return RemoveFunction(where.path, name, root, self.line_length).apply(data)

    def _is_empty_frame(self, rest: bytes) -> bool:
        """Return whether what is left of the module is what a fresh one has besides its task."""
        where = self.target.where
        if self.fresh is not None:
            with suppress(EditError):  # a template may make what cannot be taken apart
                if rest == self._without_function(self.fresh.module):
                    return True
        return (
            where.module == self.target.function and bool(rest.strip()) and not holds_code(where.path, rest)
        )

    def _remove_from_package(self, *, module_goes: bool) -> bool:
        """Take import and export out of the package; return whether the package goes."""
        init = self.target.where.init
        current = self._current(init)
        if current is None:
            return module_goes and self._is_alone()
        after = self._without_import(current, module_goes=module_goes)
        goes = module_goes and not self._has_other_tasks() and self._is_empty_package(after)
        self._set(init, None if goes else after)
        return goes

    def _is_empty_package(self, rest: bytes) -> bool:
        """Return whether what is left of the package's own file is what a fresh one has besides its task."""
        with suppress(EditError):
            return self.fresh is not None and rest == self._without_import(self.fresh.init, module_goes=True)
        return False

    def _without_import(self, data: bytes, *, module_goes: bool) -> bytes:
        where, name = self.target.where, self.target.function
        if where.module == "__init__":
            return data
        data = UnexportName(ExportName(where.init, name, line_length=self.line_length)).apply(data)
        reexport = AddReexport(where.init, where.module, name, where.package, self.line_length)
        return RemoveReexport(reexport, with_module=module_goes).apply(data)

    def _is_alone(self) -> bool:
        """Return whether the package holds nothing besides its ``__init__.py`` and the task's module."""
        where = self.target.where
        names = {where.init.name, where.path.name, "__pycache__"}
        return all(entry.name in names for entry in (self.root / where.folder).iterdir())

    def _has_other_tasks(self) -> bool:
        """Return whether the worker registers tasks of another module of the package."""
        where = self.target.where
        paths = {task.path for task in self.before.registry.tasks}
        return any(path is not None and path.parent == where.folder for path in paths - {where.path})

    def _remove_entries(self, *, module_goes: bool, package_goes: bool) -> None:
        """Take out the entries by which the worker imports what has no task any more."""
        where = self.target.where
        if module_goes:
            self._remove_entry(self.target.module)
        # What is left in the package may be there to be imported.
        if package_goes or not acts_on_import(
            self.root, where.folder, self._current, self.workspace.start.app
        ):
            self._remove_entry(where.package)

    def _remove_entry(self, module: str) -> None:
        for edit in removal_edits(self.workspace, self.target.where, module, self.line_length):
            try:
                self._edit(edit)
            except EditError as error:
                raise EditError(error.message, hint=f'Remove "{module}" by hand first.') from error

    def _judge(self) -> None:
        """Refuse what would change more than the task."""
        after = self.workspace.predict(self.changes.after)
        error = after.registry.error
        lost = sorted(self.before.registry.names - after.registry.names - {self.target.task})
        still = self.target.task in after.registry.names
        problem = ""
        if error is not None:
            where = f" ({error.path}:{error.line})" if error.path else ""
            when = "does not start" if self.before.registry.error else "would no longer start"
            problem = f"The worker {when}: {error.message}{where}."
        elif lost or still:
            what = f"lose {', '.join(lost)}" if lost else f"still register {self.target.task}"
            problem = f"The worker would {what}."
        if problem and (not self.is_forced or still):
            raise ProjectError(problem, hint="Nothing was written. Mend that first, or use --force.")
        if problem:
            self.notes.append(problem)

    def _current(self, path: PurePosixPath) -> bytes | None:
        planned = self.changes.after
        return planned[path] if path in planned else read_project_file(self.root, path)

    def _set(self, path: PurePosixPath, data: bytes | None) -> None:
        self.changes = self.changes.with_content(path, data, self.root)

    def _edit(self, edit: Edit) -> None:
        self.changes = self.changes.with_edit(edit, self.root)


def _still_used(target: RemovalTarget, uses: tuple[TaskUse, ...]) -> ProjectError:
    listed = [f"  {use}" for use in uses[:_SHOWN_USES]]
    if len(uses) > _SHOWN_USES:
        listed.append(f"  and {len(uses) - _SHOWN_USES} more")
    return ProjectError(
        "\n".join([f"{target.task} is still used:", *listed]),
        hint="Nothing was written. Change these first, or remove it all the same with --force.",
    )
