from .jobs import j
