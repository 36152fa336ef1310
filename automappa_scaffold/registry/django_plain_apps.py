"""Widely used apps for Django that declare no Celery task, whatever their version.

They are told apart where an app's environment is not seen. Of any other app it is not known.
"""

__all__ = ["declares_no_task"]

_NAMES = """
    actstream admin_auto_filters admin_honeypot admin_interface admin_numeric_filter admin_reorder
    admin_tools_stats adminsortable adminsortable2 adrf ajax_select allauth allauth_2fa analytical
    annoying anymail auditlog autocomplete_light autoslug avatar axes baton behave_django betterforms
    bootstrap3 bootstrap3_datetime bootstrap4 bootstrap5 bootstrap_datepicker_plus bootstrap_modal_forms
    bootstrap_pagination bootstrapform cachalot cacheops captcha celery channels channels_redis chartjs
    ckeditor ckeditor_uploader clickhouse_backend cloudinary cloudinary_storage cms colorfield compressor
    config_models constance controlcenter cookielaw corsheaders crispy_bootstrap3 crispy_bootstrap4
    crispy_bootstrap5 crispy_forms crispy_forms_foundation crispy_tailwind csp csrf csvexport dal
    dal_select2 daphne dbbackup debreach debug_permissions debug_toolbar dirtyfields dj_pagination
    dj_rest_auth django_ace django_admin_env_notice django_admin_json_editor
    django_admin_listfilter_dropdown django_apscheduler django_auth_adfs django_bleach django_bootstrap5
    django_browser_reload django_cas_ng django_celery_beat django_celery_results django_ckeditor_5
    django_cleanup django_comments django_components django_cotton django_countries django_cron
    django_crontab django_dramatiq django_eventstream django_extensions django_filters
    django_forms_bootstrap django_fsm django_fsm_log django_gravatar django_hosts django_htmx django_icons
    django_ipware django_jalali django_jinja django_js_reverse django_json_widget django_jsonform
    django_lifecycle django_markup django_migration_linter django_minify_html django_mysql django_nose
    django_object_actions django_otp django_plotly_dash django_prometheus django_python3_ldap django_q
    django_querytagger django_quill django_recaptcha django_redis django_resized django_rest_passwordreset
    django_rq django_sass django_seed django_select2 django_ses django_static_jquery django_structlog
    django_summernote django_tables2 django_tenants django_unicorn django_user_agents django_vite
    django_watchfiles django_weasyprint djangobower djangocms_text_ckeditor djangoformsetjs djangoql
    djangosaml2 djcelery djmoney djoser djrichtextfield dramatiq drf_spectacular drf_spectacular_sidecar
    drf_standardized_errors drf_yasg dynamic_preferences dynamic_rest easy_thumbnails easyaudit
    edx_api_doc_tools edx_rbac edx_toggles el_pagination elasticapm embed_video encrypted_model_fields
    extra_settings extra_views favicon fcm_django fieldsets_with_inlines file_resubmit filer flags
    floppyforms fluent_comments fontawesome fontawesome_5 fontawesomefree formtools friendship fsm_admin
    genericadmin graphene_django graphql_jwt grappelli guardian gunicorn hashid_field haystack hcaptcha
    health_check hijack hijack_admin hitcount huey impersonate import_export jalali_date jazzmin jet
    jsoneditor jsonfield jsonify knox kombu leaflet linear_migrations livereload localflavor
    location_field log_request_id loginas maintenance_mode markdown_deux markdownify markdownx martor
    mathfilters mdeditor menus meta model_utils modelcluster modeltranslation more_admin_filters
    mozilla_django_oidc mptt mptt_graph multiselectfield nested_admin nested_inline netfields ninja
    ninja_extra ninja_jwt notifications nplusone oidc_provider opbeat ordered_model oscar otp_yubikey
    pagination parler pghistory pgtrigger phonenumber_field pipeline polymorphic polymorphic_tree
    prettyjson private_storage psqlextra pure_pagination push_notifications qr_code rangefilter raven
    recurrence registration rest_auth rest_framework rest_framework_api_key rest_framework_gis
    rest_framework_jwt rest_framework_nested rest_framework_simplejwt rest_framework_swagger
    rest_social_auth reversion reversion_compare revproxy robots rolepermissions rosetta rules safedelete
    sass_processor schedule scout_apm sekizai select2 semantic_admin sequences silk simple_history
    simplejwt simpleui sitetree slippers smart_selects social_core social_django solo sorl sortedm2m sri
    sslserver star_ratings statici18n storages strawberry_django suit tagging taggit taggit_autosuggest
    taggit_serializer tailwind tastypie template_partials templated_email tenant_schemas threadedcomments
    timezone_field tinymce treebeard two_factor tz_detect unfold url_filter versatileimagefield viewflow
    waffle wagtail wagtailmenus watchman watson webpack_loader webpush whitenoise widget_tweaks
    wkhtmltopdf zxcvbn_password
"""
_PLAIN = frozenset(_NAMES.split())
# So do all that begin with one of these.
_PREFIXES = ("crispy_", "drf_", "rest_framework_", "wagtail_")
# Those of ``pipeline`` are of bamboo-pipeline: django-pipeline has the one app.
_WITH_TASKS = (
    "health_check.contrib.celery",
    *("pipeline.contrib.", "pipeline.engine", "pipeline.eri", "pipeline.log"),
)


def declares_no_task(package: str) -> bool:
    """Return whether an app, by its dotted package, is known to declare none."""
    top = package.partition(".")[0]
    return (top in _PLAIN or top.startswith(_PREFIXES)) and not package.startswith(_WITH_TASKS)
