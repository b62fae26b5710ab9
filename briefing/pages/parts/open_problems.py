"""The open problems of a draft, as its last page lists them, in the language of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.i18n import SOURCE_LANGUAGE, Translator
from briefing.problems import Problem, Severity

_QUOTED = re.compile(r"“[^“”]{1,200}”|\"[^\"]{1,200}\"")
"""The author's own words in a message."""


@dataclass(frozen=True)
class OpenProblem:
    """A problem as it is printed: how bad it is, its code and place, and what is wrong; `hint` may be empty.

    `language` is that of what is wrong and of the hint, where it is not the document's.
    """

    severity: str
    code: str
    place: str
    what: str
    hint: str
    language: str = ""


def list_problems(problems: Sequence[Problem], translator: Translator) -> list[OpenProblem]:
    """Return problems as they are printed: what the rule requires with the author's words, where the page is not in English.

    What is found as a briefing is read has messages in English alone.
    """
    return list(_printed(problems, translator))


def _printed(problems: Sequence[Problem], translator: Translator) -> Iterator[OpenProblem]:
    _ = translator.gettext
    names = {Severity.ERROR: _("error"), Severity.WARNING: _("warning")}
    is_english = translator.tag.startswith(SOURCE_LANGUAGE)
    required = {} if is_english else requirements(translator)
    for problem in problems:
        severity, place = names.get(problem.severity, str(problem.severity)), str(problem.place or "")
        if requirement := required.get(problem.code):
            words = dict.fromkeys(quoted[1:-1].strip() for quoted in _QUOTED.findall(problem.what))
            quoted = ", ".join(_("“{quotation}”", quotation=one) for one in words)
            what = _("Required: {requirement}.", requirement=requirement)
            found = _("Found: {words}", words=quoted) if quoted else ""
            yield OpenProblem(severity, problem.code, place, " ".join(filter(None, (what, found))), "")
        else:
            language = "" if is_english else SOURCE_LANGUAGE
            yield OpenProblem(severity, problem.code, place, problem.what, problem.hint, language)


def requirements(translator: Translator) -> dict[str, str]:
    """Return what each rule of the check requires, by its code."""
    _ = translator.gettext
    return {
        "quote-not-verbatim": _("a quotation is word for word in the source it cites"),
        "quote-uncited": _("a quotation cites its source"),
        "quote-unverified": _("a quotation was checked as it is now"),
        "quote-unbalanced": _("every quotation mark has its partner"),
        "quote-omits-negation": _("an ellipsis omits no negation"),
        "quote-joins-sentences": _("an ellipsis does not join two sentences"),
        "quote-joins-speakers": _("an ellipsis does not lead from one speaker to another"),
        "quote-cut": _("a quotation is not cut off from words that turn its meaning"),
        "quote-inserts": _("brackets add no more than a word or two, and turn no meaning"),
        "no-such-paragraph": _("a cited paragraph exists"),
        "no-such-page": _("a cited page exists in a stored text"),
        "text-not-held": _("the text of a cited source is stored"),
        "text-unsealed": _("a source text has its SHA-256"),
        "source-retracted": _("no source was retracted"),
        "uncited": _("a statement cites a source, or is the desk's own"),
        "uncited-text": _("prose that states facts cites a source"),
        "own-and-cited": _("what is the desk's own cites no source"),
        "no-paragraph": _("a statement cites a paragraph"),
        "figure-not-in-source": _("a figure is in the cited paragraph"),
        "figure-unverified": _("a figure was checked as it is now"),
        "weekday-not-of-date": _("a weekday is that of the date beside it"),
        "two-figures": _("one label has one figure"),
        "remark-printed": _("no remark between authors is printed"),
        "foreign-markup": _("no markup of other programs is printed"),
        "source-after-as-of": _("no source is later than the as-of time"),
        "retrieved-after-as-of": _("no source was retrieved after the as-of time"),
        "event-after-as-of": _("no event is later than the as-of time"),
        "next-update-missing": _("the next update is announced"),
        "next-update-early": _("the next update is after the as-of time"),
        "data-ends-early": _("the coup data reaches the as-of date"),
        "data-not-covered": _("the coup data covers the country in focus"),
        "data-partly-covered": _("the coup data covers every country of the chart"),
        "no-statement": _("every expected body has made a statement"),
        "two-capacities": _("a speaker has one capacity"),
        "two-spellings": _("a name is spelt in one way"),
        "acronym-unexplained": _("an acronym is spelt out once"),
        "acronym-wrong": _("an acronym has the initials and the name of its body"),
        "likelihood-unknown": _("a likelihood is a term of the yardstick"),
        "likelihood-loose": _("an assessment hedges with the yardstick alone"),
        "likelihood-with-confidence": _("likelihood and confidence are not in one sentence"),
        "two-likelihoods": _("a judgement has one likelihood"),
        "point-too-long": _("a key point has at most 45 words"),
        "image-alt": _("the description of an image says what it shows"),
        "image-too-small": _("an image has enough pixels for its width"),
        "caption-too-long": _("a caption has at most 600 characters"),
        "total-wrong": _("a row of totals is the sum of the rows above it"),
        "template-text": _("nothing of the template is left"),
        "no-gaps": _("a briefing says what is not known"),
        "next-update-past": _("the next update is not overdue"),
        "page-one-overfull": _("page one has room for all of its parts"),
        "table-too-wide": _("a table fits the page in type that can be read"),
        "too-large-to-mail": _("the PDF can be mailed"),
        "unknown-stance": _("a stance is a word of the vocabulary, or added to it"),
        "source-altered": _("a source text is as it was stored"),
        "allow-unknown": _("allow names a rule"),
        "allow-refused": _("allow names what may be allowed"),
        "allow-unused": _("allow names a finding that exists"),
    }
