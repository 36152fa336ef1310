from proj.app import app


@app.task
def s():
    return 1
