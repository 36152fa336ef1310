import io

import pytest

from automappa_scaffold.reporting.terminal import ColorChoice, Terminal, detect_terminal, printable


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def _has_color(
    environ: dict[str, str], color: ColorChoice = ColorChoice.AUTO, *, screen: bool = True
) -> bool:
    return detect_terminal(_Screen() if screen else io.StringIO(), environ, color).has_color


def test_a_terminal_is_coloured_and_a_pipe_is_not() -> None:
    assert _has_color({})
    assert not _has_color({}, screen=False)


@pytest.mark.parametrize(
    "environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"CI": "true"}, {"FORCE_COLOR": "0"}]
)
def test_a_terminal_stays_plain_where_the_environment_says_so(environ: dict[str, str]) -> None:
    assert not _has_color(environ)


def test_force_color_beats_no_color_and_the_option_beats_both() -> None:
    both = {"NO_COLOR": "1", "FORCE_COLOR": "1"}
    assert _has_color(both, screen=False)
    assert not _has_color(both, ColorChoice.NEVER)
    assert _has_color({"NO_COLOR": "1"}, ColorChoice.ALWAYS, screen=False)


def test_columns_decides_the_width_and_nonsense_in_it_does_not() -> None:
    assert detect_terminal(io.StringIO(), {"COLUMNS": "43"}, ColorChoice.AUTO).width == 43
    assert detect_terminal(io.StringIO(), {"COLUMNS": "wide"}, ColorChoice.AUTO).width == 120
    assert detect_terminal(io.StringIO(), {"COLUMNS": "0"}, ColorChoice.AUTO).width == 120


def test_text_is_painted_only_where_colours_are_wanted() -> None:
    assert Terminal(has_color=True).paint("x", "bold", "red") == "\x1b[1;31mx\x1b[0m"
    assert Terminal().paint("x", "bold", "red") == "x"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[2J", "\\x1b[2J"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x7f\x9b31m", "\\x7f\\x9b31m"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\u2028", "\\u2028"),
        ("\udcff", "\\udcff"),
        ("Größe 日本 é", "Größe 日本 é"),
    ],
)
def test_control_characters_are_shown_as_escapes_and_letters_as_they_are(raw: str, shown: str) -> None:
    assert printable(raw) == shown


def test_characters_to_keep_are_kept() -> None:
    assert printable("a\tb\x1b", keep="\t") == "a\tb\\x1b"
