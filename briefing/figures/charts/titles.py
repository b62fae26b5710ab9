"""The finding of a chart as its title: what the numbers say, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from briefing.figures.charts.wording import Wording
from briefing.i18n import Translator
from briefing.model.charts.chart import ChartForm
from briefing.model.charts.data import ChartData, Series

_MOST_NAMED = 3
"""So many names that share a place are named; more are counted."""


def finding(form: ChartForm, data: ChartData, words: Wording, highlight: str = "") -> str:
    """Return what a chart shows as one sentence without its full stop; of several series, of the highlighted one first."""
    special = _SPECIAL.get(form)
    if special and (sentence := special(data, words)):
        return sentence
    if data.is_ordered:
        if chosen := _chosen(data, highlight):
            return trend(data, chosen, words)
        return _of_several(data, words)
    return _of_names(data, words, _chosen(data, highlight) or data.series[0])


def _chosen(data: ChartData, highlight: str) -> Series | None:
    """Return the only series, or the highlighted one."""
    return data.series[0] if len(data.series) == 1 else next((s for s in data.series if s.name == highlight), None)


def named(words: Wording, name: str) -> Wording:
    """Return the wording of a sentence that names a series: a unit that its name has is not written again."""
    return replace(words, unit="") if words.unit and words.unit.casefold() in name.casefold() else words


def trend(data: ChartData, one: Series, words: Wording) -> str:
    """Return how a series went from its first value to its last, with a peak or a low between where there is one."""
    known, t = one.known, words.translator
    words = named(words, one.name)
    if not known:
        return t.gettext("{name}: no value", name=one.name)
    (first, start), (last, end) = known[0], known[-1]
    if first == last:
        return t.gettext("{name}: {value} {at}", name=one.name, value=words.full(start), at=words.at(data.x[first]))
    span = words.since(data.x[first], data.x[last])
    if all(value == start for _, value in known):
        return t.gettext("{name} stayed at {value} {span}", name=one.name, value=words.full(start), span=span)
    return _trend(one.name, start, end, span, words) + _between(data, one, words)


def _trend(name: str, start: Decimal, end: Decimal, span: str, words: Wording) -> str:
    _ = words.translator.gettext
    before, after = words.full(start), words.full(end)
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
        at = words.at(data.x[next(row for row, number in known if number == value)])
        message = (
            _("with a high of {value} {at}", value=words.full(value), at=at)
            if extreme is max
            else _("with a low of {value} {at}", value=words.full(value), at=at)
        )
        parts.append(message)
    return f", {words.translator.listing(parts)}" if parts else ""


def _of_several(data: ChartData, words: Wording) -> str:
    """Return how many series rose and fell, and which is highest at the end."""
    t = words.translator
    moves = [(one.known[0][1], one.known[-1][1]) for one in data.series if len(one.known) > 1]
    rose, fell = sum(a < b for a, b in moves), sum(a > b for a, b in moves)
    span = words.since(data.x[0], data.x[-1]) if len(data.x) > 1 else words.at(data.x[0])
    last = len(data.x) - 1
    ends = [(value, one.name) for one in data.series if (value := one.values[last]) is not None]
    sentence = t.gettext(
        "Of {n} series, {rose} rose and {fell} fell {span}",
        n=t.number_word(len(data.series)), rose=t.number_word(rose), fell=t.number_word(fell), span=span,
    )  # fmt: skip
    highest = [name for value, name in ends if value == max(number for number, _ in ends)]
    if len(data.x) == 1 or not moves:
        sentence = t.gettext("{n} series {span}", n=t.number(len(data.series)), span=span)
    if len(ends) > 1 and len(highest) == 1:
        return t.gettext(
            "{sentence}; the last value is highest for {name}: {value}",
            sentence=sentence, name=highest[0], value=words.full(max(number for number, _ in ends)),
        )  # fmt: skip
    return sentence


def _of_names(data: ChartData, words: Wording, one: Series) -> str:
    """Return for which name a series is highest and for which lowest."""
    t, known = words.translator, one.known
    words = named(words, one.name)
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


_SPECIAL: Mapping[ChartForm, Callable[[ChartData, Wording], str]] = {}
"""What the forms say that no other does; an empty text where they have nothing of their own to say."""
