from proj import app
from proj.plugins import common


@app.task
def sweep():
    return common.LEVEL


@app.task(name="nightly.report")
def report():
    return 1
