import proj.tasks


@proj.tasks.queue.task(bind=True)
def a(self):
    return 1
