import os

from celery import Celery, signals

app = Celery("proj", broker="memory://")
app.conf.task_default_queue = "here"


@signals.celeryd_init.connect
def at_init(sender, instance, conf, options, **kwargs):
    if conf.task_default_queue == "here":

        @app.task(name="at.init")
        def task():
            return 1


@signals.after_setup_logger.connect
def at_logger(logger, **kwargs):
    os.environ["CELERY_LOG_FILE"]
    logger.name.upper()


@signals.celeryd_after_setup.connect
def after_setup(sender, instance, conf, **kwargs):
    if conf.task_default_queue == "here" and instance.app is app:

        @app.task(name="after.setup")
        def task():
            return 1
