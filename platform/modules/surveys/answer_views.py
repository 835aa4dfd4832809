"""Answering, page by page. Every page sent is kept at once, whatever is wrong with it: back never loses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.access import get_or_post, to_sign_in
from accounts.models import User
from consultations.models import Phase
from consultations.permissions import Refused, Verdict, judge, may
from contributions.throttle import WRONG_CODES
from modules.surveys import actions, proof
from modules.surveys.conditions import Page, rules_for_browser
from modules.surveys.document import Questionnaire
from modules.surveys.filling import (
    PROOF,
    PageForm,
    Sent,
    merged,
    page_form,
    pages_of,
    whole_form,
    with_files,
)
from modules.surveys.forms import InvitationForm, WhoForm
from modules.surveys.models import Sheet, Version
from modules.surveys.permissions import ANSWER, EDIT, asks_invitation, identity_of
from modules.surveys.respondents import (
    Slip,
    goes_by_account,
    hand_slip,
    known_respondent,
    new_sheet,
    of_invitation,
    of_sheet,
    slip_of,
)
from modules.surveys.selectors import get_survey_for, is_invited, live_version, sheet_of
from modules.surveys.views import address, common, thanks_page

CONFLICT = 409


@dataclass(kw_only=True)
class Visit:
    """Somebody at work on their sheet: what they see, and what they typed so far."""

    request: HttpRequest
    survey: Phase
    version: Version
    sheet: Sheet | None
    respondent: str
    number: str  # of a guest's blank form, signed
    association: str = ""  # the number of the one answered for; empty for oneself
    sent: Sent
    is_known: bool  # the account, the device or the invitation has been seen before

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """In the reader's language."""
        return self.version.spoken

    @property
    def is_guest(self) -> bool:
        return not isinstance(self.request.user, User)

    @property
    def needs_proof(self) -> bool:
        """Whether the device has work to do before its answers are taken: a guest's, once."""
        return self.is_guest and not asks_invitation(self.survey) and PROOF not in self.sent

    def pages(self) -> list[Page]:
        return pages_of(self.questionnaire, self.sent)

    def place_of(self, key: str) -> int | None:
        """Where a section stands on this person's way."""
        keys = [page.section.key for page in self.pages()]
        return keys.index(key) if key in keys else None


@never_cache
@get_or_post
def answer(
    request: HttpRequest, consultation: str, phase: str, association: str = ""
) -> HttpResponse:
    """One page of the questionnaire: of one's own sheet, or of the one begun for an association."""
    survey = get_survey_for(request.user, consultation, phase)
    _adopt(request, survey)
    known = known_respondent(request, survey)
    number = request.POST.get("sheet") or new_sheet(survey)
    respondent = known or of_sheet(number, survey)
    seen = known or request.method == "POST"
    sheet = sheet_of(survey, respondent, association) if seen else None
    if association and sheet is None:
        return redirect("surveys:associations", consultation, phase)
    if sheet and sheet.contribution_id:
        return _again(request, survey, sheet, known)
    version = sheet.version if sheet else live_version(survey)
    if version is None or not version.questionnaire.questions:
        return redirect(survey)
    visit = Visit(
        request=request,
        survey=survey,
        version=version,
        sheet=sheet,
        respondent=respondent,
        number=number,
        association=association,
        is_known=bool(known),
        sent=dict(sheet.sent) if sheet else {},
    )
    return _receive(visit) if request.method == "POST" else _ask(visit)


def _again(request: HttpRequest, survey: Phase, sheet: Sheet, known: str) -> HttpResponse:
    """Whoever has answered is shown so; of two clicks the second brings the slip that the first lost."""
    there = redirect(thanks_page(survey, sheet.association_number))
    if request.method == "POST" and _says_otherwise(request, sheet):
        _say_not_added(request)
    if not known:
        code = actions.code_again(sheet)
        hand_slip(there, survey, Slip(who=str(sheet.respondent), code=code))
    return there


def _says_otherwise(request: HttpRequest, sheet: Sheet) -> bool:
    """Whether the page just sent holds other answers than those handed in."""
    asked = sheet.version.questionnaire
    key = request.POST.get("page", "")
    section = next((one for one in asked.sections if one.key == key), None)
    if section is None:
        return False
    sent = merged({}, request.POST, section.questions)
    page = next((one for one in pages_of(asked, sent) if one.section.key == key), None)
    form = page_form(asked, page, sent, files=request.FILES) if page else None
    return form is None or not form.is_valid() or not actions.says_the_same(sheet, form.said())


def _adopt(request: HttpRequest, survey: Phase) -> None:
    slip = slip_of(request, survey)
    if isinstance(request.user, User) and slip and not slip.member and not slip.code:
        actions.adopt(survey, slip.who, by=request.user)


def _ask(visit: Visit) -> HttpResponse:
    request, survey = visit.request, visit.survey
    verdict = judge(request.user, ANSWER, survey)
    preview = not verdict and may(request.user, EDIT, survey)
    if verdict is Verdict.SIGN_IN:
        return to_sign_in(request)
    if not verdict and not preview:
        return redirect(survey)
    if asks_invitation(survey) and not visit.is_known and not preview:
        return _ask_code(visit, InvitationForm())
    reached = visit.sheet.page if visit.sheet else ""
    asked = visit.place_of(request.GET.get("page", reached)) or 0
    return _page(visit, asked, wrong="wrong" in request.GET, preview=preview)


def _receive(visit: Visit) -> HttpResponse:
    request, survey = visit.request, visit.survey
    verdict = judge(request.user, ANSWER, survey)
    place = visit.place_of(request.POST.get("page", "")) or 0
    if asks_invitation(survey) and verdict and not visit.is_known:
        return _check_code(visit)
    page = visit.pages()[place]
    visit.sent = merged(visit.sent, request.POST, page.section.questions)
    if not verdict:
        form = page_form(visit.questionnaire, page, visit.sent).without_errors()
        return _show(visit, place, form, refused=verdict.value)
    return _keep(visit, page)


def _keep(visit: Visit, page: Page) -> HttpResponse:
    """Keep the page as it was typed, then go on, or stay where something is missing or new."""
    page = next((p for p in visit.pages() if p.section.key == page.section.key), page)
    form = page_form(visit.questionnaire, page, visit.sent, files=visit.request.FILES)
    valid = form.is_valid()
    visit.sent = with_files(visit.sent, form)
    if visit.needs_proof and proof.is_solved(visit.request.POST.get("proof", ""), visit.respondent):
        visit.sent[PROOF] = ["solved"]
    new = {q.key for q in page.questions} - set(visit.request.POST.get("seen", "").split())
    leads_on = valid and not (new and "seen" in visit.request.POST)
    keys = [one.section.key for one in visit.pages()]
    after = keys[keys.index(page.section.key) + 1 :] if page.section.key in keys else keys
    if leads_on and not after:
        return _finish(visit, page)
    reached = after[0] if leads_on else page.section.key
    try:
        _save(visit, reached)
    except actions.AlreadyAnswered:
        _say_not_added(visit.request)
        return _with_slip(visit, _thanks(visit))
    if not valid:
        return _with_slip(visit, _show(visit, keys.index(page.section.key), form))
    at = "" if leads_on else f"#{sorted(new)[0]}"
    there = redirect(f"{address(visit.survey, 'answer', visit.association)}?page={reached}{at}")
    return _with_slip(visit, there)


def _save(visit: Visit, page: str) -> None:
    visit.sheet = actions.keep(
        visit.sheet,
        visit.version,
        by=visit.request.user,
        respondent=visit.respondent,
        sent=visit.sent,
        page=page,
    )


def _finish(visit: Visit, page: Page) -> HttpResponse:
    """The last page: everything asked is checked again, then handed in at once."""
    pages = visit.pages()
    form, who = whole_form(pages, visit.sent), _who_form(visit)
    if not form.is_valid() or not who.is_valid() or visit.needs_proof:
        _save(visit, page.section.key)
        wrong = {question.key for question in form.questions if question.name in form.errors}
        for place, one in enumerate(pages):
            if wrong & {question.key for question in one.questions}:
                return _with_slip(visit, _page(visit, place, wrong=True))
        last = page_form(visit.questionnaire, pages[-1], visit.sent)
        shown = _show(visit, len(pages) - 1, last, who=who, unproved=visit.needs_proof)
        return _with_slip(visit, shown)
    return _hand_in(visit, form, who)


def _hand_in(visit: Visit, form: PageForm, who: WhoForm) -> HttpResponse:
    sheet = visit.sheet or Sheet(
        phase=visit.survey, version=visit.version, respondent=visit.respondent
    )
    code = ""
    try:
        _, code = actions.answer(
            sheet,
            form.said(),
            by=visit.request.user,
            name=who.cleaned_data.get("who_name", ""),
            contact=who.cleaned_data.get("who_email", ""),
        )
    except Refused as refused:
        last = page_form(visit.questionnaire, visit.pages()[-1], visit.sent).without_errors()
        return _show(visit, len(visit.pages()) - 1, last, refused=refused.verdict.value)
    except actions.AlreadyAnswered:
        found = sheet_of(visit.survey, visit.respondent, visit.association)
        code = actions.code_again(found) if found and found.contribution_id else ""
        if found and not actions.says_the_same(found, form.said()):
            _say_not_added(visit.request)
    return _with_slip(visit, _thanks(visit), code=code)


def _say_not_added(request: HttpRequest) -> None:
    """Somebody answered elsewhere meanwhile: what was just sent is not thanked for."""
    words = _(
        "You had answered already. Your first answers stand; what you just sent was not added."
    )
    messages.warning(request, words)


def _with_slip(visit: Visit, answer: HttpResponse, code: str = "") -> HttpResponse:
    """What the device keeps: for a guest from the first page on, for a member the receipt's code alone."""
    member = goes_by_account(visit.request, visit.survey)
    new = Slip(who=visit.respondent, code=code, member=member, association=visit.association)
    if (code or not member) and slip_of(visit.request, visit.survey) != new:
        hand_slip(answer, visit.survey, new)
    return answer


# --- Pages -------------------------------------------------------------------------------------------


def _page(visit: Visit, place: int, *, wrong: bool = False, preview: bool = False) -> HttpResponse:
    page = visit.pages()[place]
    form = page_form(visit.questionnaire, page, visit.sent, seed=visit.respondent)
    return _show(visit, place, form if wrong else form.without_errors(), preview=preview)


def _show(
    visit: Visit, place: int, form: PageForm, *, who: WhoForm | None = None, **said: Any
) -> HttpResponse:
    pages = visit.pages()
    page = pages[min(place, len(pages) - 1)]
    is_last = place >= len(pages) - 1
    context = {
        **common(visit.request, visit.survey),
        **said,
        "form": form,
        "who": (who or _who_form(visit)) if is_last else None,
        "page": page,
        "number": place + 1,
        "total": len(pages),
        "is_last": is_last,
        "back": pages[place - 1].section.key if place else "",
        "seen": " ".join(question.key for question in page.questions),
        "rules": rules_for_browser(visit.questionnaire),
        "before": _before(visit, page),
        "sheet": visit.number,
        "here": address(visit.survey, "answer", visit.association),
        "association": visit.sheet.association if visit.sheet else "",
        "challenge": proof.challenge_for(visit.respondent) if visit.needs_proof else None,
        "kept": visit.sheet is not None,
        "pages": pages if said.get("preview") else [],
    }
    status = CONFLICT if said.get("refused") else 200
    return render(visit.request, "surveys/answer.html", context, status=status)


def _before(visit: Visit, page: Page) -> Sent:
    """What conditions may ask about that was typed on other pages."""
    rules = [rule for *_at, when in visit.questionnaire.conditions() for rule in when.rules]
    asked = {f"q_{rule.question}" for rule in rules}
    asked -= {question.name for question in page.section.questions}
    return {n: words for n, words in visit.sent.items() if n.partition(".")[0] in asked}


def _who_form(visit: Visit) -> WhoForm:
    data = visit.request.POST if "last" in visit.request.POST else None
    form = WhoForm(data, identity=identity_of(visit.survey), guest=visit.is_guest)
    if not form.fields:
        form = WhoForm({}, identity=identity_of(visit.survey), guest=visit.is_guest)
    return form


def _ask_code(visit: Visit, form: InvitationForm) -> HttpResponse:
    context = {**common(visit.request, visit.survey), "form": form}
    return render(visit.request, "surveys/invited.html", context)


def _check_code(visit: Visit) -> HttpResponse:
    """Open the form to whoever has a code that the team handed out; guessing is slowed down."""
    form = InvitationForm(visit.request.POST)
    if form.is_valid() and not WRONG_CODES.is_reached(visit.request):
        code = form.cleaned_data["code"]
        if is_invited(visit.survey, code):
            visit.respondent = of_invitation(code, visit.survey)
            there = redirect(address(visit.survey, "answer", visit.association))
            hand_slip(there, visit.survey, Slip(who=visit.respondent))
            return there
        WRONG_CODES.count(visit.request)
    form.add_error("code", InvitationForm.unknown)
    return _ask_code(visit, form)


def _thanks(visit: Visit) -> HttpResponse:
    return redirect(thanks_page(visit.survey, visit.association))
