"""The rule on one label with two figures: those of page one against every other place, and any two texts against each other.

A key figure is looked for by the words of its label, wherever they have a number beside them. What is said of another day, of
a change or in someone's own words is no other figure for the same; nor is the same number rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.check.check_input import CheckInput, Finding
from briefing.check.claims import CheckedText
from briefing.check.rules.two_figures import CHANGES, is_dated, is_rounded_value, two_figures
from briefing.load.located_values import ValuePath
from briefing.model.dates import When
from briefing.model.key_figures.figure import KeyFigure
from briefing.model.key_figures.value import parse_value
from briefing.text.figures.numbers import Amount, read_figures
from briefing.text.printed_markdown import printed_tables
from briefing.text.sentences import split_sentences

_NOT_COMPARED = ("figures", "contact", "expect", "map")
_NUMBER = r"(?<![\w.,/-])[−-]?(?:[A-Z]{0,3}[$€£])?\s?\d"
_NEAR = r"[^.!?;:“‘\d]{0,40}?"
_END = r"(?=\s*(?:[.,;:)]|$|so far|by now|in all|in total|overall))"
"""What follows a label that is not said of a part alone (*killed in Hatay*)."""
_MEASURED = r"(?=[−-]?[A-Z]{0,3}[$€£]|[\d.,\u00a0\u202f ]{1,20}(?:%|per\s?cent|pour\s?cent))"
_LINK = rf"|\s+(?:of|is|are|was|were|at|reached|totals?|est|sont|de|à)\s+{_MEASURED}"
"""What sets an amount of money or a share beside a label of one word (*damage of US$ 4.3 billion*): not any number is one."""
_SHORT = 30
"""The characters after the first digit of a number within which its unit is."""


@dataclass(frozen=True)
class _Looked:
    """A key figure that is looked for: its place, the pattern of its label with a number, and the amounts it can be.

    `of_event` is the pattern of its label in what was said on the day of the figure (*39,999 people were killed*).
    """

    path: ValuePath
    figure: KeyFigure
    pattern: re.Pattern[str]
    of_event: re.Pattern[str]
    amounts: Sequence[Amount]


def same_label(given: CheckInput) -> Iterator[Finding]:
    """Find a label that has one figure here and another there."""
    found: set[tuple[ValuePath, str]] = set()
    for finding in (*_other_values(given), *two_figures(given)):
        if (finding.path, finding.words) not in found:
            found.add((finding.path, finding.words))
            yield finding


def _other_values(given: CheckInput) -> Iterator[Finding]:
    """Yield each place where the label of a key figure has another value."""
    looked = [_look_for(("figures", i, "value"), figure) for i, figure in enumerate(given.briefing.figures)]
    for text in given.texts if looked else ():
        if text.is_speech or text.path[0] in _NOT_COMPARED or (text.path[0] == "sections" and text.path[-1] == "title"):
            continue
        for one in looked:
            for written in _in_text(given, text, one):
                what = f"“{one.figure.label}” has {written} here and {one.figure.value} at {{other}}, among the key figures"
                hint = "correct one of them, or say how they differ: as of when, where, counted by whom"
                yield Finding(text.path, what, hint, written, one.path, one.figure.value)


def _look_for(path: ValuePath, figure: KeyFigure) -> _Looked:
    words = figure.label.split()
    label = r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)"
    # A label of one word is in many sentences: only what is set beside it as its value is meant.
    value = parse_value(figure.value)
    beside = rf"\s*[:=–—]\s*{_LINK if value.unit else ''}"
    after = rf"(?:{_NEAR}|\s*[:=–—]\s*)" if len(words) > 1 else rf"(?:{beside})"
    unit = rf"(?:{re.escape(figure.unit)}\s+)?" if figure.unit else ""
    forms = [rf"{label}{after}(?P<after>{_NUMBER})"]
    if len(words) > 1:
        forms.append(
            rf"(?P<before>{_NUMBER}[\d.,\u00a0\u202f ]{{0,40}}(?:[^\W\d]{{1,40}}\s{{1,3}}){{0,2}}{unit}){label}"
        )
    counted = re.escape(figure.unit) if figure.unit else "people"
    verb = r"(?:(?:are|were|was|is|ha(?:ve|s) been)\s+)?"
    event = rf"(?P<before>{_NUMBER}[\d.,\u00a0\u202f ]{{0,40}}(?:{counted}\s+)?{verb}){label}{_END}"
    amounts = [amount for part in value.words for amount in read_figures(part).amounts]
    pattern = re.compile("|".join(forms), re.IGNORECASE)
    return _Looked(path, figure, pattern, pattern if len(words) > 1 else re.compile(event, re.IGNORECASE), amounts)


def _in_text(given: CheckInput, text: CheckedText, one: _Looked) -> Iterator[str]:
    """Yield every other value that a text gives for a label, as written."""
    of_day = _is_of_day(_date_of(given, text.path), one.figure.as_of)
    if text.path[0] in ("timeline", "reactions") and not of_day:
        return  # what was said of another day
    if text.path[0] == "sections" and text.path[-1] == "text":
        yield from _in_tables(given, text.path, one)
    for block in text.blocks:
        for sentence in split_sentences(block.text):
            if not _is_of_another_day(sentence, one.figure.as_of):
                yield from _in_sentence(sentence, one, one.pattern)
                if of_day and one.of_event is not one.pattern:
                    yield from _in_sentence(sentence, one, one.of_event)


def _in_sentence(sentence: str, one: _Looked, pattern: re.Pattern[str]) -> Iterator[str]:
    for match in pattern.finditer(sentence):
        if CHANGES.search(match[0]) or "“" in match[0]:
            continue
        start = match.start("after") if match.groupdict().get("after") else match.start("before")
        yield from _differing(sentence[start:], one)


def _in_tables(given: CheckInput, path: ValuePath, one: _Looked) -> Iterator[str]:
    """Yield the values of the row of a label, in columns that are of no other day."""
    section = given.briefing.sections[int(path[1])]
    for table, _ in printed_tables(section.text, given.briefing.language):
        for row in table[1:]:
            if " ".join(row[0].casefold().split()) != one.figure.label_key:
                continue
            for column, cell in enumerate(row[1:], start=1):
                heading = table[0][column] if column < len(table[0]) else ""
                if not _is_of_another_day(f"{section.title} {heading}", one.figure.as_of):
                    yield from _differing(cell, one)


def _differing(text: str, one: _Looked) -> Iterator[str]:
    """Yield the number that a text begins with, where it is another than that of a key figure."""
    text = text.lstrip(" −-")
    begin = text if len(text) <= _SHORT else text[:_SHORT].rpartition(" ")[0] or text
    first = next((amount for amount in read_figures(begin).amounts if text.startswith(amount.written)), None)
    if first is None or not one.amounts or not _is_other(first, one.amounts):
        return
    yield first.written


def _is_other(found: Amount, amounts: Sequence[Amount]) -> bool:
    if found.unit and found.unit not in {amount.unit for amount in amounts}:
        return False
    low, high = (pick(value for amount in amounts for value in amount.values) for pick in (min, max))
    return not any(
        value in amount.values or low <= value <= high or is_rounded_value(value, low) or is_rounded_value(low, value)
        for value in found.values
        for amount in amounts
    )


def _is_of_another_day(text: str, day: When | None) -> bool:
    """Tell whether a text has a date that is not the day of a figure."""
    days = read_figures(text).days
    if not days or day is None:
        return is_dated(text)
    written = day.written
    return not any(
        one.day in (None, written.day) and one.month in (None, written.month) and one.year in (None, written.year)
        for one in days
    )


def _date_of(given: CheckInput, path: ValuePath) -> When | None:
    if path[0] == "timeline":
        return given.briefing.timeline[int(path[1])].when
    return given.briefing.reactions[int(path[1])].date if path[0] == "reactions" else None


def _is_of_day(when: When | None, day: When | None) -> bool:
    return when is not None and day is not None and when.written.date() == day.written.date()
