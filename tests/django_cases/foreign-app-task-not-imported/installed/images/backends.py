from celery import shared_task as task


def generate():
    pass


task(ignore_result=True)(generate)


class Simple:
    pass
