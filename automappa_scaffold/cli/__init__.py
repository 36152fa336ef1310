"""The command line: one file per command, and the one place that turns errors into exit codes."""
