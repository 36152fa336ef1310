from proj.app import app
from proj.b import b


@app.task
def a():
    return b
