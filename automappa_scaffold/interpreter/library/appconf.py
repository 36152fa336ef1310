import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def _holder_of(meta):
    path = getattr(meta, "holder", "django.conf.settings")
    if path == "django.conf.settings":
        return settings
    module, _, name = path.rpartition(".")
    __import__(module)
    return getattr(sys.modules[module], name)


class _Options:
    def __init__(self, meta, prefix):
        self.prefix = prefix
        self.holder_path = getattr(meta, "holder", "django.conf.settings")
        self.holder = _holder_of(meta)
        self.proxy = getattr(meta, "proxy", False)
        self.required = getattr(meta, "required", [])
        self.configured_data = {}
        self.names = {}
        self.defaults = {}

    def prefixed_name(self, name):
        if name.startswith(self.prefix.upper()):
            return name
        return f"{self.prefix.upper()}_{name.upper()}"


class AppConfMetaClass(type):
    def __new__(mcs, name, bases, attrs):
        parents = [base for base in bases if isinstance(base, AppConfMetaClass)]
        if not parents:
            return super().__new__(mcs, name, bases, attrs)
        constants = {key: value for key, value in attrs.items() if key.isupper()}
        others = {key: value for key, value in attrs.items() if not key.isupper()}
        made = super().__new__(mcs, name, bases, others)
        meta = getattr(made, "Meta", None)
        prefix = getattr(meta, "prefix", getattr(meta, "app_label", None))
        if prefix is None:
            prefix = made.__module__.split(".")[-2]
        options = _Options(meta, prefix)
        for parent in parents[::-1]:
            if hasattr(parent, "_meta"):
                options.names.update(parent._meta.names)
                options.defaults.update(parent._meta.defaults)
                options.configured_data.update(parent._meta.configured_data)
        for key, value in constants.items():
            options.names[key] = options.prefixed_name(key)
            options.defaults[options.names[key]] = value
        made._meta = options
        made._configure()
        for key, value in options.configured_data.items():
            setattr(options.holder, options.prefixed_name(key), value)
            setattr(made, key, value)
        for key in options.required:
            if not hasattr(options.holder, options.prefixed_name(key)):
                raise ImproperlyConfigured(f"The required setting {options.prefixed_name(key)} is missing.")
        return made

    def add_to_class(cls, name, value):
        setattr(cls, name, value)

    def _configure(cls):
        conf = cls()
        options = cls._meta
        for name, prefixed in options.names.items():
            value = getattr(options.holder, prefixed, options.defaults.get(prefixed))
            callback = getattr(conf, f"configure_{name.lower()}", None)
            if callable(callback):
                value = callback(value)
            options.configured_data[name] = value
        options.configured_data = conf.configure()


class AppConf(metaclass=AppConfMetaClass):
    def __init__(self, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __dir__(self):
        return sorted(set(self._meta.names))

    @property
    def configured_data(self):
        return self._meta.configured_data

    def __getattr__(self, name):
        if self._meta.proxy:
            return getattr(self._meta.holder, name)
        raise AttributeError(f"{name} not found. Use '{self._meta.holder_path}' instead.")

    def __setattr__(self, name, value):
        if name == name.upper():
            setattr(self._meta.holder, self._meta.prefixed_name(name), value)
        object.__setattr__(self, name, value)

    def configure(self):
        return self.configured_data
