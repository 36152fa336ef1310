"""AMS116 worker-cwd."""

from collections.abc import Iterator

from automappa_scaffold.registry.launches import Launch
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each launch command that starts nothing, or a worker that has other names for the tasks."""
    for launch in view.launches:
        if launch.is_old:
            message = (
                f"Celery 5 takes -A before the subcommand alone: this ends with an error, and no "
                f"{launch.program} starts. Write `celery -A {launch.app} {launch.program}`."
            )
            yield RULE.finding(message, launch.place)
            continue
        problem = _problem(view, launch)
        if problem:
            if launch.bare_error is not None and launch.registry.error is None:
                error = launch.bare_error.message
                problem = f"does not start ({error}), or, with the project installed, it {problem}"
            program = "the worker" if launch.program == "worker" else f"`celery {launch.program}`"
            message = f"{_started(launch)} with -A {launch.app}, {program} {problem}. {_advice(view, launch)}"
            yield RULE.finding(message, launch.place)


def _started(launch: Launch) -> str:
    if launch.folder is None:
        return "Wherever it is started"
    return f"Started in {launch.folder}/" if launch.folder.parts else "Started in the project's root"


def _problem(view: ProjectView, launch: Launch) -> str:
    registry, wanted = launch.registry, view.prediction.registry
    if registry.error is not None:
        return f"does not start: {registry.error.message}"
    odd, lost = sorted(registry.names - wanted.names), sorted(wanted.names - registry.names)
    if lost:
        registers = f"registers {odd[0]}" if odd else "registers other tasks"
        same = [name for name in lost if odd and name.endswith(f".{odd[0]}")] or lost
        return f"{registers}, while callers send {same[0]}, which it refuses"
    twins = _twins(view, launch)
    if odd and twins:
        wrong, right = twins
        return (
            f"imports {launch.modules[wrong]} twice, as {wrong} and as {right}, each with an app of its own, "
            f"and registers {odd[0]} besides"
        )
    return ""


def _twins(view: ProjectView, launch: Launch) -> tuple[str, str] | None:
    """Return the two names of the app's file."""
    path = view.prediction.app_path
    names = [name for name, file in launch.modules.items() if file == path]
    known = [name for name in names if name in view.prediction.modules]
    other = [name for name in names if name not in view.prediction.modules]
    return (other[0], known[0]) if known and other else None


def _advice(view: ProjectView, launch: Launch) -> str:
    module, error = launch.app.partition(":")[0], launch.registry.error
    is_of_others = module.partition(".")[0] != view.prediction.registry.app.partition(".")[0]
    if is_of_others and module in launch.modules and error is not None and error.stage == "app":
        return "Name the module that makes its app."  # perhaps another one than ours
    return f"Start it in the project's root with -A {view.prediction.registry.app}."


RULE = Rule(
    code="AMS116",
    name="worker-cwd",
    summary="A launch command starts no worker, or one in a folder from which its modules get other names.",
    rationale=(
        "A task is named after the module as the worker imports it. Started inside the package, with `-A "
        "tasks`, the worker does not find the package at all, or knows its tasks by names that no caller "
        "sends. `celery worker -A app`, the order of Celery 4, is refused since Celery 5. Commands are read "
        "in Procfile, Makefile, justfile, shell scripts, batch files and PowerShell, Dockerfile, compose "
        "files, manifests of Kubernetes and Helm charts, units of systemd, supervisor, circus, workflows of "
        "GitHub, GitLab and CircleCI, Taskfile, render.yaml, fly.toml, railway, Nomad, Terraform, tox, mise, "
        "package.json, scripts in pyproject.toml, settings of VS Code and dev containers, and in calls of "
        "`subprocess` and the like in Python, health checks and here-documents among them, with variables of "
        "a `.env` beside a Procfile or a compose file, of a unit's `EnvironmentFile`, of what scripts source "
        "and what make includes, and the defaults that `${NAME:-default}` gives. `celery beat`, `flower`, "
        "`inspect` and others look for the app as a worker does. An absolute folder is taken for a copy of "
        "the project's folder of that name, if the command finds the "
        "app in no other."
    ),
    fix="By hand: start the worker in the project's root, with the full name of the app.",
    source="Celery user guide, Tasks: Names, and Next Steps: about the --app argument",
    check=check,
    bad={"Procfile": "web: gunicorn automappa.web:server\nworker: cd automappa && celery -A tasks worker\n"},
    good={"Procfile": "web: gunicorn automappa.web:server\nworker: celery -A automappa.tasks worker\n"},
)
