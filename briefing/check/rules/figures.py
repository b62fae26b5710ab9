"""Rules on figures: numbers, measures, dates, weekdays and times are in the sources that are cited for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from briefing.check.check_input import UNVERIFIED_HINT, CheckInput, Finding, checked_day
from briefing.check.claims import Citations
from briefing.check.quotations import cited_stretches
from briefing.load.located_values import ValuePath
from briefing.load.receipts import Verdict
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


_Result: TypeAlias = Verdict | Literal["unknown"]


class CitedFigures(NamedTuple):
    """The figures of a value of the briefing, the citations that should have them, and the words they are in."""

    path: ValuePath
    wanted: StatedFigures
    citations: Citations
    words: str = ""


def cited_figures(given: CheckInput) -> Iterator[CitedFigures]:
    """Yield all figures that have a source to be looked up in."""
    yield from _key_figures(given)
    yield from _figures_in_texts(given)
    yield from _figures_in_title(given)
    yield from _dates_of_entries(given)


def figure_not_in_source(given: CheckInput) -> Iterator[Finding]:
    """Find numbers, dates and shares that the cited paragraphs do not have."""
    for cited in cited_figures(given):
        results = _look_up(cited, given)
        if missing := [written for written, result in results.items() if result == "not found"]:
            where = [one for one in cited.citations if one.source in given.sources or one.source in given.receipts]
            what = f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not in {_places(where)}"
            yield Finding(cited.path, what, _hint(missing[0], cited.wanted, cited.citations, given), missing[0])


def figure_unverified(given: CheckInput) -> Iterator[Finding]:
    """Find figures that no text is there for, and that were not checked against the one that is not stored."""
    for cited in cited_figures(given) if given.receipts else ():
        if new := [written for written, result in _look_up(cited, given).items() if result == "unknown"]:
            source = next(one.source for one in cited.citations if one.source in given.receipts)
            since = f"new or changed since {source} was checked on {checked_day(given.receipts[source])}"
            what = f"{', '.join(new)} {'is' if len(new) == 1 else 'are'} not verified: {since}"
            yield Finding(cited.path, what, UNVERIFIED_HINT, new[0])


_WORDS_BEFORE, _WORDS_AFTER = 2, 4


def around(written: str, words: str) -> str:
    """Return a figure with the words before and after it each time it is written: what it is of."""
    pieces = []
    for match in re.finditer(re.escape(written), words):
        before = re.findall(r"\w+", words[: match.start()])[-_WORDS_BEFORE:]
        after = re.findall(r"\w+", words[match.end() :])[:_WORDS_AFTER]
        pieces.append(" ".join([*before, written, *after]))
    return " | ".join(pieces or [written])


def _hint(written: str, wanted: StatedFigures, citations: Citations, given: CheckInput) -> str:
    known = {*given.sources, *given.receipts}
    unstored = list(dict.fromkeys(one.source for one in citations if one.source not in known))
    if unstored:
        return f"store the text of {' and '.join(unstored)}, which may have it, or check it against the source"
    for citation in (one for one in citations if one.source in given.sources):
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


def _key_figures(given: CheckInput) -> Iterator[CitedFigures]:
    """Yield the value and the date of each key figure; a date on which a cited source was published is in that source."""
    published = {source.id: _day(source.published) for source in given.briefing.sources}
    cited = {claim.path: claim.citations for claim in given.claims if claim.kind == "key figure"}
    for i, figure in enumerate(given.briefing.figures):
        citations = cited["figures", i, "value"]
        words = "; ".join(f"{words} {figure.unit or ''}" for words in parse_value(figure.value).words)
        amounts = read_figures(words).amounts
        yield CitedFigures(("figures", i, "value"), StatedFigures((), amounts, ()), citations, words)
        when = figure.as_of
        if when and _day(when) not in {published[one.source] for one in citations if one.source in published}:
            yield CitedFigures(("figures", i, "as_of"), _as_figures(when), citations)


def _figures_in_texts(given: CheckInput) -> Iterator[CitedFigures]:
    for text in given.texts:
        if text.is_speech or text.is_label or text.path[-1] in _NAMES:
            continue
        if text.path[-1] in _ANYWHERE:
            citations = tuple(Citation(citation.source) for citation in text.citations)
            yield CitedFigures(text.path, read_figures(text.words), citations, text.words)
            continue
        of_rows = _citations_of_rows(text.blocks)
        for block in text.blocks:
            of_block = tuple(citation for _, citations in block.citations for citation in citations)
            for words, citations in cited_stretches(block):
                # What follows the last citation of a paragraph rests on those before it; a cell on those of its row.
                where = citations or of_block or of_rows.get(block.row, ()) or text.citations
                if not _is_number_of_row(block):
                    yield CitedFigures(text.path, read_figures(words), where, words)


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


def _figures_in_title(given: CheckInput) -> Iterator[CitedFigures]:
    """Yield the figures of the title that no other text of the briefing has; they may be in any source."""
    briefing = given.briefing
    if len(given.sources) + len(given.receipts) < len(briefing.sources):
        return
    said = [(text.words, "") for text in given.texts if not text.is_label]
    said += [(f"{figure.value} {figure.unit or ''} {figure.label}", "") for figure in briefing.figures]
    said += [(f"{entry.when}", "") for entry in briefing.timeline]
    wanted = _without_of_date(read_figures(briefing.title), briefing.as_of.date())
    if missing := missing_figures(wanted, said, briefing.as_of.date()):
        amounts = tuple(amount for amount in wanted.amounts if amount.written in missing)
        days = tuple(day for day in wanted.days if day.written in missing)
        sources = tuple(Citation(source.id) for source in briefing.sources)
        yield CitedFigures(("title",), StatedFigures(days, amounts, ()), sources, briefing.title)


def _without_of_date(figures: StatedFigures, day: date) -> StatedFigures:
    """Return the figures of a title without those of the date of the briefing."""
    as_of = Day("", day.year, day.month, day.day)
    return StatedFigures(tuple(one for one in figures.days if not one.fits(as_of)), figures.amounts, ())


def _dates_of_entries(given: CheckInput) -> Iterator[CitedFigures]:
    for i, entry in enumerate(given.briefing.timeline):
        yield CitedFigures(("timeline", i, "when"), _as_figures(entry.when), entry.source)
    for i, reaction in enumerate(given.briefing.reactions):
        if reaction.date:
            yield CitedFigures(("reactions", i, "date"), _as_figures(reaction.date), reaction.source)


def _as_figures(when: When) -> StatedFigures:
    written = when.written
    month = None if when.precision == "year" else written.month
    day = None if when.precision in ("year", "month") else written.day
    return StatedFigures((Day(str(when), written.year, month, day),), (), ())


def _look_up(cited: CitedFigures, given: CheckInput) -> dict[str, _Result]:
    """Return what is known of each figure: of several sources it must be in one; nothing where none can be looked up."""
    written = written_figures(cited.wanted)
    results: dict[str, _Result] = {}
    for citation in cited.citations if written else ():
        if citation.source in given.sources:
            missing = missing_in(citation, cited.wanted, given)
            found: dict[str, _Result] = {one: "not found" if one in missing else "found" for one in written}
        elif receipt := given.receipts.get(citation.source):
            records = [(one, receipt.figure(around(one, cited.words), citation.paragraphs)) for one in written]
            found = {one: record.verdict if record else "unknown" for one, record in records}
        else:
            continue
        results |= {
            one: result for one, result in found.items() if _RANKS[result] >= _RANKS[results.get(one, "unknown")]
        }
    return results


_RANKS: Mapping[_Result, int] = {"unknown": 0, "not found": 1, "found": 2}


def missing_in(citation: Citation, wanted: StatedFigures, given: CheckInput) -> list[str]:
    """Return the figures that the cited paragraphs of a text do not have, as written."""
    published = next(
        (_day(source.published) for source in given.briefing.sources if source.id == citation.source), None
    )
    paragraphs = _paragraphs(citation, given)
    if not citation.paragraphs:
        # Of a whole source, the paragraphs with the very words mostly are enough, and the others take long.
        likely = [both for both in paragraphs if any(words in both[0] for words in written_figures(wanted))]
        if likely and not missing_figures(wanted, likely, published):
            return []
    return missing_figures(wanted, paragraphs, published)


def _paragraphs(citation: Citation, given: CheckInput) -> list[tuple[str, str]]:
    """Return the cited paragraphs of a source, all where none is named, each with the one before it."""
    paragraphs = given.sources[citation.source].standing
    numbers = citation.paragraphs or range(1, len(paragraphs) + 1)
    return [(paragraphs[n - 1], paragraphs[n - 2] if n > 1 else "") for n in numbers if n <= len(paragraphs)]


def written_figures(figures: StatedFigures) -> list[str]:
    """Return all figures as they are written, each once."""
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
