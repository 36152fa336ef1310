from celery import shared_task


class Tracker:
    known = []

    @staticmethod
    def register_task(task_id):
        Tracker.known.append(task_id)


def track(task_id):
    Tracker.register_task(task_id)


@shared_task
def sync(task_id):
    track(task_id)
