from . import conf
from .specs import Spec

__all__ = ["Spec", "conf"]
