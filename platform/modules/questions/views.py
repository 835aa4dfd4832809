"""The pages for citizens. Reading asks for no cookie: the form has a page of its own."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import get_or_post, posted, to_sign_in
from accounts.models import User
from consultations.caching import same_for_visitors
from consultations.heads import head_of_phase
from consultations.models import Phase
from consultations.permissions import Refused, Verdict, judge
from contributions.refusals import in_words
from contributions.thanks import to_thanks
from contributions.throttle import GUEST_TEXTS
from modules.questions import actions
from modules.questions.forms import QuestionForm
from modules.questions.permissions import ASK
from modules.questions.selectors import get_here_for, published_in

A_PAGE, CONFLICT, TOO_MANY = 20, 409, 429


@require_safe
@same_for_visitors
def index(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    """The questions with their answers, those that the team expected first."""
    here = get_here_for(request.user, consultation, phase)
    page = Paginator(published_in(here), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "phase": here,
        "consultation": here.consultation,
        "page": page,
        "expected": here.expected.all() if page.number == 1 else (),
        "is_open": here.is_open(),
        "page_head": head_of_phase(here),
    }
    return render(request, "questions/index.html", context)


@never_cache
@get_or_post
def ask(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    """The form. Whatever happens to what was sent, the page keeps it."""
    here = get_here_for(request.user, consultation, phase)
    verdict = judge(request.user, ASK, here)
    if verdict is Verdict.SIGN_IN and request.method != "POST":
        return to_sign_in(request)
    is_guest = not isinstance(request.user, User)
    form = QuestionForm(posted(request), guest=is_guest)
    if not form.is_valid():
        return _page(request, here, form, refusal=in_words(verdict, here))
    if is_guest and GUEST_TEXTS.is_reached(request):
        form.add_error(None, _("Your connection wrote many texts: try again in an hour."))
        return _page(request, here, form, status=TOO_MANY)
    form.cleaned_data.pop("website", None)
    try:
        question, code = actions.ask(here, by=request.user, **form.cleaned_data)
    except Refused as refused:
        return _page(request, here, form, refusal=in_words(refused.verdict, here), status=CONFLICT)
    if is_guest:
        GUEST_TEXTS.count(request)
    return to_thanks(request, question, code)


def _page(
    request: HttpRequest, here: Phase, form: QuestionForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {"phase": here, "consultation": here.consultation, "form": form, "refusal": refusal}
    return render(request, "questions/ask.html", context, status=status)
