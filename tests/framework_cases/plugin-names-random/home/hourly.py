from proj import app


@app.task
def sweep():
    return 1
