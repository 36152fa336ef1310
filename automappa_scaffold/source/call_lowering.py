"""Expressions of a syntax tree, written in the short form of ``call_expressions``."""

import ast
import sys

from automappa_scaffold.source.call_expressions import Expression, Position, outermost_calls, position_of
from automappa_scaffold.source.call_shapes import (
    attribute_taken,
    completed,
    given_or_empty,
    imported_module,
    is_dict_of_names,
    is_partial,
    mapped,
    passed_argument,
    reduced,
    stars_of,
    tuple_length,
)
from automappa_scaffold.source.class_constants import class_constant
from automappa_scaffold.source.joined_texts import filled_text, joined_text, text_of_method
from automappa_scaffold.source.lowered_parts import (
    constant,
    expressions_in,
    followed,
    joined_displays,
    unknown_reference,
    with_attributes,
)
from automappa_scaffold.source.name_scopes import Binding, Scope, open_inner
from automappa_scaffold.source.unrolled_loops import in_rounds, unrolled

__all__ = ["CallLowering"]

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp)
_DEEPEST = 60


class CallLowering:
    """Writes the expressions of one file in short.

    Attributes:
        tested: names that the file was seen to look for with ``hasattr``.
        looked_for: names that were seen to be looked for in ``app.tasks``, each with ``lines``, the first and
            the last one of what is lowered.
        imported: the modules that calls import, outside of blocks in which ``expects_import_errors`` was set.
    """

    def __init__(self) -> None:
        self.tested: set[str] = set()
        self.looked_for: set[tuple[str, int, int]] = set()
        self.lines = (1, sys.maxsize)
        self.imported: list[tuple[str, Position]] = []
        self.expects_import_errors = False

    def lower(self, node: ast.expr, scope: Scope, depth: int) -> Expression:
        """Return the expression as far as the rules can use it."""
        position = position_of(node)
        if depth > _DEEPEST:
            return ("other", position, ())
        kind = node.__class__
        if kind is ast.Constant:
            return constant(node, position)  # type: ignore[arg-type]
        if kind is ast.Name or kind is ast.Attribute:
            return self._reference(node, position, scope, depth)  # type: ignore[arg-type]
        if kind is ast.Call:
            return self._call(node, position, scope, depth)  # type: ignore[arg-type]
        lowered = self._container(node, position, scope, depth)
        if lowered is not None:
            return lowered
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod, ast.Mult, ast.BitOr)):
            sides = [self.lower(side, scope, depth + 1) for side in (node.left, node.right)]
            if (whole := joined_displays(node.op, sides, position)) is not None:
                return whole
            if isinstance(node.op, ast.BitOr):
                return ("or", position, *sides)
            is_sum = isinstance(node.op, ast.Add)
            text = joined_text(sides, position) if is_sum else filled_text(sides[0], sides[1], position)
            return text or (
                "other",
                position,
                tuple(call for side in sides for call in outermost_calls(side)),
            )
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            self._note_tested(node, scope, depth)
        if isinstance(node, ast.IfExp):
            sides = [self.lower(side, scope, depth + 1) for side in (node.body, node.orelse)]
            if all(side[0] in ("const", "ref") for side in sides):
                tested = self.lower(node.test, scope, depth + 1)
                return ("either", position, tuple(sides), tuple(outermost_calls(tested)))
        if isinstance(node, ast.BoolOp) and (given := given_or_empty(node, scope)) is not None:
            return self.lower(given, scope, depth + 1)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
            return ("invert", position, self.lower(node.operand, scope, depth + 1))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            operand = self.lower(node.operand, scope, depth + 1)
            if operand[0] == "const" and operand[2] in ("int", "float"):
                return ("const", position, operand[2], f"-{operand[3]}")
        if isinstance(node, ast.JoinedStr):
            return self._formatted(node, position, scope, depth)
        if isinstance(node, (ast.Await, ast.NamedExpr)):
            return self.lower(node.value, scope, depth + 1)
        return ("other", position, self._children(node, scope, depth))

    def _note_tested(self, node: ast.Compare, scope: Scope, depth: int) -> None:
        """Note a name that is looked for in ``app.tasks``."""
        table = node.comparators[0]
        if isinstance(table, ast.Attribute) and table.attr == "tasks":
            name = self.lower(node.left, scope, depth + 1)
            if name[0] == "const" and isinstance(name[3], str):
                self.looked_for.add((name[3], *self.lines))

    def _formatted(self, node: ast.JoinedStr, position: Position, scope: Scope, depth: int) -> Expression:
        calls = self._children(node, scope, depth)
        if calls:
            return ("other", position, calls)
        plain = [
            part.value if isinstance(part, ast.FormattedValue) else part
            for part in node.values
            if not isinstance(part, ast.FormattedValue) or (part.conversion == -1 and not part.format_spec)
        ]
        if len(plain) == len(node.values):
            text = joined_text([self.lower(part, scope, depth + 1) for part in plain], position)
            if text is not None:
                return text
        return ("const", position, "str", None)

    def _container(self, node: ast.expr, position: Position, scope: Scope, depth: int) -> Expression | None:
        """Return a display, comprehension or subscript, lowered."""
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            items = tuple([self.lower(item, scope, depth + 1) for item in node.elts])
            return (type(node).__name__.lower(), position, items)
        if isinstance(node, ast.Dict):
            pairs = tuple(
                (self.lower(key, scope, depth + 1) if key else None, self.lower(value, scope, depth + 1))
                for key, value in zip(node.keys, node.values, strict=True)
            )
            return ("dict", position, pairs)
        if isinstance(node, ast.Starred):
            return ("star", position, self.lower(node.value, scope, depth + 1))
        if isinstance(node, _COMPREHENSIONS):
            inner = open_inner(node, scope)
            first = node.generators[0]
            if len(node.generators) == 1 and not first.ifs:
                rounds = unrolled(first.target, first.iter, scope, inner)
                made = [self.lower(node.elt, inner, depth + 1) for _ in in_rounds(inner, rounds)]
                if made:
                    return ("list", position, tuple(made))
            sources = [self.lower(generator.iter, inner, depth + 1) for generator in node.generators]
            found = tuple(call for source in sources for call in outermost_calls(source))
            return ("comp", position, self.lower(node.elt, inner, depth + 1), found)
        if isinstance(node, ast.Subscript):
            receiver = self._table(node.value, scope, depth) or self.lower(node.value, scope, depth + 1)
            return ("item", position, receiver, self.lower(node.slice, scope, depth + 1))
        return None

    def _call(self, node: ast.Call, position: Position, scope: Scope, depth: int) -> Expression:
        if isinstance(node.func, ast.Name) and node.func.id in ("hasattr", "getattr") and len(node.args) > 1:
            name = node.args[1]
            is_test = node.func.id == "hasattr" or len(node.args) > 2  # else it fails
            if is_test and isinstance(name, ast.Constant) and isinstance(name.value, str):
                self.tested.add(name.value)
        taken = attribute_taken(node, scope)
        if taken is not None:
            return self.lower(taken, scope, depth + 1)
        module = "" if self.expects_import_errors else imported_module(node, scope)
        if module:
            self.imported.append((module, position))
            return ("ref", position, ("import", module), ())
        generator = mapped(node, scope)
        if generator is not None:
            return self.lower(generator, scope, depth + 1)
        joined = self._joined(node, position, scope, depth)
        if joined is not None:
            return joined
        passed = passed_argument(node, scope)
        if passed is not None:
            others = [
                arg for arg in (*node.args, *(word.value for word in node.keywords)) if arg is not passed
            ]
            lowered = [self.lower(other, scope, depth + 1) for other in others]
            found = tuple(call for other in lowered for call in outermost_calls(other))
            return ("pass", position, self.lower(passed, scope, depth + 1), found)
        args = tuple([self.lower(arg, scope, depth + 1) for arg in node.args])
        if count := tuple_length(node, scope):
            element = ("tuple", position, (("other", position, ()),) * count)
            return ("comp", position, element, tuple(call for arg in args for call in outermost_calls(arg)))
        keywords = tuple([(word.arg, self.lower(word.value, scope, depth + 1)) for word in node.keywords])
        if is_dict_of_names(node) and not scope.is_bound("dict"):
            pairs = [(("const", value[1], "str", name), value) for name, value in keywords]
            return ("dict", position, tuple(pairs))
        if isinstance(node.func, ast.Attribute) and node.func.attr == "get" and len(args) == 1:
            table = self._table(node.func.value, scope, depth)
            if table is not None:
                return ("item", position, table, args[0])
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "join"):
            receiver = self.lower(node.func.value, scope, depth + 1)
            made = text_of_method(node.func.attr, receiver, args, keywords, position)
            if made is not None:
                return made
        function = self.lower(node.func, scope, depth + 1)
        if function[0] == "call" and is_partial(function[2]) and function[3]:
            return completed(function, position, args, keywords)
        return ("call", position, function, args, keywords)

    def _joined(self, node: ast.Call, position: Position, scope: Scope, depth: int) -> Expression | None:
        """Return what ``reduce(or_, [a, b])`` makes, ``a | b``, where all of them are known."""
        parts = [self.lower(part, scope, depth + 1) for part in reduced(node, scope)]
        if not parts or parts[0][0] not in ("list", "tuple"):
            return None
        elements = [*parts[1:], *parts[0][2]]  # type: ignore[misc]
        if not elements or any(element[0] == "star" for element in elements):
            return None
        whole: Expression = elements[0]
        for element in elements[1:]:
            whole = ("or", position, whole, element)
        return whole

    def _table(self, node: ast.expr, scope: Scope, depth: int) -> Expression | None:
        """Return a dict that the module makes once and then leaves as it is, without the calls in it."""
        module = scope.module
        binding = scope.find(node.id) if isinstance(node, ast.Name) else None
        if binding is None or binding[0] != "literal" or not isinstance(binding[1], ast.Dict):
            return None
        assert isinstance(node, ast.Name)
        if module.bound.get(node.id) != [binding] or node.id in module.refilled:
            return None
        _, position, pairs = self.lower(binding[1], module, depth + 1)
        assert isinstance(pairs, tuple)
        plain = ("ref", "const")
        known = ((key, value if value[0] in plain else ("other", value[1], ())) for key, value in pairs)
        return ("table", position, tuple(known))

    def _reference(
        self, node: ast.Name | ast.Attribute, position: Position, scope: Scope, depth: int
    ) -> Expression:
        names: list[str] = []
        root: ast.expr = node
        while isinstance(root, ast.Attribute):
            names.append(root.attr)
            root = root.value
        names.reverse()
        if not isinstance(root, ast.Name):
            return with_attributes(self.lower(root, scope, depth + 1), position, names)
        binding = scope.find(root.id)
        if binding is not None and binding[0] == "passes" and scope.module.bound.get(root.id) == [binding]:
            binding = ("own", root.id, "def")
        if binding == ("own", root.id, "value") and names and scope.module.bound.get(root.id) == [binding]:
            held = class_constant(scope.module.classes.get(root.id), names)
            if held is not None:
                return followed(self.lower(held, scope.module, depth + 1), position)
        if binding is None and (stars := stars_of(scope, root.id)):
            binding = ("star", stars, root.id)
        if binding is not None and binding[0] == "self":
            cls = binding[1]
            assert isinstance(cls, Scope)
            attribute = cls.attributes.get(names[0]) if names else None
            if attribute is None:
                return unknown_reference(position, names)
            return with_attributes(self.lower(attribute, cls.module, depth + 1), position, names[1:])
        if binding is None or binding[0] in ("other", "passes") or (binding[0] == "local" and not names):
            return unknown_reference(position, names)
        written = self._written_out(binding, names, position, scope, depth)
        if written is not None:
            return written
        binding = ("own", root.id, "value") if binding[0] == "text" else binding
        return ("ref", position, binding, tuple(names))

    def _written_out(
        self, binding: Binding, names: list[str], position: Position, scope: Scope, depth: int
    ) -> Expression | None:
        """Return what stands where a name gets its value, with the attributes that are taken of it."""
        if binding[0] not in ("made", "once", "literal", "whole", "text", "alias"):
            return None
        value, where = binding[1], scope if binding[0] == "once" else binding[-1]
        where = Scope("module") if binding[0] == "literal" else where
        assert isinstance(value, ast.expr)
        assert isinstance(where, Scope)
        lowered = self.lower(value, where, depth + 1)
        if binding[0] in ("literal", "whole"):
            if names:
                return ("other", position, ())
            return followed(lowered, position) if binding[0] == "literal" else lowered
        if binding[0] == "text":
            return followed(lowered, position) if lowered[0] == "const" and not names else None
        if binding[0] == "made":
            lowered = ("made", position, lowered)
        return with_attributes(lowered, position, names)

    def _children(self, node: ast.expr, scope: Scope, depth: int) -> tuple[Expression, ...]:
        """Return the calls in the parts of an expression."""
        if isinstance(node, (ast.Lambda, ast.DictComp)):
            scope = open_inner(node, scope)
        found = [self.lower(child, scope, depth + 1) for child in expressions_in(node)]
        return tuple(call for child in found for call in outermost_calls(child))
