def merge(*iterables, key=None, reverse=False):
    waiting = [list(items) for items in iterables]
    places = [0 for _ in waiting]
    while True:
        best = None
        for number, items in enumerate(waiting):
            if places[number] == len(items):
                continue
            item = items[places[number]]
            rank = item if key is None else key(item)
            if best is None or (best[1] < rank if reverse else rank < best[1]):
                best = number, rank, item
        if best is None:
            return
        places[best[0]] += 1
        yield best[2]


def _rise(heap, start, at):
    item = heap[at]
    while at > start:
        above = (at - 1) // 2
        if not item < heap[above]:
            break
        heap[at] = heap[above]
        at = above
    heap[at] = item


def _sink(heap, at):
    start = at
    item = heap[at]
    below = 2 * at + 1
    while below < len(heap):
        if below + 1 < len(heap) and not heap[below] < heap[below + 1]:
            below += 1
        heap[at] = heap[below]
        at = below
        below = 2 * at + 1
    heap[at] = item
    _rise(heap, start, at)


def _require_list(heap):
    if not isinstance(heap, list):
        raise TypeError(f"heap argument must be a list, not {type(heap).__name__}")


def heapify(heap, /):
    _require_list(heap)
    for at in range(len(heap) // 2 - 1, -1, -1):
        _sink(heap, at)


def heappush(heap, item, /):
    _require_list(heap)
    heap.append(item)
    _rise(heap, 0, len(heap) - 1)


def heappop(heap, /):
    _require_list(heap)
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    return heapreplace(heap, last) if heap else last


def heapreplace(heap, item, /):
    _require_list(heap)
    first = heap[0]
    heap[0] = item
    _sink(heap, 0)
    return first


def heappushpop(heap, item, /):
    _require_list(heap)
    return heapreplace(heap, item) if heap and heap[0] < item else item


def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[: max(n, 0)]


def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[: max(n, 0)]
