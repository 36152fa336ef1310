"""Rendering a template into text files, without writing anywhere but a temporary folder."""

import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from automappa_scaffold.errors import TemplateError

__all__ = ["render_template", "templates_folder"]


def templates_folder() -> Path:
    """Return the folder of the built-in templates: inside the installed package, or beside a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "_templates"
    return inside if inside.is_dir() else package.parent / "templates"


def render_template(template: str, answers: Mapping[str, object]) -> Mapping[PurePosixPath, str]:
    """Return the files that a template makes of the answers, by relative path, sorted.

    Args:
        template: the kind of a built-in template (``task``, ``page``), or what copier takes: a folder or URL.
        answers: what the template asks; given as data, so no answer is itself taken for a template.
    Raises:
        TemplateError: the template is missing, cannot be rendered, or wants to run code.
    """
    source = _locate(template)
    try:
        with tempfile.TemporaryDirectory(prefix="automappa-scaffold-") as folder:
            _run_copier(source, Path(folder) / "out", answers)
            return _read_files(Path(folder) / "out")
    except OSError as error:
        raise TemplateError(f"The template {template} cannot be rendered: {error}.") from error


def _locate(template: str) -> str:
    builtin = templates_folder() / template
    if template.isidentifier() and builtin.is_dir():
        return str(builtin)
    if "://" not in template and not template.startswith(("git@", "git+", "gh:", "gl:")):
        folder = Path(template).expanduser()
        if not (folder / "copier.yml").is_file() and not (folder / "copier.yaml").is_file():
            raise TemplateError(
                f"{template} is not a template: it is no folder with a copier.yml.",
                hint=f"The built-in templates are in {templates_folder()}.",
            )
    return template


def _run_copier(source: str, target: Path, answers: Mapping[str, object]) -> None:
    import copier
    from copier.errors import CopierError, UnsafeTemplateError
    from jinja2 import TemplateError as JinjaError
    from yaml import YAMLError  # type: ignore[import-untyped]  # copier lets some through; no stubs

    try:
        copier.run_copy(source, target, data=dict(answers), defaults=True, quiet=True)
    except UnsafeTemplateError as error:
        raise TemplateError(
            f"The template {source} wants to run code of its own ({error}).",
            hint="Use a template without tasks, migrations and extensions.",
        ) from error
    except (CopierError, JinjaError, YAMLError, ValueError, TypeError, OSError) as error:
        raise TemplateError(f"The template {source} cannot be rendered: {error}") from error


def _read_files(folder: Path) -> Mapping[PurePosixPath, str]:
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        relative = PurePosixPath(path.relative_to(folder).as_posix())
        try:
            files[relative] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise TemplateError(f"The template made {relative}, which is not UTF-8 text.") from error
    if not files:
        raise TemplateError("The template made no file.")
    return files
