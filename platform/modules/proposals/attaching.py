"""Pictures and files that an author puts beside a proposal: a page of their own, one at a time."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import get_or_post, person_of
from consultations.models import Phase
from consultations.permissions import Person, Refused
from contributions import attachments
from contributions.forms import FileForm, PictureForm
from contributions.history import is_editable
from contributions.models import Attachment, Contribution
from modules.proposals import actions
from modules.proposals.own import on_ones_own
from modules.proposals.permissions import ATTACH, verdict_on
from modules.proposals.selectors import get_attachment_of

FORMS = {"picture": PictureForm, "file": FileForm}
SETTINGS = {"picture": "pictures", "file": "documents"}


def may_attach(person: Person, proposal: Contribution) -> bool:
    """Whether somebody may put something beside a proposal of theirs now."""
    return bool(verdict_on(person, ATTACH, proposal.phase)) and is_editable(proposal)


@never_cache
@get_or_post
@on_ones_own
def index(request: HttpRequest, proposal: Contribution) -> HttpResponse:
    """What stands beside one's proposal, and a form for each sort that the stage allows."""
    here = proposal.phase
    sort = request.POST.get("sort", "") if request.method == "POST" else ""
    forms = {name: _form(name, request, sort) for name in _sorts(here)}
    form = forms.get(sort)
    if form is not None and form.is_valid() and _keep(request, proposal, sort, form):
        return _back(proposal)
    context = {
        "phase": here,
        "consultation": here.consultation,
        "proposal": proposal,
        "forms": forms if may_attach(request.user, proposal) else {},
        "most": {kind.value: most for kind, most in attachments.MOST.items()},
    }
    return render(request, "proposals/attachments.html", context)


@require_POST
@on_ones_own
def remove(request: HttpRequest, proposal: Contribution, attachment: UUID) -> HttpResponse:
    """Take one away: its author may at any time."""
    found = get_attachment_of(proposal, attachment)
    attachments.detach(found, by=person_of(request))
    messages.success(request, _("“%s” is taken away.") % found)
    return _back(proposal)


def _back(proposal: Contribution) -> HttpResponse:
    here = proposal.phase
    return redirect("proposals:attachments", here.consultation.slug, here.slug, proposal.number)


def _sorts(here: Phase) -> list[str]:
    return [name for name in FORMS if here.setting(SETTINGS[name])]


def _form(name: str, request: HttpRequest, sort: str) -> Form:
    is_sent = name == sort
    return FORMS[name](
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        auto_id=f"{name}_%s",
    )


def _keep(request: HttpRequest, proposal: Contribution, sort: str, form: Form) -> bool:
    """Keep what a valid form holds; False where it may not be, which the form or a message says."""
    said, by = form.cleaned_data, person_of(request)
    try:
        if sort == Attachment.Kind.PICTURE:
            actions.attach_picture(proposal, said["picture"], said["title"], by=by)
        else:
            actions.attach_file(proposal, said["file"], said["title"], by=by)
    except attachments.TooMany:
        form.add_error(None, _("There are as many as there may be: take one away first."))
        return False
    except ValidationError as full:  # the site has no room left
        form.add_error(None, full)
        return False
    except Refused:
        messages.error(request, _("Nothing can be added to this proposal any more."))
        return True
    messages.success(request, _("“%s” is added.") % said["title"])
    return True
