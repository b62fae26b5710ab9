"""Tell the language of words by their script: of those that only one language is written in, or mostly one.

Where several languages share a script, letters that only one of them has decide; without such letters it is the one with most
readers (Arabic, Russian, Hindi, Chinese, Amharic). Names of scripts are those of ISO 15924, languages those of BCP 47.
"""

from __future__ import annotations

import re
from functools import cache

CJK = "Hani"
"""Chinese characters, with the letters of Japanese and Korean that are written among them."""

_RANGES = {
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Cyrl": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "Armn": "\u0530-\u058f\ufb13-\ufb17",
    "Hebr": "\u0590-\u05ff\ufb1d-\ufb4f",
    "Arab": "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Syrc": "\u0700-\u074f",
    "Thaa": "\u0780-\u07bf",
    "Nkoo": "\u07c0-\u07ff",
    "Deva": "\u0900-\u097f\ua8e0-\ua8ff",
    "Beng": "\u0980-\u09ff",
    "Guru": "\u0a00-\u0a7f",
    "Gujr": "\u0a80-\u0aff",
    "Orya": "\u0b00-\u0b7f",
    "Taml": "\u0b80-\u0bff",
    "Telu": "\u0c00-\u0c7f",
    "Knda": "\u0c80-\u0cff",
    "Mlym": "\u0d00-\u0d7f",
    "Sinh": "\u0d80-\u0dff",
    "Thai": "\u0e00-\u0e7f",
    "Laoo": "\u0e80-\u0eff",
    "Tibt": "\u0f00-\u0fff",
    "Mymr": "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f",
    "Ethi": "\u1200-\u139f\u2d80-\u2ddf\uab00-\uab2f",
    "Khmr": "\u1780-\u17ff\u19e0-\u19ff",
    "Mong": "\u1800-\u18af",
    "Tfng": "\u2d30-\u2d7f",
    "Vaii": "\ua500-\ua63f",
    "Adlm": "\U0001e900-\U0001e95f",
    CJK: (
        "\u1100-\u11ff\u3005\u3007\u3040-\u30ff\u3105-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
        "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
    ),
}
"""The characters of each script, as in a set of a regular expression."""

_LANGUAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "Grek": (("", "el"),),
    "Cyrl": (
        ("[Ўў]", "be"),
        ("[ӘәҒғҚқҰұҺһ]", "kk"),
        ("[ҶҷӢӣӮӯ]", "tg"),
        ("[ЇїЄєҐґІі]", "uk"),
        ("[Ңң]", "ky"),
        ("[ӨөҮү]", "mn"),
        ("[ЃѓЌќЅѕ]", "mk"),
        ("[ЂђЋћЉљЊњЏџЈј]", "sr"),
        ("", "ru"),
    ),
    "Armn": (("", "hy"),),
    "Hebr": (("[\u05f0-\u05f2]", "yi"), ("", "he")),
    "Arab": (
        ("[ټډړښڅځېڼۍ]", "ps"),
        ("[ڕڵۆێە]", "ckb"),
        ("[ٻڀٺٿڄڃڌڏڊڻ]", "sd"),
        ("[ٹڈڑےۓںھہ]", "ur"),
        ("[پژکی]", "fa"),
        ("", "ar"),
    ),
    "Syrc": (("", "syr"),),
    "Thaa": (("", "dv"),),
    "Nkoo": (("", "nqo"),),
    "Deva": (("ळ", "mr"), ("", "hi")),
    "Beng": (("[ৰৱ]", "as"), ("", "bn")),
    "Guru": (("", "pa"),),
    "Gujr": (("", "gu"),),
    "Orya": (("", "or"),),
    "Taml": (("", "ta"),),
    "Telu": (("", "te"),),
    "Knda": (("", "kn"),),
    "Mlym": (("", "ml"),),
    "Sinh": (("", "si"),),
    "Thai": (("", "th"),),
    "Laoo": (("", "lo"),),
    "Tibt": (("", "bo"),),
    "Mymr": (("", "my"),),
    "Geor": (("", "ka"),),
    "Ethi": (("[\u1250-\u125d]", "ti"), ("", "am")),
    "Khmr": (("", "km"),),
    "Mong": (("", "mn-Mong"),),
    "Tfng": (("", "zgh"),),
    "Vaii": (("", "vai"),),
    "Adlm": (("", "ff-Adlm"),),
    CJK: (("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]", "ja"), ("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7ff]", "ko"), ("", "zh")),
}  # fmt: skip
"""The languages of each script, each with letters that only it has; the last is meant where there are none of these."""

_FURTHER = {
    "Cyrl": "ab ba bg ce cv os sah tt",
    "Arab": "azb bal glk ks lrc mzn pnb prs",
    "Deva": "bho kok mai ne sa",
    "Ethi": "gez tig",
    "Hebr": "lad",
    "Mymr": "ksw shn",
    CJK: "cmn hak nan wuu yue",
}
"""Languages of a script that only an author can tell."""

_ALL = "".join(_RANGES.values())
FOREIGN_LETTER = re.compile(f"[{_ALL}]")
"""A letter of a script other than the Latin one."""


def language_of_script(words: str) -> str:
    """Return the language of words in one script that is not Latin, by their letters; "" where there are no such letters."""
    found = FOREIGN_LETTER.search(words)
    if not found:
        return ""
    return next(language for letters, language in _LANGUAGES[script_of(found[0])] if re.search(letters, words))


def script_of(letter: str) -> str:
    """Return the script of a letter; "Latn" for those of no other."""
    return next((script for script in _RANGES if _letters(script).match(letter)), "Latn")


def script_of_language(tag: str) -> str:
    """Return the script that a language is written in: the one its tag states, else the one that belongs to it here."""
    language, *further = tag.split("-")
    if further and len(further[0]) == 4:
        return CJK if further[0] in ("Hans", "Hant", "Jpan", "Kore") else further[0]
    return next((script for script in _RANGES if language in _languages_in(script)), "Latn")


def _languages_in(script: str) -> list[str]:
    return [language for _, language in _LANGUAGES[script]] + _FURTHER.get(script, "").split()


@cache
def _letters(script: str) -> re.Pattern[str]:
    return re.compile(f"[{_RANGES[script]}]")


@cache
def runs_of(script: str) -> re.Pattern[str]:
    """Return the pattern of words of a script, with what is between them unless that has letters of another script.

    A Greek or Cyrillic letter that is alone or joined to a Latin one is a sign, as in "µ-opioid" and "β2", and no word.
    """
    own = _RANGES[script]
    between = rf"(?:(?![<>&{_ALL}])[\W\d_]){{0,40}}"
    if script in ("Grek", "Cyrl"):
        word = rf"(?<![^\W\d_])[{own}]{{2,}}(?![^\W_])"
        return re.compile(f"{word}(?:{between}{word})*")
    return re.compile(f"[{own}]+(?:{between}[{own}]+)*")
