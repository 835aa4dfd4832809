"""The Caddyfile, run for real: HTTPS for the names that open a site, no certificate for any other."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import NamedTuple
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application

from infra.serving import free_port
from tenants.models import Domain, Tenant

CADDY = shutil.which("caddy")
CADDYFILE = Path(__file__).resolve().parents[2] / "infra/caddy/Caddyfile"
THEIRS, UNKNOWN = "participer.example.org", "inconnu.example.org"
START = 20.0  # seconds

pytestmark = [
    pytest.mark.skipif(CADDY is None, reason="There is no caddy here: its Caddyfile goes untried."),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Front(NamedTuple):
    """A running Caddy: its ports, and the authority that its certificates are to be trusted by."""

    https: int
    http: int
    authority: Path


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test's output is for what fails."""


@pytest.fixture(scope="module")
def app(django_db_setup: None, django_db_blocker: object) -> Iterator[int]:
    """The platform on the loopback, with a proven name of the region's; its port."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        region = Tenant.objects.get(name="Région Test")
        Domain.objects.filter(tenant=region).update(is_primary=False)
        domain = Domain.objects.create(tenant=region, domain=THEIRS, is_primary=True)
        server = make_server("127.0.0.1", 0, get_wsgi_application(), WSGIServer, Quiet)
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            server.server_close()
            domain.delete()
            Domain.objects.filter(tenant=region).update(is_primary=True)


@pytest.fixture(scope="module")
def front(app: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """Caddy before it, with an authority of its own."""
    home = tmp_path_factory.mktemp("caddy")
    https, plain = free_port(), free_port()
    environment = {
        **os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home),
        "PLATFORM_HOST": "localhost", "CERT_ISSUER": "internal", "APP": f"127.0.0.1:{app}",
        "HTTPS_PORT": str(https), "HTTP_PORT": str(plain), "CADDY_ADMIN": "off",
    }  # fmt: skip
    words = [str(CADDY), "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"]
    with (home / "log").open("wb") as log:
        caddy = subprocess.Popen(words, env=environment, stdout=log, stderr=log)
    authority = home / "caddy/pki/authorities/local/root.crt"
    try:
        _await(https, authority, caddy, home / "log")
        yield Front(https, plain, authority)
    finally:
        caddy.terminate()
        caddy.wait(START)


def _await(port: int, authority: Path, caddy: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and caddy.poll() is None:
        with socket.socket() as probe:
            if authority.exists() and probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"Caddy did not start: {log.read_text()[-2_000:]}")


def get(front: Front, host: str, path: str = "/") -> http.client.HTTPResponse:
    """One page over HTTPS as a browser asks for it: only a certificate for this very name will do."""
    trusted = ssl.create_default_context(cafile=str(front.authority))
    raw = socket.create_connection(("127.0.0.1", front.https), timeout=30)
    connection = http.client.HTTPSConnection(host, context=trusted)
    connection.sock = trusted.wrap_socket(raw, server_hostname=host)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.page = answer.read().decode()  # type: ignore[attr-defined]
    connection.close()
    return answer


def test_a_proven_name_opens_its_site_over_https(front: Front) -> None:
    answer = get(front, THEIRS)
    assert answer.status == 200
    assert "Région Test" in answer.page  # type: ignore[attr-defined]


def test_the_platforms_own_names_do_too_and_lead_to_the_main_one(front: Front) -> None:
    assert get(front, "localhost", "/tarifs/").status == 200
    moved = get(front, "region.localhost", "/concertations/?q=1")
    assert moved.status == 301
    assert (moved.getheader("Location") or "").endswith(f"//{THEIRS}/concertations/?q=1")


@pytest.mark.parametrize("host", [UNKNOWN, "personne.localhost"])
def test_an_unknown_name_gets_no_certificate(front: Front, host: str) -> None:
    with pytest.raises(ssl.SSLError):
        get(front, host)
    made = [file.name for file in front.authority.parents[3].rglob("*.crt")]
    assert f"{host}.crt" not in made


def test_nobody_outside_asks_about_certificates(front: Front) -> None:
    asked = get(front, THEIRS, "/internal/tls-ask?domain=region.localhost")
    assert (asked.status, asked.page) == (404, "")  # type: ignore[attr-defined]


def test_plain_http_leads_to_https(front: Front) -> None:
    plain = http.client.HTTPConnection("127.0.0.1", front.http, timeout=30)
    plain.request("GET", "/suites/", headers={"Host": THEIRS})
    answer = plain.getresponse()
    plain.close()
    assert answer.status == 308
    assert (answer.getheader("Location") or "").startswith(f"https://{THEIRS}")
