"""What the buttons of the home page do, in every way that a task can be called."""

import asyncio
import functools
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from celery import chain, chord, group, signature

import automappa.tasks
from automappa import tasks
from automappa.pages.home import tasks as home
from automappa.pages.home.tasks import set_badge_color
from automappa.pages.mag_summary import tasks as summary
from automappa.pages.mag_summary.tasks import binner, count_contigs, loose, wrapped
from automappa.pages.mag_summary.tasks.quality import summarize as summarise
from automappa.tasks import queue

SEEN = {}
count = count_contigs
BY_NAME = {"count": count_contigs}
CHANGED = {"task": tasks.ping}
DEFAULTS = {"sample": "a"}

COLOR = "green"


def plain():
    return set_badge_color.delay("green")


def by_name():
    return home.set_badge_color.delay(color=COLOR)


def through_the_package():
    return automappa.tasks.ping.apply_async()


def with_options():
    return count_contigs.apply_async(("a",), countdown=0, ignore_result=False)


def with_a_list():
    return count_contigs.apply_async(["a"], None, retry=False)


def with_unknown_arguments(*names, **more):
    return count_contigs.delay(*(names or "a"), **more)


def with_unknown_tuple(arguments=("a",)):
    return count_contigs.apply_async(arguments)


def with_unknown_dictionary(arguments=None):
    return count_contigs.apply_async(kwargs=arguments or {"sample": "a"})


def keyword_only():
    return summarise.delay("a", digits=3)


def completed_later():
    return count_contigs.s().delay("a")


def completed_by_a_name():
    return summarise.s(digits=1).apply_async(("a",))


def immutable_takes_nothing_more():
    return count_contigs.si("a").delay("b", "c")


def linked():
    return (tasks.ping.s() | count_contigs.s() | set_badge_color.s()).delay()


def immutable_links():
    return chain(tasks.ping.si(), tasks.ping.si(), count_contigs.si("a")).apply_async()


def made_immutable():
    return chain(tasks.ping.s(), tasks.ping.s().set(immutable=True))()


def first_link_gets_it():
    return chain(count_contigs.s(), set_badge_color.s())("a")


def chain_of_unknown_links(links=()):
    return chain(*links, count_contigs.s("a")).delay()


def chain_of_generated_links():
    return chain(tasks.ping.si() for _ in range(3))()


def grown_step_by_step():
    work = count_contigs.s("a")
    for color in ("green", "red"):
        work |= set_badge_color.si(color)
    return work.delay()


def grouped():
    return group(count_contigs.s(name) for name in ("a", "b"))()


def group_completed():
    return group([count_contigs.s(), set_badge_color.s()]).delay("a")


def group_in_a_chain():
    return chain(tasks.ping.s(), group(count_contigs.s(), set_badge_color.s()), set_badge_color.s())()


def with_chord():
    return chord([count_contigs.s("a"), count_contigs.s("b")], set_badge_color.s())()


def with_chord_in_two_calls():
    return chord(count_contigs.s(name) for name in ("a", "b"))(set_badge_color.si("green"))


def with_callback():
    return count_contigs.apply_async(("a",), link=[set_badge_color.s(), tasks.ping.si()])


def sent_by_name():
    return queue.send_task("mag_summary.summarize", ("a",), {"digits": 3})


def signature_by_name():
    return signature("mag_summary.summarize", args=("a",), kwargs={"digits": 1}, app=queue).delay()


def mapped():
    return count_contigs.starmap([("a",), ("b",)]).delay()


def mapped_one_by_one():
    return count_contigs.map(["a", "b"]).delay()


def called_here():
    return count_contigs("a")


def run_here():
    return count_contigs.apply(("a",))


def shadowed(count_contigs=lambda *_: 1):
    return count_contigs("a", "b", "c")


def expected_to_fail():
    try:
        return set_badge_color.delay("too", "many")
    except TypeError:
        return "refused"


def never_reached():
    if False:
        set_badge_color.delay()
    return None


def _note(label, signature):
    SEEN[label] = signature.task
    return signature


def _freeze(signature):
    return signature.set(immutable=True)


def parts_bound_to_names():
    head = chain(_note("first", tasks.ping.si()), _note("second", count_contigs.s()))
    tail = group(_note(name, set_badge_color.s()) for name in "ab")
    return (head | tail).apply_async()


def made_immutable_by_a_function():
    return chain(tasks.ping.s(), _freeze(tasks.ping.s()))()


def made_immutable_by_its_name():
    link = tasks.ping.s()
    link.set_immutable(True)
    return chain(tasks.ping.s(), link)()


def used_twice():
    work = count_contigs.s()
    first = work.delay("a")
    return work.delay("b") if first else None


def expected_of_a_name():
    try:
        work = count_contigs.delay("a", "b")
    except TypeError:
        return None
    return work


def bound_in_a_branch(short=True):
    if short:
        work = count_contigs.s("a")
    else:
        work = tasks.ping.s()
    return work.delay()


def task_class():
    return binner.delay("a", size=2)


def task_class_in_a_chain():
    return chain(tasks.ping.s(), binner.s(2))()


def task_class_with_its_own_call():
    return wrapped.delay("a", "b", "c")


def not_compared():
    return loose.s().delay("a")


def clone_completes():
    return count_contigs.s().clone(("b",)).delay()


def clone_of_keywords():
    return summary.summarize.s("a").clone(kwargs={"digits": 3}).delay()


def clone_of_immutable():
    return count_contigs.si("a").clone(("b",)).delay()


def clone_with_options():
    return count_contigs.s("a").clone(queue="celery").delay()


def clone_does_not_change():
    part = count_contigs.s()
    first = part.clone(("a",)).delay()
    return part.clone(("b",)).delay() and first


def alias_of_method():
    send = count_contigs.delay
    send("b")
    return send("a")


def alias_by_condition(long=False):
    task = tasks.ping
    if long:
        task = count_contigs
    return task.delay()


def alias_in_branches(long=True):
    if long:
        task, args = count_contigs, ("a",)
    else:
        task, args = tasks.ping, ()
    return task.delay(*args)


def alias_in_a_loop():
    made = None
    for task in (tasks.ping, tasks.ping):
        made = task.delay()
    return made


def alias_shadowed_inside():
    task = count_contigs

    def inner(count_contigs):
        return task.delay("a")

    return inner(3)


def alias_of_a_parameter(count_contigs=tasks.ping):
    task = count_contigs
    return task.delay()


def alias_nonlocal():
    task = count_contigs

    def change():
        nonlocal task
        task = tasks.ping

    change()
    return task.delay()


def partial_completed():
    return functools.partial(summary.summarize.delay, "a")(digits=3)


def partial_overridden():
    return partial(summary.summarize.delay, "a", digits=1)(digits=2)


def partial_of_apply_async():
    return partial(count_contigs.apply_async, countdown=0)(("a",))


def partial_of_something_else(partial=lambda f, *args: tasks.ping.delay):
    return partial(count_contigs.delay, "a", "b")()


def kwargs_in_a_variable():
    kwargs = {"sample": "a"}
    return count_contigs.apply_async(kwargs=kwargs)


def kwargs_changed():
    kwargs = {"sample": "a", "size": 3}
    kwargs.pop("size")
    return count_contigs.apply_async(kwargs=kwargs)


def kwargs_deleted():
    kwargs = {"sample": "a", "size": 3}
    del kwargs["size"]
    return count_contigs.delay(**kwargs)


def kwargs_in_a_branch(size=None):
    kwargs = {"sample": "a", "size": 3}
    if size is None:
        kwargs = {"sample": "a"}
    return count_contigs.delay(**kwargs)


def kwargs_by_dict():
    return count_contigs.apply_async(kwargs=dict(DEFAULTS))


def kwargs_by_dict_with_more():
    return count_contigs.apply_async(kwargs=dict(DEFAULTS, sample="b"))


def args_grown():
    args = []
    args.append("a")
    return count_contigs.apply_async(args)


def args_added():
    args = []
    args += ["a"]
    return count_contigs.delay(*args)


def args_filled_by_another():
    args = []
    _fill(args)
    return count_contigs.delay(*args)


def _fill(args):
    args.append("a")


def of_the_registry():
    return queue.tasks["mag_summary.summarize"].delay("a", digits=2)


def of_the_registry_computed(name="automappa.tasks.ping"):
    return queue.tasks[name].delay()


def link_of_signature():
    made = count_contigs.s("a")
    made.link(set_badge_color.s())
    return made.delay()


def link_of_immutable():
    made = count_contigs.s("a")
    made.link(tasks.ping.si())
    return made.delay()


def error_of_signature():
    return count_contigs.apply_async(("a",), link_error=set_badge_color.s())


def reduce_of_parts():
    return functools.reduce(lambda a, b: a | b, [tasks.ping.si(), tasks.ping.si()])()


def star_of_parts():
    parts = [tasks.ping.si(), count_contigs.s()]
    return chain(*parts)()


def sum_of_groups():
    return group([count_contigs.s("a")] + [count_contigs.s("b")])()


def on_error():
    return count_contigs.s("a").on_error(set_badge_color.s()).delay()


def stamped():
    return count_contigs.s("a").set(countdown=0).apply_async(args=(), kwargs=None)


def from_dict():
    return signature({"task": "automappa.tasks.ping", "args": (), "kwargs": {}, "options": {}, "subtask_type": None, "immutable": False}, app=queue).delay()


def of_a_class_attribute():
    class Buttons:
        task = tasks.ping

    return Buttons.task.delay()


def with_global():
    global count
    count = tasks.ping
    return count.delay()


def parts_in_a_list():
    parts = [count_contigs.s("a"), count_contigs.s("b")]
    return group(parts)()


def parts_in_a_list_that_grows():
    parts = [count_contigs.s()]
    parts.append(tasks.ping.si())
    return group(parts).apply_async(("a",))


def parts_in_a_list_completed():
    parts = [count_contigs.s(), set_badge_color.s()]
    return group(parts).delay("a")


def parts_in_one_of_two_lists(short=True):
    parts = [tasks.ping.si()]
    if not short:
        parts = [count_contigs.si("a")]
    return group(parts)()


def dictionary_in_a_dictionary(more=()):
    return count_contigs.delay(**{**dict(more), "sample": "a"})


def by_the_name_of_the_task():
    return queue.send_task(count_contigs.name, ("a",))


def by_a_formatted_name(page="home.tasks.status_badge"):
    return queue.send_task(f"automappa.pages.{page}.set_badge_color", ("red",))


def mapped_over_generated():
    return count_contigs.starmap([(name,) for name in "ab"]).delay()


def partial_handed_over():
    return _call(partial(summary.summarize.delay, digits=3), "a")


def partial_overridden_later():
    return _call(partial(count_contigs.apply_async, args=("a", "b")), args=("a",))


def _call(function, *more, **options):
    return function(*more, **options)


def error_callbacks():
    callbacks = [tasks.ping.si(), set_badge_color.s(), summary.told.s()]
    return count_contigs.apply_async(("a",), link_error=callbacks)


def handed_to_an_executor():
    with ThreadPoolExecutor() as pool:
        pool.submit(summary.summarize.delay, "a", digits=3).result()
        return next(pool.map(count_contigs.delay, ["a"], timeout=9))


def handed_to_threads():
    threading.Thread(None, count_contigs.delay, "name", ("a",)).run()
    threading.Timer(0, tasks.ping.delay).run()
    return asyncio.run(asyncio.to_thread(count_contigs.apply_async, ("a",)))


class _Later:
    def submit(self, function, priority):
        return function()


def handed_to_something_else():
    later = _Later()
    later.submit(tasks.ping.delay, 3)
    return later.submit(tasks.ping.delay, 5)


def of_a_table():
    return BY_NAME["count"].delay("a") or BY_NAME.get("none", tasks.ping).delay()


def of_a_table_that_changes():
    CHANGED["task"] = count_contigs
    return CHANGED["task"].delay("a")


def of_a_table_of_its_own():
    table = {"task": tasks.ping}
    table["task"] = count_contigs
    return table["task"].delay("a")
