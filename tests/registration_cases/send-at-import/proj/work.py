from proj.tasks import queue


@queue.task(bind=True)
def a(self):
    return 1


print(a.name)
queue.task(name='after')(len)
