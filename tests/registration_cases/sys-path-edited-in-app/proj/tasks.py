import os
import sys

from celery import Celery

sys.path.insert(0, os.path.join(os.path.dirname(__file__), 'vendored'))
queue = Celery(__name__, include=['extra_work'])
