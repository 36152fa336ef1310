"""Starting the real Celery worker."""

import os
import sys
from collections.abc import Mapping, Sequence

from celery.utils.nodenames import default_nodename, host_format

from automappa.settings import Settings


def build_worker_command(settings: Settings, node: str, extra: Sequence[str]) -> list[str]:
    """Return the command line of a worker.

    Without a broker of its own the app has one worker, so that one takes the heavy tasks too.
    """
    queues = [settings.default_queue]
    if settings.is_embedded:
        queues.append(settings.heavy_queue)
    command = [sys.executable, "-m", "celery", "-A", "automappa.tasks.queue", "worker", "-l", "INFO"]
    return [*command, "-n", node, "-Q", ",".join(queues), *extra]


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


def run_worker(settings: Settings, node: str, extra: Sequence[str]) -> None:
    """Replace this process by a worker."""
    if settings.is_embedded:
        settings.create_folders()
        delete_stale_mail(settings, node)
    command = build_worker_command(settings, node, extra)
    os.execvpe(command[0], command, build_worker_environment(settings, os.environ))
