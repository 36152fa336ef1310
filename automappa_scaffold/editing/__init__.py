"""Edits: small frozen intents on one file, from bytes to bytes; a ChangeSet plans and writes them.

libcst is imported where a list is patched (``listing*.py``), in those functions of ``sequence.py``.
"""
