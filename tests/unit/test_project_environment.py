"""The app's environment is read and never run."""

from pathlib import Path, PurePosixPath

import pytest

from automappa_scaffold.project.declared import highest, read_declared, read_old_versions
from automappa_scaffold.project.distributions import declares
from automappa_scaffold.project.environment import read_environment
from automappa_scaffold.project.finding import find_project
from automappa_scaffold.project.setup_files import setup_requirements


def make_environment(prefix: Path, *names: str, pth: str = "") -> Path:
    folder = prefix / "lib" / "python3.12" / "site-packages"
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).mkdir()
        (folder / f"{name}-1.0.dist-info").mkdir()
    (folder / "single.py").write_text("")
    if pth:
        (folder / "editable.pth").write_text(pth)
    (prefix / "bin").mkdir()
    (prefix / "bin" / "python").write_text("")
    return folder


def test_a_virtual_environment_of_the_project_is_read(tmp_path: Path) -> None:
    make_environment(tmp_path / ".venv", "celery", "redis")
    environment = read_environment(find_project(tmp_path, environ={}), frozenset())
    assert environment is not None
    assert environment.names == {"celery", "redis", "single"}
    assert environment.version == "3.12"
    assert environment.is_complete


@pytest.mark.parametrize(
    ("settings", "version"),
    [
        ("home = /usr/bin\nversion = 3.12.4\n", "3.12.4"),
        ("version_info = 3.12.4.final.0\n", "3.12.4"),
        ("version_info = 3.12.0.beta.2\n", "3.12"),
        ("version = 3.11.9\n", "3.12"),
        ("version = 3.12\n", "3.12"),
    ],
)
def test_the_third_number_of_the_version_is_read(tmp_path: Path, settings: str, version: str) -> None:
    make_environment(tmp_path / ".venv", "celery")
    (tmp_path / ".venv" / "pyvenv.cfg").write_text(settings)
    environment = read_environment(find_project(tmp_path, environ={}), frozenset())
    assert environment is not None
    assert environment.version == version


def test_folders_in_path_files_count(tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "extra").mkdir(parents=True)
    make_environment(tmp_path / ".venv", "celery", pth=f"{tmp_path / 'elsewhere'}\n")
    environment = read_environment(find_project(tmp_path, environ={}), frozenset())
    assert environment is not None
    assert "extra" in environment.names
    assert environment.is_complete


def test_an_import_hook_makes_the_list_incomplete(tmp_path: Path) -> None:
    make_environment(tmp_path / ".venv", "celery", pth="import __editable___proj_finder; install()\n")
    environment = read_environment(find_project(tmp_path, environ={}), frozenset())
    assert environment is not None
    assert not environment.is_complete


def test_the_finder_of_an_editable_install_lists_its_modules(tmp_path: Path) -> None:
    hook = "import __editable___proj_0_1_finder; __editable___proj_0_1_finder.install()\n"
    folder = make_environment(tmp_path / ".venv", "celery", pth=hook)
    finder = folder / "__editable___proj_0_1_finder.py"  # as setuptools 80 writes it
    finder.write_text(
        "from __future__ import annotations\n"
        "MAPPING: dict[str, str] = {'proj': '/src/proj', 'tool': '/src/tool.py'}\n"
        "NAMESPACES: dict[str, list[str]] = {'company.plugins': ['/src/company/plugins']}\n"
    )
    environment = read_environment(find_project(tmp_path, environ={}), frozenset())
    assert environment is not None
    assert environment.is_complete
    assert {"celery", "proj", "tool", "company"} <= environment.names
    finder.write_text("MAPPING = make_mapping()\n")
    environment = read_environment(find_project(tmp_path, environ={}), frozenset())
    assert environment is not None
    assert not environment.is_complete


def test_a_namespace_package_of_the_old_kind_hides_nothing(tmp_path: Path) -> None:
    line = (
        "import sys, types, os;p = os.path.join(sys._getframe(1).f_locals['sitedir'], *('paste',));"
        "importlib = __import__('importlib.util');__import__('importlib.machinery');"
        "m = sys.modules.setdefault('paste', importlib.util.module_from_spec("
        "importlib.machinery.PathFinder.find_spec('paste', "
        "[os.path.dirname(p)])));mp = m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p)\n"
    )
    make_environment(tmp_path / ".venv", "celery", "paste", pth=line)
    environment = read_environment(find_project(tmp_path, environ={}), frozenset())
    assert environment is not None
    assert environment.is_complete


def test_this_python_is_not_the_apps_when_a_dependency_is_missing(tmp_path: Path) -> None:
    project = find_project(tmp_path, environ={})
    assert read_environment(project, frozenset()) is None
    assert read_environment(project, frozenset({"celery", "surely_not_installed_anywhere"})) is None


def test_declared_dependencies_are_read_from_every_usual_place(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["Celery[redis]>=5", "pydantic-settings", "tomli; extra == \'x\'"]\n'
        '[project.optional-dependencies]\nprod = ["psycopg"]\n[dependency-groups]\ndev = ["ruff"]\n'
    )
    (tmp_path / "requirements-extra.txt").write_text("# comment\n-r other.txt\nscikit.learn==1\n")
    needed, declared = read_declared(find_project(tmp_path, environ={}))
    assert needed == {"celery", "pydantic_settings"}
    assert declared == {"celery", "pydantic_settings", "tomli", "psycopg", "ruff", "scikit_learn"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("PKG-INFO", "Name: app\nRequires-Dist: celery>=5\n"),
        ("app.egg-info/PKG-INFO", "Name: app\nRequires-Dist: celery>=5\n"),
        ("app-1.0.dist-info/METADATA", "Name: app\nRequires-Dist: celery>=5\n"),
        ("requirements/base.txt", "celery>=5\n"),
        ("setup.cfg", "[options]\ninstall_requires =\n    celery>=5\n"),
        ("setup.py", "from setuptools import setup\nsetup(install_requires=['celery>=5'])\n"),
        ("Pipfile", '[packages]\ncelery = "*"\n'),
    ],
)
def test_other_places_tell_dependencies_too(path: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "app"\nversion = "1.0"\n')
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text(text)
    assert "celery" in read_declared(find_project(tmp_path, environ={}))[1]


SETUP = """from setuptools import setup

NAME = "redis"
BASE = ["celery>=5", 'kombu[redis]; python_version > "3"']
extras = {"web": ["flask"]}
extras["all"] = BASE + ["gunicorn==%s" % "20"]
if NAME:
    BASE.append("billiard")
setup(
    name=NAME,
    keywords=["requests", "numpy"],
    package_data={"pandas": ["scipy"]},
    install_requires=[*BASE, "vine"] if NAME else BASE,
    setup_requires="wheel\\ntwine",
    extras_require=dict(extras, docs=["sphinx"]),
)
"""


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        ("setup.py", SETUP, "celery kombu flask gunicorn billiard vine wheel twine sphinx"),
        (
            "setup.py",
            "setup(**{'install_requires': ('celery', 'redis')}, name='flask')\n",
            "celery redis",
        ),
        ("setup.py", "kwargs = {}\nkwargs['install_requires'] = ['celery']\nsetup(**kwargs)\n", "celery"),
        ("setup.py", "setup(install_requires=open('needed').read().split(), name='redis')\n", ""),
        ("setup.py", "print 'redis'\nsetup(install_requires=['celery'])\n", ""),
        (
            "setup.cfg",
            "[metadata]\nname = shop\nkeywords = redis\n[options]\ninstall_requires =\n  celery>=5\n"
            "[options.extras_require]\nweb = flask\n[options.package_data]\nnumpy = data\n",
            "celery flask",
        ),
        ("setup.cfg", "flake8 = require\n", ""),
        (
            "Pipfile",
            '[[source]]\nname = "pypi"\n[packages]\ncelery = ">=5"\n[dev-packages]\nmypy = {version = "*"}\n'
            '[scripts]\nredis = "x"\n',
            "celery mypy",
        ),
        ("Pipfile", "[packages\n", ""),
    ],
)
def test_only_requirements_are_declared(path: str, text: str, names: str, tmp_path: Path) -> None:
    (tmp_path / path).write_text(text)
    assert read_declared(find_project(tmp_path, environ={}))[1] == set(names.split())


def test_an_old_version_that_a_pipfile_asks_for_is_told(tmp_path: Path) -> None:
    (tmp_path / "Pipfile").write_text('[packages]\ncelery = "==4.4"\n')
    (note,) = read_old_versions(find_project(tmp_path, environ={}))
    assert note == "the worker runs Celery 5, though celery==4.4 is asked for"


@pytest.mark.parametrize(
    "path",
    [
        "src/requirements.txt",
        "src/pyproject.toml",
        "src/requirements/base.txt",
        "config/requirements/base.in",
    ],
)
def test_where_the_root_declares_nothing_folders_below_it_are_asked(path: str, tmp_path: Path) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    toml = '[project]\ndependencies = ["celery>=5"]\n'
    (tmp_path / path).write_text(toml if path.endswith(".toml") else "celery>=5\n")
    needed, declared = read_declared(find_project(tmp_path, environ={}))
    assert not needed
    assert declared == {"celery"}


def test_what_is_declared_where_the_worker_starts_stands_for_the_rest(tmp_path: Path) -> None:
    for folder, name in (("back", "celery"), ("front", "flask")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "requirements.txt").write_text(name)
    back = PurePosixPath("back")
    assert read_declared(find_project(tmp_path, environ={}), back)[1] == {"celery"}
    assert read_declared(find_project(tmp_path, environ={}))[1] == {"celery", "flask"}
    (tmp_path / "requirements.txt").write_text("redis")
    assert read_declared(find_project(tmp_path, environ={}), back)[1] == {"redis"}


def test_a_file_of_another_folder_need_not_be_sound(tmp_path: Path) -> None:
    (tmp_path / "tool").mkdir()
    (tmp_path / "tool" / "pyproject.toml").write_text("[project\n")
    assert read_declared(find_project(tmp_path, environ={})) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    ("module", "distribution"),
    [
        ("celery", "celery"),
        ("rest_framework", "djangorestframework"),
        ("rest_framework_simplejwt", "djangorestframework_simplejwt"),
        ("django_filters", "django_filter"),
        ("corsheaders", "django_cors_headers"),
        ("environ", "django_environ"),
        ("split_settings", "django_split_settings"),
        ("dotenv", "python_dotenv"),
        ("bs4", "beautifulsoup4"),
        ("jwt", "pyjwt"),
        ("psycopg2", "psycopg2_binary"),
        ("psycopg2", "psycopg2"),
        ("PIL", "pillow"),
    ],
)
def test_modules_are_declared_by_the_names_of_their_distributions(module: str, distribution: str) -> None:
    assert declares({distribution}, module)
    assert not declares({"requests", "framework"}, module)


@pytest.mark.parametrize(
    ("requirement", "version"),
    [
        ("celery==4.2.1", (4, 2)),
        ("celery==4.*", (4, 0)),
        ("celery[redis]>=4.4,<5", (4, 9999)),
        ("celery<4.3", (4, 2)),
        ("celery<5.0", (4, 9999)),
        ("celery<=4.4.7", (4, 4)),
        ("celery~=4.4", (4, 9999)),
        ("celery~=4.4.0", (4, 4)),
        ("celery^4.4", (4, 9999)),
        ("celery~4.4", (4, 4)),
        ("celery>=4.2", (9999, 9999)),
        ("celery>4.2; python_version < '3.8'", (9999, 9999)),
        ("celery", (9999, 9999)),
    ],
)
def test_the_highest_version_a_requirement_allows(requirement: str, version: tuple[int, int]) -> None:
    assert highest(requirement) == version


@pytest.mark.parametrize(
    ("requirements", "notes"),
    [
        (
            "celery==4.2.1\nDjango==2.2.10  # LTS\n",
            (
                "the worker runs Celery 5, though celery==4.2.1 is asked for",
                "the worker runs Django 4.2 or newer, though Django==2.2.10 is asked for",
            ),
        ),
        ("Celery[redis]<5\n", ("the worker runs Celery 5, though Celery[redis]<5 is asked for",)),
        ("celery>=4\nDjango>=2.2,<6\n", ()),
        ("celery==5.3\nDjango==4.2.1\ndjango-celery-beat==2.0\ncelery-types==0.2\n", ()),
    ],
)
def test_it_is_told_where_older_versions_are_asked_for(
    tmp_path: Path, requirements: str, notes: tuple[str, ...]
) -> None:
    (tmp_path / "requirements.txt").write_text(requirements)
    assert read_old_versions(find_project(tmp_path, environ={})) == notes


def test_versions_in_a_table_of_poetry_are_read(tmp_path: Path) -> None:
    text = '[tool.poetry.dependencies]\npython = "^3.8"\ncelery = {version = "^4.4", extras = ["redis"]}\n'
    (tmp_path / "pyproject.toml").write_text(text)
    project = find_project(tmp_path, environ={})
    assert read_declared(project)[0] == {"celery"}
    assert read_old_versions(project) == ("the worker runs Celery 5, though celery^4.4 is asked for",)


@pytest.mark.parametrize(
    ("asked", "is_there"), [("setuptools<81", True), ("setuptools", False), ("setuptools>=60", False)]
)
def test_pkg_resources_comes_with_a_setuptools_that_is_old_enough(
    tmp_path: Path, asked: str, is_there: bool
) -> None:
    (tmp_path / "requirements.txt").write_text(f"celery\n{asked}\n", "utf-8")
    declared = read_declared(find_project(tmp_path, environ={}))[1]
    assert ("pkg_resources" in declared) is is_there
    assert "setuptools" in declared


@pytest.mark.filterwarnings("error")
def test_an_invalid_escape_in_setup_py_is_no_matter_for_our_user() -> None:
    text = 'import re\nVERSION = re.search("\\d+", "1")\nsetup(install_requires=["celery"])\n'
    assert setup_requirements(text) == ["celery"]
