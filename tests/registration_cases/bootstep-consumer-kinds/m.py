from celery import Celery, bootsteps

q = Celery("m")


def step_task():
    return 1


class Made(bootsteps.StartStopStep):
    def __init__(self, parent, **options):
        q.task(name="made")(step_task)

    def start(self, parent):
        self.timer = parent.timer.call_repeatedly(1.0, print)


class LeftOut(bootsteps.StartStopStep):
    def include_if(self, parent):
        return False

    def create(self, parent):
        q.task(name="left.out")(step_task)


class Disabled(bootsteps.Step):
    enabled = False

    def create(self, parent):
        q.task(name="disabled")(step_task)


class Created(bootsteps.Step):
    def include_if(self, parent):
        return parent.app is not None

    def create(self, parent):
        q.task(name="created")(step_task)


for step in (Made, LeftOut, Disabled, Created):
    q.steps["consumer"].add(step)
q.steps["worker"].add(Disabled)
