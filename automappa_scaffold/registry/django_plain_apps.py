"""Widely used apps for Django that declare no Celery task, whatever their version.

They are told apart where an app's environment is not seen. Of any other app it is not known.
"""

__all__ = ["declares_no_task"]

_NAMES = """
    actstream admin_interface admin_reorder adminsortable2 ajax_select allauth allauth_2fa analytical
    annoying anymail auditlog autocomplete_light axes baton bootstrap3 bootstrap4 bootstrap5
    bootstrap_pagination bootstrapform cachalot cacheops captcha celery channels chartjs ckeditor
    ckeditor_uploader cms colorfield compressor constance corsheaders crispy_bootstrap3 crispy_bootstrap4
    crispy_bootstrap5 crispy_forms crispy_forms_foundation crispy_tailwind csp dal dal_select2 daphne
    debug_toolbar dirtyfields dj_rest_auth django_ace django_admin_env_notice django_admin_json_editor
    django_auth_adfs django_bleach django_bootstrap5 django_browser_reload django_celery_beat
    django_celery_results django_ckeditor_5 django_cleanup django_comments django_components django_cotton
    django_countries django_extensions django_filters django_fsm django_hosts django_htmx django_icons
    django_jinja django_json_widget django_jsonform django_migration_linter django_minify_html django_mysql
    django_nose django_object_actions django_otp django_prometheus django_python3_ldap django_recaptcha
    django_redis django_rq django_select2 django_structlog django_summernote django_tables2
    django_user_agents django_vite djangoformsetjs djangosaml2 djmoney djoser drf_spectacular
    drf_spectacular_sidecar drf_standardized_errors drf_yasg dynamic_preferences easyaudit el_pagination
    extra_settings extra_views file_resubmit floppyforms formtools fsm_admin graphene_django graphql_jwt
    grappelli guardian gunicorn haystack health_check hijack impersonate import_export jazzmin jet
    jsoneditor jsonfield knox leaflet linear_migrations livereload localflavor log_request_id loginas
    maintenance_mode markdownx martor mathfilters mdeditor menus meta model_utils modelcluster
    modeltranslation mozilla_django_oidc mptt multiselectfield nested_admin nested_inline ninja ninja_extra
    ninja_jwt oauth2_provider oidc_provider ordered_model parler pgtrigger phonenumber_field pipeline
    polymorphic polymorphic_tree prettyjson pure_pagination rangefilter recurrence registration rest_auth
    rest_framework rest_framework_api_key rest_framework_gis rest_framework_jwt rest_framework_nested
    rest_framework_simplejwt rest_framework_swagger reversion reversion_compare revproxy robots rosetta
    rules sass_processor schedule sekizai select2 silk simple_history simpleui slippers smart_selects
    social_django solo sorl sortedm2m sri sslserver star_ratings storages strawberry_django suit tagging
    taggit tailwind template_partials timezone_field tinymce treebeard two_factor unfold url_filter
    versatileimagefield waffle wagtail watchman webpack_loader webpush whitenoise widget_tweaks
    zxcvbn_password
"""
_PLAIN = frozenset(_NAMES.split())
_WITH_TASKS = ("health_check.contrib.celery",)


def declares_no_task(package: str) -> bool:
    """Return whether an app, by its dotted package, is known to declare none."""
    return package.partition(".")[0] in _PLAIN and not package.startswith(_WITH_TASKS)
