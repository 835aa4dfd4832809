"""The home page and the news. Nothing here is asked of anybody, so no cookie is set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from consultations.caching import same_for_visitors
from consultations.heads import head_of_site
from consultations.permissions import Person
from consultations.selectors import get_consultation_for
from showcase.blocks import compose
from showcase.selectors import get_news_for, news_for
from tenants.current import get_tenant
from themes.brand import Brand, brand_for
from themes.context import NavItem
from themes.head import Head

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from consultations.models import Consultation

A_PAGE = 12  # news


@require_safe
@same_for_visitors
def home(request: HttpRequest) -> HttpResponse:
    """The tenant's welcome, and what one can do now, as its blocks compose it."""
    brand = brand_for(get_tenant())
    context = {**welcome(brand, request.user), "page_head": _head(brand)}
    return render(request, "showcase/home.html", context)


def welcome(brand: Brand, person: Person) -> dict[str, Any]:
    """The context of `person`'s home page in a look: the one that is worn, or one that is tried on."""
    return {"brand": brand, "blocks": compose(brand, person)}


def _head(brand: Brand) -> Head:
    words = _(
        "Here you are asked before things are decided, and told what becomes of what you say."
    )
    return head_of_site(get_tenant().name, str(brand.home_text or brand.tagline or words))


@require_safe
@same_for_visitors
def index(request: HttpRequest) -> HttpResponse:
    """All news, or those of one consultation, the latest first, by pages."""
    listed, about = news_for(request.user), _asked_about(request)
    if about:
        listed = listed.filter(consultation=about)
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    crumbs = [_home(), *_trail(about), NavItem(pgettext("articles", "News"), "")]
    head = head_of_site(pgettext("articles", "News"), "", trail=crumbs)
    context = {"page": page, "crumbs": crumbs, "page_head": head, "consultation": about}
    return render(request, "showcase/news_index.html", context)


@require_safe
@same_for_visitors
def news(request: HttpRequest, slug: str) -> HttpResponse:
    """One news item."""
    found = get_news_for(request.user, slug)
    crumbs = [
        _home(),
        *_trail(found.consultation),
        NavItem(pgettext("articles", "News"), reverse("showcase:news_index")),
        NavItem(found.say("title"), ""),
    ]
    head = head_of_site(str(found.say("title")), str(found.say("body")), trail=crumbs)
    context = {"news": found, "crumbs": crumbs, "page_head": head}
    return render(request, "showcase/news.html", context)


def _asked_about(request: HttpRequest) -> Consultation | None:
    slug = request.GET.get("concertation")
    return get_consultation_for(request.user, slug[:80]) if slug else None


def _trail(consultation: Consultation | None) -> list[NavItem]:
    if consultation is None:
        return []
    return [NavItem(consultation.say("title"), consultation.get_absolute_url())]


def _home() -> NavItem:
    return NavItem(_("Home"), reverse("home"))
