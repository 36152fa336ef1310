def bisect_left(a, x, lo=0, hi=None, *, key=None):
    if lo < 0:
        raise ValueError("lo must be non-negative")
    if isinstance(a, dict) and (hi is None or lo < hi):
        raise TypeError(f"{type(a).__name__} is not a sequence")
    hi = len(a) if hi is None else hi
    while lo < hi:
        middle = (lo + hi) // 2
        held = a[middle] if key is None else key(a[middle])
        if held < x:
            lo = middle + 1
        else:
            hi = middle
    return lo


def bisect_right(a, x, lo=0, hi=None, *, key=None):
    if lo < 0:
        raise ValueError("lo must be non-negative")
    if isinstance(a, dict) and (hi is None or lo < hi):
        raise TypeError(f"{type(a).__name__} is not a sequence")
    hi = len(a) if hi is None else hi
    while lo < hi:
        middle = (lo + hi) // 2
        held = a[middle] if key is None else key(a[middle])
        if x < held:
            hi = middle
        else:
            lo = middle + 1
    return lo


def insort_left(a, x, lo=0, hi=None, *, key=None):
    at = bisect_left(a, x if key is None else key(x), lo, hi, key=key)
    a.insert(at, x)


def insort_right(a, x, lo=0, hi=None, *, key=None):
    at = bisect_right(a, x if key is None else key(x), lo, hi, key=key)
    a.insert(at, x)


bisect = bisect_right
insort = insort_right
