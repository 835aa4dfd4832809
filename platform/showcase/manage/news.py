"""The news, as those who look after consultations write them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import get_or_post, person_of, posted
from consultations.manage.common import managers_only
from showcase import actions
from showcase.forms import NewsForm
from showcase.models import News
from showcase.selectors import get_news_for, news_for

A_PAGE = 30


@require_safe
@managers_only
def index(request: HttpRequest) -> HttpResponse:
    """All news, those that nobody else reads yet too."""
    page = Paginator(news_for(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "showcase/manage/news_index.html", {"page": page})


@get_or_post
@managers_only
def write(request: HttpRequest) -> HttpResponse:
    """A new one."""
    return _edit(request, News())


@get_or_post
@managers_only
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them."""
    return _edit(request, get_news_for(request.user, slug))


@require_POST
@managers_only
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Away with it for good."""
    actions.drop_news(get_news_for(request.user, slug), by=person_of(request))
    messages.success(request, _("The news is removed."))
    return redirect("showcase:write_news_index")


def _edit(request: HttpRequest, news: News) -> HttpResponse:
    form = NewsForm(posted(request), instance=news, person=person_of(request))
    if form.is_valid():
        actions.keep_news(form.save(commit=False), by=person_of(request))
        messages.success(request, _("“%(title)s” is kept.") % {"title": news.title})
        return redirect("showcase:write_news_index")
    context = {"form": form, "news": news, "is_new": news._state.adding}
    return render(request, "showcase/manage/news.html", context)
