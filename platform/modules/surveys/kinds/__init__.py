"""The kinds of question: how each is asked, checked, kept, counted and told.

A kind is one small class; a new one is one more entry of KINDS and, if it looks like no other, a widget.
"""

from __future__ import annotations

from collections.abc import Mapping

from modules.surveys.kinds.base import Kind, Said, Tally
from modules.surveys.kinds.choosing import DropDown, OneChoice, SeveralChoices
from modules.surveys.kinds.files import File
from modules.surveys.kinds.measuring import Consent, Day, Number, Rating, Scale, Sentiment
from modules.surveys.kinds.places import PlaceOnPlan
from modules.surveys.kinds.sharing import BudgetSplit, Ranking
from modules.surveys.kinds.tables import (
    MajorityJudgement,
    MatrixOne,
    MatrixScale,
    MatrixSeveral,
)
from modules.surveys.kinds.texts import Email, LongText, Rna, ShortText, Siret

__all__ = ["GROUPS", "KINDS", "Kind", "Said", "Tally"]

KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        OneChoice(),
        SeveralChoices(),
        DropDown(),
        Scale(),
        Rating(),
        Sentiment(),
        ShortText(),
        LongText(),
        Number(),
        Day(),
        Ranking(),
        BudgetSplit(),
        MajorityJudgement(),
        MatrixScale(),
        MatrixOne(),
        MatrixSeveral(),
        PlaceOnPlan(),
        File(),
        Email(),
        Siret(),
        Rna(),
        Consent(),
    )
}
