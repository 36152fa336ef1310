from proj.tasks import queue


n = 0
while n < 3:
    queue.task(name="w.%d" % n)(lambda: n) if False else None
    n += 1


@queue.task(bind=True)
def a(self):
    return 1
