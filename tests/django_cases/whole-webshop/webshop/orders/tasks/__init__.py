from .shipping import ship, track
from .invoices import *  # noqa

__all__ = ["ship", "track"]
