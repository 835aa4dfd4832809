"""The moderators' pages."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.access import person_of, staff_only
from accounts.roles import Ability
from contributions.models import Contribution
from moderation import actions, selectors
from moderation.blocks import may_be_blocked
from moderation.cards import Card, against, cards, favourable
from moderation.forms import FilterForm, ReasonForm
from moderation.models import Decision
from moderation.tabs import tabs
from tenants.gate import still_taken

PAGE, LONG_PAGE = 20, 100  # texts; the long one to decide many at once
DONE, MISSED, INVALID = 200, 409, 422
HISTORY_PAGE = 50
DRAWERS = {"publies": selectors.SHOWN, "retires": selectors.REMOVED}
KEPT = ("etat", "consultation", "kind", "par", "page")
Choice = Decision.Verdict
moderators_only = staff_only(Ability.MODERATE)


@require_safe
@moderators_only
def queue(request: HttpRequest) -> HttpResponse:
    """The texts of one drawer, whole, each with its buttons."""
    return _queue(request, request.GET, ReasonForm(auto_id="several-%s"))


@still_taken
@require_POST
@moderators_only
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One decision; then the next text, or this one again with what was typed."""
    text = selectors.get_text_for(person_of(request), pk)
    verdict = request.POST.get("verdict", "")
    if verdict not in Choice:
        return redirect("moderation:show", pk)
    form = ReasonForm(request.POST)
    if verdict in actions.NEEDS_REASON and not form.is_valid():
        missing = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _line(missing, INVALID) if _wants_a_line(request) else _text(request, text, form)
    words, status = _decide(request, text, verdict, form)
    if _wants_a_line(request):
        return _line(words, status)
    messages.add_message(request, messages.WARNING if status == MISSED else messages.SUCCESS, words)
    return _on(request)


@still_taken
@require_POST
@moderators_only
def decide_several(request: HttpRequest) -> HttpResponse:
    """The same decision, for or against, on all ticked texts."""
    chosen = selectors.chosen_texts_for(person_of(request), request.POST.getlist("choix"))
    if not chosen:
        messages.warning(request, _("Tick at least one text first."))
        return _on(request)
    refuses = request.POST.get("verdict") == "against"
    form = ReasonForm(request.POST, auto_id="several-%s")
    if refuses and not form.is_valid():
        ticked = frozenset(text.pk for text in chosen)
        return _queue(request, QueryDict(request.POST.get("kept", "")), form, ticked)
    done = _decide_all(request, chosen, form.cleaned_data if refuses else None)
    _tell_of(request, done)
    return _on(request)


@require_safe
@moderators_only
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One text with its reports, its history and what may be decided."""
    return _text(request, selectors.get_text_for(person_of(request), pk), None)


@require_GET
@moderators_only
def history(request: HttpRequest) -> HttpResponse:
    """All decisions, the latest first."""
    decisions = selectors.decisions_for(person_of(request))
    page = Paginator(decisions, HISTORY_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs(selectors.counts(), "decisions")}
    return render(request, "moderation/history.html", context)


def _decide(
    request: HttpRequest, text: Contribution, verdict: str, form: ReasonForm
) -> tuple[str, int]:
    """Decide, or find that somebody was faster: what to tell the moderator, and its status."""
    reason = form.cleaned_data if verdict in actions.NEEDS_REASON else {}
    try:
        seen = _seen(request.POST, text)
        actions.decide(text, verdict, by=person_of(request), seen=seen, **reason)
    except actions.DecidedAlready as missed:
        return actions.in_words(missed), MISSED
    return _TOLD[Choice(verdict)] % text.number, DONE


def _wants_a_line(request: HttpRequest) -> bool:
    """Whether `queue.js` asks, which goes on reading meanwhile."""
    return request.headers.get("Accept") == "text/plain"


def _line(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)


def _queue(
    request: HttpRequest,
    asked: QueryDict,
    form: ReasonForm,
    ticked: frozenset[UUID] = frozenset(),
) -> HttpResponse:
    state = asked.get("etat", "")
    filters = FilterForm(asked)
    drawer = DRAWERS.get(state, selectors.WAITING)
    texts = selectors.texts_for(person_of(request), drawer).filter(**filters.filters())
    is_long = asked.get("par") == str(LONG_PAGE)
    page = Paginator(texts, LONG_PAGE if is_long else PAGE).get_page(asked.get("page"))
    if asked.get("tout"):
        ticked = frozenset(text.pk for text in page)
    counts = selectors.counts()
    context = {
        "page": page,
        "cards": cards(list(page), asked.get("texte", ""), ticked),
        "counts": counts,
        "tabs": tabs(counts, state),
        "drawer": drawer,
        "state": state,
        "filters": filters,
        "kept": _kept(asked),
        "is_next": "texte" in asked,
        "is_long": is_long,
        "ticked": len(ticked),
        "form": form,
    }
    return render(request, "moderation/queue.html", context)


def _text(request: HttpRequest, text: Contribution, form: ReasonForm | None) -> HttpResponse:
    card = Card(text=text, next=request.POST.get("next"), is_current=True, given_form=form)
    context = {
        "card": card,
        "text": text,
        "kept": request.POST.get("kept", ""),
        "may_block": may_be_blocked(text.author),
    }
    return render(request, "moderation/text.html", context)


def _decide_all(
    request: HttpRequest, chosen: list[Contribution], reason: dict[str, str] | None
) -> actions.Round:
    """For each text the verdict that its state calls for: a text reported is hidden, not refused."""
    done = actions.Round()
    for text in chosen:
        way = favourable(text) if reason is None else against(text)
        if way is None:
            done.missed.append(actions.DecidedAlready(text, None))
            continue
        seen = {text.pk: _seen(request.POST, text)}
        one = actions.decide_many(
            [text], way.verdict, by=person_of(request), seen=seen, **(reason or {})
        )
        done.decided.extend(one.decided)
        done.missed.extend(one.missed)
    return done


def _tell_of(request: HttpRequest, done: actions.Round) -> None:
    if count := len(done.decided):
        told = ngettext("One decision is made.", "%(count)s decisions are made.", count)
        messages.success(request, told % {"count": count})
    for missed in done.missed:
        messages.warning(request, actions.in_words(missed))


def _seen(posted: QueryDict, text: Contribution) -> actions.Seen:
    """The last decision that the page showed, as its hidden field says."""
    value = posted.get(f"seen-{text.pk}")
    if value is None:
        return "any"
    try:
        return UUID(value) if value else None
    except ValueError:
        return "any"


def _kept(asked: QueryDict) -> str:
    """The part of a queue's address that says which texts it shows."""
    return urlencode({key: asked[key] for key in KEPT if asked.get(key)})


def _on(request: HttpRequest) -> HttpResponseRedirect:
    """Back to the same part of the queue, at the text after."""
    asked = _kept(QueryDict(request.POST.get("kept", "")))
    after = urlencode({"texte": request.POST.get("next", "")})
    return redirect(f"{reverse('moderation:queue')}?{asked}&{after}".replace("?&", "?"))


_TOLD = {
    Choice.PUBLISH: gettext_lazy("Contribution no. %s is published."),
    Choice.REFUSE: gettext_lazy(
        "Contribution no. %s is refused; its author is told why, where an address is known."
    ),
    Choice.HIDE: gettext_lazy(
        "Contribution no. %s is hidden; its author is told why, where an address is known."
    ),
    Choice.RESTORE: gettext_lazy("Contribution no. %s is shown again."),
    Choice.KEEP: gettext_lazy("Contribution no. %s stays published."),
}
