"""Settings, and what becomes of them in the worker's command line."""

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from automappa.launching import (
    build_worker_command,
    build_worker_environment,
    choose_queues,
    delete_stale_mail,
)
from automappa.settings import Settings

SHOW = "import automappa.conf.celeryconfig as c; print([c.imports, {}])"
SERVER = {"broker_url": "amqp://guest:guest@broker//", "queue_prefix": "x-"}


def read_config(names):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SHOW.format(names)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_all_defaults_lie_below_one_absolute_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("AUTOMAPPA_STATE_DIR")
    monkeypatch.chdir(tmp_path)
    settings = Settings()
    state = tmp_path / ".automappa"
    assert settings.state_dir == state
    assert settings.database == f"sqlite:///{state}/automappa.sqlite"
    assert settings.result_backend == f"db+sqlite:///{state}/results.sqlite"
    options = settings.broker_transport_options()
    assert options["data_folder_in"] == options["data_folder_out"] == f"{state}/messages"
    assert options["control_folder"] == f"{state}/control"
    settings.create_folders()
    assert all(Path(path).is_dir() for name, path in options.items() if "folder" in name)


def test_without_settings_the_pages_are_for_this_host_and_show_no_internals():
    settings = Settings()
    assert (settings.host, settings.debug) == ("127.0.0.1", False)


def test_nobody_else_reads_or_writes_the_state_folder():
    settings = Settings()
    settings.create_folders()
    assert settings.state_dir.stat().st_mode & 0o777 == 0o700


def test_servers_are_set_by_the_environment_alone(monkeypatch):
    monkeypatch.setenv("AUTOMAPPA_BROKER_URL", "amqp://broker//")
    monkeypatch.setenv("AUTOMAPPA_RESULT_URL", "redis://results/0")
    monkeypatch.setenv("AUTOMAPPA_DATABASE_URL", "postgresql+psycopg://data/automappa")
    settings = Settings()
    assert not settings.is_embedded
    assert settings.broker_transport_options() == {}
    assert (settings.broker, settings.result_backend) == ("amqp://broker//", "redis://results/0")
    assert settings.database == "postgresql+psycopg://data/automappa"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KMER_SIZE", "8"),
        ("NORM_METHOD", "log"),
        ("EMBED_METHODS", "[]"),
        ("EMBED_METHODS", '["trimap"]'),
        ("PORT", "0"),
    ],
)
def test_wrong_settings_are_refused(monkeypatch, name, value):
    monkeypatch.setenv(f"AUTOMAPPA_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_celery_is_configured_from_the_settings(monkeypatch):
    monkeypatch.setenv("AUTOMAPPA_BROKER_URL", "amqp://broker//")
    monkeypatch.setenv("AUTOMAPPA_QUEUE_PREFIX", "x-")
    assert read_config("c.broker_url, c.task_default_queue, c.task_routes, c.accept_content") == str(
        [
            ("automappa.pages.home.tasks", "automappa.tasks"),
            "amqp://broker//",
            "x-celery",
            {"automappa.tasks.embed_kmer": {"queue": "x-heavy"}},
            ["json"],
        ]
    )


def test_embedded_worker_takes_all_queues():
    settings = Settings()
    command = build_worker_command(settings, "n@h", choose_queues(settings), ["-c", "1"])
    assert command[1:5] == ["-m", "celery", "-A", "automappa.tasks.queue"]
    assert command[-6:] == ["-n", "n@h", "-Q", "celery,heavy", "-c", "1"]


def test_worker_on_a_broker_leaves_the_heavy_queue_to_others():
    settings = Settings(**SERVER)
    assert build_worker_command(settings, "n@h", choose_queues(settings), [])[-2:] == ["-Q", "x-celery"]


def test_embedded_worker_keeps_its_temporary_files_beside_the_messages():
    settings = Settings()
    environment = build_worker_environment(settings, {"PATH": "/bin"})
    state = settings.state_dir
    assert environment == {"PATH": "/bin", "OMP_NUM_THREADS": "1", "TMPDIR": str(state / "tmp")}


def test_worker_on_a_broker_keeps_the_environment():
    kept = {"TMPDIR": "/scratch", "OMP_NUM_THREADS": "4"}
    assert build_worker_environment(Settings(**SERVER), kept) == kept


def test_only_remote_control_messages_to_the_same_node_are_stale():
    settings = Settings()
    settings.create_folders()
    names = ["1_a.n@h.celery.pidbox.msg", "2_b.other@h.celery.pidbox.msg", "3_c.celery.msg"]
    for name in names:
        (settings.state_dir / "messages" / name).touch()
    assert delete_stale_mail(settings, "n@h") == 1
    assert sorted(path.name for path in (settings.state_dir / "messages").iterdir()) == names[1:]
