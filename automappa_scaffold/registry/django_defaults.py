"""Django's own settings: the values of those that decide what is imported, the names of the others.

Source: ``django.conf.global_settings`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.values import MISSING, Value

__all__ = ["default_setting"]

_CONSTANTS: dict[str, Value] = {
    "APPEND_SLASH": True,
    "AUTH_USER_MODEL": "auth.User",
    "CACHE_MIDDLEWARE_ALIAS": "default",
    "CACHE_MIDDLEWARE_KEY_PREFIX": "",
    "CACHE_MIDDLEWARE_SECONDS": 600,
    "CSRF_COOKIE_AGE": 31449600,
    "CSRF_COOKIE_DOMAIN": None,
    "CSRF_COOKIE_HTTPONLY": False,
    "CSRF_COOKIE_NAME": "csrftoken",
    "CSRF_COOKIE_PATH": "/",
    "CSRF_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_SECURE": False,
    "CSRF_FAILURE_VIEW": "django.views.csrf.csrf_failure",
    "CSRF_HEADER_NAME": "HTTP_X_CSRFTOKEN",
    "CSRF_USE_SESSIONS": False,
    "DATA_UPLOAD_MAX_MEMORY_SIZE": 2621440,
    "DATA_UPLOAD_MAX_NUMBER_FIELDS": 1000,
    "DATA_UPLOAD_MAX_NUMBER_FILES": 100,
    "DATETIME_FORMAT": "N j, Y, P",
    "DATE_FORMAT": "N j, Y",
    "DEBUG": False,
    "DEBUG_PROPAGATE_EXCEPTIONS": False,
    "DECIMAL_SEPARATOR": ".",
    "DEFAULT_AUTO_FIELD": "django.db.models.AutoField",
    "DEFAULT_CHARSET": "utf-8",
    "DEFAULT_EXCEPTION_REPORTER": "django.views.debug.ExceptionReporter",
    "DEFAULT_EXCEPTION_REPORTER_FILTER": "django.views.debug.SafeExceptionReporterFilter",
    "DEFAULT_FROM_EMAIL": "webmaster@localhost",
    "DEFAULT_INDEX_TABLESPACE": "",
    "DEFAULT_TABLESPACE": "",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "localhost",
    "EMAIL_HOST_PASSWORD": "",
    "EMAIL_HOST_USER": "",
    "EMAIL_PORT": 25,
    "EMAIL_SSL_CERTFILE": None,
    "EMAIL_SSL_KEYFILE": None,
    "EMAIL_SUBJECT_PREFIX": "[Django] ",
    "EMAIL_TIMEOUT": None,
    "EMAIL_USE_LOCALTIME": False,
    "EMAIL_USE_SSL": False,
    "EMAIL_USE_TLS": False,
    "FILE_UPLOAD_DIRECTORY_PERMISSIONS": None,
    "FILE_UPLOAD_MAX_MEMORY_SIZE": 2621440,
    "FILE_UPLOAD_PERMISSIONS": 420,
    "FILE_UPLOAD_TEMP_DIR": None,
    "FIRST_DAY_OF_WEEK": 0,
    "FORCE_SCRIPT_NAME": None,
    "FORMAT_MODULE_PATH": None,
    "FORM_RENDERER": "django.forms.renderers.DjangoTemplates",
    "LANGUAGE_CODE": "en-us",
    "LANGUAGE_COOKIE_AGE": None,
    "LANGUAGE_COOKIE_DOMAIN": None,
    "LANGUAGE_COOKIE_HTTPONLY": False,
    "LANGUAGE_COOKIE_NAME": "django_language",
    "LANGUAGE_COOKIE_PATH": "/",
    "LANGUAGE_COOKIE_SAMESITE": None,
    "LANGUAGE_COOKIE_SECURE": False,
    "LOGGING_CONFIG": "logging.config.dictConfig",
    "LOGIN_REDIRECT_URL": "/accounts/profile/",
    "LOGIN_URL": "/accounts/login/",
    "LOGOUT_REDIRECT_URL": None,
    "MEDIA_ROOT": "",
    "MEDIA_URL": "",
    "MESSAGE_STORAGE": "django.contrib.messages.storage.fallback.FallbackStorage",
    "MONTH_DAY_FORMAT": "F j",
    "NUMBER_GROUPING": 0,
    "PASSWORD_RESET_TIMEOUT": 259200,
    "PREPEND_WWW": False,
    "SECRET_KEY": "",
    "SECURE_CONTENT_TYPE_NOSNIFF": True,
    "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
    "SECURE_HSTS_PRELOAD": False,
    "SECURE_HSTS_SECONDS": 0,
    "SECURE_PROXY_SSL_HEADER": None,
    "SECURE_REFERRER_POLICY": "same-origin",
    "SECURE_SSL_HOST": None,
    "SECURE_SSL_REDIRECT": False,
    "SERVER_EMAIL": "root@localhost",
    "SESSION_CACHE_ALIAS": "default",
    "SESSION_COOKIE_AGE": 1209600,
    "SESSION_COOKIE_DOMAIN": None,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_NAME": "sessionid",
    "SESSION_COOKIE_PATH": "/",
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_SECURE": False,
    "SESSION_ENGINE": "django.contrib.sessions.backends.db",
    "SESSION_EXPIRE_AT_BROWSER_CLOSE": False,
    "SESSION_FILE_PATH": None,
    "SESSION_SAVE_EVERY_REQUEST": False,
    "SESSION_SERIALIZER": "django.contrib.sessions.serializers.JSONSerializer",
    "SHORT_DATETIME_FORMAT": "m/d/Y P",
    "SHORT_DATE_FORMAT": "m/d/Y",
    "SIGNING_BACKEND": "django.core.signing.TimestampSigner",
    "STATIC_ROOT": None,
    "STATIC_URL": None,
    "TEST_RUNNER": "django.test.runner.DiscoverRunner",
    "THOUSAND_SEPARATOR": ",",
    "TIME_FORMAT": "P",
    "TIME_ZONE": "America/Chicago",
    "USE_I18N": True,
    "USE_THOUSAND_SEPARATOR": False,
    "USE_X_FORWARDED_HOST": False,
    "USE_X_FORWARDED_PORT": False,
    "WSGI_APPLICATION": None,
    "X_FRAME_OPTIONS": "DENY",
    "YEAR_MONTH_FORMAT": "F Y",
}
_LISTS: dict[str, tuple[str, ...]] = {
    "ADMINS": (),
    "ALLOWED_HOSTS": (),
    "AUTHENTICATION_BACKENDS": ("django.contrib.auth.backends.ModelBackend",),
    "AUTH_PASSWORD_VALIDATORS": (),
    "DATABASE_ROUTERS": (),
    "FIXTURE_DIRS": (),
    "INSTALLED_APPS": (),
    "INTERNAL_IPS": (),
    "LOCALE_PATHS": (),
    "MANAGERS": (),
    "MIDDLEWARE": (),
    "SILENCED_SYSTEM_CHECKS": (),
    "STATICFILES_DIRS": (),
    "STATICFILES_FINDERS": (
        "django.contrib.staticfiles.finders.FileSystemFinder",
        "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    ),
    "TEMPLATES": (),
}
_DICTS = frozenset({"DATABASES", "LOGGING", "MIGRATION_MODULES", "ABSOLUTE_URL_OVERRIDES"})
_OTHER_NAMES = """
    USE_TZ
    CACHES CSRF_COOKIE_MASKED CSRF_TRUSTED_ORIGINS DATETIME_INPUT_FORMATS DATE_INPUT_FORMATS
    DEFAULT_FILE_STORAGE DISALLOWED_USER_AGENTS FILE_UPLOAD_HANDLERS FORMS_URLFIELD_ASSUME_HTTPS
    IGNORABLE_404_URLS LANGUAGES LANGUAGES_BIDI PASSWORD_HASHERS SECRET_KEY_FALLBACKS
    SECURE_REDIRECT_EXEMPT STATICFILES_STORAGE STORAGES TEST_NON_SERIALIZED_APPS TIME_INPUT_FORMATS
    USE_DEPRECATED_PYTZ USE_L10N
"""
_OTHERS = frozenset(_OTHER_NAMES.split())


def default_setting(m: Interpreter, name: str) -> Value:
    """Return Django's own value of a setting, MISSING where it has none."""
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    if name in _LISTS:
        return m.new_list(_LISTS[name])
    if name in _DICTS:
        return m.new_dict()
    seen = m.outside.source("django.conf.global_settings")
    is_known = name in _OTHERS or (bool(seen) and m.outside.has_name("django.conf.global_settings", name))
    return m.unknown(f"Django's default of {name}", None, is_foreign=True) if is_known else MISSING
