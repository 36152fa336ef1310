from proj.app import app


@app.task
def a():
    return 1
