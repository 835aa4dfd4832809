"""What the catalogue of components shows: believable samples, none of them stored."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone

from themes import figures, maps
from themes.context import NavItem
from themes.forms import ColourField, LogoField
from themes.palette import PLATFORM_ACCENT, PLATFORM_COLOUR, NotAColour, Palette, derive

_THEMES = [
    ("Simplification administrative", 31),
    ("Engagement bénévole et volontaire", 28),
    ("Soutien aux dynamiques associatives portées par les têtes de réseau", 24),
    ("Emploi associatif", 22),
    ("Participation des jeunes à l’élaboration des politiques publiques", 19),
    ("Thématique libre", 0),
]
_PLACES = [
    maps.Place("Lille", 50.637, 3.063, 41, "#map"),
    maps.Place("Amiens", 49.894, 2.302, 23, "#map"),
    maps.Place("Vervins", 49.835, 3.908, 4),
    maps.Place("Saint-Omer", 50.748, 2.261, 9),
    maps.Place("Beauvais", 49.431, 2.089, 12),
]


@dataclass(frozen=True, slots=True)
class Part:
    """One component of the catalogue: its specimen is ``themes/specimens/<name>.html``."""

    name: str
    title: str
    when: str

    @property
    def template(self) -> str:
        return f"themes/specimens/{self.name}.html"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team, signed in, as templates see them."""

    is_authenticated = True
    is_staff = True

    def __str__(self) -> str:
        return "Mireille Castelain"


CATALOGUE = [
    Part(
        "type",
        "Texte courant",
        "Autour de ce que les gens écrivent : une seule famille, des lignes de 42 rem au plus.",
    ),
    Part(
        "header",
        "En-tête",
        "En haut de chaque page, une seule fois : qui parle, où aller, qui je suis.",
    ),
    Part(
        "breadcrumb",
        "Fil d’Ariane",
        "Dès le deuxième niveau. Sur un téléphone, il n’en reste que le chemin du retour.",
    ),
    Part(
        "tabs",
        "Onglets",
        "Des listes de même nature, une page chacune : des liens, non un jeu de panneaux cachés.",
    ),
    Part(
        "stepper",
        "Étapes",
        "Un parcours de trois à six pages. On y voit ce qui est fait et ce qui reste.",
    ),
    Part(
        "card",
        "Carte et chiffre",
        "Une chose parmi d’autres semblables. Avec une adresse, toute la carte est le lien.",
    ),
    Part(
        "timeline",
        "Calendrier et chemin",
        "Des périodes qui se chevauchent ; et, pour un texte, ce qu’il devient.",
    ),
    Part(
        "tag", "Étiquette", "Un état ou un classement, en un ou deux mots. Jamais la couleur seule."
    ),
    Part("avatar", "Personne", "Qui a écrit : des initiales, aucune photo à demander."),
    Part(
        "button",
        "Bouton",
        "Une action. Une seule principale par écran ; ce qui détruit est rouge et se confirme.",
    ),
    Part(
        "form",
        "Champ de formulaire",
        "Un libellé, une aide avant le champ, la limite après. Ce qui est facultatif le dit.",
    ),
    Part(
        "errors",
        "Erreurs et leur résumé",
        "Le résumé reçoit le focus et mène à chaque champ ; rien de ce qui fut saisi n’est perdu.",
    ),
    Part("notice", "Message", "Ce qu’il faut savoir avant de continuer. Au plus deux par page."),
    Part(
        "dialog",
        "Dialogue et repli",
        "Confirmer sans quitter la page ; sans script, le lien mène à la page qui le demande.",
    ),
    Part(
        "table", "Tableau", "Comparer des lignes. Sur un téléphone, chaque ligne devient un bloc."
    ),
    Part(
        "pagination",
        "Pages",
        "Au-delà d’une douzaine d’éléments. Les filtres restent dans l’adresse.",
    ),
    Part(
        "progress",
        "Avancement",
        "Une part d’un tout connu, toujours écrite en toutes lettres à côté.",
    ),
    Part("empty", "Rien encore", "Une liste vide dit pourquoi, et ce qu’on peut y faire."),
    Part(
        "charts", "Graphiques", "Peu de nombres à comparer : chaque graphique est aussi un tableau."
    ),
    Part(
        "map",
        "Carte géographique",
        "Où sont les choses, l’une par rapport à l’autre. Dessinée ici, sans tiers, avec son tableau.",
    ),
    Part(
        "palette",
        "Palette",
        "Ce qu’une seule couleur choisie devient, en clair et en sombre. Essayez ?couleur=%23ffd000.",
    ),
    Part(
        "footer",
        "Pied de page",
        "En bas de chaque page : comment nous joindre, et ce que la loi demande.",
    ),
]


class SampleForm(forms.Form):
    """Every kind of field."""

    title = forms.CharField(
        label="Titre de votre proposition",
        max_length=120,
        help_text="Une phrase qui dit l’essentiel.",
    )
    body = forms.CharField(
        label="Votre proposition", max_length=5000, widget=forms.Textarea, required=False
    )
    email = forms.EmailField(label="Adresse électronique", help_text="Elle n’est jamais publiée.")
    theme = forms.ChoiceField(
        label="Thématique", choices=[("", "Choisissez"), *((name, name) for name, _ in _THEMES)]
    )
    age = forms.ChoiceField(
        label="Votre tranche d’âge",
        required=False,
        widget=forms.RadioSelect,
        choices=[("a", "15 à 25 ans"), ("b", "26 à 60 ans"), ("c", "Plus de 60 ans")],
    )
    means = forms.MultipleChoiceField(
        label="Comment souhaitez-vous participer ?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Plusieurs réponses possibles.",
        choices=[("site", "Sur ce site"), ("workshop", "En atelier"), ("paper", "Sur papier")],
    )
    day = forms.DateField(
        label="Date", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    colour = ColourField(label="Couleur principale", initial=PLATFORM_COLOUR)
    logo = LogoField(
        label="Logo", required=False, help_text="SVG, PNG, JPEG ou WebP, 2 Mo au plus."
    )
    terms = forms.BooleanField(label="J’accepte les conditions d’utilisation")


def samples(request: HttpRequest) -> dict[str, Any]:
    """The context of the catalogue. ``?couleur=`` and ``?accent=`` try another palette's pairs."""
    now = timezone.now()
    palette = _palette(request)
    return {
        "catalogue": CATALOGUE,
        "member": Member(),
        "form": SampleForm(),
        "wrong_form": SampleForm({"title": "", "email": "sans arobase"}, prefix="wrong"),
        "page": Paginator(range(144), 12).page(4),
        "steps": ["Qui vous êtes", "Votre adresse", "Votre apparence", "Votre modèle"],
        "bars": figures.bars(_THEMES),
        "columns": figures.columns([(f"{year}", year % 7 * 9 + 12) for year in range(2016, 2023)]),
        "timeline": figures.timeline(_phases(now), now),
        "crumbs": [NavItem("Accueil", "/"), NavItem("Concertations", "/"), NavItem("Assises", "")],
        "tabs": [
            {"label": "À modérer", "url": "#", "current": "page", "count": 12},
            {"label": "Publiées", "url": "#"},
            {"label": "Refusées", "url": "#", "count": 0},
        ],
        "map": maps.draw(_PLACES),
        "rows": [("Propositions", 144, 103), ("Réponses à l’enquête", 312, "–")],
        "head": ["Ce qui a été reçu", "Nombre", "Retenues"],
        "palette": palette,
        "swatches": [
            (field.name.replace("_", "-"), getattr(palette.light, field.name))
            for field in fields(palette.light)
        ],
        "tag_kinds": ["brand", "accent", "good", "warn", "bad", "info"],
        "now": now,
    }


def _palette(request: HttpRequest) -> Palette:
    try:
        return derive(request.GET["couleur"], request.GET.get("accent"))
    except (KeyError, NotAColour):
        return derive(PLATFORM_COLOUR, PLATFORM_ACCENT)


def _phases(now: datetime) -> list[figures.Span]:
    day = timedelta(days=1)
    return [
        figures.Span("Enquête", now - 60 * day, now + 15 * day, "", "#", planned=now - 15 * day),
        figures.Span("Propositions", now - 60 * day, now + 15 * day, url="#"),
        figures.Span("Ateliers dans les associations", now - 75 * day, now - 20 * day),
        figures.Span("Analyse et réponses", now + 15 * day, now + 70 * day),
    ]
