import json
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Ran

Run = Callable[..., Ran]


def test_every_setting_is_shown_with_its_value_and_origin(run_cli: Run, example: Path) -> None:
    ran = run_cli("config", "--format", "json", cwd=example)
    assert (ran.code, ran.err) == (0, "")
    settings = json.loads(ran.out)["settings"]
    assert settings["app"] == {"value": "automappa.tasks:queue", "from": "discovered"}
    assert settings["pages"] == {"value": "automappa/pages", "from": "discovered"}
    assert settings["celeryconfig"] == {"value": "automappa/conf/celeryconfig.py", "from": "discovered"}
    assert settings["exclude"] == {"value": ["tests"], "from": "default"}
    assert settings["cache-dir"]["from"] == "default"


def test_flags_beat_variables_beat_the_file(run_cli: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.automappa-scaffold]\napp = "in_file:app"\ntemplates = "in_file"\nexclude = ["a", "b"]\n'
    )
    environ = {"AUTOMAPPA_SCAFFOLD_APP": "in_variable:app", "AUTOMAPPA_SCAFFOLD_TEMPLATES": "in_variable"}
    ran = run_cli("config", "--format", "json", "-A", "in_flag:app", cwd=tmp_path, environ=environ)
    settings = json.loads(ran.out)["settings"]
    assert settings["app"] == {"value": "in_flag:app", "from": "flag"}
    assert settings["templates"] == {"value": "in_variable", "from": "AUTOMAPPA_SCAFFOLD_TEMPLATES"}
    assert settings["exclude"] == {"value": ["a", "b"], "from": "pyproject.toml"}


def test_a_project_without_an_app_still_shows_its_settings(run_cli: Run, tmp_path: Path) -> None:
    ran = run_cli("config", "--project", str(tmp_path), cwd=tmp_path)
    assert ran.code == 0
    assert "not found" in ran.out
    assert "No Celery app was found" in ran.err


def test_an_unknown_setting_is_told_with_the_nearest_known_one(run_cli: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.automappa-scaffold]\nexlude = ["a"]\n')
    ran = run_cli("config", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0].startswith("error: pyproject.toml: unknown setting 'exlude'")
    assert ran.err.splitlines()[1] == "hint: Did you mean 'exclude'?"
