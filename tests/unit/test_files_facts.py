"""Facts of files: where they are found, and that what is kept of them says the same as the file."""

import json
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import automappa_scaffold
from automappa_scaffold.files.blocks import InMemory
from automappa_scaffold.files.derived import DerivedStore
from automappa_scaffold.files.disk import Disk
from automappa_scaffold.source.fact_kinds import FactKind, SourceFile
from automappa_scaffold.source.facts import read_init_facts
from automappa_scaffold.source.program import Program
from automappa_scaffold.source.program_facts import PROGRAM
from automappa_scaffold.source.tree import SourceTree

REPOSITORY = Path(__file__).resolve().parents[2]


def _kinds() -> dict[str, FactKind[object]]:
    found: dict[str, FactKind[object]] = {}
    for info in walk_packages(automappa_scaffold.__path__, "automappa_scaffold."):
        # Facts are the business of the layers below; the command line brings libraries that warn.
        if info.name.split(".")[1] in ("__main__", "_templates", "cli", "pytest_plugin", "worker"):
            continue
        if info.name.startswith("automappa_scaffold.interpreter.library."):
            continue  # programs that are followed and never imported
        module = import_module(info.name)
        for attribute, value in vars(module).items():
            if type(value) is FactKind and value.name.partition(":")[0] in (info.name, value.name):
                found[f"{info.name}:{attribute}"] = value
    return found


KINDS = _kinds()


@pytest.mark.parametrize("where", KINDS)
def test_a_kind_of_facts_is_named_by_where_it_is_found(where: str) -> None:
    # Else an answer does not outlive a change of a file that leaves its facts the same.
    assert KINDS[where].name == where


@pytest.mark.parametrize("where", KINDS)
def test_facts_from_a_cache_are_those_of_the_file(where: str) -> None:
    kind = KINDS[where]
    sources = [*sorted((REPOSITORY / "automappa_scaffold").rglob("*.py"))[::5]]
    sources += sorted((REPOSITORY / "example_app").rglob("*.py"))
    for path in sources:
        file = SourceFile(path.read_bytes())
        fresh = kind.to_json(kind.read(file))
        kept = kind.to_json(kind.from_json(json.loads(json.dumps(fresh))))
        assert json.dumps(kept) == json.dumps(fresh), path


def test_facts_are_computed_once_for_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("x = 1\n" * 40)
    disk = Disk(began_ns=10**19)
    tree = SourceTree(tmp_path, disk=disk)
    assert tree.facts(str(path), PROGRAM) is tree.facts(str(path), PROGRAM)
    store = DerivedStore(InMemory(b"".join(disk.derived.to_parts())))
    later = SourceTree(tmp_path, disk=Disk(began_ns=10**19, derived=store))
    again = later.facts(str(path), PROGRAM)
    assert json.dumps(PROGRAM.to_json(again)) == json.dumps(PROGRAM.to_json(tree.facts(str(path), PROGRAM)))  # type: ignore[arg-type]
    assert not store.is_changed
    assert later.disk.seen.plain == set()


def test_a_planned_change_is_looked_at_in_place_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("x = 1\n")
    tree = SourceTree(tmp_path)
    before = tree.facts(str(path), PROGRAM)
    changed = tree.with_overlay({path.relative_to(tmp_path): b"y = 2\n"})  # type: ignore[dict-item]
    assert changed.facts(str(path), PROGRAM) != before
    assert tree.facts(str(path), PROGRAM) is before


def test_what_nests_deeply_is_kept_as_it_is_or_computed_again(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("y = 1\nx = " + " + ".join(["y"] * 2_300) + "\n")
    disk = Disk(began_ns=10**19)
    program = SourceTree(tmp_path, disk=disk).facts(str(path), PROGRAM)
    # How deep JSON may nest differs from one Python to the next.
    assert (str(path) in disk.seen.plain) != disk.derived.is_changed
    kept = b"".join(disk.derived.to_parts())
    later = Disk(began_ns=10**19, derived=DerivedStore(InMemory(kept)))
    again = SourceTree(tmp_path, disk=later).facts(str(path), PROGRAM)
    assert isinstance(program, Program)
    assert isinstance(again, Program)
    assert len(again.body) == len(program.body) == 2


def test_what_came_since_stands_beside_what_was_kept_before(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.py" for number in range(40)]
    for path in paths:
        path.write_text("x = 1\n" * 40)
    first = Disk(began_ns=10**19)
    for path in paths:
        SourceTree(tmp_path, disk=first).facts(str(path), PROGRAM)
    assert not first.derived.is_little_changed
    kept = b"".join(first.derived.to_parts())
    later = b""
    for path in paths[:2]:  # what the first of two changes made is there after the second, too
        path.write_text("y = 2\n" * 40)
        disk = Disk(began_ns=10**19, derived=DerivedStore(InMemory(kept), InMemory(later)))
        SourceTree(tmp_path, disk=disk).facts(str(path), PROGRAM)
        assert disk.derived.is_little_changed
        later = b"".join(disk.derived.to_later_parts())
    last = Disk(began_ns=10**19, derived=DerivedStore(InMemory(kept), InMemory(later)))
    for path in paths:
        SourceTree(tmp_path, disk=last).facts(str(path), PROGRAM)
    assert not last.derived.is_changed
    assert len(later) < len(kept) / 10
    assert not DerivedStore(InMemory(b"".join(last.derived.to_parts()))).is_changed


@pytest.mark.parametrize(
    ("text", "exported", "is_closed"),
    [
        ("__all__ = ['a']\n__all__.append('b')\n__all__.extend(['c', 'd'])\n", "abcd", True),
        ("__all__ = ['a']\n__all__.extend(other.__all__)\n", "a", False),
        ("__all__ = ['a']\n__all__.remove('a')\n", "a", False),
    ],
)
def test_methods_of_all_count(text: str, exported: str, is_closed: bool) -> None:
    facts = read_init_facts(text.encode())
    assert facts is not None
    assert "".join(entry.text for entry in facts.exported or ()) == exported
    assert facts.is_closed is is_closed
