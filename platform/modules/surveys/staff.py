"""What all of a survey's staff pages share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from accounts.access import staff_only
from accounts.roles import Ability
from consultations.models import Phase
from consultations.permissions import may
from modules.surveys.permissions import EDIT
from modules.surveys.selectors import get_survey_for

builders_only = staff_only(Ability.MANAGE_CONSULTATIONS)
readers_only = staff_only(Ability.SEE_RESULTS)


def of_survey[**P](
    view: Callable[Concatenate[HttpRequest, Phase, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Give the view its survey in place of the slugs."""

    @wraps(view)
    def found(
        request: HttpRequest, consultation: str, phase: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        survey = get_survey_for(request.user, consultation, phase)
        return view(request, survey, *args, **kwargs)

    return found


def page(
    request: HttpRequest, survey: Phase, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """One of the staff pages, below the survey's tabs."""
    common = {
        "phase": survey,
        "consultation": survey.consultation,
        "may_edit": may(request.user, EDIT, survey),
        "page_name": name,
    }
    return render(request, f"surveys/manage/{name}.html", {**common, **context}, status=status)


def to(survey: Phase, name: str = "index", *place: Any, at: str = "") -> HttpResponse:
    """Go to a staff page of the survey; `at` is the key of what to show there."""
    slugs = [survey.consultation.slug, survey.slug]
    answer = redirect(f"surveys_manage:{name}", *slugs, *place)
    if at:
        answer["Location"] += f"#i-{at}"
    return answer
