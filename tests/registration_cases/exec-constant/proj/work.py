from proj.tasks import queue


exec('@queue.task\ndef a():\n    return 1\n')
