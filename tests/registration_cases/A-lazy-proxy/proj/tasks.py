from celery import Celery
from celery.local import Proxy

_q = Celery('m')
_q.config_from_object('proj.celeryconfig')
queue = Proxy(lambda: _q)
del _q
