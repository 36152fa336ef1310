"""Built-in functions that run code given as a text, or import a module by its name."""

from automappa_scaffold.interpreter.dynamic_code import refuse_text
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.module_running import Importer
from automappa_scaffold.interpreter.objects import Instance, Module, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, DictValue, Ext, Value
from automappa_scaffold.source.places import Place

__all__ = ["BUILTIN_CODE"]

BUILTIN_CODE = Models()


def _dynamic(name: str) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        text = m.decide(args[0]) if args else None
        if isinstance(text, str):
            refuse_text(m, text, name, place)
        m.note(f"{name}() runs code that is not in the source as it stands", place)
        for space in map(m.decide, args[1:]):
            if isinstance(space, DictValue):
                why = m.unknown(f"what {name}() binds", place)
                m.replace_any(space, why, why, place)
        if m.importing and len(args) == 1:  # no other namespace is given: it may bind any name there
            m.importing[-1].is_open = m.importing[-1].is_made = True
        return m.unknown(f"{name}() of a text", place)

    return run


_CODE = native_class("code")
_CODE.is_partial = True


@BUILTIN_CODE.function("builtins.compile")
def _compile(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = m.decide(args[0]) if args else None
    mode = m.decide(args[2] if len(args) > 2 else kwargs.get("mode"))
    if not isinstance(text, str) or not isinstance(mode, str):
        return m.call_foreign(Ext("builtins.compile"), args, kwargs, place)
    if len(args) > 3 or not kwargs.keys() <= {"source", "filename", "mode"}:
        return m.unknown("compile() with flags", place)
    if mode not in ("exec", "eval", "single"):
        raise m.refusal("ValueError", "compile() mode must be 'exec', 'eval' or 'single'", place)
    filename = m.decide(args[1] if len(args) > 1 else kwargs.get("filename"))
    is_told = isinstance(filename, str) and "\0" not in filename
    refuse_text(m, text, mode, place, filename=filename if is_told else "<string>")
    return Instance(_CODE, m.namespace(), text)


for _name in ("exec", "eval"):
    BUILTIN_CODE[f"builtins.{_name}"] = Native(_name, _dynamic(_name))


def _import_submodules(m: Imports, package: Value, wanted: Value, place: Place, site: Importer) -> None:
    """Import what ``fromlist`` names and the package does not have; that there is no such module is no error.

    Source: ``importlib._bootstrap._handle_fromlist``.
    """
    if not isinstance(package, Module) or package.folders is None:
        return
    items, unknown = m.iterate(wanted, place)
    if unknown is not None or not all(isinstance(name, str) and name != "*" for name in items):
        m.note("which modules are imported here is computed", place)
        return
    for name in items:
        if m.find_attribute_or_raise(package, name, place) is not MISSING:
            continue
        try:
            m.import_module(f"{package.name}.{name}", site)
        except PyRaise as raised:
            if raised.missing != f"{package.name}.{name}":
                raise


@BUILTIN_CODE.function("builtins.__import__")
def _import(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[0]) if args else None
    if isinstance(name, str) and len(args) < 5 and not kwargs.get("level"):
        site = (m.importing[-1] if m.importing else None, place, f"__import__({name!r})")
        found = m.import_module(name, site)
        wanted = args[3] if len(args) > 3 else kwargs.get("fromlist")
        if wanted and m.truth(wanted):
            _import_submodules(m, found, wanted, place, site)
            return found
        top = name.partition(".")[0]
        return m.modules.get(top) or m.external(top)
    m.note("which module is imported here is computed", place)
    return m.unknown("a module whose name is computed", place)
