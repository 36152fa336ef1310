import sys
from abc import ABC, abstractmethod
from functools import wraps


class AbstractContextManager(ABC):
    def __enter__(self):
        return self

    @abstractmethod
    def __exit__(self, kind, value, trace):
        return None


class ContextDecorator:
    def __call__(self, fun):
        @wraps(fun)
        def inner(*args, **kwargs):
            with self:
                return fun(*args, **kwargs)

        return inner


class closing(AbstractContextManager):
    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, kind, value, trace):
        self.thing.close()


class redirect_stdout(AbstractContextManager):
    def __init__(self, new_target):
        self._new_target = new_target
        self._old_targets = []

    def __enter__(self):
        self._old_targets.append(sys.stdout)
        sys.stdout = self._new_target
        return self._new_target

    def __exit__(self, kind, value, trace):
        sys.stdout = self._old_targets.pop()


class redirect_stderr(redirect_stdout):
    def __enter__(self):
        self._old_targets.append(sys.stderr)
        sys.stderr = self._new_target
        return self._new_target

    def __exit__(self, kind, value, trace):
        sys.stderr = self._old_targets.pop()


class ExitStack(AbstractContextManager):
    def __init__(self):
        self._exits = []

    def enter_context(self, manager):
        entered = manager.__enter__()
        self._exits.append(manager.__exit__)
        return entered

    def push(self, exit):
        self._exits.append(getattr(exit, "__exit__", exit))
        return exit

    def callback(self, fun, /, *args, **kwargs):
        def exit(kind, value, trace):
            fun(*args, **kwargs)

        self._exits.append(exit)
        return fun

    def pop_all(self):
        stack = ExitStack()
        stack._exits, self._exits = self._exits, []
        return stack

    def close(self):
        self.__exit__(None, None, None)

    def __exit__(self, kind, value, trace):
        received, swallowed, failed = kind is not None, False, None
        exits = self._exits[::-1]
        self._exits = []
        for exit in exits:
            try:
                if exit(kind, value, trace):
                    swallowed, failed = True, None
                    kind = value = trace = None
            except BaseException as error:
                failed = error
                kind, value, trace = type(error), error, error.__traceback__
        if failed is not None:
            raise failed
        return received and swallowed
