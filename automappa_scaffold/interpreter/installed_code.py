"""Functions of installed code, run as their text shows where it is seen and uses no state of its module.

A call with constants is put off until its result decides something. A function that is given one of the
project's, as a decorator is, and one whose module imports Celery run when they are called. Where the text
does not tell what they do, they stay foreign.
"""

import sys
from typing import Any

from automappa_scaffold.interpreter.arguments import Args, Kwargs
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.installed_text import InstalledText, read_text_of_module
from automappa_scaffold.interpreter.marks import CALLED_OUTSIDE
from automappa_scaffold.interpreter.object_making import ObjectMaking
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.functions import FunctionTable
from automappa_scaffold.source.lower import lower_module
from automappa_scaffold.source.parsing import SourceSyntaxError
from automappa_scaffold.source.places import Place

__all__ = ["HOLDS_APP", "InstalledCode"]

_MODELLED = frozenset(("celery", "kombu", "django", "billiard", "flask"))
# Called after Celery, and known: what declares tasks in Celery is modelled, and in the others nothing does.
_NEVER_DECLARING = frozenset(("celery", "django_celery_beat", "django_celery_results"))
_MAX_REDIRECTIONS = 6
# Among the attributes of what a call gives: the call that was put off, and what it gave.
_DEFERRED, _FORCED = "<deferred>", "<forced>"
HOLDS_APP = "<holds an app>"  # likewise, of what foreign code made of one


class InstalledCode(ObjectMaking):
    """Calls of what is installed, in an environment that is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.installed_texts: dict[str, InstalledText | None] = {}
        self.installed_values: dict[str, Value] = {}

    def call_installed(self, path: str, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return what a function of installed code gives, or MISSING where it stays foreign."""
        top = path.partition(".")[0]
        if top in _MODELLED or top in sys.stdlib_module_names:
            return MISSING
        if self.installed is None:
            if "celery" in top and any(isinstance(a, Function) and a.module.path for a in args):
                self.tell_declaring(path, place)
            return MISSING
        module, _, name = path.rpartition(".")
        text = self._installed_text(module)
        if text is None or not name.isidentifier():
            return MISSING
        is_given_ours = any(isinstance(a, Function) and a.module.path for a in args)
        holds_app = self.holds_app((*args, *kwargs.values()))
        if not (text.knows_celery or is_given_ours or holds_app):
            return MISSING
        found = self._run_installed(path, args, kwargs, place)
        if found is MISSING and (is_given_ours or holds_app):
            self.tell_declaring(path, place)
        return found

    def tell_decorating(self, reason: str, args: Args, place: Place) -> None:
        """Tell of what a function outside the project returned, which is given one of the project's."""
        if reason.endswith(CALLED_OUTSIDE) and any(isinstance(a, (Function, Class)) for a in args):
            self.tell_declaring(reason.removesuffix(CALLED_OUTSIDE), place)

    def tell_declaring(self, path: str, place: Place) -> None:
        """Tell of an installed function that is given something of the project's, if it declares tasks.

        Where none is seen, one of a package that is called after Celery may.
        """
        top = path.partition(".")[0]
        if self.installed is None and "celery" in top and top not in _NEVER_DECLARING:
            self.note(f"whether {path}() declares a task is not decided", place)
        for _ in range(_MAX_REDIRECTIONS if self.installed is not None else 0):
            module, _, name = path.rpartition(".")
            text = self._installed_text(module) if module.partition(".")[0] not in _MODELLED else None
            target = text.imports(name) if text is not None else None
            if text is None or target is None:
                if text is not None and text.declares(name):
                    self.note(f"whether {path}() declares a task is not decided", place)
                return
            path = target

    def holds_app(self, values: Args) -> bool:
        """Return whether foreign code is given an object of a preloaded package, which it may change."""
        return any(
            (isinstance(v, Unknown) and HOLDS_APP in v.ns)
            or (
                isinstance(v, Instance)
                and any(base.module.partition(".")[0] in self.preloaded for base in v.cls.mro)
            )
            for v in values
        )

    def defer(self, made: Unknown, path: str, args: Args, kwargs: Kwargs, place: Place) -> None:
        """Put off a call with constants: what it gives is asked for when it decides something."""
        if self.installed is None or path.partition(".")[0] in sys.stdlib_module_names:
            return
        plain = [self._kept(argument, place) for argument in args]
        named = {key: self._kept(value, place) for key, value in kwargs.items()}
        if MISSING not in plain and MISSING not in named.values() and "**" not in named:
            made.ns[_DEFERRED] = (path, plain, named, place)

    def _kept(self, value: Value, place: Place) -> Any:
        """Return an argument as it is now, or MISSING; of a call that was put off too, what stands for it."""
        is_put_off = isinstance(value, Unknown) and (_DEFERRED in value.ns or _FORCED in value.ns)
        return value if is_put_off else self.to_python(value, place)

    def force(self, value: Unknown | Ext) -> Value:
        """Return what a call that was put off gives, or an installed constant; else the value itself."""
        if isinstance(value, Ext):
            constant = self.constant_of(value.path)
            return value if constant is MISSING else constant
        if _FORCED in value.ns:
            return value.ns[_FORCED]
        call = value.ns.pop(_DEFERRED, None)
        if call is None:
            return value
        path, plain, named, place = call
        value.ns[_FORCED] = value
        text = self._installed_text(path.rpartition(".")[0])
        if text is None or text.knows_celery:
            return value
        args = [self.decide(self.from_python(argument)) for argument in plain]
        kwargs = {key: self.decide(self.from_python(argument)) for key, argument in named.items()}
        found = self._run_installed(path, args, kwargs, place)
        if found is not MISSING and not isinstance(found, Unknown):
            value.ns[_FORCED] = found
        return value.ns[_FORCED]

    def constant_of(self, path: str) -> Value:
        """Return what an installed module assigns to a name for good; MISSING: its text does not tell."""
        top = path.partition(".")[0]
        if top in sys.stdlib_module_names:
            return self.library_constant(path)
        if self.installed is None or top in _MODELLED:
            return MISSING
        for _ in range(_MAX_REDIRECTIONS):
            module, _, name = path.rpartition(".")
            text = self._installed_text(module) if module else None
            if text is None:
                return MISSING
            if text.assigns(name):
                found = self._installed_value(path)
                is_plain = is_constant(found) or isinstance(found, (tuple, ListValue, DictValue))
                return found if is_plain and found is not None else MISSING
            target = text.imports(name)
            if target is None:
                return MISSING
            path = target
        return MISSING

    def _run_installed(self, path: str, args: Args, kwargs: Kwargs, place: Place) -> Value:
        function = self._installed_value(path)
        if not isinstance(function, (Function, Class)):
            return MISSING
        notes, assumptions, outside = dict(self.notes), dict(self.assumptions), set(self.external_modules)
        effects = self.effects
        try:
            found = self.call(function, args, kwargs, place)
        except PyRaise:
            found = MISSING
        if self.effects == effects:
            self.notes, self.external_modules = notes, outside
        if found is MISSING:
            self.assumptions = assumptions
            if self.effects != effects:
                self.note(f"what {path} does is not decided", place)
            return MISSING
        self.assumptions[f"what {path}() does is what its source shows"] = None
        return found

    def _installed_value(self, path: str) -> Value:
        """Return the function or class that a dotted path leads to, made once; MISSING: it is not told."""
        if path not in self.installed_values:
            self.installed_values[path] = MISSING
            self.installed_values[path] = self._make_installed(path)
        return self.installed_values[path]

    def _make_installed(self, path: str) -> Value:
        for _ in range(_MAX_REDIRECTIONS):
            module, _, name = path.rpartition(".")
            text = self._installed_text(module)
            needed = text.needed_for(name) if text is not None else None
            if text is None or needed is None:
                return MISSING
            if name not in needed.imports:
                return self._bind_needed(text, name, needed.source, needed.imports)
            path = needed.imports[name]
        return MISSING

    def _bind_needed(self, text: InstalledText, name: str, source: bytes, imports: dict[str, str]) -> Value:
        located = self.outside.locate(text.name)
        path, folder = located or ("", None)
        names = self.namespace(__name__=text.name, __file__=path, __doc__=None)
        names.depth = 0
        names["__package__"] = text.name if folder is not None else text.name.rpartition(".")[0]
        module = Module(text.name, "", names, None if folder is None else (folder,))
        module.functions = FunctionTable(lambda: source)
        for bound, target in imports.items():
            constant = self.constant_of(target)
            known = self.modules.get(target) or self.external(target)
            names[bound] = known if constant is MISSING else constant
        kept = self.logs, self.birth, self.scopes, self.catchers
        self.logs, self.birth, self.scopes, self.catchers = [], 0, (), []
        try:
            self.run_block(lower_module(source).body, Frame(module, names))
        except (PyRaise, SourceSyntaxError):
            return MISSING
        finally:
            self.logs, self.birth, self.scopes, self.catchers = kept
        return names.get(name, MISSING)

    def _installed_text(self, name: str) -> InstalledText | None:
        if name not in self.installed_texts:
            source = self.outside.source(name)
            located = self.outside.locate(name) if source else None
            text = read_text_of_module(name, source, located) if source and located else None
            self.installed_texts[name] = text
        return self.installed_texts[name]


def _top(cls: Class) -> str:
    return cls.module.partition(".")[0]
