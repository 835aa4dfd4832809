"""Two tenants for the sweep: A full of recognisable texts, B with a twin of one of its consultations.

Every text of every table of A begins with MARK, tables of modules that are still to come included.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models import CharField, EmailField, F, Model, SlugField, TextField, Value
from django.db.models.functions import Concat, Left
from django.utils import timezone

from accountability.models import OfficialAnswer, OutcomeReport
from commitments.models import Commitment, News, Step
from consultations.models import Consultation, Partner
from consultations.module import Module, Planting, all_modules
from consultations.starters import STARTERS
from contributions import receipts
from contributions.actions import follow, publish, support
from contributions.merging import merge
from contributions.models import Attachment, Contribution, Status
from contributions.models import Version as FormerWords
from instruction.models import Dossier, Note, Sheet, ThemeAgent
from legal.actions import accept
from legal.models import BarrierReport, TermsVersion, Wording
from moderation.models import Decision, Reason, Report
from notifications.models import Message, Reader
from sharing.sitemaps import OF_TENANTS
from showcase.models import News as SiteNews
from showcase.models import Version
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_theme
from tests.isolation.admitted import admitted, ways_in
from tests.isolation.beside import KEYED, links_beside, plant_beside
from tests.isolation.moderated import contested, links_of
from tests.isolation.tickets import tickets_of
from themes.brand import get_branding
from themes.storage import PrivateStorage, TenantStorage

MARK = "zxsecretzx"
TWIN, OWN = "assises", "seulement-ici"  # slugs: the first is B's too
FILE = "logos/blason.png"
# What is text for the database and no text for people: keys, fingerprints, states.
NO_TEXT = {
    "accent_colour",
    "colour",
    "fingerprint",
    "choice",
    "icon",
    "item",
    "key",
    "kind",
    "kind_key",
    "language",
    "leave_url",
    "logo",
    "main_colour",
    "module_key",
    "page",
    "question",
    "password",
    "reference",
    "respondent",
    "section",
    "session_data",
    "session_key",
}


@dataclass(frozen=True, kw_only=True)
class Planted:
    """What A has, as the addresses of its site name it: by parameter name, all values there are."""

    values: dict[str, list[str]] = field(default_factory=dict)
    phases: dict[str, str] = field(default_factory=dict)

    def ids(self, model: str) -> list[str]:
        """The keys of two rows of `app.Model`; none for a module that is gone."""
        app, _, name = model.partition(".")
        if not apps.is_installed(f"modules.{app}") and not apps.is_installed(app):
            return []
        return [
            str(pk) for pk in apps.get_model(app, name).objects.values_list("pk", flat=True)[:2]
        ]


def plant(world: World, slugs: tuple[str, ...]) -> dict[str, str]:
    """Public consultations with a phase of each module; gives the phases' slugs by module."""
    phases = {key: f"etape-{number}" for number, key in enumerate(all_modules(), start=1)}
    for slug in slugs:
        consultation = make_consultation(slug=slug)
        make_theme(consultation, slug="emploi")
        Partner.objects.create(consultation=consultation, name="Le Mouvement associatif")
        for key, phase in phases.items():
            make_phase(consultation, key, slug=phase)
    return phases


def speak_english(world: World) -> None:
    """The site offers English too, so that its every address is there twice."""
    world.tenant.languages = ["en"]
    world.tenant.save(update_fields=["languages"])


def plant_all(world: World) -> Planted:
    """Fill A's every table, mark its texts, and say how its addresses name what it has."""
    speak_english(world)
    phases = plant(world, (TWIN, OWN))
    for consultation in Consultation.objects.all():
        _modules(world, consultation)
        plant_beside(consultation, MARK)
        _people(world, consultation)
    codes = [receipts.issue(text) for text in Contribution.objects.filter(receipt=None)[:2]]
    _site(world)
    for model in tenant_models():
        mark(model)
    for consultation in Consultation.objects.all():
        consultation.learn({"en": {"title": f"{MARK} in English"}}).save()
    return _addressed(Planted(phases=phases), codes, tickets_of(world, MARK))


def tenant_models() -> list[type[Model]]:
    """Every table of a tenant's schema, sessions apart."""
    labels = {name.rsplit(".", 1)[-1] for name in settings.TENANT_APPS} - {"sessions"}
    return [model for model in apps.get_models() if model._meta.app_label in labels]


def rows() -> dict[str, list[Any]]:
    """All that the current tenant holds, to compare before and after."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in tenant_models()
    }


def smallest_demo(module: Module) -> str:
    """The name of the module's smallest demonstration, or "nothing", which plants nothing."""
    folder = Path(str(settings.ROOT)) / "platform/modules" / module.key / "demo"
    files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_size)
    return files[0].stem if files else "nothing"


def _modules(world: World, consultation: Consultation) -> None:
    for phase in consultation.phases.select_related("consultation"):
        if phase.module is not None:
            planting = Planting(
                source=smallest_demo(phase.module),
                phase=phase,
                people=[world.citizen, world.neighbour],
                staff=world.admin,
                done=lambda _number: None,
            )
            phase.module.plant(planting)


def _people(world: World, consultation: Consultation) -> None:
    """A draft, a text that waits, a supported and answered one, a report: one of each, in any module."""
    phase = consultation.phases.first()
    assert phase is not None
    common = {"consultation": consultation, "phase": phase, "author": world.citizen, "title": "Une"}
    states = Contribution.Moderation
    for number, state in enumerate((states.DRAFT, states.PENDING, states.PUBLISHED), start=9_001):
        text = Contribution.objects.create(
            **common,
            kind="proposal",
            number=number,
            moderation=state,
            body="Texte",
            contact="a@b.fr",
        )
        if state == states.PUBLISHED:
            publish(text)
    support(text, by=world.neighbour)
    follow(text, by=world.neighbour)
    _became(world, text)
    OfficialAnswer.objects.create(
        contribution=text, outcome="retained", body="Oui", author=world.agent
    )
    Decision.objects.create(
        contribution=text, moderator=world.moderator, verdict="publish", explanation="Bien"
    )
    contested(world, text)
    Report.objects.create(
        reference=f"S-{consultation.slug[:8]}", contribution=text, reason=Reason.OTHER, text="Ceci"
    )
    OutcomeReport.objects.create(
        consultation=consultation, summary="Bilan", heard="Dit", decided="Fait", next="Suite"
    )
    for stage in ("draft", "underway"):
        _commitment(world, text, stage)
    _dossier(world, text)
    admitted(world, consultation)


def _became(world: World, text: Contribution) -> None:
    """A text merged into another one, a version that was, a status of the consultation's own."""
    common = {"consultation": text.consultation, "phase": text.phase, "kind": "proposal"}
    other = Contribution.objects.create(
        **common, number=9_004, title="Deux", body="Texte", moderation="published"
    )
    merge([other], text, by=world.moderator, reason="Pareil")
    FormerWords.objects.create(
        contribution=text,
        number=1,
        title="Les mots d’avant",
        body="Texte",
        written_at=timezone.now(),
    )
    Contribution.objects.filter(pk=text.pk).update(edited_at=timezone.now())
    pdf = Attachment.objects.create(contribution=text, kind="file", title="Un plan", size=9)
    PrivateStorage().save(f"attachments/{pdf.pk.hex}.pdf", ContentFile(MARK.encode()))
    Contribution.objects.filter(pk=text.pk).update(latitude=50.6, longitude=3.0)
    Status.objects.create(consultation=text.consultation, title="Au budget", outcome="retained")


def _dossier(world: World, text: Contribution) -> None:
    Dossier.objects.create(
        contribution=text, agent=world.agent, analysis="Cher", reasons="Trop", body="Non"
    )
    Note.objects.create(contribution=text, body="Voir le budget", author=world.agent)
    theme = text.consultation.themes.get()
    ThemeAgent.objects.create(theme=theme, agent=world.agent)
    Sheet.objects.create(consultation=text.consultation, name="reponses.csv", by=world.admin)


def _commitment(world: World, text: Contribution, state: str) -> None:
    commitment = Commitment.objects.create(
        consultation=text.consultation,
        slug=f"{text.consultation.slug}-{state}",
        title="Des bancs",
        text="Trois",
        responsible="Espaces verts",
        due="2027-06-30",
        state=state,
    )
    commitment.contributions.add(text)
    Step.objects.create(commitment=commitment, title="Choisir", due="2027-01-31")
    News.objects.create(commitment=commitment, title="Choisis", body="En bois", author=world.agent)


def _site(world: World) -> None:
    branding = get_branding()
    branding.home_title, branding.home_text = "Accueil", "Bonjour"
    branding.footer_text = "Mairie"
    branding.blocks = [
        {"key": "bloc", "kind": "text", "values": {"title": MARK, "text": MARK}},
        {"key": "fiches", "kind": "news", "values": {"title": MARK, "most": 3}},
    ]
    branding.menu = [{"key": "lien", "label": MARK, "url": f"/{MARK}/"}]
    branding.footer_links = list(branding.menu)
    branding.save()
    Version.objects.create(look=branding.look, is_draft=False, published_at=timezone.now())
    Version.objects.create(look={**branding.look, "home_title": MARK})
    SiteNews.objects.create(slug=OWN, title="Une nouvelle", body="Texte", is_published=True)
    SiteNews.objects.create(slug=TWIN, title="Un brouillon", body="Texte")
    _duties(world)
    Message.objects.create(key="un", recipient="a@b.fr", subject="Bonjour", text="Mail")
    Reader.objects.get_or_create(address="a@b.fr")
    TenantStorage().save(FILE, ContentFile(MARK.encode()))


def _duties(world: World) -> None:
    """The team's words on a legal page, terms that somebody accepted, a barrier reported."""
    Wording.objects.create(page="notice", section="rights", text="Nos mots")
    accept(world.citizen)
    TermsVersion.objects.update(
        changes="Ceci change",
        texts={"fr": [{"key": "a", "title": MARK, "text": MARK, "own": MARK}]},
    )
    BarrierReport.objects.create(reference="A-2345-6789", what="Un bouton muet", contact="a@b.fr")


def mark(model: type[Model], word: str = MARK) -> None:
    """Put `word` before every text of a table."""
    found = {column.name: _marked(column, word) for column in _texts(model)}
    if found:
        model._default_manager.update(**found)


def _texts(model: type[Model]) -> Iterator[Any]:
    for column in model._meta.concrete_fields:
        is_text = isinstance(column, CharField | TextField) and not isinstance(column, SlugField)
        is_ours = is_text and not column.choices and not column.generated
        if is_ours and column.name not in NO_TEXT and not column.primary_key:
            yield column


def _marked(column: Any, word: str) -> Any:
    joint = "." if isinstance(column, EmailField) else " "
    marked = Concat(Value(word + joint), F(column.name), output_field=TextField())
    return Left(marked, column.max_length) if column.max_length else marked


def _questionnaire_keys(part: str) -> list[str]:
    """The keys of a section or a question of a planted questionnaire; none where surveys are gone."""
    if not apps.is_installed("modules.surveys"):
        return []
    version: Any = apps.get_model("surveys", "Version").objects.first()
    found = list(getattr(version.questionnaire, part))
    texts = [one for one in found if "idee" in str(one) or "envie" in str(one)]
    return [getattr(one, "key", one) for one in (texts or found)[:1]]


def _keys(planted: Planted) -> list[str]:
    """What addresses name by a key alone: a draft, a published text, a theme, a partner."""
    texts = Contribution.objects.filter(moderation=Contribution.Moderation.PUBLISHED)
    return [
        *planted.ids("contributions.Contribution")[:1],
        *[str(pk) for pk in texts.values_list("pk", flat=True)[:1]],
        *[pk for label in KEYED for pk in planted.ids(label)[:1]],
    ]


def _addressed(planted: Planted, codes: list[str], tickets: dict[str, str]) -> Planted:
    """Teach the sweep here: the values in A of every parameter of every address."""
    references = [
        Report.objects.values_list("reference"),
        BarrierReport.objects.values_list("reference"),
    ]
    drafts = Contribution.objects.filter(moderation=Contribution.Moderation.DRAFT)
    numbers = Contribution.objects.filter(moderation=Contribution.Moderation.PUBLISHED)
    planted.values.update(
        attachment=planted.ids("contributions.Attachment"),
        **(links_of(planted.ids) | links_beside(planted.ids)),
        **ways_in(planted.ids),
        association=["W751004076"],
        barrier=planted.ids("legal.BarrierReport"),
        block=["bloc"],
        block_kind=["text"],
        chapter=["preparer", "premiere-concertation"],
        code=codes,
        commitment=[f"{TWIN}-draft", f"{TWIN}-underway"],
        consultation=[TWIN, OWN],
        digest=["0123456789ab"],
        draft=[str(pk) for pk in drafts.values_list("pk", flat=True)[:1]],
        spreadsheet=planted.ids("instruction.Sheet")[:1],
        form=["xlsx", "csv"],
        file=planted.ids("surveys.Export")[:1],
        export=[export.key for module in all_modules().values() for export in module.exports],
        link=["lien"],
        menu=["principal", "pied"],
        template=[starter.key for starter in STARTERS],
        look=[
            str(pk) for pk in Version.objects.filter(is_draft=False).values_list("pk", flat=True)
        ],
        key=["20261124-un-0"],
        kind=["short_text"],
        language=["en"],
        module=list(all_modules()),
        number=[
            *[str(number) for number in numbers.values_list("number", flat=True)[:2]],
            "9003",
            "9004",
        ],
        page=["notice", "terms"],
        path=[FILE],
        person=planted.ids("accounts.User"),
        phase=list(planted.phases.values()),
        pk=_keys(planted),
        question=_questionnaire_keys("questions"),
        reference=[reference for found in references for (reference,) in found],
        rest=["rien/du/tout"],
        section=[*_questionnaire_keys("sections"), *OF_TENANTS],
        sheet=planted.ids("surveys.Sheet")[:1],
        slug=[TWIN, OWN],
        status=planted.ids("contributions.Status"),
        step=planted.ids("commitments.Step")[:1],
        **{name: [one] for name, one in tickets.items()},
        theme=planted.ids("consultations.Theme")[:1],
        version=["1"],
        width=["480"],
    )
    return planted
