from threading import _unseen, current_thread, main_thread

_UNSET = object()


class Token:
    def __init__(self, var, old):
        self.var, self.old_value, self._used = var, old, False


class ContextVar:
    def __init__(self, name, *, default=_UNSET):
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self.name, self._default, self._value = name, default, _UNSET

    def get(self, default=_UNSET):
        held = self._value if current_thread() is main_thread() else _unseen()  # a thread begins with none
        for value in (held, default, self._default):
            if value is not _UNSET:
                return value
        raise LookupError(self.name)

    def set(self, value):
        token = Token(self, self._value)
        self._value = value
        return token

    def reset(self, token):
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token.var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        token._used = True
        self._value = token.old_value
