class deque(list):
    def __init__(self, items=(), maxlen=None):
        super().__init__(items)
        self.maxlen = maxlen
        self._cut(True)

    def __repr__(self):
        limit = "" if self.maxlen is None else f", maxlen={self.maxlen}"
        return f"{type(self).__name__}({list(self)!r}{limit})"

    def __eq__(self, other):
        return list(self) == list(other) if isinstance(other, deque) else False

    def __ne__(self, other):
        return not self == other

    def _cut(self, left):
        while self.maxlen is not None and len(self) > self.maxlen:
            self.pop(0 if left else -1)

    def append(self, item):
        super().append(item)
        self._cut(True)

    def extend(self, items):
        for item in items:
            self.append(item)

    def appendleft(self, item):
        self.insert(0, item)
        self._cut(False)

    def extendleft(self, items):
        for item in items:
            self.appendleft(item)

    def popleft(self):
        return self.pop(0)

    def copy(self):
        return type(self)(self, self.maxlen)

    __copy__ = copy

    def __add__(self, other):
        made = self.copy()
        made.extend(other)
        return made

    def rotate(self, n=1):
        if len(self) < 2:
            return
        for _ in range(n % len(self)):
            self.insert(0, self.pop())
