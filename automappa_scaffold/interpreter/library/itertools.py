class count:
    def __init__(self, start=0, step=1):
        for number in (start, step):
            if isinstance(number, (str, bytes, list, tuple, dict, set, frozenset)) or number is None:
                raise TypeError("a number is required")
        self.value, self.step = start, step

    def __iter__(self):
        return self

    def __next__(self):
        value = self.value
        self.value = value + self.step
        return value


def cycle(items):
    return _cycle(iter(items))


def _cycle(items):
    kept = []
    for item in items:
        kept.append(item)
        yield item
    while kept:
        yield from kept


class _Forever:
    def __init__(self, value):
        self.value = value

    def __iter__(self):
        return self

    def __next__(self):
        return self.value


def repeat(object, times=None):
    return _Forever(object) if times is None else iter([object] * times)


def islice(items, *bounds):
    span = slice(*bounds)
    start, stop, step = span.start or 0, span.stop, span.step or 1
    for bound in (stop, start):
        if bound is not None and (not isinstance(bound, int) or bound < 0):
            word = "Stop argument" if bound is stop else "Indices"
            raise ValueError(f"{word} for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    if step < 1:
        raise ValueError("Step for islice() must be a positive integer or None.")
    return _islice(iter(items), start, stop, step)


def _islice(items, start, stop, step):
    if stop is None:
        for index, item in enumerate(items):
            if index >= start and (index - start) % step == 0:
                yield item
        return
    for index in range(max(start, stop)):
        try:
            item = next(items)
        except StopIteration:
            return
        if start <= index < stop and (index - start) % step == 0:
            yield item


def product(*columns, repeat=1):
    if repeat < 0:
        raise ValueError("repeat argument cannot be negative")
    rows = [()]
    columns = [list(column) for column in columns] * repeat
    size = 1
    for column in columns:
        size = size * len(column)
        if size > 20_000:
            return iter(range(10**9))  # too many: what they are is not known
    for column in columns:
        rows = [(*row, item) for row in rows for item in column]
    return iter(rows)


def permutations(items, length=None):
    items = tuple(items)
    length = len(items) if length is None else _size(length)
    places = product(range(len(items)), repeat=length)
    return iter([tuple(items[i] for i in place) for place in places if len(set(place)) == length])


def _size(length):
    if length < 0:
        raise ValueError("r must be non-negative")
    return length


def combinations(items, length):
    items = tuple(items)
    places = product(range(len(items)), repeat=_size(length))
    return iter([tuple(items[i] for i in p) for p in places if list(p) == sorted(set(p))])


def combinations_with_replacement(items, length):
    items = tuple(items)
    places = product(range(len(items)), repeat=_size(length))
    return iter([tuple(items[i] for i in p) for p in places if list(p) == sorted(p)])


def groupby(items, key=None):
    return _groupby(iter(items), key)


def _groupby(items, key):
    ahead, number = [], [0]

    def read():
        for item in items:
            ahead.append((item if key is None else key(item), item))
            break

    def members(mine, value):
        while mine == number[0]:
            if not ahead:
                read()
            if not ahead or ahead[0][0] != value:
                return
            yield ahead.pop()[1]

    read()
    while ahead:
        value = ahead[0][0]
        number[0] += 1
        yield value, members(number[0], value)
        while True:
            if not ahead:
                read()
            if not ahead or ahead[0][0] != value:
                break
            ahead.pop()


def zip_longest(*columns, fillvalue=None):
    return _zip_longest([iter(column) for column in columns], fillvalue)


def _zip_longest(columns, fillvalue):
    going = [True] * len(columns)
    while True:
        row = []
        for index, column in enumerate(columns):
            item = fillvalue
            if going[index]:
                try:
                    item = next(column)
                except StopIteration:
                    going[index] = False
            row.append(item)
        if not any(going):
            return
        yield tuple(row)


def starmap(fun, rows):
    return _starmap(fun, iter(rows))


def _starmap(fun, rows):
    for row in rows:
        yield fun(*row)


def accumulate(iterable, func=None, *, initial=None):
    return _accumulate(iter(iterable), func, initial)


def _accumulate(items, fun, initial):
    found = [] if initial is None else [initial]
    yield from found
    for item in items:
        if not found:
            found.append(item)
        else:
            found.append(found[-1] + item if fun is None else fun(found[-1], item))
        yield found[-1]


def takewhile(test, items):
    return _takewhile(test, iter(items))


def _takewhile(test, items):
    for item in items:
        if not test(item):
            break
        yield item


def dropwhile(test, items):
    return _dropwhile(test, iter(items))


def _dropwhile(test, items):
    dropping = True
    for item in items:
        if dropping and test(item):
            continue
        dropping = False
        yield item


def compress(data, selectors):
    return (item for item, keep in zip(data, selectors) if keep)


def filterfalse(test, items):
    return (item for item in iter(items) if not (item if test is None else test(item)))


def tee(items, n=2):
    if n < 0:
        raise ValueError("n must be >= 0")
    if not hasattr(items, "__next__") or hasattr(items, "readline"):
        items = list(items)
        return tuple([iter(items) for _ in range(n)])
    kept = []

    def copy():
        index = 0
        while True:
            if index == len(kept):
                for item in items:
                    kept.append(item)
                    break
                else:
                    return
            yield kept[index]
            index += 1

    return tuple([copy() for _ in range(n)])


def pairwise(items):
    return _pairwise(iter(items))


def _pairwise(items):
    before = []
    for item in items:
        if before:
            yield before[-1], item
        before.append(item)


def batched(items, n):
    if n < 1:
        raise ValueError("n must be at least one")
    return _batched(iter(items), n)


def _batched(items, n):
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == n:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)
