import logging

from orders import c


class QueueHandler(logging.Handler):
    def emit(self, record):
        pass
