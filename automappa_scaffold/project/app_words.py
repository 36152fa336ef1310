"""Whether a file may make a Celery app, from its text alone.

In a light module of its own: after a change of one file this is asked again before anything else is imported.
"""

__all__ = ["NAMES_CELERY", "names_celery"]

# Under this name the answers of ``names_celery`` are kept.
NAMES_CELERY = f"{__name__}:names_celery"


def names_celery(source: bytes) -> bool:
    """Return whether a file may make a Celery app."""
    return b"Celery" in source and b"celery" in source
