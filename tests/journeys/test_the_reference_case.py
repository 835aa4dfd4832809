"""The chain that the platform exists for, in a browser, from nothing to a promise kept.

A commune opens its site and a consultation; citizens write, support and comment; the moderator publishes and
refuses; the agent studies, the mayor answers, closes and undertakes; everybody learns each turn by mail.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from infra.browser import code_for
from tests.journeys.conftest import INBOX, wait_for_mail

SLUG = "imaginons-notre-quartier"  # the starting template's
STAGE = "vos-idees-pour-le-quartier"
BENCHES = "Des bancs à l’ombre sur la place"
ADVERT = "Mobile-home à vendre, bon état"
ANSWER = "Oui : trois bancs seront posés avant l’été, sous les tilleuls."
PROMISE = "Poser trois bancs sur la place avant l’été"


@dataclass
class Somebody:
    """A person with a browser of their own, on the site of Villeneuve."""

    browser: Browser
    port: int
    email: str
    width: int = 1280
    page: Page = field(init=False)
    host: str = "localhost"

    def __post_init__(self) -> None:
        size = {"width": self.width, "height": 844}
        self.page = self.browser.new_context(viewport=size, locale="fr-FR").new_page()  # type: ignore[arg-type]

    def goes(self, path: str) -> Locator:
        """Open an address; what the page says."""
        self.page.goto(f"http://{self.host}:{self.port}{path}")
        return self.page.locator("main")

    def presses(self, words: str) -> None:
        """Press the button or follow the link that says these words, and wait for where it leads."""
        said = re.compile(words, re.IGNORECASE)
        main = self.page.locator("main")
        found = main.get_by_role("button", name=said).or_(main.get_by_role("link", name=said))
        self.follows(found.first)

    def follows(self, link: Locator) -> None:
        with self.page.expect_navigation():
            link.click()

    def fills(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]").fill(value)

    def opens(self, words: str) -> None:
        """Unfold what these words announce."""
        self.page.locator("main summary", has_text=words).first.click()

    def reads(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def signs_in(self, name: str) -> None:
        """With the code that comes by mail; a newcomer accepts the terms and says a name."""
        go_on = self.page.locator("main form button[type=submit]").first
        self.goes("/connexion/")
        asked = time.time()
        self.fills(email=self.email)
        self.follows(go_on)
        self.fills(code=code_for(self.email, INBOX, since=asked))
        self.follows(go_on)
        for box in self.page.locator("main form input[type=checkbox][required]").all():
            box.check()
        self.fills(display_name=name)
        self.follows(go_on)

    def learns(self, words: str) -> None:
        """A mail tells them."""
        wait_for_mail(self.email, words)


@dataclass
class Villeneuve:
    """The people of this story. Sophie, the author, has no account: she has her receipt."""

    mayor: Somebody
    moderator: Somebody
    agent: Somebody
    sophie: Somebody
    farid: Somebody
    receipt: str = ""


@pytest.fixture
def town(browser: Browser, port: int) -> Iterator[Villeneuve]:
    mark = f"{time.time_ns() % 10**8}"

    @contextmanager
    def somebody(name: str, width: int = 1280) -> Iterator[Somebody]:
        one = Somebody(browser, port, f"{name}{mark}@villeneuve.example.org", width)
        yield one
        one.page.context.close()

    with (
        somebody("maire") as mayor,
        somebody("moderation") as moderator,
        somebody("voirie") as agent,
        somebody("sophie", 390) as sophie,
        somebody("farid", 390) as farid,
    ):
        open_a_site(mayor, f"villeneuve-{mark}")
        for one in (moderator, agent, sophie, farid):
            one.host = mayor.host
        yield Villeneuve(mayor, moderator, agent, sophie, farid)


def test_a_commune_asks_hears_answers_and_keeps_its_word(town: Villeneuve) -> None:
    say_who_answers(town.mayor)
    invite_the_team(town)
    publish_the_consultation(town.mayor)

    town.receipt = propose(town.sophie)
    advertise(town.farid)
    publish_one_and_refuse_the_other(town)
    support_and_comment(town.farid)

    study(town.agent)
    answer(town.mayor)
    what_sophie_and_farid_learn(town, "Retenue", "trois bancs")

    undertake(town.mayor)
    close(town.mayor)
    keep_the_promise(town)
    what_sophie_and_farid_learn(town, "Réalisée", PROMISE)
    what_everybody_reads(town.farid)


def open_a_site(mayor: Somebody, slug: str) -> None:
    """The four steps of the sign-up, with a template to begin from."""
    mayor.goes("/ouvrir/")
    mayor.page.get_by_label("Commune", exact=True).check()
    mayor.fills(
        name="Villeneuve-sur-Lys",
        identifier="215 900 002",
        person_name="Anne Mairesse",
        email=mayor.email,
    )
    mayor.page.get_by_label(re.compile("au nom de")).check()
    asked = time.time()
    mayor.presses("Continuer")
    mayor.fills(code=code_for(mayor.email, INBOX, since=asked))
    mayor.presses("Continuer")
    mayor.fills(slug=slug)
    mayor.presses("Continuer")
    mayor.fills(colour="#ffd000")
    mayor.page.get_by_label(re.compile("Concertation de quartier")).check()
    mayor.presses("Ouvrir mon site")
    mayor.page.wait_for_url(f"http://{slug}.localhost:{mayor.port}/gestion/")
    mayor.host = f"{slug}.localhost"


def say_who_answers(mayor: Somebody) -> None:
    """The law asks who answers for the site before anything is published: three short pages."""
    mayor.goes(f"/gestion/concertations/{SLUG}/")
    mayor.presses("Donnez son adresse postale")
    mayor.fills(
        legal_address="1 place de la Mairie\n59000 Villeneuve-sur-Lys",
        phone="03 53 01 12 34",
        contact_email=mayor.email,
        publication_director="Anne Mairesse",
    )
    mayor.presses("^Enregistrer$")
    mayor.presses("délégué à la protection des données")
    mayor.fills(dpo_email="donnees@villeneuve.example.org")
    mayor.presses("^Enregistrer$")
    mayor.presses("Relisez et datez")
    mayor.presses("^Enregistrer$")
    mayor.reads("Tout y est")


def invite_the_team(town: Villeneuve) -> None:
    for one, name, role in (
        (town.moderator, "Idriss", "Modération"),
        (town.agent, "Paulette", "Instruction des réponses"),
    ):
        town.mayor.goes("/gestion/equipe/")
        town.mayor.fills(email=one.email)
        town.mayor.page.get_by_label(role, exact=True).check()
        town.mayor.presses("^Inviter$")
        one.signs_in(name)


def publish_the_consultation(mayor: Somebody) -> None:
    """The template leaves her one sentence to write; then bring the opening forward, and publish."""
    mayor.goes(f"/gestion/concertations/{SLUG}/")
    mayor.presses("entre crochets")
    mayor.fills(
        use="Chaque proposition reçoit une réponse publique. Le tracé des rues ne changera pas."
    )
    mayor.presses("^Enregistrer$")
    mayor.goes(f"/gestion/concertations/{SLUG}/etapes/{STAGE}/")
    mayor.fills(opens_at="2026-01-05T09:00")
    mayor.presses("^Enregistrer$")
    mayor.goes(f"/gestion/concertations/{SLUG}/")
    mayor.presses("^Publier$")
    mayor.reads("Publié")


def write(one: Somebody, title: str, body: str, name: str) -> None:
    """A proposal without an account, with an address to be told at."""
    one.goes("/")
    one.presses("Vos idées pour le quartier")
    one.follows(one.page.locator("main a[href$='/proposer/']").first)
    one.fills(title=title, body=body, author_name=name, contact=one.email)
    one.page.locator("select[name=theme]").select_option(index=1)
    one.presses("Envoyer ma proposition")
    expect(one.page.locator("h1")).to_contain_text("Merci")


def propose(sophie: Somebody) -> str:
    """The code of her receipt."""
    write(sophie, BENCHES, "Les personnes âgées n’ont nulle part où s’asseoir l’été.", "Sophie")
    return sophie.page.locator("main code").first.inner_text()


def advertise(farid: Somebody) -> None:
    write(farid, ADVERT, "Deux chambres, à retirer sur place. Appelez le soir.", "Farid")


def publish_one_and_refuse_the_other(town: Villeneuve) -> None:
    town.moderator.goes("/gestion/moderation/")
    queue = town.moderator.page.locator("article.moderated")
    town.moderator.follows(queue.filter(has_text=BENCHES).locator("form.decide > button"))
    advert = queue.filter(has_text=ADVERT)
    advert.locator("summary", has_text="Refuser").click()
    advert.locator("select[name=reason]").select_option("advertising")
    advert.locator("[name=explanation]").fill("C’est une annonce de vente.")
    town.moderator.follows(advert.locator("button.button-danger"))
    town.moderator.reads("Rien à modérer")
    town.sophie.learns("est maintenant publiée")
    town.farid.learns("C’est une annonce de vente.")


def support_and_comment(farid: Somebody) -> None:
    farid.signs_in("Farid")
    farid.goes(f"/concertations/{SLUG}/propositions/{STAGE}/")
    farid.presses(BENCHES)
    farid.follows(farid.page.locator("form[action$='/soutenir/'] button"))
    farid.page.locator("main [aria-pressed=true]").first.wait_for()
    farid.fills(body="Et un banc plus haut, pour se relever sans peine.")
    farid.presses("Envoyer le commentaire")


def study(agent: Somebody) -> None:
    """The agent finds it on the board, says what it takes, and gives an opinion."""
    agent.goes("/gestion/reponses/")
    agent.presses(BENCHES)
    agent.fills(analysis="Dans la compétence de la commune.", cost="2400")
    agent.page.get_by_label("Favorable", exact=True).check()
    agent.presses("Enregistrer le dossier")
    agent.reads("À décider")


def answer(mayor: Somebody) -> None:
    """She decides, holds her answer back, then publishes what is held back."""
    mayor.goes("/gestion/reponses/")
    mayor.presses(BENCHES)
    mayor.reads("Dans la compétence de la commune.")
    mayor.page.get_by_label("Retenue", exact=True).check()
    mayor.page.locator("form[action$='/'] textarea[name=body]").last.fill(ANSWER)
    mayor.presses("Garder en réserve")
    mayor.goes(f"/gestion/reponses/publier/{SLUG}/")
    mayor.reads(ANSWER)
    mayor.presses("Publier ce qui est coché")


def what_sophie_and_farid_learn(town: Villeneuve, state: str, words: str) -> None:
    """Each by mail; she by her receipt too, and he on the page of what he supports."""
    town.sophie.learns(words)
    town.farid.learns(words)
    town.sophie.goes("/recepisse/")
    town.sophie.page.locator("main input[type=text]").fill(town.receipt.lower().replace("-", " "))
    town.sophie.follows(town.sophie.page.locator("main form button"))
    town.sophie.reads(state)
    town.farid.goes(f"/concertations/{SLUG}/propositions/{STAGE}/")
    town.farid.presses(BENCHES)
    town.farid.reads(state)
    town.farid.reads(ANSWER)


def undertake(mayor: Somebody) -> None:
    """The retained proposal becomes a commitment, public, with a step."""
    mayor.goes("/gestion/reponses/liste/")
    mayor.presses(BENCHES)
    mayor.presses("En faire un engagement")
    mayor.fills(
        title=PROMISE,
        text="Trois bancs à dossier, sous les tilleuls.",
        responsible="Service des espaces verts",
        due="2027-06-01",
    )
    mayor.presses("Garder en brouillon")
    mayor.opens("Ajouter une étape")
    mayor.page.locator("form[action$='/etapes/'] [name=title]").fill("Commander les bancs")
    mayor.page.locator("form[action$='/etapes/'] [name=due]").fill("2027-02-01")
    mayor.presses("Ajouter l’étape")
    mayor.presses("Publier l’engagement")


def close(mayor: Somebody) -> None:
    """Closing takes an outcome: what was heard, what is decided."""
    mayor.goes(f"/gestion/concertations/{SLUG}/bilan/")
    mayor.fills(
        summary="Des bancs, de l’ombre : voici ce que nous avons entendu.",
        heard="Vous voulez pouvoir vous asseoir sur la place.",
        decided="Trois bancs seront posés avant l’été.",
    )
    mayor.presses("Publier le bilan")
    mayor.goes(f"/gestion/concertations/{SLUG}/bilan/")
    mayor.page.get_by_label(re.compile("J’ai compris")).check()
    mayor.presses("Clore")
    mayor.reads("clos")


def keep_the_promise(town: Villeneuve) -> None:
    """The agent ticks the step and tells news; the mayor declares it kept."""
    town.agent.goes("/gestion/engagements/")
    town.agent.presses(PROMISE)
    town.agent.presses("C’est fait")
    town.agent.opens("Donner des nouvelles")
    news = town.agent.page.locator("form[action$='/nouvelles/']")
    news.locator("[name=title]").fill("Les bancs sont commandés")
    news.locator("[name=body]").fill("Ils arrivent en avril.")
    town.agent.presses("Publier et informer")
    town.farid.learns("Les bancs sont commandés")
    town.mayor.goes("/gestion/engagements/")
    town.mayor.presses(PROMISE)
    town.mayor.presses("L’engagement est tenu")
    town.sophie.learns("a tenu un engagement")


def what_everybody_reads(visitor: Somebody) -> None:
    visitor.goes(f"/concertations/{SLUG}/bilan/")
    visitor.reads("Des bancs, de l’ombre")
    visitor.goes("/suites/")
    visitor.reads(PROMISE)
    visitor.reads("Tenu")
    visitor.goes("/")
    visitor.reads("Terminée")
