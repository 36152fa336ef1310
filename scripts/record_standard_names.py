"""Writes automappa_scaffold/interpreter/standard_names.txt: what the standard library's own objects have.

usage: python scripts/record_standard_names.py PYTHON...

PYTHONs: interpreters of every version that the tool supports, the oldest first. What functions give, and what
attributes are, is taken from the stubs that come with the mypy of this environment.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.standard_stubs import Stubs  # noqa: E402 - found by the line above
from tests.unit.standard_objects import SAMPLES  # noqa: E402

TARGET = ROOT / "automappa_scaffold" / "interpreter" / "standard_names.txt"
ASKED = ROOT / "tests" / "unit" / "standard_objects.py"


# These give names on request, or have what `dir` does not list: those that they list, and these.
_GIVEN = {
    "ast": "",
    "calendar": "January February",
    "decimal.Context": "flags traps",
    "io": "OpenWrapper",
    "types": "CapsuleType",
    "typing": "",
    "urllib.parse": "Quoter",
}


# These read their own attributes by name, and set none so.
_WHOLE = ("argparse.ArgumentParser",)


def main(pythons: list[str]) -> None:
    """Ask each interpreter, and write what they say, a line for each object."""
    with ThreadPoolExecutor(2) as pool:
        answers = [*pool.map(_ask, pythons)]
    told = [answer["told"] for answer in answers]
    stubs = Stubs()
    lines = [f" {json.dumps({'versions': [answer['version'] for answer in answers]})}"]
    for path in sorted(set().union(*told)):
        made = _joined(path, [one.get(path) for one in told])
        if path in SAMPLES:
            made["gives"] = {"()": f"{path}()"}
        elif made["kind"] != "module":
            made["gives"] = stubs.given_by(path, made["kind"] == "class")
        lines.append(
            f"{path} {json.dumps({key: held for key, held in made.items() if held}, sort_keys=True)}"
        )
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _ask(python: str) -> dict[str, Any]:
    asked = subprocess.run([python, str(ASKED)], check=True, capture_output=True, text=True, cwd="/")
    answer: dict[str, Any] = json.loads(asked.stdout)
    return answer


def _joined(path: str, told: list[dict[str, Any] | None]) -> dict[str, Any]:
    """Return what the versions say of one object; ``some``: by name, in which of them it is."""
    known = [one for one in told if one is not None]
    names = [set((one or {}).get("names", ())) | set(_GIVEN.get(path, "").split()) for one in told]
    union = set().union(*names)
    common = set.intersection(*[given for given, one in zip(names, told, strict=True) if one is not None])
    return {
        "kind": known[0]["kind"] if all(one["kind"] == known[0]["kind"] for one in known) else "mixed",
        "names": " ".join(sorted(common)),
        "some": {name: "".join("01"[name in one] for one in names) for name in sorted(union - common)},
        "there": "" if len(known) == len(told) else "".join("01"[one is not None] for one in told),
        "open": any(one.get("open") for one in known) and path not in (*_GIVEN, *_WHOLE),
        "error": any(one.get("error") for one in known),
        "abstract": any(one.get("abstract") for one in known),
        "static": " ".join(sorted(set().union(*(one.get("static", ()) for one in known)))),
        "sig": {
            name: sorted({one["sig"][name] for one in known if name in one.get("sig", ())})
            for name in sorted(set().union(*(one.get("sig", ()) for one in known)))
        },
    }


if __name__ == "__main__":
    main(sys.argv[1:])
