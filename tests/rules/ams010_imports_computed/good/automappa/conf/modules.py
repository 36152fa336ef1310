"""What the worker imports."""

MODULES = ["pages.home.tasks", "pages.mag_summary.tasks", "tasks"]
