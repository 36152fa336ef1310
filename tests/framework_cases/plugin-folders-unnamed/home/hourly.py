from proj import app


@app.task(name="hourly.sweep")
def sweep():
    return 1
