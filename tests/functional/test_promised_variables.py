"""Variables that are not set here, but where the worker runs: what files say of that is believed.

A real worker that was given the variables registered ``jobs.pack``, and none started without them.
"""

from pathlib import Path

import pytest

from automappa_scaffold.operations.workspace import open_workspace
from automappa_scaffold.registry.values import Registry
from tests.unit.test_project_layout import write

COMPOSE = (
    "services:\n  queue:\n    build: .\n    command: celery -A jobs worker\n{}"
    "  web:\n    build: .\n    command: python web.py\n    environment:\n      OTHER_SETTING: x\n"
)
DOCKERFILE = "FROM python:3.12\nWORKDIR /srv\nCOPY . .\n"
READS = (
    "import os\n\nfrom celery import Celery\n\nqueue = Celery('shop', broker=os.environ['SHOP_BROKER'])\n\n\n"
    "@queue.task\ndef pack():\n    pass\n"
)
SETTINGS = (
    "from celery import Celery\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\n\n\n"
    "class Settings(BaseSettings):\n    {}\n    broker: str\n    debug: bool = False\n\n\n"
    "settings = Settings()\nqueue = Celery('shop', broker=settings.broker)\n\n\n"
    "@queue.task\ndef pack():\n    pass\n"
)
BY_COMPOSE = COMPOSE.format("    environment:\n      - SHOP_BROKER=redis://x\n")
BY_FILE = COMPOSE.format("    env_file: .env\n")

PROMISED = {
    "compose sets it": (
        {"compose.yaml": BY_COMPOSE, "Dockerfile": DOCKERFILE, "jobs.py": READS},
        "the environment variable SHOP_BROKER is set, as compose.yaml:4 says",
    ),
    "compose reads a file that is not here": (
        {"compose.yaml": BY_FILE, "Dockerfile": DOCKERFILE, "jobs.py": READS},
        "the environment variable SHOP_BROKER is set, by .env, which is not here",
    ),
    "a script that compose runs starts the worker": (
        {
            "compose.yaml": BY_COMPOSE.replace("celery -A jobs worker", "sh ./bin/start.sh"),
            "Dockerfile": DOCKERFILE,
            "bin/start.sh": "#!/bin/sh\nexec celery -A jobs worker\n",
            "jobs.py": READS,
        },
        "the environment variable SHOP_BROKER is set, as bin/start.sh:2 says",
    ),
    "a script that is copied into the image reads a file that is not here": (
        {
            "compose.yaml": BY_FILE.replace("celery -A jobs worker", "/start"),
            "Dockerfile": f"{DOCKERFILE}COPY ./bin/start /start\n",
            "bin/start": "#!/bin/sh\nexec celery -A jobs worker\n",
            "jobs.py": READS,
        },
        "the environment variable SHOP_BROKER is set, by .env, which is not here",
    ),
    "an example of such a file is here": (
        {".env.example": "# Shop\nexport SHOP_BROKER=\n", "jobs.py": READS},
        "the environment variable SHOP_BROKER is set, as .env.example tells",
    ),
    "a file of that name is looked for": (
        {"jobs.py": f"from dotenv import load_dotenv\n\nload_dotenv()\n{READS}"},
        "the environment variable SHOP_BROKER is set, by .env, which is not here",
    ),
    "settings are read from a file that is not here": (
        {
            "jobs.py": SETTINGS.format(
                "model_config = SettingsConfigDict(env_file='.env', env_prefix='shop_')"
            )
        },
        "the environment variable SHOP_BROKER is set, by .env, which is not here",
    ),
    "an example has parts of what settings ask for": (
        {
            "jobs.py": SETTINGS.format("model_config = SettingsConfigDict(env_nested_delimiter='__')")
            .replace("    broker: str", "    shop: Shop")
            .replace("class Settings", "class Shop(BaseModel):\n    broker: str\n\n\nclass Settings")
            .replace("settings.broker", "settings.shop.broker")
            .replace("from pydantic_settings", "from pydantic import BaseModel\nfrom pydantic_settings"),
            ".env.example": "SHOP__BROKER=redis://\n",
        },
        "the environment variable SHOP__* is set, as .env.example tells",
    ),
    "an example has what settings ask for": (
        {
            "jobs.py": SETTINGS.format("model_config = SettingsConfigDict(env_prefix='shop_')"),
            "env.sample": "SHOP_BROKER=redis://\n",
        },
        "the environment variable SHOP_BROKER is set, as env.sample tells",
    ),
}
# What is got without an error, and then cannot be done without.
USED = {
    "it is added to": "LOG = os.getenv('SHOP_BROKER') + '/log'\n",
    "it is a number": "PORT = int(os.environ.get('SHOP_BROKER'))\n",
    "it is set for others": "os.environ['OTHER'] = os.getenv('SHOP_BROKER')\n",
    "the project asks for it": (
        "BROKER = os.getenv('SHOP_BROKER')\nif not BROKER:\n    raise RuntimeError('no SHOP_BROKER')\n"
    ),
    "the project asks for it by name": (
        "for name in ('SHOP_BROKER',):\n    if name not in os.environ:\n        raise SystemExit(name)\n"
    ),
}
MADE = (
    "import os\n\nfrom celery import Celery\n\n{}queue = Celery('shop')\n\n\n"
    "@queue.task\ndef pack():\n    pass\n"
)
UNSAID = {
    "nothing says it": {"jobs.py": READS},
    "an example lacks it": {"jobs.py": READS, ".env.example": "OTHER=1\n"},
    "a service that starts no worker has it": {
        "compose.yaml": COMPOSE.format("").replace("OTHER_SETTING", "SHOP_BROKER"),
        "Dockerfile": DOCKERFILE,
        "jobs.py": READS,
    },
    "nothing says it of what is used": {"jobs.py": MADE.format(USED["it is added to"])},
    "settings have no file": {"jobs.py": SETTINGS.format("model_config = {'env_prefix': 'shop_'}")},
}


def predict(folder: Path, files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Registry:
    for name in ("SHOP_BROKER", "PYTHONPATH"):
        monkeypatch.delenv(name, raising=False)
    write(folder, files)
    return open_workspace(folder, app="jobs").predict().registry


@pytest.mark.parametrize("name", PROMISED)
def test_what_files_say_to_be_set_is_taken_to_be_set(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, note = PROMISED[name]
    registry = predict(tmp_path, files, monkeypatch)
    assert (registry.error, sorted(registry.names), registry.unknown) == (None, ["jobs.pack"], ())
    assert note in registry.assumptions


@pytest.mark.parametrize("name", USED)
def test_what_is_used_as_if_it_were_set_is_taken_to_be_set(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {".env.example": "SHOP_BROKER=8000\n", "jobs.py": MADE.format(USED[name])}
    registry = predict(tmp_path, files, monkeypatch)
    assert (registry.error, sorted(registry.names)) == (None, ["jobs.pack"])
    assert "the environment variable SHOP_BROKER is set, as .env.example tells" in registry.assumptions


def test_an_example_where_the_app_is_imported_from_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOP_BROKER", raising=False)
    write(tmp_path, {"service/.env.example": "SHOP_BROKER=\n", "service/jobs.py": READS})
    registry = open_workspace(tmp_path).predict().registry
    assert sorted(registry.names) == ["jobs.pack"]
    said = "the environment variable SHOP_BROKER is set, as service/.env.example tells"
    assert said in registry.assumptions


def test_a_value_that_a_file_gives_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "import_module(os.environ['SHOP_BROKER'])\n"
    files = {
        ".env": "SHOP_BROKER=more_jobs\n",
        "jobs.py": f"from importlib import import_module\n{MADE.format('')}\n\n{lines}",
        "more_jobs.py": "from jobs import queue\n\n\n@queue.task\ndef weigh():\n    pass\n",
    }
    registry = predict(tmp_path, files, monkeypatch)
    assert (registry.error, sorted(registry.names)) == (None, ["jobs.pack", "more_jobs.weigh"])


def test_a_module_of_the_project_that_an_example_names_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "import_module(os.environ['SHOP_BROKER'])\n"
    files = {
        ".env.example": "SHOP_BROKER=more.jobs\n",
        "jobs.py": f"from importlib import import_module\n{MADE.format('')}\n\n{lines}",
        "more/jobs.py": "from jobs import queue\n\n\n@queue.task\ndef weigh():\n    pass\n",
    }
    registry = predict(tmp_path, files, monkeypatch)
    assert (registry.error, sorted(registry.names)) == (None, ["jobs.pack", "more.jobs.weigh"])
    registry = predict(tmp_path, {**files, ".env.example": "SHOP_BROKER=other.jobs\n"}, monkeypatch)
    assert registry.unknown


def test_a_value_that_compose_gives_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "import_module(os.environ['SHOP_BROKER'])\n"
    files = {
        "compose.yaml": COMPOSE.format("    environment:\n      SHOP_BROKER: more_jobs\n"),
        "Dockerfile": DOCKERFILE,
        "jobs.py": f"from importlib import import_module\n{MADE.format('')}\n\n{lines}",
        "more_jobs.py": "from jobs import queue\n\n\n@queue.task\ndef weigh():\n    pass\n",
    }
    registry = predict(tmp_path, files, monkeypatch)
    assert (registry.error, sorted(registry.names)) == (None, ["jobs.pack", "more_jobs.weigh"])


@pytest.mark.parametrize("name", UNSAID)
def test_what_nothing_says_to_be_set_stops_the_worker(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = predict(tmp_path, UNSAID[name], monkeypatch)
    assert registry.error is not None
    assert registry.names == frozenset()
