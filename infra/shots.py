"""`make shots`: pictures of the pages, wide and narrow, into var/shots, to be looked at.

The pages of a demonstration planted for it, as a visitor, as staff and as an operator see them, the mails they
got, and each step of the sign-up, walked through.
    python -m infra.shots [NAME ...] [--dark]     only the pictures whose name contains one of the words
    python -m infra.shots --ten                   ten pages of both sites, light and dark, and sheets of them
    python -m infra.shots --readme                the picture that opens the README, into infra/picture.png
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("CITOYENS_MODE", "development")

# These need the path above.
from infra.browser import ARGUMENTS, EXECUTABLE, sign_in  # noqa: E402
from infra.looks import FOLDER, Look, Scheme, keep, looks_of, sheet, window  # noqa: E402
from infra.walked import contest, enter_console, sign_up  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURE = ROOT / "infra/picture.png"
REGION, CANAL = "hauts-de-france.localhost", "les-ateliers-du-canal.localhost"
STAFF = {
    REGION: "mireille.castelain@hauts-de-france.example",
    CANAL: "jeanne.monsterleet@ateliers-du-canal.example",
}
SEASON, IDEAS = "gestion/concertations/saison-prochaine/", "propositions/la-boite-a-idees/"
ASK = "questions/vos-questions/"
PUBLIC = {
    "accueil": "/",
    "tarifs": "/tarifs/",
    "mentions": "/mentions-legales/",
    "courrier": "/courrier/",
}
# What citizens see of a site beside its consultations.
AROUND = {
    "actualites": "/actualites/",
    "suites": "/suites/",
    "connexion": "/connexion/",
    "recepisse": "/recepisse/",
    "acces": "/acces/",
    "charte": "/charte-de-moderation/",
    "accessibilite": "/accessibilite/",
    "obstacle": "/accessibilite/signaler/",
    "mentions": "/mentions-legales/",
    "donnees": "/donnees-personnelles/",
    "cookies": "/cookies/",
    "conditions": "/conditions-utilisation/",
    "plan": "/plan-du-site/",
    "ouvertes": "/api/",
    "hors-ligne": "/hors-ligne/",
    "absente": "/nulle-part/",
}
# What the team sees, on the second site: by the picture's name.
WORKSPACE = {
    "accueil": "gestion/",
    "concertations": "gestion/concertations/",
    "commencer": "gestion/concertations/ouvrir/",
    "commencer-modele": "gestion/concertations/ouvrir/concertation-quartier/",
    "commencer-copie": f"{SEASON}copier/",
    "concertation": SEASON,
    "textes": f"{SEASON}textes/",
    "etapes": f"{SEASON}etapes/",
    "partenaires": f"{SEASON}partenaires/",
    "documents": f"{SEASON}documents/",
    "documents-lire": "concertations/saison-prochaine/documents/",
    "suivre": "concertations/saison-prochaine/suivre/",
    "questions": f"{SEASON}{ASK}",
    "questions-prevue": f"{SEASON}{ASK}prevues/",
    "questions-lire": f"concertations/saison-prochaine/{ASK}",
    "questions-poser": f"concertations/saison-prochaine/{ASK}poser/",
    "relire": "gestion/relire/",
    "public": f"{SEASON}public/",
    "public-codes": f"{SEASON}public/codes/",
    "public-invitations": f"{SEASON}public/invitations/",
    "moderation": "gestion/moderation/",
    "moderation-decisions": "gestion/moderation/decisions/",
    "moderation-recours": "gestion/moderation/recours/",
    "moderation-suspensions": "gestion/moderation/suspensions/",
    "moderation-regles": "gestion/moderation/regles/",
    "propositions": f"{SEASON}{IDEAS}",
    "propositions-carte": f"concertations/saison-prochaine/{IDEAS}?vue=carte",
    "propositions-fusion": f"{SEASON}{IDEAS}fusionner/?n=2&n=4",
    "propositions-division": f"{SEASON}{IDEAS}2/diviser/",
    "propositions-mots": f"{SEASON}statuts/",
    "reponses": "gestion/reponses/",
    "reponses-liste": "gestion/reponses/liste/?consultation=saison-prochaine",
    "reponses-agents": "gestion/reponses/agents/",
    "reponses-tableur": "gestion/reponses/tableur/saison-prochaine/",
    "reponses-ensemble": "gestion/reponses/publier/saison-prochaine/",
    "engagements": "gestion/engagements/",
    "actualites": "gestion/actualites/",
    "actualite": "gestion/actualites/ecrire/",
    "equipe": "gestion/equipe/",
    "apparence": "gestion/apparence/",
    "apparence-accueil": "gestion/apparence/accueil/",
    "apparence-bloc": "gestion/apparence/accueil/demo-3/",
    "apparence-menus": "gestion/apparence/menus/",
    "apparence-lien": "gestion/apparence/menus/principal/actualites/",
    "apparence-versions": "gestion/apparence/versions/",
    "apparence-apercu": "gestion/apparence/apercu/",
    "adresse": "gestion/adresse/",
    "obligations": "gestion/mentions/",
    "obligations-donnees": "gestion/mentions/donnees/",
    "obligations-textes": "gestion/mentions/textes/",
    "obligations-conditions": "gestion/mentions/conditions/",
    "obligations-obstacles": "gestion/mentions/obstacles/",
    "langues": "gestion/langues/",
    "langues-site": "gestion/langues/en/",
    "traductions": f"{SEASON}traductions/en/",
    "modules": "gestion/modules/",
    "journal": "gestion/journal/",
    "abonnement": "gestion/abonnement/",
    "copies": "gestion/copies/",
    "guide": "gestion/aide/",
    "guide-visite": "gestion/aide/premiere-concertation/",
    "guide-page": "gestion/aide/moderer/",
    "guide-recherche": "gestion/aide/?q=recours",
    "guide-tout": "gestion/aide/tout/",
    "compte": "mon-compte/",
    "compte-courriels": "mes-courriels/",
}
# Below a survey's place in the workspace.
SURVEY = (
    "", "questions/venues/", "parties/envies/conditions/", "reprendre/", "saisie/", "resultats/",
    "resultats/?of=venues&by=humeur", "resultats/envie/", "resultats/rapport/", "resultats/fichiers/",
)  # fmt: skip

CONSOLE = {
    "sites": "",
    "recherche": "?q=rien",
    "verifications": "verifications/",
    "journal": "journal/",
    "connexions": "journal/connexions/",
    "acces": "mon-acces/",
}


class Shot(NamedTuple):
    """One picture: its name, and the page, as staff of the host or as a visitor."""

    name: str
    host: str
    path: str
    staff: bool = False
    operator: bool = False


def main() -> None:
    from playwright.sync_api import sync_playwright

    from infra.postgres import DATABASE, Cluster
    from infra.serving import demonstration, served, worked

    options = _options()
    with tempfile.TemporaryDirectory() as var, demonstration(Path(var)) as database:
        owner = Cluster(Path(var, "postgres")).url("owner", DATABASE)
        shots = [shot for shot in all_shots(ten=options.ten) if wanted(shot.name, options.names)]
        with (
            served(database, Path(var), mode="development") as port,
            worked(database, owner, Path(var), port),
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
            if options.readme:
                open_the_readme(browser, port)
            else:
                take_all(browser, port, options, shots, Path(var, "mail"))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument(
        "--dark", dest="scheme", action="store_const", const="dark", default="light"
    )
    parser.add_argument("--ten", action="store_true")
    parser.add_argument("--readme", action="store_true")
    return parser.parse_args()


def wanted(name: str, words: list[str]) -> bool:
    """Whether a picture was asked for: without words, all are."""
    return not words or any(word in name for word in words)


def all_shots(*, ten: bool) -> Iterator[Shot]:
    """The pages of both sites, public first; only the ten that citizens see most, if so asked."""
    return ten_shots() if ten else iter([*_public(), *_sites(), *_workspace(), *_survey()])


def _public() -> Iterator[Shot]:
    for name, path in PUBLIC.items():
        yield Shot(f"plateforme-{name}", "localhost", path)
    yield Shot("catalogue", REGION, "/styleguide/")


def _sites() -> Iterator[Shot]:
    from infra.benchmarks.pages import demo_pages

    for host, site in ((REGION, "region"), (CANAL, "ateliers")):
        for page in demo_pages(host):
            yield Shot(f"{site}-{page.name.replace(' ', '-')}", host, page.path)
            if page.name == "consultation" and host == REGION:
                yield Shot(f"{site}-bilan", host, f"{page.path}bilan/")
        for name, path in AROUND.items():
            yield Shot(f"{site}-{name}", host, path)
    for page in demo_pages(CANAL):  # it offers English, and some of its texts are not translated
        yield Shot(f"english-{page.name.replace(' ', '-')}", CANAL, f"/en{page.path}")


def _workspace() -> Iterator[Shot]:
    for name, path in WORKSPACE.items():
        yield Shot(f"gestion-{name}", CANAL, f"/{path}", staff=True)
    for name, path in CONSOLE.items():
        yield Shot(f"exploitation-{name}", "localhost", f"/exploitation/{path}", operator=True)


def _survey() -> Iterator[Shot]:
    from infra.benchmarks.pages import demo_pages

    survey = next(page.path for page in demo_pages(CANAL) if page.name == "survey")
    yield Shot("enquete-formulaire", CANAL, f"{survey}repondre/")
    for number, path in enumerate(SURVEY, start=1):
        yield Shot(f"enquete-equipe-{number}", CANAL, f"/gestion{survey}{path}", staff=True)


def ten_shots() -> Iterator[Shot]:
    """The ten pages that citizens see most, of both sites."""
    from infra.benchmarks.pages import demo_pages

    for host, site in ((REGION, "region"), (CANAL, "ateliers")):
        of = {page.name: page.path for page in demo_pages(host)}
        last = f"{of['consultation']}bilan/" if host == REGION else f"{of['survey']}repondre/"
        ten = {
            "accueil": of["home"],
            "concertations": "/concertations/",
            "concertation": of["consultation"],
            "propositions": of["proposal list"],
            "proposition": of["proposal page"],
            "enquete": of["survey"],
            "bilan" if host == REGION else "repondre": last,
            "charte": "/charte-de-moderation/",
            "recepisse": "/recepisse/",
            "connexion": "/connexion/",
        }
        for name, path in ten.items():
            yield Shot(f"dix-{site}-{name}", host, path)


def take_all(
    browser: Browser, port: int, options: argparse.Namespace, shots: list[Shot], inbox: Path
) -> None:
    """All sizes of all pictures that were asked for."""
    schemes: list[Scheme] = ["light", "dark"] if options.ten else [options.scheme]
    for look in [look for scheme in schemes for look in looks_of(scheme)]:
        take(browser, port, look, shots, inbox)
        if options.ten:
            sheet(look, [shot.name for shot in shots])
            continue
        if wanted("ouvrir", options.names):
            sign_up(window(browser, look), port, look, inbox)
        if wanted("recours", options.names):
            contest(browser, port, look, inbox, CANAL, STAFF[CANAL])
    print(f"The pictures are in {FOLDER.relative_to(ROOT)}.")


def take(browser: Browser, port: int, look: Look, shots: list[Shot], inbox: Path) -> None:
    """Every picture of one size: visitors, staff and operators in windows of their own, then a mail."""
    visitor, staff, operator = (window(browser, look) for _who in range(3))
    for host in {shot.host for shot in shots if shot.staff}:
        sign_in(staff, port, host, STAFF[host], inbox)
        keep_newest_mail(visitor, port, look)
    if any(shot.operator for shot in shots):
        enter_console(operator, port, look, inbox)
    for shot in shots:
        page = operator if shot.operator else staff if shot.staff else visitor
        page.goto(f"http://{shot.host}:{port}{shot.path}")
        keep(page, shot.name, look)


def keep_newest_mail(page: Page, port: int, look: Look) -> None:
    """The mail that came last, as a mail program shows it."""
    page.goto(f"http://localhost:{port}/courrier/")
    mail = page.locator("main a[href*='/courrier/']:not(.button)").first.get_attribute("href")
    page.goto(f"http://localhost:{port}{mail}html/")
    keep(page, "courriel", look)


def open_the_readme(browser: Browser, port: int) -> None:
    """A consultation as it meets its citizens, small enough for a page of text."""
    from PIL import Image

    page = window(browser, Look("readme", 1280, 860, "light"))
    page.goto(f"http://{CANAL}:{port}/concertations/saison-prochaine/")
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        small = picture.convert("RGB").resize((960, 645), Image.Resampling.LANCZOS)
    small.quantize(192).save(PICTURE, optimize=True)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
