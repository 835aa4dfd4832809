"""The team's pages: the board, the table, one dossier, and what is done to many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accountability.selectors import answer_to, former_answers
from accounts.access import get_or_post, person_of, posted, staff_only
from accounts.roles import Ability
from consultations.selectors import get_consultation_for
from contributions.models import Contribution, Status
from contributions.statuses import statuses_of
from instruction import actions, selectors
from instruction.forms import AgentsForm, AnswerForm, ArrangeForm, FilterForm, NoteForm, StudyForm

PAGE = 40
STUDY = "etude-%s"  # two forms on a page: no id twice
KEPT = ("consultation", "theme", "agent", "etape", "tri", "retard", "page")
agents_only = staff_only(Ability.ANSWER)


@require_safe
@agents_only
def board(request: HttpRequest) -> HttpResponse:
    """The stages side by side, the most supported first."""
    filters = FilterForm(request.GET)
    texts = filters.filtered(selectors.texts_for(person_of(request)), person_of(request))
    context = {"columns": selectors.board(texts), "filters": filters, "view": "board"}
    return render(request, "instruction/board.html", {**context, **_around(request, filters)})


@require_safe
@agents_only
def table(request: HttpRequest) -> HttpResponse:
    """All that calls for an answer, unanswered first, to tick."""
    filters = FilterForm(request.GET)
    texts = filters.filtered(selectors.texts_for(person_of(request)), person_of(request))
    page = Paginator(texts, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filters": filters, "view": "table"}
    return render(request, "instruction/table.html", {**context, **_around(request, filters)})


@get_or_post
@agents_only
def dossier(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One contribution with its dossier. Posted: its answer, published or held back."""
    text = selectors.get_text_for(person_of(request), pk)
    if "take_back" in request.POST:
        return _taken_back(request, text)
    form = _answer_form(text, posted(request))
    if form.is_valid():
        try:
            return _answered(request, text, form)
        except actions.Changed:
            form.add_error(None, _changed())
    return _show(request, text, answer=form)


@require_POST
@agents_only
def study(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the analysis, the cost and the opinion."""
    text = selectors.get_text_for(person_of(request), pk)
    form = StudyForm(request.POST, auto_id=STUDY)
    if form.is_valid():
        try:
            actions.study(text, by=person_of(request), **form.cleaned_data)
            messages.success(request, _("The dossier is kept."))
            return _to_dossier(request, text)
        except actions.Changed:
            form.add_error(None, _changed())
    return _show(request, text, study=form)


@require_POST
@agents_only
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave a word to colleagues."""
    text = selectors.get_text_for(person_of(request), pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        actions.note(text, form.cleaned_data["note"], by=person_of(request))
        messages.success(request, _("Your note is kept."))
        return _to_dossier(request, text)
    return _show(request, text, note=form)


@get_or_post
@agents_only
def arrange(request: HttpRequest) -> HttpResponse:
    """Who studies the ticked contributions, and by when."""
    return _several(request, lambda _texts: ArrangeForm(posted(request)), "arrange", _arrange)


@get_or_post
@agents_only
def answer_several(request: HttpRequest) -> HttpResponse:
    """The same answer to all ticked contributions, published or held back."""

    def form(texts: list[Contribution]) -> AnswerForm:
        return AnswerForm(posted(request), statuses=_shared_statuses(texts))

    return _several(request, form, "answer_several", _answer_many)


@get_or_post
@agents_only
def publish_together(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish all answers of a consultation that were held back."""
    user, consultation = person_of(request), get_consultation_for(request.user, slug)
    texts = selectors.ready_in(user, consultation)
    if request.method == "POST":
        given = actions.publish_together(
            selectors.chosen_for(user, request.POST.getlist("choix")), consultation, by=user
        )
        told = ngettext("One answer is published.", "%(count)s answers are published.", len(given))
        if given:
            messages.success(request, told % {"count": len(given)})
        else:
            messages.warning(request, _("Tick at least one contribution first."))
        return redirect("instruction:board")
    page = Paginator(texts.order_by("number"), selectors.MOST).get_page(request.GET.get("page"))
    context = {"consultation": consultation, "page": page}
    return render(request, "instruction/publish.html", context)


@get_or_post
@agents_only
def theme_agents(request: HttpRequest) -> HttpResponse:
    """Who studies what is written under each theme."""
    form = AgentsForm(list(selectors.themes_with_agents()), posted(request))
    if form.is_valid():
        for theme, agent in form.chosen():
            actions.take_charge(theme, agent, by=person_of(request))
        messages.success(request, _("Each theme has the agent you chose."))
        return redirect("instruction:agents")
    return render(request, "instruction/agents.html", {"form": form})


def _kept(request: HttpRequest) -> str:
    """The filters of the list that somebody is on, or came from and carries along as `kept`: a query."""
    told = _asked(request).get("kept", "" if request.method == "POST" else request.GET.urlencode())
    asked = QueryDict(told)
    return urlencode({key: asked[key] for key in KEPT if asked.get(key)})


def _asked(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _around(request: HttpRequest, filters: FilterForm) -> dict[str, Any]:
    user, query = person_of(request), _kept(request)
    addresses = {name: reverse(f"instruction:{name}") for name in ("board", "table")}
    return {
        "kept": query,
        "unanswered": selectors.unanswered(user),
        "held": selectors.ready_counts(user),
        "chosen": filters.cleaned_data.get("consultation"),
        "views": [
            {"label": _("Board"), "url": f"{addresses['board']}?{query}", "key": "board"},
            {"label": _("Table"), "url": f"{addresses['table']}?{query}", "key": "table"},
        ],
    }


def _show(request: HttpRequest, text: Contribution, **forms: Form) -> HttpResponse:
    """The page of a dossier, with the forms that came back with errors."""
    found, agent = selectors.dossier_of(text), selectors.agent_of(text)
    seen = found.changed_at.isoformat() if found else ""
    so_far = {
        name: getattr(found, name, None) for name in ("analysis", "cost", "opinion", "reasons")
    }
    context = {
        "text": text,
        "dossier": found,
        "agent": agent,
        "given": answer_to(text),
        "former": former_answers(text),
        "notes": selectors.notes_of(text),
        "study_form": StudyForm(initial={**so_far, "seen": seen}, auto_id=STUDY),
        "answer_form": _answer_form(text),
        "note_form": NoteForm(),
        "kept": _kept(request),
        **{f"{name}_form": form for name, form in forms.items()},
    }
    return render(request, "instruction/dossier.html", context)


def _answer_form(text: Contribution, data: QueryDict | None = None) -> AnswerForm:
    """The answer as it was held back, or as it was published."""
    found, given = selectors.dossier_of(text), answer_to(text)
    initial: dict[str, Any] = {"seen": found.changed_at.isoformat() if found else ""}
    if found and found.outcome:
        initial |= {"outcome": found.word.pk if found.word else found.outcome, "body": found.body}
    elif given:
        initial |= {"outcome": text.status_id or given.outcome, "body": given.body}
    return AnswerForm(data, initial=initial, statuses=statuses_of(text.consultation))


def _taken_back(request: HttpRequest, text: Contribution) -> HttpResponse:
    found = selectors.dossier_of(text)
    actions.take_back(text, by=person_of(request), seen=found.changed_at if found else None)
    messages.success(request, _("The answer that was held back is forgotten."))
    return _to_dossier(request, text)


def _answered(request: HttpRequest, text: Contribution, form: AnswerForm) -> HttpResponse:
    answer = dict(form.cleaned_data)
    seen = answer.pop("seen")
    if "hold" in request.POST:
        actions.hold_back(text, by=person_of(request), seen=seen, **answer)
        messages.success(request, _("The answer to no. %s is kept, and held back.") % text.number)
    else:
        actions.publish(text, by=person_of(request), **answer)
        messages.success(request, _("The answer to no. %s is published.") % text.number)
    following = selectors.next_for(person_of(request), text) if "next" in request.POST else None
    return _to_dossier(request, following) if following else _to_list(request)


def _shared_statuses(texts: list[Contribution]) -> Iterable[Status]:
    """The own words of one consultation; none for texts of several."""
    [first, *others] = texts
    same = all(one.consultation_id == first.consultation_id for one in others)
    return statuses_of(first.consultation) if same else ()


def _several(
    request: HttpRequest, make: Callable[[list[Contribution]], Form], name: str, do: Any
) -> HttpResponse:
    """A page where one thing is done to all ticked contributions."""
    texts = selectors.chosen_for(person_of(request), _asked(request).getlist("choix"))
    if not texts:
        messages.warning(request, _("Tick at least one contribution first."))
        return _to_list(request)
    form = make(texts)
    if form.is_valid():
        messages.success(request, do(request, texts, form))
        return _to_list(request)
    context = {
        "texts": texts,
        "form": form,
        "kept": _kept(request),
        "answered": sum(1 for text in texts if answer_to(text)),
    }
    return render(request, f"instruction/{name}.html", context)


def _arrange(request: HttpRequest, texts: list[Contribution], form: ArrangeForm) -> str:
    count = actions.arrange(texts, by=person_of(request), **form.what())
    told = ngettext("One contribution changed.", "%(count)s contributions changed.", count)
    return told % {"count": count} if count else _("Nothing had to change.")


def _answer_many(request: HttpRequest, texts: list[Contribution], form: AnswerForm) -> str:
    answer = {name: form.cleaned_data[name] for name in ("outcome", "status", "body")}
    if "hold" in request.POST:
        actions.hold_back_many(texts, by=person_of(request), **answer)
        told = ngettext("One answer is held back.", "%(count)s answers are held back.", len(texts))
    else:
        actions.publish_many(texts, by=person_of(request), **answer)
        told = ngettext("One answer is published.", "%(count)s answers are published.", len(texts))
    return told % {"count": len(texts)}


def _to_list(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('instruction:table')}?{_kept(request)}")


def _to_dossier(request: HttpRequest, text: Contribution) -> HttpResponseRedirect:
    address = reverse("instruction:dossier", args=[text.pk])
    return HttpResponseRedirect(f"{address}?{_kept(request)}")


def _changed() -> str:
    return _(
        "A colleague changed this dossier while you were writing. Your words are still here: open the "
        "dossier in another tab, and carry them over there."
    )
