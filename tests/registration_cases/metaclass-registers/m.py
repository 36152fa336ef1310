from celery import Celery, Task, shared_task

q = Celery('m')


class Meta(type):
    def __new__(mcs, name, bases, ns):
        cls = super().__new__(mcs, name, bases, ns)
        if bases:
            q.register_task(type(name + 'T', (Task,), {'name': 'meta.' + name.lower(), 'run': lambda self: 1})())
        return cls


class Base(metaclass=Meta):
    pass


class One(Base):
    pass
