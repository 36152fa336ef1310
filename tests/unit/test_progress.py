"""The sign of life on a real terminal."""

import os
import pty
import subprocess
import sys

import pytest

CODE = """
import sys, time
from automappa_scaffold.cli.output import open_output
from automappa_scaffold.cli.progress import show_progress
from automappa_scaffold.reporting.terminal import ColorChoice

with show_progress(open_output(ColorChoice.AUTO, is_quiet="--quiet" in sys.argv), "Reading"):
    if sys.argv[1] == "until it is seen":
        sys.stdin.read()
    else:
        time.sleep(float(sys.argv[1]))
print("done")
"""


def _run_on_a_terminal(*arguments: str, **more: str) -> str:
    environ = {key: value for key, value in os.environ.items() if key not in ("CI", "NO_COLOR")}
    environ |= {"TERM": "xterm-256color", **more}
    reader, writer = pty.openpty()
    command = [sys.executable, "-c", CODE, *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=writer, stderr=writer, env=environ
    ) as process:
        os.close(writer)
        assert process.stdin is not None
        said = b""
        try:
            while block := os.read(reader, 65536):
                said += block
                if b"Reading ..." in said:
                    process.stdin.close()
        except OSError:
            pass  # the other end of a terminal is closed
    os.close(reader)
    return said.decode()


def test_a_long_run_says_what_it_does_and_leaves_nothing_behind() -> None:
    said = _run_on_a_terminal("until it is seen")
    assert "Reading ..." in said
    assert said.index("Reading ...") < said.index("done")
    assert "\x1b[2K" in said[: said.index("done")], "the line is taken away again"


@pytest.mark.parametrize("arguments", [("0",), ("1.5", "--quiet")])
def test_a_short_run_and_a_quiet_one_say_nothing(arguments: tuple[str, ...]) -> None:
    assert _run_on_a_terminal(*arguments) == "done\r\n"


@pytest.mark.parametrize("environ", [{"CI": "true"}, {"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_no_colours_gets_no_moves_of_the_cursor(environ: dict[str, str]) -> None:
    assert _run_on_a_terminal("1.5", **environ) == "done\r\n"


def test_what_is_no_terminal_is_told_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", CODE, "1.5"], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("done\n", "")
