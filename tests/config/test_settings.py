"""Production has no default secret: it refuses to start, and says what to set."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "CITOYENS_MODE": "production",
    "SECRET_KEY": "x" * 50,
    "PLATFORM_HOSTS": "participer.example.org",
    "DATABASE_URL": "postgresql://web@db.example.org/citoyens",
    "MAIL_FROM": "bonjour@example.org",
    "MAIL_HOST": "mail.example.org",
}


def start(code: str = "", **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own, with an environment of its own; run `code` after."""
    wanted = {**PRODUCTION, **changes}
    environment = {name: value for name, value in wanted.items() if value is not None}
    environment |= {
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}",
        "PATH": os.environ["PATH"],
    }
    words = [sys.executable, "-c", f"from config import settings\n{code}"]
    return subprocess.run(
        words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_production_starts_with_what_it_needs() -> None:
    started = start("print(sorted(settings.DATABASES))")
    assert (started.returncode, started.stdout) == (0, "['default', 'platform']\n"), started.stderr


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "PLATFORM_HOSTS", "DATABASE_URL", "MAIL_FROM", "MAIL_HOST"]
)
def test_production_refuses_to_start_without(name: str) -> None:
    refused = start("", **{name: None})
    assert refused.returncode != 0
    assert f"Set the environment variable {name}" in refused.stderr


def test_production_is_what_runs_when_nothing_is_said() -> None:
    assert "SECRET_KEY" in start(CITOYENS_MODE=None, SECRET_KEY=None).stderr


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SECRET_KEY", "short", "at least 50 random characters"),
        ("CITOYENS_MODE", "staging", "production, development or test"),
        ("DATABASE_URL", "mysql://web@db/citoyens", "must be PostgreSQL"),
        ("DATABASE_POOL", "many", "DATABASE_POOL is a whole number"),
        ("MAIL_TLS", "perhaps", "MAIL_TLS is a switch"),
        ("DNS_SERVERS", "9.9.9.9,dns.example.org", "DNS_SERVERS lists IP addresses"),
        ("PLATFORM_ADDRESSES", "192.0.2.300", "PLATFORM_ADDRESSES lists IP addresses"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_in_words(
    name: str, value: str, told: str
) -> None:
    assert told in start(**{name: value}).stderr


def test_the_web_process_has_no_owners_door_unless_it_is_given_the_key() -> None:
    key = "postgresql://owner@db.example.org/citoyens"
    started = start("print(sorted(settings.DATABASES))", DATABASE_OWNER_URL=key)
    assert started.stdout == "['default', 'owner', 'platform']\n"


def test_cookies_in_production_stay_on_their_host_and_on_https() -> None:
    names = (
        "settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_SECURE"
    )
    assert start(f"print({names})").stdout == "__Host-session __Host-csrf True\n"
