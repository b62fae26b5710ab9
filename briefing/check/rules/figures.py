"""Rules on figures: numbers, measures, dates, weekdays and times are in the sources that are cited for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from briefing.check.check_input import CheckInput, Finding
from briefing.check.claims import Citations
from briefing.check.quotations import cited_stretches
from briefing.load.located_values import ValuePath
from briefing.model.dates import When
from briefing.model.key_figures.value import parse_value
from briefing.text.citations import Citation
from briefing.text.figures.dates import Day, dated_weekdays
from briefing.text.figures.lookup import missing_figures, other_figure
from briefing.text.figures.numbers import StatedFigures, read_figures
from briefing.text.markdown import Printed

_NAMES = ("name", "side", "body", "speaker")
"""Keys of names: a figure in one is a part of the name."""
_ANYWHERE = ("affiliation", "capacity", "role")
"""Keys whose figures may be anywhere in the cited sources."""
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class _Cited(NamedTuple):
    """The figures of a value of the briefing, and the citations that should have them."""

    path: ValuePath
    wanted: StatedFigures
    citations: Citations


def figure_not_in_source(given: CheckInput) -> Iterator[Finding]:
    """Find numbers, dates and shares that the cited paragraphs do not have."""
    for path, wanted, citations in (
        *_key_figures(given),
        *_figures_in_texts(given),
        *_figures_in_title(given),
        *_dates_of_entries(given),
    ):
        stored = tuple(citation for citation in citations if citation.source in given.sources)
        if missing := _missing_figures(wanted, stored, given):
            what = f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not in {_places(stored)}"
            yield Finding(path, what, _hint(missing[0], wanted, citations, given), missing[0])


def _hint(written: str, wanted: StatedFigures, citations: Citations, given: CheckInput) -> str:
    unstored = list(dict.fromkeys(one.source for one in citations if one.source not in given.sources))
    if unstored:
        return f"store the text of {' and '.join(unstored)}, which may have it, or check it against the source"
    for citation in citations:
        if other := other_figure(written, wanted, _paragraphs(citation, given)):
            return f"check it against {_places([citation])}, which has {other}"
    return "check it against the source, or cite the paragraph that has it"


def weekday_not_of_date(given: CheckInput) -> Iterator[Finding]:
    """Find weekdays beside a date that is another weekday, in each of the years that may be meant."""
    year = given.briefing.as_of.year
    for text in given.texts:
        if text.is_speech:
            continue
        for block in text.blocks:
            for written, weekday, day in dated_weekdays(block.text):
                possible = day.falls_on(range(year - 1, year + 2))
                if possible and weekday not in possible:
                    names = " or ".join(_WEEKDAYS[number] for number in sorted(possible))
                    when = "" if day.year else f" in the years around {year}"
                    hint = f"{day.written} is a {names}{when}"
                    yield Finding(
                        text.path, f"“{written}” is no date", f"correct the weekday or the date: {hint}", written
                    )


def _key_figures(given: CheckInput) -> Iterator[_Cited]:
    """Yield the value and the date of each key figure; a date on which a cited source was published is in that source."""
    published = {source.id: _day(source.published) for source in given.briefing.sources}
    cited = {claim.path: claim.citations for claim in given.claims if claim.kind == "key figure"}
    for i, figure in enumerate(given.briefing.figures):
        citations = cited["figures", i, "value"]
        words = "; ".join(f"{words} {figure.unit or ''}" for words in parse_value(figure.value).words)
        amounts = read_figures(words).amounts
        yield _Cited(("figures", i, "value"), StatedFigures((), amounts, ()), citations)
        when = figure.as_of
        if when and _day(when) not in {published[one.source] for one in citations if one.source in published}:
            yield _Cited(("figures", i, "as_of"), _as_figures(when), citations)


def _figures_in_texts(given: CheckInput) -> Iterator[_Cited]:
    for text in given.texts:
        if text.is_speech or text.is_label or text.path[-1] in _NAMES:
            continue
        if text.path[-1] in _ANYWHERE:
            citations = tuple(Citation(citation.source) for citation in text.citations)
            yield _Cited(text.path, read_figures(text.words), citations)
            continue
        of_rows = _citations_of_rows(text.blocks)
        for block in text.blocks:
            of_block = tuple(citation for _, citations in block.citations for citation in citations)
            for words, citations in cited_stretches(block):
                # What follows the last citation of a paragraph rests on those before it; a cell on those of its row.
                where = citations or of_block or of_rows.get(block.row, ()) or text.citations
                if not _is_number_of_row(block):
                    yield _Cited(text.path, read_figures(words), where)


def _citations_of_rows(blocks: Sequence[Printed]) -> dict[int, Citations]:
    """Return the citations of each row of the tables of a text."""
    found: dict[int, Citations] = {}
    for block in blocks:
        if block.row:
            cited = tuple(citation for _, citations in block.citations for citation in citations)
            found[block.row] = found.get(block.row, ()) + cited
    return found


def _is_number_of_row(block: Printed) -> bool:
    """Tell whether a cell only has a number that may count the rows."""
    words = block.text.strip(" .")
    return bool(block.row) and words.isdecimal() and len(words) < 3 and int(words) in (block.row - 1, block.row)


def _figures_in_title(given: CheckInput) -> Iterator[_Cited]:
    """Yield the figures of the title that no other text of the briefing has; they may be in any source."""
    briefing = given.briefing
    if len(given.sources) < len(briefing.sources):
        return
    said = [(text.words, "") for text in given.texts if not text.is_label]
    said += [(f"{figure.value} {figure.unit or ''} {figure.label}", "") for figure in briefing.figures]
    said += [(f"{entry.when}", "") for entry in briefing.timeline]
    wanted = _without_of_date(read_figures(briefing.title), briefing.as_of.date())
    if missing := missing_figures(wanted, said, briefing.as_of.date()):
        amounts = tuple(amount for amount in wanted.amounts if amount.written in missing)
        days = tuple(day for day in wanted.days if day.written in missing)
        sources = tuple(Citation(source.id) for source in briefing.sources)
        yield _Cited(("title",), StatedFigures(days, amounts, ()), sources)


def _without_of_date(figures: StatedFigures, day: date) -> StatedFigures:
    """Return the figures of a title without those of the date of the briefing."""
    as_of = Day("", day.year, day.month, day.day)
    return StatedFigures(tuple(one for one in figures.days if not one.fits(as_of)), figures.amounts, ())


def _dates_of_entries(given: CheckInput) -> Iterator[_Cited]:
    for i, entry in enumerate(given.briefing.timeline):
        yield _Cited(("timeline", i, "when"), _as_figures(entry.when), entry.source)
    for i, reaction in enumerate(given.briefing.reactions):
        if reaction.date:
            yield _Cited(("reactions", i, "date"), _as_figures(reaction.date), reaction.source)


def _as_figures(when: When) -> StatedFigures:
    written = when.written
    month = None if when.precision == "year" else written.month
    day = None if when.precision in ("year", "month") else written.day
    return StatedFigures((Day(str(when), written.year, month, day),), (), ())


def _missing_figures(wanted: StatedFigures, stored: Citations, given: CheckInput) -> list[str]:
    """Return the figures that none of some stored paragraphs has, as written."""
    written = _written(wanted)
    if not written or not stored:
        return []
    missing = set(written)
    for citation in stored:
        missing &= set(_missing_in(citation, wanted, written, given))
    return [figure for figure in written if figure in missing]


def _missing_in(citation: Citation, wanted: StatedFigures, written: Sequence[str], given: CheckInput) -> list[str]:
    published = next(
        (_day(source.published) for source in given.briefing.sources if source.id == citation.source), None
    )
    paragraphs = _paragraphs(citation, given)
    if not citation.paragraphs:
        # Of a whole source, the paragraphs with the very words mostly are enough, and the others take long.
        likely = [both for both in paragraphs if any(words in both[0] for words in written)]
        if likely and not missing_figures(wanted, likely, published):
            return []
    return missing_figures(wanted, paragraphs, published)


def _paragraphs(citation: Citation, given: CheckInput) -> list[tuple[str, str]]:
    """Return the cited paragraphs of a source, all where none is named, each with the one before it."""
    paragraphs = given.sources[citation.source].standing
    numbers = citation.paragraphs or range(1, len(paragraphs) + 1)
    return [(paragraphs[n - 1], paragraphs[n - 2] if n > 1 else "") for n in numbers if n <= len(paragraphs)]


def _written(figures: StatedFigures) -> list[str]:
    words = [day.written for day in figures.days]
    words += [one.written for one in (*figures.amounts, *figures.counts)]
    return list(
        dict.fromkeys(
            [*words, *(written for written, _ in figures.clock), *(written for written, _ in figures.weekdays)]
        )
    )


def _places(citations: Sequence[Citation]) -> str:
    return "; ".join(dict.fromkeys(map(_place, citations)))


def _place(citation: Citation) -> str:
    return (
        f"{citation.source} para. {', '.join(map(str, citation.paragraphs))}"
        if citation.paragraphs
        else citation.source
    )


def _day(when: When | None) -> date | None:
    return when.written.date() if when and when.precision not in ("year", "month") else None
