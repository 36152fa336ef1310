"""Where the settings name tasks."""

from pathlib import PurePosixPath

from automappa_scaffold.registry.names_in_settings import SETTINGS_WITH_NAMES
from automappa_scaffold.rules._rule import ProjectView
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.text_places import find_text

__all__ = ["place_in_setting"]


def place_in_setting(view: ProjectView, setting: str, text: str) -> Place:
    """Return where a text stands in a setting, else in any file that sets this setting."""
    old = SETTINGS_WITH_NAMES[setting]
    keys = (setting, setting.upper(), f"CELERY_{setting.upper()}", old)
    own = [path for path in (view.prediction.config, view.prediction.app_path) if path is not None]
    for path in dict.fromkeys([*own, *map(PurePosixPath, view.files())]):
        source = view.read(path) or b""
        if setting.encode() in source.lower() or old.encode() in source:
            place = find_text(path, source, text, keys)
            if place is not None:
                return place
    return view.imports_place() if not own else Place(own[0])
