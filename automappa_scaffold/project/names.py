"""Names that a user may give to pages, tasks, modules and parameters."""

import keyword

from automappa_scaffold.errors import ProjectError

__all__ = ["absolute_module", "module_name_of", "require_identifier"]


def require_identifier(name: str, what: str) -> str:
    """Return ``name`` when it can name ``what`` in Python source.

    Raises:
        ProjectError: the name is empty, not an identifier, or a keyword.
    """
    if not name.isidentifier():
        raise ProjectError(
            f"{name!r} cannot name a {what}: it is not a Python identifier.", hint=_suggest(name)
        )
    if keyword.iskeyword(name):
        raise ProjectError(f"{name!r} cannot name a {what}: it is a Python keyword.", hint=f"Try {name}_.")
    return name


def module_name_of(parts: tuple[str, ...]) -> str:
    """Return the dotted module name of a source file's path parts, relative to its import root."""
    names = list(parts)
    names[-1] = names[-1].removesuffix(".py")
    if names[-1] == "__init__" and len(names) > 1:
        names.pop()
    return ".".join(names)


def absolute_module(importer: str, is_package: bool, level: int, module: str) -> str | None:
    """Return the module that ``from <level dots><module>`` names in ``importer``; None beyond the top."""
    if not level:
        return module
    package = importer.split(".")
    if not is_package:
        package.pop()
    if level > len(package):
        return None
    base = package[: len(package) - level + 1]
    return ".".join([*base, module] if module else base)


def _suggest(name: str) -> str:
    cleaned = "".join(c if c.isidentifier() or c.isdigit() else "_" for c in name.strip()).strip("_").lower()
    if cleaned and cleaned[0].isdigit():
        cleaned = f"_{cleaned}"
    usable = cleaned.isidentifier() and not keyword.iskeyword(cleaned)
    return f"Try {cleaned}." if usable else "Use letters, digits and underscores, not starting with a digit."
