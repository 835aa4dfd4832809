"""`manage.py dev` (that is, `make run`): the whole platform on one machine, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from rich.console import Console
from rich.panel import Panel

from infra.postgres import Cluster, PostgresError
from onboarding.demo import DEMOS
from operators import pulses
from operators.demo import EMAIL, PASSWORD, plant_operator
from tenants.hosts import free_host, platform_address
from tenants.provisioning import refill, sweep

GRACE = 10.0  # seconds that a process has to end by itself


class Command(BaseCommand):
    help = "Start PostgreSQL, migrate, plant the demo once, serve the sites and run the jobs."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This is for development. In production see README.md, Settings.")
        if _is_taken(port):
            raise CommandError(
                f"Port {port} is taken. Stop what runs there, or: make run ARGS='--port {port + 1}'"
            )
        # A shell may have started us deaf to the first; a terminal that closes sends the last.
        for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(stop, signal.default_int_handler)
        cluster = _database()
        try:
            prepare()
            _serve(port)
        except KeyboardInterrupt:
            pass
        finally:
            connections.close_all()
            if cluster:
                cluster.stop()
        self.stdout.write("\nEverything is stopped. Your data is kept; `make reset` forgets it.")


def _database() -> Cluster | None:
    """Start the embedded server, unless DATABASE_URL names another."""
    if "DATABASE_URL" in os.environ:
        return None
    cluster = settings.LOCAL_CLUSTER
    if cluster is None:
        return None
    try:
        cluster.start()
    except PostgresError as error:
        raise CommandError(str(error)) from error
    return cluster


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def prepare() -> None:
    """Bring every schema up to date, plant what is missing of the demo, make spares."""
    call_command("migrate_schemas")
    sweep()
    call_command("plant_demo")
    plant_operator()
    pulses.take_all()
    refill()


def _serve(port: int) -> None:
    """Run the web server and the worker; when one ends, end the other."""
    environment = {**os.environ, "PLATFORM_PORT": f":{port}", "PYTHONUNBUFFERED": "1"}
    manage = [sys.executable, "manage.py"]
    running = [
        subprocess.Popen([*manage, *words], env=environment, cwd=settings.ROOT)
        for words in (["runserver", f"127.0.0.1:{port}"], ["worker"])
    ]
    _welcome(port)
    try:
        while all(process.poll() is None for process in running):
            time.sleep(0.3)
    finally:
        _end(running)
    raise CommandError("The web server or the worker ended; its last words stand above.")


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    """Ask every process to end; the terminal's Ctrl-C may have reached them already."""
    for process in running:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


def _welcome(port: int) -> None:
    here = platform_address().replace(settings.PLATFORM_PORT, f":{port}")
    lines = [f"[bold]{settings.PLATFORM_NAME}[/bold]", "", f"Public site        {here}"]
    lines += [f"Demo               http://{free_host(demo.source)}:{port}/" for demo in DEMOS]
    lines += [
        f"Mails              {here}courrier/",
        "",
        "Sign in with one of these; the code arrives in the mails:",
        "  mireille.castelain@hauts-de-france.example    Region, staff",
        "  adama.diop@example.org                        Region, citizen",
        "  jeanne.monsterleet@ateliers-du-canal.example  Ateliers, staff",
        "",
        f"Operators’ console {here}exploitation/",
        f"  {EMAIL}                    password: {PASSWORD}",
        "  the code asked for next arrives in the mails too",
        "",
        "Ctrl-C stops everything.",
    ]
    Console().print(Panel.fit("\n".join(lines), padding=(1, 3)))
