"""How many examples are tried, and which.

The suite tries the same ones each time, so that it says the same of the same code everywhere. A long run
tries others: ``AUTOMAPPA_SCAFFOLD_SEARCH=1``, with the numbers that the test files name.
"""

import os

from hypothesis import settings

settings.register_profile("suite", derandomize=True, deadline=None, database=None)
settings.register_profile("search", deadline=None)
settings.load_profile("search" if os.environ.get("AUTOMAPPA_SCAFFOLD_SEARCH") else "suite")
