"""Errors of the data layer; their messages are written for the person at the screen."""


class DataError(Exception):
    """What was asked or handed in does not fit; nothing was stored."""


class DatabaseUnavailableError(DataError):
    """The database cannot be reached, or is kept busy by somebody else."""


class NotFoundError(DataError):
    """No such row."""
