"""A survey of 60 questions with 20,000 answers: how long its results, its exports and a new answer take.

    python -m infra.benchmarks.surveys [--answers N]

Planted in a demonstration of its own, of which nothing stays. Pages are asked for as a browser does; "cold" is
the first request of a survey since it was planted. Compare two runs on the same machine.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("CITOYENS_MODE", "development")
os.environ["DEBUG"] = "0"

if TYPE_CHECKING:
    from consultations.models import Phase
    from modules.surveys.models import Version
    from tenants.models import Tenant

OK = 200
APART = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SET ", "select set_config")
LINE = "{:<46}{:>12}{:>10}"
# kind, how many questions of it, the cells of one answer as SQL: item, choice, number, text
KINDS: list[tuple[str, int, str]] = [
    ("one_choice", 20, "select '', 'c' || (1 + n %% 6), null::float, ''"),
    (
        "several_choices",
        10,
        ("select '', 'c' || (1 + (n + g) %% 6), null::float, ''"
        " from generate_series(1, 2) g"),
    ),
    ("scale", 10, "select '', '', 1 + n %% 5, ''"),
    ("matrix_scale", 5, "select 'r' || g, '', 1 + (n + g) %% 5, '' from generate_series(1, 4) g"),
    ("ranking", 5, "select '', 'c' || (1 + (n + g) %% 6), g, '' from generate_series(1, 3) g"),
    ("short_text", 5, "select '', '', null::float, 'Un mot ' || n"),
    ("long_text", 5, "select '', '', null::float, 'Une salle ouverte le soir, numéro ' || n"),
]  # fmt: skip


def main() -> None:
    from infra.serving import demonstration

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as var, demonstration(Path(var)), scratch_tenant() as tenant:
        measure(tenant, options.answers)


@contextmanager
def scratch_tenant() -> Iterator[Tenant]:
    """A site of its own, with its schema; taken away at the end, as a closed site is."""
    from billing.actions import start_trial
    from tenants import provisioning, removal
    from tenants.hosts import free_host
    from tenants.models import Domain, Removal, Tenant

    tenant = Tenant(name="Mesure", kind="association")
    tenant.schema_name = f"t_{tenant.id.hex}"
    provisioning.make_schema(tenant.schema_name)
    tenant.save()
    Domain.objects.create(tenant=tenant, domain=free_host(f"mesure-{os.getpid()}"), is_primary=True)
    start_trial(tenant)
    try:
        yield Tenant.objects.prefetch_related("domains", "entitlements").get(pk=tenant.pk)
    finally:
        gone = Removal.objects.create(tenant_id=tenant.pk, tenant_name=tenant.name)
        removal.finish(gone, actor="benchmark")


def measure(tenant: Tenant, answers: int) -> None:
    """Plant, then measure page by page and file by file."""
    from tenants.current import use

    with use(tenant):
        version = plant(answers)
        print(LINE.format("", "seconds", "SQL"))
        measure_pages(tenant, version)
        measure_saving(version)
        measure_exports(version.phase)


def questionnaire() -> dict[str, Any]:
    """Sixty questions on six pages."""
    asked = [
        {"key": f"{kind}_{n}", "kind": kind, "label": f"Question {kind} {n} ?",
         "choices": [{"key": f"c{c}", "label": f"Choix {c}"} for c in range(1, 7)]
         if kind in {"one_choice", "several_choices", "ranking"} else [],
         "rows": [{"key": f"r{r}", "label": f"Ligne {r}"} for r in range(1, 5)]
         if kind == "matrix_scale" else []}
        for kind, number, _sql in KINDS
        for n in range(number)
    ]  # fmt: skip
    pages = [asked[start : start + 10] for start in range(0, len(asked), 10)]
    return {
        "sections": [
            {"key": f"s{n}", "title": f"Page {n}", "questions": page}
            for n, page in enumerate(pages, start=1)
        ]
    }


def plant(answers: int) -> Version:
    """The survey and its answers, committed, with figures of the tables as autovacuum gathers them."""
    from consultations.models import Consultation, Phase
    from modules.surveys.models import Version

    began = time.monotonic()
    consultation = Consultation.objects.create(
        slug="mesure", title="Mesure", summary="Mesure", why="Mesure", use="Mesure",
        state="published", commitment="consultation",
    )  # fmt: skip
    phase = Phase.objects.create(
        consultation=consultation, slug="mesure", title="Mesure", module_key="surveys",
        kind_key="survey", settings={"results": "during"},
        opens_at="2020-01-01T00:00Z", closes_at="2090-01-01T00:00Z",
    )  # fmt: skip
    phase.refresh_from_db()
    version = Version.objects.create(phase=phase, content=questionnaire())
    _sheets(version, answers)
    cells = _cells(version)
    print(f"{answers} answers, {cells} cells, planted in {time.monotonic() - began:.0f} s")
    return version


def _sheets(version: Version, answers: int) -> None:
    from django.utils import timezone

    from contributions.models import Contribution
    from modules.surveys.models import Sheet

    phase, now = version.phase, timezone.now()
    contributions = [
        Contribution(
            kind="answer", consultation=phase.consultation, phase=phase, number=1 + n,
            moderation="published", created_at=now - timedelta(hours=n % 900),
        )
        for n in range(answers)
    ]  # fmt: skip
    Contribution.objects.bulk_create(contributions, 2_000)
    sheets = [Sheet(phase=phase, version=version, contribution=one) for one in contributions]
    Sheet.objects.bulk_create(sheets, 2_000)
    print(f"    {answers} sheets", flush=True)


def _cells(version: Version) -> int:
    from django.db import connection

    from infra.serving import gather_figures

    with connection.cursor() as cursor:
        for kind, number, sql in KINDS:
            cursor.execute(
                f"""insert into surveys_cell
                (sheet_id, question, item, choice, number, text, counts, tags)
                select s.id, %s || '_' || q, v.item, v.choice, v.number::float, v.text, v.first = 1, '{{}}'
                from (select id, row_number() over () + 17 as n from surveys_sheet where phase_id = %s) s,
                generate_series(0, %s) q,
                lateral (select w.*, row_number() over () as first
                from ({sql}) as w(item, choice, number, text)) v""",  # noqa: S608 - our own words
                [kind, version.phase_id, number - 1],
            )
            print(f"    {cursor.rowcount} cells of {kind}", flush=True)
        cursor.execute("select count(*) from surveys_cell")
        cells = int(cursor.fetchone()[0])
    gather_figures("surveys_cell", "surveys_sheet", "contributions_contribution")
    return cells


@contextmanager
def measured(name: str) -> Iterator[None]:
    """Print how long the block takes and how many statements it makes, savepoints apart."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        began = time.monotonic()
        yield
        spent = time.monotonic() - began
    made = [one for one in seen.captured_queries if not one["sql"].startswith(APART)]
    print(LINE.format(name, f"{spent:.2f}", len(made)), flush=True)


def measure_pages(tenant: Tenant, version: Version) -> None:
    """The results as everybody and as the team see them."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    visitor, staff = Client(SERVER_NAME=tenant.host), Client(SERVER_NAME=tenant.host)
    person = get_user_model().objects.create_user("a@mesure.example", roles=["administrator"])
    staff.force_login(person, backend="accounts.backends.PersonBackend")
    place = f"concertations/{version.phase.consultation.slug}/enquete/{version.phase.slug}"
    results = f"/gestion/{place}/resultats/"
    visitor.get(f"/{place}/")  # the process has its templates and the site's brand
    pages = {
        "results for everybody, cold": (visitor, f"/{place}/resultats/"),
        "results for everybody, again": (visitor, f"/{place}/resultats/"),
        "results for the team": (staff, results),
        "the same, filtered": (staff, f"{results}?among=one_choice_0=c2"),
        "the same, crossed": (staff, f"{results}?of=one_choice_1&by=one_choice_2"),
        "texts, searched": (staff, f"{results}long_text_0/?q=salle"),
    }
    for name, (browser, address) in pages.items():
        with measured(name):
            answer = browser.get(address)
        if answer.status_code != OK:
            raise SystemExit(f"{address} answered {answer.status_code}")


def measure_saving(version: Version) -> None:
    """One more answer to all sixty questions."""
    from django.conf import settings
    from django.contrib.auth.models import AnonymousUser
    from django.urls import set_urlconf

    from modules.surveys.actions import answer
    from modules.surveys.kinds import Said
    from modules.surveys.models import Sheet

    answers = [(one, [Said(number=1.0)]) for one in version.questionnaire.questions.values()]
    sheet = Sheet(phase=version.phase, version=version, respondent="mesure")
    sheet.save()
    sheet.phase = version.phase
    set_urlconf(settings.TENANT_URLCONF)  # the receipt has an address
    with measured("an answer to 60 questions saved"):
        answer(sheet, answers, by=AnonymousUser())


def measure_exports(phase: Phase) -> None:
    """Each file as the job writes it, and how much the process's memory grew at its peak."""
    from modules.surveys import exports
    from modules.surveys.models import Export

    for format_ in Export.Format.values:
        export = Export.objects.create(phase=phase, format=format_)
        before = _peak()
        with measured(f"export {format_.upper()}"):
            exports.write(export.pk)
        export.refresh_from_db()
        print(
            f"    {export.size / 1e6:.1f} MB, memory grew by {_peak() - before:.0f} MB", flush=True
        )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
