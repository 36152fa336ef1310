_UNSET = object()


class Token:
    def __init__(self, var, old):
        self.var, self.old_value = var, old


class ContextVar:
    def __init__(self, name, *, default=_UNSET):
        self.name, self._default, self._value = name, default, _UNSET

    def get(self, default=_UNSET):
        for value in (self._value, default, self._default):
            if value is not _UNSET:
                return value
        raise LookupError(self.name)

    def set(self, value):
        token = Token(self, self._value)
        self._value = value
        return token

    def reset(self, token):
        self._value = token.old_value
