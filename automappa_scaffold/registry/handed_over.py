"""Calls that hand a function over to something that calls it: executors, threads, event loops."""

from dataclasses import dataclass

from automappa_scaffold.registry.call_arguments import Keywords, Node, items_of, pairs_of

__all__ = ["Made", "handed_call"]

_UNKNOWN: Node = ("other", (0, 0, 0, 0), ())
_EXECUTORS = frozenset(
    f"{module}.{name}"
    for module in ("concurrent.futures", "concurrent.futures.thread", "concurrent.futures.process")
    for name in ("ThreadPoolExecutor", "ProcessPoolExecutor")
)
# Each with the place of the function among its arguments, and whether keywords go to the function too.
_FUNCTIONS = {
    "asyncio.to_thread": (0, True),
    "atexit.register": (0, True),
    "anyio.to_thread.run_sync": (0, False),
    "fastapi.concurrency.run_in_threadpool": (0, True),
    "starlette.concurrency.run_in_threadpool": (0, True),
}
# Methods of event loops, whose names nothing else has.
_LOOP_METHODS = {
    "run_in_executor": (1, False),
    "call_soon_threadsafe": (0, False),
}


@dataclass(frozen=True, slots=True)
class Made:
    """An object that a call makes of what has this path.

    ``what``: that it is no task, in words; empty: not known.
    """

    path: str
    what: str = ""


def handed_call(path: str, method: str, receiver: object, node: Node) -> tuple[Node, list[Node]] | None:
    """Return the call that becomes of a function that is handed over, and the arguments that do not go to it.

    Args:
        path: what is called, outside the project; ``method``: else the name of the method.
        receiver: what the method is asked of.
    """
    _, position, _, args, keywords = node
    is_executor = isinstance(receiver, Made) and receiver.path in _EXECUTORS
    if path in ("threading.Thread", "threading.Timer"):
        return _thread(path, position, args, keywords)
    if is_executor and method == "map":
        return _mapped(position, args, keywords)
    found = _FUNCTIONS.get(path) or _LOOP_METHODS.get(method)
    found = (0, True) if is_executor and method == "submit" else found
    if found is None:
        return None
    at, takes_keywords = found
    if len(args) <= at or any(arg[0] == "star" for arg in args[: at + 1]):
        return None
    left = list(args[:at]) + ([] if takes_keywords else [value for _, value in keywords])
    return ("call", position, args[at], args[at + 1 :], keywords if takes_keywords else ()), left


def _thread(
    path: str, position: Node, args: tuple[Node, ...], keywords: Keywords
) -> tuple[Node, list[Node]] | None:
    """Return the call in ``Thread(target=f, args=(...))`` or ``Timer(1, f, args)``."""
    words = dict(keywords)
    if path.endswith("Timer"):
        words |= dict(zip(("interval", "function", "args", "kwargs"), args, strict=False))
    function = words.pop("function" if path.endswith("Timer") else "target", None)
    given, named = items_of(words.pop("args", None)), pairs_of(words.pop("kwargs", None))
    if function is None or given is None or named is None or None in words:
        return None
    return ("call", position, function, tuple(given), tuple(named)), list(words.values())


def _mapped(position: Node, args: tuple[Node, ...], keywords: Keywords) -> tuple[Node, list[Node]] | None:
    """Return the call that each element of ``executor.map(f, elements)`` comes to."""
    if len(args) < 2 or any(arg[0] == "star" for arg in args):
        return None
    elements = (_UNKNOWN,) * (len(args) - 1)
    return ("call", position, args[0], elements, ()), [*args[1:], *(value for _, value in keywords)]
