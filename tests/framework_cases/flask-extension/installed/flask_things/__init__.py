class Things:
    def __init__(self, app=None):
        if app is not None:
            self.init_app(app)

    def init_app(self, app):
        app.config.setdefault("THINGS_LIMIT", 3)
        app.extensions["things"] = self
