from proj.tasks import queue


@queue.task(bind=True)
def summarize(self, x=1):
    return x


queue.nothing_here
