from . import more
