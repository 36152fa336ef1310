"""The Registry value, the models of Celery for the interpreter, and the comparison of registries."""
