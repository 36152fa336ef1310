"""Settings: where they come from and what is refused."""

from pathlib import Path

import pytest

from automappa_scaffold.errors import ConfigError
from automappa_scaffold.project.finding import find_project
from automappa_scaffold.project.settings import load_settings, read_table

TABLE = '[tool.automappa-scaffold]\napp = "proj.tasks:queue"\nexclude = ["tests", "old"]\n'


def write_pyproject(folder: Path, text: str = TABLE) -> Path:
    path = folder / "pyproject.toml"
    path.write_text(text)
    return path


def test_values_of_the_table_are_read_with_their_origin(tmp_path: Path) -> None:
    settings = load_settings(read_table(write_pyproject(tmp_path)) or {}, {}, {}, "pyproject.toml")
    assert settings.app == "proj.tasks:queue"
    assert settings.exclude == ("tests", "old")
    assert settings.origins == {"app": "pyproject.toml", "exclude": "pyproject.toml"}


def test_a_flag_beats_a_variable_and_a_variable_beats_the_file() -> None:
    table = {"app": "from.file", "pages": "from/file", "env-file": "file.env"}
    environ = {"AUTOMAPPA_SCAFFOLD_APP": "from.variable", "AUTOMAPPA_SCAFFOLD_PAGES": "from/variable"}
    settings = load_settings(table, environ, {"app": "from.flag"}, "pyproject.toml")
    assert (settings.app, settings.pages, settings.env_file) == ("from.flag", "from/variable", "file.env")
    assert settings.origins["app"] == "flag"
    assert settings.origins["pages"] == "AUTOMAPPA_SCAFFOLD_PAGES"


def test_a_list_in_a_variable_is_separated_by_commas() -> None:
    settings = load_settings({}, {"AUTOMAPPA_SCAFFOLD_IGNORE": "AMS202, AMS101"}, {}, "")
    assert settings.ignore == ("AMS202", "AMS101")


@pytest.mark.parametrize(
    ("table", "message", "hint"),
    [
        ({"ap": "x"}, "unknown setting 'ap'", "Did you mean 'app'?"),
        ({"worker_python": "x"}, "unknown setting 'worker_python'", "Did you mean 'worker-python'?"),
        ({"zzz": "x"}, "unknown setting 'zzz'", "Known settings:"),
        ({"app": 3}, "app must be a string", ""),
        ({"exclude": "tests"}, "exclude must be a list of strings", ""),
        ({"per-file-ignores": ["x"]}, "per-file-ignores must be a table", ""),
    ],
)
def test_a_wrong_table_is_refused_with_the_nearest_known_key(
    table: dict[str, object], message: str, hint: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(table, {}, {}, "pyproject.toml")
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_file_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not valid TOML"):
        read_table(write_pyproject(tmp_path, "[tool.automappa-scaffold\n"))


def test_the_nearest_table_upwards_is_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pyproject(tmp_path)
    inner = tmp_path / "proj" / "pages"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    project = find_project(None, environ={})
    assert project.root == tmp_path
    assert project.workdir == tmp_path


def test_an_app_on_the_command_line_starts_where_the_user_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pyproject(tmp_path)
    inner = tmp_path / "proj"
    inner.mkdir()
    monkeypatch.chdir(inner)
    assert find_project(None, flags={"app": "tasks:queue"}, environ={}).workdir == inner


def test_rules_ignored_in_some_files_come_from_a_variable_too() -> None:
    environ = {"AUTOMAPPA_SCAFFOLD_PER_FILE_IGNORES": "*/old/*:AMS3, */old/*:AMS402,a.py:AMS1"}
    table = {"per-file-ignores": {"b.py": ["AMS2"]}}
    settings = load_settings(table, environ, {}, "pyproject.toml")
    assert settings.per_file_ignores == (("*/old/*", ("AMS3", "AMS402")), ("a.py", ("AMS1",)))
    assert settings.origins["per_file_ignores"] == "AUTOMAPPA_SCAFFOLD_PER_FILE_IGNORES"
    for text in ("AMS3", "a.py:", ":AMS3"):
        with pytest.raises(ConfigError, match="is no pair"):
            load_settings({}, {"AUTOMAPPA_SCAFFOLD_PER_FILE_IGNORES": text}, {}, "pyproject.toml")


@pytest.mark.parametrize("name", ["SELCT", "PAGE", "CELERY_CONFIG", "EXCLUDES", "PER_FILE_IGNORE"])
def test_a_misspelt_variable_is_refused_with_the_one_that_was_meant(name: str) -> None:
    with pytest.raises(ConfigError, match="is the variable of no setting") as caught:
        load_settings({}, {f"AUTOMAPPA_SCAFFOLD_{name}": "x"}, {}, "pyproject.toml")
    assert caught.value.hint.startswith("Did you mean AUTOMAPPA_SCAFFOLD_")


@pytest.mark.parametrize("name", ["DEBUG", "START_UP_CHECK", "SHAPES", "OF_SOMEBODY_ELSE"])
def test_variables_that_are_like_none_of_ours_are_left_alone(name: str) -> None:
    assert load_settings({}, {f"AUTOMAPPA_SCAFFOLD_{name}": "x"}, {}, "pyproject.toml").app == ""
