import importlib.util
import os

from click import get_current_context
from flask import Flask


def from_file(path):
    if not os.path.isfile(path):
        raise FileNotFoundError(path)
    spec = importlib.util.spec_from_file_location("config", path)
    module = importlib.util.module_from_spec(spec)
    with open(path) as file:
        exec(compile(file.read(), path, "exec"), module.__dict__)
    return module


def create_app(config=None):
    app = Flask(__name__)
    context = get_current_context(silent=True)
    if context and config is None:
        if context.obj:
            config = getattr(context.obj, "config", None)
    if config:
        app.config.from_object(from_file(config))
    else:
        try:
            app.config.from_envvar("PROJ_CONF")
        except RuntimeError:
            app.config.from_object(from_file(os.path.join(os.path.dirname(__file__), "default.conf.py")))
    return app
