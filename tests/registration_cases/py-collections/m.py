from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


from collections import OrderedDict, defaultdict, deque, Counter, namedtuple

dd = defaultdict(list)
dd['x'].append('1')
for k, v in dd.items():
    q.task(name=k + v[0])(f)
dq = deque(['a', 'b'])
dq.rotate(1)
q.task(name=dq[0])(f)
q.task(name=Counter('aab').most_common(1)[0][0] * 3)(f)
P = namedtuple('P', 'n m')
q.task(name=P('nt', 1).n)(f)
