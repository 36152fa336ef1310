import celery


class Celery(celery.Celery):
    def __init__(self, flask_app=None, prefix="company"):
        self.prefix = prefix
        super().__init__(flask_app.import_name if flask_app else "company", broker="memory://")

    def gen_task_name(self, name, module):
        return f"{self.prefix}.{name}"
