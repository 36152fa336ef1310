"""Which files hold tests."""

__all__ = ["is_test"]

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
