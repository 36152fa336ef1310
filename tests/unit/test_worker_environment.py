"""Env-files, and what of the caller's environment the app sees."""

import ast
import sys
from pathlib import Path

import pytest

from automappa_scaffold.errors import ConfigError, WorkerError
from automappa_scaffold.project.finding import Project
from automappa_scaffold.project.settings import Settings
from automappa_scaffold.worker import environment
from automappa_scaffold.worker.env_file import parse_env_file, read_env_file
from automappa_scaffold.worker.environment import (
    probe_environment,
    withheld_variables,
    worker_environment,
)
from automappa_scaffold.worker.python import find_worker_python


def project(root: Path, **settings: str) -> Project:
    return Project(root, Settings(**settings), root)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("KEY=value", "value"),
        ("export KEY=value", "value"),
        ("  KEY = value  ", "value"),
        ("KEY=", ""),
        ("KEY=a b # comment", "a b"),
        ("KEY=a#b", "a#b"),
        ("KEY=# comment", ""),
        ("KEY='a # b'", "a # b"),
        ("KEY='$HOME \\n'  # c", "$HOME \\n"),
        ('KEY="a\\n\\"b\\" \\\\"', 'a\n"b" \\'),
        ('KEY="two\nlines"', "two\nlines"),
        ("KEY=amqp://u:p=@h//", "amqp://u:p=@h//"),
        ("KEY=one\nKEY=two", "two"),
        ("KEY=one\r\n", "one"),
        ("KEY=a\x0bb\x85c\u2028d", "a\x0bb\x85c\u2028d"),
        ("OF_THE_CALLER\nexport THIS_TOO\nKEY=x", "x"),
    ],
)
def test_a_value_is_read_as_compose_reads_it(line: str, value: str) -> None:
    assert parse_env_file(f"# first\n\n{line}\n", ".env") == {"KEY": value}


@pytest.mark.parametrize(
    ("text", "where"),
    [("A=1\nno equals sign", r"\.env:2"), ("A='x", r"\.env:1.*quote"), ("A=x\0y", r"\.env:1")],
)
def test_a_line_that_cannot_be_read_is_named(text: str, where: str) -> None:
    with pytest.raises(ConfigError, match=where):
        parse_env_file(text, ".env")


def test_a_missing_env_file_is_a_setting_to_correct(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read") as caught:
        read_env_file(tmp_path / ".env")
    assert "env-file" in caught.value.hint


def test_a_byte_order_mark_is_not_part_of_the_first_key(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfKEY=1\r\n")
    assert read_env_file(tmp_path / ".env") == {"KEY": "1"}


def test_variables_that_celery_reads_are_withheld_unless_the_env_file_gives_them(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CELERY_CONFIG_MODULE=conf\n")
    environ = {
        "HOME": "/h",
        "APP": "x",
        "BROKER_URL": "amqp://",
        "CELERY_WORKER_POOL": "gevent",
        "CELERYD_X": "1",
        "CELERY_CONFIG_MODULE": "mine",
    }
    assert worker_environment(project(tmp_path), environ) == {"HOME": "/h"}
    seen = worker_environment(project(tmp_path, env_file=".env"), environ)
    assert seen == {"HOME": "/h", "CELERY_CONFIG_MODULE": "conf"}
    assert withheld_variables(project(tmp_path, env_file=".env"), environ) == {
        "APP",
        "BROKER_URL",
        "CELERY_WORKER_POOL",
        "CELERYD_X",
    }


def test_the_brokers_of_the_env_file_never_reach_the_start_up_check() -> None:
    found = probe_environment({"CELERY_BROKER_READ_URL": "amqp://live"}, ["/app"])
    assert found["CELERY_BROKER_READ_URL"] == found["CELERY_BROKER_WRITE_URL"] == "memory://"
    assert "PYTHONPATH" not in found


def test_the_python_path_keeps_its_order_and_leaves_out_the_working_directory() -> None:
    found = probe_environment({"PYTHONPATH": "/lib::/more"}, ["/app", "/lib", "/app/src"])
    assert found["PYTHONPATH"].split(":") == ["/lib", "/more", "/app/src"]


def test_the_python_is_the_settings_else_the_projects_else_ours(tmp_path: Path) -> None:
    assert find_worker_python(project(tmp_path)) == Path(sys.executable)
    own = tmp_path / ".venv" / "bin" / "python"
    own.parent.mkdir(parents=True)
    own.symlink_to(sys.executable)
    assert find_worker_python(project(tmp_path)) == own
    other = tmp_path / "other"
    other.symlink_to(sys.executable)
    assert find_worker_python(project(tmp_path, worker_python="other")) == other
    assert find_worker_python(project(tmp_path, worker_python=str(other))) == other
    assert find_worker_python(project(tmp_path, worker_python="sh")).name == "sh"


def test_a_worker_python_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="nowhere/python"):
        find_worker_python(project(tmp_path, worker_python="nowhere/python"))


def test_the_start_up_check_is_readable_for_the_oldest_python_of_celery() -> None:
    probe = Path(environment.__file__).with_name("probe.py").read_text()
    ast.parse(probe, feature_version=(3, 8))
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(ast.parse(probe))
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        str(node.module).partition(".")[0]
        for node in ast.walk(ast.parse(probe))
        if isinstance(node, ast.ImportFrom)
    }
    assert imported - {"celery"} <= sys.stdlib_module_names
