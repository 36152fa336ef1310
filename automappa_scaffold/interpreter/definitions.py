"""Definitions of functions and classes."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from automappa_scaffold.interpreter.abstract_classes import abstract_methods, fix_abstract_methods
from automappa_scaffold.interpreter.assignment import Assignment
from automappa_scaffold.interpreter.class_bases import add_subclass
from automappa_scaffold.interpreter.class_cells import ClassCell
from automappa_scaffold.interpreter.class_makers import made_otherwise, maker_of, resolved_bases
from automappa_scaffold.interpreter.class_refusals import refuse_class, refuse_keywords, refuse_metaclass
from automappa_scaffold.interpreter.class_scopes import has_annotations
from automappa_scaffold.interpreter.enumeration_refusals import is_enumeration, refuse_twice
from automappa_scaffold.interpreter.evaluation import says_names
from automappa_scaffold.interpreter.frames import Decoration, Frame, Outcome, qualified_name
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import FIXED, OPEN
from automappa_scaffold.interpreter.metaclasses import is_foreign_metaclass, most_derived, order_as_told
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, bound_behind, content_of
from automappa_scaffold.interpreter.raising import PyRaise, add_note
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Namespace,
    Union,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["DEFINITIONS", "Definitions"]


def _is_thinned(value: Value) -> bool:
    """Return whether a mapping is of a class that takes names away."""
    return isinstance(value, Instance) and value.cls.lookup("__delitem__") is not MISSING


class Definitions(Assignment):
    """Making classes."""

    def build_class(
        self,
        name: str,
        bases: tuple[Value, ...],
        names: Value,
        keywords: Mapping[str, Value],
        place: Place,
        space: Value = None,
    ) -> Value:
        """Return a new class, made as its metaclass and its bases' hooks make it.

        Args:
            space: the object that holds the names, where it is no plain dict.
        """
        bases = tuple(map(self._class_base, bases))
        if is_constant(given := self.decide(keywords.get("metaclass", MISSING))):
            raise self.refusal("TypeError", f"'{kind_name(given)}' object is not callable", place)
        meta = most_derived(keywords.get("metaclass"), bases)
        options = {key: item for key, item in keywords.items() if key != "metaclass"}
        if space is None:
            space = self._dict_of(names)
        else:  # the class gets a copy
            held, names = names, self.namespace()
            names.update(held)
        maker = maker_of(self, given, bases, place)
        if maker is not MISSING:
            return made_otherwise(self, maker, (name, bases, space), options, place)
        if isinstance(meta, Class) and isinstance(call := self.metaclass_method(meta, "__call__"), Function):
            return self.call(call, (meta, name, bases, space), options, place)
        if isinstance(meta, Class) and isinstance(meta.lookup("__new__"), Function):
            given = (name, bases, space)
            made = self.call(meta.lookup("__new__"), (meta, *given), options, place)
        else:
            made = self.finish_class(name, bases, names, options, place, meta)
        if isinstance(meta, Class) and isinstance(made, Class):
            init = meta.lookup("__init__")
            if isinstance(init, Function):
                self.call(init, (made, name, bases, space), options, place)
        return made

    def prepared_names(
        self, name: str, bases: tuple[Value, ...], keywords: Mapping[str, Value], place: Place
    ) -> tuple[Namespace, Value]:
        """Return the names that a class body begins with, and the object that holds them, if there is one.

        Both are what the metaclass's ``__prepare__`` gives. An object that is asked for every name
        holds them alone.
        """
        names = self.namespace()
        meta = most_derived(keywords.get("metaclass"), bases)
        hook = meta.lookup("__prepare__") if isinstance(meta, Class) else MISSING
        if hook is not MISSING:
            options = {key: item for key, item in keywords.items() if key != "metaclass"}
            made = self.call(self.get_attribute(meta, "__prepare__", place), (name, bases), options, place)
            held = content_of(made)
            if is_constant(made) or isinstance(made, (tuple, ListValue)):
                text = f"{meta.name}.__prepare__() must return a mapping, not {kind_name(made)}"
                raise self.refusal("TypeError", text, place)
            if isinstance(held, DictValue) and not held.unknown and not _is_thinned(made):
                is_asked = isinstance(made, Instance) and made.cls.lookup("__getitem__") is not MISSING
                return names if is_asked else held.items, made
            self.note("a metaclass gives the names of a class body, which are not followed", place)
        return names, None

    def finish_class(
        self,
        name: str,
        bases: tuple[Value, ...],
        names: Value,
        keywords: Mapping[str, Value],
        place: Place,
        meta: Value = None,
    ) -> Class:
        """Return a class and run ``__set_name__`` and ``__init_subclass__`` for it."""
        for base in bases:
            if isinstance(base, Class):
                self.step(len(base.mro) ** 2 // 20)
        refuse_class(self, name, bases, names, meta, place)
        module_name = names.get("__module__", "")
        followed = {
            base.path: stand_in
            for base in bases
            if isinstance(base, Ext) and (stand_in := self.mixin_of(base.path)) is not None
        }
        made = Class(name, bases, names, module=str(module_name), line=place.line, followed=followed)
        made.ns.setdefault("__doc__", None)  # a class inherits no docstring
        if "__eq__" in made.ns:  # and no hash, where it says itself what is equal
            made.ns.setdefault("__hash__", None)
        if isinstance(meta, Class):
            self.store(made.ns, "__class__", meta)
            order_as_told(self, made, meta, place)
        if is_foreign_metaclass(meta) or OPEN in names:
            made.is_open = True  # the metaclass or the body may put any name there
        if OPEN in names:
            self.store(names, OPEN, MISSING)
        for base in bases:
            if isinstance(base, Class):
                writes = len(self.watch.writes)
                add_subclass(self, base, made)
                del self.watch.writes[writes:]  # whoever asks for subclasses is noticed instead
        if self.class_cells and self.class_cells[-1].qualname == names.get("__qualname__"):
            self.class_cells[-1].cls = made
        for key, attribute in [*names.items()]:
            if isinstance(attribute, Instance) and isinstance(attribute.cls.lookup("__set_name__"), Function):
                self._set_name(attribute, made, key, place)
        if abstract_methods(made):
            self.store(made.ns, FIXED, ())  # before it is wholly made, objects of it can be made
        self._tell_bases(made, keywords, place)
        return made

    def _tell_bases(self, made: Class, keywords: Mapping[str, Value], place: Place) -> None:
        """Run what a class inherits that looks at the classes below it."""
        hook = bound_behind(made.mro[1:], "__init_subclass__")
        if isinstance(hook, Union):
            told = [partial(self._tell_base, one, made, keywords, place) for one in hook.options]
            self.settle(self.fork(hook.scope, told), hook.scope)
        else:
            self._tell_base(hook, made, keywords, place)
        fix_abstract_methods(self, made)
        on_class = made.lookup("__on_class__")
        if on_class is not MISSING and is_enumeration(made):  # whatever its members are besides
            hooks = [base.ns.get("__on_class__") for base in made.mro if is_enumeration(base)]
            on_class = next(hook for hook in hooks if hook is not None)
        if on_class is not MISSING:
            self.call(on_class, (made,), keywords, place)
        for path in dict.fromkeys(b.path for one in made.mro for b in one.bases if isinstance(b, Ext)):
            hook = self.models.get(f"{path}:on_class")
            if hook is not None:  # the class of a library looks at those below it
                self.call(hook, (made,), {}, place)

    def _tell_base(self, hook: Value, made: Class, keywords: Mapping[str, Value], place: Place) -> None:
        if hook is MISSING:
            refuse_keywords(self, made, keywords, place)
        else:
            self.call(getattr(hook, "function", hook), (made,), dict(keywords), place)

    def _set_name(self, attribute: Instance, made: Class, key: str, place: Place) -> None:
        """Tell an attribute of a class that was made which name it has there."""
        try:
            self.call(self.get_attribute(attribute, "__set_name__", place), (made, key), {}, place)
        except PyRaise as raised:
            where = f"Error calling __set_name__ on '{attribute.cls.name}' instance '{key}' in '{made.name}'"
            if self.python_numbers >= (3, 12):
                add_note(self, raised.value, where)
                raise
            outer = self.raise_("RuntimeError", where, raised.place)
            outer.is_soft, outer.is_told, outer.cause = raised.is_soft, raised.is_told, raised
            outer.chain = raised.chain
            self.store(outer.value.ns, "__cause__", raised.value)
            raise outer from raised

    def _dict_of(self, names: Value) -> DictValue:
        return DictValue(names, self.namespace(unknown=None))

    def _class_base(self, base: Value) -> Value:
        base = self.decide(base)
        if isinstance(base, (Ext, Native)):
            return self.base_of(base)
        if isinstance(base, Union):
            known = [option for option in base.options if isinstance(option, Class)]
            return (
                known[0] if len(known) == len(base.options) == 1 else self.undecided(base, base.scope.place)
            )
        return base


def _def(m: Definitions, node: Node, frame: Frame) -> None:
    decorators = [m.eval(decorator, frame) for decorator in node[4]]
    function = m.make_function(node, frame)
    for annotation in function.spec.annotations:
        m.check_annotation(annotation, frame)
    m.bind_name(node[2], _decorate(m, function, decorators, node, frame), frame)


def _decorate(m: Definitions, value: Value, decorators: Sequence[Value], node: Node, frame: Frame) -> Value:
    if not decorators:
        return value
    nodes = node[4 if node[0] == "def" else 6]
    decoration = Decoration(node[2], m.place(node, frame.module), frame)
    m.decorations.append(decoration)
    try:
        for index in range(len(decorators) - 1, -1, -1):
            place = m.place(nodes[index], frame.module)
            decoration.places.append(place)
            m.caller, m.callee = frame, decorators[index]
            value = m.call(decorators[index], (value,), {}, place)
            decoration.values.append(value)
    finally:
        m.decorations.pop()
    return value


def _begin_annotations(m: Definitions, body: Sequence[Node], inner: Frame) -> None:
    """Look in the object that holds a class body's names for that of its annotations, as Python does."""
    space = inner.mapping
    if m.annotations_are_lazy or not isinstance(space, Instance) or not says_names(space):
        return
    if has_annotations(body) and m.name_in_mapping(space, "__annotations__") is MISSING:
        m.bind_name("__annotations__", m.new_dict(), inner)


def _class(m: Definitions, node: Node, frame: Frame) -> None:
    _, _, name, base_nodes, keyword_nodes, body, decorator_nodes, doc = node
    place = m.place(node, frame.module)
    decorators = [m.eval(decorator, frame) for decorator in decorator_nodes]
    bases, keywords = m.arguments(base_nodes, keyword_nodes, frame)
    originals, bases = tuple(bases), resolved_bases(m, tuple(bases), place)
    refuse_metaclass(m, [m.decide(base) for base in bases], keywords.get("metaclass"), place)
    names, space = m.prepared_names(name, tuple(bases), keywords, place)
    inner = Frame(frame.module, names, frame, frame.function, is_class=True)
    inner.body = body if frame.function is not None else ()
    inner.mapping = space
    inner.cell = ClassCell(qualified_name(name, frame))
    module_name = frame.module.ns.get("__name__", "builtins")
    if space is not None:
        told = m.name_in_mapping(space, "__name__")
        module_name = module_name if told is MISSING else told
    own = {"__module__": module_name, "__qualname__": qualified_name(name, frame)}
    if space is None and not m.annotations_are_lazy and has_annotations(body):
        own["__annotations__"] = m.new_dict()
    if doc is not None:
        own["__doc__"] = doc
    if space is None:
        names.update(own)
    else:
        for key, item in own.items():
            m.bind_name(key, item, inner)
        _begin_annotations(m, body, inner)
    if [*map(id, bases)] != [*map(id, originals)]:
        names["__orig_bases__"] = originals
    m.run_block(body, inner)
    if any(map(is_enumeration, bases)):
        refuse_twice(m, body, place)
    generic = m.models.get("typing.Generic")
    if generic in bases and any(
        base is generic and written[0] in ("name", "attr")
        for base, written in zip(bases, base_nodes, strict=False)
    ):
        raise m.raise_("TypeError", "Cannot inherit from plain Generic", place)
    if isinstance(space, Instance) and isinstance(held := content_of(space), DictValue):
        names = held.items
    m.class_cells.append(inner.cell)
    try:
        value = m.build_class(name, tuple(bases), names, keywords, place, space)
    finally:
        m.class_cells.pop()
    m.bind_name(name, _decorate(m, value, decorators, node, frame), frame)


DEFINITIONS: Mapping[str, Callable[[Definitions, Node, Frame], Outcome | None]] = {
    "def": _def,
    "class": _class,
}
