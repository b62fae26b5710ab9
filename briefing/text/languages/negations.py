"""Words that turn the meaning of a sentence, by language: negations, and words that negate without saying so."""

from __future__ import annotations

import re
from collections.abc import Mapping


def _whole_words(*tables: Mapping[str, str]) -> re.Pattern[str]:
    listed = "|".join(word for table in tables for words in table.values() for word in words.split())
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)|n't\b|\bn'(?=\w)", re.IGNORECASE)


NEGATIONS: Mapping[str, str] = {
    "en": r"""
        not never no nor none nobody nothing nowhere neither without cannot hardly scarcely barely rarely seldom
        refus(?:e|es|ed|ing|al) fail(?:s|ed|ing|ure)? den(?:y|ies|ied|ying|ial) false(?:ly)? untrue
    """,
    "fr": "ne ni pas jamais non sans aucune? rien nulle? guère refus\\w*",
    "de": "nicht kein\\w* nie niemals niemand nichts ohne weder",
    "es": "no nunca jamás nadie nada ning[uú]n\\w* tampoco sin",
    "pt": "não nunca jamais ninguém nenhuma? nada nem sem",
    "ar": "لا لم لن ليس ليست ولا ولم ولن بدون دون",
}
"""Words that negate, as regular expressions of whole words."""

REVERSALS: Mapping[str, str] = {
    "en": r"""
        against unable impossible unless except lacks? lacking prevent\w* avoid\w* oppos\w+ reject\w* unlikely
        end(?:s|ed|ing)?\s+to stop(?:s|ped)?\s+short only\s+if anything\s+but far\s+from instead\s+of rather\s+than
        rul(?:e|es|ed|ing)\s+out
    """,
    "fr": r"""
        contre incapables? impossible sauf excepté oppos\w+ rejet\w+ loin\s+d[eu] au\s+lieu à\s+moins exclu\w*
        fin\s+(?:à|de|du|des)
    """,
    "de": r"gegen unfähig unmöglich außer lehn\w+ ablehn\w+ weit\s+davon anstatt statt",
    "es": r"contra incapaz imposible salvo excepto rechaz\w+ lejos\s+de a\s+menos en\s+vez descart\w+",
    "pt": r"contra incapaz impossível salvo exceto rejeit\w+ longe\s+de a\s+menos em\s+vez descart\w+",
    "ar": r"ضد إلا رفض يرفض ترفض نرفض مستحيل",
}
"""Words that reverse what stands beside them, though they are no negations."""

_HARMLESS = re.compile(
    r"\b(?:no doubt|not only|no less|not least|no matter|no\. ?\d+|non seulement|sans doute|nicht nur|ohne zweifel|"
    r"no s[oó]lo|sin duda|não s[oó]|sem dúvida)\b|لا شك",
    re.IGNORECASE,
)
"""Turns of phrase with a negation that turn nothing."""


_NEGATION = _whole_words(NEGATIONS)
_REVERSAL = _whole_words(NEGATIONS, REVERSALS)


def negates(words: str) -> bool:
    """Tell whether some words, with straight apostrophes, contain a negation."""
    return bool(_NEGATION.search(_HARMLESS.sub(" ", words)))


def reverses(words: str) -> bool:
    """Tell whether some words, with straight apostrophes, contain a negation, or another word that reverses a meaning."""
    return bool(_REVERSAL.search(_HARMLESS.sub(" ", words)))
