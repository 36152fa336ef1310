import importlib
import json
import os
import sys
from unittest.mock import Mock as Elsewhere  # stands for what is not written here: it may be anything

_SAME = (
    "after_request app_errorhandler app_template_filter before_first_request before_request context_processor"
    " shell_context_processor teardown_appcontext teardown_request url_defaults url_value_preprocessor"
)
_DEFAULTS = {
    "APPLICATION_ROOT": "/",
    "EXPLAIN_TEMPLATE_LOADING": False,
    "MAX_CONTENT_LENGTH": None,
    "MAX_COOKIE_SIZE": 4093,
    "PREFERRED_URL_SCHEME": "http",
    "PROPAGATE_EXCEPTIONS": None,
    "SECRET_KEY": None,
    "SEND_FILE_MAX_AGE_DEFAULT": None,
    "SERVER_NAME": None,
    "SESSION_COOKIE_DOMAIN": None,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_NAME": "session",
    "SESSION_COOKIE_PATH": None,
    "SESSION_COOKIE_SAMESITE": None,
    "SESSION_COOKIE_SECURE": False,
    "SESSION_REFRESH_EACH_REQUEST": True,
    "TEMPLATES_AUTO_RELOAD": None,
    "TESTING": False,
    "TRAP_BAD_REQUEST_ERRORS": None,
    "TRAP_HTTP_EXCEPTIONS": False,
    "USE_X_SENDFILE": False,
}
_pushed = []


def _import_string(name):
    name = name.replace(":", ".")
    try:
        return importlib.import_module(name)
    except ImportError:
        if "." not in name:
            raise
    module, _, last = name.rpartition(".")
    found = importlib.import_module(module)
    try:
        return getattr(found, last)
    except AttributeError:
        raise ImportError(f"import_string() failed for {name!r}") from None


class Config(dict):
    def __init__(self, root_path, defaults=None):
        super().__init__(defaults or {})
        self.root_path = root_path

    def __missing__(self, key):
        return Elsewhere.setting  # of this version of Flask, or of an extension

    def from_object(self, source):
        if isinstance(source, str):
            source = _import_string(source)
        if source is None:
            return  # of whose attributes none is in capitals
        for name in dir(source):
            if name.isupper():
                self[name] = getattr(source, name)

    def from_mapping(self, mapping=None, **more):
        given = dict(mapping or {})
        given.update(more)
        for name, value in given.items():
            if name.isupper():
                self[name] = value
        return True

    def from_pyfile(self, filename, silent=False):
        path = os.path.join(self.root_path, filename)
        try:
            text = open(path).read()
        except FileNotFoundError:
            if silent:
                return False
            raise
        names = {"__name__": "config", "__file__": path}
        exec(compile(text, path, "exec"), names)
        return self.from_mapping(names)

    def from_envvar(self, variable_name, silent=False):
        path = os.environ.get(variable_name)
        if path:
            return self.from_pyfile(path, silent=silent)
        if silent:
            return False
        raise RuntimeError(f"The environment variable {variable_name!r} is not set")

    def from_file(self, filename, load, silent=False, text=True):
        path = os.path.join(self.root_path, filename)
        try:
            file = open(path, "r" if text else "rb")
        except FileNotFoundError:
            if silent:
                return False
            raise
        return self.from_mapping(load(file))

    def from_json(self, filename, silent=False):
        return self.from_file(filename, json.load, silent)

    def from_prefixed_env(self, prefix="FLASK", *, loads=json.loads):
        for name in sorted(os.environ):
            if not name.startswith(prefix + "_"):
                continue
            value = os.environ[name]
            try:
                value = loads(value)
            except Exception:
                pass
            place = self
            *path, last = name[len(prefix) + 1 :].split("__")
            for part in path:
                place = place.setdefault(part, {})
            place[last] = value
        return True

    def get_namespace(self, namespace, lowercase=True, trim_namespace=True):
        found = {}
        for name, value in self.items():
            if name.startswith(namespace):
                key = name[len(namespace) :] if trim_namespace else name
                found[key.lower() if lowercase else key] = value
        return found


class _Context:
    def __init__(self, app):
        self.app = app

    def push(self):
        _pushed.append(self.app)

    def pop(self, exc=None):
        _pushed.pop()

    def __enter__(self):
        self.push()
        return self

    def __exit__(self, kind, value, trace):
        self.pop()


class _Filled(dict):
    """What extensions from elsewhere put things into."""

    def __missing__(self, key):
        return Elsewhere.extension

    def __contains__(self, key):
        return super().__contains__(key) or Elsewhere.extension

    def get(self, key, default=None):
        return self[key]


class Flask(Elsewhere):
    config_class = Config

    def __init__(
        self,
        import_name,
        static_url_path=None,
        static_folder="static",
        static_host=None,
        host_matching=False,
        subdomain_matching=False,
        template_folder="templates",
        instance_path=None,
        instance_relative_config=False,
        root_path=None,
    ):
        module = sys.modules.get(import_name)
        if root_path is None:
            root_path = os.path.dirname(os.path.abspath(module.__file__))
        self.import_name = self.name = import_name
        self.root_path = root_path
        self.instance_path = instance_path or self.auto_find_instance_path()
        self.extensions = _Filled()
        self.blueprints = _Filled()
        self.view_functions = _Filled()
        self.config = self.make_config(instance_relative_config)

    def auto_find_instance_path(self):
        top = sys.modules.get(self.import_name.partition(".")[0])
        file = getattr(top, "__file__", None)
        if not file or "site-packages" in file:
            return Elsewhere.instance_path(self)  # below the prefix of Python
        folder = os.path.dirname(os.path.abspath(file))
        if hasattr(top, "__path__"):
            folder = os.path.dirname(folder)
        return os.path.join(folder, "instance")

    def make_config(self, instance_relative=False):
        path = self.instance_path if instance_relative else self.root_path
        config = self.config_class(path, dict(self.default_config))
        config["DEBUG"] = os.environ.get("FLASK_DEBUG", "").lower() not in ("", "0", "false", "no")
        return config

    default_config = _DEFAULTS

    @property
    def debug(self):
        return self.config["DEBUG"]

    @debug.setter
    def debug(self, value):
        self.config["DEBUG"] = value

    @property
    def testing(self):
        return self.config["TESTING"]

    @testing.setter
    def testing(self, value):
        self.config["TESTING"] = value

    @property
    def secret_key(self):
        return self.config["SECRET_KEY"]

    @secret_key.setter
    def secret_key(self, value):
        self.config["SECRET_KEY"] = value

    def app_context(self):
        return _Context(self)

    def test_request_context(self, *args, **kwargs):
        return _Context(self)

    def route(self, rule, **options):
        return lambda fun: fun

    get = post = put = delete = patch = endpoint = errorhandler = route

    def register_error_handler(self, code_or_exception, f):
        pass

    def add_url_rule(self, *args, **kwargs):
        pass

    def register_blueprint(self, blueprint, **options):
        pass


for _name in _SAME.split():
    setattr(Flask, _name, lambda self, fun: fun)


class _Current:
    def __bool__(self):
        return bool(_pushed)

    def __getattr__(self, name):
        if not _pushed:
            return getattr(Elsewhere.current_app, name)
        app = _pushed[-1]
        return app if name == "_get_current_object" else getattr(app, name)


current_app = _Current()
