"""The languages of the site; the pages where the team translates, each text beside its reference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import get_or_post, person_of, posted
from consultations.manage.common import administrators_only, frame, managers_only
from consultations.models import Consultation
from consultations.selectors import consultations_for, get_consultation_for
from consultations.translating import (
    Sheet,
    choose_languages,
    other_language,
    progress_of,
    roots_of_site,
    sheets_of,
    translate,
)
from languages.models import State, Translated, Translation, trees_of
from languages.offered import name_of, offered, others, word_for

LINE = 70  # characters that fit a field of one line


class LanguagesForm(forms.Form):
    """The languages that the site speaks beside its reference."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages beside French"),
        help_text=gettext_lazy(
            "Menus, forms and mails are translated already. Your own texts are shown in French, and "
            "marked, until you translate them."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"languages": others()})
        field: Any = self.fields["languages"]
        field.choices = [one for one in settings.LANGUAGES if one[0] != settings.LANGUAGE_CODE]


class SheetForm(forms.Form):
    """The translations of one sheet. What was not touched is not sent back over a colleague's work."""

    def __init__(self, sheet: Sheet, data: Any = None) -> None:
        super().__init__(data)
        self.sheet = sheet
        for one in sheet.translations:
            self.fields[one.name] = _text_field(one)
            if one.state == State.OUTDATED:
                self.fields[f"{one.name}-still"] = forms.BooleanField(
                    label=_("The translation is still right"), required=False
                )

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each text with its fields, for the page."""
        return [
            {"one": one, "field": self[one.name], "still": self._still(one)}
            for one in self.sheet.translations
        ]

    @property
    def words(self) -> dict[str, str]:
        """What was changed, by name."""
        names = [one.name for one in self.sheet.translations if one.name in self.changed_data]
        return {name: self.cleaned_data[name] for name in names} | {
            one.name: self.cleaned_data[one.name]
            for one in self.sheet.translations
            if one.name in self.confirmed
        }

    @property
    def confirmed(self) -> set[str]:
        """The texts that are said to be right for the reference of now."""
        names = (one.name for one in self.sheet.translations)
        return {name for name in names if self.cleaned_data.get(f"{name}-still")}

    def _still(self, one: Translation) -> Any:
        name = f"{one.name}-still"
        return self[name] if name in self.fields else None


def _text_field(one: Translation) -> forms.CharField:
    label = _("%(label)s, in %(language)s") % {
        "label": capfirst(one.label),
        "language": word_for(one.language),
    }
    rows = max(2, min(14, len(one.reference) // 60 + one.reference.count("\n") + 1))
    attributes = {"lang": one.language}
    is_line = len(one.reference) <= LINE and "\n" not in one.reference
    return forms.CharField(
        label=label,
        required=False,
        initial=one.text,
        max_length=one.row.limit_of(one.field),
        show_hidden_initial=True,
        widget=forms.TextInput(attrs=attributes)
        if is_line
        else forms.Textarea(attrs={**attributes, "rows": rows}),
    )


@get_or_post
@administrators_only
def languages(request: HttpRequest) -> HttpResponse:
    """Choose the site's languages; how far each came, consultation by consultation."""
    form = LanguagesForm(posted(request))
    if form.is_valid():
        choose_languages(form.cleaned_data["languages"], by=person_of(request))
        messages.success(request, _("The languages of the site are kept."))
        return redirect("workspace:languages")
    everything = list(consultations_for(person_of(request)))
    context = {
        "form": form,
        "others": [(code, name_of(code)) for code in others()],
        "rows": [*_progress(roots_of_site()), *_progress(everything)],
    }
    return render(request, "consultations/manage/languages.html", context)


def _progress(roots: Sequence[Translated]) -> Iterable[dict[str, Any]]:
    """The site's own texts as one line, or each consultation as its own."""
    if not roots:
        return
    if isinstance(roots[0], Consultation):
        for root, tree in zip(roots, trees_of(roots), strict=True):
            yield {"root": root, "by_language": _by_language([tree])}
    else:
        yield {
            "root": None,
            "by_language": _by_language([tree for root in roots for tree in trees_of([root])]),
        }


def _by_language(trees: list[list[Translated]]) -> list[Any]:
    return [(code, name_of(code), progress_of(trees, code)) for code in others()]


@get_or_post
@administrators_only
def site_texts(request: HttpRequest, language: str) -> HttpResponse:
    """The site's own texts: its welcome, and whatever else stands in no consultation."""
    code = other_language(language)
    sheets = [sheet for root in roots_of_site() for sheet in sheets_of(root, code)]
    context = {"back": "workspace:languages"}
    return _translating(request, sheets, code, "consultations/manage/translate_site.html", context)


@get_or_post
@managers_only
def consultation_texts(request: HttpRequest, consultation: str, language: str) -> HttpResponse:
    """A consultation with all that stands in it; a closed one too, whose outcome may be read for long."""
    code = other_language(language)
    found = get_consultation_for(request.user, consultation)
    sheets = sheets_of(found, code)
    template = "consultations/manage/translate_consultation.html"
    return _translating(request, sheets, code, template, frame(request, found))


def _translating(
    request: HttpRequest, sheets: list[Sheet], code: str, template: str, more: dict[str, Any]
) -> HttpResponse:
    """The page, or the saving of the one sheet that was sent; whatever is wrong stays on the page."""
    forms_by_key = {str(sheet.head.pk): SheetForm(sheet) for sheet in sheets}
    if request.method == "POST":
        key = request.POST.get("sheet", "")
        if key not in forms_by_key:
            raise Http404
        sent = forms_by_key[key] = SheetForm(forms_by_key[key].sheet, request.POST)
        if sent.is_valid():
            return _keep(request, sent, key)
    todo = request.GET.get("reste") == "1"
    context = {
        **more,
        "language": code,
        "language_name": word_for(code),
        "languages": [(one, name_of(one)) for one in offered()[1:]],
        "progress": progress_of([sheet.rows for sheet in sheets], code),
        "forms": [
            form
            for form in forms_by_key.values()
            if form.is_bound or not (todo and form.sheet.is_done)
        ],
        "todo": todo,
    }
    return render(request, template, context)


def _keep(request: HttpRequest, sent: SheetForm, key: str) -> HttpResponse:
    kept = translate(sent.sheet, sent.words, sent.confirmed, by=person_of(request))
    if kept:
        words = ngettext("One text is saved.", "%(count)d texts are saved.", kept)
        messages.success(request, words % {"count": kept})
    else:
        messages.info(request, _("Nothing was changed."))
    return redirect(f"{request.get_full_path()}#sheet-{key}")
