"""The catalogue of rules: one file per rule, found by scan."""
