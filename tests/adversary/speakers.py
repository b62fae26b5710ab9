"""Operators that give a quotation to another speaker of its article, and those that name the right one in other ways."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import yaml

from briefing.check.review import review_briefing
from briefing.load.folder import load_briefing
from tests.adversary.spoken import Speaker, Spoken

CODE = "quote-speaker"
STRANGER = Speaker("Casimir Oakhollow", "Foundry of Wexcombe", "Foreman")
"""Someone of no article."""
_SAID, _ACCORDING = {"en": "said", "fr": "a déclaré"}, {"en": "According to", "fr": "Selon"}


@dataclass(frozen=True)
class Given:
    """A quotation as a briefing gives it to a speaker: a reaction, or a sentence of a section."""

    words: str
    paragraph: int
    speaker: Speaker | None = None
    sentence: str = ""


@dataclass(frozen=True)
class Uttered:
    """A quotation of an article, its paragraph, its speaker, and the place of it among the quotations."""

    article: Spoken
    number: int

    @property
    def words(self) -> str:
        return self.article.quotations[self.number][0]

    @property
    def paragraph(self) -> int:
        return self.article.quotations[self.number][1]

    @property
    def language(self) -> str:
        """The language of the briefing: that of the article, or English."""
        return self.article.language if self.article.language in _SAID else "en"

    @property
    def speaker(self) -> Speaker:
        return self.article.speakers[self.article.quotations[self.number][2]]

    @property
    def others(self) -> list[Speaker]:
        """The other speakers of the article who do not speak for the same body."""
        return [one for one in self.article.speakers.values() if one.body != self.speaker.body]

    def by(self, speaker: Speaker) -> Given:
        return Given(self.words, self.paragraph, speaker)

    def sentence(self, name: str, form: str) -> Given:
        """Return the quotation in prose, after or before the name."""
        said, according = _SAID[self.language], _ACCORDING[self.language]
        cited = f"[@{self.article.name} para. {self.paragraph}]"
        prose = {
            "before": f"{name} {said}: “{self.words}” {cited}",
            "after": f"“{self.words.rstrip('.')}”, {said} {name}. {cited}",
            "according": f"{according} {name}, “{self.words.rstrip('.')}”. {cited}",
        }
        return Given(self.words, self.paragraph, None, prose[form])


Name = Callable[[Uttered], Iterator[Given]]


def another_person(one: Uttered) -> Iterator[Given]:
    for other in one.others:
        if other.person:
            yield one.by(other)


def another_person_without_capacity(one: Uttered) -> Iterator[Given]:
    for other in one.others:
        if other.person:
            yield one.by(Speaker(other.person, other.body, ""))


def another_body(one: Uttered) -> Iterator[Given]:
    for other in one.others:
        yield one.by(Speaker("", other.body, ""))


def the_neighbour(one: Uttered) -> Iterator[Given]:
    """The speaker of the quotation before or after, with the body of the right one, as where a row was mistaken."""
    keys = [key for _, _, key in one.article.quotations]
    for near in (one.number - 1, one.number + 1):
        if (
            0 <= near < len(keys)
            and (other := one.article.speakers[keys[near]]).body != one.speaker.body
            and other.person
        ):
            yield one.by(Speaker(other.person, one.speaker.body, one.speaker.capacity))


def a_stranger(one: Uttered) -> Iterator[Given]:
    if one.speaker.person:
        yield one.by(STRANGER)


def another_in_prose(one: Uttered) -> Iterator[Given]:
    for other in one.others:
        if other.person:
            for form in ("before", "after", "according"):
                yield one.sentence(other.person, form)


def another_surname_in_prose(one: Uttered) -> Iterator[Given]:
    for other in one.others:
        if other.person and other.short:
            yield one.sentence(other.short[0], "before")


def as_it_is(one: Uttered) -> Iterator[Given]:
    yield one.by(one.speaker)


def without_capacity(one: Uttered) -> Iterator[Given]:
    yield one.by(Speaker(one.speaker.person, one.speaker.body, ""))


def written_in_other_ways(one: Uttered) -> Iterator[Given]:
    for short in one.speaker.short:
        yield one.by(Speaker(short, one.speaker.body, one.speaker.capacity))


def only_its_body(one: Uttered) -> Iterator[Given]:
    yield one.by(Speaker("", one.speaker.body, ""))


def in_prose(one: Uttered) -> Iterator[Given]:
    for name in filter(None, (one.speaker.person, *one.speaker.short)):
        for form in ("before", "after", "according"):
            yield one.sentence(name, form)


def by_its_body_in_prose(one: Uttered) -> Iterator[Given]:
    if one.article.language == "en":
        yield one.sentence(f"the {one.speaker.body}", "after")


OTHER_SPEAKERS: Mapping[str, Name] = {
    "another person of the article": another_person,
    "another person, without a capacity": another_person_without_capacity,
    "the person of the quotation beside it": the_neighbour,
    "another body of the article": another_body,
    "a person of no article": a_stranger,
    "another person, in prose": another_in_prose,
    "another surname, in prose": another_surname_in_prose,
}

SAME_SPEAKERS: Mapping[str, Name] = {
    "as it is": as_it_is,
    "without its capacity": without_capacity,
    "the name written in another way": written_in_other_ways,
    "its body alone": only_its_body,
    "in prose": in_prose,
    "its body, in prose": by_its_body_in_prose,
}


def checked(articles: Sequence[Spoken], operators: Mapping[str, Name]) -> Iterator[tuple[str, Given, bool]]:
    """Yield every case that the operators make, with the operator and whether the check names another speaker."""
    for article in articles:
        cases = [
            (name, case)
            for name, operator in operators.items()
            for number in range(len(article.quotations))
            for case in operator(Uttered(article, number))
        ]
        for (name, case), stopped in zip(cases, _stopped(article, [case for _, case in cases]), strict=True):
            yield name, case, stopped


def _stopped(article: Spoken, cases: Sequence[Given]) -> list[bool]:
    """Return of each case whether the check stops it. Each reaction is a briefing of its own, so that none explains another."""
    prose = [case for case in cases if not case.speaker]
    found = dict(zip(prose, _problems(article, sections=[case.sentence for case in prose]), strict=True))
    return [found[case] if case in found else _problems(article, reaction=case)[0] for case in cases]


def _problems(article: Spoken, reaction: Given | None = None, sections: Sequence[str] = ()) -> list[bool]:
    """Return of a reaction, or of each section, of a briefing whether another speaker is named."""
    written: dict[str, object] = {
        "id": "x",
        "title": "A title",
        "language": article.language if article.language in _SAID else "en",
        "marking": "TLP:CLEAR",
        "as_of": "2032-01-01T00:00Z",
        "contact": {"name": "Desk", "email": "desk@desk.example"},
        "bottom_line": "One sentence.",
        "summary": [{"text": "One point.", "own": True}],
        "sources": [{"id": article.name, "publisher": "Paper", "title": "An article", "text": "article.txt"}],
        "sections": [{"title": "A case", "text": text} for text in sections],
    }
    if reaction and reaction.speaker:
        named = {"speaker": reaction.speaker.person, "capacity": reaction.speaker.capacity}
        source = f"{article.name} para. {reaction.paragraph}"
        row = {"body": reaction.speaker.body, "stance": "warns", "quote": reaction.words, "source": source}
        written["reactions"] = [{**row, **{key: value for key, value in named.items() if value}}]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "briefing.yaml").write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
        (folder / "article.txt").write_text(article.text, encoding="utf-8")
        loaded = load_briefing(folder, [], lambda: frozenset(range(0x3000)))
    problems = review_briefing(loaded.briefing, loaded.values, loaded.texts).problems
    if altered := [str(problem) for problem in problems if problem.code == "quote-not-verbatim"]:
        raise AssertionError(altered)
    lines = [problem.place.line for problem in problems if problem.code == CODE and problem.place]
    if reaction:
        return [bool(lines)]
    starts = [place.line for n in range(len(sections)) if (place := loaded.values.place(("sections", n, "text")))]
    return [any(start <= line < end for line in lines) for start, end in pairwise([*starts, 10**9])]
