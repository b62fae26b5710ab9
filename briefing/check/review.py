"""A briefing held against the editorial rules: what they find, what the desk lets stand, and how well it is sourced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from briefing.check.claims import STATEMENTS, Copy, read_check_input
from briefing.check.quotations import Quoted, verify_quotations
from briefing.check.rules import ALLOWABLE, RULES, SEVERITIES
from briefing.check.rules.dates import next_update_past
from briefing.check.rules.finding import Finding
from briefing.check.rules.names import silent_bodies
from briefing.load.located_values import LocatedValues, ValuePath
from briefing.model.briefing import AllowedFinding, Briefing
from briefing.model.sourcing import Sourcing
from briefing.problems import Place, Problem, Severity, did_you_mean
from briefing.text.matching import SourceText


@dataclass(frozen=True)
class Review:
    """What the check of a briefing comes to: the problems that stay open, those the desk lets stand with its reasons."""

    problems: tuple[Problem, ...]
    let_stand: tuple[tuple[Problem, str], ...]
    sourcing: Sourcing

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that do not."""
        return tuple(problem for problem in self.problems if problem.severity is not Severity.ERROR)


def review_briefing(
    briefing: Briefing, values: LocatedValues, texts: Mapping[str, SourceText], data_ends: date | None = None
) -> Review:
    """Hold a briefing against every rule that needs no clock.

    `texts` are those of its sources, by id; `data_ends` is the last day of the coup data where its chart is asked for.
    The problems come in the order of the file.
    """
    copy = read_check_input(briefing, texts, data_ends)
    held = verify_quotations(copy)
    found = [(_problem(rule.code, one, values), one) for rule in RULES for one in rule.find(copy, held)]
    problems, let_stand = sift(found, briefing.allow)
    standing = frozenset(problems)
    problems += _allowances(briefing.allow, [both for both in found if both[0] not in standing], values)
    in_order = sorted(dict.fromkeys(problems), key=lambda p: (p.place or Place(""), p.code, p.what))
    return Review(tuple(in_order), tuple(let_stand), _count(copy, held))


def overdue(briefing: Briefing, values: LocatedValues, now: datetime) -> Problem | None:
    """The one finding that needs the clock: the next update is past at `now`, and the desk has not let that stand."""
    finding = next_update_past(briefing, now)
    return _alone("next-update-past", finding, briefing, values) if finding else None


def overfull(briefing: Briefing, values: LocatedValues, pages: int) -> Problem | None:
    """The one finding that needs the page as set: what belongs on page one takes more `pages`."""
    if pages <= 1:
        return None
    hint = "shorten the key points, or move judgements to a section"
    finding = Finding(("summary",), f"what belongs on page one runs on to page {pages}", hint)
    return _alone("page-one-overfull", finding, briefing, values)


def _alone(code: str, finding: Finding, briefing: Briefing, values: LocatedValues) -> Problem | None:
    problems, _ = sift([(_problem(code, finding, values), finding)], briefing.allow)
    return problems[0] if problems else None


def sift(
    found: Iterable[tuple[Problem, Finding]], allowed: Sequence[AllowedFinding]
) -> tuple[list[Problem], list[tuple[Problem, str]]]:
    """BriefingPart what is found into what stays open, and what the desk lets stand with its reasons."""
    problems: list[Problem] = []
    let_stand: list[tuple[Problem, str]] = []
    for problem, finding in found:
        reason = next((one.reason for one in allowed if _covers(one, problem, finding)), None)
        if reason is None:
            problems.append(problem)
        else:
            let_stand.append((problem, reason))
    return problems, let_stand


def _covers(allowed: AllowedFinding, problem: Problem, finding: Finding) -> bool:
    if allowed.code != problem.code or allowed.code not in ALLOWABLE:
        return False
    if allowed.about is None:
        return problem.severity is not Severity.ERROR
    return allowed.about.casefold() in f"{problem.what}\n{finding.words}".casefold()


def _allowances(
    allowed: Sequence[AllowedFinding], let_stand: Sequence[tuple[Problem, Finding]], values: LocatedValues
) -> Iterator[Problem]:
    """What is wrong with the allowances themselves."""
    for i, one in enumerate(allowed):
        at = ("allow", i, "code")
        if one.code not in SEVERITIES:
            hint = did_you_mean(one.code, list(SEVERITIES)) or "the codes are those that briefing check prints, in [ ]"
            yield _problem("allow-unknown", Finding(at, f'"{one.code}" is not a code of the check', hint), values)
        elif one.code not in ALLOWABLE:
            what, hint = f"{one.code} cannot be allowed", "mend what it finds, and delete this"
            yield _problem("allow-refused", Finding(at, what, hint), values)
        elif SEVERITIES[one.code] is Severity.ERROR and one.about is None:
            what = f"{one.code} is an error, and this does not say which one is meant"
            hint = "add about: with words of the one that may stand"
            yield _problem("allow-refused", Finding(at, what, hint), values)
        elif SEVERITIES[one.code] is Severity.ERROR and (many := _meant(one, let_stand)) > 1:
            what = f"“{one.about}” is in {many} findings of {one.code}, and this does not say which one is meant"
            hint = "give more words of the one, and each other an entry of its own"
            yield _problem("allow-refused", Finding(at, what, hint), values)
        elif one.code not in ("next-update-past", "page-one-overfull") and not any(_covers(one, *b) for b in let_stand):
            what = f"nothing is found that this allowance of {one.code} lets stand"
            yield _problem("allow-unused", Finding(at, what, "delete it"), values)


def _meant(allowed: AllowedFinding, let_stand: Sequence[tuple[Problem, Finding]]) -> int:
    """How many different things an allowance lets stand; the same words twice are one."""
    return len({found.words or problem.what for problem, found in let_stand if _covers(allowed, problem, found)})


def _problem(code: str, finding: Finding, values: LocatedValues) -> Problem:
    return Problem(code, finding.what, _place(finding, values), finding.hint, SEVERITIES[code])


def _place(finding: Finding, values: LocatedValues) -> Place | None:
    path: ValuePath = finding.path
    # A key point may be written as its text alone.
    while path and path not in values.spans:
        path = path[:-1]
    whole = values.place(path)
    for words in (finding.words, " ".join(finding.words.split()[:2])):
        if words and (place := values.place_of(words, path)) != whole:
            return place
    return whole


def _count(copy: Copy, held: Sequence[Quoted]) -> Sourcing:
    statements = [claim for claim in copy.claims if claim.kind in STATEMENTS]
    return Sourcing(
        statements=len(statements),
        cited=sum(bool(claim.citations) for claim in statements),
        own=sum(claim.own for claim in statements),
        quotations=len(held),
        verified=sum(quoted.verdict == "verbatim" for quoted in held),
        held=frozenset(copy.texts),
        silent=tuple(silent_bodies(copy.briefing)),
    )
