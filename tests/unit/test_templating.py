"""Rendering templates, and Python source from what users say."""

import ast
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automappa_scaffold.errors import TemplateError
from automappa_scaffold.operations.line_length import project_line_length
from automappa_scaffold.templating.python_text import docstring_text, expression_text, string_text
from automappa_scaffold.templating.render import render_template
from automappa_scaffold.templating.scratch import scratch_folder
from automappa_scaffold.templating.sources import TemplateSource, templates_folder

BUILT_IN = TemplateSource("page")
PAGE = {"page": "home", "path": "/home", "title": "Home"}


def test_a_built_in_template_is_found_by_its_kind() -> None:
    assert (templates_folder() / "task/copier.yml").is_file()
    assert list(render_template(BUILT_IN, PAGE)) == [PurePosixPath("__init__.py"), PurePosixPath("layout.py")]


def test_answers_are_never_taken_for_templates() -> None:
    nasty = "{{ 1/0 }}{% raw %}[[ x ]]\n{# y #}"
    assert nasty in render_template(BUILT_IN, {**PAGE, "title": nasty})[PurePosixPath("layout.py")]


def test_rendering_needs_no_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert render_template(BUILT_IN, PAGE)


@pytest.mark.parametrize("template", ["/nowhere/at/all", "no_such_kind", "."])
def test_a_template_that_is_not_there_is_refused(
    template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TemplateError, match="is not a template"):
        render_template(TemplateSource("page", template), PAGE)


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # copier leaves its folder listing open when it fails
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("copier", "files"),
    [
        ("_jinja_extensions: [jinja2.ext.do]\n", {}),
        ("_min_copier_version: '999.0'\n", {"a.py.jinja": "x"}),
        ("", {"a.py.jinja": "{{ no_such_answer.deep }}"}),
        ("", {"a.py.jinja": "{% if %}"}),
        ("a: 'x\n b: \t}", {"a.py.jinja": ""}),
        ("- not a mapping\n", {"a.py.jinja": ""}),
        ("_exclude: ['*']\n", {}),
    ],
)
def test_a_template_that_cannot_be_rendered_is_refused(
    tmp_path: Path, copier: str, files: dict[str, str]
) -> None:
    (tmp_path / "copier.yml").write_text(copier)
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(TemplateError):
        render_template(TemplateSource("page", str(tmp_path)), PAGE)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_settings_of_a_template_that_are_no_yaml_are_told_in_one_message(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "copier.yml").write_text(": : :\n")
    with pytest.raises(TemplateError, match=r"copier\.yml are not valid YAML"):
        render_template(TemplateSource("page", str(tmp_path)), PAGE)
    assert capfd.readouterr() == ("", "")


def test_a_repository_that_is_not_there_is_told_by_what_git_says(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"does not exist|not appear to be a git repository"):
        render_template(TemplateSource("page", f"git+file://{tmp_path}/nothing.git"), PAGE)


def test_tasks_of_a_template_are_never_run(tmp_path: Path) -> None:
    template = tmp_path / "template"
    template.mkdir()
    (template / "copier.yml").write_text(f"_tasks: ['touch {tmp_path}/ran']\n")
    (template / "a.py").write_text("")
    with pytest.raises(TemplateError, match="code of its own"):
        render_template(TemplateSource("page", str(template)), PAGE)
    assert not (tmp_path / "ran").exists()


def test_nothing_stays_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    render_template(BUILT_IN, PAGE)
    assert os.listdir(tmp_path) == []


@given(st.text(), st.sampled_from([40, 88]))
def test_a_docstring_says_what_was_given_whatever_it_was(text: str, line_length: int) -> None:
    source = f"def f():\n    {docstring_text(text, indent='    ', line_length=line_length)}\n"
    function = ast.parse(source.encode()).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert len(function.body) == 1
    assert (ast.get_docstring(function) or "").split() == text.split()


def test_a_word_that_is_longer_than_the_line_stays_on_one_line() -> None:
    text = docstring_text("w" * 100, indent="    ", line_length=88)
    assert text == '"""' + "w" * 100 + '"""'


@given(st.text())
def test_a_string_is_a_literal_of_itself(text: str) -> None:
    assert ast.literal_eval(string_text(text)) == text
    assert "\n" not in string_text(text)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("'a'", '"a"'),
        ("""'say "a"'""", """'say "a"'"""),
        ("{'a':[1,'b']}", '{"a": [1, "b"]}'),
        ("f'{x}'", "f'{x}'"),
    ],
)
def test_an_expression_is_spaced_and_quoted_as_formatters_do(given: str, made: str) -> None:
    assert expression_text(ast.parse(given, mode="eval").body) == made


@pytest.mark.parametrize(
    ("name", "text", "length"),
    [
        ("pyproject.toml", "[tool.ruff]\nline-length = 100\n", 100),
        ("pyproject.toml", "[tool.ruff.lint]\nselect = []\n", 88),
        ("pyproject.toml", "[tool.black]\nline-length = 79\n", 79),
        ("ruff.toml", "line-length = 120\n", 120),
        ("pyproject.toml", "not toml at all [", 88),
        ("pyproject.toml", "tool = 1\n[x]\n", 88),
        ("pyproject.toml", "[tool.ruff]\nline-length = 'wide'\n", 88),
    ],
)
def test_the_line_length_is_that_of_the_projects_formatter(
    tmp_path: Path, name: str, text: str, length: int
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / name).write_text(text)
    assert project_line_length(tmp_path, PurePosixPath("a/b/c.py")) == length


TASK = {
    "page": "home",
    "task": "count",
    "module": "counting",
    "imports": "from shop.tasks import queue",
    "decorator": "@queue.task",
    "signature": "def count() -> int:",
    "docstring": '"""Count {{ page }}."""',
    "body": "echo",
    "result": "0",
    "reexport": "from .counting import count",
    "task_name": "{% x %}",
    "task_assignment": 'TASK = "x"',
    "app_import": "from shop.tasks import queue",
    "app": "queue",
    "package": "shop.pages.home.tasks",
    "with_test": True,
}


@pytest.mark.parametrize(("kind", "answers"), [("page", PAGE), ("task", TASK)])
def test_the_built_in_templates_come_out_as_copier_renders_them(
    kind: str, answers: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = render_template(TemplateSource(kind), answers)
    monkeypatch.setattr("automappa_scaffold.templating.render.render_plain", lambda *_: None)
    assert render_template(TemplateSource(kind), answers) == plain


def test_the_built_in_templates_need_no_copier() -> None:
    code = (
        "import sys\nfrom automappa_scaffold.templating.render import render_template\n"
        "from automappa_scaffold.templating.sources import TemplateSource\n"
        f"render_template(TemplateSource('task'), {TASK})\nassert 'copier' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "option",
    ["_tasks: ['echo \"x = 1\" > made.py']", "_jinja_extensions: [jinja2.ext.do]"],
)
def test_a_trusted_template_may_run_code(tmp_path: Path, option: str) -> None:
    (tmp_path / "copier.yml").write_text(f"{option}\n_exclude: [copier.yml]\n")
    (tmp_path / "a.py").write_text("")
    source = TemplateSource("page", str(tmp_path))
    with pytest.raises(TemplateError, match="code of its own") as refused:
        render_template(source, PAGE)
    assert "--trust" in refused.value.hint
    made = render_template(replace(source, is_trusted=True), PAGE)
    assert made.get(PurePosixPath("made.py")) == ("x = 1\n" if "_tasks" in option else None)


def test_what_the_user_trusts_elsewhere_is_not_trusted_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = tmp_path / "template"
    template.mkdir()
    (template / "copier.yml").write_text("_tasks: ['true']\n_exclude: [copier.yml]\n")
    (template / "a.py").write_text("")
    settings = tmp_path / "settings.yml"
    settings.write_text(f"trust: ['{tmp_path}/']\n")
    monkeypatch.setenv("COPIER_SETTINGS_PATH", str(settings))
    with pytest.raises(TemplateError, match="code of its own"):
        render_template(TemplateSource("page", str(template)), PAGE)


def test_files_of_the_projects_own_take_the_place_of_the_built_in_ones(tmp_path: Path) -> None:
    own = tmp_path / "task"
    own.mkdir()
    (own / "{{ module }}.py.jinja").write_text("# {{ page }}\n{{ decorator }}\n{{ signature }} ...\n")
    made = render_template(TemplateSource("task", folder=own), TASK)
    assert made[PurePosixPath("counting.py")] == "# home\n@queue.task\ndef count() -> int: ...\n"
    assert PurePosixPath("__init__.py") in made
    (own / "strange.py").write_text("")
    with pytest.raises(TemplateError, match=r"no strange\.py"):
        render_template(TemplateSource("task", folder=own), TASK)


@pytest.mark.parametrize(
    "text", ["{{ page | to_nice_json }}", "{% include 'other' %}", "{{ _copier_conf.os }}"]
)
def test_what_only_copier_knows_is_left_to_copier(tmp_path: Path, text: str) -> None:
    (tmp_path / "copier.yml").write_text("_subdirectory: files\n")
    (tmp_path / "files").mkdir()
    (tmp_path / "other").write_text("included")
    (tmp_path / "files/a.py.jinja").write_text(text)
    made = render_template(TemplateSource("page", str(tmp_path)), PAGE)[PurePosixPath("a.py")]
    assert made in ('"home"', "included", "linux")


def test_a_template_can_come_from_a_repository(tmp_path: Path) -> None:
    (tmp_path / "copier.yml").write_text("page:\n  type: str\n")
    (tmp_path / "{{ page }}.py.jinja").write_text("# {{ page }}\n")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", str(tmp_path)]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *arguments], check=True)
    made = render_template(TemplateSource("page", f"git+file://{tmp_path}"), PAGE)
    assert made == {PurePosixPath("home.py"): "# home\n"}
    with pytest.raises(TemplateError, match="cannot be rendered"):
        render_template(TemplateSource("page", f"git+file://{tmp_path}/nowhere"), PAGE)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n{% if %}\n", "end of statement block' (a.py.jinja:2)"),
        ("a\n\n{{ nothing.here }}\n", "'nothing' is undefined (a.py.jinja:3)"),
    ],
)
def test_what_is_wrong_in_a_template_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "copier.yml").write_text("_templates_suffix: .jinja\n")
    (tmp_path / "a.py.jinja").write_text(text)
    with pytest.raises(TemplateError) as refused:
        render_template(TemplateSource("page", str(tmp_path)), PAGE)
    assert refused.value.message.endswith(message)
    assert "copier.yml" in refused.value.hint


def test_a_temporary_folder_of_a_killed_run_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "automappa-scaffold.copier-old/out").mkdir(parents=True)
    (tmp_path / "automappa-scaffold.copier-empty").mkdir()
    with scratch_folder() as first, scratch_folder() as second:
        assert {path.name for path in tmp_path.iterdir()} == {first.name, second.name}
    assert not list(tmp_path.iterdir())
