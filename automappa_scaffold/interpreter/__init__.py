"""Runs import programs abstractly: it knows Python, and nothing of Celery."""
