from proj.app import app


@app.task
def b():
    return 1
