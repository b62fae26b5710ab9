"""What a text says beside a name: an office, whether it is a woman’s or a man’s, and whether it is a person’s at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefing.text.languages.roles import FEMALE, MALE, ROLE
from briefing.text.speech.grammar import Grammar
from briefing.text.speech.names_found import has_role, parts_of, plain_words
from briefing.text.speech.phrases import TITLE, WHO, without_article
from briefing.text.speech.sentences import QUOTED

_LONG = 12

_FEMALE_ARTICLE = {"fr": "la|une", "es": "la|una", "pt": "a|uma", "de": "die|eine|seine|ihre"}
_MALE_ARTICLE = {"fr": "le|un", "es": "el|un", "pt": "o|um", "de": "der|ein|sein|ihr"}


@dataclass
class Person:
    """Someone or something named in a text: the fullest name, its words, what is said beside it, and in which paragraphs."""

    name: str
    tokens: tuple[str, ...]
    said: list[str] = field(default_factory=list)
    paragraphs: set[int] = field(default_factory=set)
    is_person: bool = False
    capacity: str | None = None
    is_female: bool = False
    is_male: bool = False

    @property
    def profile(self) -> str:
        """All that the text says beside the name."""
        return " ".join(self.said)


def fits(person: Person, kind: str) -> bool:
    """Tell whether a person may be meant by *he* or *she*."""
    return not (kind == "she" and person.is_male and not person.is_female) and not (
        kind == "he" and person.is_female and not person.is_male
    )


def with_neighbours(sentence: str) -> Iterable[tuple[str, str]]:
    """Yield each part of a sentence between commas, and with it the parts beside it."""
    parts = parts_of(sentence)
    for n, part in enumerate(parts):
        yield part, " , ".join(parts[max(n - 1, 0) : n + 2])


PREPOSITION = re.compile(
    r"\b(?:in|at|of|from|to|near|for|with|dans|en|à|de|du|des|chez|d['’]|im|am|nach|aus|bei|von|em|no|na|do|da|del"
    r"|في|من)\s*$",
    re.IGNORECASE,
)


def describe(person: Person, name: str, part: str, context: str, number: int, grammar: Grammar) -> None:
    """Add what a text says beside a name to what is known of a person."""
    person.said.append(context)
    person.paragraphs.add(number)
    before = part[: part.find(name)].rstrip()
    if PREPOSITION.search(before):
        return  # in Porto Arenal, the president …
    title = plain_words(before)[-1:]
    beside = [each for each in context.split(" , ") if each.strip() != part.strip()]
    alone = part.strip().startswith(name.strip()) or part.strip().endswith(name.strip())
    person.is_person |= bool(title) and bool(ROLE.fullmatch(title[0]))
    person.is_person |= part.strip() == name.strip() and any(map(WHO.match, beside))
    person.is_person |= alone and any(has_role(each) and len(each.split()) < _LONG for each in beside)
    words = [word for each in (before, *(beside if alone else ())) for word in plain_words(each)]
    if person.is_person:
        person.capacity = person.capacity or _capacity(before, beside, grammar)
        person.is_female |= any(FEMALE.fullmatch(word) for word in words) or _begins(
            part, beside, _FEMALE_ARTICLE, grammar
        )
        person.is_male |= any(MALE.fullmatch(word) for word in words) or _begins(part, beside, _MALE_ARTICLE, grammar)


def _capacity(before: str, beside: Sequence[str], grammar: Grammar) -> str | None:
    """Return what is said before a name, or else in apposition to it, that it is."""
    for words in (before, *beside):
        verbs = list(grammar.verb.finditer(words))
        office = words[verbs[-1].end() :] if verbs else words
        long = len(office.split()) >= _LONG or QUOTED in office or grammar.finite.search(office)
        if has_role(office) and not long and not TITLE.fullmatch(office.strip()):
            return without_article(_DETERMINED.split(office)[-1].rstrip(" .")) or None
    return None


_DETERMINED = re.compile(r".*\b(?:sent|named|appointed|their|his|her|its)\s")


def _begins(part: str, beside: Sequence[str], articles: dict[str, str], grammar: Grammar) -> bool:
    """Tell whether a name, or what is said in apposition to it, begins with an article of one gender."""
    if len(grammar.languages) != 1 or grammar.languages[0] not in articles:
        return False
    pattern = re.compile(rf"(?:{articles[grammar.languages[0]]})\s+(?P<noun>[\w-]+)", re.IGNORECASE)
    return any((found := pattern.match(each.strip())) and ROLE.fullmatch(found["noun"]) for each in (part, *beside))
