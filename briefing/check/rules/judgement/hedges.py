"""Words in common use that say how likely something is, and that no yardstick defines."""

from __future__ import annotations

import re

_ENGLISH = r"""
probably|possibly|possible|perhaps|maybe|conceivable|conceivably|presumably|doubtful|might|a chance|even chance
virtually certain|improbably|a good chance|in all likelihood|in all probability|may well|could well
(?:can\s*not|can['’]t|could not|couldn['’]t|must not|should not) be (?:ruled out|excluded|discounted)
(?:can\s*not|can['’]t|could not|couldn['’]t) (?:rule out|exclude|discount)|not out of the question|not inconceivable
"""
_FRENCH = """
peut-être|sans doute|probablement|possible|possiblement|vraisemblablement|vraisemblables?|éventuellement
douteux|douteuses?|il se peut|se pourrait|selon toute (?:vraisemblance|probabilité)|pourrai(?:t|ent) bien
(?:n['’]est|ne sont) pas (?:à )?(?:exclu(?:re|e|es|s)?|écartée?s?)
ne (?:peu(?:t|vent)|saurai(?:t|ent)|doi(?:t|vent)) (?:pas )?être (?:exclue?s?|écartée?s?)|ne peut (?:pas )?exclure
(?:de )?(?:bonnes|fortes|grandes) chances
"""
_SEEMING = {
    "en": r"(?:seems?|appears?) (?:to|that|likely|unlikely|as if|set)",
    "fr": r"(?:semble(?:nt)?|paraît|paraissent)(?! (?:le|la|les|lui|leur|que ce soit) )",
}
"""Words of how something looks: the desk's own judgements say how likely it is; a basis may say how evidence looks."""
# Words of likelihood with another meaning.
_NO_HEDGE = {
    "en": r"\b(?:as\s+\w+\s+as|if|where(?:ver)?|when(?:ever)?)\s+possible|"
    r"(?:military|economic|political|naval|industrial|the|its|their|of|and)\s+might|a\s+chance\s+(?:meeting|encounter)\b",
    "fr": r"\b(?:dès\s+que|autant\s+que|si|aussi\s+\w+\s+que|lorsque|plus\s+\w+|moins\s+\w+|tout\s+le|le\s+moins|le\s+plus)"
    r"\s+possible|possible\s+(?:de|d['’])",
}


def _pattern(lines: str) -> str:
    words = "|".join(lines.split("\n")).strip("|").replace(" ", r"\s+")
    return rf"(?<![\w-])(?:{words})(?![\w-])"


_HEDGES = {"en": re.compile(_pattern(_ENGLISH), re.I), "fr": re.compile(_pattern(_FRENCH), re.I)}
_SEEMS = {short: re.compile(_pattern(words), re.I) for short, words in _SEEMING.items()}
_OTHER_MEANING = {short: re.compile(words, re.I) for short, words in _NO_HEDGE.items()}

# The desk's own confidence; a vote of confidence, or that of investors, is news.
_CONFIDENCE = {
    "en": re.compile(
        r"\b(?:(?:low|limited|little|some|moderate|medium|good|high|great|full)(?:ly)?(?:\s+\w+)?\s+confiden(?:ce|t)|"
        r"confidence\s+(?:(?:is|remains)\s+(?:low|moderate|high)|level)|our\s+confidence|with\s+confidence|"
        r"(?:we|desk)\s+(?:\w+\s+){0,3}confident(?:ly)?)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:confiance\s+(?:est\s+|reste\s+|demeure\s+)?(?:faible|limitée|modérée|moyenne|élevée|forte|haute|grande|totale)|"
        r"(?:faible|haute|grande|forte)\s+confiance|(?:degré|niveau)\s+de\s+confiance|notre\s+confiance|avec\s+confiance|"
        r"nous\s+sommes\s+(?:\w+\s+){0,2}confiants?)\b",
        re.IGNORECASE,
    ),
}


def hedges(text: str, short: str) -> list[str]:
    """Return the words in a text, in English (`en`) or French (`fr`), that hedge."""
    return [match[0] for match in _HEDGES[short].finditer(_OTHER_MEANING[short].sub("", text))]


def seemings(text: str, short: str) -> list[str]:
    """Return the words in a text that say how something looks."""
    return [match[0] for match in _SEEMS[short].finditer(text)]


def confidence(sentence: str, short: str) -> str:
    """Return the words of a sentence that say how sure the desk is; empty where there are none."""
    found = _CONFIDENCE[short].search(sentence)
    return found[0] if found else ""
