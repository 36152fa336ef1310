"""Asks Celery itself what an app registers: a server that imports Celery once and forks per app.

Reads one JSON list ``[folder, app]`` per line; writes ``{"names": [...], "error": null}`` per line. A third
element is a Python file with ``prove(app, names)``, called where the app starts; ``proof`` in the answer is
what it raised, or null. A fourth are variables for the environment.
"""

import contextlib
import json
import os
import runpy
import signal
import sys
import traceback

LIMIT_S = 60


def answer(
    folder: str, spec: str, proof: str = "", environ: dict[str, str] | None = None
) -> dict[str, object]:
    """Return what a worker of the app registers, or the error that stops it."""
    from celery.app.utils import find_app

    os.chdir(folder)
    os.environ.update(environ or {})
    sys.path[0] = folder
    sys.argv = ["celery", "-A", spec, "worker"]
    try:
        app = find_app(spec)
        app.conf.get("imports")  # a worker reads its settings before it imports the modules
        app.loader.import_default_modules()
        app.finalize()
        names = sorted(name for name in app.tasks if not name.startswith("celery."))
    except BaseException as error:  # whatever stops a worker is the answer
        return {"names": [], "error": f"{type(error).__name__}: {error}"}
    if not proof:
        return {"names": names, "error": None}
    return {"names": names, "error": None, "proof": _prove(proof, app, names)}


def _prove(proof: str, app: object, names: list[str]) -> str | None:
    sys.path.append(os.path.dirname(os.path.dirname(proof)))
    try:
        runpy.run_path(proof)["prove"](app, names)
    except BaseException:  # a failed assertion is the answer
        return traceback.format_exc()
    return None


def main() -> None:
    """Serve until the input ends."""
    import celery.app.base
    import celery.bin.celery
    import celery.bin.worker
    import celery.worker.worker  # noqa: F401 - what a worker holds before it looks at the app

    sys.dont_write_bytecode = True
    for line in sys.stdin:
        question = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            signal.alarm(LIMIT_S)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # the next questions are not for the app
            with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
                result = answer(*question)
            with os.fdopen(writing, "w") as pipe:
                pipe.write(json.dumps(result))
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            print(pipe.read() or json.dumps({"names": [], "error": "the process ended"}), flush=True)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
