"""The finding of a chart as its title: what the numbers say, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from briefing.figures.charts.wording import LEFT_TO_RIGHT, Wording
from briefing.i18n import Translator
from briefing.model.charts.data import ChartData, Series

if TYPE_CHECKING:
    from briefing.model.charts.chart import ChartForm

_MOST_NAMED = 3
"""So many names that share a place are named; more are counted."""


def finding(form: ChartForm, data: ChartData, words: Wording, highlight: str = "") -> str:
    """Return what a chart shows as one sentence without its full stop; of several series, of the highlighted one first."""
    special = _SPECIAL.get(form)
    if special and (sentence := special(data, words, highlight)):
        return sentence
    if data.is_ordered:
        if chosen := _chosen(data, highlight):
            return trend(data, chosen, words)
        return _of_several(data, words)
    return _of_names(data, words, _chosen(data, highlight) or next(one for one in data.series if one.known))


def _chosen(data: ChartData, highlight: str) -> Series | None:
    """Return the only series, or the highlighted one."""
    return data.series[0] if len(data.series) == 1 else next((s for s in data.series if s.name == highlight), None)


def named(words: Wording, name: str) -> Wording:
    """Return the wording of a sentence that names a series: a unit that its name has is not written again."""
    unit = words.unit.strip(LEFT_TO_RIGHT).casefold()
    said = unit and re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", name.casefold())
    return replace(words, unit="") if said else words


def trend(data: ChartData, one: Series, words: Wording) -> str:
    """Return how a series went from its first value to its last, with a peak or a low between where there is one."""
    known, t = one.known, words.translator
    words = named(words, one.name)
    if not known:
        return t.gettext("{name}: no value", name=one.name)
    (first, start), (last, end) = known[0], known[-1]
    if first == last:
        return t.gettext(
            "{name}: {value} {at}", name=one.name, value=words.full(start), at=words.at(data.x[first], data.x_name)
        )
    span = words.since(data.x[first], data.x[last], data.x_name)
    if all(value == start for _, value in known):
        return t.gettext("{name} stayed at {value} {span}", name=one.name, value=words.full(start), span=span)
    return _trend(one.name, start, end, span, words) + _between(data, one, words)


def _trend(name: str, start: Decimal, end: Decimal, span: str, words: Wording) -> str:
    _ = words.translator.gettext
    before, after = words.value(start), words.full(end)
    if end > start:
        return _("{name} rose from {before} to {after} {span}", name=name, before=before, after=after, span=span)
    if end < start:
        return _("{name} fell from {before} to {after} {span}", name=name, before=before, after=after, span=span)
    return _("{name} stood at {value} at the start and at the end, {span}", name=name, value=after, span=span)


def _between(data: ChartData, one: Series, words: Wording) -> str:
    """Return the highest value, or the lowest, where it is neither the first nor the last: a rise hides a fall in it."""
    known, parts = one.known, []
    ends = (known[0][1], known[-1][1])
    _ = words.translator.gettext
    for extreme, beyond in ((max, max(ends)), (min, min(ends))):
        value = extreme(number for _, number in known)
        if value == beyond:
            continue
        at = words.at(data.x[next(row for row, number in known if number == value)], data.x_name)
        message = (
            _("with a high of {value} {at}", value=words.value(value), at=at)
            if extreme is max
            else _("with a low of {value} {at}", value=words.value(value), at=at)
        )
        parts.append(message)
    return f", {words.translator.listing(parts)}" if parts else ""


def _of_several(data: ChartData, words: Wording) -> str:
    """Return how many series rose and fell, and which is highest at the end where all of them have a value there."""
    t = words.translator
    known = [one.known for one in data.series if one.known]
    moved = [values for values in known if len(values) > 1]
    first, last = min(values[0][0] for values in known), max(values[-1][0] for values in known)
    span = words.at(data.x[first], data.x_name)
    if first != last:
        span = words.since(data.x[first], data.x[last], data.x_name)
    sentence = t.gettext("{n} series {span}", n=t.number(len(data.series)), span=span)
    if moved:
        facts = {
            "n": t.number(len(data.series)),
            "rose": t.number(sum(values[0][1] < values[-1][1] for values in moved)),
            "fell": t.number(sum(values[0][1] > values[-1][1] for values in moved)),
            "span": span,
        }
        sentence = (
            t.gettext("Of {n} series, {rose} rose and {fell} fell {span}", **facts)
            if all((values[0][0], values[-1][0]) == (first, last) for values in moved)
            else t.gettext(
                "Of {n} series, {rose} rose and {fell} fell from their first to their last value, {span}", **facts
            )
        )
    return sentence + _highest_at_the_end(data, last, words)


def _highest_at_the_end(data: ChartData, last: int, words: Wording) -> str:
    """Return which of several series is highest in the last row, as the rest of a sentence, where all have a value there."""
    ends = [(value, one.name) for one in data.series if (value := one.values[last]) is not None]
    highest = max(value for value, _ in ends)
    names = [name for value, name in ends if value == highest]
    if not len(ends) == len(data.series) > 1 == len(names):
        return ""
    return words.translator.gettext(
        "; the last value is highest for {name}: {value}", name=names[0], value=words.full(highest)
    )


def _of_names(data: ChartData, words: Wording, one: Series) -> str:
    """Return for which name a series is highest and for which lowest."""
    t, known = words.translator, one.known
    words = named(words, one.name)
    if not known:
        return t.gettext("{name}: no value", name=one.name)
    if len(known) == 1:
        row, value = known[0]
        return t.gettext(
            "{name}: {value} for {place}", name=one.name, value=words.full(value), place=words.x(data.x[row])
        )
    high, low = max(value for _, value in known), min(value for _, value in known)
    if high == low:
        return t.gettext(
            "{name}: {value} for each of {n}", name=one.name, value=words.full(high), n=t.number_word(len(known))
        )
    return t.gettext(
        "{name}: highest for {top} ({high}), lowest for {bottom} ({low})",
        name=one.name, top=_places(data, one, high, t), high=words.full(high),
        bottom=_places(data, one, low, t), low=words.full(low),
    )  # fmt: skip


def _places(data: ChartData, one: Series, value: Decimal, t: Translator) -> str:
    names = [str(data.x[row]) for row, number in one.known if number == value]
    return t.listing(names) if len(names) <= _MOST_NAMED else t.gettext("{n} of them", n=t.number_word(len(names)))


def scatter(data: ChartData, one: Series, words: Wording) -> str:
    """Return how far the values of a scatter reach: its first and last value mean nothing."""
    values, t = [value for _, value in one.known], words.translator
    words = named(words, one.name)
    if not values:
        return t.gettext("{name}: no value", name=one.name)
    low, high = words.full(min(values)), words.full(max(values))
    if low == high:
        return t.ngettext(
            "{name}: {n} value, {value}", "{name}: {n} values, all {value}",
            len(values), name=one.name, n=t.number(len(values)), value=low,
        )  # fmt: skip
    return t.gettext(
        "{name}: {n} values from {low} to {high}", name=one.name, n=t.number(len(values)), low=low, high=high
    )


def is_scatter(form: ChartForm, data: ChartData) -> bool:
    """Whether rows are drawn as a scatter, in which they do not follow each other."""
    return form == "dot" and data.x_kind == "number"


def _of_scatter(data: ChartData, words: Wording, highlight: str) -> str:
    if not is_scatter("dot", data):
        return ""
    return scatter(data, _chosen(data, highlight) or data.series[0], words)


def _of_stack(data: ChartData, words: Wording, highlight: str) -> str:
    """Return what the whole does, where no part is highlighted, none is missing and none is below zero."""
    values = [value for one in data.series for value in one.values]
    if _chosen(data, highlight) or any(value is None or value < 0 for value in values):
        return ""
    sums = tuple(sum((one.values[row] or Decimal(0) for one in data.series), Decimal(0)) for row in range(len(data.x)))
    total = Series(words.translator.gettext("Total"), sums)
    return trend(data, total, words) if data.is_ordered else _of_names(data, words, total)


def _of_ranges(data: ChartData, words: Wording, highlight: str) -> str:
    """Return the first and the last range, or the widest and the narrowest."""
    low, high, t = data.series[0], data.series[-1], words.translator
    known = [
        (row, a, b)
        for row, (a, b) in enumerate(zip(low.values, high.values, strict=True))
        if a is not None and b is not None
    ]
    if not known:
        return ""

    def written(_: int, a: Decimal, b: Decimal) -> str:
        return t.gettext("{low} to {high}", low=words.value(a), high=words.full(b))

    if data.is_ordered:
        row, last = known[0][0], known[-1][0]
        at = words.at(data.x[row], data.x_name)
        if row == last:
            return t.gettext("The range was {range} {at}", range=written(*known[0]), at=at)
        return t.gettext(
            "The range was {first} {at} and {last} {then}",
            first=written(*known[0]), at=at, last=written(*known[-1]), then=words.at(data.x[last], data.x_name),
        )  # fmt: skip
    widest = max(known, key=lambda one: one[2] - one[1])
    narrowest = min(known, key=lambda one: one[2] - one[1])
    unique = [sum(b - a == end[2] - end[1] for _, a, b in known) == 1 for end in (widest, narrowest)]
    if len(known) == 1 or not all(unique):
        return t.gettext(
            "Ranges from {low} to {high}",
            low=words.value(min(a for _, a, _ in known)), high=words.full(max(b for *_, b in known)),
        )  # fmt: skip
    return t.gettext(
        "Widest range for {top} ({widest}), narrowest for {bottom} ({narrowest})",
        top=words.x(data.x[widest[0]]), widest=written(*widest),
        bottom=words.x(data.x[narrowest[0]]), narrowest=written(*narrowest),
    )  # fmt: skip


_SPECIAL: Mapping[ChartForm, Callable[[ChartData, Wording, str], str]] = {
    "dot": _of_scatter,
    "stacked": _of_stack,
    "range": _of_ranges,
}
"""What the forms say that no other does; an empty text where they have nothing of their own to say."""
