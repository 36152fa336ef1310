from asyncio import QueueEmpty, QueueFull
from collections import deque
from heapq import heappop, heappush
from threading import _shared
from threading import _unseen as Elsewhere  # stands for what is not followed


class Queue:
    def __class_getitem__(cls, item):
        return Elsewhere()

    def __init__(self, maxsize=0):
        self._maxsize = maxsize
        self._is_shared = False  # once something waits, who puts and gets what is not followed
        self._init(maxsize)

    @property
    def maxsize(self):
        return self._maxsize

    def _init(self, maxsize):
        self._queue = deque()

    def _get(self):
        return self._queue.popleft()

    def _put(self, item):
        self._queue.append(item)

    def _is_elsewhere(self):
        return self._is_shared or _shared(self)

    def qsize(self):
        return Elsewhere() if self._is_elsewhere() else len(self._queue)

    def empty(self):
        return Elsewhere() if self._is_elsewhere() else not self._queue

    def full(self):
        return Elsewhere() if self._is_elsewhere() else 0 < self._maxsize <= len(self._queue)

    def put_nowait(self, item):
        if self._is_elsewhere():
            return
        if 0 < self._maxsize <= len(self._queue):
            raise QueueFull
        self._put(item)

    def get_nowait(self):
        if self._is_elsewhere():
            return Elsewhere()
        if not self._queue:
            raise QueueEmpty
        return self._get()

    def put(self, item):
        self._is_shared = True
        return Elsewhere()

    def get(self):
        self._is_shared = True
        return Elsewhere()

    def join(self):
        self._is_shared = True
        return Elsewhere()

    def task_done(self):
        return None

    def __getattr__(self, name):
        if name != "shutdown":
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        self._is_shared = True
        return Elsewhere


class PriorityQueue(Queue):
    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        heappush(self._queue, item)

    def _get(self):
        return heappop(self._queue)


class LifoQueue(Queue):
    def _init(self, maxsize):
        self._queue = []

    def _get(self):
        return self._queue.pop()
