"""A first-timer's guide: what is ready, what comes next and where, the calendar, who looked after it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from consultations.models import Consultation, Extension, Phase
from tests.cast import World
from tests.factories import make_consultation, make_phase

BEGIN = "/gestion/concertations/ouvrir/"


def test_each_step_leads_to_the_next_until_everything_is_ready(region: World) -> None:
    manager = region.client(region.manager)
    manager.post(BEGIN, {"title": "Le plan vélo"})
    place = "/gestion/concertations/le-plan-velo/"
    page = manager.get(place).text
    assert f'class="button" href="{place}textes/#id_summary"' in page
    assert "Ensuite" in page
    assert '<progress aria-labelledby="tasks" value="1" max="3">' in page
    texts = {"title": "Le plan vélo", "summary": "Des pistes.", "why": "Pour rouler.", "use": "Le vote.",
             "commitment": "consultation", "moderation": "after"}  # fmt: skip
    manager.post(f"{place}textes/", texts)
    page = manager.get(place).text
    assert f'class="button" href="{place}etapes/"' in page
    assert 'value="2" max="3"' in page


def test_a_template_is_published_once_its_one_gap_is_filled(region: World) -> None:
    manager = region.client(region.manager)
    day = timezone.localdate() + timedelta(days=15)
    data = {"title": "Notre quartier", "first_day": str(day)}
    made = manager.post(f"{BEGIN}concertation-quartier/", data, follow=True)
    place = made.redirect_chain[-1][0]
    assert "Ensuite" in made.text
    assert "Il manque une chose avant la publication" in made.text
    with region.use():
        draft = Consultation.objects.get()
    texts = {name: getattr(draft, name) for name in ("title", "summary", "why", "use")}
    texts["use"] = texts["use"].partition("[")[0] + "la rue piétonne."
    manager.post(f"{place}textes/", {**texts, "commitment": "consultation", "moderation": "after"})
    assert "Tout est prêt" in manager.get(place).text
    assert "est publiée" in manager.post(f"{place}publier/", follow=True).text
    with region.use():
        assert Consultation.objects.get().state == Consultation.State.PUBLISHED


def test_the_calendar_draws_extensions_and_tells_dates_in_a_table(region: World) -> None:
    with region.use():
        phase = make_phase(title="Vos propositions")
        Extension.objects.create(
            phase=phase,
            previous=phase.closes_at - timedelta(days=10),
            until=phase.closes_at,
            reason="Les vacances.",
        )
        make_phase(phase.consultation, title="L’enquête")
    page = region.client(region.manager).get(f"/gestion/concertations/{phase.consultation.slug}/")
    assert page.text.count('class="more"') == 1
    assert "Devait fermer" in page.text
    public = region.client().get(phase.consultation.get_absolute_url())
    assert public.text.count('class="more"') == 1


def test_it_tells_who_looked_after_it_the_latest_first(region: World) -> None:
    with region.use():
        one = make_consultation(state="draft", title="Avant")
        Phase.objects.all().delete()
    texts = {"title": "Pendant", "moderation": "after"}
    for person in (region.admin, region.manager):
        place = f"/gestion/concertations/{one.slug}/"
        texts["title"] += "!"
        region.client(person).post(f"{place}textes/", texts)
    page = region.client(region.agent).get(place).text
    told = page[page.index('id="carers"') :]
    assert told.index("Manager") < told.index("Admin")
    assert "copier/" not in page  # an agent does not prepare consultations
    assert "copier/" in region.client(region.manager).get(place).text
