"""The public number of an organisation: SIREN, SIRET or RNA.

Sources: python-stdnum (`stdnum.fr.siren`, `stdnum.fr.siret`) for the check digits; service-public.fr,
"répertoire national des associations", for W and nine characters (the third is a letter overseas).
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as Wrong
from stdnum.fr import siren, siret

from tenants.models import Tenant

_RNA = re.compile(r"W[0-9][0-9A-Z][0-9]{7}")
COLLECTIVITIES = frozenset(
    {
        Tenant.Kind.REGION,
        Tenant.Kind.DEPARTMENT,
        Tenant.Kind.INTERCOMMUNALITY,
        Tenant.Kind.COMMUNE,
    }
)


def clean_identifier(text: str, kind: str) -> str:
    """The number without spaces, checked; ValidationError in words.

    A collectivity must give its SIREN or SIRET. For the others it may be empty: many small
    associations know neither number by heart, and none of ours depends on it.
    """
    number = re.sub(r"[\s.\-]", "", text).upper()
    if kind in COLLECTIVITIES:
        return _of_collectivity(number)
    if number and not _is_rna(number) and not number.isdigit():
        raise ValidationError(
            _("Write a SIREN (9 digits), a SIRET (14 digits) or an RNA (W and 9 digits).")
        )
    return number if not number or _is_rna(number) else _of_company(number)


def _of_collectivity(number: str) -> str:
    if not number:
        raise ValidationError(
            _("Write the SIREN or the SIRET of the collectivity: it stands on its invoices.")
        )
    if number.startswith("W"):
        raise ValidationError(
            _("An RNA number is for associations. A collectivity has a SIREN (9 digits).")
        )
    return _of_company(number)


def _is_rna(number: str) -> bool:
    return _RNA.fullmatch(number) is not None


def _of_company(number: str) -> str:
    kinds = {9: (siren, _wrong_siren), 14: (siret, _wrong_siret)}
    if not number.isdecimal() or not number.isascii() or len(number) not in kinds:
        raise ValidationError(
            _("A SIREN has 9 digits and a SIRET has 14. You wrote %(count)s.")
            % {"count": sum(letter.isdecimal() for letter in number)}
        )
    rules, wrong = kinds[len(number)]
    try:
        rules.validate(number)
    except Wrong as mistake:
        raise ValidationError(wrong()) from mistake
    return number


def _wrong_siren() -> str:
    return _("This SIREN does not exist: a digit must be wrong. Check the nine digits.")


def _wrong_siret() -> str:
    return _("This SIRET does not exist: a digit must be wrong. Check the fourteen digits.")
