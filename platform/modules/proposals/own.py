"""Pages that are a proposal's author's alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.access import to_sign_in
from accounts.models import User
from modules.proposals.selectors import get_proposal_for, get_proposals_phase_for, is_own

type View = Callable[..., HttpResponseBase]


def on_ones_own(view: View) -> View:
    """The view gets the proposal in the place of its address: its author signed in, else Http404."""

    @wraps(view)
    def found(
        request: HttpRequest, consultation: str, phase: str, number: int, **more: Any
    ) -> HttpResponseBase:
        here = get_proposals_phase_for(request.user, consultation, phase)
        proposal = get_proposal_for(request.user, here, number)
        if not isinstance(request.user, User):
            return to_sign_in(request)
        if not is_own(request.user, proposal):
            raise Http404
        return view(request, proposal, **more)

    return found
