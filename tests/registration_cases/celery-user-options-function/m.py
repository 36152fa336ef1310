from celery import Celery

q = Celery("m")


def add_arguments(parser):
    parser.add_argument("--x", default="y")


q.user_options["worker"].add(add_arguments)


@q.task
def a():
    return 1
