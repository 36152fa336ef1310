from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


from dataclasses import dataclass, replace, asdict


@dataclass(frozen=True, order=True)
class J:
    name: str
    prio: int = 0


js = sorted([J('b', 1), J('a', 2)])
for i, j in enumerate(js):
    q.task(name=f'{i}.{j.name}')(f)
q.task(name=','.join(asdict(replace(js[0], prio=9))))(f)
