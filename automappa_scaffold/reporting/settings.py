"""Settings with their origins, as a table and as JSON."""

from collections.abc import Sequence
from typing import Any, Protocol

from automappa_scaffold.reporting.documents import json_text
from automappa_scaffold.reporting.tables import render_table
from automappa_scaffold.reporting.terminal import Terminal

__all__ = ["ShownSetting", "render_settings", "render_settings_json"]


class ShownSetting(Protocol):
    """A setting's key, its value and where that came from."""

    @property
    def key(self) -> str:
        """The name, as in ``pyproject.toml``."""

    @property
    def value(self) -> Any:
        """A string, a list of strings, or a table of these."""

    @property
    def origin(self) -> str:
        """A file, a variable, ``flag``, ``default`` or ``discovered``."""


def render_settings(settings: Sequence[ShownSetting], terminal: Terminal) -> str:
    """Return the settings as a table, values as they would stand in ``pyproject.toml``."""
    rows = [(entry.key, _toml(entry.value), entry.origin) for entry in settings]
    return render_table(("setting", "value", "from"), rows, terminal)


def render_settings_json(settings: Sequence[ShownSetting]) -> str:
    """Return the settings as a JSON document."""
    return json_text(
        {"settings": {entry.key: {"value": entry.value, "from": entry.origin} for entry in settings}}
    )


def _toml(value: Any) -> str:
    import json

    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(item)}" for key, item in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)
