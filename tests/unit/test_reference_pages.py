import importlib.metadata
import json
import sys
from dataclasses import fields

import pytest

from automappa_scaffold.project.setting_docs import SETTING_DOCS
from automappa_scaffold.project.settings import Settings
from automappa_scaffold.reporting.settings_schema import settings_schema
from scripts.reference_pages import FOLDER, make_pages
from tests.conftest import REPOSITORY

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return make_pages()


def _is_the_locked_typer() -> bool:
    lock = (REPOSITORY / "requirements.lock").read_text().splitlines()
    return f"typer=={importlib.metadata.version('typer')}" in lock


def test_the_pages_are_what_the_code_says(pages: dict[str, str]) -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    if not _is_the_locked_typer():  # another one words its defaults in another way
        del written["commands.md"], pages["commands.md"]
    assert written == pages, "run `make docs`"


def test_every_setting_is_explained_with_an_example_that_its_schema_takes() -> None:
    keys = [field.name.replace("_", "-") for field in fields(Settings) if field.name != "origins"]
    assert list(SETTING_DOCS) == keys
    properties = settings_schema()["properties"]
    kinds = {"string": str, "array": list, "object": dict}
    for key, doc in SETTING_DOCS.items():
        value = tomllib.loads(f"value = {doc.example}")["value"]
        assert isinstance(value, kinds[properties[key]["type"]]), key
        assert doc.text.endswith("."), key


def test_documents_are_json(pages: dict[str, str]) -> None:
    blocks = pages["json.md"].split("```json\n")[1:]
    assert len(blocks) == 6
    assert all(json.loads(block.split("```")[0])["schema"] == 1 for block in blocks)


def test_every_decision_is_in_the_list_of_decisions() -> None:
    folder = REPOSITORY / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    for page in sorted(folder.glob("0*.md")):
        title = page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert f"[{title}]({page.name})" in index
