"""What the buttons of the home page do."""

from celery import chain

from automappa.pages.home.tasks import set_badge_color
from automappa.pages.mag_summary.tasks import tell_kinds
from automappa.tasks import ping


def text():
    return set_badge_color.delay("green")


def formatted(color="green"):
    return set_badge_color.delay(f"dark{color}")


def unknown(color=("green",)):
    return set_badge_color.delay(color)


def bound_twice(dark=False):
    color = 5
    if dark or color:
        color = "green"
    return set_badge_color.delay(color)


def numbers():
    return tell_kinds.delay(number=1, ratio=1, maybe=None, flag=1)


def flags():
    return tell_kinds.delay(number=True, ratio=True, flag=False)


def containers():
    return tell_kinds.delay(names=("a", "b"), table={"a": 1}, items=(1, 2), lookup={}, pair=(1, 2))


def lists():
    return tell_kinds.delay(names=[], items=[1], pair=[1, 2], table=None)


def texts():
    return tell_kinds.delay(method="tsne", either="x", items="12", alias="b", path="a/b", implicit=None)


def anything():
    return tell_kinds.delay(anything={"a": [1, None]}, amount="1.5", rest=1)


def elements(name="a"):
    return tell_kinds.delay(names=[name, "b", *name])


def result_first():
    return chain(ping.s(), tell_kinds.s(3, 4.5))()


def partial():
    return tell_kinds.s(3).delay("text")
