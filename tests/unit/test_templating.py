"""Rendering templates, and Python source from what users say."""

import ast
import os
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automappa_scaffold.errors import TemplateError
from automappa_scaffold.operations.line_length import project_line_length
from automappa_scaffold.templating.python_text import docstring_text, expression_text, string_text
from automappa_scaffold.templating.render import render_template, templates_folder

PAGE = {"page": "home", "path": "/home", "title": "Home"}


def test_a_built_in_template_is_found_by_its_kind() -> None:
    assert (templates_folder() / "task/copier.yml").is_file()
    assert list(render_template("page", PAGE)) == [PurePosixPath("__init__.py"), PurePosixPath("layout.py")]


def test_answers_are_never_taken_for_templates() -> None:
    nasty = "{{ 1/0 }}{% raw %}[[ x ]]\n{# y #}"
    assert nasty in render_template("page", {**PAGE, "title": nasty})[PurePosixPath("layout.py")]


def test_rendering_needs_no_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert render_template("page", PAGE)


@pytest.mark.parametrize("template", ["/nowhere/at/all", "no_such_kind", "."])
def test_a_template_that_is_not_there_is_refused(
    template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TemplateError, match="is not a template"):
        render_template(template, PAGE)


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
        render_template(str(tmp_path), PAGE)


def test_tasks_of_a_template_are_never_run(tmp_path: Path) -> None:
    template = tmp_path / "template"
    template.mkdir()
    (template / "copier.yml").write_text(f"_tasks: ['touch {tmp_path}/ran']\n")
    (template / "a.py").write_text("")
    with pytest.raises(TemplateError, match="run code"):
        render_template(str(template), PAGE)
    assert not (tmp_path / "ran").exists()


def test_nothing_stays_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    render_template("page", PAGE)
    assert os.listdir(tmp_path) == []


@given(st.text(), st.sampled_from([40, 88]))
def test_a_docstring_says_what_was_given_whatever_it_was(text: str, line_length: int) -> None:
    source = f"def f():\n    {docstring_text(text, indent='    ', line_length=line_length)}\n"
    function = ast.parse(source.encode()).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert len(function.body) == 1
    assert (ast.get_docstring(function) or "").split() == text.split()


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
