"""What the buttons of the home page do; the worker never imports it."""

import asyncio
import functools
import threading
from concurrent import futures
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import celery
from celery import chain, chord, group, signature

from automappa import tasks
from automappa.pages.home.tasks import set_badge_color
from automappa.pages.mag_summary import tasks as summary
from automappa.pages.mag_summary.tasks.cover import count_contigs
from automappa.tasks import queue

SEEN = {}
count = count_contigs
BY_NAME = {"count": count_contigs}


def without_argument():  # the caller: TypeError
    return set_badge_color.delay()


def with_one_too_many():  # the caller: TypeError
    return set_badge_color.delay("green", "red")


def with_unknown_name():  # the caller: TypeError
    return set_badge_color.delay(colour="green")


def with_the_same_twice():  # the caller: TypeError
    return set_badge_color.apply_async(("green",), {"color": "red"})


def with_keyword_only_by_position():  # the caller: TypeError
    return summary.summarize.delay("sample", 2)


def with_a_number_for_the_arguments():  # the caller: TypeError
    return count_contigs.apply_async(1)


def with_a_text_for_the_arguments():  # the caller: TypeError
    return count_contigs.apply_async("a")


def called_directly():  # the caller: TypeError
    return tasks.ping("loud")


def with_a_filled_dictionary():  # the caller: TypeError
    options = {"sample": "a", "size": 3}
    return count_contigs.delay(**{"sample": options["sample"], "size": 3})


def signature_too_long():  # the caller: TypeError
    return count_contigs.s("a", "b").apply_async()


def signature_not_completed():  # the caller: TypeError
    return count_contigs.s().delay()


def immutable_in_a_chain():  # the worker: TypeError
    return chain(tasks.ping.s(), count_contigs.si()).delay()


def second_link_takes_no_result():  # the worker: TypeError
    return (count_contigs.s("a") | tasks.ping.s()).apply_async()


def second_link_has_one_too_many():  # the worker: TypeError
    return chain(tasks.ping.s(), count_contigs.s("a"))()


def group_member():  # the caller: TypeError
    return group([count_contigs.s("a"), count_contigs.s()])()


def group_gets_arguments():  # the caller: TypeError
    return group(count_contigs.s(name) for name in "ab").delay("c")


def chord_body():  # the worker: TypeError
    return chord([count_contigs.s("a"), count_contigs.s("b")], tasks.ping.s())()


def chord_body_given_to_the_header():  # the worker: TypeError
    return chord(group(count_contigs.s("a"), count_contigs.s("b")))(set_badge_color.s("green"))


def callback():  # the worker: TypeError
    return count_contigs.apply_async(("a",), link=tasks.ping.s())


def sent_by_name():  # the worker: TypeError
    return queue.send_task("mag_summary.summarize", args=("a",), kwargs={"digit": 3})


def signature_by_name():  # the caller: TypeError
    return signature("mag_summary.summarize", args=("a", "b")).delay()


def mapped():  # the worker: TypeError
    return count_contigs.starmap([("a",), ("b", "c")]).delay()


def in_chunks():  # the worker: TypeError
    return count_contigs.chunks([("a", "b")], 10)()


def _note(label, signature):
    SEEN[label] = signature.task
    return signature


def bound_to_a_name():  # the caller: TypeError
    work = count_contigs.s("a", "b")
    return work.delay()


def parts_bound_to_names():  # lost: TypeError
    head = chain(_note("first", tasks.ping.si()), _note("second", tasks.ping.s()))
    tail = group(_note(name, set_badge_color.s()) for name in "ab")
    return (head | tail).apply_async()


def class_without_argument():  # the worker: TypeError
    return summary.binner.delay()


def class_with_one_too_many():  # the worker: TypeError
    return summary.binner.apply_async(("a", 1, 2))


def class_in_a_chain():  # the worker: TypeError
    return chain(tasks.ping.s(), summary.binner.s("a", 2))()


def class_by_name():  # the worker: TypeError
    return queue.send_task("mag_summary.bin", kwargs={"width": 2})


def not_compared():  # the worker: TypeError
    return summary.loose.delay("a", "b")


def not_compared_signature():  # the worker: TypeError
    return summary.loose.s().apply_async()


def clone_with_more():  # the caller: TypeError
    return count_contigs.s("a").clone(("b",)).delay()


def clone_plain():  # the caller: TypeError
    return count_contigs.s("a", "b").clone().delay()


def alias_of_method():  # the caller: TypeError
    send = count_contigs.delay
    return send("a", "b")


def alias_of_task():  # the caller: TypeError
    task = count_contigs
    return task.delay("a", "b")


def alias_in_module():  # the caller: TypeError
    return count.delay("a", "b")


def partial_of_delay():  # the caller: TypeError
    later = functools.partial(count_contigs.delay, "a")
    return later("b")


def partial_called_at_once():  # the caller: TypeError
    return partial(count_contigs.delay, "a", "b")()


def partial_of_apply_async():  # the caller: TypeError
    return partial(count_contigs.apply_async, countdown=0)(("a", "b"))


def kwargs_in_a_variable():  # the caller: TypeError
    kwargs = {"sample": "a", "size": 3}
    return count_contigs.apply_async(kwargs=kwargs)


def kwargs_by_dict():  # the caller: TypeError
    return count_contigs.apply_async(kwargs=dict(sample="a", size=3))


def kwargs_in_a_variable_starred():  # the caller: TypeError
    kwargs = {"sampel": "a"}
    return count_contigs.delay(**kwargs)


def args_in_a_variable():  # the caller: TypeError
    args = ("a", "b")
    return count_contigs.apply_async(args)


def args_in_a_variable_starred():  # the caller: TypeError
    args = ["a", "b"]
    return count_contigs.delay(*args)


def list_in_a_variable():  # the caller: TypeError
    args = ["a", "b"]
    return count_contigs.apply_async(args=args, queue="celery")


def of_the_registry():  # the caller: TypeError
    return queue.tasks["mag_summary.summarize"].delay("a", 2)


def of_the_registry_by_name():  # the caller: TypeError
    return tasks.queue.tasks["automappa.tasks.ping"].apply_async(("loud",))


def of_a_signature_by_name():  # the caller: TypeError
    return queue.signature("automappa.tasks.ping", args=("loud",)).delay()


def current_app_by_name():  # the worker: TypeError
    return celery.current_app.send_task("automappa.tasks.ping", ["loud"])


def link_error():  # the caller: TypeError
    return count_contigs.apply_async(link_error=set_badge_color.s())


def link_of_signature():  # the worker: TypeError
    made = count_contigs.s("a")
    made.link(tasks.ping.s())
    return made.delay()


def links_in_a_list():  # the worker: TypeError
    return count_contigs.apply_async(["a"], link=[set_badge_color.si("x"), tasks.ping.s()])


def subtask():  # the caller: TypeError
    return count_contigs.subtask(("a", "b")).apply_async()


def signature_with_kwargs():  # the caller: TypeError
    return count_contigs.signature(kwargs={"colour": 1}).delay()


def si_in_group():  # the caller: TypeError
    return group(count_contigs.si(), count_contigs.si("a"))()


def chain_first_link():  # the caller: TypeError
    return chain(count_contigs.s(), set_badge_color.s())()


def chain_in_a_list():  # the worker: TypeError
    return chain([tasks.ping.s(), tasks.ping.s()])()


def chain_three():  # the worker: TypeError
    return chain(tasks.ping.s(), count_contigs.s(), set_badge_color.s("green")).apply_async()


def chain_of_chains():  # the worker: TypeError
    return (chain(tasks.ping.s(), count_contigs.s()) | tasks.ping.s())()


def group_by_apply_async():  # the caller: TypeError
    return group(count_contigs.s("b"), count_contigs.s()).apply_async(("a",))


def chord_header():  # the caller: TypeError
    return chord([count_contigs.s()], set_badge_color.s())()


def chord_body_with_more():  # the worker: TypeError
    return chord([count_contigs.s("a")], set_badge_color.s("green"))()


def group_then_task():  # the worker: TypeError
    return (group(count_contigs.s("a"), count_contigs.s("b")) | tasks.ping.s())()


def mapped_over():  # the worker: TypeError
    return tasks.ping.map(["a"]).delay()


def starmapped_zip():  # the worker: TypeError
    return summary.summarize.starmap([("a",), ("b", 2)]).delay()


def chunked():  # the worker: TypeError
    return count_contigs.chunks([("a", "b"), ("c",)], 1).apply_async()


def apply_here():  # the worker: TypeError
    return count_contigs.apply(("a", "b"))


def in_lambda():  # the caller: TypeError
    later = lambda: count_contigs.delay("a", "b")
    return later()


def in_comprehension():  # the caller: TypeError
    return [count_contigs.delay(name, 1) for name in "ab"][0]


def in_f_string():  # the caller: TypeError
    return f"{count_contigs.delay()}"


def in_walrus():  # the caller: TypeError
    if (sent := count_contigs.delay("a", "b")) is not None:
        return sent


def in_with():  # the caller: TypeError
    with queue.connection() as connection:
        return count_contigs.apply_async(("a", "b"), connection=connection)


def in_dict():  # the caller: TypeError
    return {"a": count_contigs.delay()}["a"]


def replaced():  # the caller: TypeError
    return count_contigs.si("a", "b").set(queue="celery").delay()


def starred_tuple():  # the caller: TypeError
    return count_contigs.delay(*("a", "b"))


def retried_with():  # the caller: TypeError
    return set_badge_color.s("a").set(countdown=0).apply_async(("b",))


def parts_in_a_list():  # the caller: TypeError
    parts = [count_contigs.s("a"), count_contigs.s()]
    return group(parts)()


def links_in_a_list_of_a_variable():  # the worker: TypeError
    links: list = [tasks.ping.s(), tasks.ping.s()]
    return chain(*links).delay()


def signature_by_a_variable_with_type():  # the caller: TypeError
    made: object = count_contigs.s("a", "b")
    return made.delay()


def dictionary_in_a_dictionary():  # the caller: TypeError
    more = {"size": 3}
    return count_contigs.delay(**{"sample": "a", **more})


def dictionary_with_unknown(more=()):  # the caller: TypeError
    return count_contigs.apply_async(kwargs={**dict(more), "sample": "a", "size": 3})


def by_the_name_of_the_task():  # the worker: TypeError
    return queue.send_task(count_contigs.name, ("a", "b"))


def by_the_app_of_the_task():  # the worker: TypeError
    return tasks.ping.app.send_task("automappa.tasks.ping", ("a",))


def by_a_name_in_parts():  # the worker: TypeError
    return queue.send_task("automappa.tasks" + ".ping", ("a",))


def by_a_formatted_name():  # the worker: TypeError
    short = "ping"
    return queue.send_task(f"automappa.tasks.{short}", ("a",))


def mapped_over_generated():  # the worker: TypeError
    return count_contigs.starmap([(name, 1) for name in "ab"]).delay()


def partial_handed_over():  # the caller: TypeError
    return _call(partial(count_contigs.delay, "a", "b"))


def _call(function):
    return function()


def called_by_name():  # the caller: TypeError
    return count_contigs.__call__()


def handed_to_an_executor():  # the caller: TypeError
    with ThreadPoolExecutor() as pool:
        return pool.submit(count_contigs.delay, "a", size=3).result()


def mapped_by_an_executor():  # the caller: TypeError
    pool = futures.ThreadPoolExecutor(1)
    sent = list(pool.map(tasks.ping.delay, ["a"]))
    pool.shutdown()
    return sent


def handed_to_a_thread_of_asyncio():  # the caller: TypeError
    return asyncio.run(asyncio.to_thread(count_contigs.apply_async, ("a", "b")))


def handed_to_a_thread():  # the caller: TypeError
    threading.Thread(target=count_contigs.delay, kwargs={"size": 3}).run()


def handed_to_a_timer():  # the caller: TypeError
    threading.Timer(0, tasks.ping.delay, ["a"]).run()


def handed_to_a_loop():  # the caller: TypeError
    async def send():
        return await asyncio.get_running_loop().run_in_executor(None, count_contigs.delay)

    return asyncio.run(send())


def of_a_table():  # the caller: TypeError
    return BY_NAME["count"].delay("a", "b")


def of_a_table_by_get():  # the caller: TypeError
    return BY_NAME.get("count").apply_async()


def of_a_table_of_its_own():  # the caller: TypeError
    table = {"ping": tasks.ping}
    return table["ping"].delay("a")


def taken_by_name():  # the caller: TypeError
    return getattr(tasks, "ping").delay("a")
