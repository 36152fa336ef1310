"""Abstract values for Python's built-ins and for the parts of its library that decide what an import does."""
