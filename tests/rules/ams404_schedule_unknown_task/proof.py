"""Beat sends what no worker has; the route and the annotation do nothing; nobody complains."""

from celery.beat import Scheduler
from proving import real_worker


def prove(app, names):
    with real_worker(app):
        # What beat does at each tick of an entry.
        scheduler = Scheduler(app, lazy=True)
        scheduler.setup_schedule()
        result = scheduler.apply_async(scheduler.schedule["often"], advance=False)
        error = result.get(timeout=20, propagate=False)
        assert type(error).__name__ == "NotRegistered", error
    tasks = {entry.task for entry in scheduler.schedule.values()} - set(app.tasks)
    assert tasks == {"automappa.tasks.pong", "automappa.pages.home.tasks.set_badge_color"}
    routed = {name: app.amqp.router.route({}, name)["queue"].name for name in names}
    assert set(routed.values()) == {"quick", "celery"}
    assert all(app.tasks[name].rate_limit is None for name in names)
