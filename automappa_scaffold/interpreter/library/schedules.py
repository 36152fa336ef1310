from sched import _monotonic, _now, _sleep


class Event:
    def __init__(self, time, sequence, priority, action, argument, kwargs):
        self.time = time
        self.sequence = sequence
        self.priority = priority
        self.action = action
        self.argument = argument
        self.kwargs = kwargs


class scheduler:
    def __init__(self, timefunc=_monotonic, delayfunc=_sleep):
        self._waiting = []
        self._count = 0
        self.timefunc = timefunc
        self.delayfunc = delayfunc

    def enterabs(self, time, priority, action, argument=(), kwargs={}):
        event = Event(time, self._count, priority, action, argument, kwargs)
        event._after = None
        self._count += 1
        self._waiting.append(event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs={}):
        event = self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)
        event._after = delay
        return event

    def cancel(self, event):
        if event not in self._waiting:
            raise ValueError("list.remove(x): x not in list")
        self._waiting.remove(event)

    def empty(self):
        return not self._waiting

    def run(self, blocking=True):
        begun = 0
        while self._waiting:
            event = self._first()
            wait = event.time - self.timefunc() if self._is_told() else event._after - begun
            if wait > 0:
                if not blocking:
                    return wait
                self.delayfunc(wait)
                begun = event._after
            else:
                self._waiting.remove(event)
                event.action(*event.argument, **event.kwargs)
                self.delayfunc(0)

    def _is_told(self):
        # Of a clock of Python's it is known alone that it goes on.
        is_running = self.timefunc is _monotonic or self.timefunc is _now
        return not is_running or any(event._after is None for event in self._waiting)

    def _first(self):
        if self._is_told():
            return min(self._waiting, key=lambda event: (event.time, event.priority, event.sequence))
        return min(self._waiting, key=lambda event: event._after)
