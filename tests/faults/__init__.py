"""Faults at every file operation of the commands that write."""
