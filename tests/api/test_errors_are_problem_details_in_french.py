"""Whatever goes wrong, a program gets problem details, with French words for its author."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import World


@pytest.mark.parametrize(
    ("method", "address", "status", "title"),
    [
        ("get", "/api/v1/consultations/inconnue/", 404, "Introuvable"),
        ("get", "/api/v1/consultations/%00/", 404, "Introuvable"),
        ("get", "/api/v1/rien/", 404, "Introuvable"),
        ("get", "/api/v1/rien/de/tel/", 404, "Introuvable"),
        ("post", "/api/v1/consultations/", 405, "Méthode non admise"),
        ("put", "/api/v1/consultations/", 405, "Méthode non admise"),
        ("delete", "/api/v1/consultations/une/", 405, "Méthode non admise"),
        ("options", "/api/v1/consultations/", 405, "Méthode non admise"),
        ("get", "/api/v1/consultations/?page_size=0", 400, "Demande incomprise"),
    ],
)
def test_each_error_says_what_it_is(
    region: World, method: str, address: str, status: int, title: str
) -> None:
    answer = getattr(region.client(), method)(address)
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["title"]) == (status, status, title)
    assert problem["type"] == "about:blank"
    assert problem["detail"].endswith(".")


def test_a_format_that_we_do_not_have_is_refused(region: World) -> None:
    answer = region.client().get("/api/v1/consultations/", headers={"Accept": "text/csv"})
    assert (answer.status_code, answer.json()["title"]) == (406, "Format indisponible")


def test_errors_are_not_kept(region: World) -> None:
    assert region.client().get("/api/v1/consultations/une/")["Cache-Control"] == "no-cache"


def test_a_post_is_refused_for_what_it_is_and_not_for_a_missing_token(region: World) -> None:
    client = Client(SERVER_NAME=region.host, enforce_csrf_checks=True)
    assert client.post("/api/v1/consultations/", {"title": "x"}).status_code == 405


def test_a_forgotten_slash_is_put_right(region: World) -> None:
    answer = region.client().get("/api/v1/consultations")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/consultations/")
