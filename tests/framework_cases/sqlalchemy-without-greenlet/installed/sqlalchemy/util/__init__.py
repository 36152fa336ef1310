from . import concurrency
