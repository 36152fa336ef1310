"""Random tasks and random calls of them, as the source of two modules."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

__all__ = ["RandomTask", "make_call", "make_task"]

NAMES = ("a", "b", "c", "d")
FORMS = (
    "{task}.delay({call})",
    "{task}.apply_async(({args}), {{{pairs}}})",
    "{task}.apply_async(args=[{args}], kwargs={{{pairs}}})",
    "{task}.s({call}).delay()",
    "{task}.s({call}).delay({more})",
    "{task}.s({more}).apply_async(({args}), {{{pairs}}})",
    "{task}.si({call}).delay({more})",
    "{task}.signature(({args}), {{{pairs}}}).apply_async()",
    "{task}.s({call})",
    "{task}({call})",
    "{task}.delay(*[{args}], **{{{pairs}}})",
    "{task}.delay(*UNKNOWN, {call})",
    "{task}.delay(*[{args}], **UNKNOWN_NAMES, **{{{pairs}}})",
    "(first.si() | {task}.s({call}))",
    "(first.si() | {task}.si({call}))",
    "(first.si() | {task}.s({call}).set(immutable=True))",
    "chain(first.si(), group({task}.s({call}), first.si()))",
    "chord([first.si()], {task}.s({call}))",
    "group([{task}.s({call})]).delay({more})",
    "{task}.s({more}).clone(({args}), {{{pairs}}}).delay()",
    "{task}.si({call}).clone(({args})).delay()",
    "partial({task}.delay, {more_first}{call})()",
    "partial({task}.delay, {call})({more})",
    "partial({task}.apply_async, countdown=0)(({args}), {{{pairs}}})",
    "{task}.delay(*[{args}], **dict({words}))",
    "{task}.apply_async(kwargs=dict({words}))",
    "{task}.subtask(({args}), {{{pairs}}}).delay({more})",
)


@dataclass(frozen=True, slots=True)
class RandomTask:
    """A task: its name, its source, and the parameters that a caller can name."""

    name: str
    source: str
    parameters: tuple[str, ...]


def make_task(random: Random, number: int) -> RandomTask:
    """Return a task with a random signature."""
    name = f"task_{number}"
    names = list(NAMES[: random.randint(0, 4)])
    cut = sorted(random.randint(0, len(names)) for _ in range(2))
    only, usual, keyword = names[: cut[0]], names[cut[0] : cut[1]], names[cut[1] :]
    defaults = random.randint(0, len(only) + len(usual))
    positional = [text if index < defaults else f"{text}=0" for index, text in enumerate([*only, *usual])]
    if only and random.random() < 0.5:
        positional.insert(len(only), "/")
    bind = random.random() < 0.4
    shown = [*(["self"] if bind else []), *positional]
    if random.random() < 0.2:
        shown.append("*args")
    elif keyword:
        shown.append("*")
    shown += [f"{text}=0" if random.random() < 0.5 else text for text in keyword]
    if random.random() < 0.2:
        shown.append("**rest")
    options = ["bind=True"] if bind else []
    options += ["typing=False"] if random.random() < 0.1 else []
    decorator = f"@queue.task({', '.join(options)})" if options or random.random() < 0.5 else "@queue.task"
    return RandomTask(name, f"{decorator}\ndef {name}({', '.join(shown)}):\n    return 1\n", tuple(names))


def make_call(random: Random, tasks: Sequence[RandomTask]) -> str:
    """Return an expression that calls one of the tasks, well or badly."""
    task = random.choice(tasks)
    count = random.choice([0, 0, 1, 1, 2, 3, 4, 5])
    keywords = [name for name in (*task.parameters, "unknown") if random.random() < 0.25]
    args = [str(number) for number in range(count)]
    more = [str(number) for number in range(random.choice([0, 1, 2]))]
    return random.choice(FORMS).format(
        task=task.name,
        words=", ".join(f"{name}=1" for name in keywords),
        more_first="".join(f"{number}, " for number in more),
        call=", ".join([*args, *(f"{name}=1" for name in keywords)]),
        args=", ".join(args) + ("," if len(args) == 1 else ""),
        pairs=", ".join(f'"{name}": 1' for name in keywords),
        more=", ".join(more),
    )
