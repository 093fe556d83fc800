"""Tests of deployment: containers and units. In: the files under deploy/. Out: what each promises. Must not need an engine."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from deploy.locks import ROOT, locked, wanted

DEPLOY = ROOT / "deploy"
IMAGE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
COMPOSED: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSED["services"]
each_service = pytest.mark.parametrize("name", SERVICES)


def test_the_image_holds_every_package_and_nothing_that_was_not_named() -> None:
    """What is built from is a list of names, so that no data and no secret gets in."""
    import tomllib

    setup = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    copied = [
        word for line in IMAGE.splitlines() if line.startswith("COPY ") and "--from" not in line for word in line.split()[1:-1]
    ]
    assert {package.partition(".")[0] for package in setup["packages"]} <= set(copied)
    assert [line for line in IGNORED if line and not line.startswith(("#", "!", "**/"))] == ["*"]
    assert {line[1:] for line in IGNORED if line.startswith("!")} == set(copied)


def test_the_image_is_no_roots_and_says_whether_it_lives() -> None:
    """Both stages stand on the one base that is named from outside."""
    assert IMAGE.count("FROM ${BASE}") == 2
    assert "USER 10001:10001" in IMAGE
    assert "/live" in IMAGE.partition("HEALTHCHECK")[2]
    assert 'ARG LOCKS="torch-cpu run"\n' in IMAGE


@each_service
def test_a_service_has_no_more_than_it_needs(name: str) -> None:
    """Read-only, without a capability, not root, within bounds; who runs on is watched."""
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert int(service["user"].partition(":")[0]) > 0
    assert all(service[bound] for bound in ("mem_limit", "cpus", "pids_limit"))
    assert all("noexec" in folder and "size=" in folder for folder in service["tmpfs"])
    assert "healthcheck" in service or service["profiles"] == ["ingest"]
    assert "privileged" not in service
    assert "docker.sock" not in str(service)


def test_the_world_reaches_the_proxy_alone() -> None:
    """Neither the API nor Qdrant is published; what they share with others is a network without a way out."""
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    inside = {name for name, network in COMPOSED["networks"].items() if network and network.get("internal")}
    assert all(set(SERVICES[name]["networks"]) <= inside for name in SERVICES if name != "proxy")
    assert "back" not in SERVICES["proxy"]["networks"]


def test_the_api_believes_the_proxy_alone() -> None:
    """Its address is fixed, and so is that under which the proxy asks the API."""
    trusted = SERVICES["api"]["environment"]["MANDATEGRAPH_TRUSTED_PROXIES"]
    assert trusted == SERVICES["proxy"]["networks"]["front"]["ipv4_address"]
    assert "server api:8000;" in (DEPLOY / "nginx.conf").read_text(encoding="utf-8")


def test_qdrant_is_of_the_version_of_its_client() -> None:
    """Qdrant promises one minor version's distance at most."""
    client = next(one.version for one in locked("run") if one.name == "qdrant-client")
    assert f":v{client}-unprivileged" in SERVICES["qdrant"]["image"]


def test_no_secret_is_in_the_tree() -> None:
    """They are files beside it, that git does not see."""
    files = [secret["file"] for secret in COMPOSED["secrets"].values()]
    assert all(file.startswith("./secrets/") for file in files)
    assert "deploy/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "environment" not in SERVICES["qdrant"] or not any("KEY" in name for name in SERVICES["qdrant"]["environment"])


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.service")), ids=lambda unit: unit.name)
def test_a_unit_is_one_that_systemd_understands(unit: Path, tmp_path: Path) -> None:
    """With a program in the place of ours, which is not installed there."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    copy = tmp_path / unit.name
    copy.write_text(
        unit.read_text(encoding="utf-8").replace("/opt/mandategraph/.venv/bin/mandategraph", "/bin/true"), encoding="utf-8"
    )
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if unit.name in line] == []


def test_the_readme_tells_of_every_file_beside_it() -> None:
    """Whoever looks into the folder finds what each is for."""
    told = (DEPLOY / "README.md").read_text(encoding="utf-8")
    beside = [
        file.name for file in DEPLOY.iterdir() if not file.name.startswith("__") and file.name not in ("README.md", "secrets")
    ]
    assert [name for name in beside if f"`{name}`" not in told] == []
    assert [name for name in wanted() if f"`{name}`" not in told] == []
