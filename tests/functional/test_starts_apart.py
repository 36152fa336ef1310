"""Starts that one process follows after one another: none sees what another changed of what they share."""

from pathlib import Path

from tests.functional.test_registration_cases import INSTALLED, Case

APP = """
import enum
from celery import Celery, Task
queue = Celery("proj")
print(getattr(Task, "shiny", "none"))
@queue.task(name=f"{hasattr(Task, 'shiny')}.{hasattr(Celery, 'gloss')}.{hasattr(enum.Enum, 'extra')}")
def work(): pass
"""
CHANGES = "Task.shiny = 1\nCelery.gloss = 2\nenum.Enum.extra = 3\nclass Own(Task): pass\n"


def test_what_one_start_changes_of_celerys_classes_is_not_there_in_the_next(tmp_path: Path) -> None:
    names = []
    for number, text in enumerate((APP + CHANGES, APP, APP.replace("queue = ", f"{CHANGES}queue = "), APP)):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "app.py").write_text(text)
        (name,) = Case(folder, {"app": "app:queue", "cwd": "."}).predict(INSTALLED).names
        names.append(name)
    assert names == ["False.False.False", "False.False.False", "True.True.True", "False.False.False"]
