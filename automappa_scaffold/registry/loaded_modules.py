"""Top-level modules that a worker holds before it looks at the project: a file of that name is never imported.

Source: ``sys.modules`` of a Celery 5.7 worker at the moment it loads the app.
"""

__all__ = ["LOADED_BY_WORKER"]

LOADED_BY_WORKER = frozenset(
    ["abc", "array", "ast", "asyncio", "atexit", "base64", "binascii", "bisect", "builtins", "bz2", "calendar", "codecs", "collections", "colorsys", "concurrent", "contextlib", "contextvars", "copy", "copyreg", "csv", "ctypes", "dataclasses", "datetime", "decimal", "difflib", "dis", "email", "encodings", "enum", "errno", "fcntl", "fileinput", "fnmatch", "functools", "genericpath", "gettext", "glob", "grp", "hashlib", "heapq", "hmac", "html", "importlib", "inspect", "io", "ipaddress", "itertools", "json", "keyword", "linecache", "locale", "logging", "lzma", "marshal", "math", "multiprocessing", "ntpath", "numbers", "opcode", "operator", "os", "pathlib", "pickle", "platform", "posix", "posixpath", "pprint", "pwd", "pyexpat", "queue", "quopri", "random", "re", "reprlib", "resource", "secrets", "select", "selectors", "shelve", "shlex", "shutil", "signal", "site", "socket", "ssl", "stat", "string", "struct", "subprocess", "sys", "sysconfig", "tempfile", "textwrap", "threading", "time", "token", "tokenize", "traceback", "types", "typing", "urllib", "uuid", "warnings", "weakref", "xml", "zipfile", "zipimport", "zlib", "zoneinfo", "amqp", "billiard", "celery", "click", "click_didyoumean", "click_plugins", "click_repl", "dateutil", "kombu", "prompt_toolkit", "six", "typing_extensions", "tzlocal", "vine", "wcwidth"]
)
