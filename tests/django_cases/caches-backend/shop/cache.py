from django.core.cache.backends.dummy import DummyCache

from orders import a


class Cache(DummyCache):
    pass
