"""What people may do with questions. Reading is open to whoever may see the phase."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Ability
from consultations.module import Action

ASK = Action(key="ask", label=_("Ask a question"), guests=True)
ANSWER = Action(
    key="answer", label=_("Answer a question"), ability=Ability.ANSWER, while_open=False
)
PREPARE = Action(
    key="prepare",
    label=_("Write expected questions"),
    ability=Ability.MANAGE_CONSULTATIONS,
    while_open=False,
)
