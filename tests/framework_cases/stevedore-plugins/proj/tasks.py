from proj.app import app


@app.task
def own():
    return 1
