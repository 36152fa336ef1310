"""``exec`` and ``eval`` of constant texts."""

import ast
import warnings
from collections.abc import Sequence

from automappa_scaffold.interpreter.class_scopes import has_annotations
from automappa_scaffold.interpreter.evaluation import Evaluation
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.objects import Instance, Module
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, DictValue, Namespace, Value
from automappa_scaffold.source.functions import FunctionTable
from automappa_scaffold.source.lower import lower_module
from automappa_scaffold.source.parsing import SourceSyntaxError, is_newer_syntax
from automappa_scaffold.source.places import Place

__all__ = ["refuse_text", "run_text"]


def run_text(m: Evaluation, name: str, args: Sequence[Value], frame: Frame, place: Place) -> Value:
    """Run a constant text as ``exec`` or ``eval`` does, or return MISSING where it is not constant."""
    text = m.decide(args[0]) if args else None
    is_code = False
    if isinstance(text, Instance) and isinstance(text.payload, str) and text.cls.name == "code":
        is_code, text = True, text.payload
    spaces = [m.decide(argument) for argument in args[1:] if argument is not None]
    if not isinstance(text, str) or any(not isinstance(space, DictValue) for space in spaces):
        return MISSING
    if not is_code:
        refuse_text(m, text, name, place)
    source = (text.lstrip() if name == "eval" else text).encode("utf-8", "surrogatepass")
    try:
        program = lower_module(source)
    except SourceSyntaxError as error:
        if not error.certain:
            return MISSING
        raise m.raise_(error.kind, error.message, place) from None
    inner = _frame(m, spaces, frame)
    inner.module.functions = FunctionTable(lambda: source)
    if name == "eval":
        is_expression = len(program.body) == 1 and program.body[0][0] == "expr"
        return m.eval(program.body[0][2], inner) if is_expression else MISSING
    if spaces and has_annotations(program.body) and "__annotations__" not in inner.names:
        m.store(inner.names, "__annotations__", m.new_dict())
    try:
        m.run_block(program.body, inner)
    except PyRaise as raised:
        _raise_outside(m, raised, inner.module, source, place)
        raise
    return None


def _raise_outside(m: Evaluation, raised: PyRaise, module: Module, source: bytes, place: Place) -> None:
    """Tell of an error in a text where the text is run: its own lines are none of the file."""
    found = raised.place
    is_own = found is not None and found.path == m.show_path(module)
    if is_own and found is not None and found.line <= source.count(b"\n") + 1:
        raised.place = place


def refuse_text(m: Evaluation, text: str, mode: str, place: Place, *, filename: str = "<string>") -> None:
    """Raise the error of a text that Python's compiler refuses; ``mode`` is as for ``compile``."""
    text = text.lstrip(" \t") if mode == "eval" else text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, filename, mode, dont_inherit=True)
    except SyntaxError as error:
        if not error.msg.startswith("too many") and (_is_parsed(text, mode) or not is_newer_syntax(text)):
            raise m.raised_by(error, place) from None
    except (ValueError, RecursionError, MemoryError, OverflowError):
        pass  # what these say of a text differs from one Python to the other


def _is_parsed(text: str, mode: str) -> bool:
    """Return whether Python's parser takes a text, so that its compiler refuses it."""
    try:
        ast.parse(text, mode=mode)
    except SyntaxError:
        return False
    return True


def _frame(m: Evaluation, spaces: Sequence[DictValue], frame: Frame) -> Frame:
    """Return the frame that a text runs in: the caller's names, or those that it is given."""
    outer = frame.module
    names = spaces[0].items if spaces else outer.ns
    module = Module(outer.name, outer.path, names, outer.folders)
    module.is_open = outer.is_open or bool(spaces and spaces[0].unknown)
    module.stars = outer.stars
    module.is_made = outer.is_made or bool(spaces and spaces[0].unknown)
    if spaces:
        if "__builtins__" not in names:
            m.store(names, "__builtins__", m.external("builtins"))
        return Frame(module, spaces[-1].items)
    if frame.is_body:
        return Frame(module, Namespace(m.birth, frame.names.items()), frame.parent, frame.function)
    return Frame(module, frame.names, frame.parent, frame.function, is_class=frame.is_class)
