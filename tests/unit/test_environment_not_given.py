"""What is said of an app when only its own source is seen: the names it declares, under assumptions."""

from pathlib import Path

import pytest

from automappa_scaffold.registry.prediction import predict
from automappa_scaffold.registry.start_input import WorkerStart
from automappa_scaffold.registry.values import Registry
from automappa_scaffold.source.tree import SourceTree

APP = "from celery import Celery\napp = Celery('shop')\n"
TASK = "@app.task\ndef run():\n    pass\n"
SETTINGS = "import os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'shop.settings'\n"
PROJECT = f"{SETTINGS}{APP}app.config_from_object('django.conf:settings', namespace='CELERY')\n"
ORDERS = {
    "orders/__init__.py": "",
    "orders/tasks.py": "from celery import shared_task\n@shared_task\ndef pack():\n    pass\n",
}


def predict_source(folder: Path, files: dict[str, str]) -> Registry:
    for name, text in {"shop/__init__.py": "", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    start = WorkerStart(app="shop.celery", sys_path=(str(folder),), environ={})
    return predict(SourceTree(folder), start).registry


# By what the case shows: the files, the names, what is assumed for them.
DECIDED: dict[str, tuple[dict[str, str], list[str], str]] = {
    "a decorator keeps the name of a task": (
        {
            "shop/celery.py": f"{APP}from edx_django_utils.monitoring import owner\n"
            "@app.task\n@owner\ndef run():\n    pass\n"
        },
        ["shop.celery.run"],
        "edx_django_utils.monitoring.owner keeps the names of what it wraps",
    ),
    "an object's method makes a decorator": (
        {
            "shop/celery.py": f"{APP}import statsd\nclient = statsd.Client()\n"
            "@app.task\n@client.timed('run')\ndef run():\n    pass\n"
        },
        ["shop.celery.run"],
        "keeps the names of what it wraps",
    ),
    "a package has parts in other distributions": (
        {
            "shop/__init__.py": "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n",
            "shop/celery.py": f"{APP}from shop.core.units import Unit\nimport shop.extra as extra\n{TASK}",
        },
        ["shop.celery.run"],
        "shop.core is part of an installed distribution that shares the package shop",
    ),
    "an extension of Flask makes the app of the project's settings": (
        {
            "shop/celery.py": "from flask import Flask\nfrom flask_celeryext import FlaskCeleryExt\n"
            "ext = FlaskCeleryExt()\nsite = Flask('shop')\n"
            "site.config.from_mapping(CELERY_BROKER_URL='memory://', CELERY_IMPORTS=['orders.tasks'])\n"
            f"ext.init_app(site)\napp = ext.celery\n{TASK}",
            **ORDERS,
        },
        ["orders.tasks.pack", "shop.celery.run"],
        "flask_celeryext is not declared as a dependency",
    ),
    "an extension of Flask has the app that a function of the project makes": (
        {
            "shop/celery.py": "from flask import Flask\n"
            "from flask_celeryext import AppContextTask, FlaskCeleryExt\n"
            f"{APP}def make(site):\n    app.conf.imports = site.config['TASKS']\n"
            "    app.Task = AppContextTask\n    return app\n"
            "site = Flask('shop')\nsite.config['TASKS'] = ['orders.tasks']\n"
            f"app = FlaskCeleryExt(site, create_celery_app=make).celery\n{TASK}",
            **ORDERS,
        },
        ["orders.tasks.pack", "shop.celery.run"],
        "flask_celeryext is not declared as a dependency",
    ),
    "a method that only refuses comes from a foreign base": (
        {
            "shop/celery.py": f"{APP}import backends\nclass Store:\n    def open(self):\n"
            "        raise NotImplementedError('no store')\nclass Both(backends.load().Store, Store):\n"
            f"    pass\nBoth().open()\n{TASK}"
        },
        ["shop.celery.run"],
        "open is taken to come with the foreign bases of shop.celery.Both",
    ),
    "a module outside is loaded in place of another": (
        {
            "shop/celery.py": f"{APP}import sys\ntry:\n    import pysqlite3\n"
            "    sys.modules['sqlite3'] = sys.modules.pop('pysqlite3')\n"
            f"except ImportError:\n    pass\n{TASK}"
        },
        ["shop.celery.run"],
        "",
    ),
    "settings of one machine are not there": (
        {
            "shop/conf.py": "NAMES = {'task': 'pack'}\ntry:\n    from local_settings import *\n"
            "except ImportError:\n    pass\n",
            "shop/celery.py": f"{APP}from shop.conf import NAMES\n"
            "@app.task(name=NAMES['task'])\ndef run():\n    pass\n",
        },
        ["pack"],
        "no module local_settings is on the worker's module path",
    ),
    "settings of one machine are looked for": (
        {
            "shop/conf.py": "import importlib.util\nNAME = 'pack'\n"
            "if importlib.util.find_spec('shop_config'):\n    from shop_config import *\n",
            "shop/celery.py": f"{APP}from shop.conf import NAME\n"
            "@app.task(name=NAME)\ndef run():\n    pass\n",
        },
        ["pack"],
        "no module shop_config is on the worker's module path",
    ),
    "a failed import is told and raised again": (
        {
            "shop/geo.py": "import geohash\nFOUND = True\n",
            "shop/celery.py": f"{APP}import logging\n"
            "def create():\n    try:\n        import shop.geo\n        return {'task': 'pack'}\n"
            "    except Exception:\n        logging.exception('failed')\n        raise\n"
            "@app.task(name=create()['task'])\ndef run():\n    pass\n",
        },
        ["pack"],
        "geohash is not declared as a dependency: taken to be importable",
    ),
    "an app's configuration is that of a base": (
        {
            "shop/settings.py": "SECRET_KEY = 'x'\nINSTALLED_APPS = ['shop.apps.OwnConfig', 'orders']\n",
            "shop/apps.py": "from constance.apps import ConstanceConfig\n"
            "class OwnConfig(ConstanceConfig):\n    verbose_name = 'Own'\n",
            "shop/celery.py": f"{PROJECT}app.autodiscover_tasks()\n",
            **ORDERS,
        },
        ["orders.tasks.pack"],
        "shop.apps.OwnConfig is taken to be the configuration of the app constance",
    ),
    "a setting names what a class of a loaded module has": (
        {
            "shop/settings.py": "SECRET_KEY = 'x'\nINSTALLED_APPS = ['orders']\n"
            "NAMES = {'color': 'orders.colors.Colors.choices'}\n",
            "orders/colors.py": "class Colors:\n    choices = ()\n",
            "shop/celery.py": f"{PROJECT}app.autodiscover_tasks()\n",
            **ORDERS,
        },
        ["orders.tasks.pack"],
        "",
    ),
}


@pytest.mark.parametrize("name", sorted(DECIDED))
def test_names_of_the_projects_own_source_are_told(name: str, tmp_path: Path) -> None:
    files, names, assumed = DECIDED[name]
    registry = predict_source(tmp_path, files)
    assert registry.error is None
    assert not registry.unknown
    assert [task.name for task in registry.tasks] == names
    assert any(assumed in assumption for assumption in registry.assumptions)


# What stays unknown beside the names that are certain: the files, the names, a part of the reason.
BESIDE: dict[str, tuple[dict[str, str], list[str], str]] = {
    "other distributions may have entry points": (
        {
            "pyproject.toml": "[project.entry-points.'shop.plugins']\nown = 'shop.plugin:more'\n",
            "setup.cfg": "[options.entry_points]\nshop.plugins =\n    old = shop.old:more [extra]\n",
            "shop/plugin.py": "def more():\n    return 'shop.extra'\n",
            "shop/old.py": "def more():\n    return 'shop.older'\n",
            "shop/extra.py": "from shop.celery import app\n@app.task\ndef extra():\n    pass\n",
            "shop/older.py": "from shop.celery import app\n@app.task\ndef older():\n    pass\n",
            "shop/celery.py": f"{APP}from importlib.metadata import entry_points\n"
            "app.conf.include = [point.load()() for point in entry_points(group='shop.plugins')]\n",
        },
        ["shop.extra.extra", "shop.older.older"],
        "include is computed from it",
    ),
    "the settings are not in the project": (
        {"shop/celery.py": f"{PROJECT.replace('shop.settings', 'shop_config')}{TASK}"},
        ["shop.celery.run"],
        "INSTALLED_APPS is computed from it",
    ),
    "a model of Django's is imported under such settings": (
        {
            "shop/celery.py": f"{PROJECT.replace('shop.settings', 'shop_config')}{TASK}"
            "from django.core.checks import register\n"
            "@register()\ndef own(app_configs, **kwargs):\n"
            "    from django.contrib.contenttypes.models import ContentType\n    return []\n"
        },
        ["shop.celery.run"],
        "INSTALLED_APPS is computed from it",
    ),
}


@pytest.mark.parametrize("name", sorted(BESIDE))
def test_certain_names_stand_beside_what_is_unknown(name: str, tmp_path: Path) -> None:
    files, names, reason = BESIDE[name]
    registry = predict_source(tmp_path, files)
    assert registry.error is None
    assert [task.name for task in registry.tasks] == names
    assert any(reason in unknown.reason for unknown in registry.unknown)


LOADED_CLASS = (
    "from company import conf\nfrom django.utils.module_loading import import_string\n"
    "made = import_string(conf.app_class)\napp = made(main='shop')\n"
    "app.config_from_object('shop.conf')\n@app.task\ndef run():\n    pass\n"
)
MORE = "from shop.celery import app\n@app.task\ndef more():\n    pass\n"


def test_what_a_computed_class_makes_is_taken_for_an_app_and_called_unknown(tmp_path: Path) -> None:
    files = {
        "shop/celery.py": LOADED_CLASS,
        "shop/conf.py": "imports = ['shop.more']\n",
        "shop/more.py": MORE,
    }
    registry = predict_source(tmp_path, files)
    assert [task.name for task in registry.tasks] == ["shop.celery.run", "shop.more.more"]
    assert 4 in [unknown.line for unknown in registry.unknown]


def test_a_computed_class_with_arguments_of_its_own_may_name_tasks_otherwise(tmp_path: Path) -> None:
    text = LOADED_CLASS.replace("main='shop'", "prefix='own'")
    registry = predict_source(tmp_path, {"shop/celery.py": text, "shop/conf.py": ""})
    assert not registry.tasks
    assert registry.unknown


@pytest.mark.parametrize(
    "lookup", ["{KEY: 'b'}[('a',)]", "{('a',): 'b'}[KEY]", "{('a',): 'b'}.get(KEY, 'c')"]
)
def test_a_key_that_perhaps_has_more_parts_is_not_looked_up(lookup: str, tmp_path: Path) -> None:
    text = f"{APP}import company\nKEY = ('a',)\nif company.more():\n    KEY += ('b',)\n"
    registry = predict_source(
        tmp_path, {"shop/celery.py": f"{text}@app.task(name={lookup})\ndef run():\n    pass\n"}
    )
    assert registry.error is None
    assert not registry.tasks
    assert registry.unknown


@pytest.mark.parametrize(
    "field",
    ["pydantic import Field\n", "dataclasses import field as Field\n"],
    ids=["pydantic", "dataclasses"],
)
def test_what_becomes_of_a_declared_attribute_is_up_to_the_base_that_is_not_seen(
    field: str, tmp_path: Path
) -> None:
    registry = predict_source(
        tmp_path,
        {
            "shop/celery.py": f"{APP}from fastapi_plugins import RedisSettings\nfrom {field}"
            "class Settings(RedisSettings):\n    name: str = Field(default='shop.run')\n"
            "@app.task(name=Settings().name)\ndef run():\n    pass\n"
        },
    )
    assert registry.error is None
    assert registry.unknown


def test_a_package_without_init_below_one_that_has_it_lies_nowhere_else(tmp_path: Path) -> None:
    files = {
        "shop/celery.py": f"{APP}app.autodiscover_tasks(['shop.apps.core', 'shop.apps.users'])\n{TASK}",
        "shop/apps/core/views.py": "",
        "shop/apps/users/tasks.py": "from celery import shared_task\n@shared_task\ndef greet():\n    pass\n",
    }
    registry = predict_source(tmp_path, files)
    assert sorted(registry.names) == ["shop.apps.users.tasks.greet", "shop.celery.run"]
    assert not registry.unknown
    assert not registry.assumptions
