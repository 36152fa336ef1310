from celery import Celery, Task, shared_task

q = Celery('m')


from dataclasses import dataclass, field


@dataclass
class C:
    names: list = field(default_factory=lambda: ['d.a'])
    prefix: str = 'p'


c = C(prefix='z')
for n in c.names:
    def f():
        return 1
    q.task(name=f'{c.prefix}.{n}')(f)
