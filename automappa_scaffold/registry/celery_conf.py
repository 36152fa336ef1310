"""``app.conf``: an app's settings as the project sees and changes them."""

from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.marks import WHOLE
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Native, Wrapper
from automappa_scaffold.interpreter.refusals import is_object
from automappa_scaffold.interpreter.values import MISSING, DictValue, Unknown, Value
from automappa_scaffold.registry.celery_bound_settings import keeping_bound
from automappa_scaffold.registry.celery_objects import celery_settings, check_methods, names_of
from automappa_scaffold.registry.celery_setting_sources import SettingsObject, mapping_of
from automappa_scaffold.registry.celery_settings import read_setting
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["Conf", "own_parts"]


# A settings object is a mapping, and no dict: these it does not have.
# These tell of all settings, and read them for it.
_TELLING = (
    *("copy", "finalize", "find_option", "find_value_for_key", "first", "fromkeys", "get_by_parts"),
    *("humanize", "items", "iteritems", "iterkeys", "itervalues", "keys", "values", "table"),
    *("value_set_for", "without_defaults", "maybe_warn_deprecated_settings"),
    *("__iter__", "__len__", "__repr__"),
)
# As attributes these have the name of the default queue, where they are not set.
_PARTS = ("changes", "defaults", "maps")
_AS_QUEUE = ("task_default_exchange", "task_default_routing_key")


class Conf:
    """The native methods of a settings object, whose payload is its app."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cls = native_class("Settings", module="celery.app.utils")
        for name, run in self._methods().items():
            self.cls.ns[name] = Native(name, run, binds=True)
        check_methods(self.cls, "celery.app.utils.Settings")
        self.cls.ns[WHOLE] = True  # it has no other special methods
        self.cls.ns["__dict__"] = Wrapper("property", Native("__dict__", own_parts))

    def _methods(self) -> dict[str, Run]:
        return {
            "__getattr__": self.attribute,
            "__getitem__": self.item,
            "get": self.get,
            "__setattr__": keeping_bound(self.put, is_named=True),
            "__setitem__": keeping_bound(self.put, is_named=True),
            "update": keeping_bound(self.update),
            "setdefault": keeping_bound(self.setdefault, is_named=True),
            "__contains__": self.contains,
            "__delitem__": keeping_bound(self.delete, is_named=True),
            "pop": keeping_bound(self.pop, is_named=True),
            "clear": keeping_bound(self.clear),
            "popitem": keeping_bound(self.clear),
            "__eq__": lambda m, args, kwargs, place: args[0] is args[1] or m.undecided(None, place),
            "__delattr__": _delete_attribute,
            **dict.fromkeys(("add_defaults", "bind_to", "swap_with"), self.clear),
            **dict.fromkeys(_TELLING, self.tell),
            "__bool__": self.is_there,
        }

    def get(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return a setting, or what is given for one that is not there."""
        found = self._find(m, args, place)
        if found is MISSING:
            return args[2] if len(args) > 2 else kwargs.get("default")
        return found

    def tell(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Read the settings, and return what is not followed."""
        read_setting(m, self.world, args[0].payload, "imports")
        return m.unknown("what Celery's settings are", place, is_foreign=True)

    def is_there(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Read the settings, of which there always are some."""
        self.tell(m, args, kwargs, place)
        return True

    def attribute(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return a setting, or raise AttributeError."""
        found = self._find(m, args, place)
        if found is None and args[1] in _AS_QUEUE:
            return self._find(m, (args[0], "task_default_queue"), place)
        if found is not MISSING:
            return found
        if args[1] in _PARTS:
            return own_parts(m, args, kwargs, place)
        is_own = args[1] == "deprecated_settings"  # of the object, not of its class
        if is_own or any(args[1] in names for names in names_of("celery.app.utils.Settings")):
            return m.unknown(f"{args[1]} of Celery's settings", place, is_foreign=True)
        raise m.refusal("AttributeError", f"'Settings' object has no attribute '{args[1]}'", place)

    def item(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return a setting, or raise KeyError."""
        found = self._find(m, args, place)
        if found is MISSING:
            raise m.refusal("KeyError", f"{m.decide(args[1])!r}", place)
        return found

    def _find(self, m: Interpreter, args: Args, place: Place) -> Value:
        """Return a setting of the project's, or its default, reading them all on first use."""
        key = m.decide(args[1])
        if not isinstance(key, str):
            return m.unknown("a setting whose name is computed", place)
        value, _, _ = read_setting(m, self.world, args[0].payload, key)
        if value is not MISSING:
            return value
        if key in ("imports", "include"):
            return ()
        if key == "beat_schedule":  # the one default to which projects add, entry by entry
            state: AppState = args[0].payload.payload
            schedule = m.new_dict()
            state.settings.append(m.new_dict({key: schedule}))
            return schedule
        defaults = celery_settings().get(key)
        if defaults:
            return defaults[0]
        if defaults is None and self._is_no_setting(m, args[0].payload.payload, key):
            return MISSING
        return m.unknown(f"Celery's default of {key}", place, is_foreign=True)

    def _is_no_setting(self, m: Interpreter, state: AppState, key: str) -> bool:
        """Return whether a name stands for no setting of any Celery, neither of old nor with a prefix."""
        if key.islower():
            return True
        # Two hundred names that hardly any start needs.
        from automappa_scaffold.registry.setting_names import NEW_TO_OLD

        return not m.truth(state.namespace) and key.upper() not in set(NEW_TO_OLD.values())

    def contains(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return whether a setting is there, by the project or by default."""
        key = m.decide(args[1])
        if not isinstance(key, str):
            return m.unknown("a setting whose name is computed", place)
        state = args[0].payload.payload
        if key not in celery_settings() and not self._is_no_setting(m, state, key):
            return m.undecided(None, place)  # perhaps the old name of a setting
        if not state.configured:  # Celery looks at what was set so far, and reads nothing for it
            return key in state.preconf.items if not state.preconf.unknown else m.undecided(None, place)
        value, _, _ = read_setting(m, self.world, args[0].payload, key)
        if isinstance(value, Unknown):
            return m.undecided(value, place)
        return value is not MISSING or key in celery_settings()

    def put(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Change one setting."""
        app, changes, key = args[0].payload, _changes_of(m, args[0]), m.decide(args[1])
        if isinstance(key, str):
            m.store(changes.items, key, args[2])
            app.payload.auto_keys.discard(key)
        else:
            m.require_hashable(key, place)
            m.store(changes.meta, "unknown", m.unknown("a setting whose name is computed", place))
        return None

    def delete(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Take back a setting that was changed by hand, or raise KeyError."""
        self._take_back(m, args, place)
        return None

    def pop(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Take back a setting and return it; what is there by default alone cannot be taken."""
        state: AppState = args[0].payload.payload
        key = m.decide(args[1])
        is_left = len(args) > 2 and isinstance(key, str) and key not in _changes_of(m, args[0]).items
        if is_left and (state.configured or self._find(m, args, place) is MISSING):
            return args[2]
        return self._take_back(m, args, place)

    def _take_back(self, m: Interpreter, args: Args, place: Place) -> Value:
        changes, key = _changes_of(m, args[0]), m.decide(args[1])
        if not isinstance(key, str) or (changes.unknown is not None and key not in changes.items):
            m.store(changes.meta, "unknown", m.unknown("which setting is taken back", place))
            return m.unknown("a setting that is taken back", place)
        if key not in changes.items:
            raise m.refusal("KeyError", repr(key), place)
        taken = changes.items[key]
        m.store(changes.items, key, MISSING)
        return taken

    def clear(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Take back settings, which is not followed."""
        changes = _changes_of(m, args[0])
        m.store(changes.meta, "unknown", m.unknown("which settings are taken back", place))
        for key in list(changes.items):
            m.store(changes.items, key, m.unknown("whether a setting is taken back", place))
        return m.unknown("a setting that is taken back", place)

    def update(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Change several settings."""
        app, changes = args[0].payload, _changes_of(m, args[0])
        if len(args) > 2:
            raise m.raise_("TypeError", f"dict expected at most 1 argument, got {len(args) - 1}", place)
        for argument in args[1:]:
            mapping = m.decide(argument)
            if isinstance(mapping, Instance) and isinstance(mapping.payload, SettingsObject):
                mapping = mapping_of(m, app.payload, mapping)
            _require_pairs(m, mapping, place)
            m.merge(changes, mapping, place)
        for key, value in kwargs.items():
            if key == "**":
                m.store(changes.meta, "unknown", value)
            else:
                m.store(changes.items, key, value)
        return None

    def setdefault(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Change a setting that is not set."""
        changes, key = _changes_of(m, args[0]), m.decide(args[1])
        if not isinstance(key, str):
            m.store(changes.meta, "unknown", m.unknown("a setting whose name is computed", place))
        elif self.contains(m, args[:2], {}, place) is not True:
            m.store(changes.items, key, args[2] if len(args) > 2 else None)
        return None


def _changes_of(m: Interpreter, conf: Instance) -> DictValue:
    """Return where changes of a settings object go; those of an object of earlier settings are for nobody."""
    state: AppState = conf.payload.payload
    return state.changes if state.conf in (conf, None) else m.new_dict()


def _require_pairs(m: Interpreter, mapping: Value, place: Place) -> None:
    """Raise what Python raises for what is neither a mapping nor made of pairs."""
    if isinstance(mapping, str) and mapping:
        text = "dictionary update sequence element #0 has length 1; 2 is required"
        raise m.raise_("ValueError", text, place)
    if isinstance(mapping, (Module, Function, Class)) or (
        is_object(mapping) and isinstance(mapping, Instance) and not _has_elements(mapping)
    ):
        kind = "type" if isinstance(mapping, Class) else kind_name(mapping)
        raise m.raise_("TypeError", f"'{kind}' object is not iterable", place)


def _has_elements(value: Instance) -> bool:
    names = ("keys", "__iter__", "__getitem__", "__getattr__", "__getattribute__")
    return value.cls.has_content or any(value.cls.lookup(name) is not MISSING for name in names)


def own_parts(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for what settings are made of, or will be."""
    m.unsettle("the settings are taken apart, and may be changed by their parts", place)
    return m.unknown("what a settings object is made of", place, is_foreign=True)


def _delete_attribute(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    raise m.raise_("AttributeError", f"'Settings' object has no attribute '{args[1]}'", place)
