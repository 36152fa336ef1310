"""Small apps in the shapes that public projects have, where a prediction once failed: exact beside Celery."""

from pathlib import Path

import pytest

from automappa_scaffold.registry.prediction import predict
from automappa_scaffold.registry.start_input import WorkerStart
from automappa_scaffold.source.tree import SourceTree
from tests.celery_server import CeleryServer
from tests.properties.test_random_apps import SPEC, predict_app, write_app

HEAD = "from celery import Celery\nqueue = Celery('proj')\n"
TASK = "from proj.tasks import queue\n@queue.task\ndef {name}():\n    pass\n"

CHAIN = {
    f"proj/deep{number}.py": f"import proj.deep{number + 1}\n" if number < 90 else TASK.format(name="deepest")
    for number in range(91)
}

SHAPES: dict[str, dict[str, str]] = {
    "imports nest ninety deep": {"proj/tasks.py": f"{HEAD}import proj.deep0\n", **CHAIN},
    "a class body computes from its own names": {
        "proj/tasks.py": f"{HEAD}\n"
        "class States:\n    names = {'a': 'first'}\n    choices = [value for value in names.values()]\n"
        "    lazy = tuple(key for key in names)\n\n"
        "@queue.task(name=States.choices[0] + States.lazy[0])\ndef run():\n    pass\n",
    },
    "a signal loads the task modules": {
        "proj/signals.py": "from blinker import Namespace\n_space = Namespace()\n"
        "load = _space.signal('load', doc='load tasks')\nnever = _space.signal('never')\n",
        "proj/loading.py": "from proj.signals import load, never\n\n"
        "@load.connect\ndef _load(sender, **kwargs):\n    import proj.late\n\n"
        "@never.connect\ndef _never(sender, **kwargs):\n    import proj.unused\n",
        "proj/late.py": TASK.format(name="late"),
        "proj/unused.py": TASK.format(name="unused"),
        "proj/tasks.py": f"{HEAD}import proj.loading\nfrom proj.signals import load\nload.send()\n",
    },
    "settings are written past the guard of their class": {
        "proj/conf.py": "class Config:\n    def __init__(self, data):\n"
        "        object.__setattr__(self, '_data', data)\n"
        "    def __getattr__(self, name):\n        return self._data[name]\n"
        "    def __setattr__(self, name, value):\n        raise AttributeError('read only')\n\n"
        "config = Config({'PREFIX': 'own'})\n",
        "proj/tasks.py": f"{HEAD}from proj.conf import config\n"
        "@queue.task(name=f'{config.PREFIX}.run')\ndef run():\n    pass\n",
    },
    "classes register themselves by keyword": {
        "proj/book.py": "from abc import ABCMeta\nBOOK = {}\n\n"
        "class Meta(ABCMeta):\n    def __new__(cls, name, bases, names, app):\n"
        "        made = super().__new__(cls, name, bases, names)\n"
        "        BOOK[app] = made()\n        return made\n\n"
        "    def __init__(cls, *args, app, **kwargs):\n        super().__init__(*args, **kwargs)\n\n"
        "class Phrases(metaclass=Meta, app=''):\n    pass\n\n"
        "class Own(Phrases, app='own'):\n    name = 'by.keyword'\n",
        "proj/tasks.py": f"{HEAD}from proj.book import BOOK\n"
        "@queue.task(name=BOOK['own'].name)\ndef run():\n    pass\n",
    },
    "a context manager decorates the task": {
        "proj/tasks.py": f"{HEAD}from contextlib import contextmanager\n\n"
        "@contextmanager\ndef closing():\n    yield\n\n"
        "@queue.task\n@closing()\ndef plot():\n    pass\n",
    },
    "an INI parser is filled from a dict": {
        "proj/tasks.py": f"{HEAD}from configparser import RawConfigParser\n"
        "config = RawConfigParser()\nconfig.read_dict({'celery': {'name': 'from.ini'}})\n"
        "config.BOOLEAN_STATES\n"
        "@queue.task(name=config.get('celery', 'name'))\ndef run():\n    pass\n",
    },
    "an enumeration member hides its name": {
        "proj/tasks.py": f"{HEAD}from enum import Enum\n\n"
        "class Role(Enum):\n    OWNER = 'o'\n\n"
        "    @property\n    def name(self):\n        return super().name.lower()\n\n"
        "@queue.task(name=Role.OWNER.name)\ndef run():\n    pass\n",
    },
}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_shape_of_real_projects_is_predicted_exactly(
    name: str, celery_server: CeleryServer, tmp_path: Path
) -> None:
    write_app(tmp_path, {"proj/__init__.py": "", **SHAPES[name]})
    predicted = predict_app(tmp_path)
    truth = celery_server.ask(tmp_path, SPEC)
    assert truth["names"], truth
    assert predicted.error is None
    assert not predicted.unknown
    assert {task.name for task in predicted.tasks} == set(truth["names"])


def test_an_import_for_each_unknown_name_is_announced(tmp_path: Path) -> None:
    """Whatever is loaded for names that are not known, the prediction says that it does not know."""
    body = f"{HEAD}import foreign\nfrom importlib import import_module\n"
    write_app(
        tmp_path,
        {
            "proj/__init__.py": "",
            "proj/tasks.py": body + "[import_module(name) for name in foreign.names()]\n",
        },
    )
    assert any("import_module" in unknown.expression for unknown in predict_app(tmp_path).unknown)


def test_code_that_is_read_from_a_file_may_bind_any_name(tmp_path: Path) -> None:
    body = (
        f"{HEAD}import os\n\nwith open(os.path.join(os.environ['CONF'], 'local.py')) as text:\n"
        "    exec(compile(text.read(), 'local.py', 'exec'))\n\nif LOCAL_FLAG:\n    import proj.more\n"
    )
    write_app(tmp_path, {"proj/__init__.py": "", "proj/tasks.py": body, "proj/more.py": ""})
    start = WorkerStart(app=SPEC, sys_path=(str(tmp_path),), environ={"CONF": "/nowhere/known"})
    predicted = predict(SourceTree(tmp_path), start).registry
    assert predicted.error is None or "LOCAL_FLAG" not in predicted.error.message


def test_all_environment_variables_together_are_not_known(tmp_path: Path) -> None:
    body = (
        f"{HEAD}import os\nown = {{k: v for k, v in os.environ.items() if k.startswith('OWN_')}}\n\n"
        "@queue.task\ndef run():\n    pass\n"
    )
    write_app(tmp_path, {"proj/__init__.py": "", "proj/tasks.py": body})
    assert [task.name for task in predict_app(tmp_path).tasks] == ["proj.tasks.run"]


def test_a_recursion_of_unknown_depth_ends(tmp_path: Path) -> None:
    body = (
        f"{HEAD}import foreign\n\ndef walk(tree):\n    if isinstance(tree, list):\n"
        "        for part in tree:\n            walk(part)\n"
        "    if tree in foreign.known():\n        return 1\n\n"
        "walk(foreign.tree())\n\n@queue.task\ndef run():\n    pass\n"
    )
    write_app(tmp_path, {"proj/__init__.py": "", "proj/tasks.py": body})
    assert [task.name for task in predict_app(tmp_path).tasks] == ["proj.tasks.run"]


def test_the_source_of_a_decorator_shows_whether_it_keeps_names(tmp_path: Path) -> None:
    from automappa_scaffold.interpreter.outside import Outside
    from automappa_scaffold.interpreter.outside_decorators import keeps_name

    write_app(
        tmp_path,
        {
            "lib/__init__.py": "from .state import disabled, retry, bare, either\n",
            "lib/state.py": "import functools\nfrom contextlib import contextmanager\n\n"
            "@contextmanager\ndef disabled():\n    yield\n\n"
            "def retry(times):\n    def decorate(fun):\n        @functools.wraps(fun)\n"
            "        def inner():\n            return fun()\n        return inner\n    return decorate\n\n"
            "def bare(fun):\n    def inner():\n        return fun()\n    return inner\n\n"
            "def either(fun=None):\n    @functools.wraps(fun)\n    def kept():\n        pass\n"
            "    def lost():\n        pass\n    return kept if fun else lost\n",
        },
    )
    outside = Outside(SourceTree(tmp_path), [str(tmp_path)])
    kept = {name: keeps_name(outside, f"lib.{name}") for name in ("disabled", "retry", "bare", "either")}
    assert kept == {"disabled": True, "retry": True, "bare": False, "either": False}


def test_a_function_with_a_decorator_in_several_lines_may_have_any_attribute(tmp_path: Path) -> None:
    from automappa_scaffold.interpreter.outside import Outside

    write_app(
        tmp_path,
        {
            "lib.py": "@action(\n    permissions=['x'],\n)\ndef first(): pass\n\ndef second():\n    pass\n\n"
            "@action(permissions=['x'],\n    title='y')\ndef third(): pass\n"
            "@action\n# why\n\ndef fourth(): pass\nRESULT = first()\ndef fifth(): pass\n"
        },
    )
    outside = Outside(SourceTree(tmp_path), [str(tmp_path)])
    names = ("first", "second", "third", "fourth", "fifth")
    assert [outside.defines_function("lib", name) for name in names] == [False, True, False, False, True]


def test_entry_points_are_read_from_what_is_installed(tmp_path: Path) -> None:
    from automappa_scaffold.interpreter.outside import Outside

    write_app(
        tmp_path,
        {
            "a-1.0.dist-info/entry_points.txt": "[app.plugins]\none = a.plugin:load [x]\n[other]\nx = y\n",
            "b-2.dist-info/entry_points.txt": "[app.plugins]\ntwo=b\n",
        },
    )
    outside = Outside(SourceTree(tmp_path), [str(tmp_path)])
    assert outside.entry_points("app.plugins") == [("one", "a.plugin:load"), ("two", "b")]
