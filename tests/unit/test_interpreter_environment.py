"""Environment variables, files and the Python version: what is read is told as an assumption."""

from collections.abc import Callable

import pytest

from tests.unit.interpreted import Interpreted

Agree = Callable[..., Interpreted]
Run = Callable[..., Interpreted]

READING = """
import os
from os import environ, getenv
get, getenv_, item = environ.get("SET"), getenv("SET", "d"), os.environ["SET"]
unset, default = os.environ.get("NOT_SET_HERE"), os.getenv("NOT_SET_HERE", "d")
inside, outside = "SET" in os.environ, "NOT_SET_HERE" in environ
made = os.environ.setdefault("NOT_SET_HERE", "made"), os.environ["NOT_SET_HERE"]
kept = os.environ.setdefault("SET", "other")
os.environ["SET"] = "changed"
changed = os.environ["SET"], getenv("SET")
"""


def test_variables_are_read_as_python_reads_them(agree: Agree) -> None:
    agree(READING, environ={"SET": "value"})


@pytest.mark.parametrize("value", ["1", "", "true", "0"])
def test_a_condition_on_a_variable_takes_the_way_python_takes(agree: Agree, value: str) -> None:
    agree(
        """
import os
FLAG = os.environ.get("FLAG", "").lower() in ("1", "true")
if os.environ.get("FLAG"):
    branch = "set"
else:
    branch = "empty"
number = int(os.environ.get("FLAG") or "7") if FLAG and os.environ["FLAG"].isdigit() else -1
joined = "queue-" + os.environ["FLAG"], f"{os.environ['FLAG']}!"
""",
        environ={"FLAG": value},
    )


def test_a_variable_that_is_not_set_ends_the_program(agree: Agree) -> None:
    ran = agree("import os\nos.environ['NOT_SET_HERE']\n")
    assert ran.assumptions == ["the environment variable NOT_SET_HERE is not set"]


@pytest.mark.parametrize(
    ("condition", "assumption"),
    [
        ("os.environ.get('A')", "the environment variable A is set as it is here"),
        ("'A' in os.environ", "the environment variable A is set"),
        ("os.getenv('B')", "the environment variable B is not set"),
        ("os.environ.get('B', 'x') == 'x'", "the environment variable B is not set"),
        ("'B' not in os.environ", "the environment variable B is not set"),
        ("not os.getenv('A')", "the environment variable A is set as it is here"),
        ("os.path.exists(__file__)", "the file main.py is as it is here when the worker starts"),
        ("pathlib.Path('x.txt').exists()", "x.txt is as it is here when the worker starts"),
    ],
)
def test_what_decides_something_is_told(run: Run, condition: str, assumption: str) -> None:
    ran = run(f"import os, pathlib\nif {condition}:\n    pass\n", environ={"A": "1"})
    assert assumption in ran.assumptions


@pytest.mark.parametrize(("options", "variable"), [("", "BROKER_URL"), ("case_sensitive=True", "broker_url")])
def test_a_variable_of_pydantic_settings_is_told_as_people_write_it(
    run: Run, options: str, variable: str
) -> None:
    ran = run(
        f"""
from pydantic_settings import BaseSettings, SettingsConfigDict
class Settings(BaseSettings):
    model_config = SettingsConfigDict({options})
    broker_url: str = ""
if Settings().broker_url:
    pass
"""
    )
    assert f"the environment variable {variable} is not set" in ran.assumptions


def test_what_decides_nothing_is_not_told(run: Run) -> None:
    assert run("import os\nBROKER = os.environ.get('BROKER', 'memory://')\n").assumptions == []


def test_the_python_version_is_told_where_it_decides(run: Run) -> None:
    ran = run("import sys\nold = 0\nif sys.version_info < (3, 5):\n    old = 1\n")
    assert ran.told("old") == "0"
    assert len(ran.assumptions) == 1
    assert ran.assumptions[0].startswith("the worker runs Python 3.")


def test_a_variable_whose_name_is_computed_outside_is_not_decided(run: Run) -> None:
    ran = run("import os, outside\nx = os.environ.get(outside.name())\n")
    assert ran.told("x") == "unknown"


def test_the_home_folder_is_the_one_of_the_environment(agree: Run) -> None:
    text = "import os\nx = os.path.expanduser('~/a'), os.path.expanduser('a'), os.path.expanduser('~')\n"
    agree(text, environ={"HOME": "/home/of/nobody"})


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("size: int = 1", "'Settings' object has no attribute 'url'"),
        ("url: str = None", "url: Input should be a valid str"),
        ("url: int = Field(default=0, ge=1)", "url: Input should be greater than or equal to 1"),
        ("url: str = Field('', min_length=1)", "url: String should have at least 1 characters"),
        ("url: list = 'a'", "url: a str is no list"),
        ("url = 5", "A non-annotated attribute was detected: `url`"),
    ],
)
def test_what_pydantic_settings_refuse_is_an_error(run: Run, body: str, error: str) -> None:
    ran = run(f"{_SETTINGS}    {body}\nSettings().url\n")
    assert ran.error is not None
    assert error in ran.error.message


@pytest.mark.parametrize(
    "body",
    [
        "url: int = '5'",
        "url: bool = 'yes'",
        "url: 'str | None' = None",
        "url: str = Field(default=None, validate_default=False)",
        "model_config = SettingsConfigDict(extra='allow')",
        "url: float = Field(default=1, ge=0.5, le=2)",
    ],
)
def test_what_pydantic_settings_take_is_none(run: Run, body: str) -> None:
    assert run(f"{_SETTINGS}    {body}\nSettings().url\n").error is None


_SETTINGS = """
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
class Settings(BaseSettings):
"""
