"""The files for containers: valid by their schemas, and in agreement with the code."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from automappa.settings import QUEUES, Settings, get_settings

APP = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((APP / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
MANIFESTS = {
    path.name: list(yaml.safe_load_all(path.read_text()))
    for path in sorted((APP / "k8s").glob("*.yaml"))
    if path.name != "kustomization.yaml"
}
OBJECTS = [found for documents in MANIFESTS.values() for found in documents]
DEPLOYMENTS = {found["metadata"]["name"]: found for found in OBJECTS if found["kind"] == "Deployment"}
CONTAINERS = {name: found["spec"]["template"]["spec"]["containers"][0] for name, found in DEPLOYMENTS.items()}


def run(*command):
    return subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, timeout=60)


def read_dockerfile_command():
    text = (APP / "Dockerfile").read_text().replace("\\\n", "")
    return json.loads(re.search(r"^CMD (\[.*\])$", text, re.MULTILINE).group(1))


def list_worker_commands():
    """Return the commands of the workers, by the place where they stand."""
    commands = {f"compose {name}": found.get("command") for name, found in SERVICES.items()}
    commands |= {f"k8s {name}": found.get("command") for name, found in CONTAINERS.items()}
    return {place: command for place, command in commands.items() if command and "worker" in command}


def test_compose_file_fits_its_schema():
    pytest.importorskip("check_jsonschema")
    done = run("check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(APP / "compose.yaml"))
    assert done.returncode == 0, done.stdout


def test_manifests_fit_the_schemas_of_kubernetes():
    validator = pytest.importorskip("kubernetes_validate")
    for found in OBJECTS:
        validator.validate(found, validator.latest_version(), strict=True)


def test_the_schemas_are_asked_in_earnest(tmp_path):
    pytest.importorskip("check_jsonschema")
    validator = pytest.importorskip("kubernetes_validate")
    wrong = yaml.safe_load((APP / "compose.yaml").read_text())
    wrong["services"]["web"]["port"] = wrong["services"]["web"].pop("ports")
    (tmp_path / "compose.yaml").write_text(yaml.safe_dump(wrong))
    done = run("check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(tmp_path / "compose.yaml"))
    assert done.returncode == 1
    deployment = yaml.safe_load((APP / "k8s" / "web.yaml").read_text().partition("---")[0])
    deployment["spec"]["replicas"] = "two"
    with pytest.raises(validator.ValidationError):
        validator.validate(deployment, validator.latest_version(), strict=True)


def test_the_kustomization_names_every_manifest():
    kustomization = yaml.safe_load((APP / "k8s" / "kustomization.yaml").read_text())
    assert sorted(kustomization["resources"]) == sorted(MANIFESTS)
    images = {image["name"] for image in kustomization["images"]}
    assert {found["image"] for found in CONTAINERS.values()} == images
    assert {service["image"] for service in SERVICES.values() if "build" in service} == images


def list_environments():
    environments = {name: found.get("environment", {}) for name, found in SERVICES.items()}
    environments |= {
        found["metadata"]["name"]: found["data"] for found in OBJECTS if found["kind"] == "ConfigMap"
    }
    dockerfile = re.findall(r"\b(AUTOMAPPA_\w+)=(\S+)", (APP / "Dockerfile").read_text())
    return [*environments.values(), dict(dockerfile)]


def test_every_setting_is_one_of_the_app_and_its_value_is_taken(monkeypatch):
    seen = set()
    for environment in list_environments():
        own = {name: value for name, value in environment.items() if name.startswith("AUTOMAPPA_")}
        assert {name.removeprefix("AUTOMAPPA_").lower() for name in own} <= set(Settings.model_fields)
        for name, value in own.items():
            monkeypatch.setenv(name, re.sub(r"\$\{(\w+):\?[^}]*\}", r"\1", value))
        Settings()
        seen |= set(own)
    assert {"AUTOMAPPA_DATABASE_URL", "AUTOMAPPA_BROKER_URL", "AUTOMAPPA_RESULT_URL"} <= seen
    assert "AUTOMAPPA_DEBUG" not in seen


def test_the_comment_about_the_secret_names_the_same_settings():
    text = (APP / "k8s" / "kustomization.yaml").read_text()
    names = set(re.findall(r"--from-literal=AUTOMAPPA_(\w+)=", text))
    assert names == {"DATABASE_URL", "BROKER_URL", "RESULT_URL"}


def test_every_queue_has_a_worker_and_every_worker_a_queue_of_the_app():
    routed = {route["queue"] for route in _read_config("task_routes").values()}
    routed.add(_read_config("task_default_queue"))
    assert routed == set(QUEUES)
    for kind in ("compose", "k8s"):
        taken = set()
        for place, command in list_worker_commands().items():
            if place.startswith(kind):
                taken |= set(command[command.index("-Q") + 1].split(","))
        assert taken == routed


def _read_config(name):
    lines = f"import json, automappa.conf.celeryconfig as c; print(json.dumps(c.{name}))"
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_celery_understands_the_commands_of_the_workers():
    commands = {tuple(command) for command in list_worker_commands().values()}
    assert len(commands) == 2
    for command in sorted(commands):
        assert command[:3] == ("celery", "-A", "automappa.tasks.queue")
        # Options are read before the help is shown, and a wrong one is refused.
        done = run(*command, "--help")
        assert done.returncode == 0, done.stderr
    assert run(*command, "--no-such-option", "--help").returncode != 0


def test_probes_ask_the_node_that_the_command_starts():
    # Without -n a worker is called celery@ and the name of its host, which is unique for each container.
    for command in list_worker_commands().values():
        assert "-n" not in command
    for name in ("worker", "worker-heavy"):
        probe = CONTAINERS[name]["livenessProbe"]["exec"]["command"][-1]
        assert SERVICES[name]["healthcheck"]["test"][-1].replace("$$", "$") == probe
        assert probe.endswith("inspect ping -t 10 -d celery@$HOSTNAME")


def test_pages_are_served_by_gunicorn_where_the_files_say():
    command = read_dockerfile_command()
    assert command[:2] == ["gunicorn", "automappa.web:server"]
    port = int(command[command.index("--bind") + 1].rpartition(":")[2])
    assert port == get_settings().port
    assert CONTAINERS["web"]["ports"] == [{"name": "http", "containerPort": port}]
    assert SERVICES["web"]["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert f"EXPOSE {port}\n" in (APP / "Dockerfile").read_text()


def test_no_secret_stands_in_the_files():
    text = (APP / "compose.yaml").read_text()
    wanted = set(re.findall(r"\$\{(\w+)", text))
    assert set(re.findall(r"\$\{(\w+):\?", text)) == wanted
    example = dict(
        line.split("=", 1)
        for line in (APP / ".env.example").read_text().splitlines()
        if not line.startswith("#")
    )
    assert example == dict.fromkeys(wanted, "")
    assert not [found for found in OBJECTS if found["kind"] == "Secret"]
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if "PASS" in name or "AUTH" in name or name.endswith("_URL"):
                assert "${" in value, name
    for container in CONTAINERS.values():
        assert {"secretRef": {"name": "automappa"}} in container["envFrom"]
        assert "env" not in container


def test_ports_are_open_to_this_host_alone():
    for service in SERVICES.values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_every_service_has_a_health_check_and_waits_for_its_servers():
    assert set(SERVICES) == {"postgres", "rabbitmq", "redis", "web", "worker", "worker-heavy", "flower"}
    for name, service in SERVICES.items():
        assert service["healthcheck"]["test"], name
        if "build" in service:
            assert set(service["depends_on"]) == {"postgres", "rabbitmq", "redis"}
            assert {found["condition"] for found in service["depends_on"].values()} == {"service_healthy"}


def test_workers_are_scaled_by_themselves():
    scalers = {
        found["metadata"]["name"]: found["spec"]
        for found in OBJECTS
        if found["kind"].startswith("Horizontal")
    }
    assert set(scalers) == {"worker", "worker-heavy"}
    for name, spec in scalers.items():
        assert spec["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": name}
        assert 1 <= spec["minReplicas"] < spec["maxReplicas"]
        # The share of the processors is of what the container asks for.
        assert "cpu" in CONTAINERS[name]["resources"]["requests"]
        assert "replicas" not in DEPLOYMENTS[name]["spec"]


def test_pods_find_their_services_and_run_as_nobody():
    for name, deployment in DEPLOYMENTS.items():
        template = deployment["spec"]["template"]
        assert deployment["spec"]["selector"]["matchLabels"] == template["metadata"]["labels"]
        assert template["metadata"]["labels"]["app.kubernetes.io/component"] == name
        assert template["spec"]["securityContext"]["runAsNonRoot"] is True
        assert CONTAINERS[name]["securityContext"]["readOnlyRootFilesystem"] is True
        assert {"startupProbe", "livenessProbe"} <= set(CONTAINERS[name])
    (service,) = (found for found in OBJECTS if found["kind"] == "Service")
    assert service["spec"]["selector"] == DEPLOYMENTS["web"]["spec"]["selector"]["matchLabels"]
    assert re.search(r"^USER 10001$", (APP / "Dockerfile").read_text(), re.MULTILINE)
