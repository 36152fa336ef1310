from proj.tasks import queue


@queue.task
async def a():
    return 1
