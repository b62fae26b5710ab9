"""What a chart shows, for readers who do not see it: an alternative text of one sentence, and a description of all series."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timezone
from typing import TYPE_CHECKING

from briefing.figures.charts.titles import is_scatter, named, scatter, trend
from briefing.figures.charts.wording import MINUS, Wording
from briefing.i18n import Translator
from briefing.model.charts.data import ChartData, Series

if TYPE_CHECKING:
    from briefing.model.charts.chart import ChartForm

_MOST_SERIES, _MOST_NAMES, _ENDS = 8, 12, 5
"""Of more series than this, and of more names, those with the highest and the lowest values are described."""

_MOST_GAPS = 8


def form_names(t: Translator) -> dict[ChartForm, str]:
    """Return what a chart of each form is called."""
    return {
        "line": t.gettext("Line chart"),
        "bar": t.gettext("Bar chart"),
        "stacked": t.gettext("Stacked chart"),
        "dot": t.gettext("Dot chart"),
        "range": t.gettext("Chart of ranges"),
        "small-multiples": t.gettext("Small multiples"),
    }


def alternative(form: ChartForm, data: ChartData, words: Wording, sentence: str) -> str:
    """Return the alternative text: the form, the finding, and where the numbers are."""
    t = words.translator
    return t.gettext("{form}. {finding}. The numbers are in the annex.", form=form_names(t)[form], finding=sentence)


def describe(form: ChartForm, data: ChartData, words: Wording) -> str:
    """Return the long description: each series, or each name with its values; of very many the ends."""
    t = words.translator
    sentences = [_extent(data, words)]
    series = sorted(data.series, key=lambda one: (not one.known, -max((value for _, value in one.known), default=0)))
    shown = series
    if len(series) > _MOST_SERIES:
        known = [one for one in series if one.known]
        shown = known if len(known) <= _MOST_SERIES else [*known[:_ENDS], *known[_ENDS - _MOST_SERIES :]]
    if len(shown) == _MOST_SERIES < len(series):
        sentences.append(
            t.gettext("Described here: the five series with the highest peaks, and the three with the lowest.")
        )
    sentences += [_series(form, data, one, words) for one in shown]
    return " ".join([*sentences, *gap_notes(data, words)])


def _series(form: ChartForm, data: ChartData, one: Series, words: Wording) -> str:
    if is_scatter(form, data):
        return f"{scatter(data, one, words)}."
    return f"{trend(data, one, words)}." if data.is_ordered else _names(data, one, words)


def _extent(data: ChartData, words: Wording) -> str:
    t = words.translator
    columns = t.ngettext("{n} series", "{n} series", len(data.series), n=t.number(len(data.series)))
    rows = t.ngettext("{n} row", "{n} rows", len(data.x), n=t.number(len(data.x)))
    if data.unit:
        return t.gettext("{series} of {rows}, in {unit}.", series=columns, rows=rows, unit=data.unit)
    return t.gettext("{series} of {rows}.", series=columns, rows=rows)


def _names(data: ChartData, one: Series, words: Wording) -> str:
    t = words.translator
    words = named(words, one.name)
    known = sorted(one.known, key=lambda both: (-both[1], both[0]))
    if not known:
        return t.gettext("{name}: no value", name=one.name) + "."
    items = [f"{words.x(data.x[row])} {words.full(value)}" for row, value in known]
    if len(items) <= _MOST_NAMES:
        return t.gettext("{name}: {values}.", name=one.name, values=t.pgettext("between clauses", "; ").join(items))
    return t.gettext(
        "{name}: highest {highest}; lowest {lowest}.",
        name=one.name, highest=", ".join(items[:_ENDS]), lowest=", ".join(items[-_ENDS:]),
    )  # fmt: skip


def clock_notes(data: ChartData, words: Wording) -> tuple[str, ...]:
    """Return the note that says by which clock the times on the axis are."""
    if data.offset is None:
        return ()
    zone = str(timezone(data.offset)).replace("-", MINUS)
    return (words.translator.gettext("The times on the axis are in {zone}.", zone=zone),)


def gap_notes(data: ChartData, words: Wording) -> tuple[str, ...]:
    """Return the notes that name the values and the stretches that are missing, or count them where they are many."""
    return (*_missing_values(data, words), *_missing_rows(data, words))


def _missing_rows(data: ChartData, words: Wording) -> tuple[str, ...]:
    """Return the note that names the stretches of time of which the table has no row."""
    t = words.translator
    ends = [
        t.gettext("{first} to {last}", first=words.x(data.x[row - 1]), last=words.x(data.x[row])) for row in data.breaks
    ]
    if not ends:
        return ()
    if len(ends) > _MOST_GAPS:
        return (t.gettext("{n} stretches of time have no values.", n=t.number(len(ends))),)
    return (t.gettext("No values between: {stretches}.", stretches=t.pgettext("between clauses", "; ").join(ends)),)


def _missing_values(data: ChartData, words: Wording) -> tuple[str, ...]:
    t, gaps = words.translator, list(_gaps(data, words))
    if not gaps:
        return ()
    if len(gaps) > _MOST_GAPS:
        total = len(data.x) * len(data.series)
        missing = sum(value is None for one in data.series for value in one.values)
        return (t.gettext("{n} of {total} values are missing.", n=t.number(missing), total=t.number(total)),)
    return (t.gettext("No value: {gaps}.", gaps=t.pgettext("between clauses", "; ").join(gaps)),)


def _gaps(data: ChartData, words: Wording) -> Iterator[str]:
    for row, x in enumerate(data.x):
        missing = [one.name for one in data.series if one.values[row] is None]
        if len(missing) == len(data.series):
            yield words.x(x)
        else:
            yield from (f"{words.x(x)} ({name})" for name in missing)
