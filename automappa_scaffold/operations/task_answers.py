"""The answers that the task template gets, as finished source text."""

import ast
from dataclasses import dataclass

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.operations.known_types import names_in, standard_imports
from automappa_scaffold.operations.task_request import (
    AddTaskRequest,
    Parameter,
    TaskBody,
    parse_annotation,
    parse_parameters,
    parse_queue_options,
)
from automappa_scaffold.templating.python_text import call_text, docstring_text, expression_text, string_text

__all__ = ["AppSpelling", "task_answers"]

_EMPTY = {
    "str": '""',
    "int": "0",
    "float": "0.0",
    "bool": "False",
    "bytes": 'b""',
    "list": "[]",
    "dict": "{}",
    "object": "None",
    "Any": "None",
}


@dataclass(frozen=True, slots=True)
class AppSpelling:
    """How the new function speaks of the Celery app, and what an import of it would say."""

    module: str
    attribute: str
    expression: str
    is_imported: bool = False


def task_answers(
    request: AddTaskRequest, app: AppSpelling, *, module: str, known: frozenset[str], line_length: int
) -> dict[str, object]:
    """Return the template's answers.

    Args:
        known: the names that the module binds already, which annotations may use.
    Raises:
        ProjectError: the request asks for what cannot be written.
    """
    body = _body(request)
    parameters = parse_parameters(request.params, bind=request.bind)
    returns = _returns(request, parameters, body)
    result = _result(parameters, returns) if body is TaskBody.ECHO else ""
    text = [parameter.text for parameter in parameters]
    if request.bind:
        # Beside **options, callers could otherwise pass an option called self.
        text[:0] = ["self: Any", "/"] if any(p.stars == "**" for p in parameters) else ["self: Any"]
    used = {name for p in parameters for name in p.names} | names_in(ast.parse(returns))
    if any(part.partition(": ")[2].startswith("Any") for part in text):
        used.add("Any")
    modules = ("time",) if body is TaskBody.ECHO else ()
    _refuse_hidden(request, parameters, app, modules)
    options = (("bind=True",) if request.bind else ()) + _name_option(request)
    arguments = [*options, *parse_queue_options(request.queue_options)]
    head = f"@{app.expression}.task"
    doc = _doc(request) or f"Run the task {request.task} of the {request.page} page."
    return {
        "page": request.page,
        "task": request.task,
        "module": module,
        "imports": _imports(used, known, modules, app),
        "decorator": call_text(head, arguments, "", line_length=line_length) if arguments else head,
        "signature": call_text(f"def {request.task}", text, f" -> {returns}:", line_length=line_length),
        "docstring": docstring_text(doc, indent="    ", line_length=line_length),
        "body": body.value,
        "result": result,
        "reexport": call_import(module, request.task, line_length),
        "with_test": request.with_test,
        "app": app.attribute,
        "app_import": f"from {app.module} import {app.attribute}",
    }


def _doc(request: AddTaskRequest) -> str:
    try:
        request.doc.encode()
    except UnicodeEncodeError as error:
        raise ProjectError(
            f"The docstring is no text: it holds {request.doc[error.start]!r}.",
            hint="Give it in the encoding of your terminal, UTF-8 as a rule.",
        ) from error
    return request.doc.strip()


def call_import(module: str, task: str, line_length: int) -> str:
    """Return the relative import of a task, broken as formatters do when it is too long."""
    line = f"from .{module} import {task}"
    return line if len(line) <= line_length else f"from .{module} import (\n    {task},\n)"


def _body(request: AddTaskRequest) -> TaskBody:
    try:
        return TaskBody(request.body)
    except ValueError as error:
        known = ", ".join(body.value for body in TaskBody)
        raise ProjectError(f"{request.body!r} is not a body.", hint=f"There are: {known}.") from error


def _name_option(request: AddTaskRequest) -> tuple[str, ...]:
    name = request.name
    if not name:
        return ()
    if not name.isprintable() or any(c.isspace() for c in name):
        raise ProjectError(
            f"{name!r} cannot be a registered name: it holds white space or control characters.",
            hint="Write it as in shop.count.",
        )
    if name.startswith("celery."):
        raise ProjectError(
            f"{name!r} cannot be a registered name: workers hide names that start with 'celery.'.",
            hint="Let it start with another word.",
        )
    return (f"name={string_text(name)}",)


def _returns(request: AddTaskRequest, parameters: tuple[Parameter, ...], body: TaskBody) -> str:
    if request.returns:
        return expression_text(parse_annotation(request.returns, "return annotation"))
    if body is TaskBody.ECHO and parameters and not parameters[0].stars:
        return parameters[0].annotation or "Any"
    return "None"


def _result(parameters: tuple[Parameter, ...], returns: str) -> str:
    """Return what an echo returns: its first argument where the types fit, else an empty value."""
    if returns == "None":
        return ""
    first = parameters[0] if parameters and not parameters[0].stars else None
    if first and (first.annotation == returns or returns in ("Any", "object") or not first.annotation):
        return first.name
    base = returns.partition("[")[0]
    if base in _EMPTY:
        return _EMPTY[base]
    if base == "Optional" or "None" in [part.strip() for part in returns.split("|")]:
        return "None"
    raise ProjectError(
        f"An echo cannot make a value of type {returns}.",
        hint="Give it a first parameter of that type, or use --body stub.",
    )


def _refuse_hidden(
    request: AddTaskRequest, parameters: tuple[Parameter, ...], app: AppSpelling, modules: tuple[str, ...]
) -> None:
    top = app.expression.partition(".")[0]
    if request.task in (top, *modules, "Any"):
        raise ProjectError(
            f"{request.task!r} cannot name the task: its own module needs that name.",
            hint=f"Try {request.task}_task.",
        )
    for parameter in parameters:
        if parameter.name in modules:
            raise ProjectError(
                f"The parameter {parameter.name!r} hides the module that an echo needs.",
                hint="Rename it, or use --body stub.",
            )


def _imports(used: set[str], known: frozenset[str], modules: tuple[str, ...], app: AppSpelling) -> str:
    standard = standard_imports(used - known, modules)
    own = "" if app.is_imported else f"from {app.module} import {app.attribute}"
    # A project's app may live in a package named like a standard module; its import stays apart either way.
    return "\n\n".join(part for part in (standard, own) if part)
