"""What the buttons of the home page do."""

from celery import current_app, signature

from automappa.tasks import ping, queue

NAME = "automappa.pages.home.tasks.status_badge.set_badge_color"


def sent():
    return queue.send_task("automappa.tasks.ping")


def sent_by_a_constant():
    return current_app.send_task(NAME, args=("green",))


def sent_by_the_task_itself():
    return queue.send_task(ping.name)


def computed(name="ping"):
    return queue.send_task(f"automappa.tasks.{name}")


def built_in():
    return queue.send_task("celery.accumulate", (1, 2))


def signed():
    return signature("mag_summary.summarize", ("a",)).delay()


def looked_up():
    return queue.tasks["automappa.tasks.ping"].delay()


class Mail:
    """Something else that sends."""

    def send_task(self, name):
        """Return a name."""
        return name


def no_queue():
    return Mail().send_task("nothing")
