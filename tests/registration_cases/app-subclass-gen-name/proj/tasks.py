from celery import Celery


class MyApp(Celery):
    def gen_task_name(self, name, module):
        return super().gen_task_name(name, module.removeprefix("proj."))


queue = MyApp(__name__)
queue.config_from_object("proj.celeryconfig")
