"""Read a phrase that names a speaker: the name, what the person is, and whether a body or nobody by name speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from briefing.text.languages.roles import BODY, ROLE, SPOKESPERSON
from briefing.text.speech.grammar import Grammar
from briefing.text.speech.names import may_be_same, name_tokens
from briefing.text.speech.names_found import WORD, has_body, has_role, names_in, parts_of, plain_words

Kind = Literal["person", "body", "unnamed", "role", "unknown"]


@dataclass(frozen=True)
class Speaker:
    """Who speaks, as a text tells it.

    `words` is the phrase; `name` the person, as fully as the text names them; `capacity` what they are, or what body speaks.
    `kind`: a `person` by name, a `body`, someone `unnamed` (a resident, officials), a `role` without a name (the minister), or
    `unknown` where a name may be that of a body. `own_name` is the name in this very phrase, and `mentioned` all words that the
    phrase says of the speaker.
    """

    words: str
    name: str | None
    capacity: str | None
    kind: Kind
    own_name: str | None = None
    mentioned: str = ""


_MOST_WORDS = 40
TITLE = re.compile(r"(?:dr|mr|mrs|ms|miss|mme|mlle|m|mgr|herr|frau|sra?|srta|don|doña|dom|dona|prof)\.?", re.IGNORECASE)


def read_speaker(phrase: str, grammar: Grammar) -> Speaker | None:
    """Read a phrase that stands where a speaker is named; None where it cannot be one."""
    parts = parts_of(phrase.strip(" ,;:–—-"))
    plain = [*parts[:1], *(part for part in parts[1:] if not grammar.relative.match(part))]
    if not plain or len(phrase.split()) > _MOST_WORDS or not WORD.search(plain[0]):
        return None
    if grammar.finite.search(plain[0]) or any(mark in phrase for mark in ":;"):
        return None
    german = grammar.languages == ("de",)
    if _DOCUMENT.search(_COMPLEMENT.split(plain[0], maxsplit=1)[0]) or _names_two(plain, german):
        return None
    head = plain[0].strip()
    name, where = _name(plain, german)
    kind = _kind(head, name, where, plain, parts, grammar)
    capacity = _capacity(parts, plain, name, where, grammar)
    return Speaker(" ".join(phrase.split()).strip(" ,"), name, capacity, kind, name, " , ".join(plain))


_DOCUMENT = re.compile(
    r"\b(?:statement|document|communiqué|letter|report|tweet|message|comunicado|Mitteilung|Erklärung|nota|lettre|بيان)\s*$",
    re.IGNORECASE,
)
"""What says something in a text and is nobody."""


def _names_two(plain: list[str], german: bool) -> bool:
    """Tell whether a phrase has the full names of two people, so that it is not plain which of them is its subject."""
    full = [
        name_tokens(one[0])
        for part in plain
        for one in names_in(part, german)
        if len(one[0].split()) > 1 and not _OF.search(part[: one.start()])
    ]
    return any(not may_be_same(one, other) for one, other in pairwise(full))


def _name(plain: list[str], german: bool) -> tuple[str | None, int]:
    """Return the name of the speaker in a phrase, and in which of its parts it is."""
    for number, part in enumerate(plain[1:], start=1):
        full = [one for one in names_in(part, german) if len(one[0].split()) > 1]
        free = [
            one
            for one in names_in(plain[0], german)
            if len(one[0].split()) > 1 and not _OF.search(plain[0][: one.start()])
        ]
        if len(full) != 1 or free:
            continue
        rest = part.replace(full[0][0], " ")
        if not re.search(r"[^\W\d_]", rest) or _all_titles(rest):
            return bare_name(full[0][0]), number  # the Chief Engineer, Professor Jonas Threlfall
    for number, part in enumerate(plain):
        spoken_for = _after_spokesperson(part)
        found = [one for one in names_in(part, german) if one.end() <= spoken_for or one.start() == 0]
        if not found:
            continue
        full = [one for one in found if len(one[0].split()) > 1]
        free = [one for one in full or found if not _OF_SOME.search(part[: one.start()])]
        last = (free or full or found)[-1]
        complement = (_OF if len(last[0].split()) > 1 else _OF_SOME).search(part[: last.start()])
        if complement and number + 1 < len(plain):
            continue  # the mayor of Ostrel, Hana Pruss
        return (None, 0) if complement else (bare_name(last[0]), number)
    return None, 0


_PREPOSITIONS = (
    r"\b(?:of|for|from|in|at|to|on|via|by|with|de|du|des|d['’]|sur|dans|chez|par|avec|von|für|auf|bei|mit"
    r"|del|do|da|en|con|em|no|na)\s*"
)
_OF = re.compile(rf"{_PREPOSITIONS}(?:the\s|la\s|l[’'])?$")
_OF_SOME = re.compile(rf"{_PREPOSITIONS}(?:[a-zà-ÿ]+\s){{0,2}}$")


def _all_titles(words: str) -> bool:
    return all(ROLE.fullmatch(word.rstrip(".")) for word in plain_words(words))


def bare_name(name: str) -> str:
    """Return a name without the full stop of a sentence; an initial or `Jr.` keeps its own."""
    name = name.strip()
    return name if re.search(r"(?:\b\w|\b[JS]r)\.$", name) else name.rstrip(".")


def _after_spokesperson(part: str) -> int:
    """Return the offset after which a part names for whom someone speaks; its length where it does not."""
    for word in WORD.finditer(part):
        if SPOKESPERSON.fullmatch(word[0]):
            rest = part[word.end() :]
            if re.match(r"\s+(?:for|of|de|du|des|d['’]|del|do|da|von|der)\b", rest):
                return word.end()
    return len(part)


WHO = re.compile(r"(?:who|qui|quien)\s", re.IGNORECASE)
_LONGEST_OFFICE = 10


def _describes(part: str, grammar: Grammar) -> bool:
    """Tell whether a part of a phrase says what a person is: an office, or *the stoker*, but not *the relief agency*."""
    if has_role(part):
        return True
    noun = grammar.article.match(part.strip())
    return bool(noun) and not has_body(part) and len(part.split()) < _LONGEST_OFFICE


def _kind(head: str, name: str | None, where: int, plain: list[str], parts: list[str], grammar: Grammar) -> Kind:
    if name is not None:
        beside = [part for number, part in enumerate(plain) if number != where]
        own = plain[where].replace(name, " ")
        described = has_role(own) or any(_describes(part, grammar) for part in beside) or any(map(WHO.match, parts))
        aged = any(re.fullmatch(r"\s*\d{1,3}\s*", part) for part in beside)
        return "person" if (described or aged) and not (has_body(name)) else "unknown"
    if grammar.indefinite.match(head + " ") or re.match(
        r"(?:officials?|residents?|sources?|witnesses)\b", head, re.IGNORECASE
    ):
        return "unnamed"
    first = [word for word in plain_words(head) if ROLE.fullmatch(word) or BODY.fullmatch(word)]
    if any(SPOKESPERSON.fullmatch(word) for word in plain_words(head)):
        return "unnamed"
    if not first:
        return "body" if has_body(head) else "unknown"
    noun = plain_words(_COMPLEMENT.split(head, maxsplit=1)[0])
    last = [word for word in noun if ROLE.fullmatch(word) or BODY.fullmatch(word)][-1:] or first[:1]
    return "role" if ROLE.fullmatch(last[0]) else "body"


_COMPLEMENT = re.compile(
    r"\s(?:of|for|in|at|de|du|des|d['’]|von|für|del|do|da|dos|das|en|em)(?:\s|(?<=['’]))", re.IGNORECASE
)


def _capacity(parts: list[str], plain: list[str], name: str | None, where: int, grammar: Grammar) -> str | None:
    """Return what a phrase says that the speaker is, without the name."""
    if name is None:
        return plain[0].strip() or None
    pieces: list[str] = []
    for part in parts:
        if name in part:
            before, _, after = part.partition(name)
            own = before.strip() or re.sub(r"^(?:of|de|von)\s", "", after.strip())
            pieces.append("" if TITLE.fullmatch(own) else own)
        elif relative := grammar.relative.match(part):
            pieces.append(part[relative.end() :].strip())
        elif not grammar.adverbial.match(part) and not re.fullmatch(r"\s*\d+\s*", part):
            pieces.append(part.strip())
    described = [piece for piece in pieces if WORD.search(piece)]
    capacity = described[0] if described else None
    return without_article(capacity) if capacity else None


def without_article(phrase: str) -> str:
    """Return a phrase without the article that it begins with."""
    return re.sub(
        r"^(?:(?:the|an?|le|la|les|der|die|das|ein|eine|el|os?|as?)\s+|l['’])", "", phrase.strip(), flags=re.IGNORECASE
    )


def named(speaker: Speaker, full: str, kind: Kind, capacity: str | None) -> Speaker:
    """Return a speaker with the name that the text has for them elsewhere."""
    return replace(speaker, name=full, kind=kind, capacity=speaker.capacity or capacity)
