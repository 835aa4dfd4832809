"""The public site, and the four steps that open a site."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import get_or_post
from accounts.forms import CodeForm
from onboarding import actions, addresses, codes, throttle, welcome
from onboarding.browser import recall, remember
from onboarding.demo import DEMOS
from onboarding.forms import AddressForm, LookForm, WhoForm
from onboarding.models import SignUp
from onboarding.tasks import prepare_spares
from tenants.hosts import address_of, free_host, tenant_at
from tenants.provisioning import NoSpare
from themes.head import Head
from themes.palette import NotAColour, derive

PAGES = ("onboarding:start", "onboarding:code", "onboarding:address", "onboarding:look")
TRY_AGAIN = 2  # seconds, where no schema is ready
type StepView = Callable[[HttpRequest, SignUp], HttpResponse]


def step(number: int) -> Callable[[StepView], Callable[[HttpRequest], HttpResponseBase]]:
    """A page for whoever got that far; the others are led to where they stand."""

    def decorate(view: StepView) -> Callable[[HttpRequest], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponseBase:
            sign_up = recall(request)
            if sign_up is None:
                return redirect(PAGES[0])
            if sign_up.tenant is not None and number <= len(PAGES):
                return redirect("onboarding:open")
            if sign_up.reached < min(number, len(PAGES)):
                return redirect(PAGES[sign_up.reached - 1])
            return view(request, sign_up)

        return never_cache(guarded)

    return decorate


def _show(request: HttpRequest, number: int, **context: Any) -> HttpResponse:
    words = [_("You"), _("Your e-mail"), _("Your address"), _("Your look")]
    page = f"onboarding/{PAGES[number - 1].removeprefix('onboarding:')}.html"
    return render(request, page, {"steps": words, "step": number, **context})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the platform is, and for whom. The same page for everyone."""
    samples = [
        (_("Your region"), derive("#1f5fa8").light),
        (_("Your commune"), derive("#a8431d").light),
        (_("Your association"), derive("#5b3a8e").light),
    ]
    context = {"demo_url": _demo_url(), "samples": samples, "page_head": _head()}
    return render(request, "onboarding/home.html", context)


def _head() -> Head:
    text = _(
        "Open the site of your public consultation in two minutes: survey and proposals on the same "
        "dates, moderation, answers, and an account of what became of each contribution."
    )
    return Head(title=_("Consult, and give account"), description=text)


def _demo_url() -> str:
    """The demonstration's address; empty where it is not planted."""
    demo = None if settings.PRODUCTION else tenant_at(free_host(DEMOS[0].source))
    return address_of(demo) if demo else ""


# --- Step 1: who ------------------------------------------------------------------------------------


@never_cache
@get_or_post
def start(request: HttpRequest) -> HttpResponseBase:
    """The organisation and the person. A finished sign-up does not come back: another may begin."""
    found = recall(request)
    sign_up = found if found and found.tenant is None else None
    form = WhoForm(request.POST or None, sign_up=sign_up)
    if not form.is_valid():
        return _show(request, 1, form=form)
    sign_up = actions.tell_who(sign_up, **form.who)
    if problem := _send_code(request, sign_up):
        form.add_error("email", problem)
        response: HttpResponseBase = _show(request, 1, form=form)
    else:
        response = redirect(PAGES[sign_up.reached - 1])
    remember(response, sign_up)
    return response


def _send_code(request: HttpRequest, sign_up: SignUp) -> str:
    """Send a code where one is needed and none was sent this minute; what went wrong, in words."""
    if sign_up.email_verified_at or not codes.may_send(sign_up):
        return ""
    try:
        throttle.spend_code(request, sign_up.email)
        codes.send(sign_up)
    except throttle.TooMany:
        return _("Too many codes were asked for. Try again in an hour.")
    except codes.NotSent:
        return _("The code could not be sent. Check the address, or try again in a minute.")
    return ""


# --- Step 2: the code -------------------------------------------------------------------------------


@get_or_post
@step(2)
def code(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """Prove the address."""
    if sign_up.email_verified_at:
        return redirect("onboarding:address")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            codes.check(sign_up, form.cleaned_data["code"])
        except codes.Refused as refused:
            form.add_error("code", str(refused))
        else:
            return redirect("onboarding:address")
    return _show(request, 2, form=form, sign_up=sign_up, minutes=codes.MINUTES)


@require_POST
@step(2)
def resend(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """Another code, a minute after the last at the earliest."""
    context: dict[str, Any] = {"sign_up": sign_up, "minutes": codes.MINUTES, "form": CodeForm()}
    if not codes.may_send(sign_up):
        problem = _("A code has just been sent. Wait a minute before you ask for another.")
    else:
        problem = _send_code(request, sign_up)
    return _show(request, 2, **context, problem=problem, sent_again=not problem)


# --- Step 3: the address ----------------------------------------------------------------------------


@get_or_post
@step(3)
def address(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """Choose the site's address. A suggestion that was pressed fills the field in."""
    picked = request.POST.get("pick")
    if request.method == "POST" and picked is None:
        form = AddressForm(request.POST)
        if form.is_valid():
            actions.choose_address(sign_up, form.cleaned_data["slug"])
            return redirect("onboarding:look")
    else:
        ideas = addresses.suggestions(sign_up.name)
        first = picked or sign_up.slug or (ideas[0] if ideas else "")
        form = AddressForm(initial={"slug": first})
    typed = str(form["slug"].value() or "")
    return _show(request, 3, form=form, **_availability(sign_up, typed))


@require_safe
@step(3)
def availability(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """Whether the address being typed is free, as a piece of the page."""
    try:
        throttle.spend_look(request)
    except throttle.TooMany:
        return HttpResponse(status=429)
    context = _availability(sign_up, request.GET.get("slug", "")[:120])
    return render(request, "onboarding/availability.html", context)


def _availability(sign_up: SignUp, typed: str) -> dict[str, Any]:
    slug = addresses.tidy(typed)
    problem = addresses.problem_with(slug) if slug else ""
    ideas = addresses.suggestions(*([typed] if problem else []), sign_up.name)
    return {
        "slug": slug,
        "problem": problem,
        "ideas": [idea for idea in ideas if idea != slug],
        "ending": f".{settings.PLATFORM_HOSTS[0]}",
    }


# --- Step 4: the look -------------------------------------------------------------------------------


@get_or_post
@step(4)
def look(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """Logo, colour and first draft; then the site is opened, or only previewed."""
    form = LookForm(*_sent(request), sign_up=sign_up)
    if form.is_bound:
        valid = form.is_valid()
        actions.choose_look(sign_up, **form.look)
        if valid and "preview" not in request.POST:
            actions.confirm(sign_up)
            return redirect("onboarding:open")
        if valid:  # show what was kept: a logo cannot be typed into a page again
            form = LookForm(sign_up=sign_up)
    return _show(request, 4, form=form, sign_up=sign_up, palette=derive(sign_up.colour))


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@require_safe
@step(4)
def preview(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """What becomes of the colour being chosen, as a piece of the page."""
    try:
        throttle.spend_look(request)
        palette = derive(request.GET.get("colour", ""))
    except throttle.TooMany:
        return HttpResponse(status=429)
    except NotAColour:
        return HttpResponse(status=204)  # half a colour is typed: keep the last whole one
    return render(request, "onboarding/preview.html", {"palette": palette, "sign_up": sign_up})


# --- The site ---------------------------------------------------------------------------------------


@require_safe
@step(5)
def open_site(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """Open the site that was asked for, and lead into it; or say that it is being prepared.

    The page leads on by itself: a form's own answer may not redirect to another host (form-action).
    """
    try:
        tenant = actions.open_site(sign_up)
    except actions.NotReady:
        return redirect("onboarding:look")
    except actions.Taken:
        return redirect("onboarding:address")
    except NoSpare:
        prepare_spares()
        answer = render(request, "onboarding/waiting.html")
        answer["Refresh"] = str(TRY_AGAIN)
        return answer
    return render(
        request, "onboarding/opened.html", {"tenant": tenant, "address": address_of(tenant)}
    )


@require_safe
@step(5)
def enter(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """Into the site, signed in."""
    if sign_up.tenant is None:
        return redirect("onboarding:open")
    return redirect(welcome.way_in(sign_up, sign_up.tenant))
