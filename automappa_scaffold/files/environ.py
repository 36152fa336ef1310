"""Environment variables, and which of them were looked at."""

import os
from collections.abc import Iterator, Mapping

__all__ = ["SeenEnviron"]


class SeenEnviron(Mapping[str, str]):
    """The environment of this process. ``seen``: each variable that was looked at, None where it is unset."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = dict(os.environ if environ is None else environ)
        self.seen: dict[str, str | None] = {}
        self.is_all_seen = False

    def __getitem__(self, name: str) -> str:
        self.seen[name] = self._environ.get(name)
        return self._environ[name]

    def __contains__(self, name: object) -> bool:
        if isinstance(name, str):
            self.seen[name] = self._environ.get(name)
        return name in self._environ

    def __iter__(self) -> Iterator[str]:
        self.is_all_seen = True
        return iter(self._environ)

    def __len__(self) -> int:
        self.is_all_seen = True
        return len(self._environ)
