import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]

BADGE = "automappa.pages.home.tasks.status_badge.set_badge_color"
NAMES = [
    BADGE,
    "automappa.tasks.aggregate_embeddings",
    "automappa.tasks.count_kmer",
    "automappa.tasks.embed_kmer",
    "automappa.tasks.get_embedding_traces_df",
    "automappa.tasks.normalize_kmer",
    "automappa.tasks.preprocess_clusters_geom_medians",
    "automappa.tasks.preprocess_marker_symbols",
]


@pytest.mark.parametrize("source", ["static", "worker"])
def test_source_and_worker_name_the_same_eight_tasks(run_cli: Run, example: Path, source: str) -> None:
    ran = run_cli("tasks", "--from", source, "--format", "names", cwd=example)
    assert (ran.code, ran.out.split()) == (0, NAMES)


def test_static_json_is_the_same_bytes_every_time_and_names_real_places(run_cli: Run, example: Path) -> None:
    first, second = (run_cli("tasks", "--format", "json", cwd=example) for _ in range(2))
    assert (first.code, first.err, first.out) == (0, "", second.out)
    document = json.loads(first.out)
    assert document["schema"] == 1
    assert (document["source"], document["app"], document["error"]) == (
        "static",
        "automappa.tasks:queue",
        None,
    )
    assert (document["unregistered"], document["unknown"]) == ([], [])
    for task in document["tasks"]:
        line = (example / task["path"]).read_text().splitlines()[task["line"] - 1]
        assert line.startswith(f"def {task['name'].rpartition('.')[2]}(")
        assert task["via"]
    badge = document["tasks"][0]
    assert (badge["name"], badge["bind"], badge["parameters"]) == (BADGE, True, "(color: str)")


def test_worker_and_source_agree_on_places_and_parameters(run_cli: Run, example: Path) -> None:
    documents = [
        json.loads(run_cli("tasks", "--from", source, "--format", "json", cwd=example).out)
        for source in ("static", "worker")
    ]
    seen = [[(t["name"], t["path"], t["line"], t["bind"]) for t in doc["tasks"]] for doc in documents]
    assert seen[0] == seen[1]
    assert documents[1]["source"] == "worker"


def test_the_table_is_the_default_and_the_tree_shows_every_page(run_cli: Run, example: Path) -> None:
    table = run_cli("tasks", cwd=example)
    assert table.code == 0
    assert table.out.splitlines()[0].split() == ["TASK", "PARAMETERS", "BOUND", "DEFINED", "AT"]
    tree = run_cli("tasks", "--format", "tree", cwd=example).out.splitlines()
    assert tree[:4] == [
        "automappa.tasks:queue",
        "  page home",
        "    automappa.pages.home.tasks.status_badge",
        "      set_badge_color(color: str)  registered",
    ]
    assert "  page mag_summary" in tree


def test_a_task_that_the_worker_does_not_register_is_listed_as_such(run_cli: Run, example: Path) -> None:
    init = example / "automappa/pages/home/tasks/__init__.py"
    init.write_text('"""Tasks."""\n')
    ran = run_cli("tasks", "--format", "json", cwd=example)
    document = json.loads(ran.out)
    assert ran.code == 0
    assert [task["name"] for task in document["tasks"]] == NAMES[1:]
    assert [(task["name"], task["reason"]) for task in document["unregistered"]] == [(BADGE, "AMS201")]
    tree = run_cli("tasks", "--format", "tree", cwd=example).out
    assert "set_badge_color  NOT registered (AMS201)" in tree
    names = run_cli("tasks", "--format", "names", cwd=example)
    assert names.out.split() == NAMES[1:]
    assert "1 defined but not registered" in names.err


@pytest.mark.parametrize("source", ["static", "worker"])
def test_a_worker_that_would_not_start_is_told_and_ends_with_1(
    run_cli: Run, example: Path, source: str
) -> None:
    (example / "automappa/pages/home/tasks/status_badge.py").write_text("import automappa.nowhere\n")
    ran = run_cli("tasks", "--from", source, "--format", "json", cwd=example)
    document = json.loads(ran.out)
    assert (ran.code, document["tasks"]) == (1, [])
    assert document["error"]["message"].endswith("No module named 'automappa.nowhere'")
    assert document["error"]["path"] == "automappa/pages/home/tasks/status_badge.py"
    assert document["error"]["line"] == 1
    assert "The worker does not start" in ran.err


def test_a_log_is_read_from_a_file_and_from_standard_input(
    run_cli: Run, example: Path, tmp_path: Path
) -> None:
    log = "[tasks]\n  . a.b\n  . \x1b[1ma.c\x1b[0m\n\nready\n"
    (tmp_path / "worker.log").write_text(log)
    from_file = run_cli("tasks", "--log", str(tmp_path / "worker.log"), "--format", "names", cwd=example)
    from_stdin = run_cli("tasks", "--from", "log", "--log", "-", "--format", "names", cwd=example, stdin=log)
    assert (from_file.code, from_file.out) == (0, "a.b\na.c\n")
    assert from_stdin == from_file


@pytest.mark.parametrize("cut", ["automappa.tasks.prepro", "automappa.tasks.normalize_kmer\n"])
def test_a_list_that_the_end_of_the_log_cuts_is_no_answer(run_cli: Run, example: Path, cut: str) -> None:
    log = "[tasks]\n" + "".join(f"  . {name}\n" for name in NAMES[:4]) + f"  . {cut}"
    ran = run_cli("tasks", "--log", "-", "--format", "names", cwd=example, stdin=log)
    assert (ran.code, ran.out) == (2, "")
    assert "may have been cut" in ran.err
    whole = " -------------- celery@a v5.7.0 (x)\n[tasks]\n  . a.b\n\n"
    second = f" -------------- celery@b v5.7.0 (x)\n{log}"
    ran = run_cli("tasks", "--log", "-", "--format", "table", cwd=example, stdin=whole + second)
    assert (ran.code, "a.b" in ran.out, cut.strip() in ran.out) == (0, True, False)
    assert "celery@b, which may have been cut: left out" in ran.out


def test_a_log_and_another_source_contradict_each_other(run_cli: Run, example: Path) -> None:
    assert run_cli("tasks", "--from", "worker", "--log", "x", cwd=example).code == 2
    assert run_cli("tasks", "--from", "log", cwd=example).code == 2
    missing = run_cli("tasks", "--log", "nowhere.log", cwd=example)
    assert (missing.code, missing.out) == (2, "")
    assert missing.err == "error: The log nowhere.log cannot be read: No such file or directory.\n"
