from collections import deque
from heapq import heappop, heappush
from threading import Condition, Lock, _shared, _unseen, _waits

from queue import Empty, Full


def _check_timeout(timeout):
    if timeout is not None and timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")


class Queue:
    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        self.mutex = Lock()
        self.not_empty = Condition(self.mutex)
        self.not_full = Condition(self.mutex)
        self.all_tasks_done = Condition(self.mutex)
        self.unfinished_tasks = 0

    def task_done(self):
        if _shared(self):
            return
        if self.unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self.unfinished_tasks -= 1

    def join(self):
        if not _shared(self) and self.unfinished_tasks:
            _waits()

    def qsize(self):
        return _unseen() if _shared(self) else self._qsize()

    def empty(self):
        return _unseen() if _shared(self) else not self._qsize()

    def full(self):
        return _unseen() if _shared(self) else 0 < self.maxsize <= self._qsize()

    def put(self, item, block=True, timeout=None):
        if _shared(self):
            return
        if 0 < self.maxsize <= self._qsize():
            if not block:
                raise Full
            _check_timeout(timeout)
            if timeout is not None:
                raise Full
            _waits()
        self._put(item)
        self.unfinished_tasks += 1

    def get(self, block=True, timeout=None):
        if _shared(self):
            return _unseen()
        if not block:
            if not self._qsize():
                raise Empty
        else:
            _check_timeout(timeout)
            if not self._qsize():
                if timeout is not None:
                    raise Empty
                return _waits()
        return self._get()

    def put_nowait(self, item):
        return self.put(item, block=False)

    def get_nowait(self):
        return self.get(block=False)

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()


class PriorityQueue(Queue):
    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class LifoQueue(Queue):
    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()


class SimpleQueue:
    def __init__(self):
        self._items = deque()

    def put(self, item, block=True, timeout=None):
        if not _shared(self):
            self._items.append(item)

    def get(self, block=True, timeout=None):
        if _shared(self):
            return _unseen()
        if block:
            _check_timeout(timeout)
        if not self._items:
            if not block or timeout is not None:
                raise Empty
            return _waits()
        return self._items.popleft()

    def put_nowait(self, item):
        self.put(item, False)

    def get_nowait(self):
        return self.get(False)

    def empty(self):
        return _unseen() if _shared(self) else not self._items

    def qsize(self):
        return _unseen() if _shared(self) else len(self._items)
