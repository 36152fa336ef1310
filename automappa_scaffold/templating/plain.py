"""Rendering templates that are nothing but questions and Jinja files, without copier.

Importing copier takes longer than everything else that ``add-task`` does. What this module does not render
just as copier would, it leaves to copier: options, computed questions, links, includes, filters of copier's.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

__all__ = ["render_plain"]

_OPTIONS = frozenset({"_templates_suffix", "_subdirectory"})
_QUESTION = frozenset({"type", "help", "default", "choices"})
# What copier offers to templates besides the answers. Undefined names are errors here, but may be asked for.
_COPIERS_OWN = ("_copier", "_folder_name", "_external_data")


class _NotPlainError(Exception):
    """The template needs copier."""


def render_plain(
    template: Mapping[PurePosixPath, Path], answers: Mapping[str, object]
) -> Mapping[PurePosixPath, str] | None:
    """Return the files that a template makes of the answers, or None where copier must render it.

    Args:
        template: the template's files: their paths in it, and where they are.
    """
    import jinja2
    import yaml  # type: ignore[import-untyped]  # has no stubs

    try:
        config = yaml.safe_load(_read(template[PurePosixPath("copier.yml")]))
        suffix, folder = _options(config)
        context = {**_defaults(config, answers), **answers}
        inside = {
            path.relative_to(folder): file for path, file in template.items() if path.parts[0] == folder
        }
        return dict(_render(inside, suffix, context))
    except (_NotPlainError, OSError, UnicodeDecodeError, yaml.YAMLError, jinja2.TemplateError):
        return None  # copier either knows it or says what is wrong with it
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError):
        return None  # raised by an expression in the template


def _options(config: Any) -> tuple[str, str]:
    if not isinstance(config, dict) or any(not isinstance(key, str) for key in config):
        raise _NotPlainError
    options = {key: value for key, value in config.items() if key.startswith("_")}
    if not options.keys() <= _OPTIONS or "_subdirectory" not in options:
        raise _NotPlainError
    suffix, files = options.get("_templates_suffix", ".jinja"), options["_subdirectory"]
    if not isinstance(suffix, str) or not suffix or not isinstance(files, str) or not files.isidentifier():
        raise _NotPlainError
    return suffix, files


def _defaults(config: Mapping[str, Any], answers: Mapping[str, object]) -> dict[str, object]:
    """Return the values of the questions that nobody answered."""
    found: dict[str, object] = {}
    for name, question in config.items():
        if name.startswith("_"):
            continue
        if not isinstance(question, dict) or not question.keys() <= _QUESTION:
            raise _NotPlainError
        kind = {"str": str, "bool": bool}.get(question.get("type", ""))
        value = answers.get(name, question.get("default"))
        if kind is None or not isinstance(value, kind) or value not in question.get("choices", [value]):
            raise _NotPlainError
        if name not in answers:
            if isinstance(value, str) and "{" in value:
                raise _NotPlainError
            found[name] = value
    return found


def _read(file: Path) -> str:
    if file.is_symlink():
        raise _NotPlainError
    return file.read_bytes().decode("utf-8")


def _render(
    template: Mapping[PurePosixPath, Path], suffix: str, context: Mapping[str, object]
) -> Iterator[tuple[PurePosixPath, str]]:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        autoescape=False,  # what is rendered is Python, not HTML
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )

    def render(text: str) -> str:
        if any(name in text for name in _COPIERS_OWN):
            raise _NotPlainError
        return environment.from_string(text).render(context)

    found = {}
    for path, file in sorted(template.items()):
        is_template = path.name.endswith(suffix)
        parts = path.as_posix().removesuffix(suffix if is_template else "").split("/")
        names = [render(part) for part in parts]
        if any("/" in name or name in (".", "..") for name in names):
            raise _NotPlainError
        if all(names):
            text = _read(file)
            found[PurePosixPath(*names)] = render(text) if is_template else text
    if not found:
        raise _NotPlainError
    yield from sorted(found.items())
