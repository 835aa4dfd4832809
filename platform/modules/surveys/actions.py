"""What people do with a survey: keeping a draft, handing in, taking back; and erasing who answered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from consultations.models import Phase
from consultations.permissions import Person, check
from contributions import receipts
from contributions.actions import submit, withdraw
from contributions.models import Contribution, Receipt
from modules.surveys.document import Question
from modules.surveys.filling import Sent
from modules.surveys.kinds import Said
from modules.surveys.models import Cell, Sheet, Version
from modules.surveys.permissions import ANONYMOUS, ANSWER, ENTER, identity_of
from modules.surveys.pictures import forget_file
from modules.surveys.respondents import of_member

KIND = "answer"

type Answers = Sequence[tuple[Question, Sequence[Said]]]


class AlreadyAnswered(Exception):
    """This account, device or invitation has answered before; nothing was saved."""


def keep(
    sheet: Sheet | None, version: Version, *, by: Person, respondent: str, sent: Sent, page: str
) -> Sheet:
    """Keep a page of somebody's draft, whatever is wrong with it. One statement."""
    check(by, ANSWER, version.phase)
    kept = sheet or Sheet(phase=version.phase, version=version, respondent=respondent)
    kept.sent, kept.page = sent, page
    if sheet is not None:
        still = Sheet.objects.filter(pk=sheet.pk, contribution=None)
        if not still.update(sent=sent, page=page):
            raise AlreadyAnswered
        return kept
    return _begun(kept)


def _begun(sheet: Sheet) -> Sheet:
    """Of two clicks on the first page, both keep the same sheet."""
    try:
        with transaction.atomic():
            sheet.save(force_insert=True)
    except IntegrityError:
        mine = Sheet.objects.filter(
            phase=sheet.phase, respondent=sheet.respondent, association_number=""
        )
        found: Sheet = mine.select_related("version").get()
        if found.contribution_id or not mine.update(sent=sheet.sent, page=sheet.page):
            raise AlreadyAnswered from None
        return found
    return sheet


def answer(
    sheet: Sheet, answers: Answers, *, by: Person, name: str = "", contact: str = ""
) -> tuple[Contribution, str]:
    """Hand somebody's answers in, all or nothing; the contribution and its receipt's code.

    Raises Refused or AlreadyAnswered, with nothing saved. The one rule against answering twice is
    the database's: two clicks at the same moment save one sheet. Who answers anonymously is named
    nowhere, not even in the journal.
    """
    check(by, ANSWER, sheet.phase)
    signs = identity_of(sheet.phase) != ANONYMOUS
    with transaction.atomic():
        contribution, code = submit(
            sheet.phase,
            by=by if signs else AnonymousUser(),
            kind=KIND,
            unread=True,
            author_name=name if signs else "",
            contact=contact if signs else "",
        )
        _hand_in(sheet, contribution, answers)
    return contribution, code


def enter(
    version: Version, answers: Answers, *, by: User, origin: str, reference: str = ""
) -> Contribution:
    """Copy in the answers that somebody gave on paper or in a workshop; marked as such.

    Raises Refused. `reference` is what the team wrote on the sheet, so that none is entered twice.
    """
    check(by, ENTER, version.phase)
    sheet = Sheet(phase=version.phase, version=version)
    with transaction.atomic():
        contribution, _code = submit(
            version.phase,
            by=AnonymousUser(),
            kind=KIND,
            unread=True,
            origin=origin,
            reference=reference,
        )
        _hand_in(sheet, contribution, answers)
    return contribution


def _hand_in(sheet: Sheet, contribution: Contribution, answers: Answers) -> None:
    """Two statements: the sheet, and all its cells."""
    if sheet._state.adding:
        sheet.contribution, sheet.sent, sheet.page = contribution, {}, ""
        try:
            with transaction.atomic():
                sheet.save(force_insert=True)
        except IntegrityError:
            raise AlreadyAnswered from None
    else:
        still = Sheet.objects.filter(pk=sheet.pk, contribution=None)
        if not still.update(contribution=contribution, sent={}):
            raise AlreadyAnswered
    Cell.objects.bulk_create(cells_of(sheet, answers))


def says_the_same(sheet: Sheet, answers: Answers) -> bool:
    """Whether these were handed in, question by question: a second click, not a second opinion."""
    said = list(answers)
    kept = sheet.cells.filter(question__in=[question.key for question, _said in said])
    sent = cells_of(sheet, said)
    return {_words_of(one) for one in kept} == {_words_of(one) for one in sent}


def _words_of(cell: Cell) -> tuple[object, ...]:
    return cell.question, cell.item, cell.choice, cell.number, cell.text


def cells_of(sheet: Sheet, answers: Answers) -> list[Cell]:
    """What somebody said, as rows."""
    return [
        Cell(sheet=sheet, question=question.key, counts=place == 0, **one._asdict())
        for question, said in answers
        for place, one in enumerate(said)
    ]


def adopt(phase: Phase, device: str, *, by: User) -> None:
    """Somebody signs in half way: the draft of their device becomes theirs, unless they have a sheet."""
    theirs = of_member(by)
    if Sheet.objects.filter(phase=phase, respondent=theirs, association_number="").exists():
        return
    draft = Sheet.objects.filter(phase=phase, respondent=device, contribution=None)
    draft.update(respondent=theirs)


def take_back(sheet: Sheet, *, by: Person) -> bool:
    """Withdraw one's answers while the survey is open: they are deleted, and one may answer anew."""
    check(by, ANSWER, sheet.phase)
    contribution = sheet.contribution
    if contribution is None:
        return False
    own = isinstance(by, User) and contribution.author_id == by.pk
    contribution.phase = sheet.phase
    return withdraw(contribution, by=by if own else None)  # type: ignore[arg-type]


def withdrawn(contribution: UUID) -> None:
    """Whichever page they were taken back on: delete the answers; whoever gave them may answer anew."""
    sheets = Sheet.objects.filter(contribution=contribution)
    forget_cells(sheets)
    sheets.update(respondent=None)


def forget_cells(sheets: QuerySet[Sheet]) -> None:
    """Delete what was said on these sheets, with the files joined."""
    cells = Cell.objects.filter(sheet__in=sheets)
    for path in cells.filter(text__startswith="surveys/").values_list("text", flat=True):
        transaction.on_commit(partial(forget_file, path))
    cells.delete()


@transaction.atomic
def code_again(sheet: Sheet) -> str:
    """A new code for answers whose first one never reached the device: of two clicks, a browser
    shows what the second brings. The caller has the signed number that the answers came with."""
    contribution = Contribution.objects.get(survey_sheet=sheet.pk)
    Receipt.objects.filter(contribution=contribution).delete()
    return receipts.issue(contribution)


def erase(user: User) -> None:
    """Cut the thread from a person's answers to the person; the answers stay, nobody's. Drafts go."""
    mine = Sheet.objects.filter(respondent=of_member(user))
    mine.filter(contribution=None).delete()
    mine.update(respondent=None)


def forget_drafts(phase: Phase) -> int:
    """Forget what was typed and never handed in, once the survey is over; how far people got stays."""
    if timezone.now() < phase.closes_at:
        return 0
    begun = Sheet.objects.filter(phase=phase, contribution=None).exclude(respondent=None)
    return int(begun.update(sent={}, respondent=None))
