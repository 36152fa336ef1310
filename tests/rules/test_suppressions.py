import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]
COVER = "automappa/pages/mag_summary/tasks/cover.py"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    root = tmp_path / "base"
    shutil.copytree(Path(__file__).parent / "base", root, ignore=shutil.ignore_patterns("__pycache__"))
    return root


def write_cover(root: Path, decorator: str) -> None:
    (root / COVER).write_text(
        f"from automappa.tasks import queue\n\n\n{decorator}\ndef count_contigs(sample):\n    return 0\n"
    )


def found_in(run_cli: Run, root: Path) -> tuple[int, list[str], int]:
    """Return the exit code, the codes found, and how many findings were suppressed."""
    ran = run_cli("check", "--format", "json", cwd=root)
    document = json.loads(ran.out)
    codes = [finding["code"] for finding in document["findings"]]
    return ran.code, codes, document["summary"]["suppressed"]


HIDDEN = '@queue.task(name="celery.count")'


@pytest.mark.parametrize(
    "comment",
    [
        "# automappa: ignore[AMS305] known so",
        "#automappa:ignore[AMS305]",
        "# noqa: E501  # automappa: ignore[task-hidden-prefix] known so",
    ],
)
def test_a_comment_on_the_line_takes_a_finding_back(run_cli: Run, base: Path, comment: str) -> None:
    write_cover(base, f"{HIDDEN}  {comment}")
    assert found_in(run_cli, base) == (0, [], 1)
    assert run_cli("check", cwd=base).out.startswith("no findings (1 suppressed): 3 tasks registered")


def test_a_comment_on_the_last_line_of_a_long_decorator_counts(run_cli: Run, base: Path) -> None:
    write_cover(base, '@queue.task(\n    nmae="count",  # automappa: ignore[AMS311] an attribute of ours\n)')
    assert found_in(run_cli, base) == (0, [], 1)


@pytest.mark.parametrize(
    "head",
    [
        "@queue.task\nasync def count(sample):  {comment}",
        "@queue.task(\n    bind=True,\n)\nasync def count(\n    self,\n    sample,\n):  {comment}",
        "@queue.task  {comment}\nasync def count(sample):",
        "@queue.task(  {comment}\n    bind=True,\n)\nasync def count(self):",
    ],
)
def test_a_comment_in_the_head_of_a_task_takes_its_finding_back(run_cli: Run, base: Path, head: str) -> None:
    said = head.format(comment="# automappa: ignore[AMS308] awaited elsewhere")
    later = "\n\n\n@queue.task\nasync def second():\n    return 2\n"
    (base / COVER).write_text(f"from automappa.tasks import queue\n\n\n{said}\n    return 1{later}")
    (base / COVER.replace("cover", "__init__")).write_text(
        "from .cover import count, second\nfrom .quality import summarize\n\n"
        "__all__ = ['count', 'second', 'summarize']\n"
    )
    assert found_in(run_cli, base) == (1, ["AMS308"], 1)


def test_a_comment_in_the_body_of_a_task_takes_nothing_back(run_cli: Run, base: Path) -> None:
    text = "@queue.task\nasync def count():\n    return 1  # automappa: ignore[AMS308] no\n"
    (base / COVER).write_text(f"from automappa.tasks import queue\n\n\n{text}")
    (base / COVER.replace("cover", "__init__")).write_text(
        "from .cover import count\nfrom .quality import summarize\n\n__all__ = ['count', 'summarize']\n"
    )
    assert found_in(run_cli, base) == (1, ["AMS308", "AMS002"], 0)


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("# automappa: ignore", ["AMS002", "AMS305"]),
        ("# automappa: ignore[] everything", ["AMS002", "AMS305"]),
        ("# automappa: ignore[AMS350] a slip", ["AMS002", "AMS305"]),
        ("# automappa: ignore[AMS305, AMS301] one too many", ["AMS002"]),
        ("# automapa: ignore[AMS305] not ours", ["AMS305"]),
    ],
)
def test_a_comment_that_does_nothing_is_reported(
    run_cli: Run, base: Path, comment: str, codes: list[str]
) -> None:
    write_cover(base, f"{HIDDEN}  {comment}")
    code, found, _ = found_in(run_cli, base)
    assert (code, sorted(found)) == (1, codes)


def test_a_text_that_looks_like_a_comment_is_none(run_cli: Run, base: Path) -> None:
    write_cover(base, '@queue.task(name="celery.count# automappa: ignore[AMS305]")')
    assert found_in(run_cli, base)[1] == ["AMS305"]


def test_of_a_rule_that_is_not_selected_no_suppression_is_unused(run_cli: Run, base: Path) -> None:
    write_cover(base, "@queue.task  # automappa: ignore[AMS305] once it was")
    assert found_in(run_cli, base)[1] == ["AMS002"]
    with (base / "pyproject.toml").open("a") as file:
        file.write('\n[tool.automappa-scaffold]\nignore = ["AMS305"]\n')
    assert found_in(run_cli, base)[1] == []


def test_while_the_worker_does_not_start_no_suppression_is_called_unused(run_cli: Run, base: Path) -> None:
    write_cover(base, f"import automappa.nowhere\n{HIDDEN}  # automappa: ignore[AMS305] known so")
    assert found_in(run_cli, base)[1] == ["AMS207"]


def test_findings_of_a_file_are_ignored_where_the_settings_say_so(run_cli: Run, base: Path) -> None:
    write_cover(base, HIDDEN)
    with (base / "pyproject.toml").open("a") as file:
        file.write('\n[tool.automappa-scaffold.per-file-ignores]\n"automappa/pages/*" = ["AMS305"]\n')
    assert found_in(run_cli, base) == (0, [], 0)
