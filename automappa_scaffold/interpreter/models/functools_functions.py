"""``functools``, and decorators that give back what they decorate."""

from automappa_scaffold.interpreter.abstract_classes import fix_abstract_methods
from automappa_scaffold.interpreter.asked_attributes import ask_attribute
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import OPEN
from automappa_scaffold.interpreter.missing_methods import has_no_elements, is_uncallable
from automappa_scaffold.interpreter.models.function_caches import FunctionCache
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class, return_first
from automappa_scaffold.interpreter.models.weak_references import weak_reference
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Instance, Native, Partial, Wrapper
from automappa_scaffold.interpreter.refusals import is_seen_class
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, Maybe, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["FUNCTOOLS"]

FUNCTOOLS = Models()

for _path in (
    "typing.final",
    "typing_extensions.override",
    "typing.override",
    "os.fspath",
    "weakref.proxy",
):
    FUNCTOOLS[_path] = Native(_path.rpartition(".")[2], return_first)
FUNCTOOLS["typing.cast"] = Native("cast", lambda m, args, kwargs, place: args[1] if len(args) > 1 else None)


@FUNCTOOLS.function("typing.no_type_check")
def _unchecked(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Mark a function or class, which has to have room for a mark."""
    given = m.decide(args[0] if args else kwargs.get("arg"))
    if is_constant(given):
        text = f"'{kind_name(given)}' object has no attribute '__no_type_check__'"
        raise m.refusal("AttributeError", text, place)
    return given


@FUNCTOOLS.function("atexit.register")
def _register(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _callable(m, args[0], place)


def _callable(m: Imports, function: Value, place: Place) -> Value:
    if is_uncallable(m.decide(function)):
        raise m.refusal("TypeError", "the first argument must be callable", place)
    return function


@FUNCTOOLS.function("abc.abstractmethod")
def _abstractmethod(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if isinstance(args[0], Function):
        m.store(args[0].ns, "__isabstractmethod__", True)
    return args[0]


@FUNCTOOLS.function("abc.update_abstractmethods")
def _update_abstract(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if isinstance(cls := m.decide(args[0]), Class):
        fix_abstract_methods(m, cls)
    return args[0]


@FUNCTOOLS.function("functools.cache")
def _cache_all(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return a function that is cached without a limit."""
    given = args[0] if args else kwargs.get("user_function")
    return _cached(m, (given, None), {}, place)


@FUNCTOOLS.function("functools.lru_cache")
def _cache(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    size = args[0] if args else kwargs.get("maxsize", 128)
    given = m.decide(size)
    if isinstance(given, (Function, Instance, Class, Bound, Native, Partial)):  # it is what is cached
        return _cached(m, (given,), {}, place)
    if is_uncallable(given) and not isinstance(given, (int, type(None))):
        raise m.raise_("TypeError", "Expected first argument to be an integer, a callable, or None", place)
    is_typed = args[1] if len(args) > 1 else kwargs.get("typed", False)
    return Native("lru_cache", lambda m2, inner, named, at: _cached(m2, (*inner[:1], size, is_typed), {}, at))


def _call_cached(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.call(args[0].ns["<cached>"], args[1:], kwargs, place)


_CACHED = native_class("_lru_cache_wrapper", module="functools", is_whole=True)
_CACHED.ns["__call__"] = Native("__call__", _call_cached, binds=True)
for _name in ("cache_clear", "cache_info", "cache_parameters"):
    _CACHED.ns[_name] = Native(
        _name, lambda m, args, kwargs, place: m.unknown("what a cache holds", place), binds=True
    )


@FUNCTOOLS.function("celery.utils.functional.memoize", "kombu.utils.functional.memoize")
def _memoize(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return what kombu's own cache gives: a plain function with counts, and ``clear``."""
    if args and isinstance(args[0], Function):
        return _with_counts(m, _cached(m, (args[0], None), {}, place), place)
    if set(kwargs) - {"maxsize"} or len(args) > 1:
        return m.unknown("a cache with keys of its own", place)
    size = args[0] if args else kwargs.get("maxsize")
    return Native(
        "memoize",
        lambda m2, inner, named, at: _with_counts(m2, _cached(m2, (*inner[:1], size), {}, at), at),
    )


def _with_counts(m: Imports, made: Value, place: Place) -> Value:
    if isinstance(made, Function):
        for name in ("__is_cached__", "cache_info", "cache_parameters"):
            made.ns.pop(name, None)
        made.ns.update(clear=made.ns.pop("cache_clear"), original_func=made.ns["__wrapped__"])
        for name in ("hits", "misses"):
            made.ns[name] = m.unknown("how often a cache was hit", place, is_foreign=True)
    return made


def _cached(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return the function, marked: what ``lru_cache`` returns is callable, and no Python function."""
    function = _callable(m, args[0], place)
    size = m.decide(args[1] if len(args) > 1 else 128)
    cache = FunctionCache(m, function, size, m.decide(args[2]) if len(args) > 2 else False)
    if not isinstance(function, Function):
        return _cached_object(m, function, cache, place)
    cached = function.twin(m.namespace(**function.ns))
    cached.ns["__is_cached__"] = True
    cached.ns["__native_call__"] = Native("lru_cache", cache.call)
    cached.ns["__wrapped__"] = function
    cached.ns["cache_clear"] = Native("cache_clear", cache.clear)
    cached.ns["cache_parameters"] = Native("cache_parameters", cache.parameters)
    cached.ns["cache_info"] = Native("cache_info", cache.info)
    return cached


def _cached_object(m: Imports, called: Value, cache: FunctionCache, place: Place) -> Value:
    """Return what ``lru_cache`` makes of a class, a method or another object that can be called."""
    names = m.namespace(__wrapped__=called)
    if isinstance(called, Class):  # as from any other function, what stands in it is taken over
        taken = {key: held for key, held in called.ns.items() if not key.startswith(("__", "<"))}
        names.update(taken)
    names["<cached>"] = Native("lru_cache", cache.call)
    if isinstance(called, (Bound, Native, Partial)):
        return _update_wrapper(m, (Instance(_CACHED, names), called), {}, place)
    is_object = isinstance(called, Class) or (isinstance(called, Instance) and not called.cls.is_open)
    return Instance(_CACHED, names) if is_object else called


@FUNCTOOLS.function(
    "functools.cached_property",
    "kombu.utils.objects.cached_property",
    "kombu.utils.cached_property",
    "celery.utils.cached_property",
)
def _cached_property(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return Wrapper("cached_property", args[0])


@FUNCTOOLS.function("functools.partial")
def _partial(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    function, given, named = _callable(m, args[0], place), tuple(args[1:]), dict(kwargs)
    is_whole = isinstance(function, Partial) and not function.ns and "**" not in {**named, **function.kwargs}
    if is_whole:  # a partial of a partial is one
        function, given, named = function.function, function.args + given, {**function.kwargs, **named}
    held = m.namespace()
    held.update(named)
    return Partial(function, given, held, m.namespace())


_COPIED = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
FUNCTOOLS["functools.WRAPPER_ASSIGNMENTS"] = _COPIED
FUNCTOOLS["functools.WRAPPER_UPDATES"] = ("__dict__",)


def _update_each(m: Imports, wrapper: Value, wrapped: Value, updated: Value, place: Place) -> None:
    """Update attributes of a wrapper, which are dicts, by those of what it wraps."""
    names, why = m.iterate(updated, place)
    if why or not all(isinstance(name, str) for name in names):
        m.disturb("which attributes of a wrapper are updated is not known", place)
        return
    for name in names:
        held = m.get_attribute(wrapper, str(name), place)
        found = m.find_attribute(wrapped, str(name), place)
        more = m.new_dict() if found is MISSING else found
        m.call(m.get_attribute(held, "update", place), (more,), {}, place)


@FUNCTOOLS.function("functools.update_wrapper")
def _update_wrapper(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    wrapper, wrapped = args[0], args[1] if len(args) > 1 else kwargs.get("wrapped")
    copied = kwargs.get("assigned", args[2] if len(args) > 2 else _COPIED)
    names, why = m.iterate(copied, place)
    for held in _COPIED if why else names:
        name = held.value if isinstance(held, Maybe) else held
        found = ask_attribute(m, wrapped, name, place) if isinstance(name, str) else MISSING
        if found is not MISSING and (why or isinstance(held, Maybe)):
            found = m.unknown("whether a wrapper has this attribute of what it wraps", place)
        if found is not MISSING:
            m.set_attribute(wrapper, name, found, place)
    updated = kwargs.get("updated", args[3] if len(args) > 3 else ("__dict__",))
    if updated != ("__dict__",):
        _update_each(m, wrapper, wrapped, updated, place)
    elif isinstance(wrapper, Class):
        raise m.refusal("AttributeError", "'mappingproxy' object has no attribute 'update'", place)
    elif isinstance(wrapped, (Function, Partial)):
        for name, value in [*wrapped.ns.items()]:
            if name not in (*_COPIED, "__is_cached__", "__native_call__"):
                m.set_attribute(wrapper, name, value, place)
    elif isinstance(wrapped, Instance):
        held = m.find_attribute(wrapped, "__dict__", place)
        for name, value in held.pairs().items() if isinstance(held, DictValue) else ():
            m.set_attribute(wrapper, name, value, place)
    m.set_attribute(wrapper, "__wrapped__", wrapped, place)
    return wrapper


@FUNCTOOLS.function("functools.wraps")
def _wraps(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = {**dict(zip(("wrapped", "assigned", "updated"), args, strict=False)), **kwargs}
    named = {"wrapped": None, "assigned": _COPIED, "updated": ("__dict__",), **given}
    return Partial(m.external("functools.update_wrapper"), (), m.namespace(**named), m.namespace())


@FUNCTOOLS.function("weakref.ref")
def _weak(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return what perhaps gives the object, which may get attributes by it."""
    given = m.decide(args[0]) if args else MISSING
    if is_constant(given) or isinstance(given, (tuple, DictValue)) or type(given) is ListValue:
        raise m.refusal("TypeError", f"cannot create weak reference to '{kind_name(given)}' object", place)
    if isinstance(given, Instance) and is_seen_class(given.cls) and m.has_no_place(given.cls, "__weakref__"):
        raise m.refusal("TypeError", f"cannot create weak reference to '{given.cls.name}' object", place)
    if len(args) == 1 and not kwargs and (reference := weak_reference(m, given)) is not None:
        return reference
    made = m.unknown("weakref.ref() is not part of the project", place, is_foreign=True)
    if args and isinstance(args[0], Instance) and OPEN not in args[0].ns:
        m.store(args[0].ns, OPEN, made)
    if len(args) > 1 and args[1] is not None:
        m.run_at_some_time("an object is deleted", lambda: m.call(args[1], (made,), {}, place), place)
    return made


@FUNCTOOLS.function("weakref.finalize")
def _finalize(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.run_at_some_time("an object is deleted", lambda: m.call(args[1], args[2:], kwargs, place), place)
    return m.unknown("weakref.finalize() is not part of the project", place, is_foreign=True)


_LEAST_OF_REDUCE, _MOST_OF_REDUCE = 2, 3


@FUNCTOOLS.function("functools.reduce")
def _reduce(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if kwargs and m.python_numbers < (3, 14) and "**" not in kwargs:
        raise m.refusal("TypeError", "reduce() takes no keyword arguments", place)
    if not kwargs and not _LEAST_OF_REDUCE <= len(args) <= _MOST_OF_REDUCE:
        bound = f"least {_LEAST_OF_REDUCE}" if len(args) < _LEAST_OF_REDUCE else f"most {_MOST_OF_REDUCE}"
        raise m.refusal("TypeError", f"reduce expected at {bound} arguments, got {len(args)}", place)
    if has_no_elements(m.decide(args[1])):
        raise m.refusal("TypeError", "reduce() arg 2 must support iteration", place)
    items, unknown = m.iterate_in_order(args[1], place)
    if unknown:
        return unknown
    rest = list(items)
    if not rest and len(args) < 3 and "initial" not in kwargs:
        raise m.refusal("TypeError", "reduce() of empty iterable with no initial value", place)
    value = args[2] if len(args) > 2 else rest.pop(0)
    for item in rest:
        value = m.call(args[0], (value, item), {}, place)
    return value
