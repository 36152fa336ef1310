class count:
    def __init__(self, start=0, step=1):
        self.value, self.step = start, step

    def __iter__(self):
        return self

    def __next__(self):
        value = self.value
        self.value = value + self.step
        return value


class cycle:
    def __init__(self, items):
        self.items, self.index = list(items), -1

    def __iter__(self):
        return self

    def __next__(self):
        if not self.items:
            raise StopIteration
        self.index = (self.index + 1) % len(self.items)
        return self.items[self.index]


class _Forever:
    def __init__(self, value):
        self.value = value

    def __iter__(self):
        return self

    def __next__(self):
        return self.value


def repeat(value, times=None):
    return _Forever(value) if times is None else iter([value] * times)


def islice(items, *bounds):
    span = slice(*bounds)
    start, stop, step = span.start or 0, span.stop, span.step or 1
    for bound in (stop, start):
        if bound is not None and (not isinstance(bound, int) or bound < 0):
            word = "Stop argument" if bound is stop else "Indices"
            raise ValueError(f"{word} for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    if step < 1:
        raise ValueError("Step for islice() must be a positive integer or None.")
    if stop is None:
        return iter(list(items)[start::step])
    items = iter(items)
    found = []
    for index in range(stop):
        try:
            item = next(items)
        except StopIteration:
            break
        if index >= start and (index - start) % step == 0:
            found.append(item)
    return iter(found)


def product(*columns, repeat=1):
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
    length = len(items) if length is None else length
    places = product(range(len(items)), repeat=length)
    return iter([tuple(items[i] for i in place) for place in places if len(set(place)) == length])


def combinations(items, length):
    items = tuple(items)
    places = product(range(len(items)), repeat=length)
    return iter([tuple(items[i] for i in p) for p in places if list(p) == sorted(set(p))])


def combinations_with_replacement(items, length):
    items = tuple(items)
    places = product(range(len(items)), repeat=length)
    return iter([tuple(items[i] for i in p) for p in places if list(p) == sorted(p)])


def groupby(items, key=None):
    groups = []
    for item in items:
        value = item if key is None else key(item)
        if groups and groups[-1][0] == value:
            groups[-1][1].append(item)
        else:
            groups.append((value, [item]))
    return iter([(value, iter(group)) for value, group in groups])


def zip_longest(*columns, fillvalue=None):
    columns = [list(column) for column in columns]
    length = max([len(column) for column in columns], default=0)
    return zip(*[column + [fillvalue] * (length - len(column)) for column in columns])


def starmap(fun, rows):
    return (fun(*row) for row in rows)


def accumulate(items, fun=None, *, initial=None):
    found = [] if initial is None else [initial]
    for item in items:
        if not found:
            found.append(item)
        else:
            found.append(found[-1] + item if fun is None else fun(found[-1], item))
    return iter(found)


def takewhile(test, items):
    found = []
    for item in items:
        if not test(item):
            break
        found.append(item)
    return iter(found)


def dropwhile(test, items):
    found = []
    dropping = True
    for item in items:
        if dropping and test(item):
            continue
        dropping = False
        found.append(item)
    return iter(found)


def compress(items, chosen):
    return iter([item for item, keep in zip(items, chosen) if keep])


def filterfalse(test, items):
    return (item for item in items if not (item if test is None else test(item)))


def tee(items, n=2):
    items = list(items)
    return tuple(iter(items) for _ in range(n))


def pairwise(items):
    items = list(items)
    return zip(items, items[1:])


def batched(items, n):
    items = list(items)
    return iter([tuple(items[i : i + n]) for i in range(0, len(items), n)])
