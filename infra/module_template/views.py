"""The pages. The list asks for no cookie, so that it can be kept by caches: the form has its own page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import staff_only, to_sign_in
from accounts.models import User
from accounts.roles import Ability
from consultations.caching import same_for_visitors
from consultations.permissions import Refused, judge
from contributions.refusals import in_words
from contributions.thanks import to_thanks
from modules.newmodule.actions import leave_words
from modules.newmodule.forms import WordsForm
from modules.newmodule.permissions import WRITE
from modules.newmodule.reports import figures
from modules.newmodule.selectors import get_here_for, published_in

A_PAGE, CONFLICT = 20, 409


@require_safe
@same_for_visitors
def index(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    """What people wrote, and the way to the form."""
    here = get_here_for(request.user, consultation, phase)
    page = Paginator(published_in(here), A_PAGE).get_page(request.GET.get("page"))
    context = {"phase": here, "page": page, "is_open": here.is_open()}
    return render(request, "newmodule/index.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    """The form, for members. Whatever happens to what was sent, the page keeps it."""
    here = get_here_for(request.user, consultation, phase)  # first: what is off is not there
    if not isinstance(request.user, User):
        return to_sign_in(request)
    form = WordsForm(here, request.POST if request.method == "POST" else None)
    refusal, status = in_words(judge(request.user, WRITE, here), here), 200
    if request.method != "POST" and refusal:
        return redirect(here)
    if form.is_valid():
        try:
            text, code = leave_words(here, form.cleaned_data["body"], by=request.user)
        except Refused as refused:  # it closed while they typed
            refusal, status = in_words(refused.verdict, here), CONFLICT
        else:
            return to_thanks(request, text, code)
    context = {"phase": here, "form": form, "refusal": refusal}
    return render(request, "newmodule/write.html", context, status=status)


@require_safe
@staff_only(Ability.SEE_RESULTS)
def manage(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    """What the team sees."""
    here = get_here_for(request.user, consultation, phase)
    context = {"phase": here, "consultation": here.consultation, "figures": figures(here)}
    return render(request, "newmodule/manage.html", context)
