"""Rendering a template into texts; the project is never written to."""

import contextlib
import io
import shutil
import traceback
import warnings
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from automappa_scaffold.errors import TemplateError
from automappa_scaffold.templating.plain import render_plain
from automappa_scaffold.templating.scratch import scratch_folder
from automappa_scaffold.templating.sources import TemplateSource, is_url, template_files, templates_folder

__all__ = ["render_template"]

_MEND_HINT = f"Mend the template; those in {templates_folder()} show, in copier.yml, which answers it gets."
_REACH_HINT = "See whether the template can be read from here."
_TRUST_HINT = "Read it first; if you trust it, run the command again with --trust."


def render_template(source: TemplateSource, answers: Mapping[str, object]) -> Mapping[PurePosixPath, str]:
    """Return the files that a template makes of the answers, by relative path, sorted.

    Args:
        answers: what the template asks; given as data, so no answer is itself taken for a template.
    Raises:
        TemplateError: the template is missing, cannot be rendered, or would run code and is not trusted.
    """
    if is_url(source.given):
        return _render_with_copier(source, answers, {})
    files = template_files(source)
    rendered = render_plain(files, answers)
    return rendered if rendered is not None else _render_with_copier(source, answers, files)


def _render_with_copier(
    source: TemplateSource, answers: Mapping[str, object], files: Mapping[PurePosixPath, Path]
) -> Mapping[PurePosixPath, str]:
    try:
        with scratch_folder() as folder:
            place = _one_folder(files, folder / "template") if files else source.given
            _run_copier(place, folder / "out", answers, is_trusted=source.is_trusted)
            return _read_files(folder / "out")
    except OSError as error:
        raise TemplateError(
            f"The template {source} cannot be rendered: {_first_line(error)}", hint=_REACH_HINT
        ) from error


def _one_folder(files: Mapping[PurePosixPath, Path], target: Path) -> str:
    """Return a folder that holds a template: its own, or a copy where it is put together from two."""
    folders = {file.parents[len(path.parts) - 1] for path, file in files.items()}
    if len(folders) == 1:
        return str(folders.pop())
    for path, file in files.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target / path, follow_symlinks=False)
    return str(target)


def _run_copier(source: str, target: Path, answers: Mapping[str, object], *, is_trusted: bool) -> None:
    import copier
    from copier.errors import InvalidConfigFileError, UnsafeTemplateError

    try:
        # What copier prints of a wrong copier.yml is told by the error.
        with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
            warnings.simplefilter(
                "ignore"
            )  # copier warns of old tags and uncommitted changes of the template
            copier.run_copy(
                source,
                target,
                data=dict(answers),
                defaults=True,
                quiet=True,
                cleanup_on_error=False,  # in copier 9.12 it hides the error where nothing was written
                unsafe=is_trusted,
                vcs_ref=None if is_url(source) else "HEAD",  # a folder is taken as it is, not at its last tag
                settings=copier.Settings(),  # not what the user trusts elsewhere: here --trust alone decides
            )
    except UnsafeTemplateError as error:
        raise TemplateError(
            f"The template {source} wants to run code of its own: {_first_line(error)}", hint=_TRUST_HINT
        ) from error
    except InvalidConfigFileError as error:
        message = f"The template {source} cannot be rendered: its settings in copier.yml are not valid YAML."
        raise TemplateError(message, hint="Mend its copier.yml.") from error
    except OSError as error:
        message = f"The template {source} cannot be rendered: {_reason(error)}"
        raise TemplateError(message, hint=_REACH_HINT) from error
    except Exception as error:  # a template is a program of somebody else's: whatever it raises is its own
        message = f"The template {source} cannot be rendered: {_first_line(error)}{_place(error)}"
        raise TemplateError(message, hint=_MEND_HINT) from error


def _place(error: Exception) -> str:
    """Return the template's file and line that an error of Jinja is about, in brackets, where it says so."""
    name, line = getattr(error, "name", None), getattr(error, "lineno", None)
    # Jinja puts the template's own lines into the traceback of what fails while it runs.
    frames = traceback.extract_tb(error.__traceback__)
    ran = [(f.filename, f.lineno) for f in frames if not f.filename.endswith(".py") and f.filename[0] != "<"]
    if (not isinstance(name, str) or line is None) and ran:
        name, line = ran[-1]
    return f" ({PurePosixPath(name).name}:{line})" if isinstance(name, str) and line is not None else ""


def _reason(error: OSError) -> str:
    """Return why git, or a task of the template, failed; or what the system says."""
    said = str(getattr(error, "stderr", "") or "").strip().splitlines()
    # Below its error git may give advice over several lines.
    wrong = [line for line in said if line.startswith(("fatal: ", "error: "))]
    return (wrong or said[-1:] or [_first_line(error)])[0]


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def _read_files(folder: Path) -> Mapping[PurePosixPath, str]:
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        relative = PurePosixPath(path.relative_to(folder).as_posix())
        try:
            files[relative] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise TemplateError(
                f"The template made {relative}, which is not UTF-8 text.", hint=_MEND_HINT
            ) from error
    if not files:
        raise TemplateError("The template made no file.", hint=_MEND_HINT)
    return files
