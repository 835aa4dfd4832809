"""Surveys: people answer a questionnaire, everybody sees the results."""

from django.utils.translation import gettext_lazy as _

from consultations.module import Export, Module, PhaseKind
from modules.surveys import actions, demo, reports, urls
from modules.surveys.forms import SettingsForm
from modules.surveys.models import Version
from modules.surveys.permissions import ANSWER, EDIT, ENTER, EXPORT, READ
from modules.surveys.selectors import KEY

MODULE = Module(
    key=KEY,
    path="enquete",
    name=_("Survey"),
    summary=_("People answer a questionnaire; the results become charts and tables."),
    icon="clipboard-list",
    kinds=(
        PhaseKind(
            key="survey", label=_("Survey"), allows=frozenset({ANSWER, EDIT, ENTER, EXPORT, READ})
        ),
    ),
    settings_form=SettingsForm,
    public_urls=urls.public,
    manage_urls=urls.manage,
    exports=(
        Export(
            key="answers",
            label=_("Answers to the survey"),
            columns=(_("No."), _("Day"), _("Origin"), _("Section"), _("Question"), _("Answer")),
            rows=reports.answer_rows,
        ),
    ),
    figures=reports.figures,
    readiness=reports.readiness,
    collect=reports.collect,
    erase=actions.erase,
    plant=demo.plant,
    prepare=demo.prepare,
    structure=(Version,),
    withdrawn=actions.withdrawn,
)
