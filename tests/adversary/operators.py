"""Operators that alter a quotation, each in one way, and those that write a faithful one in another way.

An operator is given a quotation in its article and yields what a briefing would print; nothing is chosen by hand or by chance.
Which words turn a meaning is in lists of the operators' own (`turning_words`), not in those of the check.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tests.adversary.articles import Article
from tests.adversary.turning_words import CONDITION, NOT, REVERSALS, TURNING

UNSTORED = "wire"
"""A source without a text."""


@dataclass(frozen=True)
class Case:
    """A quotation as a briefing has it: its words, and what is cited after it; `block` prints it as a block quotation.

    `said` is what the article has besides, and the quotation is from: `¶` begins another paragraph.
    """

    words: str
    citation: str = ""
    block: str = ""
    said: str = ""


@dataclass(frozen=True)
class Quoted:
    """A quotation of an article with its paragraph, from 1."""

    article: Article
    words: str
    paragraph: int

    def case(self, words: str, citation: str = "") -> Case:
        """Return a case that cites the paragraph of the quotation, unless told otherwise."""
        return Case(words, citation or f"@{self.article.name} para. {self.paragraph}")

    @property
    def each(self) -> list[str]:
        """Its words, with the marks that are written beside them."""
        return self.words.split()


Operator = Callable[[Quoted], Iterator[Case]]

_TELLING = {
    "es": ("aceptaremos", "dudo", "demasiado"),
    "pt": ("fechámos", "deixámos", "estamos longe"),
    "de": ("wir haben", "ich glaube", "es wäre"),
}


def _language(quoted: Quoted) -> str:
    """Return the language of a quotation, which may be another than that of its article."""
    if re.search("[\u0621-\u064a]", quoted.words):
        return "ar"
    for language, telling in _TELLING.items():
        if any(words in quoted.words.casefold() for words in telling):
            return language
    return quoted.article.language


def _inner(words: list[str]) -> list[int]:
    """Return up to four places inside a quotation, evenly spaced."""
    places = list(range(1, len(words) - 1))
    return places[:: max(len(places) // 4, 1)][:4]


def drop_word(q: Quoted) -> Iterator[Case]:
    for n in _inner(q.each):
        yield q.case(" ".join(q.each[:n] + q.each[n + 1 :]))


def change_word(q: Quoted) -> Iterator[Case]:
    others = next(word for word, _ in q.article.quotations if word != q.words).split()
    for n in _inner(q.each):
        other = next(word for word in others if word.casefold() != q.each[n].casefold())
        yield q.case(" ".join([*q.each[:n], other, *q.each[n + 1 :]]))


def swap_words(q: Quoted) -> Iterator[Case]:
    for n in _inner(q.each):
        if q.each[n] != q.each[n + 1]:
            yield q.case(" ".join([*q.each[:n], q.each[n + 1], q.each[n], *q.each[n + 2 :]]))


def change_ending(q: Quoted) -> Iterator[Case]:
    for n in _inner(q.each)[:2]:
        if q.each[n].isalpha():
            yield q.case(" ".join([*q.each[:n], q.each[n] + "s", *q.each[n + 1 :]]))


def imitate_letter(q: Quoted) -> Iterator[Case]:
    if "o" in q.words:
        yield q.case(q.words.replace("o", "о", 1))


def negate(q: Quoted) -> Iterator[Case]:
    word = NOT[_language(q)]
    for n in _inner(q.each)[:3]:
        yield q.case(" ".join([*q.each[:n], word, *q.each[n:]]))


def negate_in_brackets(q: Quoted) -> Iterator[Case]:
    word = NOT[_language(q)]
    for n in _inner(q.each)[:2]:
        yield q.case(" ".join([*q.each[:n], f"[{word}]", *q.each[n:]]))


def reverse_in_brackets(q: Quoted) -> Iterator[Case]:
    for words in REVERSALS[_language(q)]:
        n = _inner(q.each)[-1]
        yield q.case(" ".join([*q.each[:n], f"[{words}]", *q.each[n:]]))


def explain_in_brackets(q: Quoted) -> Iterator[Case]:
    n = _inner(q.each)[0]
    yield q.case(" ".join([*q.each[:n], "[as everybody in town knew]", *q.each[n:]]))


def _around_turns(q: Quoted) -> Iterator[tuple[str, str]]:
    """Yield what is before and what is after each turning word of a quotation."""
    for match in TURNING[_language(q)].finditer(q.words):
        yield q.words[: match.start()].strip(), q.words[match.end() :].strip()


def drop_negation(q: Quoted) -> Iterator[Case]:
    for before, after in _around_turns(q):
        if before and len(after.split()) > 1:
            yield q.case(f"{before} {after}")


def omit_negation(q: Quoted) -> Iterator[Case]:
    for before, after in _around_turns(q):
        if len(before.split()) > 1 and len(after.split()) > 2 and after[0].isalnum():
            yield q.case(f"{before} … {after}")


def cut_negation_off(q: Quoted) -> Iterator[Case]:
    for _, after in _around_turns(q):
        if len(after.split()) > 3 and after[0].isalnum():
            yield q.case(after)
            yield q.case(f"… {after}")


_OTHER_CLAUSE = re.compile(r"[,;:.](?! dass)")


def cut_further_off(q: Quoted) -> Iterator[Case]:
    """Cut more words off, as long as the clause is the same."""
    for _, after in _around_turns(q):
        for further in (1, 2, 3, 5):
            rest = after.split()[further:]
            if len(rest) > 3 and not _OTHER_CLAUSE.search(after[: -len(" ".join(rest))]):
                yield q.case(" ".join(rest))


def cut_before_inserted_phrase(q: Quoted) -> Iterator[Case]:
    """Cut a negation off with the inserted phrase between commas after it: “not, whatever they print, apologise”."""
    for _, after in _around_turns(q):
        inserted = re.match(r",[^,]+, (?P<rest>.*)", after)
        if inserted:
            yield q.case(inserted["rest"])


def cut_condition_off(q: Quoted) -> Iterator[Case]:
    language = _language(q)
    for match in re.finditer(rf"(?<!\w)(?:{CONDITION[language]})(?!\w)", q.words):
        before = q.words[: match.start()].rstrip(" ,")
        if len(before.split()) > 2 and not before.endswith("only"):
            yield q.case(before)


def join_speakers(q: Quoted) -> Iterator[Case]:
    later = [(words, n) for words, n in q.article.quotations if n == q.paragraph + 1][:1]
    for words, n in later:
        half, rest = q.each[: len(q.each) // 2], words.split()[len(words.split()) // 2 :]
        yield q.case(" ".join([*half, "…", *rest]), f"@{q.article.name} paras. {q.paragraph}-{n}")


def cite_another_paragraph(q: Quoted) -> Iterator[Case]:
    yield q.case(q.words, f"@{q.article.name} para. 1")


def hide_behind_an_unstored_source(q: Quoted) -> Iterator[Case]:
    for n in _inner(q.each)[:2]:
        words = " ".join([*q.each[:n], "everything", *q.each[n + 1 :]])
        yield q.case(words, f"@{q.article.name} para. {q.paragraph}; @{UNSTORED}")


def change_number(q: Quoted) -> Iterator[Case]:
    for match in re.finditer(r"\bone\b|\btwice\b|\bnine\b|\bdeux\b|\btrois\b", q.words):
        other = {"one": "two", "twice": "thrice", "nine": "ten", "deux": "trois", "trois": "quatre"}[match[0]]
        yield q.case(q.words[: match.start()] + other + q.words[match.end() :])


ALTERATIONS: Mapping[str, Operator] = {
    "a word dropped": drop_word,
    "a word changed": change_word,
    "two words swapped": swap_words,
    "another ending": change_ending,
    "another number": change_number,
    "a letter of another script": imitate_letter,
    "a negation added": negate,
    "a negation added in brackets": negate_in_brackets,
    "a reversal added in brackets": reverse_in_brackets,
    "an explanation added in brackets": explain_in_brackets,
    "a negation dropped": drop_negation,
    "a negation behind an ellipsis": omit_negation,
    "a negation cut off": cut_negation_off,
    "a negation cut off, with words after it": cut_further_off,
    "a negation cut off, with an inserted phrase after it": cut_before_inserted_phrase,
    "a condition cut off": cut_condition_off,
    "two speakers joined": join_speakers,
    "another paragraph cited": cite_another_paragraph,
    "altered, and an unstored source cited too": hide_behind_an_unstored_source,
}


# ---- faithful ----


def as_it_is(q: Quoted) -> Iterator[Case]:
    yield q.case(q.words)


def with_other_signs(q: Quoted) -> Iterator[Case]:
    yield q.case(q.words.replace("’", "'").replace("–", "-"))
    yield q.case(unicodedata.normalize("NFD", q.words))
    yield q.case(q.words.replace(" ", "\u00a0", 2))
    first = q.each[1]
    yield q.case(q.words.replace(first, f"{first[:1]}\u200d{first[1:]}", 1))


def without_last_mark(q: Quoted) -> Iterator[Case]:
    if q.words[-1] in ".!?":
        yield q.case(q.words[:-1])
    yield q.case(q.words.rstrip(".") + " …")


def with_capital_in_brackets(q: Quoted) -> Iterator[Case]:
    if q.words[0].isalpha() and q.words[0].swapcase() != q.words[0]:
        yield q.case(f"[{q.words[0].swapcase()}]{q.words[1:]}")


def with_name_in_brackets(q: Quoted) -> Iterator[Case]:
    n = _inner(q.each)[0]
    yield q.case(" ".join([*q.each[:n], "[Ardania]", *q.each[n:]]))


def first_clause(q: Quoted) -> Iterator[Case]:
    clause, comma, rest = q.words.partition(",")
    condition = rf"(?:and )?(?:{CONDITION[_language(q)]})(?!\w)"
    if comma and len(clause.split()) > 3 and not re.match(condition, rest.strip()):
        yield q.case(clause)


def last_clause(q: Quoted) -> Iterator[Case]:
    """Quote the last clause, unless it depends on a negation: “not, whatever they print, apologise”, “nicht, dass”."""
    turn = TURNING[_language(q)]
    for mark in ";,":
        before, found, clause = q.words.rpartition(mark)
        depends = any(match.end() == len(part) for part in before.split(",") for match in turn.finditer(part))
        if found and len(clause.split()) > 3 and not depends and not re.match(r" dass | die .* zu ", clause):
            yield q.case(clause.strip())


def in_block(q: Quoted) -> Iterator[Case]:
    citation = f"@{q.article.name} para. {q.paragraph}"
    yield Case(q.words, citation, f"> {q.words} [{citation}]")
    yield Case(q.words, citation, f"> {q.words} [{citation}]\n>\n> — Maria Delgado, for the record")


def with_an_unstored_source(q: Quoted) -> Iterator[Case]:
    yield q.case(q.words, f"@{q.article.name} para. {q.paragraph}; @{UNSTORED}")
    yield q.case(q.words, f"@{UNSTORED}; @{q.article.name} para. {q.paragraph}")


FAITHFUL: Mapping[str, Operator] = {
    "as it is": as_it_is,
    "other signs and spaces": with_other_signs,
    "without its last mark": without_last_mark,
    "another capital, in brackets": with_capital_in_brackets,
    "a name added in brackets": with_name_in_brackets,
    "its first clause": first_clause,
    "its last clause": last_clause,
    "as a block quotation": in_block,
    "an unstored source cited too": with_an_unstored_source,
}
