"""The list, the search and the page of 10,000 proposals, beside those of 144: times, statements, and the ratio.

    python -m infra.benchmarks.proposals [--proposals N]

Planted in a demonstration of its own, of which nothing stays. Times are of whole pages, as a visitor is
answered by this process with its database beside it, asked in turns; the fastest quarter of them, so that a
busy machine disturbs little. The ratio is what to quote.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("CITOYENS_MODE", "development")
os.environ["DEBUG"] = "0"

if TYPE_CHECKING:
    from consultations.models import Phase

HOST = "hauts-de-france.localhost"
TIMES = 25  # each page
LINE = "{:<34}{:>6}{:>12}{:>6}{:>12}{:>8}"
ASKED = {
    "the list": "",
    "its last page": "?page=9999",
    "one theme": "?theme=emploi",
    "one outcome": "?etat=retained",
    "the most supported": "?tri=soutiens",
    "at random": "?tri=hasard&graine=abc123",
    "a search: a word of many": "?q=association",
    "a search: words of few": "?q=tr%C3%A9sorier+comptable",
    "like what is being typed": "proposer/semblables/?title=former+les+benevoles+le+samedi",
    "on the map": "?vue=carte",
    "one proposal": "{number}/",
}
# The demonstration's texts again and again, each with a day, a place and supports of its own.
MORE = """
    insert into contributions_contribution
        (id, consultation_id, phase_id, theme_id, kind, number, author_name, on_behalf_of, contact, origin,
         reference, title, body, stance, place, latitude, longitude, language, moderation, outcome,
         supports_count, imported_supports, comments_count, created_at, published_at, updated_at)
    select gen_random_uuid(), %(consultation)s, %(phase)s, theme_id, kind,
        %(first)s + row_number() over (order by g, number),
        author_name, '', '', origin, '', title || ' (' || g || ')', body || ' Numéro ' || g || '.', '', place,
        49.5 + (number %% 90) / 60.0, 1.6 + (g %% 90) / 40.0, 'fr', moderation, outcome,
        (number * 37 + g * 11) %% 400, 0, 0,
        created_at + g * interval '7 minutes', published_at + g * interval '7 minutes', now()
    from contributions_contribution, generate_series(1, %(times)s) g
    where phase_id = %(model)s and kind = 'proposal' and moderation = 'published'
    limit %(most)s
"""


def main() -> None:
    from infra.serving import demonstration

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--proposals", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as var, demonstration(Path(var)):
        compare(options.proposals)


def compare(many: int) -> None:
    """Plant two stages, one with what the demonstration has and one with many; measure both."""
    from infra.serving import gather_figures
    from tenants.current import use
    from tenants.hosts import tenant_at

    with use(tenant_at(HOST)):
        few, lots = plant("peu", 144), plant("beaucoup", many)
        gather_figures("contributions_contribution")
        print(LINE.format("", "SQL", "144: ms", "SQL", f"{many}: ms", "ratio"))
        for name, asked in ASKED.items():
            tell(name, few, lots, asked)


def plant(slug: str, many: int) -> Phase:
    """A stage of so many proposals, made of the demonstration's by one statement."""
    from django.db import connection
    from django.db.models import Max

    from consultations.models import Phase

    model = Phase.objects.filter(module_key="proposals").select_related("consultation").first()
    assert model is not None  # noqa: S101 - the demonstration has one
    phase = Phase.objects.create(
        consultation=model.consultation, slug=slug, title=slug, module_key="proposals",
        kind_key="collect", settings={"place": "map"},
        opens_at="2020-01-01T00:00Z", closes_at="2090-01-01T00:00Z",
    )  # fmt: skip
    last = model.consultation.contributions.aggregate(last=Max("number"))["last"]
    values = {"consultation": model.consultation_id, "phase": phase.pk, "model": model.pk,
              "first": last, "times": many // 100 + 1, "most": many}  # fmt: skip
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(MORE, values)
    print(f"{many} proposals planted in {time.monotonic() - began:.1f} s")
    return phase


def tell(name: str, few: Phase, lots: Phase, asked: str) -> None:
    """One line: statements and time of each, and how much longer the many take."""
    from infra.benchmarks.pages import count_statements

    pages = [address(phase, asked) for phase in (few, lots)]
    statements = [count_statements(HOST, page) for page in pages]
    times: list[list[float]] = [[], []]
    for _time in range(TIMES):
        for place, page in enumerate(pages):
            times[place].append(ask(page))
    short, long = (statistics.quantiles(each, n=4)[0] for each in times)
    figures = [statements[0], f"{short:.1f}", statements[1], f"{long:.1f}", f"{long / short:.2f}"]
    print(LINE.format(name, *figures))


def address(phase: Phase, asked: str) -> str:
    """Of a page of a stage."""
    from django.utils import translation

    number = phase.contributions.order_by("number").values_list("number", flat=True)[50]
    with translation.override("fr"):
        return phase.get_absolute_url() + asked.format(number=number)


def ask(path: str) -> float:
    """Milliseconds of one page."""
    from django.test import Client

    began = time.perf_counter()
    status = Client(SERVER_NAME=HOST).get(path).status_code
    assert status == 200, f"{path}: {status}"  # noqa: S101
    return (time.perf_counter() - began) * 1_000


if __name__ == "__main__":
    main()
