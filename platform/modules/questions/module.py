"""Questions: people ask the team about a consultation, and everybody reads the answers."""

from django.utils.translation import gettext_lazy as _

from consultations.module import Export, Module, PhaseKind
from modules.questions import demo, reports, urls
from modules.questions.forms import SettingsForm
from modules.questions.models import Expected
from modules.questions.permissions import ANSWER, ASK, PREPARE
from modules.questions.selectors import KEY, reply_to

MODULE = Module(
    key=KEY,
    path="questions",
    name=_("Questions and answers"),
    summary=_("People ask the team, which answers in public."),
    icon="message-circle-question-mark",
    kinds=(
        PhaseKind(
            key="ask",
            label=_("Ask, and read the answers"),
            allows=frozenset({ASK, ANSWER, PREPARE}),
        ),
    ),
    settings_form=SettingsForm,
    public_urls=urls.public,
    manage_urls=urls.manage,
    exports=(
        Export(
            key="questions",
            label=_("Questions and answers"),
            columns=(_("No."), _("Day"), _("Question"), _("Answer"), _("Answered on")),
            rows=reports.rows,
        ),
    ),
    figures=reports.figures,
    readiness=lambda phase: (),  # nothing is needed: a stage without expected questions is ready
    collect=reports.collect,
    erase=lambda user: None,  # an answer is the team's; the question stands in Contribution
    plant=demo.plant,
    prepare=demo.prepare,
    reply=reply_to,
    structure=(Expected,),
)
