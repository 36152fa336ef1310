from saltlike.core import quiet, subscribe

__all__ = ["quiet", "subscribe"]
