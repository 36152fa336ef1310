"""Archives.

import nothing_of_this
"""

try:
    import not_there_either
except ImportError:
    not_there_either = None
