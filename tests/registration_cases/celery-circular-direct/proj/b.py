from proj.app import app
import proj.a


@app.task
def b():
    return proj.a.a
