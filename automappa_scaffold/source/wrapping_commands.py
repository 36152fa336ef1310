"""What stands around a command: ``sudo``, ``uv run``, a shell with its text, a container that it runs in."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePosixPath

__all__ = ["after_celery", "folder_of_wrapper", "in_container", "inner_scripts"]

# What may stand before the command itself.
_WRAPPERS = frozenset(
    (
        *("exec", "env", "nohup", "time", "timeout", "nice", "ionice", "sudo", "command", "setsid", "chpst"),
        *("gosu", "su-exec", "stdbuf", "unbuffer", "uv", "uvx", "poetry", "pipenv", "pdm", "hatch", "rye"),
        *("conda", "mamba", "micromamba", "pixi"),
        *("run", "tool", "dotenv", "coverage", "xvfb-run", "watchmedo", "auto-restart", "dumb-init", "tini"),
        *("ddtrace-run", "newrelic-admin", "run-program", "opentelemetry-instrument"),
        *("doppler", "op", "infisical", "honcho", "mise", "entr", "systemd-run", "caffeinate"),
    )
)
# They wait for a server, named in front of `--`, and run what stands behind it.
_WAITING = re.compile(r"wait[-_]for|dockerize$")
# As the documents of Celery call it where systemd starts workers.
_CELERY_VARIABLE = re.compile(r"\$\{?CELERY(?:_BIN|_CMD)?\}?")
_NUMBER = re.compile(r"[\d.]+[smhd]?")  # what `timeout` and `nice -n` are given
_SHELLS = frozenset({"sh", "bash", "dash", "ash", "zsh"})
# They run the texts that they are given.
_RUNNING_TEXTS = frozenset({"watchfiles", "concurrently", "nodemon", "tmux", "screen"})
# With them compose runs a command in the container of a service.
_COMPOSE = frozenset({"docker-compose", "podman-compose"})
# Options that are given the name of a package, or of something else, which may be `celery`.
_NAMING = frozenset({"--from", "--with", "--name", "-n", "--user", "--network", "-f", "--extra", "--group"})
# They are given a user before the command.
_WITH_ARGUMENT = frozenset({"gosu", "su-exec"})


def in_container(words: Sequence[str]) -> tuple[str, ...] | None:
    """Return what ``docker compose exec SERVICE ...`` runs; None: the words are another command."""
    names = [PurePosixPath(word).name for word in words]
    at = next((index for index, name in enumerate(names) if not _may_stand_before(name)), len(names))
    program, others = "".join(names[at : at + 1]), names[at + 1 :]
    is_compose = program in _COMPOSE or (program in ("docker", "podman") and "compose" in others)
    if not is_compose or {"exec", "run"}.isdisjoint(others):
        return None
    for index in range(len(words) - 1, at, -1):
        is_celery = names[index] == "celery" and words[index - 1] != "-m"
        if is_celery or _is_shell(words, index) or words[index + 1 : index + 3] == ("-m", "celery"):
            return tuple(words[index:])
    return ()


def _is_shell(words: Sequence[str], index: int) -> bool:
    """Return whether ``sh -c TEXT`` begins there."""
    is_called = PurePosixPath(words[index]).name in _SHELLS
    return is_called and len(words) > index + 2 and re.fullmatch(r"-\w*c", words[index + 1]) is not None


def inner_scripts(words: Sequence[str]) -> tuple[str, ...]:
    """Return the texts that a command runs: ``sh -c text``, ``su -c text user``, ``watchfiles text``."""
    at = 1 if words[:1] in (("npx",), ("bunx",)) else 0
    name = PurePosixPath(words[at]).name if len(words) > at else ""
    if name in ("su", "runuser"):
        return tuple(text for word, text in pairwise(words) if word in ("-c", "--command"))[:1]
    if name in _RUNNING_TEXTS:
        return tuple(word for word in words[at + 1 :] if " " in word and not word.startswith("-"))
    for index, word in enumerate(words):
        if _is_shell(words, index):
            return (words[index + 2],)
        if not _may_stand_before(word):
            break
    return ()


def folder_of_wrapper(words: Sequence[str]) -> str:
    """Return the folder that ``uv --directory`` and its like change to before they run the command."""
    for index, word in enumerate(words):
        if PurePosixPath(word).name == "celery":
            return ""
        if word.startswith(("--directory=", "--chdir=")):
            return word.partition("=")[2]
        if word == "--directory" or (word in ("-C", "--chdir") and words[0] in ("poetry", "env")):
            return words[index + 1] if index + 1 < len(words) else ""
    return ""


def after_celery(words: Sequence[str]) -> Sequence[str] | None:
    """Return the words behind ``celery``, where that is what runs."""
    for index, word in enumerate(words):
        name = PurePosixPath(word).name
        is_named = index > 0 and words[index - 1] in _NAMING
        if (name == "celery" and not is_named) or _CELERY_VARIABLE.fullmatch(word):
            return words[index + 1 :]
        if word == "-m" and words[index + 1 : index + 2] == ("celery",):
            return words[index + 2 :]
        if words[index + 1 : index + 3] == ("-m", "celery"):  # whatever the Python is called
            continue
        if _WAITING.match(name) and "--" in words[index:]:
            return after_celery(words[words.index("--", index) + 1 :])
        is_value = is_named or (index > 0 and words[index - 1].startswith("-"))
        is_value = is_value or (index > 0 and PurePosixPath(words[index - 1]).name in _WITH_ARGUMENT)
        # `env $(cat .env | xargs)`: variables.
        is_value = is_value or (word.startswith("$(") and words[index - 1 : index] == ("env",))
        if not is_value and not _may_stand_before(word):
            return None
    return None


def _may_stand_before(word: str) -> bool:
    name = PurePosixPath(word).name
    is_option = word.startswith(("-", "+")) or "=" in word or _NUMBER.fullmatch(word) is not None
    is_wrapper = name in _WRAPPERS or _WAITING.match(name) is not None
    is_wrapper = is_wrapper or re.fullmatch(r"python[\d.]*", name) is not None
    return is_option or is_wrapper
