"""Which files hold tests, and which show how something is used."""

__all__ = ["is_shown", "is_test"]

_SHOWING_FOLDERS = frozenset(
    {"doc", "docs", "example", "examples", "sample", "samples", "benchmark", "benchmarks"}
)
_TEST_FOLDERS = frozenset({"test", "tests", "testing"})


def is_test(path: str) -> bool:
    """Return whether a file is a test's, by its path relative to the project's root."""
    folder, _, name = path.rpartition("/")
    return (
        name.startswith("test_")
        or name.endswith("_test.py")
        or name == "conftest.py"
        or not _TEST_FOLDERS.isdisjoint(folder.split("/"))
    )


def is_shown(path: str) -> bool:
    """Return whether what a file says is shown, not run by the project, by its path likewise."""
    return not _SHOWING_FOLDERS.isdisjoint(path.split("/")[:-1])
