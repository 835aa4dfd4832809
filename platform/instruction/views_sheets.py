"""Dossiers out to a spreadsheet, and back with a preview."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access import get_or_post, person_of, posted
from accounts.selectors import staff_members
from consultations.selectors import get_consultation_for
from instruction import actions, selectors, sheets
from instruction.forms import FilterForm, SheetForm
from instruction.models import Sheet
from instruction.views import agents_only

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
SHOWN = 200  # changes of a preview


@require_safe
@agents_only
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The contributions that the table shows, all pages of it, as a file."""
    if form not in KINDS:
        raise Http404
    user = person_of(request)
    texts = FilterForm(request.GET).filtered(selectors.texts_for(user), user)[: sheets.ROWS]
    write = sheets.workbook if form == "xlsx" else sheets.comma_separated
    answer = HttpResponse(write(texts), content_type=KINDS[form])
    name = f"reponses-{timezone.localdate().isoformat()}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@get_or_post
@agents_only
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a filled-in spreadsheet; nothing changes before its preview is confirmed."""
    consultation = get_consultation_for(request.user, slug)
    form = SheetForm(posted(request), request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        texts = selectors.texts_for(person_of(request)).filter(consultation=consultation)
        try:
            changes, errors, same = sheets.read(
                file.name, file.read(), {text.number or 0: text for text in texts}
            )
        except (sheets.Unreadable, sheets.BadCell) as problem:
            form.add_error("file", str(problem))
        else:
            sheet = Sheet.objects.create(
                consultation=consultation,
                name=file.name[:120],
                changes=changes,
                errors=errors,
                same=same,
                by=person_of(request),
            )
            return redirect("instruction:preview", sheet.pk)
    return render(request, "instruction/send.html", {"consultation": consultation, "form": form})


@get_or_post
@agents_only
def preview(request: HttpRequest, spreadsheet: UUID) -> HttpResponse:
    """What a spreadsheet would change, then doing it."""
    sheet = selectors.get_sheet_for(person_of(request), spreadsheet)
    if request.method == "POST":
        done, left = actions.apply(sheet, by=person_of(request))
        told = ngettext("One dossier changed.", "%(count)s dossiers changed.", done)
        if done:
            messages.success(request, told % {"count": done})
        if left:
            numbers = ", ".join(str(number) for number in left)
            messages.warning(
                request, _("Left alone, since a colleague changed them meanwhile: %s.") % numbers
            )
        return redirect("instruction:board")
    people = {str(person.pk): str(person) for person in staff_members()}
    context = {
        "sheet": sheet,
        "changes": [sheets.shown(change, people) for change in sheet.changes[:SHOWN]],
        "more": max(0, len(sheet.changes) - SHOWN),
        "errors": sheet.errors[:SHOWN],
    }
    return render(request, "instruction/preview.html", context)
