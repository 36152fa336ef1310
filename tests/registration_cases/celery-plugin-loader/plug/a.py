def setup(app):
    @app.task(name='plug.a.t')
    def t():
        return 1
