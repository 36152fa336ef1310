from fields import more
from fields.more import *  # noqa: F403

__all__ = [name for name in vars(more) if not name.startswith("_")]
