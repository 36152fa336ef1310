"""Launch commands, as they are found in the files that hold them."""

from pathlib import PurePosixPath

import pytest

from automappa_scaffold.source.launch_commands import LaunchCommand, launches_in_shell
from automappa_scaffold.source.launch_files import launches_in_file, may_hold_launches
from automappa_scaffold.source.launch_yaml import launches_in_yaml

ROOT = PurePosixPath()
FOLDERS = {ROOT, PurePosixPath("automappa"), PurePosixPath("bin"), PurePosixPath("src")}


def exists(folder: PurePosixPath) -> bool:
    return folder in FOLDERS


def shown(launches: list[LaunchCommand]) -> list[tuple[int, str, list[str]]]:
    return [(one.place.line, one.app, [str(folder) for folder in one.folders]) for one in launches]


def in_shell(text: str) -> list[tuple[int, str, list[str]]]:
    return shown(list(launches_in_shell(PurePosixPath("x"), text, (ROOT,), exists)))


def in_file(name: str, text: str) -> list[tuple[int, str, list[str]]]:
    return shown(list(launches_in_file(PurePosixPath(name), text, exists, lambda _: None)))


def in_yaml(text: str, dockerfile: str | None = None) -> list[tuple[int, str, list[str]]]:
    return shown(list(launches_in_yaml(PurePosixPath("compose.yaml"), text, exists, lambda _: dockerfile)))


@pytest.mark.parametrize(
    "command",
    [
        "celery -A a.b worker",
        "celery -Aa.b worker -l INFO",
        "celery --app a.b worker",
        "celery --app=a.b -b redis://x worker",
        "python -m celery -A a.b worker",
        "exec /opt/venv/bin/celery -A 'a.b' worker",
        "$(BIN)/celery -A a.b worker",
        "LEVEL=info uv run celery -A a.b worker --loglevel=$LEVEL &",
        "nice -n 10 celery -A a.b worker",
        "timeout -k 5 3600 gosu app celery -A a.b worker",
        "npx concurrently 'npm run watch' 'celery -A a.b worker'",
        "tmux new-session -d 'celery -A a.b worker'",
        "export NAME=a.b; celery -A $NAME worker",
        "celery multi start w1 w2 -A a.b -l info",
        "celery multi restart 3 --app=a.b",
        "watchmedo auto-restart -d . -p '*.py' -- celery -A a.b worker",
        "CELERY_APP=a.b celery worker",
        'sh -c "sleep 1 && celery -A a.b worker"',
        "set -e; celery -A a.b \\\n  worker",
        "cat <<END\ncelery -A x worker\nEND\ncelery -A a.b worker",
    ],
)
def test_a_worker_is_found_however_it_is_started(command: str) -> None:
    assert [(app, folders) for _, app, folders in in_shell(command)] == [("a.b", ["."])]


@pytest.mark.parametrize(
    "command",
    [
        "# celery -A a.b worker",
        "echo celery -A a.b worker",
        "pkill -f 'celery -A a.b worker'",
        "docker run image celery -A a.b worker",
        "celery multi stopwait w1 -A a.b",
        "celery multi start w1",
        "celery -A $APP worker",
        "celery -A {{ app }} worker",
        "celery worker",
        "celery",
        "pip install celery worker",
    ],
)
def test_what_starts_no_worker_or_does_not_say_which_is_left_alone(command: str) -> None:
    assert in_shell(command) == []


@pytest.mark.parametrize(
    "command",
    [
        "docker compose exec celery celery -A a.b worker",
        "sudo docker-compose -f dev.yaml run --rm -e X=1 queue python -m celery -A a.b worker",
        "docker compose run queue sh -c 'sleep 1; celery -A a.b worker'",
    ],
)
def test_the_folder_of_what_runs_in_a_service_of_compose_is_not_known(command: str) -> None:
    assert in_shell(command) == [(1, "a.b", [])]


def test_an_absolute_folder_is_one_of_another_machine() -> None:
    text = "cd /srv/app && cd inner && (cd .. && celery -A a.b worker)\ncelery -A a.c worker"
    found = list(launches_in_shell(PurePosixPath("x"), text, (ROOT,), exists))
    assert [one.elsewhere for one in found] == ["/srv/app", "/srv/app/inner"]


@pytest.mark.parametrize(
    ("command", "program"),
    [
        ("celery -A a.b worker", "worker"),
        ("celery multi start w1 -A a.b", "worker"),
        ("celery -A a.b inspect active", "inspect"),
        ("celery -A a.b beat -l info", "beat"),
        ("python -m celery --app=a.b flower --port=1", "flower"),
    ],
)
def test_programs_are_told_apart(command: str, program: str) -> None:
    (found,) = launches_in_shell(PurePosixPath("x"), command, (ROOT,), exists)
    assert (found.app, found.program) == ("a.b", program)


@pytest.mark.parametrize(
    ("script", "folders"),
    [
        ("cd automappa && celery -A t worker", ["automappa"]),
        ("cd automappa\ncd ..\ncelery -A t worker", ["."]),
        ("(cd automappa; true)\ncelery -A t worker", ["."]),
        ("(cd automappa; celery -A t worker)", ["automappa"]),
        ("celery -A t --workdir automappa worker", ["automappa"]),
        ("uv run --directory automappa celery -A t worker", ["automappa"]),
        ("uv --directory=src/.. run celery -A t --workdir automappa worker", ["automappa"]),
        ("poetry -C nowhere run celery -A t worker", []),
        ("cd $PWD/automappa; celery -A t worker", ["automappa"]),
        ("if true; then cd automappa; fi\ncelery -A t worker", []),
        ("cd $SOMEWHERE && celery -A t worker", []),
        ("cd /srv/app && celery -A t worker", []),
        ("cd nowhere && celery -A t worker", []),
        ("cd ../.. && celery -A t worker", []),
    ],
)
def test_the_folder_of_a_command_is_followed_or_not_known(script: str, folders: list[str]) -> None:
    assert [found for _, _, found in in_shell(script)] == [folders]


def test_a_script_may_start_in_the_root_or_where_it_lies_and_may_find_itself() -> None:
    assert in_file("bin/run.sh", "celery -A t worker") == [(1, "t", [".", "bin"])]
    own = '#!/bin/sh\ncd "$(dirname "$0")"/../automappa\nexec celery -A t worker\n'
    assert in_file("bin/start", own) == [(3, "t", ["automappa"])]


def test_the_module_path_is_kept() -> None:
    text = "export PYTHONPATH=src:$PYTHONPATH\ncelery -A t worker"
    (found,) = launches_in_shell(PurePosixPath("x"), text, (ROOT,), exists)
    assert found.python_path == ("src",)


def test_procfile_makefile_and_unit_files() -> None:
    procfile = "web: gunicorn x\nworker: cd automappa && celery -A t worker\n"
    assert in_file("Procfile.dev", procfile) == [(2, "t", ["automappa"])]
    recipe = "\t@cd automappa && \\\n\t  celery -A t worker\n\tcelery -A u worker\n"
    makefile = f"run: all\n{recipe}X = celery -A v worker\n"
    assert in_file("Makefile", makefile) == [(2, "t", ["automappa"]), (4, "u", ["."])]
    unit = "[Service]\nWorkingDirectory=/opt/app\nExecStart=/opt/bin/celery -A t worker\n"
    assert in_file("worker.service", unit) == [(3, "t", [])]
    supervisor = "[program:a]\ncommand=celery -A t worker\ndirectory=automappa\n"
    supervisor += "[program:b]\ncommand=celery -A u worker\n"
    assert in_file("supervisord.conf", supervisor) == [(2, "t", ["automappa"]), (5, "u", [])]


def test_a_make_variable_may_be_a_default() -> None:
    text = (
        "APP ?= quiz.worker:queue\nOTHER := v\nrun:\n\tcelery -A $(APP) worker\n\tcelery -A ${OTHER} worker\n"
    )
    assert in_file("Makefile", text) == [(4, "quiz.worker:queue", ["."]), (5, "v", ["."])]


def test_a_dockerfile_says_where_the_project_lies_in_the_image() -> None:
    text = (
        "FROM python AS base\nWORKDIR /srv/app\nCOPY . .\n"
        'FROM base\nENV PYTHONPATH=src\nCMD ["celery", "-A", "t", \\\n "worker"]\n'
    )
    assert in_file("Dockerfile", text) == [(6, "t", ["."])]
    inside = "FROM python\nCOPY automappa /code/\nWORKDIR /code\nENTRYPOINT celery -A t worker\n"
    assert in_file("Dockerfile", inside) == [(4, "t", ["automappa"])]
    elsewhere = (
        'FROM python\nCOPY --from=build /x /code\nWORKDIR /code\nCMD ["celery", "-A", "t", "worker"]\n'
    )
    assert in_file("Dockerfile", elsewhere) == [(4, "t", [])]


def test_the_module_path_of_an_image_is_told_from_where_the_worker_starts() -> None:
    text = (
        "FROM python\nCOPY . /srv\nWORKDIR /srv/automappa\n"
        "ENV PYTHONPATH=/srv/src:/srv:/elsewhere\nCMD celery -A t worker\n"
    )
    (found,) = launches_in_file(PurePosixPath("Dockerfile"), text, exists, lambda _: None)
    assert found.python_path == ("../src", "..", "/elsewhere")
    compose = (
        "services:\n  worker:\n    image: python\n    working_dir: /srv/automappa\n"
        '    volumes: [".:/srv"]\n    environment: {PYTHONPATH: /srv/src}\n    command: celery -A t worker\n'
    )
    (found,) = launches_in_yaml(PurePosixPath("compose.yml"), compose, exists, lambda path: None)
    assert found.python_path == ("../src",)


DOCKERFILE = 'FROM python\nWORKDIR /srv\nCOPY . .\nCMD ["celery", "-A", "image", "worker"]\n'


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("{build: ., command: celery -A t worker}", [(1, "t", ["."])]),
        ("{build: {context: .}, command: [celery, -A, t, worker]}", [(1, "t", ["."])]),
        ("{build: ., working_dir: /srv/automappa, command: celery -A t worker}", [(1, "t", ["automappa"])]),
        ("{build: ., volumes: ['./automappa:/srv'], command: celery -A t worker}", [(1, "t", ["automappa"])]),
        ("{build: ., entrypoint: [sh, -c, celery -A t worker]}", [(1, "t", ["."])]),
        ("{build: ., environment: [CELERY_APP=t], command: celery worker}", [(1, "t", ["."])]),
        ("{build: ., environment: {APP: t}, command: celery worker}", [(1, "t", ["."])]),
        ("{build: .}", [(4, "image", ["."])]),
        ("{image: x, command: celery -A t worker}", [(1, "t", [])]),
        ("{build: ., command: 'celery -A ${APP} worker'}", []),
        ("{build: ., command: gunicorn x}", []),
        ("[]", []),
    ],
)
def test_services_of_a_compose_file(service: str, expected: list[tuple[int, str, list[str]]]) -> None:
    assert in_yaml(f"services: {{one: {service}}}\n", DOCKERFILE) == expected


ENTRY = DOCKERFILE.replace(
    "CMD [", 'ENTRYPOINT ["celery", "-A", "image"]\nCMD ["worker", "-Q", "a"]\nLABEL ['
)
SCRIPT = DOCKERFILE.replace("CMD [", 'ENTRYPOINT ["tini", "--", "/entry.sh"]\nCMD [')
BASE = f'{DOCKERFILE}FROM python AS base\nCMD worker\nFROM base\nENTRYPOINT ["celery", "-A", "image"]\n'


@pytest.mark.parametrize(
    ("dockerfile", "service", "expected"),
    [
        (ENTRY, "{build: .}", [(5, "image", ("a",))]),
        (ENTRY, "{build: ., command: worker -Q b}", [(1, "image", ("b",))]),
        (ENTRY, "{build: ., entrypoint: [], command: celery -A t worker}", [(1, "t", ())]),
        (ENTRY, "{build: ., entrypoint: ['']}", []),
        (ENTRY, "{build: ., entrypoint: celery -A t, command: [worker, -Q, b]}", [(1, "t", ("b",))]),
        (ENTRY, "{build: ., entrypoint: celery -A t worker, command: -Q b}", [(1, "t", ("b",))]),
        (BASE, "{build: .}", []),
        (SCRIPT, "{build: .}", [(5, "image", ())]),
        (SCRIPT, "{build: ., command: celery -A t worker -Q b}", [(1, "t", ("b",))]),
        (SCRIPT, "{build: ., command: gunicorn x}", []),
    ],
)
def test_an_entry_point_and_a_command_are_one(
    dockerfile: str, service: str, expected: list[tuple[int, str, tuple[str, ...]]]
) -> None:
    text = f"services: {{one: {service}}}\n"
    found = launches_in_yaml(
        PurePosixPath("compose.yml"), text, exists, {PurePosixPath("Dockerfile"): dockerfile}.get
    )
    assert [(one.place.line, one.app, one.queues) for one in found] == expected


def test_the_environment_of_a_container_is_kept() -> None:
    text = "kind: Job\nspec:\n  containers:\n  - command: [celery, -A, t, worker]\n"
    text += "    env: [{name: MODE, value: dark}, {name: TOKEN, valueFrom: {secretKeyRef: {key: x}}}]\n"
    (found,) = launches_in_yaml(PurePosixPath("job.yml"), text, exists, lambda _: None)
    assert found.variables == {"MODE": "dark"}


def test_anchors_merges_and_blocks_of_text() -> None:
    text = (
        "x-base: &base\n  build: .\n  working_dir: /srv/automappa\n"
        "services:\n  one:\n    <<: *base\n    command: >\n      celery -A t\n      worker\n"
        "  two:\n    <<: [*base]\n    working_dir: /srv\n    command: celery -A u worker\n"
    )
    assert in_yaml(text, DOCKERFILE) == [(8, "t", ["automappa"]), (13, "u", ["."])]


def test_containers_of_a_manifest_run_in_a_folder_that_is_not_known() -> None:
    text = "kind: Deployment\nspec:\n  containers:\n  - command: [celery]\n    args: [-A, t, worker]\n"
    assert in_yaml(text) == [(4, "t", [])]


@pytest.mark.parametrize(
    "text",
    [
        "services: [",
        "{{- if .Values.worker }}\nkind: x\n{{ end }}",
        "a: &a [*a]\nkind: x\n",
        "kind: &k {x: *k}\n",
        "\x00",
        "- celery",
        "services: celery worker",
    ],
)
def test_yaml_that_is_no_compose_file_holds_no_commands(text: str) -> None:
    assert in_yaml(text) == []


def test_merges_that_grow_without_end_are_given_up() -> None:
    lines = ["a0: &a0 {command: celery -A t worker}"]
    lines += [f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}]}}" for i in range(1, 30)]
    assert in_yaml("\n".join([*lines, "services: {one: *a29}"])) == []


def test_names_of_files_that_hold_commands() -> None:
    for name in (
        "Procfile",
        "compose.yaml",
        "docker-compose.dev.yml",
        "Dockerfile.worker",
        "run.sh",
        "start-worker",
    ):
        assert may_hold_launches(name), name
    for name in ("tasks.py", "README.md", "worker.png", "data.json"):
        assert not may_hold_launches(name), name


def test_of_modules_that_are_listed_twice_the_last_count_and_spaces_stay() -> None:
    text = "celery -A a.b worker -I a.one -I 'a.two, a.three'"
    (launch,) = launches_in_shell(PurePosixPath("x"), text, (ROOT,), exists)
    assert launch.include == ("a.two", " a.three")
