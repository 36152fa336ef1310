from celery import Celery, Task, shared_task

q = Celery('m')


class Base(Task):
    abstract = True

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        cls.name = 'auto.' + cls.__name__.lower()


class One(Base):
    def run(self):
        return 1


for c in Base.__subclasses__():
    q.register_task(c())
