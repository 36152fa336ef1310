from .lists import MODULES
