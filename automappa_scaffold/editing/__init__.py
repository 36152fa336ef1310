"""Edits: small frozen intents on one file, from bytes to bytes; a ChangeSet plans and writes them."""
