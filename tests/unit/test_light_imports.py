"""What an answer after a change of one file has to wait for."""

import subprocess
import sys


def test_what_judges_a_changed_file_again_imports_nothing_heavy() -> None:
    code = (
        "import sys, automappa_scaffold.cli.memory, automappa_scaffold.files.rederive,"
        " automappa_scaffold.source.program_facts, automappa_scaffold.source.task_words,"
        " automappa_scaffold.source.suppressions, automappa_scaffold.source.call_facts,"
        " automappa_scaffold.project.app_words;"
        " heavy = {'dataclasses', 'inspect', 'pathlib', 'tomllib', 'typer'};"
        " print(*sorted(heavy & set(sys.modules)), 'automappa_scaffold.interpreter' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.split() == ["False"]
