from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


class M(type):
    @classmethod
    def __prepare__(m, name, bases):
        return {'pre': 'PRE'}


class K(metaclass=M):
    n = pre + '.n'


q.task(name=K.n)(f)
