"""Decorators of installed code: whether what they return keeps the name of what they wrap."""

import ast
from collections.abc import Iterator
from functools import lru_cache

from automappa_scaffold.interpreter.outside import Outside

__all__ = ["is_known_to_keep_names", "keeps_name"]

# Widely used decorators that keep the name of what they wrap, for where their source is not seen.
_KEEPERS = """
    asyncer.asyncify asyncer.syncify backoff.on_exception backoff.on_predicate cachetools.cached
    cachetools.func.lru_cache cachetools.func.ttl_cache ddtrace.tracer.wrap decorator.decorator
    dependency_injector.wiring.inject deprecated.deprecated django.db.transaction.atomic
    elasticapm.capture_span eliot.log_call
    flask.cli.with_appcontext func_timeout.func_set_timeout injector.inject interruptingcow.timeout
    logfire.instrument memory_profiler.profile newrelic.agent.background_task newrelic.agent.function_trace
    pydantic.validate_arguments pydantic.validate_call ratelimit.limits ratelimit.sleep_and_retry retry.retry
    retry.api.retry retrying.retry sentry_sdk.monitor sentry_sdk.trace sentry_sdk.crons.monitor tenacity.retry
    timeout_decorator.timeout typeguard.typechecked
"""
_KNOWN_KEEPERS = frozenset(_KEEPERS.split())
# All decorators of these packages do, methods of their objects among them.
_PACKAGES = frozenset(
    [
        *("django_scopes", "dogpile", "edx_django_utils", "flask_caching", "flask_limiter", "opentelemetry"),
        *("prometheus_client", "statsd"),
    ]
)

_WRAPS = frozenset(("wraps", "contextmanager", "decorator", "update_wrapper"))
_MAX_REDIRECTIONS = 6


_Definition = ast.FunctionDef | ast.AsyncFunctionDef


def keeps_name(outside: Outside, path: str) -> bool:
    """Return whether the source of a decorator, or of what makes one, shows ``functools.wraps`` at work.

    Every function that it returns has to be wrapped, or be the one that it was given.
    """
    if path not in outside.name_keepers:
        outside.name_keepers[path] = _keeps_name(outside, path)
    return outside.name_keepers[path]


def is_known_to_keep_names(path: str) -> bool:
    """Return whether a package that is not seen is one whose decorators keep the names of what they wrap."""
    return path in _KNOWN_KEEPERS or path.partition(".")[0] in _PACKAGES


@lru_cache(maxsize=16)
def _parse(source: bytes) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _keeps_name(outside: Outside, path: str) -> bool:
    for _ in range(_MAX_REDIRECTIONS):
        module, _, name = path.rpartition(".")
        source = outside.source(module) if module else None
        if not source:
            return False
        found = next((node for node in reversed(_parse(source)) if _binds(node, name)), None)
        if isinstance(found, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return _is_wrapping(found)
        if not isinstance(found, ast.ImportFrom):
            return False
        original = next(alias.name for alias in found.names if (alias.asname or alias.name) == name)
        path = f"{_absolute(outside, module, found)}.{original}"
    return False


def _binds(node: ast.stmt, name: str) -> bool:
    if isinstance(node, ast.ImportFrom):
        return any((alias.asname or alias.name) == name for alias in node.names)
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name


def _absolute(outside: Outside, module: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    located = outside.locate(module)
    is_package = located is not None and located[1] is not None
    parts = module.split(".")
    kept = parts[: len(parts) - node.level + is_package]
    return ".".join([*kept, node.module] if node.module else kept)


def _is_wrapping(function: _Definition) -> bool:
    """Return whether a function gives back only what wraps, or makes what does, or its own argument."""
    if any(_last_name(decorator) in ("contextmanager", "decorator") for decorator in function.decorator_list):
        return True
    inner = {node.name: node for node in _own_statements(function) if isinstance(node, _Definition)}
    parameters = {argument.arg for argument in function.args.args}
    returns = [node.value for node in _own_statements(function) if isinstance(node, ast.Return)]
    returned = [value for value in returns if value is not None]
    return bool(returned) and all(_keeps(value, inner, parameters) for value in returned)


def _keeps(value: ast.expr, inner: dict[str, _Definition], parameters: set[str]) -> bool:
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in inner:
        return _keeps(value.func, inner, parameters)
    if not isinstance(value, ast.Name):
        return False
    made = inner.get(value.id)
    if made is None:
        return value.id in parameters
    return any(_last_name(d) in _WRAPS for d in made.decorator_list) or _is_wrapping(made)


def _own_statements(function: _Definition) -> Iterator[ast.stmt]:
    """Yield the statements of a function, those in its blocks, not those of functions inside."""
    stack: list[ast.AST] = list(function.body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.stmt):
            yield node
        if not isinstance(node, (*_NESTED, ast.expr)):
            stack.extend(ast.iter_child_nodes(node))


_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
