"""Layout: the app, the pages and the settings module are found in the source."""

from pathlib import Path, PurePosixPath

import pytest

from automappa_scaffold.errors import ConfigError, ProjectError
from automappa_scaffold.project.finding import find_project
from automappa_scaffold.project.layout import Layout, discover_layout, find_pages, iter_source_files

APP = 'from celery import Celery\n\nqueue = Celery(__name__)\nqueue.config_from_object("proj.conf")\n'


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


def layout_of(root: Path, **flags: str) -> Layout:
    return discover_layout(find_project(root, flags=flags, environ={}))


def test_app_pages_and_settings_are_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "proj/__init__.py": "",
            "proj/tasks.py": APP,
            "proj/conf.py": "imports = ()\n",
            "proj/pages/home/__init__.py": "",
            "proj/pages/not-a-page/__init__.py": "",
            "proj/pages/plain/readme.txt": "",
        },
    )
    layout = layout_of(tmp_path)
    assert layout.app == "proj.tasks:queue"
    assert (str(layout.app_path), str(layout.config), str(layout.pages)) == (
        "proj/tasks.py",
        "proj/conf.py",
        "proj/pages",
    )
    assert find_pages(find_project(tmp_path, environ={}), layout) == ("home",)


@pytest.mark.parametrize(
    "source",
    [
        "import celery\nqueue = celery.Celery('x')\n",
        "import celery as c\nqueue: c.Celery = c.Celery('x')\n",
        "from celery import Celery as App\nqueue = App('x')\n",
        "from celery import Celery\n\n\nclass Mine(Celery):\n    pass\n\n\nqueue = Mine('x')\n",
    ],
)
def test_an_app_is_found_under_any_spelling(tmp_path: Path, source: str) -> None:
    write(tmp_path, {"src/proj/__init__.py": "", "src/proj/app.py": source})
    layout = layout_of(tmp_path)
    assert layout.app == "proj.app:queue"
    assert str(layout.import_root) == "src"


def test_no_app_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"proj.py": "class Celery:\n    pass\n\n\nqueue = Celery()\n# celery\n"})
    with pytest.raises(ProjectError, match="No Celery app was found"):
        layout_of(tmp_path)


def test_two_apps_are_refused_and_listed(tmp_path: Path) -> None:
    write(tmp_path, {"one.py": APP, "two.py": APP})
    with pytest.raises(ProjectError, match=r"2 Celery apps .*one:queue \(one.py\), two:queue \(two.py\)"):
        layout_of(tmp_path)
    assert layout_of(tmp_path, app="two:queue").app_path == PurePosixPath("two.py")


def test_settings_that_name_nothing_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {"tasks.py": APP})
    with pytest.raises(ConfigError, match="not a folder"):
        layout_of(tmp_path, pages="nothing/here")
    with pytest.raises(ConfigError, match="not a file"):
        layout_of(tmp_path, celeryconfig="nothing.py")


def test_tests_environments_and_caches_are_not_searched(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "proj/a.py": "",
            "tests/test_a.py": "",
            "env/pyvenv.cfg": "",
            "env/lib/b.py": "",
            ".venv/lib/c.py": "",
            "node_modules/d.py": "",
            "proj.egg-info/e.py": "",
        },
    )
    (tmp_path / "loop").symlink_to(tmp_path)
    found = [str(path) for path in iter_source_files(find_project(tmp_path, environ={}))]
    assert found == ["proj/a.py"]


def test_a_file_that_does_not_parse_hides_no_other_app(tmp_path: Path) -> None:
    write(tmp_path, {"broken.py": "from celery import Celery\nqueue = Celery(\n", "tasks.py": APP})
    assert layout_of(tmp_path).app == "tasks:queue"


def test_projects_side_by_side_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, {"shop/__init__.py": "", "shop/tasks.py": APP})
    with pytest.raises(ProjectError, match="2 Celery apps were found") as error:
        discover_layout(find_project(tmp_path))
    assert "--project FOLDER" in error.value.hint
