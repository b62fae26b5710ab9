"""Rules on the sources of statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from briefing.check.check_input import CheckInput, Finding, shorten
from briefing.check.claims import STATEMENTS, Citations
from briefing.check.quotations import cited_stretches
from briefing.load.located_values import ValuePath
from briefing.model.dates import When
from briefing.model.key_figures.value import parse_value
from briefing.model.retractions import title_is_retracted
from briefing.text.citations import Citation
from briefing.text.figure_lookup import missing_figures
from briefing.text.numbers import Day, StatedFigures, read_figures

_NAMES = ("name", "affiliation", "side", "body", "speaker", "capacity")
"""Keys of names: a figure in one is a part of the name."""


def _all_citations(given: CheckInput) -> Iterator[tuple[ValuePath, Citation]]:
    for claim in given.claims:
        for citation in claim.citations:
            yield claim.path, citation


def no_such_paragraph(given: CheckInput) -> Iterator[Finding]:
    """Find citations of a paragraph after the last one of the source."""
    for path, citation in _all_citations(given):
        text = given.sources.get(citation.source)
        beyond = [number for number in citation.paragraphs if text and number > len(text.paragraphs)]
        if text and beyond:
            what = f"{citation.source} has no paragraph {beyond[0]}; its last is {len(text.paragraphs)}"
            yield Finding(path, what, f"see them with: briefing source show {citation.source}", str(beyond[0]))


def text_not_stored(given: CheckInput) -> Iterator[Finding]:
    """Find cited sources whose text is not stored: nothing that cites them can be verified."""
    cited = {citation.source for _, citation in _all_citations(given)}
    for i, source in enumerate(given.briefing.sources):
        if source.id in cited and source.id not in given.sources:
            what = f"the text of {source.id} is not stored: no quotation or figure from it is verified"
            hint = f"store it with: briefing source add FILE --id {source.id}"
            yield Finding(("sources", i, "id"), what, hint)


def text_without_digest(given: CheckInput) -> Iterator[Finding]:
    """Find source texts without their digest: a change to one would not be noticed."""
    for i, source in enumerate(given.briefing.sources):
        if source.text and not source.sha256:
            what = f"the text of {source.id} has no sha256: a change to it would not be noticed"
            yield Finding(
                ("sources", i, "text"),
                what,
                f"remove its text: line, and store it with: briefing source add FILE --id {source.id}",
            )


def retracted(given: CheckInput) -> Iterator[Finding]:
    """Find sources that were retracted, by their titles or by the notes of the bibliography, which are added to the titles."""
    for i, source in enumerate(given.briefing.sources):
        if title_is_retracted(source.title):
            what = f"by its title, {source.id} was retracted, or is the notice of that: {shorten(source.title, 60)}"
            hint = "cite another source, or allow it with the reason why this one is cited"
            yield Finding(("sources", i, "title"), what, hint)


def uncited(given: CheckInput) -> Iterator[Finding]:
    """Find statements without a source that are not the desk's own."""
    for claim in given.claims:
        if claim.kind in (*STATEMENTS, "chart", "table") and not claim.citations and not claim.own:
            what = f"this {claim.kind} cites no source: {shorten(claim.words, 60)}"
            hint = "cite the source and paragraph, or mark it own: true if it is the desk's own judgement"
            yield Finding(claim.path, what, hint)


def no_paragraph(given: CheckInput) -> Iterator[Finding]:
    """Find statements that cite whole sources, and no paragraph or page of any."""
    for claim in given.claims:
        located = any(citation.paragraphs or citation.pages for citation in claim.citations)
        if claim.kind in STATEMENTS and claim.citations and not located:
            source = claim.citations[0].source
            what = f"this {claim.kind} cites {source}, but no paragraph of it: {shorten(claim.words, 60)}"
            yield Finding(claim.path, what, f"write it as: {source} para. 5", source)


def figure_not_in_source(given: CheckInput) -> Iterator[Finding]:
    """Find numbers, dates and shares that the cited paragraphs do not have."""
    for path, wanted, citations in (*_key_figures(given), *_figures_in_texts(given), *_dates_of_entries(given)):
        if missing := _missing_figures(wanted, citations, given):
            where = "; ".join(_place(citation) for citation in citations)
            what = f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not in {where}"
            yield Finding(path, what, "check it against the source, or cite the paragraph that has it", missing[0])


def _key_figures(given: CheckInput) -> Iterator[tuple[ValuePath, StatedFigures, Citations]]:
    """Yield the value and the date of each key figure; a date on which a cited source was published is in that source."""
    published = {source.id: _day(source.published) for source in given.briefing.sources}
    cited = {claim.path: claim.citations for claim in given.claims if claim.kind == "key figure"}
    for i, figure in enumerate(given.briefing.figures):
        citations = cited["figures", i, "value"]
        words = "; ".join(f"{words} {figure.unit or ''}" for words in parse_value(figure.value).words)
        amounts = read_figures(words).amounts
        yield ("figures", i, "value"), StatedFigures((), amounts, ()), citations
        when = figure.as_of
        if when and _day(when) not in {published[one.source] for one in citations if one.source in published}:
            yield ("figures", i, "as_of"), _as_figures(when), citations


def _figures_in_texts(given: CheckInput) -> Iterator[tuple[ValuePath, StatedFigures, Citations]]:
    for text in given.texts:
        if text.is_speech or text.is_label or text.path[-1] in _NAMES:
            continue
        for block in text.blocks:
            for words, citations in cited_stretches(block):
                yield text.path, read_figures(words), citations or text.citations


def _dates_of_entries(given: CheckInput) -> Iterator[tuple[ValuePath, StatedFigures, Citations]]:
    for i, entry in enumerate(given.briefing.timeline):
        yield ("timeline", i, "when"), _as_figures(entry.when), entry.source
    for i, reaction in enumerate(given.briefing.reactions):
        if reaction.date:
            yield ("reactions", i, "date"), _as_figures(reaction.date), reaction.source


def _as_figures(when: When) -> StatedFigures:
    written = when.written
    month = None if when.precision == "year" else written.month
    day = None if when.precision in ("year", "month") else written.day
    return StatedFigures((Day(str(when), written.year, month, day),), (), ())


def _missing_figures(wanted: StatedFigures, citations: Citations, given: CheckInput) -> list[str]:
    """Return the figures that none of the cited paragraphs has, as written; none where one of them cannot be looked up."""
    written = _written(wanted)
    if not written or any(citation.source not in given.sources or not citation.paragraphs for citation in citations):
        return []
    published = {source.id: source.published for source in given.briefing.sources}
    missing = set(written) if citations else set()
    for citation in citations:
        paragraphs = given.sources[citation.source].paragraphs
        numbers = [number for number in citation.paragraphs if number <= len(paragraphs)]
        read = [(paragraphs[n - 1], paragraphs[n - 2] if n > 1 else "") for n in numbers]
        missing &= set(missing_figures(wanted, read, _day(published[citation.source])))
    return [figure for figure in written if figure in missing]


def _written(figures: StatedFigures) -> list[str]:
    words = [day.written for day in figures.days] + [amount.written for amount in figures.amounts]
    return list(dict.fromkeys(words + [clock for clock, _ in figures.clock]))


def _place(citation: Citation) -> str:
    return f"{citation.source} para. {', '.join(map(str, citation.paragraphs))}"


def _day(when: When | None) -> date | None:
    return when.written.date() if when and when.precision not in ("year", "month") else None
