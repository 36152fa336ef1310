"""What a user may ask of a new task, checked and turned into source text."""

import ast
import builtins
import unicodedata
from dataclasses import dataclass
from enum import Enum

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.operations.known_types import names_in
from automappa_scaffold.operations.plain_values import refuse_what_runs
from automappa_scaffold.project.names import require_identifier
from automappa_scaffold.templating.python_text import expression_text, string_text

__all__ = [
    "AddTaskRequest",
    "Parameter",
    "TaskBody",
    "parse_annotation",
    "parse_parameters",
    "parse_queue_options",
    "require_name",
]

# What types are made of.
_OF_TYPES = (
    *(ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.Tuple, ast.List, ast.UnaryOp, ast.USub),
    *(ast.BitOr, ast.expr_context),
)
# Files are named after tasks, with a few letters more; most file systems take 255 bytes.
_LONGEST_NAME = 200
_OWN_OPTIONS = {"bind": "--no-bind", "name": "--name"}


class TaskBody(str, Enum):
    """What the new function does."""

    STUB = "stub"
    ECHO = "echo"


@dataclass(frozen=True, slots=True)
class AddTaskRequest:
    """A task that shall exist and register.

    Attributes:
        module: the module in the page's tasks package; empty for where the task is, else the task's name.
        params: parameters as in source, ``color: str = "green"``.
        returns: the return annotation; empty for that of the body.
        name: an explicit registered name; empty for Celery's own, which is the module's and function's.
        queue_options: further arguments of the decorator, ``key=value``.
        doc: the docstring; empty for a plain one.
        body: ``stub`` raises NotImplementedError; ``echo`` sleeps briefly and returns its first argument.
        template: a folder or URL of a copier template; empty for the project's own or the built-in one.
        trust: let a template run code.
        with_test: write a test beside the project's tests too.
    """

    page: str
    task: str
    module: str = ""
    params: tuple[str, ...] = ()
    returns: str = ""
    bind: bool = True
    name: str = ""
    queue_options: tuple[str, ...] = ()
    doc: str = ""
    body: str = TaskBody.STUB.value
    template: str = ""
    trust: bool = False
    with_test: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the new function; ``annotation`` and ``default`` are source text, empty for none."""

    name: str
    annotation: str
    default: str
    stars: str
    names: frozenset[str]

    @property
    def text(self) -> str:
        """The parameter as source."""
        default = f" = {self.default}" if self.default else ""
        return f"{self.stars}{self.name}: {self.annotation or 'Any'}{default}"


def require_name(name: str, what: str) -> str:
    """Return ``name`` when it can name a page, module, task or parameter.

    Raises:
        ProjectError: it cannot.
    """
    require_identifier(name, what)
    if unicodedata.normalize("NFKC", name) != name:
        raise ProjectError(
            f"{name!r} cannot name a {what}: Python reads it as {unicodedata.normalize('NFKC', name)!r}.",
            hint="Use that spelling.",
        )
    if name.startswith("__") and name.endswith("__"):
        raise ProjectError(
            f"{name!r} cannot name a {what}: such names belong to Python.", hint="Use another one."
        )
    if len(name.encode()) > _LONGEST_NAME:
        raise ProjectError(f"{name!r} cannot name a {what}: it is too long.", hint="Use a shorter one.")
    if what in ("task", "module") and hasattr(builtins, name):
        raise ProjectError(
            f"{name!r} cannot name a {what}: it would hide Python's own {name}.", hint=f"Try {name}_task."
        )
    return name


def parse_parameters(texts: tuple[str, ...], *, bind: bool) -> tuple[Parameter, ...]:
    """Return the parameters that the texts describe.

    Raises:
        ProjectError: a text is no single parameter, a name is used twice, or the order is wrong.
    """
    found = tuple(_parse_parameter(text) for text in texts)
    names = [parameter.name for parameter in found]
    for name in names:
        if names.count(name) > 1:
            raise ProjectError(f"There are two parameters called {name!r}.", hint="Rename one of them.")
        if name in ("self", "cls"):
            hint = "A bound task gets self by itself." if bind else "Choose another name."
            raise ProjectError(f"A parameter cannot be called {name!r}.", hint=hint)
    try:
        # Compiled, as the parser alone lets a yield pass that stands in no function.
        compile(f"def f({', '.join(parameter.text for parameter in found)}): pass", "", "exec")
    except SyntaxError as error:
        raise ProjectError(
            f"The parameters cannot stand so: {error.msg}.", hint="Give them in the order of a function's."
        ) from error
    return found


def parse_annotation(text: str, what: str) -> ast.expr:
    """Return an annotation's tree.

    Raises:
        ProjectError: the text is not one expression, or none that can be a type.
    """
    try:
        tree = ast.parse(f"({text}\n)", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ProjectError(
            f"{text!r} is not a {what} in Python.", hint="Write one as in `list[int] | None`."
        ) from error
    return _require_type(tree)


def _require_type(tree: ast.expr) -> ast.expr:
    """Return what can be a type; anything else would be run when the worker imports the module."""
    inside = {
        id(node) for outer in ast.walk(tree) if isinstance(outer, ast.Subscript) for node in ast.walk(outer)
    }
    for node in ast.walk(tree):
        # As in ``Annotated[int, Field(gt=0)]``.
        is_argument = isinstance(node, (ast.Call, ast.keyword)) and id(node) in inside
        is_union = isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr)
        if not (isinstance(node, _OF_TYPES) or is_argument or is_union):
            raise ProjectError(
                f"`{ast.unparse(tree)}` is not a type.", hint="Write one as in `list[int] | None`."
            )
    refuse_what_runs(tree)
    return tree


def parse_queue_options(options: tuple[str, ...]) -> tuple[str, ...]:
    """Return the decorator's further arguments as source; what is no Python literal is taken as a string.

    Raises:
        ProjectError: an option has no ``=``, no proper name, comes twice, or has a flag of its own.
    """
    found: dict[str, str] = {}
    for option in options:
        key, equals, value = option.partition("=")
        if not equals:
            raise ProjectError(f"{option!r} is not a task option.", hint="Write it as key=value.")
        require_name(key, "task option")
        if key in _OWN_OPTIONS:
            raise ProjectError(
                f"The task option {key} has a flag of its own.", hint=f"Use {_OWN_OPTIONS[key]}."
            )
        if key == "base":
            raise ProjectError(
                "The task option base takes a class, which must be written by hand.",
                hint="Add the task without it first.",
            )
        if key in found:
            raise ProjectError(f"The task option {key} is given twice.", hint="Give it once.")
        found[key] = _literal_text(value)
    return tuple(f"{key}={value}" for key, value in found.items())


def _literal_text(value: str) -> str:
    try:
        ast.literal_eval(value)
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return string_text(value)
    return expression_text(ast.parse(value.strip(), mode="eval").body)


def _parse_parameter(text: str) -> Parameter:
    wrong = ProjectError(
        f"{text!r} is not a parameter.", hint="Write it as in Python: 'color: str = \"green\"'."
    )
    try:
        tree = ast.parse(f"def f({text}\n): pass")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise wrong from error
    function = tree.body[0]
    if len(tree.body) != 1 or not isinstance(function, ast.FunctionDef) or function.returns is not None:
        raise wrong
    args = function.args
    starred = [(arg, stars) for arg, stars in ((args.vararg, "*"), (args.kwarg, "**")) if arg is not None]
    if args.posonlyargs or args.kwonlyargs or len(args.args) + len(starred) != 1:
        raise wrong
    arg, stars = starred[0] if starred else (args.args[0], "")
    default = args.defaults[0] if args.defaults else None
    require_name(arg.arg, "parameter")
    if default is not None:
        refuse_what_runs(default)
    parts = [part for part in (arg.annotation, default) if part is not None]
    return Parameter(
        name=arg.arg,
        annotation=expression_text(_require_type(arg.annotation)) if arg.annotation else "",
        default=expression_text(default) if default else "",
        stars=stars,
        names=frozenset(name for part in parts for name in names_in(part)),
    )
