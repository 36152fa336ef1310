import logging

from orders import b


class Own(logging.Formatter):
    def __init__(self, width=1):
        super().__init__()
