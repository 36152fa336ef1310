from proj.app import app


@app.task
def never():
    return 1
