"""A plain ``check``, whose words are read without typer, does what the same words do with typer."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from automappa_scaffold.cli import check_run, plain_check
from automappa_scaffold.cli.check_run import CheckOptions
from automappa_scaffold.cli.commands import build_app
from automappa_scaffold.cli.output import Output

_RUN = (
    "import sys; sys.argv[0] = 'automappa-scaffold'; from automappa_scaffold.cli import app, plain_check\n"
    "{prepare}code = app.main(); print(code, 'typer' in sys.modules)"
)


def _run(project: Path, words: tuple[str, ...], *, with_typer: bool) -> list[str]:
    prepare = "plain_check.run_plain_check = lambda arguments: None; " if with_typer else ""
    code = _RUN.format(prepare=prepare)
    done = subprocess.run([sys.executable, "-c", code, *words], cwd=project, capture_output=True, text=True)
    return [done.stderr, *done.stdout.splitlines()]


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("-q",),
        ("--verbose", "--no-cache"),
        ("--format", "json"),
        ("--format=sarif", "--strict"),
        ("--exit-zero", "--color", "always"),
        ("--color=never", "--format", "full"),
    ],
)
@pytest.mark.parametrize("is_sound", [True, False])
def test_a_plain_check_answers_as_with_typer_and_without_importing_it(
    small_app: Path, words: tuple[str, ...], is_sound: bool
) -> None:
    if not is_sound:
        (small_app / "shop/pages/home/tasks/__init__.py").write_text("", encoding="utf-8")
    plain = _run(small_app, ("check", *words), with_typer=False)
    full = _run(small_app, ("check", *words), with_typer=True)
    assert plain[:-1] == full[:-1]
    code = full[-1].split()[0]
    assert (plain[-1], full[-1]) == (f"{code} False", f"{code} True")


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--help"),
        ("check", "--format"),
        ("check", "--format", "no-such"),
        ("check", "--format="),
        ("check", "-qv"),
        ("check", "--quiet=1"),
        ("check", "--no-such"),
        ("check", "--"),
        ("check", "automappa"),
        ("check", "--fix"),
        ("tasks",),
        (),
    ],
)
def test_other_words_are_left_to_typer(words: tuple[str, ...]) -> None:
    assert plain_check.run_plain_check(words) is None


_CHOSEN = [(word, choice.value) for word, choices in plain_check._CHOICES.items() for choice in choices]


@pytest.mark.parametrize("words", [*((flag,) for flag in plain_check._FLAGS), *_CHOSEN])
def test_every_known_word_means_what_it_means_to_typer(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []

    def record(
        arguments: Sequence[str],
        options: CheckOptions,
        output: Output,
        *,
        flags: Mapping[str, Any],
        **places: Any,
    ) -> int:
        given = {name: value for name, value in {**flags, **places}.items() if value}
        asked.append((tuple(arguments), options, output, given))
        return 0

    monkeypatch.setattr(check_run, "run_check", record)
    line = ("check", *words)
    assert plain_check.run_plain_check(line) == 0
    get_command(build_app("check")).main(args=list(line), obj=line, standalone_mode=False)
    plain, full = asked
    assert plain == full
