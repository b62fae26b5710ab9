"""The people that a text names, what it says of them, and whom it means by a pronoun or an office."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefing.text.languages.roles import FEMALE, MALE, ROLE
from briefing.text.speech.names import any_same, may_be_same, name_tokens
from briefing.text.speech.phrases import (
    TITLE,
    WHO,
    Grammar,
    Speaker,
    bare_name,
    has_body,
    has_role,
    named,
    names_in,
    parts_of,
    plain_words,
    read_speaker,
    without_article,
)
from briefing.text.speech.sentences import QUOTED

_MOST_PEOPLE = 400
_LONG = 12
_WORD = re.compile(r"\w[\w’'-]*\w|\w")
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


class People:
    """The people of a text, in the order in which they are first named in full."""

    def __init__(self, paragraphs: Sequence[Sequence[str]], grammars: Sequence[Grammar]) -> None:
        self._paragraphs, self._grammars = paragraphs, grammars
        self.all: list[Person] = []
        self._by_token: dict[str, list[Person]] = {}
        short: list[tuple[str, str, int, Grammar, str]] = []
        before = ""
        for number, sentences in enumerate(paragraphs):
            grammar = grammars[number]
            for sentence in sentences:
                for part, around in _with_neighbours(sentence):
                    owned = any(grammar.possessive.match(each.lstrip()) for each in around.split(" , "))
                    context = f"{around} , {before}" if owned else around
                    for one in names_in(part, grammar.languages == ("de",)):
                        if len(name_tokens(one[0])) > 1:
                            self._add(one[0], part, context, number, grammar)
                        else:
                            short.append((one[0], part, number, grammar, context))
                before = sentence
        for name, part, number, grammar, context in short:
            self._add_short(name, part, context, number, grammar)

    def _add(self, name: str, part: str, context: str, number: int, grammar: Grammar) -> None:
        tokens = name_tokens(name)
        known = [one for one in self.named(tokens) if may_be_same(tokens, one.tokens)]
        person = known[0] if known else Person(bare_name(name), tokens)
        if not known:
            if len(self.all) >= _MOST_PEOPLE:
                return
            self.all.append(person)
        if len(tokens) > len(person.tokens):
            person.name, person.tokens = bare_name(name), tokens
        for token in tokens:
            if person not in self._by_token.setdefault(token, []):
                self._by_token[token].append(person)
        _describe(person, name, part, context, number, grammar)

    def _add_short(self, name: str, part: str, context: str, number: int, grammar: Grammar) -> None:
        tokens = name_tokens(name)
        known = self.named(tokens)
        if len(known) == 1:
            known[0].is_person |= known[0].tokens[-1] == tokens[-1:][0] if tokens else False
            _describe(known[0], name, part, context, number, grammar)

    def named(self, tokens: Sequence[str]) -> list[Person]:
        """Return the people that have a word of a name in theirs."""
        found: list[Person] = []
        for token in tokens:
            found += [person for person in self._by_token.get(token, ()) if person not in found]
        return found

    def like(self, tokens: Sequence[str]) -> list[Person]:
        """Return the people whom a name may mean, also in another transcription."""
        return [person for person in self.all if may_be_same(tokens, person.tokens)]

    def known(self, speaker: Speaker, number: int, grammar: Grammar) -> Speaker:
        """Return a speaker with the full name that the text gives elsewhere to a surname, or to an office."""
        if speaker.own_name:
            tokens = name_tokens(speaker.own_name)
            found = [one for one in self.named(tokens) if may_be_same(tokens, one.tokens)]
            if len(found) != 1:
                return speaker
            person = found[0]
            kind = "person" if person.is_person or speaker.kind == "person" else speaker.kind
            full = person.name if len(name_tokens(person.name)) > len(tokens) else speaker.own_name
            return named(speaker, full, kind, person.capacity)
        if speaker.kind == "unknown":
            tokens = name_tokens(speaker.words)
            meant = [one for one in self.named(tokens) if one.tokens[-1] in tokens]
            if len(meant) == 1 and meant[0].is_person:
                return named(speaker, meant[0].name, "person", meant[0].capacity)
        if speaker.kind == "role":
            wanted = list(_content(speaker.capacity or speaker.words))
            found = [one for one in self.all if wanted and set(wanted) <= set(_content(one.profile))]
            if len(found) == 1:
                return named(speaker, found[0].name, "role", None)
        return speaker

    # ---- pronouns ----

    def meant_by(
        self,
        pronoun: str,
        before: Sequence[str],
        number: int,
        last: Speaker | None,
        recent: Speaker | None,
        grammar: Grammar,
    ) -> Speaker | None:
        """Return whom a pronoun means: None unless that is plain.

        `before` are the sentences of the paragraph up to the pronoun; `last` spoke in the sentence before, `recent` last of all
        in the paragraph before. An empty pronoun is a subject that the language leaves out.
        """
        kind = grammar.pronouns.get(pronoun.casefold(), "")
        if kind == "it":
            return self._body_meant(before, last, recent, grammar)
        if kind == "they":
            return last if last and last.kind in ("body", "unnamed") else None
        people = self._people_in(before[-1], kind, grammar)
        if len(people) == 1 and self._only(before[-1], people[0], grammar):
            return self._speaker(people[0], pronoun)
        if people or self._free_names(before[-1], grammar):
            return None
        if last is not None:
            return last if self._fits(last, kind) else None
        for text in reversed(before[:-1]):
            people = self._people_in(text, "", grammar)
            if len(people) == 1 and self._only(text, people[0], grammar) and _fits(people[0], kind):
                earlier = {one.name for each in before[:-1] for one in self._people_in(each, kind, grammar)}
                return self._speaker(people[0], pronoun) if text is before[-2] or len(earlier) == 1 else None
            if people or has_role(text) or self._free_names(text, grammar):
                return None
        return recent if recent is not None and self._fits(recent, kind) else None

    def _free_names(self, text: str, grammar: Grammar) -> list[str]:
        """Return the names in a text that may be its subject or object: those after no preposition."""
        found = names_in(text, grammar.languages == ("de",))
        return [one[0] for one in found if not _PREPOSITION.search(text[max(one.start() - 12, 0) : one.start()])]

    def _only(self, text: str, person: Person, grammar: Grammar) -> bool:
        """Tell whether a text speaks of nobody else than a person, by a name or an office."""
        names = self._free_names(text, grammar)
        return all(may_be_same(name_tokens(name), person.tokens) for name in names) and not self._others(
            text, person, grammar
        )

    def _body_meant(
        self, before: Sequence[str], last: Speaker | None, recent: Speaker | None, grammar: Grammar
    ) -> Speaker | None:
        for text in reversed(before):
            first = parts_of(text)[:1]
            speaker = read_speaker(first[0], grammar) if first and not grammar.adverbial.match(first[0]) else None
            if speaker and speaker.kind == "body":
                return speaker
            if speaker is not None:
                break
        near = last or recent
        return near if near and near.kind in ("body", "unknown") else None

    def _people_in(self, text: str, kind: str, grammar: Grammar) -> list[Person]:
        found: list[Person] = []
        for one in names_in(text, grammar.languages == ("de",)):
            tokens = name_tokens(one[0])
            for person in [each for each in self.named(tokens) if may_be_same(tokens, each.tokens)]:
                if person.is_person and person not in found and _fits(person, kind):
                    found.append(person)
        return found

    def _others(self, text: str, person: Person, grammar: Grammar) -> bool:
        """Tell whether a text has a word for someone else than a person: an office that is not said beside the name.

        Where grammatical gender is not that of people, a pronoun may also mean a body.
        """
        bodies = grammar.languages != ("en",)
        for part, around in _with_neighbours(text):
            if (has_role(part) or (bodies and has_body(part))) and not any_same(name_tokens(around), person.tokens):
                return True
        return False

    def _fits(self, speaker: Speaker, kind: str) -> bool:
        if kind in ("he", "she") and speaker.kind == "body":
            return False
        tokens = name_tokens(speaker.name or "")
        return all(_fits(person, kind) for person in self.named(tokens) if may_be_same(tokens, person.tokens))

    def _speaker(self, person: Person, pronoun: str) -> Speaker:
        return Speaker(pronoun, person.name, person.capacity, "person", person.name, person.name)


def _fits(person: Person, kind: str) -> bool:
    return not (kind == "she" and person.is_male and not person.is_female) and not (
        kind == "he" and person.is_female and not person.is_male
    )


def _with_neighbours(sentence: str) -> Iterable[tuple[str, str]]:
    """Yield each part of a sentence between commas, and with it the parts beside it."""
    parts = parts_of(sentence)
    for n, part in enumerate(parts):
        yield part, " , ".join(parts[max(n - 1, 0) : n + 2])


_PREPOSITION = re.compile(
    r"\b(?:in|at|of|from|to|near|for|with|dans|en|à|de|du|des|chez|d['’]|im|am|nach|aus|bei|von|em|no|na|do|da|del"
    r"|في|من)\s*$",
    re.IGNORECASE,
)


def _describe(person: Person, name: str, part: str, context: str, number: int, grammar: Grammar) -> None:
    person.said.append(context)
    person.paragraphs.add(number)
    before = part[: part.find(name)].rstrip()
    if _PREPOSITION.search(before):
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


SMALL_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "for",
        "and",
        "in",
        "at",
        "to",
        "le",
        "la",
        "les",
        "l",
        "d",
        "de",
        "du",
        "des",
        "un",
        "une",
        "et",
        "der",
        "die",
        "das",
        "des",
        "dem",
        "den",
        "von",
        "für",
        "und",
        "el",
        "los",
        "las",
        "y",
        "e",
        "o",
        "a",
        "os",
        "as",
        "do",
        "da",
    ]
)


def _content(text: str) -> list[str]:
    return [word for word in name_tokens(text) if word not in SMALL_WORDS]
