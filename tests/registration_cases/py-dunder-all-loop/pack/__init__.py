from .x import a

__all__ = ['a']
