class Counter(dict):
    def __init__(self, items=None, /, **kwargs):
        super().__init__()
        self.update(items, **kwargs)

    def __missing__(self, key):
        return 0

    def __delitem__(self, key):
        if key in self:
            super().__delitem__(key)

    def update(self, items=None, /, **kwargs):
        if hasattr(items, "items"):
            if not self:
                super().update(items)
            else:
                for key, number in items.items():
                    self[key] = number + self[key]
        else:
            for item in () if items is None else items:
                self[item] = self[item] + 1
        if kwargs:
            self.update(kwargs)

    def subtract(self, items=None, /, **kwargs):
        if hasattr(items, "items"):
            for key, number in items.items():
                self[key] = self[key] - number
        else:
            for item in () if items is None else items:
                self[item] = self[item] - 1
        if kwargs:
            self.subtract(kwargs)

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError("Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")

    def __repr__(self):
        if not self:
            return f"{type(self).__name__}()"
        try:
            held = dict(self.most_common())
        except TypeError:
            held = dict(self)
        return f"{type(self).__name__}({held!r})"

    def copy(self):
        return self.__class__(self)

    def total(self):
        return sum(self.values())

    def _merged(self, other, choose):
        if not isinstance(other, Counter):
            return NotImplemented
        made = Counter()
        for key in list(self) + [key for key in other if key not in self]:
            number = choose(self[key], other[key])
            if number > 0:
                made[key] = number
        return made

    def __add__(self, other):
        return self._merged(other, lambda one, two: one + two)

    def __sub__(self, other):
        return self._merged(other, lambda one, two: one - two)

    def __or__(self, other):
        return self._merged(other, max)

    def __and__(self, other):
        return self._merged(other, min)

    def __pos__(self):
        return self._merged(Counter(), lambda one, two: one)

    def __neg__(self):
        return self._merged(Counter(), lambda one, two: -one)

    def _change(self, made):
        self.clear()
        super().update(made)
        return self

    def __iadd__(self, other):
        return self._change(self + other)

    def __isub__(self, other):
        return self._change(self - other)

    def __ior__(self, other):
        return self._change(self | other)

    def __iand__(self, other):
        return self._change(self & other)

    def _holds(self, other, compare):
        if not isinstance(other, Counter):
            return NotImplemented
        return all([compare(self[key], other[key]) for key in list(self) + list(other)])

    def __eq__(self, other):
        return self._holds(other, lambda one, two: one == two)

    def __ne__(self, other):
        return not self == other

    def __le__(self, other):
        return self._holds(other, lambda one, two: one <= two)

    def __lt__(self, other):
        return self <= other and self != other

    def __ge__(self, other):
        return self._holds(other, lambda one, two: one >= two)

    def __gt__(self, other):
        return self >= other and self != other

    def most_common(self, n=None):
        ranked = sorted(self.items(), key=lambda pair: pair[1], reverse=True)
        return ranked if n is None else ranked[:n]

    def elements(self):
        return iter([key for key, number in self.items() for _ in range(number)])
