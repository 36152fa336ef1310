"""What the buttons of the home page do; the worker never imports it."""

import automappa.pages.mag_summary.tasks
from automappa import tasks
from automappa.pages import home


def renamed():  # the caller: ImportError
    from automappa.pages.home.tasks import set_badge_colour

    return set_badge_colour.delay("green")


def renamed_relative():  # the caller: ImportError
    from .tasks.status_badge import set_colour

    return set_colour.delay("green")


def removed_from_a_module():  # the caller: AttributeError
    return tasks.pong.delay()


def not_exported():  # the caller: AttributeError
    return automappa.pages.mag_summary.tasks.count_contig.s("a").delay()


def in_a_chain():  # the caller: AttributeError
    from celery import chain

    return chain(tasks.ping.si(), tasks.ping2.si())()


def called_directly():  # the caller: AttributeError
    from .tasks import status_badge

    return status_badge.set_badge("green")


assert home
