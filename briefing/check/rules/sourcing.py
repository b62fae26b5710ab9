"""Rules on what statements rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from briefing.check.claims import STATEMENTS, Copy
from briefing.check.quotations import following_text
from briefing.check.rules.finding import Finding, shown
from briefing.load.located_values import ValuePath
from briefing.model.briefing import Source
from briefing.model.dates import When
from briefing.text.citations import Citation
from briefing.text.numbers import Day, Figures, missing_figures, read_figures

_NAMES = ("name", "affiliation", "side", "body", "speaker", "capacity")
"""What names someone: a figure in it is a part of the name."""


def _all_citations(copy: Copy) -> Iterator[tuple[ValuePath, Citation]]:
    for claim in copy.claims:
        for citation in claim.citations:
            yield claim.path, citation


def no_such_paragraph(copy: Copy) -> Iterator[Finding]:
    """A citation of a paragraph past the end of the source."""
    for path, citation in _all_citations(copy):
        text = copy.texts.get(citation.source)
        beyond = [number for number in citation.paragraphs if text and number > len(text.paragraphs)]
        if text and beyond:
            what = f"{citation.source} has no paragraph {beyond[0]}; its last is {len(text.paragraphs)}"
            yield Finding(path, what, f"see them with: briefing source show {citation.source}", str(beyond[0]))


def text_not_held(copy: Copy) -> Iterator[Finding]:
    """A cited source whose text is not in the folder: nothing that rests on it can be verified."""
    cited = {citation.source for _, citation in _all_citations(copy)}
    for i, source in enumerate(copy.briefing.sources):
        if source.id in cited and source.id not in copy.texts:
            what = f"the text of {source.id} is not held: no quotation or figure from it is verified"
            hint = f"store it with: briefing source add FILE --id {source.id}"
            yield Finding(("sources", i, "id"), what, hint)


def text_unsealed(copy: Copy) -> Iterator[Finding]:
    """A source text without its digest: an alteration would not be noticed."""
    for i, source in enumerate(copy.briefing.sources):
        if source.text and not source.sha256:
            what = f"the text of {source.id} has no sha256: a change to it would not be noticed"
            yield Finding(("sources", i, "text"), what, "let briefing source add store it")


def uncited(copy: Copy) -> Iterator[Finding]:
    """A statement that rests on nothing."""
    for claim in copy.claims:
        if claim.kind in STATEMENTS and not claim.citations and not claim.own:
            what = f"this {claim.kind} cites no source: {shown(claim.words, 60)}"
            hint = "cite the source and paragraph, or mark it own: true if it is the desk's own judgement"
            yield Finding(claim.path, what, hint)


def no_paragraph(copy: Copy) -> Iterator[Finding]:
    """A statement that cites whole sources, and no paragraph or page of any."""
    for claim in copy.claims:
        located = any(citation.paragraphs or citation.pages for citation in claim.citations)
        if claim.kind in STATEMENTS and claim.citations and not located:
            source = claim.citations[0].source
            what = f"this {claim.kind} cites {source}, but no paragraph of it: {shown(claim.words, 60)}"
            yield Finding(claim.path, what, f"write it as: {source} para. 5", source)


def figures(copy: Copy) -> Iterator[Finding]:
    """Numbers, dates and shares that the cited paragraphs do not have."""
    sources = {source.id: source for source in copy.briefing.sources}
    for path, text, citations in _cited_texts(copy):
        yield from _unfounded(path, read_figures(text), citations, copy, sources)
    for path, when, citations in _dated(copy):
        day = Day(str(when), when.start.year, *_month_and_day(when))
        yield from _unfounded(path, Figures((day,), (), ()), citations, copy, sources)


def _cited_texts(copy: Copy) -> Iterator[tuple[ValuePath, str, Sequence[Citation]]]:
    for passage in copy.passages:
        if passage.speech or passage.bare or passage.path[-1] in _NAMES:
            continue
        for block in passage.blocks:
            for text, citations in following_text(block):
                yield passage.path, text, citations or passage.rests_on


def _dated(copy: Copy) -> Iterator[tuple[ValuePath, When, Sequence[Citation]]]:
    for i, entry in enumerate(copy.briefing.timeline):
        yield ("timeline", i, "when"), entry.when, entry.source
    for i, reaction in enumerate(copy.briefing.reactions):
        if reaction.date:
            yield ("reactions", i, "date"), reaction.date, reaction.source


def _month_and_day(when: When) -> tuple[int | None, int | None]:
    month = None if when.precision == "year" else when.start.month
    return month, when.start.day if when.precision in ("day", "minute") else None


def _unfounded(
    path: ValuePath, wanted: Figures, citations: Sequence[Citation], copy: Copy, sources: dict[str, Source]
) -> Iterator[Finding]:
    if not (wanted.days or wanted.amounts or wanted.clock) or not citations:
        return
    if any(citation.source not in copy.texts or not citation.paragraphs for citation in citations):
        return  # what cannot be looked up is not said to be missing
    missing: set[str] | None = None
    for citation in citations:
        paragraphs = copy.texts[citation.source].paragraphs
        numbers = [number for number in citation.paragraphs if number <= len(paragraphs)]
        read = [(paragraphs[n - 1], paragraphs[n - 2] if n > 1 else "") for n in numbers]
        published = sources[citation.source].published
        lacking = missing_figures(wanted, read, _day(published))
        missing = set(lacking) if missing is None else missing & set(lacking)
    if missing:
        names = [written for written in _in_order(wanted) if written in missing]
        where = "; ".join(_place(citation) for citation in citations)
        what = f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} not in {where}"
        yield Finding(path, what, "check it against the source, or cite the paragraph that has it", names[0])


def _in_order(wanted: Figures) -> list[str]:
    written = [day.written for day in wanted.days] + [amount.written for amount in wanted.amounts]
    return list(dict.fromkeys(written + [clock for clock, _ in wanted.clock]))


def _place(citation: Citation) -> str:
    return f"{citation.source} para. {', '.join(map(str, citation.paragraphs))}"


def _day(when: When | None) -> date | None:
    return when.start.date() if when and when.precision in ("day", "minute") else None
