class deque(list):
    def __init__(self, iterable=(), maxlen=None):
        if maxlen is not None and not isinstance(maxlen, int):
            raise TypeError("an integer is required")
        if maxlen is not None and maxlen < 0:
            raise ValueError("maxlen must be non-negative")
        super().__init__(iterable)
        self._limit = maxlen
        self._cut(True)

    @property
    def maxlen(self):
        return self._limit

    @property
    def sort(self):
        raise AttributeError("'collections.deque' object has no attribute 'sort'")

    def __repr__(self):
        if getattr(self, "_is_shown", False):
            return "[...]"
        limit = "" if self.maxlen is None else f", maxlen={self.maxlen}"
        self._is_shown = True
        try:
            return f"{type(self).__name__}({list(self)!r}{limit})"
        finally:
            self._is_shown = False

    __hash__ = None

    def __eq__(self, other):
        return list(self) == list(other) if isinstance(other, deque) else _none(other, False)

    def __ne__(self, other):
        return list(self) != list(other) if isinstance(other, deque) else _none(other, True)

    def __lt__(self, other):
        return list(self) < list(other) if isinstance(other, deque) else _refused("<", other)

    def __le__(self, other):
        return list(self) <= list(other) if isinstance(other, deque) else _refused("<=", other)

    def __gt__(self, other):
        return list(self) > list(other) if isinstance(other, deque) else _refused(">", other)

    def __ge__(self, other):
        return list(self) >= list(other) if isinstance(other, deque) else _refused(">=", other)

    def __getitem__(self, index):
        if isinstance(index, slice):
            raise TypeError("sequence index must be integer, not 'slice'")
        return super().__getitem__(index)

    def _cut(self, left):
        while self.maxlen is not None and len(self) > self.maxlen:
            super().pop(0 if left else -1)

    def append(self, item):
        super().append(item)
        self._cut(True)

    def extend(self, items):
        for item in list(items) if items is self else items:
            self.append(item)

    def appendleft(self, item):
        super().insert(0, item)
        self._cut(False)

    def extendleft(self, items):
        for item in list(items) if items is self else items:
            self.appendleft(item)

    def insert(self, index, item):
        if self.maxlen is not None and len(self) >= self.maxlen:
            raise IndexError("deque already at its maximum size")
        super().insert(index, item)

    def pop(self):
        if not len(self):
            raise IndexError("pop from an empty deque")
        return super().pop()

    def popleft(self):
        if not len(self):
            raise IndexError("pop from an empty deque")
        return super().pop(0)

    def remove(self, item):
        super().__delitem__(self.index(item))

    def index(self, item, *bounds):
        for index in range(len(self))[slice(*(bounds if len(bounds) > 1 else (*(bounds or (0,)), None)))]:
            held = super().__getitem__(index)
            if held is item or held == item:
                return index
        raise ValueError(f"{item!r} is not in deque")

    def copy(self):
        return type(self)(self) if self.maxlen is None else type(self)(self, self.maxlen)

    __copy__ = copy

    def __add__(self, other):
        if not isinstance(other, deque):
            raise TypeError(f'can only concatenate deque (not "{type(other).__name__}") to deque')
        made = self.copy()
        made.extend(other)
        return made

    def __iadd__(self, other):
        self.extend(other)
        return self

    def __mul__(self, count):
        return type(self)(list(self) * count, self.maxlen)

    __rmul__ = __mul__

    def __imul__(self, count):
        held = list(self) * count
        self.clear()
        self.extend(held)
        return self

    def rotate(self, n=1):
        if len(self) < 2:
            return
        for _ in range(n % len(self)):
            super().insert(0, super().pop())


def _none(other, answer):
    return answer if isinstance(other, list) else NotImplemented  # a deque is no list


def _refused(sign, other):
    if isinstance(other, list):
        raise TypeError(f"'{sign}' not supported between instances of 'collections.deque' and 'list'")
    return NotImplemented
