"""Parts of Python's library, written in Python, for the interpreter to run: never imported by this tool.

They do what the originals do as far as a program can tell at import; what is written natively in ``models``
comes first. They carry no annotations and no docstrings, as nobody reads them but the interpreter.
"""
