"""Language tags of words that are not in the document's own language: BCP 47, with the codes that Unicode's CLDR names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cache
from typing import Annotated

from pydantic import BeforeValidator, Field

from briefing.model.field_types import ModelFault

_TAG = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|\d{3}))?")
_CODES = re.compile(r"[a-z]{2,3}(?:[-_ ][a-z]{2,4})?(?:[.@].*)?")
"""Codes as other programs write them, `fr_FR.UTF-8`, in small letters."""
_NAMED_IN = ("en", "fr", "es", "de", "pt", "it")
"""The languages in which names of languages are understood, so that a hint can give their tags."""
_NO_LANGUAGES = ("mul", "root", "und", "zxx")
_CLOSE = 0.75
_SHORTEST = 5
"""Shorter words are like too many others to be misspelt names."""


def language_meant(text: str) -> str:
    """Return the tag of a language that is named in whatever way, as reference managers do; "" where none is."""
    from babel import Locale

    tag = _find_tag(text) or next(_exact(text), "")
    return tag if tag.split("-")[0] in Locale("en").languages else ""


def _check_tag(value: object) -> object:
    """Return a tag in its usual letters, `zh-Hans` or `pt-BR`."""
    if not isinstance(value, str):
        return value
    tag = _find_tag(value)
    if not tag:
        meant = _nearest(value)
        hint = f"did you mean {meant[0]} ({meant[1]})?" if meant else "give the tag of one, as in fr, ar or zh-Hans"
        raise ModelFault("unknown-language", f'"{value}" is not the tag of a language', hint)
    return tag


LanguageTag = Annotated[
    str, BeforeValidator(_check_tag), Field(json_schema_extra={"examples": ["fr", "ar", "zh-Hans"]})
]
"""The language of some words of a briefing."""


def _find_tag(text: str) -> str:
    from babel import Locale

    found = _TAG.fullmatch(text)
    english = Locale("en")
    if not found:
        return ""
    language, script, territory = found[1].lower(), (found[2] or "").title(), (found[3] or "").upper()
    # CLDR names all languages of two letters, and of three those that are in wide use.
    is_known = language in english.languages or (len(language) == 3 and language not in _aliases())
    if not is_known or language in _NO_LANGUAGES:
        return ""
    if (script and script not in english.scripts) or (territory and territory not in english.territories):
        return ""
    return "-".join(part for part in (language, script, territory) if part)


def _nearest(text: str) -> tuple[str, str] | None:
    """Return the tag and the English name of the language that is probably meant."""
    from babel import Locale

    names = Locale("en").languages
    tag = next(_exact(text), "") or next(_misspelt(text), "")
    return (tag, str(names.get(tag.split("-")[0], tag))) if tag else None


def _exact(text: str) -> Iterator[str]:
    """Yield the tags of a language that is named, or given by another code: `English`, `fre`, `fr_FR`, `jp`."""
    name = " ".join(text.casefold().split())
    if tag := _names().get(name):
        yield tag
    if not _CODES.fullmatch(name):
        return
    parts = re.split(r"[-_ .@]", name)
    language = _aliases().get(parts[0], parts[0])
    if tag := _find_tag("-".join([language, *parts[1:2]])) or _find_tag(language):
        yield tag
    if tag := _of_territory(parts[0].upper()):
        yield tag


def _misspelt(text: str) -> Iterator[str]:
    names = _names()
    if len(text) < _SHORTEST:
        return
    for name in difflib.get_close_matches(text.casefold(), list(names), n=1, cutoff=_CLOSE):
        yield names[name]
    for word in re.findall(r"\w{4,}", text.casefold()):  # "Mexican Spanish", "français (Canada)"
        if word in names:
            yield names[word]


@cache
def _aliases() -> dict[str, str]:
    """Return the tags in use of codes that are not: `fre`, `eng`, `iw`."""
    from babel.core import get_global

    known = get_global("language_aliases")
    return {str(code).lower(): str(tag).replace("_", "-") for code, tag in known.items() if str(code).isalpha()}


def _of_territory(code: str) -> str:
    """Return the language most used in a territory, for codes of countries that are written as languages."""
    from babel.core import get_global

    likely = get_global("likely_subtags").get(f"und_{code}", "") if len(code) == 2 else ""
    return str(likely).split("_")[0]


@cache
def _names() -> dict[str, str]:
    """Return the tags of languages by their names, in small letters."""
    from babel import Locale

    names: dict[str, str] = {}
    for language in _NAMED_IN:
        for code, name in Locale(language).languages.items():
            tag = str(code).replace("_", "-")
            if _TAG.fullmatch(tag) and tag not in _NO_LANGUAGES:
                names.setdefault(str(name).casefold(), tag)
    return names | {"mandarin": "zh", "farsi": "fa", "dari": "fa-AF", "castilian": "es", "flemish": "nl-BE"}
