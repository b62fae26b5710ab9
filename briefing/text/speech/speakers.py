"""Tell the speaker of every direct quotation of a text, where the text tells it plainly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from briefing.text.languages.speech_words import WORDS
from briefing.text.speech.attribution import attribution_of, reported_by
from briefing.text.speech.clauses import Attribution, Shape
from briefing.text.speech.grammar import Grammar, grammar_of, languages_for
from briefing.text.speech.people import People
from briefing.text.speech.phrases import Speaker, read_speaker
from briefing.text.speech.sentences import QUOTED, Sentence, SpeechText, read_sentences

_LONGEST = 1500
"""In a sentence of more characters, no speaker is told."""
_NEAR = 8
"""So many sentences before a pronoun may name whom it means."""


@dataclass(frozen=True)
class AttributedQuotation:
    """A direct quotation of a text: its paragraph (from 1), the offsets of its marks there, its words, and who says it.

    `speaker` and `shape`, how that is told, are None where it is not plain. `clause` is what is written around the name.
    """

    paragraph: int
    start: int
    end: int
    words: str
    speaker: Speaker | None
    shape: Shape | None
    clause: str = ""


def attribute_quotations(paragraphs: Sequence[str], language: str = "") -> tuple[AttributedQuotation, ...]:
    """Return every direct quotation of some paragraphs in order, each with its speaker where that is plain.

    The text may be in English, French, German, Spanish, Portuguese or Arabic, also paragraph by paragraph; `language`,
    where it is known, is that of paragraphs which are too short to tell.
    """
    return Speech(paragraphs, language).quotations


class Speech:
    """What is said in a text, and by whom."""

    def __init__(self, paragraphs: Sequence[str], language: str = "") -> None:
        self._read: SpeechText = read_sentences(paragraphs)
        outside = [" ".join(one.text for one in sentences).replace(QUOTED, " ") for sentences in self._read.paragraphs]
        self.languages = languages_for(" ".join(outside)[:4000], (language,) if language in WORDS else tuple(WORDS))
        self._recent: Speaker | None = None
        self._grammars = [grammar_of(languages_for(text, self.languages)) for text in outside]

    @cached_property
    def people(self) -> People:
        """The people that the text names outside of its quotations, and what it says of them."""
        return People([[one.text for one in sentences] for sentences in self._read.paragraphs], self._grammars)

    @cached_property
    def quotations(self) -> tuple[AttributedQuotation, ...]:
        """Every quotation in order."""
        found: dict[int, tuple[Attribution | None, Speaker | None]] = {}
        self._recent = None
        for number, sentences in enumerate(self._read.paragraphs):
            self._paragraph(number, sentences, found)
        result: list[AttributedQuotation] = []
        for n, passage in enumerate(self._read.passages):
            attribution, speaker = found.get(n, (None, None))
            shape = attribution.shape if attribution else None
            if passage.continues and result and (speaker is None or not attribution):
                before = result[-1]
                speaker, shape = before.speaker, "continued" if before.speaker else None
            elif passage.continues and result and result[-1].speaker is None and speaker is not None:
                # Told only after the last paragraph: it is the same speaker's from the first one on.
                result = _told_at_the_end(result, speaker)
            elif attribution and speaker is None and _is_as_before(result, found.get(n - 1), attribution):
                speaker = result[-1].speaker  # “…,” she added, “…”, in a quotation that goes on
            q = passage.quotation
            clause = attribution.clause if attribution else ""
            shape = shape if speaker else None
            result.append(AttributedQuotation(passage.paragraph, q.start, q.end, q.words, speaker, shape, clause))
        return tuple(result)

    def _paragraph(
        self, number: int, sentences: Sequence[Sentence], found: dict[int, tuple[Attribution | None, Speaker | None]]
    ) -> None:
        grammar = self._grammars[number]
        last: Speaker | None = None
        for nth, sentence in enumerate(sentences):
            if len(sentence.text) > _LONGEST:
                last = None
                continue  # nothing plain is said so
            previous: Speaker | None = None
            for k, quotation in enumerate(sentence.quotations):
                attribution = attribution_of(sentence, k, grammar)
                speaker = self._speaker(attribution, number, nth, last, grammar) if attribution else None
                if attribution is None and k and previous and _is_split(sentence.text, k, grammar):
                    attribution = Attribution("", "same sentence", False, 0, sentence.text)
                    speaker = previous
                elif attribution is None and last and _stands_alone(sentence):
                    attribution = Attribution("", "next sentence", False, 0, "")
                    speaker = last
                found[quotation] = (attribution, speaker)
                previous = speaker
            self._tell_backwards(sentence, found, grammar)
            if sentence.quotations:
                last = found[sentence.quotations[-1]][1]
            else:
                last = self._reported(sentence, number, nth, last, grammar)
        self._recent = last

    def _reported(
        self, sentence: Sentence, number: int, nth: int, last: Speaker | None, grammar: Grammar
    ) -> Speaker | None:
        """Return who speaks in a sentence without a quotation, in reported speech; None where nobody does."""
        attribution = reported_by(sentence.text, grammar)
        return self._speaker(attribution, number, nth, last, grammar) if attribution else None

    def _tell_backwards(
        self, sentence: Sentence, found: dict[int, tuple[Attribution | None, Speaker | None]], grammar: Grammar
    ) -> None:
        """Give two quotations that only a conjunction joins one speaker: “…” and “…”, said X."""
        for k in range(len(sentence.quotations) - 2, -1, -1):
            here, following = sentence.quotations[k], sentence.quotations[k + 1]
            between = sentence.text.split(QUOTED)[k + 1].strip(" ,")
            joined = not between or bool(grammar.conjunction.fullmatch(between))
            if joined and found[here][1] is None and found[following][1] is not None and found[following][0]:
                found[here] = found[following]

    def _speaker(
        self, attribution: Attribution, number: int, nth: int, last: Speaker | None, grammar: Grammar
    ) -> Speaker | None:
        if attribution.is_pronoun:
            sentences = [one.text for one in self._read.paragraphs[number][max(nth - _NEAR, 0) : nth + 1]]
            before = [*sentences[:-1], sentences[-1][: attribution.at]]
            return self.people.meant_by(attribution.phrase, before, number, last, self._recent, grammar)
        speaker = read_speaker(attribution.phrase, grammar)
        return self.people.known(speaker, number, grammar) if speaker else None


def _is_as_before(
    result: Sequence[AttributedQuotation],
    before: tuple[Attribution | None, Speaker | None] | None,
    attribution: Attribution,
) -> bool:
    """Tell whether a quotation is given to the pronoun of the one before, which goes on from another paragraph."""
    if not result or result[-1].shape != "continued" or before is None or before[0] is None:
        return False
    return attribution.is_pronoun and attribution.phrase == before[0].phrase


def _told_at_the_end(result: list[AttributedQuotation], speaker: Speaker) -> list[AttributedQuotation]:
    paragraph = result[-1].paragraph
    changed = list(result)
    for n in range(len(changed) - 1, -1, -1):
        if changed[n].speaker is not None or changed[n].paragraph < paragraph - (len(changed) - 1 - n):
            break
        if changed[n].paragraph not in (paragraph, paragraph + 1):
            break
        changed[n] = replace(changed[n], speaker=speaker, shape="continued")
        paragraph = changed[n].paragraph - 1
    return changed


def _stands_alone(sentence: Sentence) -> bool:
    return not re.search(r"\w", sentence.text.replace(QUOTED, ""))


def _is_split(text: str, k: int, grammar: Grammar) -> bool:
    """Tell whether a quotation goes on after the words that name its speaker: “…”, said X, “…”."""
    before, between, after = text.split(QUOTED)[:k], text.split(QUOTED)[k], text.split(QUOTED)[k + 1]
    follows = not re.search(r"\w", after)
    comma = between.rstrip().endswith((",", ":")) or bool(re.search(r"\b(?:and|et|und|y|e)$", between.rstrip()))
    adds = re.search(r"\b(?:d['’]ajouter|ajoutant|before adding|adding|añadiendo|acrescentando)\b[^,;]*$", between)
    return bool(before) and ((follows and comma) or bool(adds))
