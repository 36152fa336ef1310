"""Which files of ``library`` hold what a module of Python has."""

__all__ = ["DESCRIPTORS", "MIXINS", "READ_ALONE", "SHOWN_AS", "WRITTEN_IN_PYTHON"]

# By the modules whose names they hold.
WRITTEN_IN_PYTHON = {
    "appconf": "appconf",
    "appconf.base": "appconf",
    "argparse": "arguments",
    "bisect": "bisect",
    "calendar": "calendars",
    "collections": "collections",
    "contextlib": "contextlib",
    "contextvars": "contextvars",
    "csv": "tables",
    "flask": "flask",
    "flask.app": "flask",
    "flask.config": "flask",
    "flask.globals": "flask",
    "flask_celeryext": "flask_celeryext",
    "flask_celeryext.app": "flask_celeryext",
    "flask_celeryext.ext": "flask_celeryext",
    "functools": "functools",
    "graphlib": "graphs",
    "heapq": "heapq",
    "itertools": "itertools",
    "unittest.mock": "mock",
    "mock": "mock",
    "mock.mock": "mock",
    "operator": "operator",
    "optparse": "options",
    "queue": "queues",
    "sched": "schedules",
    "stevedore": "stevedore",
    "stevedore.dispatch": "stevedore",
    "stevedore.driver": "stevedore",
    "stevedore.enabled": "stevedore",
    "stevedore.exception": "stevedore",
    "stevedore.extension": "stevedore",
    "stevedore.hook": "stevedore",
    "stevedore.named": "stevedore",
    "threading": "locks",
}

# Functions that make values of their own kinds; of objects of classes below them, this says how they behave.
DESCRIPTORS = (
    "builtins.classmethod",
    "builtins.property",
    "builtins.staticmethod",
    "functools.cached_property",
)
# Less common, and long: read where they are asked for.
READ_ALONE = {
    **{
        f"{module}.{name}": "async_queues"
        for module in ("asyncio", "asyncio.queues")
        for name in ("LifoQueue", "PriorityQueue", "Queue")
    },
    **{
        f"django.{path}": "django_decorators"
        for path in (
            *("contrib.admin.action", "contrib.admin.decorators.action"),
            *("contrib.admin.display", "contrib.admin.decorators.display"),
            *("db.transaction.Atomic", "db.transaction.atomic", "db.transaction.non_atomic_requests"),
            *("test.override_settings", "test.utils.override_settings"),
            *("utils.timezone.override", "utils.translation.override"),
            "views.decorators.debug.sensitive_variables",
        )
    },
    "django.utils.functional.cached_property": "django_properties",
    "django.utils.functional.classproperty": "django_properties",
    "django.utils.functional.LazyObject": "django_lazy",
    "django.utils.functional.SimpleLazyObject": "django_lazy",
    "django.utils.text.camel_case_to_spaces": "django_texts",
    "django.utils.text.capfirst": "django_texts",
    "django.utils.text.slugify": "django_texts",
    "types.coroutine": "coroutines",
    "types.new_class": "class_making",
    "dataclasses.make_dataclass": "class_making",
    "django.template.Library": "django_template_library",
    "django.template.library.Library": "django_template_library",
    "logging.LoggerAdapter": "loggers",
    "collections.Counter": "counters",
    "collections.ChainMap": "mappings",
    "collections.UserDict": "mappings",
    "collections.UserList": "sequences",
    "collections.UserString": "sequences",
    "collections.deque": "deques",
}
# The modules that files of other names stand for.
SHOWN_AS = {
    **dict.fromkeys(READ_ALONE.values(), "collections"),
    "async_queues": "asyncio.queues",
    "class_making": "types",
    "coroutines": "types",
    "descriptors": "builtins",
    "django_decorators": "django.db.transaction",
    "django_lazy": "django.utils.functional",
    "django_properties": "django.utils.functional",
    "django_template_library": "django.template.library",
    "django_texts": "django.utils.text",
    "loggers": "logging",
    "graphs": "graphlib",
    "locks": "threading",
    "options": "optparse",
    "schedules": "sched",
    "queues": "queue",
    "sequence_mixins": "collections.abc",
    "set_mixins": "collections.abc",
    "tables": "csv",
}


# Abstract classes of containers that give methods made of those that a class below them has. Mappings stand
# beside sets: views of their keys are some.
_SETS = ("ItemsView", "KeysView", "MappingView", "MutableSet", "Set", "ValuesView")
MIXINS = {
    **dict.fromkeys(("Iterator", "MutableSequence", "Sequence"), "sequence_mixins"),
    **dict.fromkeys(("Mapping", "MutableMapping", *_SETS), "set_mixins"),
}
