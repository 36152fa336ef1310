import sys
from threading import _shared, _unseen, _waits, current_thread, main_thread


class _Unpicklable:
    def __reduce_ex__(self, protocol):
        raise TypeError(f"cannot pickle '{self._shown}' object")

    def __reduce__(self):
        raise TypeError(f"cannot pickle '{self._shown}' object")

    def __copy__(self):
        raise TypeError(f"cannot pickle '{self._shown}' object")

    def __deepcopy__(self, memo):
        raise TypeError(f"cannot pickle '{self._shown}' object")


def _check_times(blocking, timeout):
    if not blocking and timeout != -1:
        raise ValueError("can't specify a timeout for a non-blocking call")
    if timeout < 0 and timeout != -1:
        raise ValueError("timeout value must be a non-negative number")


class lock(_Unpicklable):
    _shown = "_thread.lock"

    def __init__(self):
        self._held = False

    def acquire(self, blocking=True, timeout=-1):
        _check_times(blocking, timeout)
        if _shared(self):
            return _unseen()
        if not self._held:
            self._held = True
            return True
        if blocking and timeout < 0:
            _waits()
        return False

    def release(self):
        if _shared(self):
            return
        if not self._held:
            raise RuntimeError("release unlocked lock")
        self._held = False

    def locked(self):
        return _unseen() if _shared(self) else self._held

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *error):
        self.release()

    acquire_lock, release_lock, locked_lock = acquire, release, locked


class _RLock(_Unpicklable):
    _shown = "_thread.RLock"

    def __init__(self):
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        _check_times(blocking, timeout)
        if _shared(self):
            return _unseen()
        self._count += 1
        return True

    def release(self):
        if _shared(self):
            return
        if not self._count:
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *error):
        self.release()


_RLock.__name__ = _RLock.__qualname__ = "RLock"


def Lock():
    return lock()


def RLock():
    return _RLock()


class Condition:
    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *error):
        return self._lock.__exit__(*error)

    def _is_owned(self):
        return bool(self._lock._count) if isinstance(self._lock, _RLock) else self._lock.locked()

    def wait(self, timeout=None):
        if _shared(self):
            return _unseen()
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        if timeout is None:
            _waits()
        return False

    def wait_for(self, predicate, timeout=None):
        if _shared(self):
            return _unseen()
        found = predicate()
        if found:
            return found
        self.wait(timeout)
        return predicate()

    def notify(self, n=1):
        if not _shared(self) and not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")

    def notify_all(self):
        self.notify()

    notifyAll = notify_all


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._value = self._initial_value = value

    def acquire(self, blocking=True, timeout=None):
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        if _shared(self):
            return _unseen()
        if self._value > 0:
            self._value -= 1
            return True
        if blocking and timeout is None:
            _waits()
        return False

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *error):
        self.release()

    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        if not _shared(self):
            self._value += n


class BoundedSemaphore(Semaphore):
    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        if _shared(self):
            return
        if self._value + n > self._initial_value:
            raise ValueError("Semaphore released too many times")
        self._value += n


class Event:
    def __init__(self):
        self._flag = False

    def is_set(self):
        return _unseen() if _shared(self) else self._flag

    isSet = is_set

    def set(self):
        self._flag = True

    def clear(self):
        self._flag = False

    def wait(self, timeout=None):
        if _shared(self):
            return _unseen()
        if not self._flag and timeout is None:
            _waits()
        return self._flag


class Barrier:
    def __init__(self, parties, action=None, timeout=None):
        if sys.version_info >= (3, 13) and parties < 1:
            raise ValueError("parties must be > 0")
        self.parties, self._action, self._timeout = parties, action, timeout
        self.n_waiting, self.broken = 0, False

    def wait(self, timeout=None):
        if _shared(self) or self.parties != 1:
            return _unseen() if _shared(self) else _waits()
        if self._action is not None:
            self._action()
        return 0

    def reset(self):
        self.broken = False

    def abort(self):
        self.broken = True


class _local:
    def __new__(cls, /, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        return object.__new__(cls)

    def __getattribute__(self, name):
        return object.__getattribute__(self, name) if current_thread() is main_thread() else _unseen()

    def __setattr__(self, name, value):
        if current_thread() is main_thread():
            object.__setattr__(self, name, value)


local = _local
