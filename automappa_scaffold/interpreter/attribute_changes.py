"""Setting attributes."""

import builtins

from automappa_scaffold.interpreter.attribute_deletion import AttributeDeletion
from automappa_scaffold.interpreter.attribute_errors import (
    describe_unsettable,
    refused_setting,
)
from automappa_scaffold.interpreter.attribute_setting import NOWHERE
from automappa_scaffold.interpreter.certain_types import certain_types, has_fixed_attributes
from automappa_scaffold.interpreter.function_parts import replaces_defaults
from automappa_scaffold.interpreter.generators import Generator, Iterator
from automappa_scaffold.interpreter.import_hooks import replace_finders
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import CANVAS_IN_USE, MEMBER
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
    Partial,
    Super,
    Wrapper,
)
from automappa_scaffold.interpreter.python_kinds import is_immutable, member_kind
from automappa_scaffold.interpreter.refusals import is_no_text
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["AttributeChanges"]

_CODE_PARTS = ("__code__", "__defaults__", "__kwdefaults__", "__globals__", "__closure__")
# Of a model these are not known before either.
_UNREAD = ("__doc__", "__module__")
_KEYWORD_ONLY = 3
# A worker runs the code of these in ways that are not followed here, but for what is modelled.
_RUN_BY_WORKERS = ("celery", "kombu", "billiard", "vine", "importlib")
# What a worker calls of a result backend for a message alone, never while it starts.
_FOR_MESSAGES = frozenset(
    """
    add_pending_result add_to_chord apply_chord chord_error_from_stack decode decode_result delete
    encode encode_result exception_to_python expire fail_from_current_stack forget get get_group_meta
    get_result get_state get_task_meta incr mark_as_done mark_as_failure mark_as_retry mark_as_revoked
    mark_as_started meta_from_decoded mget on_chord_part_return on_task_call prepare_exception
    prepare_value process_cleanup remove_pending_result set set_chord_size store_result wait_for
    wait_for_pending _ensure_retryable _get_result_meta _get_task_meta_for _set_with_state _store_result
    _unpack_chord_result
    """.split()  # noqa: SIM905 - a list of words reads better so
)
# The classes of what several signatures make.
_CANVAS = "celery.canvas."
# Who calls these has taken them out of their module before: another one is never called.
_TAKEN_OUT = (("celery._state", "_register_app"), ("celery._state", "_deregister_app"))
_HAVE_A_DICT = ("classmethod", "staticmethod")
_CALLED = (Function, Native, Bound, Partial, Class, Instance)


def _keeps_none(function: Function, name: str, new: Value) -> bool:
    """Return whether a function without defaults of a kind is given none of them."""
    if new is not None or name not in ("__defaults__", "__kwdefaults__"):
        return False
    kinds = [kind for _, kind, default in function.spec.parameters if default is not None]
    return all((kind == _KEYWORD_ONLY) is (name == "__defaults__") for kind in kinds)


class AttributeChanges(AttributeDeletion):
    """Setting attributes, of objects of every kind."""

    def set_attribute(self, value: Value, name: str, new: Value, place: Place | None) -> None:
        """Set an attribute."""
        value = self.decide(value)
        if name == "__dict__" and (isinstance(value, Module) or self.is_outside_module(value)):
            raise self.refusal("AttributeError", "readonly attribute", place)
        if isinstance(value, Union):
            self.each(value, lambda option: self.set_attribute(option, name, new, place))
            return
        if isinstance(value, Instance):
            self._set_on_instance(value, name, new, place)
            return
        if name in ("__name__", "__qualname__") and isinstance(value, (Class, Function)) and is_no_text(new):
            shown, kind = getattr(value, "name", ""), kind_name(new)
            text = f"can only assign string to {shown}.{name}, not '{kind}'"
            text = text if shown else f"{name} must be set to a string object"
            raise self.refusal("TypeError", text, place)
        if isinstance(value, Class):
            self._set_on_class(value, name, new, place)
        elif isinstance(value, (Function, Partial)):
            self._set_on_function(value, name, new, place)
        elif isinstance(value, Module):
            if name == "__class__":
                self._set_class_of_module(value, new, place)
            else:
                self.store(value.ns, name, new)
        elif isinstance(value, Unknown):
            self._set_on_unknown(value, name, new, place)
        elif isinstance(value, Ext):
            self._set_outside(value, name, new, place)
        elif isinstance(value, Iterator):
            raised = self.refusal("AttributeError", f"an iterator has no attribute '{name}'", place)
            raised.value.ns["args"] = (self.unknown("an error's text, with the kind of an iterator", place),)
            raise raised
        elif isinstance(value, Generator):
            self._set_on_generator(value, name, new, place)
        elif isinstance(value, Native):
            if name not in _UNREAD:
                self.disturb(f"an attribute of {value.name} is set", place)
        elif isinstance(value, Wrapper):
            self._set_on_wrapper(value, name, new, place)
        elif isinstance(value, Super):
            raise self.refusal("AttributeError", f"'super' object has no attribute '{name}'", place)
        elif is_constant(value) or isinstance(value, (tuple, slice, ListValue, DictValue, Bound)):
            self._set_on_constant(value, name, place)

    def _set_on_instance(self, value: Instance, name: str, new: Value, place: Place | None) -> None:
        hook = value.cls.lookup("__setattr__")
        if hook is not MISSING:
            self.call(self._bind(hook, value, value.cls, place), (name, new), {}, place or NOWHERE)
            return
        if value.cls is self.models.get("builtins.object"):
            raise self.refusal("AttributeError", f"'object' object has no attribute '{name}'", place)
        self.set_plainly(value, name, new, place)

    def _set_on_function(self, value: Function | Partial, name: str, new: Value, place: Place | None) -> None:
        if isinstance(value, Partial):
            if name in ("func", "args", "keywords"):
                raise self.refusal("AttributeError", "readonly attribute", place)
        elif name in _CODE_PARTS and not (
            _keeps_none(value, name, new) or replaces_defaults(self, name, new)
        ):
            self.disturb(f"{name} of a function is changed", place)
        self.store(value.ns, name, new)

    def _set_on_unknown(self, value: Unknown, name: str, new: Value, place: Place | None) -> None:
        if MEMBER in value.ns and (kind := member_kind(*value.ns[MEMBER])):
            kind = kind.removeprefix("function") or "method"
            raise self.refusal("AttributeError", f"'{kind}' object has no attribute '{name}'", place)
        if has_fixed_attributes(value) and not hasattr(certain_types(value)[0], name):
            text = describe_unsettable(value, name, self.python_numbers)
            raise self.refusal("AttributeError", text, place)
        if name == "cell_contents":
            self.disturb("what a function's closure holds is changed", place)
        self.store(value.ns, name, new)

    def _set_on_constant(self, value: Value, name: str, place: Place | None) -> None:
        """Raise what Python says of an object of its own: hardly one has room for an attribute."""
        error = refused_setting(value, name)
        if error is None:
            self.disturb(f"an attribute of a {kind_name(value)} is set", place)
            return
        text = str(error) or describe_unsettable(value, name, self.python_numbers)
        raise self.refusal(type(error).__name__, text, place)

    def _set_class_of_module(self, module: Module, new: Value, place: Place | None) -> None:
        """Let an object of the class stand for the module, with the module's own names."""
        known = self.modules.get(module.name) is module and module.name not in self.replaced
        is_running = module.state == "running" and module.folders is None and not self.scopes
        module.is_open = module.is_made = True  # for who holds it: it may have any name from the class
        if known and is_running and isinstance(self.decide(new), Class):
            self.store(self.replaced, module.name, Instance(self.decide(new), module.ns))
            return
        self.disturb("the class of a module is changed", place)
        self.store(module.ns, "__class__", new)

    def _set_outside(self, value: Ext, name: str, new: Value, place: Place | None) -> None:
        """Set an attribute of what is not of the project; some changes leave nothing certain."""
        if not name.startswith("__") and has_fixed_attributes(value):
            text = describe_unsettable(value, name, self.python_numbers)
            raise self.refusal("AttributeError", text, place)
        if is_immutable(value.path):
            text = f"cannot set {name!r} attribute of immutable type '{value.path.rpartition('.')[2]}'"
            raise self.refusal("TypeError", text, place)
        if replace_finders(self, f"{value.path}.{name}", new, place):
            return
        if value.path == "builtins" and name != "__import__" and hasattr(builtins, name):
            text = f"{name} is another function from here on, in code that is not followed too"
            self.unsettle(text, place)
        elif (value.path, name) == ("os", "environ"):
            self.unsettle("os.environ is another object from here on", place)
        elif name in ("__name__", "__path__") and self.is_outside_module(value):
            self.unsettle(f"imports from {value.path} go by another {name} from here on", place)
        elif isinstance(new, _CALLED) and self._is_run_by_workers(value.path, name):
            self.unsettle(f"{value.path}.{name} is another one from here on", place)
        self.store(self.patched, f"{value.path}.{name}", new)
        if (hook := self.models.get(f"{value.path}.{name}:set")) is not None:
            self.call(hook, (new,), {}, place or NOWHERE)

    def _is_run_by_workers(self, path: str, name: str) -> bool:
        """Return whether a worker that starts may call what an object of a library has under a name."""
        if (path, name) in _TAKEN_OUT or (path.startswith("celery.backends.") and name in _FOR_MESSAGES):
            return False
        if path.startswith(_CANVAS) and CANVAS_IN_USE not in self.patched:
            return False  # it is told where the program makes one, which nothing else does
        return path.partition(".")[0] in _RUN_BY_WORKERS

    def _set_on_wrapper(self, value: Wrapper, name: str, new: Value, place: Place | None) -> None:
        if (value.kind, name) == ("property", "__doc__"):
            value.doc = self.unknown("__doc__ of a property", place, is_foreign=True)
        elif value.kind in _HAVE_A_DICT and not name.startswith("__"):
            value.given = self.namespace() if value.given is None else value.given
            self.store(value.given, name, new)
        else:
            self.disturb(f"an attribute of a {value.kind} is set", place)

    def _set_on_generator(self, value: Generator, name: str, new: Value, place: Place | None) -> None:
        if name not in ("__name__", "__qualname__") or not (value.is_generator or value.is_async):
            raise self.refusal("AttributeError", describe_unsettable(value, name, self.python_numbers), place)
        if is_constant(new) and not isinstance(new, str):
            raise self.refusal("TypeError", f"{name} must be set to a string object", place)
        self.disturb("a generator is given another name", place)

    def _set_on_class(self, cls: Class, name: str, new: Value, place: Place | None) -> None:
        hook = self.metaclass_method(cls, "__setattr__")
        if hook is not None:
            self.call(hook, (cls, name, new), {}, place or NOWHERE)
        else:
            self.set_on_class_plainly(cls, name, new, place)
