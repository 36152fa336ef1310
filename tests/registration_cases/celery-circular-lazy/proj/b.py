from proj.app import app
from proj.a import a


@app.task
def b():
    return a
