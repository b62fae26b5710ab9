"""The editorial rules, one small function each. `docs/rules.md` says of every one what it asks, why, and how to comply.

A rule looks at a briefing ready to be checked (`Copy`) and yields findings; its code never changes its meaning. Rules that
need the quotations held against their sources are given them, so that this is done once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from briefing.check.claims import Copy
from briefing.check.quotations import Quoted
from briefing.check.rules import dates, names, quoting, sourcing, wording
from briefing.check.rules.finding import Finding
from briefing.problems import Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True)
class Rule:
    """A rule: its stable code, how grave a finding is, what it asks in one line, and the function that looks."""

    code: str
    severity: Severity
    asks: str
    find: Callable[[Copy, Sequence[Quoted]], Iterable[Finding]]


def _of_copy(find: Callable[[Copy], Iterable[Finding]]) -> Callable[[Copy, Sequence[Quoted]], Iterable[Finding]]:
    return lambda copy, _: find(copy)


RULES: tuple[Rule, ...] = (
    Rule("quote-not-verbatim", ERROR, "a quotation stands word for word in what it cites", quoting.not_verbatim),
    Rule("quote-uncited", ERROR, "a quotation cites its source", quoting.uncited),
    Rule("quote-unbalanced", ERROR, "every quotation mark has its partner", _of_copy(quoting.unbalanced)),
    Rule("quote-omits-negation", WARNING, "an ellipsis leaves no negation out", quoting.omits_negation),
    Rule("quote-joins-sentences", WARNING, "an ellipsis makes no one sentence of two", quoting.joins_sentences),
    Rule("no-such-paragraph", ERROR, "a cited paragraph is there", _of_copy(sourcing.no_such_paragraph)),
    Rule("text-not-held", WARNING, "the text of a cited source is held", _of_copy(sourcing.text_not_held)),
    Rule("text-unsealed", WARNING, "a source text has its SHA-256", _of_copy(sourcing.text_unsealed)),
    Rule("uncited", ERROR, "a statement cites a source, or is the desk's own", _of_copy(sourcing.uncited)),
    Rule("no-paragraph", ERROR, "a statement cites a paragraph", _of_copy(sourcing.no_paragraph)),
    Rule("figure-not-in-source", WARNING, "a figure stands in the cited paragraph", _of_copy(sourcing.figures)),
    Rule("source-after-as-of", ERROR, "no source is later than the as-of time", _of_copy(dates.source_after_as_of)),
    Rule("event-after-as-of", ERROR, "no event is later than the as-of time", _of_copy(dates.event_after_as_of)),
    Rule("next-update-missing", WARNING, "the next update is announced", _of_copy(dates.next_update_missing)),
    Rule("next-update-early", ERROR, "the next update is after the as-of time", _of_copy(dates.next_update_early)),
    Rule("data-ends-early", WARNING, "the coup data reaches the as-of date", _of_copy(dates.data_ends_early)),
    Rule("no-statement", WARNING, "every expected body has spoken", _of_copy(names.no_statement)),
    Rule("two-capacities", WARNING, "a speaker has one capacity", _of_copy(names.two_capacities)),
    Rule("two-spellings", WARNING, "a name is spelt in one way", _of_copy(names.two_spellings)),
    Rule("acronym-unexplained", WARNING, "an acronym is spelt out once", _of_copy(names.acronyms)),
    Rule("likelihood-unknown", ERROR, "a likelihood is of the yardstick", _of_copy(wording.likelihood_unknown)),
    Rule(
        "likelihood-loose", WARNING, "an assessment hedges by the yardstick alone", _of_copy(wording.likelihood_loose)
    ),
    Rule(
        "likelihood-with-confidence", ERROR, "likelihood and confidence never share a sentence", _of_copy(wording.mixed)
    ),
    Rule("point-too-long", WARNING, "a key point has at most 45 words", _of_copy(wording.point_too_long)),
    Rule("no-gaps", WARNING, "a briefing says what is not known", _of_copy(wording.no_gaps)),
)
"""The rules that look at what was written."""

ELSEWHERE: tuple[tuple[str, Severity, str], ...] = (
    ("next-update-past", WARNING, "the next update is not overdue"),
    ("page-one-overfull", WARNING, "page one holds all of its parts"),
    ("unknown-stance", ERROR, "a stance is of the vocabulary"),
    ("source-altered", ERROR, "a source text is as it was stored"),
    ("allow-unknown", ERROR, "allow names a rule"),
    ("allow-refused", ERROR, "allow names what may be allowed"),
    ("allow-unused", WARNING, "allow lets something pass"),
)
"""Findings that are made elsewhere: they need the clock, the page as set, the words as typed, or the allowances themselves."""

SEVERITIES: dict[str, Severity] = {
    **{rule.code: rule.severity for rule in RULES},
    **{code: severity for code, severity, _ in ELSEWHERE},
}

ALLOWABLE = frozenset({rule.code for rule in RULES} - {"no-such-paragraph"} | {"next-update-past", "page-one-overfull"})
"""What a desk may let stand; the rest can only be mended."""
