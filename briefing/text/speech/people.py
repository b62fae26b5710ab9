"""The people that a text names, what it says of them, and whom it means by a pronoun or an office."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.text.speech.describing import PREPOSITION, Person, describe, fits, with_neighbours
from briefing.text.speech.grammar import Grammar
from briefing.text.speech.names import any_same, may_be_same, name_tokens
from briefing.text.speech.names_found import has_body, has_role, names_in, parts_of
from briefing.text.speech.phrases import Speaker, bare_name, named, read_speaker

_MOST_PEOPLE = 400


class People:
    """The people of a text, in the order in which they are first named in full."""

    def __init__(self, paragraphs: Sequence[Sequence[str]], grammars: Sequence[Grammar]) -> None:
        self._paragraphs, self._grammars = paragraphs, grammars
        self.all: list[Person] = []
        self._by_token: dict[str, list[Person]] = {}
        self._within: set[str] = set()  # single names that are not the first word of a sentence
        short: list[tuple[str, str, int, Grammar, str]] = []
        before = ""
        for number, sentences in enumerate(paragraphs):
            grammar = grammars[number]
            for sentence in sentences:
                for part, around in with_neighbours(sentence):
                    owned = any(grammar.possessive.match(each.lstrip()) for each in around.split(" , "))
                    context = f"{around} , {before}" if owned else around
                    for one in names_in(part, grammar.languages == ("de",)):
                        if len(name_tokens(one[0])) > 1:
                            self._add(one[0], part, context, number, grammar)
                        else:
                            short.append((one[0], part, number, grammar, context))
                            self._within |= (
                                set(name_tokens(one[0])) if one.start() or part != parts_of(sentence)[0] else set()
                            )
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
        describe(person, name, part, context, number, grammar)

    def _add_short(self, name: str, part: str, context: str, number: int, grammar: Grammar) -> None:
        tokens = name_tokens(name)
        known = self.named(tokens)
        if len(known) == 1:
            known[0].is_person |= known[0].tokens[-1] == tokens[-1:][0] if tokens else False
            describe(known[0], name, part, context, number, grammar)

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
            return last if self._fits(last, kind) and not self._rivals(last, before[-2:-1], kind, grammar) else None
        for text in reversed(before[:-1]):
            people = self._people_in(text, "", grammar)
            if len(people) == 1 and self._only(text, people[0], grammar) and fits(people[0], kind):
                earlier = {one.name for each in before[:-1] for one in self._people_in(each, kind, grammar)}
                return self._speaker(people[0], pronoun) if text is before[-2] or len(earlier) == 1 else None
            if people or has_role(text) or self._free_names(text, grammar):
                return None
        # A subject that is left out is that of the sentence before, not of a paragraph before.
        if recent is None or not kind or not self._fits(recent, kind):
            return None
        return None if self._rivals(recent, self._paragraphs[number - 1], kind, grammar) else recent

    def _rivals(self, speaker: Speaker, texts: Sequence[str], kind: str, grammar: Grammar) -> bool:
        """Tell whether some sentences name another person than a speaker, whom a pronoun may mean as well."""
        tokens = name_tokens(speaker.name or "")
        people = [person.tokens for text in texts for person in self._people_in(text, kind, grammar)]
        names = [name_tokens(name) for text in texts for name in self._free_names(text, grammar)]
        unknown = [name for name in names if len(name) > 1 and not any(one.is_person for one in self.named(name))]
        return any(not tokens or not may_be_same(tokens, name) for name in (*people, *unknown))

    def _free_names(self, text: str, grammar: Grammar) -> list[str]:
        """Return the names in a text that may be its subject or object: those after no preposition.

        The first word of a sentence is taken for a name where it is one elsewhere.
        """
        found: list[str] = []
        for one in names_in(text, grammar.languages == ("de",)):
            tokens = name_tokens(one[0])
            first = not one.start() and len(tokens) == 1 and not self.named(tokens) and not self._within & set(tokens)
            adjective = re.search(r"-[a-z]+$", one[0])
            if not (first or adjective or PREPOSITION.search(text[max(one.start() - 12, 0) : one.start()])):
                found.append(one[0])
        return found

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
                if person.is_person and person not in found and fits(person, kind):
                    found.append(person)
        return found

    def _others(self, text: str, person: Person, grammar: Grammar) -> bool:
        """Tell whether a text has a word for someone else than a person: an office that is not said beside the name.

        Where grammatical gender is not that of people, a pronoun may also mean a body.
        """
        bodies = grammar.languages != ("en",)
        for part, around in with_neighbours(text):
            if (has_role(part) or (bodies and has_body(part))) and not any_same(name_tokens(around), person.tokens):
                return True
        return False

    def _fits(self, speaker: Speaker, kind: str) -> bool:
        if kind in ("he", "she") and speaker.kind == "body":
            return False
        tokens = name_tokens(speaker.name or "")
        return all(fits(person, kind) for person in self.named(tokens) if may_be_same(tokens, person.tokens))

    def _speaker(self, person: Person, pronoun: str) -> Speaker:
        return Speaker(pronoun, person.name, person.capacity, "person", person.name, person.name)


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
