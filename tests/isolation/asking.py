"""Asking one address without leaving a trace: what a request changed is undone, cookies included."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client

from tenants import hosts, memory
from tests.cast import World


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back, whole."""

    method: str
    address: str
    status: int
    location: str
    text: str

    def __str__(self) -> str:
        return f"{self.method} {self.address}: {self.status} {self.location}"


def ask(
    world: World,
    method: str,
    address: str,
    *,
    cookies: Mapping[str, str],
    body: Mapping[str, Any] | None = None,
) -> Answer:
    """One request on a tenant's host by a new browser with these cookies; its writes are rolled back."""
    browser = Client(SERVER_NAME=world.host, raise_request_exception=False)
    for name, value in cookies.items():
        browser.cookies[name] = value
    with ExitStack() as undone:
        undone.enter_context(world.use())
        for alias in ("default", "platform"):
            undone.enter_context(transaction.atomic(using=alias))
            undone.callback(transaction.set_rollback, True, using=alias)
        response = getattr(browser, method.lower())(address, body or {})
        content = b"".join(response.streaming_content) if response.streaming else response.content
    hosts.forget()
    memory.forget_everything()
    return Answer(
        method=method,
        address=address,
        status=response.status_code,
        location=response.headers.get("Location", ""),
        text=content.decode("utf-8", "replace"),
    )


def cookies_of(world: World, user: Any) -> dict[str, str]:
    """The cookies of a browser signed in as `user` on that tenant's site; none for a visitor."""
    return {name: one.value for name, one in world.client(user).cookies.items()}
