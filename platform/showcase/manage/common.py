"""What the pages of the look share: their tabs, the draft's bar, keeping a form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import person_of
from showcase import actions
from showcase.forms import LookForm
from showcase.selectors import get_draft
from tenants.current import get_tenant
from themes.brand import brand_of
from themes.context import Site, Tried
from themes.models import Branding


def show(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    """One of the pages. All of them wear the look in hand, and say so where it is a draft."""
    look = actions.look_in_hand()
    sheet = reverse("showcase:tried_sheet")
    context |= {
        "tabs": _tabs(request),
        "draft": get_draft(),
        "look": look,
        "site": dressed(request, look, sheet),
    }
    return render(request, f"showcase/manage/{name}.html", context)


def dressed(request: HttpRequest, look: Branding, sheet: str) -> Site:
    """The site in a look that only staff see, whose stylesheet stands at `sheet`."""
    brand = brand_of(look)
    return Site(request, get_tenant(), Tried(brand, f"{sheet}?{brand.digest}"))


def keep(request: HttpRequest, form: LookForm, back: str) -> HttpResponse:
    """Put a valid form in the draft and, with the button "publish", show the draft to everybody."""
    actions.sketch(form.apply, by=person_of(request))
    if "publish" in request.POST:
        publish_draft(request)
    else:
        messages.success(request, _("Kept in the draft: nobody else sees it yet."))
    return redirect(back)


def publish_draft(request: HttpRequest) -> None:
    """Publish, and say what came of it."""
    if actions.publish(by=person_of(request)):
        messages.success(request, _("The new look is published: everybody sees it."))
    else:
        messages.info(request, _("Nothing has changed: there was nothing to publish."))


def _tabs(request: HttpRequest) -> list[dict[str, str]]:
    pages = {
        "showcase:look": _("Identity"),
        "showcase:home_page": _("Home page"),
        "showcase:menus": _("Menu and footer"),
        "showcase:versions": _("Versions"),
    }
    urls = {reverse(name): label for name, label in pages.items()}
    # Each page stands below the first, which is current on its own page only.
    return [
        {"label": label, "url": url, "current": _current(request.path, url, whole=place == 0)}
        for place, (url, label) in enumerate(urls.items())
    ]


def _current(path: str, url: str, *, whole: bool) -> str:
    if path == url:
        return "page"
    return "true" if not whole and path.startswith(url) else ""
