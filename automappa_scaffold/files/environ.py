"""Environment variables, and which of them were looked at."""

import os
from collections.abc import Iterator, Mapping

__all__ = ["SeenEnviron"]


class SeenEnviron(Mapping[str, str]):
    """The environment of this process. ``seen``: each variable that was looked at, None where it is unset.

    Variables that are laid over it (those of an env-file) are not the process's own: not ``seen``.
    """

    def __init__(
        self, environ: Mapping[str, str] | None = None, laid_over: Mapping[str, str] | None = None
    ) -> None:
        self._laid_over = dict(laid_over or {})
        self._environ = {**(os.environ if environ is None else environ), **self._laid_over}
        self.seen: dict[str, str | None] = {}
        self.is_all_seen = False

    def __getitem__(self, name: str) -> str:
        self._note(name)
        return self._environ[name]

    def __contains__(self, name: object) -> bool:
        if isinstance(name, str):
            self._note(name)
        return name in self._environ

    def _note(self, name: str) -> None:
        if name not in self._laid_over:
            self.seen[name] = self._environ.get(name)

    def __iter__(self) -> Iterator[str]:
        self.is_all_seen = True
        return iter(self._environ)

    def __len__(self) -> int:
        self.is_all_seen = True
        return len(self._environ)
