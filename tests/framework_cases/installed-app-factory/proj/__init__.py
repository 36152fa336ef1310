from celery_helpers import make_app


class Settings(dict):
    pass


app = make_app(Settings(INCLUDE=["proj.jobs"]), name="mine")


@app.task
def own():
    return 1
