"""Edits: small frozen intents on one file, from bytes to bytes, and the ChangeSet that plans and writes them."""
