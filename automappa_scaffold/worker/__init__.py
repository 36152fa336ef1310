"""The reported registry: starting a real worker, and reading its log."""
