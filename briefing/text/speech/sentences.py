"""Read the paragraphs of a text as sentences in which each direct quotation is one sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.text.quotation_marks import Quotation, begins_quoted, find_quotations

QUOTED = "ꝗ"
"""The sign that stands for a quotation: a small letter, so that a sentence may begin with it and go on after it."""

_STOPS = ".!?…"
_ENDS = re.compile(r"(?<![.!?])[.!?…]+[’'”\"»)\]]*(?=\s|$)|؟")
_NAMED_NEXT = re.compile(r"(?:[^\W\d_a-z][\w.’'-]*\s){1,4}(?:said|says|asked|asks|wrote|told|added|replied|answered)\b")
"""`“Who pays?” Jane Doe asked`: a name and a verb of speech."""
_DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ’'. -]{2,30}(?:,\s[A-Z][\w.]{1,20}(?:\s\d{1,2})?)?(?:,?\s\d{1,2}\s\w{3,9}(?:\s\d{4})?)?)?"
    r"\s*(?:\([^()]{2,30}\)\s*)?[–—-]{1,2}\s+"
)
"""The beginning of an agency’s report: `WASHINGTON, Oct 22 (Reuters) - `."""
_LAST_WORD = re.compile(r"[\w’'.-]*$")
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof gen col maj lt cpt capt sgt sen rep gov rev hon st ste adm cmdr brig pres amb mme mgr hr fr sra srta sr
    dra jan feb aug sept oct nov dec no inc ltd co corp vs m me pr nr bzw ca etc
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)


@dataclass(frozen=True)
class Sentence:
    """A sentence with `QUOTED` for each of its quotations, and the numbers of these among all of the text."""

    text: str
    quotations: tuple[int, ...]


@dataclass(frozen=True)
class Passage:
    """A quotation of a text: its paragraph (from 1), its place there, and whether it goes on from the paragraph before."""

    paragraph: int
    quotation: Quotation
    continues: bool


@dataclass(frozen=True)
class SpeechText:
    """A text as sentences, by paragraph, and its quotations in order."""

    paragraphs: tuple[tuple[Sentence, ...], ...]
    passages: tuple[Passage, ...]


def read_sentences(paragraphs: Sequence[str]) -> SpeechText:
    """Return the sentences and the quotations of some paragraphs."""
    passages: list[Passage] = []
    read: list[tuple[Sentence, ...]] = []
    is_open = False
    for number, paragraph in enumerate(paragraphs, start=1):
        goes_on = number < len(paragraphs) and begins_quoted(paragraphs[number])
        found, _ = find_quotations(paragraph, continues=goes_on)
        first = len(passages)
        starts = len(paragraph) - len(paragraph.lstrip())
        passages += [Passage(number, one, is_open and one.start == starts) for one in found]
        read.append(tuple(_sentences(_masked(paragraph, found), first)))
        is_open = bool(found) and found[-1].end >= len(paragraph)
    return SpeechText(tuple(read), tuple(passages))


def _masked(paragraph: str, found: Sequence[Quotation]) -> str:
    """Return a paragraph with the sign for each quotation, followed by the mark that ends it inside, where that counts."""
    pieces: list[str] = []
    at = 0
    for quotation in found:
        following = paragraph[quotation.end + 1 : quotation.end + 80].lstrip()
        last = "," if quotation.words[-1:] in ("?", "!") and _NAMED_NEXT.match(following) else quotation.words[-1:]
        pieces += [paragraph[at : quotation.start], QUOTED, _end_mark(last, following[:1])]
        at = quotation.end + 1
    text = " ".join("".join([*pieces, paragraph[at:]]).split())
    dateline = _DATELINE.match(text)
    return text[dateline.end() :] if dateline and QUOTED not in dateline[0] else text


def _end_mark(last: str, after: str) -> str:
    """Return how a quotation ends for the sentence around it, by its own last mark and the next character after it."""
    if last in _STOPS and last:
        begins = not after or (not (after.isalpha() and after.islower()) and after not in ",;:.–—-)?!…")
        return "." if begins else "" if after in ",.;" else ","
    return "," if last in (",", "،", "-", "–", "—") and after not in (",", ".") else ""


def _sentences(text: str, first: int) -> Iterator[Sentence]:
    start = 0
    for end in (*sentence_stops(text), len(text)):
        sentence = text[start:end].strip()
        if sentence:
            count = sentence.count(QUOTED)
            yield Sentence(sentence, tuple(range(first, first + count)))
            first += count
        start = end


def sentence_stops(text: str) -> Iterator[int]:
    """Yield the offset after each sentence, also after one that ends with a short name."""
    for stop in _ENDS.finditer(text):
        word = _LAST_WORD.search(text, max(stop.start() - 40, 0), stop.start())
        last = word[0].casefold() if word else ""
        following = text[stop.end() :].lstrip()[:1]
        is_short = stop[0] == "." and (last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha() and last != QUOTED))
        initials = stop[0] == "." and "." in last and len(last) <= 4
        if not (is_short or initials or (following.islower() and following != QUOTED)):
            yield stop.end()
