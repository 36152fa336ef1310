from proj.app import app


@app.task
def a():
    from proj.b import b
    return b
