"""Findings and registries as text and JSON."""
