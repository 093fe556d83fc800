"""Tests: the reverse proxy. In: deploy/nginx.conf and the port of who answers behind it. Out: nginx, running on loopback with a
certificate of its own. Must not change what the file says, beyond addresses, files and the limits that a test names.
"""

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

CONFIGURATION = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where it listens, and how to trust it."""

    tls: int
    plain: int
    trust: ssl.SSLContext

    def client(self, source: str = "127.0.0.1") -> httpx.Client:
        """A client that comes from an address of the loopback."""
        transport = httpx.HTTPTransport(verify=self.trust, local_address=source)
        return httpx.Client(base_url=f"https://localhost:{self.tls}", transport=transport, timeout=30)


def program() -> str:
    """The path of nginx. Skips where it is not installed; fails in continuous integration, where .ci/packages installs it."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("nginx is not installed: .ci/packages installs it")
    if found is None:
        pytest.skip("nginx is not installed")
    return found


def free_port() -> int:
    """A port of the loopback on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        return int(bound.getsockname()[1])


@contextmanager
def proxy_before(upstream: int, folder: Path, changed: Mapping[str, str] | None = None) -> Iterator[Proxy]:
    """The proxy before the port `upstream`, with deploy/nginx.conf; `changed` are words of it that the test sets otherwise."""
    nginx, tls, plain = program(), free_port(), free_port()
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-out", str(certificate), "-keyout", str(key)],
        check=True, capture_output=True,
    )  # fmt: skip
    text = CONFIGURATION.read_text(encoding="utf-8")
    for said, meant in {
        " /tmp/": f" {folder}/",
        "server api:8000;": f"server 127.0.0.1:{upstream};",
        "listen 8080;": f"listen 127.0.0.1:{plain};",
        "listen 8443 ": f"listen 127.0.0.1:{tls} ",
        "/run/secrets/certificate;": f"{certificate};",
        "/run/secrets/certificate_key;": f"{key};",
        **(changed or {}),
    }.items():
        assert said in text, f"deploy/nginx.conf no longer says {said!r}"
        text = text.replace(said, meant)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    user = "user root; " if os.geteuid() == 0 else ""  # else its workers are nobody, who may not enter the folder
    with (folder / "stderr").open("wb") as stderr:
        server = subprocess.Popen([nginx, "-c", str(folder / "nginx.conf"), "-g", f"{user}daemon off;"], stderr=stderr)
    try:
        _wait(server, tls, folder / "stderr")
        yield Proxy(tls, plain, ssl.create_default_context(cafile=str(certificate)))
    finally:
        server.terminate()
        server.wait(20)


def _wait(server: "subprocess.Popen[bytes]", port: int, stderr: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    pytest.fail(f"nginx did not start: {stderr.read_text(encoding='utf-8')}")
