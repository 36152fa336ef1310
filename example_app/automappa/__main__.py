"""The command line of the app: python -m automappa demo|synth|load|delete|worker|pipeline|web.

Each command imports what it needs when it runs, so that `--help` and `worker` start fast.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from automappa.data.errors import DataError
from automappa.settings import QUEUES, get_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code: 0 done, 1 the job failed, 2 it could not be understood."""
    options, extra = _make_parser().parse_known_args(arguments)
    if extra and options.command != "worker":
        _make_parser().error(f"unrecognized arguments: {' '.join(extra)}")
    options.extra = [argument for argument in extra if argument != "--"]
    try:
        get_settings()
        return int(_COMMANDS[options.command](options) or 0)
    except ValidationError as error:
        print(f"error: a setting is wrong: {error}", file=sys.stderr)
        return 2
    except DataError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m automappa", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("demo", help="the whole app with sample data: worker and pages, until Ctrl-C")
    synth = commands.add_parser("synth", help="write a synthetic metagenome into a folder")
    synth.add_argument("folder", type=Path)
    for name, default in (("genomes", 3), ("contigs", 20), ("unbinned", 6), ("seed", 42)):
        synth.add_argument(f"--{name}", type=_parse_count, default=default, metavar="N")
    load = commands.add_parser("load", help="check the files of a metagenome and store them")
    load.add_argument("name")
    for name in ("metagenome", "binning", "markers"):
        load.add_argument(f"--{name}", type=Path, required=True, metavar="FILE")
    delete = commands.add_parser("delete", help="delete a metagenome with everything that belongs to it")
    delete.add_argument("name")
    # For the app itself: what a page started goes on in a process of its own.
    ingest = commands.add_parser("ingest")
    ingest.add_argument("ingestion", type=_parse_count)
    load.add_argument("--connections", type=Path, metavar="FILE")
    worker = commands.add_parser(
        "worker", help="run a Celery worker; further options go to it", allow_abbrev=False
    )
    worker.add_argument("--name", default="automappa@%h", help="node name (default: automappa@ and the host)")
    worker.add_argument(
        "--queues", type=_parse_queues, help="of celery,heavy (default: all, or celery with a broker)"
    )
    pipeline = commands.add_parser("pipeline", help="send the k-mer pipeline and print its results")
    pipeline.add_argument("metagenome", help="name of a loaded metagenome")
    pipeline.add_argument("--timeout", type=float, default=600.0, metavar="SECONDS")
    commands.add_parser("web", help="serve the pages")
    return parser


def _parse_count(text: str) -> int:
    if not text.isdecimal() or (number := int(text)) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number above 0, not {text!r}")
    return number


def _parse_queues(names: str) -> list[str]:
    queues = names.split(",")
    if not set(queues) <= set(QUEUES):
        raise argparse.ArgumentTypeError(f"known queues are {', '.join(QUEUES)}, not {names!r}")
    return queues


def _demo(_options: argparse.Namespace) -> int:
    from automappa.demo import DemoError, run_demo

    try:
        run_demo(get_settings(), lambda text: print(text, flush=True))
    except DemoError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _synth(options: argparse.Namespace) -> None:
    from automappa.data.synth import Recipe, write_metagenome

    recipe = Recipe(options.genomes, options.contigs, options.unbinned, options.seed)
    files = write_metagenome(options.folder, recipe)
    print(files.metagenome, files.binning, files.markers, files.connections, sep="\n")


def _load(options: argparse.Namespace) -> None:
    from automappa.data.loader import load_metagenome

    number = load_metagenome(
        options.name,
        metagenome=options.metagenome,
        binning=options.binning,
        markers=options.markers,
        connections=options.connections,
    )
    print(f"loaded {options.name} as metagenome {number}")


def _delete(options: argparse.Namespace) -> None:
    from automappa.data.contigs import find_metagenome
    from automappa.data.database import create_tables
    from automappa.data.metagenomes import delete_metagenome

    create_tables()
    delete_metagenome(find_metagenome(options.name))
    print(f"deleted {options.name}")


def _ingest(options: argparse.Namespace) -> int:
    from automappa.data.ingestion import DONE, run_ingestion

    return int(run_ingestion(options.ingestion).state != DONE)


def _worker(options: argparse.Namespace) -> None:
    from automappa.launching import choose_queues, run_worker

    settings = get_settings()
    run_worker(settings, options.name, options.queues or choose_queues(settings), options.extra)


def _pipeline(options: argparse.Namespace) -> int:
    from automappa import pipeline
    from automappa.data.contigs import find_metagenome
    from automappa.data.database import create_tables

    settings = get_settings()
    create_tables()
    metagenome_id = find_metagenome(options.metagenome)
    plan = pipeline.plan_pipeline(
        metagenome_id, k=settings.kmer_size, norm=settings.norm_method, methods=settings.embed_methods
    )
    try:
        pipeline.send_pipeline(plan)
        for step, result in pipeline.iter_results(plan, timeout_s=options.timeout):
            print(f"{step.label}: {result}", flush=True)
    except pipeline.PipelineError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _web(_options: argparse.Namespace) -> None:
    from automappa.web import make_app

    settings = get_settings()
    make_app().run(host=settings.host, port=settings.port, debug=settings.debug)


_COMMANDS = {
    "demo": _demo,
    "synth": _synth,
    "load": _load,
    "delete": _delete,
    "ingest": _ingest,
    "worker": _worker,
    "pipeline": _pipeline,
    "web": _web,
}

if __name__ == "__main__":
    sys.exit(main())
