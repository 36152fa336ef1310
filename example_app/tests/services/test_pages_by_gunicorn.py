"""The pages as the image serves them: gunicorn with several workers, on PostgreSQL."""

import http.client
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

DOCKERFILE = Path(__file__).resolve().parents[2] / "Dockerfile"


@pytest.fixture(scope="module")
def address(production_settings, tmp_path_factory, wait, free_port, clean_environment):
    pytest.importorskip("gunicorn")
    text = DOCKERFILE.read_text().replace("\\\n", "")
    command = json.loads(re.search(r"^CMD (\[.*\])$", text, re.MULTILINE).group(1))
    command[command.index("--bind") + 1] = f"127.0.0.1:{free_port}"
    settings = {**clean_environment, **production_settings, "AUTOMAPPA_MAX_UPLOAD_MB": "1"}
    folder = tmp_path_factory.mktemp("gunicorn")
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", *command], env=settings, cwd=folder, stdout=log, stderr=log
        )
    try:
        found = f"http://127.0.0.1:{free_port}"
        wait(lambda: answers(found), "gunicorn answers")
        yield found
    finally:
        server.terminate()
        assert server.wait(40) == 0


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status == 200
    except (urllib.error.URLError, TimeoutError):
        return False


def send(address, path, data, kind="application/json"):
    request = urllib.request.Request(f"{address}{path}", data=data, headers={"Content-Type": kind})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_pages_are_served(address):
    with urllib.request.urlopen(f"{address}/_dash-layout", timeout=60) as answer:
        assert json.load(answer)


def test_a_request_that_is_too_large_is_refused(address):
    # Refused by what it says of itself, before its content is there.
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    connection.putrequest("POST", "/_dash-update-component")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", "8000000")
    connection.endheaders()
    with connection.getresponse() as answer:
        assert answer.status == 413
        assert b"Traceback" not in answer.read()
    connection.close()


def test_what_no_page_sends_is_answered_without_internals(address):
    for path, data in (
        ("/_dash-update-component", b"{"),
        ("/_dash-update-component", b'{"output": "nothing.children", "inputs": []}'),
        ("/no/such/page/../../etc/passwd", b"{}"),
    ):
        _, text = send(address, path, data)
        for internal in ("Traceback", "automappa/", "site-packages", "postgresql", "root:"):
            assert internal not in text
