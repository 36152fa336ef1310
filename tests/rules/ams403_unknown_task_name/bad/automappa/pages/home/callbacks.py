"""What the buttons of the home page do."""

from concurrent.futures import ThreadPoolExecutor

from celery import chain, current_app, signature

from automappa.tasks import queue

NAMES = {"ping": "automappa.tasks.pang"}
OLD_NAME = "automappa.pages.home.tasks.set_badge_color"


def sent():  # the worker: NotRegistered
    return queue.send_task("automappa.tasks.pong")


def sent_by_a_constant():  # the worker: NotRegistered
    return queue.send_task(OLD_NAME, args=("green",))


def sent_with_keywords():  # the worker: NotRegistered
    return current_app.send_task(name="mag_summary.sumarize", kwargs={"sample": "a"})


def looked_up():  # the caller: NotRegistered
    return queue.tasks["automappa.tasks.pong"].delay()


def signed():  # the worker: NotRegistered
    return signature("automappa.tasks.pong").delay()


def signed_by_the_app():  # the worker: NotRegistered
    return queue.signature("automappa.tasks.pong").delay()


def first_of_a_chain():  # lost: KeyError
    return chain(signature("automappa.tasks.pong"), signature("automappa.tasks.ping", immutable=True))()


def sent_by_a_table():  # the worker: NotRegistered
    return queue.send_task(NAMES["ping"])


def sent_by_a_thread():  # the worker: NotRegistered
    with ThreadPoolExecutor() as pool:
        return pool.submit(queue.send_task, "automappa.tasks.pong").result()
