"""Rules on acronyms: each is spelt out once, and as its body is called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property

from briefing.check.check_input import CheckInput, Finding
from briefing.check.claims import CheckedText
from briefing.model.countries import COUNTRIES
from briefing.text.languages.bodies import COMMON, NAMES, OTHERS, SMALL_WORDS, TRANSLATED
from briefing.text.unbroken import ACCOUNT

_ACRONYM = re.compile(r"(?<![\w@/.:-])(?:(?:[A-Z]\.){2,}(?:[A-Z](?![\w.]))?|[A-Z][A-Z&]*[A-Z])(?:s)?(?![\w@])")
"""Capitals, with or without dots; what is joined to a number by a hyphen is the name of a thing (COVID-19, F-16)."""
_OF_A_THING = re.compile(r"[-‑–]?\d")
_IN_BRACKETS = re.compile(r"(?<=[\w’'.])\s*+\(((?:[A-Z]\.?){2,}|[A-Z][A-Z&]*[A-Z])(?:\s*[,;:–-][^()]{0,60})?\)")
_BEFORE_NAME = re.compile(r"(?<![\w.])((?:[A-Z]\.){2,}|[A-Z][A-Z&]+)\s*+\(([^()\d]{5,}+)\)")
_WORDS = re.compile(r"(?P<word>\w[\w’'-]*)|[^\w\s]")
"""The words of a text, and the marks between them, which no name contains."""
_SURNAME = re.compile(r"\s?[A-ZÀ-Þ][a-zà-ÿ]")
_ROMAN = re.compile(r"[IVXLCDM]+")
_SENTENCE = re.compile(r"[.!?;:()“”«»]")
_NAME = re.compile(r"[A-ZÀ-Þ]")
_MOST_NAME_WORDS = 12
_CAPITALS = re.compile(r"\b[A-ZÀ-Þ]{2,}(?:[\s,:;!’'-]+[A-ZÀ-Þ]{2,})+\b")
_LONGEST_SHORT = 5
_STRESSED = frozenset(["not", "no", "all", "new", "never", "non", "pas", "tous", "stop"])


def acronym_unexplained(given: CheckInput) -> Iterator[Finding]:
    """Find acronyms that are nowhere spelt out, unless every reader knows them."""
    explained = _Explained(" ".join([*(text.words for text in given.texts), *given.briefing.expect]))
    reported: set[str] = set()
    for text in given.texts:
        if text.is_speech:
            continue
        for written in _acronyms(text):
            short = _undotted(written)
            if short in COMMON or short in reported or _ROMAN.fullmatch(short) or explained.as_word(short):
                continue
            reported.add(short)
            if short not in explained:
                full = _full_name(short, given.briefing.language) or "its full name"
                yield Finding(
                    text.path, f"{written} is nowhere spelt out", f"write at its first use: {full} ({short})", written
                )


def _acronyms(text: CheckedText) -> list[str]:
    """Return the acronyms of a text as written, each once."""
    return list(dict.fromkeys(written for block in text.blocks for written in _acronyms_of_block(block.text)))


def _acronyms_of_block(text: str) -> Iterator[str]:
    words = _CAPITALS.sub(_without_headline, ACCOUNT.sub(" ", text))
    if words.strip(" .:0123456789").isalpha() and words.isupper() and _is_headline(words.strip(" .:0123456789")):
        return  # a heading of one word
    # The code of a country may stand in a cell of its own.
    for match in _ACRONYM.finditer(words) if words.strip() not in COUNTRIES else ():
        if not _OF_A_THING.match(words[match.end() :]) and not _begins_name(match, words):
            yield match[0].removesuffix("s")


def _without_headline(match: re.Match[str]) -> str:
    """Return words in capitals; none where they are a sentence in capitals rather than acronyms side by side."""
    words = re.findall(r"[A-ZÀ-Þ]+", match[0])
    return " " if any(_is_headline(word) or word.casefold() in SMALL_WORDS for word in words) else match[0]


def _is_headline(word: str) -> bool:
    """Tell whether a word in capitals is too long for an acronym, and is none that is known."""
    return len(word) > _LONGEST_SHORT and word not in NAMES


def _begins_name(match: re.Match[str], words: str) -> bool:
    """Tell whether two letters with dots are the initials of a person, as in `J.F. Kennedy`."""
    return len(match[0]) == len("J.F.") and "." in match[0] and bool(_SURNAME.match(words[match.end() :]))


def _undotted(written: str) -> str:
    return written.replace(".", "")


def _full_name(short: str, language: str) -> str:
    names = NAMES.get(short, ())
    french = language.startswith("fr")
    return next((name for name, is_french in names if is_french is french), names[0][0] if names else "")


def acronym_wrong(given: CheckInput) -> Iterator[Finding]:
    """Find acronyms beside a name that is not the one of their body, or whose initials differ from them by one letter."""
    for text in given.texts:
        if text.is_speech:
            continue
        for short, name, written in (one for block in text.blocks for one in _named(block.text)):
            if known := _other_name(short, name):
                what = f"“{name}” is not what {short} stands for, which is {known}"
                yield Finding(text.path, what, "correct the name or the acronym", written)
            elif _is_one_letter_off(short, _initials(name)):
                what = f"the initials of “{name}” are {_initials(name)}, not {short}"
                yield Finding(text.path, what, "correct the name or the acronym; or allow it", written)


def _named(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the acronyms of a text beside the names they stand for, each with the name, and where it is written."""
    for match in _IN_BRACKETS.finditer(text):
        before = _SENTENCE.split(text[: match.start()])[-1].split()[-_MOST_NAME_WORDS:]
        short = _undotted(match[1])
        if name := _name_before(before) or (_sentence_case(before) if short in NAMES else ""):
            yield short, name, f"({match[1]}"
    for match in _BEFORE_NAME.finditer(text):
        if _undotted(match[1]) in NAMES and len(match[2].split()) > 1:
            yield _undotted(match[1]), match[2].strip(), match[1]


def _name_before(words: Sequence[str]) -> str:
    """Return the name that ends a text: its last words that have capitals, with the small words between them."""
    start = len(words)
    while start and (_NAME.match(words[start - 1].lstrip("(«“'’")) or _is_small(words[start - 1].casefold())):
        start -= 1
    while start < len(words) and (not _NAME.match(words[start]) or _is_small(words[start].casefold())):
        start += 1
    name = " ".join(words[start:]).strip(" ,")
    # One word may be a country or a place (`Reuters (UK)`).
    return name if len(_initials(name)) > 1 else ""


def _sentence_case(words: Sequence[str]) -> str:
    """Return the words from the last one with a capital on: in French, only the first word of a name has one."""
    bare = [re.sub(r"^[dlDL][’']", "", word) for word in words]
    starts = [number for number, word in enumerate(bare) if _NAME.match(word) and not _is_small(word.casefold())]
    name = " ".join(bare[starts[-1] :]) if starts else ""
    return name if len(name.split()) > 1 else ""


def _other_name(short: str, name: str) -> str:
    """Return the name of a body that is known by an acronym, where another one stands beside it; empty where it fits."""
    known, written = [one for one, _ in NAMES.get(short, ())], _folded(name)
    if not known or any(_folded(one) in written or written in _folded(one) for one in (*known, *OTHERS.get(short, ()))):
        return ""
    # Another body may have the same acronym, if its name shares no word with this one.
    shared = any(_stems(one) & _stems(name) for one in known)
    return known[0] if shared or _initials(name) != short else ""


def _folded(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", plain.replace("organization", "organisation").replace("programme", "program"))
    return " ".join(word for word in words if word not in SMALL_WORDS and word not in ("d", "l"))


def _stems(name: str) -> set[str]:
    return {word[:5] for word in _folded(name).split()}


def _initials(name: str) -> str:
    words = [word for word in re.findall(r"[^\W\d_]+", name) if not _is_small(word.casefold()) and len(word) > 1]
    return "".join(_folded_letter(word[0]) for word in words)


def _folded_letter(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].upper()


def _is_one_letter_off(short: str, initials: str) -> bool:
    """Tell whether two acronyms differ by one letter: a name in another language has wholly other initials."""
    different = sum(one != other for one, other in zip(short, initials, strict=False))
    return len(short) == len(initials) > 2 and different == 1 and short not in TRANSLATED


class _Explained:
    """The acronyms that a text explains; it is read once, however many acronyms are looked up."""

    def __init__(self, text: str) -> None:
        # `Full Name (FN)` and `FN (Full Name)` explain an acronym, whatever the name.
        self._in_brackets = {_undotted(short) for short in _IN_BRACKETS.findall(text)}
        self._in_brackets |= {_undotted(short) for short, _ in _BEFORE_NAME.findall(text)}
        self._text = text

    def as_word(self, short: str) -> bool:
        """Tell whether letters in capitals are a word that is stressed, as in `It is NOT open`."""
        return short.casefold() in self._small_words

    @cached_property
    def _small_words(self) -> frozenset[str]:
        return frozenset(re.findall(r"(?<!\w)[a-zà-ÿ]{2,}(?!\w)", self._text)) | SMALL_WORDS | _STRESSED

    @cached_property
    def _folded(self) -> str:
        return f" {_folded(self._text)} "

    @cached_property
    def _initials(self) -> str:
        found = _WORDS.finditer(self._text)
        return "".join(one["word"][:1] if one["word"] else "." for one in found if not _is_small(one["word"]))

    def __contains__(self, short: str) -> bool:
        if short in self._in_brackets or any(f" {_folded(name)} " in self._folded for name, _ in NAMES.get(short, ())):
            return True
        return short.replace("&", "") in self._initials


def _is_small(word: str | None) -> bool:
    return word in SMALL_WORDS
