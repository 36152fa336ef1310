"""Hold the prediction against real workers of public Celery projects.

    python benchmarks/real_projects.py record [--folder DIR] [NAME ...]   # fetch, install, start the worker
    python benchmarks/real_projects.py predict [--folder DIR] [NAME ...]  # with the environment and without
    python benchmarks/real_projects.py table [--folder DIR]               # the table and the totals

``real_projects.toml`` lists the projects. Each comes from the package registry as it is published, is
unpacked, and gets an environment of its own; the truth is what ``tasks --from worker`` reports. A truth that
is recorded is not recorded again. Nothing of the projects is kept here. It takes an hour and some 20 GB: no
part of the test suite.
"""

import argparse
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover
    import tomli as tomllib

LIST = Path(__file__).with_suffix(".toml")
BIN = Path(sys.executable).parent
INSTALL_TIMEOUT_S, WORKER_TIMEOUT_S, PREDICTION_TIMEOUT_S = 1500, 300, 300


@dataclass(frozen=True)
class Entry:
    """A project of the list, with where its things are below the work folder."""

    name: str
    settings: Mapping[str, Any]
    folder: Path

    @property
    def root(self) -> Path:
        """Return the project's root, as the tool is given it."""
        return self.folder / "source" / self.name / str(self.settings.get("root", "."))

    @property
    def venv(self) -> Path:
        """Return the environment that the worker runs in."""
        return self.folder / "venv" / str(self.settings.get("venv", self.name))

    @property
    def is_held_out(self) -> bool:
        """Return whether the project stays unseen while the tool is mended."""
        return hashlib.sha256(self.name.encode()).digest()[0] % 3 == 0

    @property
    def group(self) -> str:
        """Return when the project was predicted for the first time."""
        if self.settings.get("later"):
            return "added"
        return "held out" if self.is_held_out else "mended on"

    def result(self, kind: str) -> Path:
        """Return where a result is kept: ``truth``, ``blind`` or ``given``."""
        return self.folder / kind / f"{self.name}.json"


def read_list(folder: Path) -> list[Entry]:
    """Return the projects, sorted by name."""
    table = tomllib.loads(LIST.read_text("utf-8"))
    return [Entry(name, settings, folder) for name, settings in sorted(table.items())]


# ---------------------------------------------------------------------------- the truth


def record(entry: Entry) -> str:
    """Record what a real worker registers, unless it is recorded; return one line about it."""
    if entry.result("truth").exists():
        return "recorded before"
    try:
        unpack(entry)
        install(entry)
        prepare(entry)
    except (subprocess.SubprocessError, OSError) as error:
        return f"cannot be set up: {_last_line(error)}"
    found, _ = run_tool(entry, "--from", "worker", "--timeout", str(WORKER_TIMEOUT_S), with_environment=True)
    if found is None or found.get("source") != "worker":
        return f"no truth: {found}"
    _write(entry.result("truth"), found)
    return _outline(found)


def unpack(entry: Entry) -> None:
    """Fetch the project's archive and unpack it."""
    target = entry.folder / "source" / entry.name
    if target.exists():
        return
    if "package" in entry.settings or "version" in entry.settings:
        download = entry.folder / "download" / entry.name
        package = f"{entry.settings.get('package', entry.name)}=={entry.settings['version']}"
        kind = ("--no-binary", ":all:") if entry.settings.get("sdist") else ("--prefer-binary",)
        pip = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            *kind,
            "-d",
            str(download),
            package,
        ]
        _run([*pip, package], entry.folder / "log" / f"{entry.name}-download.log", cwd=None)
        archive = next(download.iterdir())
        _extract(archive, target)
    else:
        target.mkdir(parents=True)


def _extract(archive: Path, target: Path) -> None:
    partial = target.with_name(f".{target.name}")
    shutil.rmtree(partial, ignore_errors=True)
    if archive.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(partial)
    else:
        with tarfile.open(archive) as packed_tar:
            packed_tar.extractall(partial)
    inside = list(partial.iterdir())
    if archive.suffix != ".whl" and len(inside) == 1:
        inside[0].rename(target)
        partial.rmdir()
    else:
        partial.rename(target)


def install(entry: Entry) -> None:
    """Make the worker's environment: the project as published, with what it needs, and what the list adds."""
    if (entry.venv / ".ready").exists():
        return
    log = entry.folder / "log" / f"{entry.name}-install.log"
    uv = str(BIN / "uv")
    python = str(entry.settings.get("python", "3.11"))
    _run([uv, "venv", "-q", "--clear", "--python", python, str(entry.venv)], log, cwd=None)
    packages = [str(package) for package in entry.settings.get("packages", ())]
    if "version" in entry.settings and entry.settings.get("install", True):
        extras = entry.settings.get("extras", "")
        package = entry.settings.get("package", entry.name)
        packages.append(f"{package}{extras}=={entry.settings['version']}")
    packages += [f"-r{entry.root / str(path)}" for path in entry.settings.get("requirements", ())]
    overrides = entry.folder / "log" / f"{entry.name}-overrides.txt"
    overrides.write_text("\n".join(entry.settings.get("overrides", ())), "utf-8")
    command = [uv, "pip", "install", "-q", "--python", str(entry.venv / "bin" / "python"), *packages]
    command += ["--overrides", str(overrides)]
    _run(command, log, cwd=None)
    if entry.settings.get("install", True) and "root" not in entry.settings:
        _make_editable(entry)
    (entry.venv / ".ready").touch()


def _make_editable(entry: Entry) -> None:
    """Let the installed project be the unpacked one, as it is where a project is worked on."""
    package = str(entry.settings.get("package", entry.name)).replace("-", "_").replace(".", "_").lower()
    for folder in entry.venv.glob("lib/python3*/site-packages"):
        for info in folder.glob("*.dist-info"):
            if info.name.partition("-")[0].replace(".", "_").lower() != package:
                continue
            for line in (info / "RECORD").read_text("utf-8").splitlines():
                file = line.rsplit(",", 2)[0].strip('"')
                if not file.startswith(("..", info.name)):
                    (folder / file).unlink(missing_ok=True)
            _remove_empty_folders(folder)
            (folder / f"{package}.pth").write_text(f"{entry.root}\n", "utf-8")


def _remove_empty_folders(folder: Path) -> None:
    for path, _, _ in os.walk(folder, topdown=False):
        if Path(path).name == "__pycache__":
            shutil.rmtree(path)
        elif not any(Path(path).iterdir()):
            Path(path).rmdir()


def prepare(entry: Entry) -> None:
    """Write the files that the list adds, and run its commands (project generators, mostly)."""
    ready = entry.folder / "source" / entry.name / ".prepared"
    if ready.exists():
        return
    environ = {**_plain_environ(), "PATH": f"{entry.venv / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    for number, command in enumerate(entry.settings.get("commands", ())):
        log = entry.folder / "log" / f"{entry.name}-command{number}.log"
        _run(shlex.split(command), log, cwd=entry.folder / "source" / entry.name, environ=environ)
    for path, text in entry.settings.get("files", {}).items():
        file = entry.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    ready.touch()


# ----------------------------------------------------------------------- the prediction


def predict(entry: Entry) -> str:
    """Predict with and without the environment; return one line about it."""
    if not entry.result("truth").exists():
        return "no truth"
    for kind in ("blind", "given"):
        found, seconds = run_tool(entry, with_environment=kind == "given")
        _write(entry.result(kind), {"seconds": round(seconds, 2), "answer": found})
    scores = [score(entry, kind) for kind in ("blind", "given")]
    return "  ".join(f"{s.verdict} ({s.told})" for s in scores)


def run_tool(entry: Entry, *arguments: str, with_environment: bool) -> tuple[dict[str, Any] | None, float]:
    """Return what ``tasks --format json`` says, or None where it is no JSON, and the seconds it took."""
    environ = _plain_environ()
    variables = entry.folder / "env" / entry.name
    if entry.settings.get("env"):
        variables.parent.mkdir(exist_ok=True)
        lines = [f"{key}={value}\n" for key, value in entry.settings["env"].items()]
        variables.write_text("".join(lines).replace("{root}", str(entry.root)), "utf-8")
        environ["AUTOMAPPA_SCAFFOLD_ENV_FILE"] = str(variables)
    if with_environment:
        environ["AUTOMAPPA_SCAFFOLD_WORKER_PYTHON"] = str(entry.venv / "bin" / "python")
    command = [sys.executable, "-m", "automappa_scaffold", "tasks", "--no-cache", "--format", "json"]
    command += ["--project", str(entry.root)]
    command += ["--workdir", str(entry.root / str(entry.settings.get("workdir", ".")))]
    if "app" in entry.settings:
        command += ["-A", entry.settings["app"]]
    start = time.perf_counter()
    try:
        done = subprocess.run(
            [*command, *arguments],
            cwd=entry.root,
            env=environ,
            capture_output=True,
            text=True,
            timeout=PREDICTION_TIMEOUT_S + WORKER_TIMEOUT_S,
        )
    except subprocess.TimeoutExpired:
        return None, time.perf_counter() - start
    seconds = time.perf_counter() - start
    log = entry.folder / "log" / f"{entry.name}-{'-'.join(arguments[:2]).strip('-') or 'predict'}.log"
    log.write_text(done.stderr, "utf-8")
    try:
        answer = json.loads(done.stdout)
    except json.JSONDecodeError:
        return {"source": "none", "error": {"message": done.stderr[-500:]}}, seconds
    return answer, seconds


# ------------------------------------------------------------------------------ the score


@dataclass(frozen=True)
class Score:
    """One prediction beside its truth."""

    verdict: str
    told: str
    real: frozenset[str]
    predicted: frozenset[str]
    seconds: float


def score(entry: Entry, kind: str) -> Score:
    """Return how a prediction stands beside the truth.

    ``exact`` (the very names, nothing unknown), ``assumed`` (exact, with assumptions told), ``cautious`` (the
    very names, but something is called unknown), ``unknown`` (other names, announced), ``wrong assumed`` and
    ``wrong``.
    """
    truth = json.loads(entry.result("truth").read_text("utf-8"))
    kept = json.loads(entry.result(kind).read_text("utf-8"))
    answer = kept["answer"]
    real = frozenset(task["name"] for task in truth["tasks"])
    if answer is None or "unknown" not in answer:
        return Score("no answer", "", real, frozenset(), kept["seconds"])
    predicted = frozenset(task["name"] for task in answer["tasks"])
    is_same = real == predicted and (truth["error"] is None) == (answer["error"] is None)
    told = f"{len(answer['unknown'])} unknown, {len(answer['assumptions'])} assumed"
    if is_same:
        verdict = "cautious" if answer["unknown"] else "assumed" if answer["assumptions"] else "exact"
    elif answer["unknown"]:
        verdict = "unknown"
    else:
        verdict = "wrong assumed" if answer["assumptions"] else "wrong"
    return Score(verdict, told, real, predicted, kept["seconds"])


def table(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of the table, and the totals of each third."""
    known = [entry for entry in entries if all(entry.result(k).exists() for k in ("truth", "blind", "given"))]
    yield "| project | files | tasks | environment not given | given | seconds |"
    yield "| --- | ---: | ---: | --- | --- | ---: |"
    for entry in known:
        blind, given = score(entry, "blind"), score(entry, "given")
        truth = json.loads(entry.result("truth").read_text("utf-8"))
        tasks = "does not start" if truth["error"] else str(len(blind.real))
        mark = {"held out": " *", "added": " †"}.get(entry.group, "")
        files = sum(1 for _ in entry.root.rglob("*.py"))
        version = entry.settings.get("version", "")
        yield (
            f"| {entry.name} {version}{mark} | {files} | {tasks} | {blind.verdict} | {given.verdict}"
            f" | {given.seconds:.2f} |"
        )
    for label in ("mended on", "held out", "added"):
        part = [entry for entry in known if entry.group == label]
        for kind in ("blind", "given"):
            yield ""
            yield f"{label}, {kind}: {_totals([score(entry, kind) for entry in part])}"


def _totals(scores: list[Score]) -> str:
    real = sum(len(s.real) for s in scores)
    predicted = sum(len(s.predicted) for s in scores)
    both = sum(len(s.real & s.predicted) for s in scores)
    verdicts = sorted({s.verdict for s in scores})
    counts = ", ".join(f"{sum(s.verdict == v for s in scores)} {v}" for v in verdicts)
    return (
        f"{len(scores)} projects, {real} names, precision {both / max(predicted, 1):.3f},"
        f" recall {both / max(real, 1):.3f}; {counts}"
    )


def _run(
    command: list[str], log: Path, *, cwd: Path | None, environ: Mapping[str, str] | None = None
) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as out:
        subprocess.run(
            command, cwd=cwd, env=environ, stdout=out, stderr=out, check=True, timeout=INSTALL_TIMEOUT_S
        )


def _plain_environ() -> dict[str, str]:
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONDONTWRITEBYTECODE")
    return {name: os.environ[name] for name in kept if name in os.environ}


def _write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1, sort_keys=True), "utf-8")


def _last_line(error: Exception) -> str:
    return str(error).strip().splitlines()[-1][-200:]


def _outline(found: Mapping[str, Any]) -> str:
    return (
        f"does not start: {found['error']['message']}" if found["error"] else f"{len(found['tasks'])} tasks"
    )


def main() -> None:
    """Run the command that the arguments name."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("record", "predict", "table"))
    parser.add_argument("names", nargs="*")
    parser.add_argument("--folder", type=Path, default=Path("real-projects"))
    parser.add_argument("--held-out", action="store_true", help="predict the held-out third too")
    options = parser.parse_intermixed_args()
    entries = read_list(options.folder.resolve())
    wanted = [e for e in entries if not options.names or e.name in options.names]
    if options.command == "table":
        print("\n".join(table(wanted)))
        return
    for entry in wanted:
        if options.command == "predict" and entry.is_held_out and not options.held_out:
            continue
        line = record(entry) if options.command == "record" else predict(entry)
        print(f"{entry.name}: {line}", flush=True)


if __name__ == "__main__":
    main()
