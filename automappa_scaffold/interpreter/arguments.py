"""Binding arguments to a function's parameters."""

from collections.abc import Mapping, Sequence

from automappa_scaffold.interpreter.argument_errors import missing_arguments, too_many, unexpected_keyword
from automappa_scaffold.interpreter.attributes import Attributes
from automappa_scaffold.interpreter.function_parts import defaults_of
from automappa_scaffold.interpreter.objects import (
    Function,
)
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Namespace, Spread, Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import (
    KEYWORD_ONLY,
    POSITIONAL,
    POSITIONAL_ONLY,
    VAR_KEYWORD,
    VAR_POSITIONAL,
)

__all__ = ["Args", "Arguments", "Kwargs"]

Args = Sequence[Value]
Kwargs = Mapping[str, Value]


class Arguments(Attributes):
    """Parameters bound to arguments. A keyword ``**`` stands for keywords that are not known."""

    def bind(self, function: Function, args: Args, kwargs: Kwargs, place: Place) -> Namespace:
        """Return a function's parameters bound to arguments.

        Raises:
            PyRaise: TypeError, as Python raises it.
        """
        spec = function.spec
        if not kwargs and spec.by_place is not None and len(args) == len(spec.by_place):
            for argument in args:
                if argument.__class__ is Spread:
                    break
            else:  # as most
                return Namespace(self.birth, zip(spec.by_place, args, strict=True))
        names = Namespace(self.birth)
        positional, spread = list(args), None
        for argument in args:
            if argument.__class__ is Spread:
                spread = next(a.unknown for a in positional if isinstance(a, Spread))
                positional = [a for a in positional if not isinstance(a, Spread)]
                break
        keywords = dict(kwargs)
        open_keywords = keywords.pop("**", None)
        unknown = spread or open_keywords
        defaults = defaults_of(function)
        missing: dict[int, list[str]] = {POSITIONAL: [], KEYWORD_ONLY: []}
        for name, kind, _ in function.spec.parameters:
            if kind == VAR_POSITIONAL:
                names[name] = self.new_list(positional, spread) if spread else tuple(positional)
                positional = []
            elif kind == VAR_KEYWORD:
                names[name] = self.new_dict(keywords, open_keywords)
                keywords = {}
            elif kind in (POSITIONAL_ONLY, POSITIONAL) and positional:
                names[name] = positional.pop(0)
                if kind == POSITIONAL and name in keywords:
                    raise self._bad_call(function, f"got multiple values for argument '{name}'", place)
            elif kind in (POSITIONAL, KEYWORD_ONLY) and name in keywords:
                names[name] = keywords.pop(name)
            elif unknown is not None:
                names[name] = self.undecided(unknown, place)
            elif name in defaults:
                names[name] = defaults[name]
            else:
                missing[KEYWORD_ONLY if kind == KEYWORD_ONLY else POSITIONAL].append(name)
        text = (
            (unexpected_keyword(function.spec, keywords) if keywords else "")
            or (too_many(function.spec, len(positional), kwargs) if positional else "")
            or missing_arguments("positional", missing[POSITIONAL])
            or missing_arguments("keyword-only", missing[KEYWORD_ONLY])
        )
        if text:
            raise self._bad_call(function, text, place)
        return names

    def _bad_call(self, function: Function, text: str, place: Place) -> PyRaise:
        name = function.ns.get("__qualname__")
        name = name if isinstance(name, str) else function.spec.name
        return self.raise_("TypeError", f"{name}() {text}", place)
