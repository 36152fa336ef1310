from celery import Celery, Task, shared_task

q = Celery('m')


def walk(tree, prefix=''):
    for k, v in tree.items():
        if isinstance(v, dict):
            walk(v, prefix + k + '.')
        else:
            def f():
                return 1
            q.task(name=prefix + k)(f)


walk({'a': {'b': 1, 'c': {'d': 2}}})
