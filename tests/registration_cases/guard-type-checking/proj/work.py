from typing import TYPE_CHECKING
from proj.tasks import queue


if TYPE_CHECKING:

    @queue.task
    def b():
        return 1


@queue.task(bind=True)
def a(self):
    return 1
