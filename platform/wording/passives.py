"""Passives in a French text: être with a participle that agrees with it, by a rule that is sometimes wrong."""

from __future__ import annotations

import re

_ONE = "est|était|sera|serait|soit|fut|fût|suis|es"
_SEVERAL = "sont|étaient|seront|seraient|soient|furent|sommes|serons|êtes|serez"
_EITHER = "été|être|étant"
_HAVING = "ai|as|a|avons|avez|ont|avait|avaient|aura|auront|aurait|auraient|ait|aient|avoir"
_BETWEEN = (
    r"(?:\s(?:pas|plus|jamais|déjà|toujours|aussi|ainsi|donc|bien|ensuite|également|encore|tous|toutes"
    r"|\w+ment))?"
)
# Participles that do not end in -é: whole forms of the verbs that official papers use.
_OTHERS = (
    r"(?:re)?(?:mis|pris)|(?:per|sou|ad|trans|pro)mis|compris|appris|surpris|requis|acquis|conquis|inclus|exclus|clos"
    r"|(?:re)?(?:dit|fait|duit)|pro(?:duit|scrit)|(?:con|ré|tra|intro|dé)duit|(?:re|con|dé)?construit|instruit|détruit"
    r"|(?:re|dé|in|pre|trans|sou|pres)?(?:é?crit|scrit)|interdit|prévu|(?:re|aper|con|per|dé)?çu"
    r"|(?:re|dé|main|con|ob|sou)?tenu|(?:re|dé|at|en|é|pré)?tendu|(?:re|dé|con|dis)?vendu|rendu|perdu|défendu|répandu"
    r"|(?:re|mé)?connu|(?:é|re|ré)lu|résolu|voulu|entendu|vaincu|battu|débattu|(?:re|dé)?couvert|(?:ré)?ouvert|offert"
    r"|(?:re|ad|con|dis)?joint|atteint|contraint|restreint|choisi|établi|défini|réuni|fourni|garanti|suivi|poursuivi"
    r"|recueilli|accueilli|accompli|averti|enrichi|élargi|rempli|saisi|servi|bâti|réparti|investi|approfondi|éclairci"
)
_SINGULAR_S = re.compile(r"(?:mis|pris|quis|clus|clos)$")  # these end in -s by themselves
_FOUND = re.compile(
    rf"(?P<before>(?:\b(?:se|me|te|nous|vous)\s|[smt][’'])?)"
    rf"(?:\b(?:{_HAVING})\s)?\b(?P<être>{_ONE}|{_SEVERAL}|{_EITHER}){_BETWEEN}\s"
    rf"(?P<part>\w{{2,}}é(?:e?s?)|(?:{_OTHERS})(?:e?s?))\b",
    re.IGNORECASE,
)
# Verbs that have être without being passive, and participles that are mere adjectives.
_ACTIVE = re.compile(
    r"(?:all|arriv|entr|rentr|rest|tomb|retourn|pass|mont|remont|âg|priv|situ|intéress|motiv|décéd|n)é(?:e?s?)",
    re.IGNORECASE,
)
_SEVERAL_FORMS = frozenset(_SEVERAL.split("|"))


def passives_in(text: str) -> list[str]:
    """Each passive as it is written, once, in the order of the text."""
    found = (match for match in _FOUND.finditer(text) if _is_passive(match))
    quotes = (" ".join(match[0].split()) for match in found)
    return list(dict.fromkeys(quotes))


def _is_passive(match: re.Match[str]) -> bool:
    being, part = match["être"].lower(), match["part"].lower()
    if match["before"] or _ACTIVE.fullmatch(part):  # "il s’est engagé", "elle est arrivée"
        return False
    if being in _SEVERAL_FORMS:
        return part.endswith("s") or being in {"êtes", "serez"}
    if being in _EITHER.split("|"):
        return True
    return not part.endswith("s") or bool(_SINGULAR_S.search(part))
