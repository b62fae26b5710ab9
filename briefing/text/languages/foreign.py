"""Name the language of a quotation in another language than the document's, where its letters or small words tell."""

from __future__ import annotations

import re

from briefing.text.languages.detection import languages_of

_SCRIPTS = (
    ("[\u0600-\u06ff]", "und-Arab"),
    ("[\u0590-\u05ff]", "he"),
    ("[\u0370-\u03ff\u1f00-\u1fff]", "el"),
    ("[\u0400-\u04ff]", "und-Cyrl"),
    ("[\u0530-\u058f]", "hy"),
    ("[\u10a0-\u10ff]", "ka"),
    ("[\u0900-\u097f]", "und-Deva"),
    ("[\u0980-\u09ff]", "bn"),
    ("[\u0b80-\u0bff]", "ta"),
    ("[\u0e00-\u0e7f]", "th"),
    ("[\u1780-\u17ff]", "km"),
    ("[\u1200-\u137f]", "und-Ethi"),
    ("[\u3040-\u30ff]", "ja"),
    ("[\uac00-\ud7af]", "ko"),
    ("[\u4e00-\u9fff]", "zh"),
)
"""Scripts, with the language of each, or with the script alone where several languages are written in it (BCP 47)."""

_LETTERS = (
    ("und-Arab", "[ٹڈڑے]", "ur"),
    ("und-Arab", "[پچژگ]", "fa"),
    ("und-Arab", "[ةىي]|ال", "ar"),
    ("und-Cyrl", "[іїєґ]", "uk"),
    ("und-Cyrl", "[ыэё]", "ru"),
    ("und-Cyrl", "[ђћџљњ]", "sr"),
)
"""Letters that only one language of a script has."""

_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def foreign_language(text: str, document: str) -> str:
    """Return the tag of the language of a text, empty where it is or may be that of the document (`fr-CA`)."""
    found = _of_script(text) or _of_latin(text, document[:2])
    return "" if found == document[:2] else found


def _of_script(text: str) -> str:
    """Return the language or script that most letters tell; empty for Latin ones."""
    counts = [(len(re.findall(pattern, text)), tag) for pattern, tag in _SCRIPTS]
    if any(count and tag == "ja" for count, tag in counts):  # it is written with Han characters too
        counts = [(count, tag) for count, tag in counts if tag != "zh"]
    count, tag = max(counts, key=lambda pair: pair[0])
    if count <= len(_LATIN.findall(text)):
        return ""
    return next((name for script, letters, name in _LETTERS if script == tag and re.search(letters, text)), tag)


def _of_latin(text: str, document: str) -> str:
    languages = languages_of(text)
    return languages[0] if len(languages) == 1 and document not in languages else ""
