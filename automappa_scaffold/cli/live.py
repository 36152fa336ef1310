"""``verify --live``: running workers, once, until they agree, or for as long as one looks."""

from automappa_scaffold.cli.options import TextOrJson
from automappa_scaffold.cli.output import Output, complain
from automappa_scaffold.cli.verification import exit_code_of, print_verification
from automappa_scaffold.errors import WorkerError
from automappa_scaffold.operations.live import FleetQuestion, LiveView, view_fleet
from automappa_scaffold.operations.workspace import Workspace

__all__ = ["verify_live"]


def verify_live(workspace: Workspace, question: FleetQuestion, wanted: TextOrJson, output: Output) -> int:
    """Ask running workers, write what differs, and return the exit code."""
    with view_fleet(workspace, question) as view:
        if question.watch:
            return _watch(view, wanted, output)
        verification = view.wait() if question.wait else view.ask()
    print_verification(verification, wanted, output)
    return exit_code_of(verification)


def _watch(view: LiveView, wanted: TextOrJson, output: Output) -> int:
    for number, found in enumerate(view.watch()):
        if number and wanted is TextOrJson.TEXT:
            output.result("---")
        if isinstance(found, WorkerError):
            complain(found, output.err)
        else:
            print_verification(found, wanted, output)
    return 0
