from proj.tasks import queue


f = lambda x: x
f.__name__ = 'f'
a = queue.task(f)
