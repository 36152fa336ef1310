"""Starting the real Celery worker."""

import os
import sys
from collections.abc import Mapping, Sequence

from celery.utils.nodenames import default_nodename, host_format

from automappa.settings import QUEUES, Settings


def choose_queues(settings: Settings) -> tuple[str, ...]:
    """Return what a worker takes if nothing is said: all where it is alone, else not the heavy tasks."""
    return QUEUES if settings.is_embedded else QUEUES[:1]


def build_worker_command(
    settings: Settings, node: str, queues: Sequence[str], extra: Sequence[str]
) -> list[str]:
    """Return the command line of a worker.

    Args:
        settings: for the prefix of the queues.
        node: unique among the workers of one broker; `%h` stands for the host's name.
        queues: names without prefix.
        extra: more options of `celery worker`.
    """
    names = ",".join(f"{settings.queue_prefix}{queue}" for queue in queues)
    command = [sys.executable, "-m", "celery", "-A", "automappa.tasks.queue", "worker", "-l", "INFO"]
    return [*command, "-n", node, "-Q", names, *extra]


def build_worker_environment(settings: Settings, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a worker."""
    # Several processes with several threads each only hinder one another: t-SNE takes ten times as long.
    changed = {"OMP_NUM_THREADS": "1", **environment}
    if settings.is_embedded:
        # The filesystem broker moves messages through the temporary folder. On another disk such a move is a
        # copy, and two workers could take the same message.
        changed["TMPDIR"] = str(settings.state_dir / "tmp")
    return changed


def delete_stale_mail(settings: Settings, node: str) -> int:
    """Delete remote-control messages to an earlier worker of this name; return how many there were.

    A worker that was killed leaves them behind, and the next one would obey, even to a `shutdown`.
    """
    full_name = host_format(default_nodename(node))
    stale = list((settings.state_dir / "messages").glob(f"*.{full_name}.celery.pidbox.msg"))
    for message in stale:
        message.unlink(missing_ok=True)
    return len(stale)


def run_worker(settings: Settings, node: str, queues: Sequence[str], extra: Sequence[str]) -> None:
    """Replace this process by a worker."""
    if settings.is_embedded:
        settings.create_folders()
        delete_stale_mail(settings, node)
    command = build_worker_command(settings, node, queues, extra)
    os.execvpe(command[0], command, build_worker_environment(settings, os.environ))
