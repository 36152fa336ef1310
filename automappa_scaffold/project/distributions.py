"""Which distribution a module comes from: few have the module's own name."""

from collections.abc import Collection

__all__ = ["OTHER_NAMES", "declares"]

# Modules whose distribution has another name.
OTHER_NAMES = {
    "Bio": "biopython",
    "Crypto": "pycryptodome",
    "MySQLdb": "mysqlclient",
    "OpenSSL": "pyOpenSSL",
    "PIL": "pillow",
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "corsheaders": "django-cors-headers",
    "cv2": "opencv-python",
    "dash_bootstrap_components": "dash-bootstrap-components",
    "dateutil": "python-dateutil",
    "decouple": "python-decouple",
    "django_celery_beat": "django-celery-beat",
    "django_celery_results": "django-celery-results",
    "django_filters": "django-filter",
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
    "mysql": "mysql-connector-python",
    "oauth2_provider": "django-oauth-toolkit",
    "phonenumber_field": "django-phonenumber-field",
    "pkg_resources": "setuptools",
    "psycopg2": "psycopg2-binary",
    "rest_framework": "djangorestframework",
    "sentry_sdk": "sentry-sdk",
    "serial": "pyserial",
    "skbio": "scikit-bio",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "slugify": "python-slugify",
    "social_django": "social-auth-app-django",
    "socketio": "python-socketio",
    "telegram": "python-telegram-bot",
    "umap": "umap-learn",
    "usb": "pyusb",
    "yaml": "PyYAML",
    "zmq": "pyzmq",
}
# What else the distribution that holds a module is called.
_FORMS = ("{}", "python_{}", "django_{}", "py{}", "{}_python", "flask_{}", "{}_binary")
_REST, _OF_REST = "rest_framework_", "djangorestframework_"


def declares(declared: Collection[str], module: str) -> bool:
    """Return whether one of the declared distributions may be the one that holds a module.

    Args:
        declared: the distributions, normalised as in ``read_declared``.
        module: the module's top-level name.
    """
    name = module.lower()
    known = OTHER_NAMES.get(module, "").replace("-", "_").lower()
    if known in declared or any(form.format(name) in declared for form in _FORMS):
        return True
    return name.startswith(_REST) and name.replace(_REST, _OF_REST, 1) in declared
