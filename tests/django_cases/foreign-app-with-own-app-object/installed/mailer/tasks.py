from .core import app


@app.task
def send_mail():
    pass
