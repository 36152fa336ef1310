from config.celery_app import app
from celery import Task


class IndexTask(Task):
    abstract = True
    autoretry_for = (OSError,)

    def on_failure(self, exc, task_id, args, kwargs, einfo):
        super().on_failure(exc, task_id, args, kwargs, einfo)


@app.task(base=IndexTask, name="catalogue.reindex", bind=True)
def reindex(self, pk):
    pass


class DropIndex(IndexTask):
    name = "catalogue.drop_index"

    def run(self):
        pass


class NeverRegistered(IndexTask):
    name = "catalogue.never"


drop_index = app.register_task(DropIndex())
