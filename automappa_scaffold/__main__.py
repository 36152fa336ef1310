"""The way in: the console script, and ``python -m automappa_scaffold``."""

import sys

from automappa_scaffold.cli.app import main as run

__all__ = ["main"]


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run())


if __name__ == "__main__":
    main()
