import sys
from dataclasses import dataclass
from keyword import iskeyword


def new_class(name, bases=(), kwds=None, exec_body=None):
    options = dict(kwds or {})
    meta = options.pop("metaclass", type)
    space = {}
    if any("__prepare__" in cls.__dict__ for cls in meta.__mro__ if cls is not type and cls is not object):
        space = meta.__prepare__(name, bases, **options)
    if exec_body is not None:
        exec_body(space)
    space.setdefault("__module__", "types")
    return meta(name, bases, space, **options)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, module=None, **options):
    annotations, defaults = {}, {}
    for item in fields:
        if isinstance(item, str):
            name, kind = item, "typing.Any"
        elif len(item) == 2:
            name, kind = item
        elif len(item) == 3:
            name, kind, defaults[name] = item
        else:
            raise TypeError(f"Invalid field: {item!r}")
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        annotations[name] = kind
    space = {**(namespace or {}), **defaults, "__annotations__": annotations}
    if module is not None:
        space["__module__"] = module
    elif sys.version_info < (3, 12):
        space["__module__"] = "types"
    return dataclass(type(cls_name, bases, space), **options)
