"""What the buttons of the home page do."""

from celery import chain

from automappa.pages.home.tasks import set_badge_color
from automappa.pages.mag_summary.tasks import count_contigs, tell_kinds
from automappa.tasks import ping


def tuple_for_text():  # accepted: ['green']
    return set_badge_color.delay(("green",))


def tuple_by_a_name():  # accepted: ['green']
    color = ("green",)
    return set_badge_color.apply_async((color,))


def number_for_text():  # accepted: 'int'
    return tell_kinds.delay(1)


def text_for_number():  # accepted: 'str'
    return tell_kinds.delay(number="1")


def none_for_text():  # accepted: 'NoneType'
    return tell_kinds.s(text=None).delay()


def text_for_list():  # accepted: 'str'
    return tell_kinds.delay(names="a")


def number_in_list_of_texts():  # accepted: 'list'
    return tell_kinds.delay(names=["a", 1])


def list_for_dict():  # accepted: 'list'
    return tell_kinds.delay(table=[1])


def not_of_the_literals():  # accepted: 'str'
    return tell_kinds.delay(method="umap")


def text_for_optional_number():  # accepted: 'str'
    return tell_kinds.delay(maybe="1")


def number_for_either():  # accepted: 'int'
    return tell_kinds.delay(either=5)


def number_for_sequence():  # accepted: 'int'
    return tell_kinds.delay(items=5)


def list_for_mapping():  # accepted: 'list'
    return tell_kinds.delay(lookup=["a"])


def float_for_number():  # accepted: 'float'
    return tell_kinds.delay(number=1.5)


def text_for_flag():  # accepted: 'str'
    return tell_kinds.delay(flag="yes")


def number_for_an_alias():  # accepted: 'str'
    return tell_kinds.delay(alias=5)


def in_a_chain():  # accepted: 'int'
    return chain(ping.si(), tell_kinds.si(1))()


def beside_a_result():  # accepted: 'str'
    return (ping.s() | tell_kinds.s("many")).delay()


def nothing_for_a_sample():  # the worker: TypeError
    return count_contigs.delay(5)
