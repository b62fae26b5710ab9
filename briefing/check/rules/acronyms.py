"""The rule on acronyms, those that every reader knows, and the full names of the bodies most often expected to react."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.check.check_input import CheckInput, Finding

_KNOWN = """
    UN US USA UK EU AU UAE USSR NATO BBC CNN AFP TV UTC GMT CET PM AM GDP HIV AIDS NGO MP MEP CEO DNA GPS SMS PDF ISO
    TLP PHIA ICD OK ID DC NB ONU UE OTAN USD EUR CFA
"""
COMMON = frozenset(_KNOWN.split())
"""Acronyms, markings and units that every reader knows."""

SMALL_WORDS = frozenset(
    ["of", "the", "and", "for", "in", "on", "to", "de", "la", "le", "les", "des", "du", "et", "d’", "l’"]
)
"""Words that an acronym may leave out."""

_ACRONYM = re.compile(r"(?<![\w@/.:-])[A-Z][A-Z&]*[A-Z](?:s)?(?![\w@])")
_ROMAN = re.compile(r"[IVXLCDM]+")

FULL_NAMES = {
    "AU": "African Union",
    "UN": "United Nations",
    "EU": "European Union",
    "US": "United States",
    "UK": "United Kingdom",
    "ECOWAS": "Economic Community of West African States",
    "CEDEAO": "Communauté économique des États de l’Afrique de l’Ouest",
    "ECCAS": "Economic Community of Central African States",
    "WAEMU": "West African Economic and Monetary Union",
    "SADC": "Southern African Development Community",
    "IGAD": "Intergovernmental Authority on Development",
    "EAC": "East African Community",
    "AES": "Alliance of Sahel States",
    "OIF": "Organisation internationale de la Francophonie",
    "OIC": "Organisation of Islamic Cooperation",
    "GCC": "Gulf Cooperation Council",
    "ASEAN": "Association of Southeast Asian Nations",
    "OAS": "Organization of American States",
    "OSCE": "Organization for Security and Co-operation in Europe",
    "NATO": "North Atlantic Treaty Organization",
    "IMF": "International Monetary Fund",
    "ICC": "International Criminal Court",
    "ICRC": "International Committee of the Red Cross",
    "OCHA": "Office for the Coordination of Humanitarian Affairs",
    "OHCHR": "Office of the High Commissioner for Human Rights",
    "UNHCR": "United Nations High Commissioner for Refugees",
    "UNSC": "United Nations Security Council",
    "WFP": "World Food Programme",
    "WHO": "World Health Organization",
}


def acronym_unexplained(given: CheckInput) -> Iterator[Finding]:
    """Find acronyms that are nowhere spelt out, unless every reader knows them."""
    written = " ".join(text.words for text in given.texts)
    expected = " ".join(given.briefing.expect)
    reported: set[str] = set()
    for text in given.texts:
        if text.is_speech:
            continue
        for found in _ACRONYM.findall(text.words):
            short = found.removesuffix("s")
            if short in COMMON or short in reported or _ROMAN.fullmatch(short) or text.words.isupper():
                continue
            reported.add(short)
            if not _is_spelt_out(short, f"{written} {expected}"):
                full = FULL_NAMES.get(short, "its full name")
                yield Finding(
                    text.path, f"{short} is nowhere spelt out", f"write at its first use: {full} ({short})", short
                )


def _is_spelt_out(short: str, written: str) -> bool:
    """Tell whether a text has the full name of an acronym, or explains it in brackets."""
    if short in FULL_NAMES and FULL_NAMES[short].casefold() in written.casefold():
        return True
    # `Full Name (FN)` and `FN (Full Name)` explain it, whatever the name.
    if re.search(rf"\w\s*\({short}\)", written) or re.search(rf"\b{short}\s*\([^)\d]{{5,}}\)", written):
        return True
    letters = [re.escape(letter) for letter in short if letter != "&"]
    small = rf"(?:(?:{'|'.join(sorted(SMALL_WORDS))})\s+)*"
    spelt = r"[\w’'-]*\s+".join(f"{small}{letter}" for letter in letters)
    return bool(re.search(rf"\b{spelt}[\w’'-]+", written))
