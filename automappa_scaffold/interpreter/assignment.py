"""Binding names, attributes and items."""

from collections.abc import Callable, Mapping, Sequence

from automappa_scaffold.interpreter.builtin_annotations import is_builtin_type, written_annotation
from automappa_scaffold.interpreter.dispatch import EVALUATE
from automappa_scaffold.interpreter.expressions import Expressions
from automappa_scaffold.interpreter.frames import Frame, Outcome, names_around
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import NON_MEMBERS
from automappa_scaffold.interpreter.missing_methods import has_no_elements
from automappa_scaffold.interpreter.objects import Wrapper
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Maybe,
    Unknown,
    Value,
)
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["ASSIGNMENTS", "Assignment"]


class Assignment(Expressions):
    """Binding targets."""

    def check_annotation(self, annotation: Node, frame: Frame) -> None:
        """Evaluate an annotation where Python does."""
        kind = annotation[0]
        if kind == "name" and annotation[2] in frame.names and not frame.declared_global:
            return  # as for most: bound here, and reading it does nothing
        if kind == "const" or frame.module.has_text_annotations or self.annotations_are_lazy:
            return
        if not is_builtin_type(annotation, frame, self.patched):
            self.eval(annotation, frame)

    def annotation_of(self, annotation: Node, frame: Frame) -> Value:
        """Return what Python keeps of an annotation: what it is, or how it is written."""
        if not frame.module.has_text_annotations:
            return self.eval(annotation, frame)
        text = written_annotation(annotation)
        place = self.place(annotation, frame.module)
        return text or self.unknown("how an annotation is written", place, is_foreign=True)

    @property
    def annotations_are_lazy(self) -> bool:
        """Whether the worker's Python evaluates annotations only when they are asked for (from 3.14 on)."""
        return self.python_numbers >= (3, 14)

    def assign(self, target: Node, value: Value, frame: Frame) -> None:
        """Bind a target to a value."""
        kind = target[0]
        if kind == "name":
            self.bind_name(target[2], value, frame)
        elif kind == "attr":
            place = self.place_in(target, frame)
            owner = EVALUATE[target[2][0]](self, target[2], frame)
            self.set_attribute(owner, target[3], value, place)
        elif kind == "sub":
            place = self.place_in(target, frame)
            container = self.decide(EVALUATE[target[2][0]](self, target[2], frame))
            key = EVALUATE[target[3][0]](self, target[3], frame)
            self.set_item(container, key, value, place)
        elif kind in ("tuple", "list"):
            self._unpack(target, value, frame)
        elif kind == "star":
            self.assign(target[2], value, frame)

    def bind_name(self, name: str, value: Value, frame: Frame) -> None:
        """Bind a name where the frame binds names."""
        if frame.declared_global and name in frame.declared_global:
            self.store(frame.module.ns, name, value)
            return
        spec = frame.function.spec if frame.function is not None else None
        if spec is not None and not frame.is_class and name in spec.global_names:
            self.store(frame.module.ns, name, value)
            return
        if (spec is not None or frame.is_class) and (around := names_around(name, frame)) is not None:
            self.store(around, name, value)
            return
        if frame.mapping is not None:
            self.set_item(frame.mapping, name, value, Place(self.tree.relative("")))
            return
        if value.__class__ is Wrapper and frame.is_class and value.kind == "nonmember":
            value = value.function  # as the body of an enumeration sees it
            self.store(frame.names, NON_MEMBERS, (*frame.names.get(NON_MEMBERS, ()), name))
        names = frame.names
        if self.birth > names.depth or value is MISSING:
            self.store(names, name, value)
        else:  # as most: nothing has to be taken back
            names[name] = value

    def _unpack(self, target: Node, value: Value, frame: Frame) -> None:
        targets = target[2]
        if value.__class__ is tuple and _fits(targets, value):  # as most
            for part, item in zip(targets, value, strict=True):
                if part[0] == "name":
                    self.bind_name(part[2], item, frame)
                else:
                    self.assign(part, item, frame)
            return
        place = self.place(target, frame.module)
        star = next((i for i, part in enumerate(targets) if part[0] == "star"), None)
        if star is None and isinstance(value, Generator):
            items, unknown = self._first_items(value, len(targets) + 1, place)
        else:
            bare = self.decide(value)
            if has_no_elements(bare):
                text = f"cannot unpack non-iterable {kind_name(bare)} object"
                raise self.refusal("TypeError", text, place)
            items, unknown = self.iterate_in_order(value, place)
        if unknown or any(isinstance(item, Maybe) for item in items):
            blame = unknown or self.unknown("the number of elements is not decided", place)
            self._check_undecided_count(targets, items, unknown, place)
            if self.catchers and unknown is None and star is None:
                perhaps = next(item for item in items if isinstance(item, Maybe))
                self.part(self._miscount(len(targets), len(items), place), perhaps.scope)
            for part in targets:
                self.assign(part, self.undecided(blame, place), frame)
            return
        if star is None:
            if len(items) != len(targets):
                raise self._miscount(len(targets), len(items), place)
            for part, item in zip(targets, items, strict=True):
                self.assign(part, item, frame)
            return
        behind = len(targets) - star - 1
        if len(items) < len(targets) - 1:
            text = f"expected at least {len(targets) - 1}, got {len(items)}"
            raise self.raise_("ValueError", f"not enough values to unpack ({text})", place)
        for part, item in zip(targets[:star], items, strict=False):
            self.assign(part, item, frame)
        self.assign(targets[star][2], self.new_list(items[star : len(items) - behind]), frame)
        for part, item in zip(targets[star + 1 :], items[len(items) - behind :], strict=False):
            self.assign(part, item, frame)

    def _check_undecided_count(
        self, targets: Sequence[Node], items: Sequence[Value], unknown: Unknown | None, place: Place
    ) -> None:
        """Raise that there are too many or too few elements, where that is certain; tell where it may be."""
        certain = sum(not isinstance(item, Maybe) for item in items)
        wanted = len(targets)
        has_star = any(part[0] == "star" for part in targets)
        if has_star:
            is_doubtful = not unknown and certain < wanted - 1
        elif not unknown and not certain <= wanted <= len(items):
            raise self._miscount(wanted, certain if certain > wanted else len(items), place)
        else:
            is_doubtful = certain > wanted or not unknown
        if is_doubtful:
            self.note("the number of elements that are unpacked is not decided", place)

    def _miscount(self, wanted: int, count: int, place: Place) -> PyRaise:
        """Return the ValueError of elements that are more or fewer than the targets, to be raised."""
        few = count < wanted
        text = f"expected {wanted}" + (f", got {count}" if few else "")
        return self.raise_(
            "ValueError", f"{'not enough' if few else 'too many'} values to unpack ({text})", place
        )

    def _first_items(
        self, value: Generator, count: int, place: Place
    ) -> tuple[tuple[Value, ...], Unknown | None]:
        """Return the first elements of a generator, which runs no further."""
        items: list[Value] = []

        def keep(item: Value) -> bool:
            items.append(item)
            return len(items) == count

        seen = self.unordered_seen
        unknown = self.take(value, keep, place)
        if self.unordered_seen != seen and len(items) > 1:
            unknown = unknown or self.unknown("the order of a listing", place)
        return tuple(items), unknown


def _fits(targets: Sequence[Node], items: Sequence[Value]) -> bool:
    """Return whether each target gets one item, that is there for certain."""
    if len(targets) != len(items):
        return False
    for part, item in zip(targets, items, strict=True):
        if part[0] == "star" or isinstance(item, Maybe):
            return False
    return True


def _assign(m: Assignment, node: Node, frame: Frame) -> None:
    value = EVALUATE[node[3][0]](m, node[3], frame)
    for target in node[2]:
        if target[0] == "name":
            m.bind_name(target[2], value, frame)
        else:
            m.assign(target, value, frame)


def _ann(m: Assignment, node: Node, frame: Frame) -> None:
    target, value = node[2], node[4]
    if frame.is_class and target[0] == "name":
        fields = frame.names.setdefault("__fields__", {})
        fields[target[2]] = _shown(node[3])
    if value is not None:
        m.assign(target, m.eval(value, frame), frame)
    is_noted = node[5] and not m.annotations_are_lazy
    if is_noted and frame.is_class and (frame.mapping is None or isinstance(frame.mapping, DictValue)):
        _note_annotation(m, target, m.annotation_of(node[3], frame), frame)
        return
    if is_noted and frame.function is None and not frame.is_class:
        unknown = m.unknown("an annotation of a module", m.place(target, frame.module), is_foreign=True)
        _note_annotation(m, target, unknown, frame)
    if frame.is_class or frame.function is None:  # those of local names are never evaluated
        m.check_annotation(node[3], frame)
    if is_noted and frame.mapping is not None:
        place = m.place(node, frame.module)
        held = m.name_in_mapping(frame.mapping, "__annotations__")
        if held is not MISSING:
            annotation = m.unknown("an annotation", place, is_foreign=True)
            m.set_item(m.decide(held), target[2], annotation, place)


def _note_annotation(m: Assignment, target: Node, value: Value, frame: Frame) -> None:
    held = frame.names.get("__annotations__")
    if held is None:
        held = m.new_dict()
        m.store(frame.names, "__annotations__", held)
    if isinstance(held, DictValue):
        m.store(held.items, target[2], value)
    else:
        m.set_item(m.decide(held), target[2], value, m.place(target, frame.module))


def _shown(annotation: Node) -> str:
    """Return the names that an annotation is made of, as one text."""
    if annotation[0] in ("name", "const", "attr"):
        return str(annotation[-1])
    if annotation[0] == "sub":
        return _shown(annotation[2])
    return ""


ASSIGNMENTS: Mapping[str, Callable[[Assignment, Node, Frame], Outcome | None]] = {
    "assign": _assign,
    "ann": _ann,
}
