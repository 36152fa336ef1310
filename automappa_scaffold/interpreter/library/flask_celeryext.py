import importlib

from flask import has_app_context

_celery = importlib.import_module("celery")  # of the worker, as all of this

_PREFIXED = """
    accept_content beat_max_loop_interval beat_schedule beat_schedule_filename beat_scheduler
    beat_sync_every broker_connection_max_retries broker_connection_retry broker_connection_timeout
    broker_failover_strategy broker_heartbeat broker_login_method broker_pool_limit broker_transport
    broker_transport_options broker_url broker_use_ssl cache_backend cache_backend_options
    cassandra_entry_ttl cassandra_keyspace cassandra_port cassandra_read_consistency
    cassandra_servers cassandra_table cassandra_write_consistency couchbase_backend_settings
    database_db_names database_engine_options database_short_lived_sessions enable_utc
    event_queue_expires event_queue_prefix event_queue_ttl event_serializer imports include
    mongodb_backend_settings redis_db redis_host redis_max_connections redis_password redis_port
    result_backend result_cache_max result_compression result_exchange result_exchange_type
    result_expires result_persistent result_serializer security_cert_store security_certificate
    security_key task_acks_late task_always_eager task_annotations task_create_missing_queues
    task_default_delivery_mode task_default_exchange task_default_exchange_type task_default_queue
    task_default_rate_limit task_default_routing_key task_eager_propagates task_ignore_result
    task_publish_retry task_publish_retry_policy task_queues task_routes task_send_sent_event
    task_serializer task_soft_time_limit task_time_limit task_track_started timezone worker_agent
    worker_autoscaler worker_concurrency worker_consumer worker_direct worker_disable_rate_limits
    worker_enable_remote_control worker_hijack_root_logger worker_log_color worker_log_format
    worker_lost_wait worker_max_tasks_per_child worker_pool worker_pool_putlocks
    worker_pool_restarts worker_prefetch_multiplier worker_redirect_stdouts
    worker_redirect_stdouts_level worker_send_task_events worker_state_db worker_task_log_format
    worker_timer worker_timer_precision
"""
_UPPER = """
    arangodb_backend_settings broker_url cassandra_options redis_backend_use_ssl redis_username
    s3_access_key_id s3_base_path s3_bucket s3_endpoint_url s3_region s3_secret_access_key
    task_reject_on_worker_lost
"""
_OTHERS = {
    "CELERY_ALWAYS_EAGER": "task_always_eager",
    "CELERY_EAGER_PROPAGATES_EXCEPTIONS": "task_eager_propagates",
    "CELERY_TASK_COMPRESSION": "result_compression",
    "RESULT_DBURI": "result_backend",
    "ACKS_ON_FAILURE_OR_TIMEOUT": "task_acks_on_failure_or_timeout",
    "COMPRESSION": "task_compression",
}
_KEYS = {f"CELERY_{name.upper()}": name for name in _PREFIXED.split()}
_KEYS.update({name.upper(): name for name in _UPPER.split()})
_KEYS.update(_OTHERS)


class AppContextTask(_celery.Task):
    abstract = True

    def __call__(self, *args, **kwargs):
        if has_app_context():
            return _celery.Task.__call__(self, *args, **kwargs)
        with self.app.flask_app.app_context():
            return _celery.Task.__call__(self, *args, **kwargs)


class RequestContextTask(_celery.Task):
    abstract = True

    def __call__(self, *args, **kwargs):
        with self.app.flask_app.test_request_context():
            return _celery.Task.__call__(self, *args, **kwargs)


def create_celery_app(flask_app):
    celery = _celery.current_app
    celery.config_from_object({_KEYS.get(key, key): value for key, value in flask_app.config.items()})
    celery.Task = AppContextTask
    if not hasattr(celery, "flask_app"):
        celery.flask_app = flask_app
    _celery.signals.after_setup_task_logger.connect(_propagate)
    return celery


def _propagate(logger=None, **kwargs):
    logger.propagate = 1


class FlaskCeleryExt:
    def __init__(self, app=None, create_celery_app=None):
        self.create_celery_app = create_celery_app or _create
        self.celery = None
        if app is not None:
            self.init_app(app)

    def init_app(self, app):
        app.extensions["flask-celeryext"] = self
        self.celery = self.create_celery_app(app)


_create = create_celery_app
