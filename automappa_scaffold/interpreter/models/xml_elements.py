"""``xml.etree.ElementTree``: documents that are read at import; what changes them is not followed.

Elements are Python's own, each wrapped once. Once a document may have changed, nothing of it is known.
"""

import importlib
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.files import read_data
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.models.os_paths import path_text
from automappa_scaffold.interpreter.objects import Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import MISSING, DictValue, Namespace, Value
from automappa_scaffold.source.places import Place

__all__ = ["XML_ELEMENTS"]

XML_ELEMENTS = Models()

_LONGEST = 1_000_000
_CHANGED, _ROOT = "<changed>", "<root>"
_ELEMENT = native_class("Element", module="xml.etree.ElementTree")
_TREE = native_class("ElementTree", module="xml.etree.ElementTree")


class _Document:
    """A document: its state, its elements as they were given out, and so their attributes."""

    __slots__ = ("attributes", "given", "state")

    def __init__(self, state: Namespace) -> None:
        self.state = state
        self.given: dict[int, Instance] = {}
        self.attributes: list[tuple[Any, DictValue]] = []

    def is_changed(self) -> bool:
        """Return whether the program may have changed it."""
        changed = any(given.items != held.attrib for held, given in self.attributes)
        return changed or bool(self.state.get(_CHANGED))

    def attributes_of(self, m: Imports, held: Any) -> Value:
        """Return an element's own ``attrib``, each time the same."""
        for known, given in self.attributes:
            if known is held:
                return given
        made = m.new_dict(dict(held.attrib))
        self.attributes.append((held, made))
        return made

    def wrap(self, m: Imports, value: Any, place: Place) -> Value:
        """Return an element, or a list or iterator of such, as the program sees it."""
        tree = importlib.import_module("xml.etree.ElementTree")
        if isinstance(value, tree.Element):
            if id(value) not in self.given:
                self.given[id(value)] = Instance(_ELEMENT, m.namespace(), (value, self))
            return self.given[id(value)]
        if isinstance(value, list):
            return m.new_list([self.wrap(m, item, place) for item in value])
        if isinstance(value, dict):
            return m.new_dict(dict(value))
        if value is None or isinstance(value, (str, int, bytes)):
            return value
        return m.new_iterator([self.wrap(m, item, place) for item in value])


def _read(m: Imports, data: Any, place: Place) -> Instance | None:
    """Return the root of a document, or None; raise what the parser raises."""
    is_known = isinstance(data, (str, bytes)) and len(data) <= _LONGEST
    if not is_known or (b"<!" if isinstance(data, bytes) else "<!") in data:
        return None  # entities may grow, and parsers do not agree on them
    tree = importlib.import_module("xml.etree.ElementTree")
    root = m.compute(lambda: tree.fromstring(data), place)
    made = _Document(m.namespace()).wrap(m, root, place)
    return made if isinstance(made, Instance) else None


@XML_ELEMENTS.function("xml.etree.ElementTree.fromstring", "xml.etree.ElementTree.XML")
def _from_text(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[0] if args else kwargs.get("text"))
    if given is None or isinstance(given, (int, float)):
        given = m.compute(lambda: importlib.import_module("xml.etree.ElementTree").fromstring(given), place)
    found = _read(m, given, place) if len(args) == 1 and not kwargs else None
    return m.undecided(given, place) if found is None else found


@XML_ELEMENTS.function("xml.etree.ElementTree.parse")
def _parse(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[0] if args else kwargs.get("source"))
    text = path_text(m, given, place)
    data = read_data(m, text, place) if isinstance(text, str) else MISSING
    if isinstance(given, Instance) and given.cls.module == "io" and given.ns.get("at") == 0:
        data = m.decide(given.ns.get("content"))
    found = _read(m, data, place) if len(args) == 1 else None
    if found is None:
        return m.unknown("a document that is not followed", place, is_foreign=True)
    return Instance(_TREE, m.namespace(**{_ROOT: found}))


def _read_by(name: str) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        held, document = args[0].payload
        plain = [m.to_python(m.decide(argument), place) for argument in args[1:]]
        named = {key: m.to_python(m.decide(value), place) for key, value in kwargs.items()}
        if document.is_changed() or MISSING in plain or MISSING in named.values():
            return m.unknown("a document that changes at import", place, is_foreign=True)
        if name == "__iter__":  # which elements that are written in C do without
            return document.wrap(m, iter([*held]), place)
        return document.wrap(m, m.compute(lambda: getattr(held, name)(*plain, **named), place), place)

    return run


def _change_by(name: str) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        m.store(args[0].payload[1].state, _CHANGED, True)
        return None

    return run


def _of_element(name: str) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        held, document = args[0].payload
        if document.is_changed():
            return m.unknown("a document that changes at import", place, is_foreign=True)
        if name == "attrib":
            return document.attributes_of(m, held)
        return document.wrap(m, getattr(held, name), place)

    return run


def _of_tree(name: str) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        root = args[0].ns[_ROOT]
        return (
            root if name == "getroot" else m.call(m.get_attribute(root, name, place), args[1:], kwargs, place)
        )

    return run


for _name in (
    *("find", "findall", "findtext", "get", "items", "iter", "iterfind", "itertext", "keys"),
    *("__getitem__", "__iter__", "__len__"),
):
    _ELEMENT.ns[_name] = Native(_name, _read_by(_name), binds=True)
for _name in ["append", "clear", "extend", "insert", "remove", "set", "__delitem__", "__setitem__"]:
    _ELEMENT.ns[_name] = Native(_name, _change_by(_name), binds=True)
for _name in ("attrib", "tag", "tail", "text"):
    _ELEMENT.ns[_name] = Wrapper(
        "property", Native(_name, _of_element(_name)), Native(_name, _change_by(_name))
    )
for _name in ("find", "findall", "findtext", "getroot", "iter", "iterfind"):
    _TREE.ns[_name] = Native(_name, _of_tree(_name), binds=True)


@XML_ELEMENTS.function("xml.etree.ElementTree.tostring")
def _shown(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[0]) if args else MISSING
    is_known = isinstance(given, Instance) and given.cls is _ELEMENT and not given.payload[1].is_changed()
    if not isinstance(given, Instance) or not is_known or len(args) > 1 or kwargs:
        return m.unknown("the text of a document", place, is_foreign=True)
    held = given.payload[0]
    return m.compute(lambda: importlib.import_module("xml.etree.ElementTree").tostring(held), place)


@XML_ELEMENTS.function("xml.etree.ElementTree.SubElement:check", "xml.etree.ElementTree.indent:check")
def _change(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    given = m.decide(args[0]) if args else MISSING
    if isinstance(given, Instance) and given.cls is _ELEMENT:
        m.store(given.payload[1].state, _CHANGED, True)
