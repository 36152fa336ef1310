from django.db.backends.sqlite3.base import *
from django.db.backends.sqlite3 import base

from orders import jobs


class DatabaseWrapper(base.DatabaseWrapper):
    pass
