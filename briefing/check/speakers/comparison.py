"""Tell whether a briefing and a source plainly name two speakers for one quotation.

All that is said of either in the briefing and in the source counts: where any of it agrees, or may, they are not two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from briefing.check.speakers.claimed import ClaimedSpeaker
from briefing.model.countries import countries_said
from briefing.text.languages.bodies import FULL_NAMES
from briefing.text.languages.fields import fields_of
from briefing.text.languages.function_words import FUNCTION_WORDS
from briefing.text.speech.describing import Person
from briefing.text.speech.names import any_same, may_be_same, name_tokens
from briefing.text.speech.names_found import has_body, has_role
from briefing.text.speech.people import SMALL_WORDS
from briefing.text.speech.phrases import Speaker
from briefing.text.speech.speakers import AttributedQuotation, Speech

_ON_BEHALF = re.compile(
    r"\b(?:behalf|quot(?:ed|ing)|citing|cited|reading|read out|relay\w*|signed|paraphras\w*|recall(?:ed|ing)"
    r"|translat\w+|interpreter|statement (?:by|from|of)|letter (?:by|from|of)|words of|message (?:by|from|of)|au nom"
    r"|citant|lisant|lu|signée?|communiqué d\w+|im Namen|zitier\w+|verlas|en nombre|citando|leyó|em nome|نيابة|نقلا)\b",
    re.IGNORECASE,
)
"""Words by which one person says the words of another."""

_SEATS = {
    "USA": "White House|State Department|Pentagon|Washington|Maison[- ]Blanche|Weiße[ns]? Haus|Casa (?:Blanca|Branca)",
    "RUS": "Kremlin|Moscow|Moscou|Kreml|Moskau|Moscú",
    "FRA": "Élysée|Elysée|Quai d’Orsay|Matignon|Paris",
    "GBR": "Downing Street|Whitehall|London|Londres|Foreign Office",
    "DEU": "Berlin|Bundesregierung|Auswärtige[ns]? Amt",
    "CHN": "Beijing|Pékin|Peking|Pekín|Pequim",
    "ITA": "Rome|Palazzo Chigi|Farnesina",
    "ESP": "Madrid|Moncloa",
    "IND": "New Delhi",
    "TUR": "Ankara",
    "ISR": "Jerusalem",
    "IRN": "Tehran|Téhéran|Teheran",
    "UKR": "Kyiv|Kiev",
    "JPN": "Tokyo",
    "BEL": "Brussels|Bruxelles",
}
_SEAT_OF = {code: re.compile(rf"(?<!\w)(?:{words})(?!\w)") for code, words in _SEATS.items()}

_FAMILIES = tuple(
    frozenset(listed.split())
    for listed in (
        "UN ONU UNICEF UNHCR WFP WHO OCHA OHCHR FAO UNESCO UNDP IOM UNSC HCR PAM OMS",
        "EU UE EEAS ECB",
        "AU UA",
    )
)
"""Bodies that belong together, by their acronyms."""

_STEM = 5
_EXCLUSIVE = re.compile(
    r"president\w*|minister|premier|chancellor|governor|mayor|king|queen|pope|ambassador|bishop|archbishop|secretary|prefect|commander"
    r"|prime|président\w*|ministre|préfet|maire|roi|reine|pape|évêque|ambassad\w+|gouverneur\w*|\w*minister(?:in)?|\w*präsident(?:in)?"
    r"|bürgermeister(?:in)?|presidenta?|ministr[oa]|alcalde(?:sa)?|gobernador[ao]?|prefeit[ao]|obispo|bispo|governador[ao]?",
    re.IGNORECASE,
)
"""Offices that a person who has another one, as far as the source tells, does not hold."""


def are_two(claimed: ClaimedSpeaker, said: AttributedQuotation, speech: Speech) -> bool:
    """Tell whether the source plainly attributes a quotation to another speaker than the briefing does."""
    speaker = said.speaker
    if speaker is None or _ON_BEHALF.search(said.clause) or _other_scripts(claimed.all_words, speaker.words):
        return False
    if claimed.person and (known := _is_person(claimed, speech)) is not None:
        return _person_differs(claimed, claimed.person, known, speaker, speech)
    return _body_differs(claimed, speaker, said, speech)


def _is_person(claimed: ClaimedSpeaker, speech: Speech) -> list[Person] | None:
    """Return the people of the source whom a claimed name may mean; None where it may not be a person’s."""
    tokens = name_tokens(claimed.person or "")
    known = speech.people.like(tokens)
    if claimed.is_person and not has_body(claimed.person or ""):
        return known
    return known if any(one.is_person for one in known) else None


def _person_differs(
    claimed: ClaimedSpeaker,
    person: str,
    known: list[Person],
    speaker: Speaker,
    speech: Speech,
) -> bool:
    tokens = name_tokens(person)
    theirs = _profile(speaker, speech)
    ours = " ".join([claimed.all_words, *(one.profile for one in known)])
    if any_same(tokens, name_tokens(f"{speaker.mentioned} {speaker.words}")):
        return False
    if not claimed.is_person and any_same(tokens, name_tokens(theirs)):
        return False  # perhaps the body that the speaker is said to speak for
    if speaker.kind == "person" and speaker.name:
        names = name_tokens(speaker.name)
        # Without an office, what is described may be a body that the source names again where it says who its people are.
        words = claimed.all_words if has_role(speaker.words) or has_role(speaker.capacity or "") else ours
        if may_be_same(tokens, names) or any_same(names, name_tokens(words)):
            return False
        # Not named in the source at all: perhaps by another name, where the office is the same.
        return bool(known) or not _stems(claimed.office or claimed.body) & _stems(theirs)
    if speaker.name and may_be_same(tokens, name_tokens(speaker.name)):
        return False
    if not known:
        return False
    if speaker.kind == "role":
        offices = {word.casefold() for word in re.findall(r"[\w-]+", speaker.words) if _EXCLUSIVE.fullmatch(word)}
        theirs_too = {office[:_STEM] for office in (name_tokens(word)[0] for word in offices)} & _stems(ours)
        # Whose the office is must be told, and that the other one has another.
        return bool(offices) and bool(speaker.name) and not theirs_too and any(_has_office(one) for one in known)
    if _stems(ours) & _stems(theirs) or _share_country(claimed, theirs):
        return False
    if speaker.kind == "unnamed":
        return True
    return speaker.kind == "body" and _fields_differ(ours, theirs)


def _has_office(person: Person) -> bool:
    return any(map(_EXCLUSIVE.fullmatch, re.findall(r"[\w-]+", person.capacity or "")))


def _body_differs(claimed: ClaimedSpeaker, speaker: Speaker, said: AttributedQuotation, speech: Speech) -> bool:
    theirs = _profile(speaker, speech)
    if _agree(claimed.all_words, theirs) or _share_country(claimed, theirs):
        return False
    if any_same(name_tokens(speaker.name or ""), name_tokens(claimed.all_words)):
        return False
    ours, others = _countries(claimed.body), _countries(speaker.words)
    if claimed.country:
        ours |= {claimed.country}
    if ours and others and not ours & _countries(theirs) and _is_state(claimed.body):
        return True
    if not _speaks_elsewhere(claimed.body, said, speech):
        return False
    return _fields_differ(claimed.all_words, theirs) or (bool(_proper(claimed.body)) and bool(_proper(speaker.words)))


def _is_state(body: str) -> bool:
    """Tell whether a body is a country, or an office of one."""
    return bool(_countries(body)) and (len(body.split()) < 3 or "government" in fields_of(body))


def _profile(speaker: Speaker, speech: Speech) -> str:
    """Return all that a source says of a speaker."""
    people = speech.people.like(name_tokens(speaker.name)) if speaker.name else []
    return " ".join([speaker.words, speaker.mentioned, speaker.capacity or "", *(one.profile for one in people)])


def _speaks_elsewhere(body: str, said: AttributedQuotation, speech: Speech) -> bool:
    """Tell whether the source names a body as the speaker of another quotation."""
    wanted = _stems(body)
    others = [one.speaker for one in speech.quotations if one.speaker and one.speaker != said.speaker]
    return bool(wanted) and any(wanted <= _stems(_profile(other, speech)) for other in others)


def _fields_differ(one: str, other: str) -> bool:
    first, second = fields_of(one), fields_of(other)
    return bool(first) and bool(second) and not first & second


def _proper(text: str) -> list[str]:
    """Return the acronyms of the known bodies that a text names, by acronym or in full."""
    return [short for short, full in FULL_NAMES.items() if re.search(rf"(?<!\w){short}(?!\w)", text) or full in text]


def _agree(one: str, other: str) -> bool:
    if _stems(one) & _stems(other):
        return True
    return any(_short_of(one) & family and _short_of(other) & family for family in _FAMILIES)


def _short_of(text: str) -> set[str]:
    """Return the acronyms of the bodies that a text names, by acronym or in full."""
    shorts = set(re.findall(r"(?<!\w)[A-Z]{2,8}(?!\w)", text.replace("U.N.", "UN").replace("U.S.", "US")))
    return shorts | {short for short, full in FULL_NAMES.items() if full.casefold() in text.casefold()}


_TELL_NOTHING = SMALL_WORDS | {
    word
    for words in (*FUNCTION_WORDS.values(), "told says who whose where when said asked")
    for word in name_tokens(words)
}


@lru_cache(maxsize=2048)
def _stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words of a text, its acronyms spelt out, without small words."""
    expanded = " ".join([text, *(FULL_NAMES.get(short, "") for short in _short_of(text))])
    words = [word for word in name_tokens(expanded) if word not in _TELL_NOTHING]
    initials = "".join(word[0] for word in words)
    return frozenset(word[:_STEM] for word in words) | ({initials} if 2 < len(initials) < 9 else frozenset())


@lru_cache(maxsize=2048)
def _countries(text: str) -> frozenset[str]:
    return countries_said(text) | {code for code, seat in _SEAT_OF.items() if seat.search(text)}


def _share_country(claimed: ClaimedSpeaker, theirs: str) -> bool:
    """Tell whether both speak for one country, as far as that can be told."""
    ours = _countries(claimed.all_words) | ({claimed.country} if claimed.country else set())
    return bool(ours & _countries(theirs))


def _other_scripts(one: str, other: str) -> bool:
    return _scripts(one).isdisjoint(_scripts(other))


def _scripts(text: str) -> set[str]:
    return {_script(letter) for letter in text if letter.isalpha()}


def _script(letter: str) -> str:
    code = ord(letter)
    bounds: Iterable[tuple[int, str]] = ((0x250, "latin"), (0x370, "other"), (0x400, "greek"), (0x530, "cyrillic"))
    for end, name in bounds:
        if code < end:
            return name
    return "arabic" if 0x600 <= code < 0x780 else "other"
