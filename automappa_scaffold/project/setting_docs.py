"""What each setting means, for ``config``, the documentation and the JSON schema of the settings."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["SETTING_DOCS", "SettingDoc"]


@dataclass(frozen=True, slots=True)
class SettingDoc:
    """What a setting means, and an example of its value as TOML."""

    text: str
    example: str


SETTING_DOCS: Mapping[str, SettingDoc] = {
    "app": SettingDoc("The Celery app, as for `celery -A`.", '"automappa.tasks:queue"'),
    "pages": SettingDoc("The folder that holds the page packages.", '"automappa/pages"'),
    "celeryconfig": SettingDoc(
        "The settings module of the queue, where `imports` stands.", '"automappa/conf/celeryconfig.py"'
    ),
    "exclude": SettingDoc("Folders that are not looked at.", '["tests"]'),
    "external-tasks": SettingDoc(
        "Patterns of task names that other projects' workers have, and that this project may send.",
        '["other_service.*"]',
    ),
    "ignore-registered": SettingDoc(
        "Patterns of task names that a worker may register besides the predicted ones.",
        '["background_callback_*"]',
    ),
    "worker-python": SettingDoc(
        "The Python that has the app's packages: for `verify`, and to know what is installed. "
        "Else `.venv` of the project, else the Python that runs the tool.",
        '".venv/bin/python"',
    ),
    "env-file": SettingDoc("A file of environment variables that the worker is started with.", '".env"'),
    "templates": SettingDoc(
        "A folder of copier templates, `task` and `page`, used in place of ours.", '"scaffold_templates"'
    ),
    "select": SettingDoc("Only these rules: codes, starts of codes, or names.", '["AMS1", "AMS2"]'),
    "extend-select": SettingDoc("These rules besides the selected ones.", '["AMS402"]'),
    "ignore": SettingDoc("All but these rules; of two settings the longer code decides.", '["AMS404"]'),
    "per-file-ignores": SettingDoc(
        "For files that match a pattern, rules that are left out; as a variable `PATTERN:CODE,...`.",
        '{ "*/legacy/*" = ["AMS3"] }',
    ),
    "baseline": SettingDoc(
        "A file of findings that are put off, written by `check --write-baseline`.",
        '"automappa-scaffold-baseline.json"',
    ),
    "cache-dir": SettingDoc(
        "Where answers are remembered; git ignores the folder by itself.", '".automappa_scaffold_cache"'
    ),
}
