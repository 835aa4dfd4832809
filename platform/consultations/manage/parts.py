"""Themes, partners and documents: lists in an order, looked after in the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import get_or_post, person_of, posted
from consultations import actions
from consultations.forms import DocumentForm, PartForm, PartnerForm, ThemeForm
from consultations.manage.common import frame, on_a_consultation
from consultations.models import Consultation, Document, Part, Partner, Theme
from consultations.selectors import get_document_of, get_partner_of, get_theme_of


@dataclass(frozen=True, kw_only=True)
class PartPages:
    """The pages of one such list; `name` is its template's and its URLs' ("theme")."""

    name: str
    place: str
    model: type[Part]
    form: type[PartForm]
    get: Callable[[Consultation, UUID], Part]

    @property
    def urls(self) -> list[URLPattern]:
        """The list and its form; one row's form, and its two buttons."""
        here = f"gestion/concertations/<slug:consultation>/{self.place}/"
        return [
            path(here, self._view(self._list, get_or_post), name=f"{self.name}s"),
            path(f"{here}<uuid:pk>/", self._view(self._edit, get_or_post), name=self.name),
            path(f"{here}<uuid:pk>/deplacer/", self._view(self._move), name=f"move_{self.name}"),
            path(f"{here}<uuid:pk>/retirer/", self._view(self._drop), name=f"drop_{self.name}"),
        ]

    def _view(self, page: Callable[..., HttpResponse], methods: Any = require_POST) -> Any:
        def view(
            request: HttpRequest, consultation: Consultation, /, **kwargs: UUID
        ) -> HttpResponse:
            return page(request, consultation, **kwargs)

        return methods(on_a_consultation(view))

    def _list(self, request: HttpRequest, consultation: Consultation) -> HttpResponse:
        part = self.model(consultation=consultation)
        form = self.form(part, posted(request), request.FILES)
        if form.is_valid():
            form.apply()
            actions.add(part, by=person_of(request))
            messages.success(request, _("“%s” is added.") % part)
            return self._back(consultation)
        rows = self.model._default_manager.filter(consultation=consultation)
        context = {**frame(request, consultation), "form": form, "rows": rows}
        return render(request, f"consultations/manage/{self.name}s.html", context)

    def _edit(self, request: HttpRequest, consultation: Consultation, pk: UUID) -> HttpResponse:
        part = self.get(consultation, pk)
        form = self.form(part, posted(request), request.FILES)
        if form.is_valid():
            form.apply()
            actions.change(part, by=person_of(request))
            messages.success(request, _("“%s” is saved.") % part)
            return self._back(consultation)
        context = {**frame(request, consultation), "form": form, "part": part}
        return render(request, f"consultations/manage/{self.name}.html", context)

    def _move(self, request: HttpRequest, consultation: Consultation, pk: UUID) -> HttpResponse:
        step = -1 if request.POST.get("to") == "up" else 1
        actions.move(self.get(consultation, pk), step, by=person_of(request))
        return self._back(consultation)

    def _drop(self, request: HttpRequest, consultation: Consultation, pk: UUID) -> HttpResponse:
        part = self.get(consultation, pk)
        try:
            actions.drop(part, by=person_of(request))
            messages.success(request, _("“%s” is removed.") % part)
        except actions.InUse:
            messages.error(
                request, _("Contributions are sorted under “%s”: rename it rather.") % part
            )
        return self._back(consultation)

    def _back(self, consultation: Consultation) -> HttpResponse:
        return redirect(f"workspace:{self.name}s", consultation.slug)


THEMES = PartPages(name="theme", place="thematiques", model=Theme, form=ThemeForm, get=get_theme_of)
PARTNERS = PartPages(
    name="partner", place="partenaires", model=Partner, form=PartnerForm, get=get_partner_of
)
DOCUMENTS = PartPages(
    name="document", place="documents", model=Document, form=DocumentForm, get=get_document_of
)
