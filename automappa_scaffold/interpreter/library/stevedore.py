import importlib.metadata
import logging

_log = logging.getLogger(__name__)


class NoUniqueMatch(RuntimeError):
    pass


class NoMatches(NoUniqueMatch):
    pass


class MultipleMatches(NoUniqueMatch):
    pass


class Extension:
    def __init__(self, name, entry_point, plugin, obj):
        self.name = name
        self.entry_point = entry_point
        self.plugin = plugin
        self.obj = obj

    @property
    def module_name(self):
        return self.entry_point.module

    @property
    def attr(self):
        return self.entry_point.attr

    @property
    def entry_point_target(self):
        return self.entry_point.value


def ignore_conflicts(namespace, name, entrypoints):
    return entrypoints[-1]


def error_on_conflict(namespace, name, entrypoints):
    raise MultipleMatches(f"multiple implementations found for the '{name}' command in {namespace} namespace")


class ExtensionManager:
    def __init__(
        self,
        namespace,
        invoke_on_load=False,
        invoke_args=None,
        invoke_kwds=None,
        propagate_map_exceptions=False,
        on_load_failure_callback=None,
        verify_requirements=None,
        *,
        conflict_resolver=ignore_conflicts,
    ):
        self.namespace = namespace
        self.propagate_map_exceptions = propagate_map_exceptions
        self._on_load_failure_callback = on_load_failure_callback
        self._conflict_resolver = conflict_resolver
        self._init_plugins(self._load_plugins(invoke_on_load, invoke_args or (), invoke_kwds or {}))

    def _init_plugins(self, extensions):
        self.extensions = extensions

    def list_entry_points(self):
        return list(importlib.metadata.entry_points(group=self.namespace))

    def entry_points_names(self):
        return [point.name for point in self.list_entry_points()]

    def _load_plugins(self, invoke_on_load, invoke_args, invoke_kwds):
        extensions = []
        for point in self.list_entry_points():
            try:
                extension = self._load_one_plugin(point, invoke_on_load, invoke_args, invoke_kwds)
                if extension:
                    extensions.append(extension)
            except (KeyboardInterrupt, AssertionError):
                raise
            except Exception as error:
                if self._on_load_failure_callback is not None:
                    self._on_load_failure_callback(self, point, error)
                else:
                    _log.error("Could not load %r: %s", point.name, error)
        return extensions

    def _load_one_plugin(self, ep, invoke_on_load, invoke_args, invoke_kwds):
        plugin = ep.load()
        made = plugin(*invoke_args, **invoke_kwds) if invoke_on_load else None
        return Extension(ep.name, ep, plugin, made)

    def names(self):
        return [extension.name for extension in self.extensions]

    def map(self, func, *args, **kwds):
        if not self.extensions:
            raise NoMatches(f"No {self.namespace} extensions found")
        response = []
        for extension in self.extensions:
            self._invoke_one_plugin(response.append, func, extension, *args, **kwds)
        return response

    @staticmethod
    def _call_extension_method(extension, method_name, *args, **kwds):
        return getattr(extension.obj, method_name)(*args, **kwds)

    def map_method(self, method_name, *args, **kwds):
        return self.map(self._call_extension_method, method_name, *args, **kwds)

    def _invoke_one_plugin(self, response_callback, func, e, *args, **kwds):
        try:
            response_callback(func(e, *args, **kwds))
        except Exception as error:
            if self.propagate_map_exceptions:
                raise
            _log.error("error calling %r: %s", e.name, error)

    def items(self):
        return {name: self[name] for name in self.names()}.items()

    def __iter__(self):
        return iter(self.extensions)

    def __getitem__(self, name):
        found = [extension for extension in self.extensions if extension.name == name]
        if not found:
            raise KeyError(name)
        return self._conflict_resolver(self.namespace, name, found) if len(found) > 1 else found[0]

    def __contains__(self, name):
        return any(extension.name == name for extension in self.extensions)


class NamedExtensionManager(ExtensionManager):
    def __init__(
        self,
        namespace,
        names,
        invoke_on_load=False,
        invoke_args=None,
        invoke_kwds=None,
        name_order=False,
        propagate_map_exceptions=False,
        on_load_failure_callback=None,
        on_missing_entrypoints_callback=None,
        verify_requirements=None,
        warn_on_missing_entrypoint=None,
        *,
        conflict_resolver=ignore_conflicts,
    ):
        self._names = names
        self._name_order = name_order
        self._on_missing_entrypoints_callback = on_missing_entrypoints_callback
        super().__init__(
            namespace,
            invoke_on_load=invoke_on_load,
            invoke_args=invoke_args,
            invoke_kwds=invoke_kwds,
            propagate_map_exceptions=propagate_map_exceptions,
            on_load_failure_callback=on_load_failure_callback,
            conflict_resolver=conflict_resolver,
        )

    def _init_plugins(self, extensions):
        super()._init_plugins(extensions)
        if self._name_order:
            self.extensions = [self[name] for name in self._names if name in self]

    def _load_plugins(self, invoke_on_load, invoke_args, invoke_kwds):
        extensions = super()._load_plugins(invoke_on_load, invoke_args, invoke_kwds)
        missing = set(self._names) - {extension.name for extension in extensions}
        if missing and self._on_missing_entrypoints_callback:
            self._on_missing_entrypoints_callback(missing)
        return extensions

    def _load_one_plugin(self, ep, invoke_on_load, invoke_args, invoke_kwds):
        if ep.name not in self._names:
            return None
        return super()._load_one_plugin(ep, invoke_on_load, invoke_args, invoke_kwds)


class DriverManager(NamedExtensionManager):
    def __init__(
        self,
        namespace,
        name,
        invoke_on_load=False,
        invoke_args=None,
        invoke_kwds=None,
        on_load_failure_callback=None,
        on_missing_entrypoints_callback=None,
        verify_requirements=None,
        warn_on_missing_entrypoint=None,
        *,
        conflict_resolver=error_on_conflict,
    ):
        super().__init__(
            namespace,
            [name],
            invoke_on_load=invoke_on_load,
            invoke_args=invoke_args,
            invoke_kwds=invoke_kwds,
            on_load_failure_callback=on_load_failure_callback or self._default_on_load_failure,
            conflict_resolver=conflict_resolver,
        )

    @staticmethod
    def _default_on_load_failure(manager, ep, err):
        raise

    def _init_plugins(self, extensions):
        super()._init_plugins(extensions)
        name = self._names[0]
        if not self.extensions:
            raise NoMatches(f"No {self.namespace!r} driver found, looking for {name!r}")
        if len(self.extensions) > 1:
            self.extensions = [self._conflict_resolver(self.namespace, name, self.extensions)]

    def __call__(self, func, *args, **kwds):
        results = self.map(func, *args, **kwds)
        return results[0] if results else None

    @property
    def driver(self):
        extension = self.extensions[0]
        return extension.obj if extension.obj else extension.plugin


class EnabledExtensionManager(ExtensionManager):
    def __init__(self, namespace, check_func, *args, **kwds):
        self.check_func = check_func
        super().__init__(namespace, *args, **kwds)

    def _load_one_plugin(self, ep, invoke_on_load, invoke_args, invoke_kwds):
        extension = super()._load_one_plugin(ep, invoke_on_load, invoke_args, invoke_kwds)
        return extension if extension and self.check_func(extension) else None


class HookManager(NamedExtensionManager):
    def __init__(
        self,
        namespace,
        name,
        invoke_on_load=False,
        invoke_args=None,
        invoke_kwds=None,
        on_load_failure_callback=None,
        on_missing_entrypoints_callback=None,
        verify_requirements=None,
        warn_on_missing_entrypoint=None,
        *,
        conflict_resolver=ignore_conflicts,
    ):
        super().__init__(
            namespace,
            [name],
            invoke_on_load=invoke_on_load,
            invoke_args=invoke_args,
            invoke_kwds=invoke_kwds,
            on_load_failure_callback=on_load_failure_callback,
            on_missing_entrypoints_callback=on_missing_entrypoints_callback,
            conflict_resolver=conflict_resolver,
        )

    def __getitem__(self, name):
        if name != self._names[0]:
            raise KeyError(name)
        return self.extensions


class DispatchExtensionManager(EnabledExtensionManager):
    def map(self, filter_func, func, *args, **kwds):
        if not self.extensions:
            raise NoMatches(f"No {self.namespace} extensions found")
        response = []
        for extension in self.extensions:
            if filter_func(extension, *args, **kwds):
                self._invoke_one_plugin(response.append, func, extension, *args, **kwds)
        return response

    def map_method(self, filter_func, method_name, *args, **kwds):
        return self.map(filter_func, self._call_extension_method, method_name, *args, **kwds)
