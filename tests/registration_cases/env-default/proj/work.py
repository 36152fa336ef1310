import os
from proj.tasks import queue


if os.getenv('WITH_B', '1') == '1':

    @queue.task
    def b():
        return 1
