"""A module made by hand, as small as the contract allows with a table of its own."""

import json
from pathlib import Path

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts.access import staff_only
from accounts.roles import Ability
from consultations.module import Action, Export, Figure, Module, PhaseKind, Planting
from consultations.selectors import get_phase_for

from .models import Note

DROP = Action(key="drop", label=_("Drop a note into the box"), guests=True)
EMPTY = Action(
    key="empty",
    label=_("Empty the box"),
    ability=Ability.MANAGE_CONSULTATIONS,
    while_open=False,
)


class SettingsForm(forms.Form):
    shown = forms.IntegerField(label=_("Notes shown"), initial=20)


def index(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    box = get_phase_for(request.user, consultation, phase, "boites")
    notes = Note.objects.filter(phase=box)[: box.setting("shown")]
    return render(request, "boites/index.html", {"phase": box, "notes": notes})


@staff_only(Ability.MANAGE_CONSULTATIONS)
def manage(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    return index(request, consultation, phase)


def plant(planting: Planting) -> None:
    file = Path(__file__).parent / "demo" / f"{planting.source}.json"
    if not file.exists():
        return
    for text, person in zip(json.loads(file.read_text()), planting.people, strict=False):
        Note.objects.create(phase=planting.phase, author=person, name=str(person), text=text)
        planting.done(1)


MODULE = Module(
    key="boites",
    path="boites",
    name=_("Boxes of ideas"),
    summary=_("People drop a few words into a box."),
    icon="inbox",
    kinds=(PhaseKind(key="box", label=_("A box, open"), allows=frozenset({DROP, EMPTY})),),
    settings_form=SettingsForm,
    public_urls=[path("", index, name="index")],
    manage_urls=[path("", manage, name="index")],
    exports=(
        Export(
            key="notes",
            label=_("Notes dropped"),
            columns=(_("What the note says"),),
            rows=lambda phase: ((note.text,) for note in Note.objects.filter(phase=phase)),
        ),
    ),
    figures=lambda phase: [
        Figure(value=Note.objects.filter(phase=phase).count(), caption=_("Notes dropped"))
    ],
    readiness=lambda phase: [],
    collect=lambda user: list(Note.objects.filter(author=user).values("text", "name")),
    erase=lambda user: Note.objects.filter(author=user).update(author=None, name="") and None,
    plant=plant,
)
