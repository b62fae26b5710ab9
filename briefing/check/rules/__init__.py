"""The editorial rules, one small function each. `docs/rules.md` explains each requirement, its reason, and how to comply.

A rule is given a briefing ready to be checked and yields findings. Its code never changes its meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from briefing.check.check_input import CheckInput, Finding
from briefing.check.rules import (
    acronyms,
    coup_data,
    dates,
    figures,
    images,
    markup,
    names,
    quoting,
    same_label,
    sourcing,
    tables,
    template,
    wording,
)
from briefing.check.rules.judgement import likelihood, uncited_text
from briefing.check.rules.people import spellings
from briefing.check.speakers.rule import another_speaker
from briefing.problems import Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class Rule(NamedTuple):
    """A rule: its stable code, the severity of its findings, its requirement in one line, and the function that finds."""

    code: str
    severity: Severity
    requirement: str
    find: Callable[[CheckInput], Iterable[Finding]]


RULES: tuple[Rule, ...] = (
    Rule("quote-not-verbatim", ERROR, "a quotation is word for word in the source it cites", quoting.not_verbatim),
    Rule("quote-uncited", ERROR, "a quotation cites its source", quoting.uncited),
    Rule("quote-unverified", WARNING, "a quotation was checked as it is now", quoting.quote_unverified),
    Rule("quote-unbalanced", ERROR, "every quotation mark has its partner", quoting.unbalanced),
    Rule("quote-omits-negation", WARNING, "an ellipsis omits no negation", quoting.omits_negation),
    Rule("quote-joins-sentences", WARNING, "an ellipsis does not join two sentences", quoting.joins_sentences),
    Rule(
        "quote-joins-speakers", WARNING, "an ellipsis does not lead from one speaker to another", quoting.joins_speakers
    ),
    Rule("quote-cut", WARNING, "a quotation is not cut off from words that turn its meaning", quoting.cuts_negation),
    Rule("quote-inserts", WARNING, "brackets add no more than a word or two, and turn no meaning", quoting.inserts),
    Rule("quote-speaker", ERROR, "a quotation is the words of the speaker it is given to", another_speaker),
    Rule("no-such-paragraph", ERROR, "a cited paragraph exists", sourcing.no_such_paragraph),
    Rule("no-such-page", ERROR, "a cited page exists in a stored text", sourcing.no_such_page),
    Rule("text-not-held", WARNING, "the text of a cited source is stored", sourcing.text_not_stored),
    Rule("text-unsealed", WARNING, "a source text has its SHA-256", sourcing.text_without_digest),
    Rule("source-retracted", WARNING, "no source was retracted", sourcing.retracted),
    Rule("uncited", ERROR, "a statement cites a source, or is the desk's own", sourcing.uncited),
    Rule("uncited-text", WARNING, "prose that states facts cites a source", uncited_text.uncited_text),
    Rule("own-and-cited", WARNING, "what is the desk's own cites no source", sourcing.own_and_cited),
    Rule("no-paragraph", ERROR, "a statement cites a paragraph", sourcing.no_paragraph),
    Rule(
        "figure-not-in-source",
        WARNING,
        "a figure is in the cited paragraph",
        tables.fold_cells(figures.figure_not_in_source),
    ),
    Rule(
        "figure-unverified", WARNING, "a figure was checked as it is now", tables.fold_cells(figures.figure_unverified)
    ),
    Rule("weekday-not-of-date", WARNING, "a weekday is that of the date beside it", figures.weekday_not_of_date),
    Rule("two-figures", WARNING, "one label has one figure", same_label.same_label),
    Rule("remark-printed", ERROR, "no remark between authors is printed", markup.remark_printed),
    Rule("foreign-markup", WARNING, "no markup of other programs is printed", markup.foreign_markup),
    Rule("source-after-as-of", ERROR, "no source is later than the as-of time", dates.source_after_as_of),
    Rule(
        "retrieved-after-as-of",
        WARNING,
        "no source was retrieved after the as-of time",
        dates.retrieved_after_as_of,
    ),
    Rule("event-after-as-of", ERROR, "no event is later than the as-of time", dates.event_after_as_of),
    Rule("next-update-missing", WARNING, "the next update is announced", dates.next_update_missing),
    Rule("next-update-early", ERROR, "the next update is after the as-of time", dates.next_update_early),
    Rule("data-ends-early", WARNING, "the coup data reaches the as-of date", coup_data.ends_early),
    Rule("data-not-covered", ERROR, "the coup data covers the country in focus", coup_data.not_covered),
    Rule("data-partly-covered", WARNING, "the coup data covers every country of the chart", coup_data.partly_covered),
    Rule("no-statement", WARNING, "every expected body has made a statement", names.no_statement),
    Rule("two-capacities", WARNING, "a speaker has one capacity", spellings.two_capacities),
    Rule("two-spellings", WARNING, "a name is spelt in one way", spellings.two_spellings),
    Rule("acronym-unexplained", WARNING, "an acronym is spelt out once", acronyms.acronym_unexplained),
    Rule("acronym-wrong", WARNING, "an acronym has the initials and the name of its body", acronyms.acronym_wrong),
    Rule("likelihood-unknown", ERROR, "a likelihood is a term of the yardstick", likelihood.likelihood_unknown),
    Rule("likelihood-loose", WARNING, "an assessment hedges with the yardstick alone", likelihood.likelihood_loose),
    Rule(
        "likelihood-with-confidence",
        ERROR,
        "likelihood and confidence are not in one sentence",
        likelihood.with_confidence,
    ),
    Rule("two-likelihoods", WARNING, "a judgement has one likelihood", likelihood.two_likelihoods),
    Rule("point-too-long", WARNING, "a key point has at most 45 words", wording.point_too_long),
    Rule("image-alt", WARNING, "the description of an image says what it shows", images.description),
    Rule("image-too-small", WARNING, "an image has enough pixels for its width", images.too_small),
    Rule("caption-too-long", WARNING, "a caption has at most 600 characters", images.caption_too_long),
    Rule("total-wrong", WARNING, "a row of totals is the sum of the rows above it", tables.wrong_total),
    Rule("template-text", ERROR, "nothing of the template is left", template.template_text),
    Rule("no-gaps", WARNING, "a briefing says what is not known", wording.no_gaps),
)
"""The rules that look at what was written."""

OTHER_CODES: tuple[tuple[str, Severity, str], ...] = (
    ("next-update-past", WARNING, "the next update is not overdue"),
    ("page-one-overfull", WARNING, "page one has room for all of its parts"),
    ("table-too-wide", WARNING, "a table fits the page in type that can be read"),
    ("too-large-to-mail", WARNING, "the PDF can be mailed"),
    ("unknown-stance", ERROR, "a stance is a word of the vocabulary, or added to it"),
    ("source-altered", ERROR, "a source text is as it was stored"),
    ("allow-unknown", ERROR, "allow names a rule"),
    ("allow-refused", ERROR, "allow names what may be allowed"),
    ("allow-unused", WARNING, "allow names a finding that exists"),
)
"""Findings made elsewhere: they need the clock, the laid-out page, the words as written, or the allowances themselves."""

SEVERITIES = {rule.code: rule.severity for rule in RULES} | {code: severity for code, severity, _ in OTHER_CODES}

ALLOWABLE = frozenset(
    {rule.code for rule in RULES} - {"no-such-paragraph"}
    | {"next-update-past", "page-one-overfull", "table-too-wide", "too-large-to-mail"}
)
"""The findings that a desk may allow; all others must be corrected."""
