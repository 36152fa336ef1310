"""What the buttons of the home page do; the worker never imports it."""

from celery import chain, chord, group, signature

from automappa import tasks
from automappa.pages.home.tasks import set_badge_color
from automappa.pages.mag_summary import tasks as summary
from automappa.pages.mag_summary.tasks.cover import count_contigs
from automappa.tasks import queue

SEEN = {}


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
