def setup(app):
    app.task(run, name='plug.b.run')


def run():
    return 1
