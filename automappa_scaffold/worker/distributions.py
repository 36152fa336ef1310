"""Which distribution to install for a module that is missing."""

import re
from collections.abc import Collection

from automappa_scaffold.worker.failure import ProjectFiles

__all__ = ["distribution_of", "meant_module"]

# Modules whose distribution has another name.
_OTHER_NAMES = {
    "Bio": "biopython",
    "Crypto": "pycryptodome",
    "MySQLdb": "mysqlclient",
    "OpenSSL": "pyOpenSSL",
    "PIL": "pillow",
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "dash_bootstrap_components": "dash-bootstrap-components",
    "dateutil": "python-dateutil",
    "decouple": "python-decouple",
    "django_celery_beat": "django-celery-beat",
    "django_celery_results": "django-celery-results",
    "dns": "dnspython",
    "docx": "python-docx",
    "dotenv": "python-dotenv",
    "environ": "django-environ",
    "fitz": "pymupdf",
    "flask_sqlalchemy": "Flask-SQLAlchemy",
    "git": "GitPython",
    "google.protobuf": "protobuf",
    "jose": "python-jose",
    "jwt": "PyJWT",
    "ldap": "python-ldap",
    "magic": "python-magic",
    "memcache": "python-memcached",
    "multipart": "python-multipart",
    "psycopg2": "psycopg2-binary",
    "rest_framework": "djangorestframework",
    "sentry_sdk": "sentry-sdk",
    "serial": "pyserial",
    "skbio": "scikit-bio",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "slugify": "python-slugify",
    "socketio": "python-socketio",
    "umap": "umap-learn",
    "usb": "pyusb",
    "yaml": "PyYAML",
    "zmq": "pyzmq",
}


def distribution_of(module: str, declared: Collection[str], files: ProjectFiles) -> str:
    """Return the distribution that has a module; empty where the module would be the project's own.

    Args:
        module: the dotted name.
        declared: the distributions that the project declares, normalised.
    """
    top = module.partition(".")[0]
    if files.has_module(top) or not top.isidentifier():
        return ""
    known = _OTHER_NAMES.get(module) or _OTHER_NAMES.get(top)
    if known:
        return known
    normalised = top.lower()
    near = [name for name in declared if name in (f"python_{normalised}", f"py{normalised}")]
    return re.sub("_", "-", next((name for name in declared if name == normalised), (near or [top])[0]))


def meant_module(module: str, declared: Collection[str]) -> str:
    """Return the declared module, or the one of Python's own, that a missing one may be a misspelling of.

    To install what a misspelt name happens to belong to would be no mending.
    """
    import difflib
    import sys

    top = module.partition(".")[0]
    known = {*declared, *sys.stdlib_module_names} - {top.lower()}
    if top in _OTHER_NAMES:
        return ""
    return next(iter(difflib.get_close_matches(top, sorted(known), n=1, cutoff=0.85)), "")
