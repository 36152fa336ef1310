"""Findings, registries, comparisons and changes as text and as JSON."""
