from proj import app


@app.task(name="daily.sweep")
def sweep():
    return 1
