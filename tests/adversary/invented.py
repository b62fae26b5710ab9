"""Operators on invented sentences: what people of an article say, behind words that turn it or that do not.

An operator is given an article and yields cases whose source is a sentence of its own: a beginning from `turning_words` with a
saying of the article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from tests.adversary.articles import Article, Saying
from tests.adversary.operators import Case
from tests.adversary.turning_words import DIALOGUES, ENDS, FRAMES, MONOLOGUES, PLAIN_ENDS, PLAIN_FRAMES, lines

Invent = Callable[[Article], Iterator[Case]]

_MARKS = {"en": ("“", "”"), "de": ("„", "“")}


def _say(sentence: str, language: str) -> str:
    opening, closing = _MARKS.get(language, ("«", "»"))
    return f"{opening}{_capital(sentence)}.{closing} So much was said by a delegate."


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _main(saying: Saying) -> str:
    return _capital(saying.main or saying.certain or saying.clause)


def _framed(article: Article, frames: Mapping[str, str], *, turned: bool) -> Iterator[Case]:
    for saying in article.sayings:
        clause = saying.clause if turned else saying.certain or saying.clause
        parts = {"{c}": clause, "{i}": saying.infinitive, "{g}": saying.gerund, "{C}": _main(saying)}
        for frame in lines(frames[saying.language]):
            slot = next(slot for slot in parts if slot in frame)
            if parts[slot]:
                yield Case(parts[slot], said=_say(frame.replace(slot, parts[slot]), saying.language))


def turned_before(article: Article) -> Iterator[Case]:
    yield from _framed(article, FRAMES, turned=True)


def turned_after(article: Article) -> Iterator[Case]:
    yield from _framed(article, ENDS, turned=False)


def plain_before(article: Article) -> Iterator[Case]:
    yield from _framed(article, PLAIN_FRAMES, turned=False)


def plain_after(article: Article) -> Iterator[Case]:
    yield from _framed(article, PLAIN_ENDS, turned=False)


def whole(article: Article) -> Iterator[Case]:
    """Quote each turned sentence whole."""
    for saying in article.sayings:
        parts = {"{c}": saying.clause, "{i}": saying.infinitive, "{g}": saying.gerund, "{C}": _main(saying)}
        for frame in (*lines(FRAMES[saying.language]), *lines(ENDS[saying.language])):
            slot = next(slot for slot in parts if slot in frame)
            if parts[slot]:
                sentence = frame.replace(slot, parts[slot])
                yield Case(_capital(sentence), said=_say(sentence, saying.language))


def _spoken(article: Article, dialogues: Mapping[str, str]) -> Iterator[Case]:
    for language in dialogues:
        sayings = [_main(one) for one in article.sayings if one.language == language]
        for first, second in pairwise(sayings):
            for dialogue in lines(dialogues[language]):
                said = dialogue.replace("{A}", first).replace("{B}", second)
                yield Case(f"{first} … {second}", said=said)


def two_speakers(article: Article) -> Iterator[Case]:
    yield from _spoken(article, DIALOGUES)


def one_speaker(article: Article) -> Iterator[Case]:
    yield from _spoken(article, MONOLOGUES)


INVENTED_ALTERATIONS: Mapping[str, Invent] = {
    "hidden turning words cut off": turned_before,
    "a condition or a verdict after it cut off": turned_after,
    "two speakers of a dialogue joined": two_speakers,
}

INVENTED_FAITHFUL: Mapping[str, Invent] = {
    "cut off after words that turn nothing": plain_before,
    "cut off before words that turn nothing": plain_after,
    "the whole turned sentence": whole,
    "one speaker’s words joined": one_speaker,
}
