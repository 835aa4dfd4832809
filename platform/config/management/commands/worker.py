"""`manage.py worker`: run the jobs, begun again by itself where the database went away."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app

logger = logging.getLogger(__name__)
PAUSE = 2.0  # seconds before it begins again


class Command(BaseCommand):
    help = "Run the jobs until told to stop; where the database goes away, begin again once it is back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queues", help="names with commas between; all without it")

    def handle(self, *args: Any, queues: str | None, **options: Any) -> None:
        asyncio.run(_until_stopped({"queues": queues.split(",")} if queues else {}))


async def _until_stopped(which: dict[str, Any]) -> None:
    """procrastinate's own worker ends, as if all were well, when its connection does."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    stop = asyncio.create_task(stopped.wait())
    while not stopped.is_set():
        work = asyncio.create_task(_work(which))
        await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
        if stopped.is_set():
            work.cancel()  # what runs is ended first
            await asyncio.wait({work})
        else:
            logger.warning(
                "The worker lost its database: it begins again.", exc_info=work.exception()
            )
            await asyncio.wait({stop}, timeout=PAUSE)


async def _work(which: dict[str, Any]) -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        async with working.open_async():
            await working.run_worker_async(**which, install_signal_handlers=False)
