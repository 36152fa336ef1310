"""Which methods a document has depends on its base too: their names are computed, and what they hold is read."""

from documents import Document, name_of

exported = []


def shown(**info):
    def mark(function):
        function.info = info
        return function

    return mark


class Title:
    label = "title"

    def describe(self):
        raise RuntimeError("never asked")


def export(cls):
    fields = {}
    for name in dir(cls):
        if name.startswith("_"):
            continue
        method = getattr(cls, name)
        if isinstance(method, property):
            method = method.fget
        info = getattr(method, "info", None)
        if info is None:
            continue
        fields[info.get("rename") or name] = lambda document: method(document)
        if info.get("order", 0) > 1:
            raise RuntimeError("too many")
    exported.append(cls)
    cls.fields = fields
    return cls


@export
class Page(Document):
    title = Title()
    tags = ["a", "b"]

    @shown(rename="sum")
    def total(self):
        return 1

    @property
    @shown(order=1)
    def size(self):
        return 2

    @classmethod
    def make(cls):
        return cls()


class Other(Document):
    def total(self):
        raise RuntimeError("never asked")


pages = {}
for cls in (Page, Other):
    pages[name_of(cls)] = cls()
for name in sorted(pages):
    pages[name].listen(lambda page: page.total())
