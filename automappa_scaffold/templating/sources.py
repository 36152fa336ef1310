"""Which template a command renders: the built-in one, the project's own, or one that the user names."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from automappa_scaffold.errors import TemplateError

__all__ = ["TemplateSource", "is_url", "template_files", "templates_folder"]

_QUESTIONS = ("copier.yml", "copier.yaml")


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """A template of a kind.

    Attributes:
        kind: ``task`` or ``page``.
        given: a folder or URL that the user named; empty for none.
        folder: the project's own folder for this kind, where it has one. Without a ``copier.yml`` its files
            take the place of the built-in template's, one by one.
        is_trusted: whether the template may run code: tasks, migrations, extensions of Jinja.
    """

    kind: str
    given: str = ""
    folder: Path | None = None
    is_trusted: bool = False

    @property
    def is_built_in(self) -> bool:
        """Whether nothing of the user's or the project's is in it."""
        return not self.given and self.folder is None

    def __str__(self) -> str:
        return self.given or str(self.folder or self.kind)


def templates_folder() -> Path:
    """Return the folder of the built-in templates: inside the installed package, or beside a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "_templates"
    return inside if inside.is_dir() else package.parent / "templates"


def is_url(given: str) -> bool:
    """Return whether a template is to be fetched by git."""
    return "://" in given or given.startswith(("git@", "git+", "gh:", "gl:"))


def template_files(source: TemplateSource) -> Mapping[PurePosixPath, Path]:
    """Return the files of a template that is on this disk: their paths in it, and where they are.

    Raises:
        TemplateError: there is no such template.
    """
    built_in = templates_folder() / source.kind
    if source.is_built_in:
        return dict(_files_in(built_in))
    folder = Path(source.given).expanduser() if source.given else source.folder
    assert folder is not None
    own = dict(_files_in(folder))
    if any(PurePosixPath(name) in own for name in _QUESTIONS):
        return own
    if source.given:
        raise TemplateError(
            f"{folder} is not a template: it is no folder with a copier.yml.",
            hint=f"The built-in templates are in {templates_folder()}.",
        )
    return _lay_over(built_in, folder, own)


def _lay_over(
    built_in: Path, folder: Path, own: Mapping[PurePosixPath, Path]
) -> Mapping[PurePosixPath, Path]:
    """Return the built-in template with files of the project's in the place of those that are called so."""
    has_files = any(path.parts[0] == "files" for path in own)
    over = {path if has_files else PurePosixPath("files") / path: file for path, file in own.items()}
    known = dict(_files_in(built_in))
    replaced, replaceable = ({_bare(path) for path in paths} for paths in (over, known))
    for path in over:
        if _bare(path) not in replaceable:
            raise TemplateError(
                f"{folder} has no copier.yml, so its files take the place of the built-in template's, "
                f"which has no {_bare(path).name}.",
                hint=f"Name the files as in {built_in / 'files'}, or add a copier.yml.",
            )
    return {**{path: file for path, file in known.items() if _bare(path) not in replaced}, **over}


def _bare(path: PurePosixPath) -> PurePosixPath:
    return path.with_name(path.name.removesuffix(".jinja"))


def _files_in(folder: Path) -> Iterator[tuple[PurePosixPath, Path]]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in (".git", "__pycache__"))
        for name in sorted(names):
            file = Path(place) / name
            yield PurePosixPath(file.relative_to(folder).as_posix()), file
