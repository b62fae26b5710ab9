"""Check a briefing against the editorial rules: the problems found, those that the desk allows, and how well it is sourced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from briefing.check.check_input import (
    NO_IMAGES,
    NO_RECEIPTS,
    CheckInput,
    CoupData,
    Finding,
    ImageSizes,
    Receipts,
    read_check_input,
    shorten,
)
from briefing.check.claims import STATEMENTS
from briefing.check.doubtful import doubtful_quotations
from briefing.check.evidence import collect_evidence
from briefing.check.quotations import count_verified
from briefing.check.receipts.findings import recorded_findings, withheld_sources
from briefing.check.rules import ALLOWABLE, RULES, SEVERITIES
from briefing.check.rules.dates import next_update_past
from briefing.check.rules.names import silent_bodies
from briefing.load.located_values import LocatedValues
from briefing.model.briefing import Briefing
from briefing.model.paper import CrowdedTable
from briefing.model.parts.allowed_finding import AllowedFinding
from briefing.model.parts.evidence import Evidence
from briefing.model.parts.table_data import TableData
from briefing.model.sourcing import Sourcing
from briefing.problems import Place, Problem, Severity, did_you_mean
from briefing.text.matching import SourceText

FOUND_LATER = ("next-update-past", "page-one-overfull", "table-too-wide", "too-large-to-mail")
"""Findings that are made outside `review_briefing`, which cannot know whether they are needed."""

ENCODED_LINE = 57, 78
"""The bytes of one line of Base64 in a message, before and after (RFC 2045, 6.8)."""

BODY_BYTES = 40_000
"""Room for the header and the two bodies of a message."""

Located = tuple[Problem, Finding]
"""A finding with the problem it is reported as."""


@dataclass(frozen=True)
class Review:
    """The result of a check: the open problems, and those that the desk allows with its reasons.

    `evidence` is what shows that quotations are in their sources.
    """

    problems: tuple[Problem, ...]
    allowed: tuple[tuple[Problem, str], ...]
    sourcing: Sourcing
    evidence: tuple[Evidence, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that do not."""
        return tuple(problem for problem in self.problems if problem.severity is not Severity.ERROR)


def review_briefing(
    briefing: Briefing,
    values: LocatedValues,
    sources: Mapping[str, SourceText],
    coup_data: CoupData | None = None,
    image_sizes: ImageSizes = NO_IMAGES,
    tables: Sequence[TableData] = (),
    receipts: Receipts = NO_RECEIPTS,
) -> Review:
    """Check a briefing against every rule that needs no clock.

    `sources` are the stored texts by id; `coup_data` is what is known of the coup data where the briefing has its
    chart; `image_sizes` are the width and the height in pixels of its images, by the names it gives them;
    `tables` are the rows of the tables of its sections; `receipts` tell of texts that were checked and are not stored. The
    problems come in the order of the file.
    """
    given = read_check_input(briefing, sources, coup_data, image_sizes, tables, receipts)
    named = [(rule.code, finding) for rule in RULES for finding in rule.find(given)]
    named += [(code, finding) for code, finding in recorded_findings(given) if code in SEVERITIES]
    found = [(_problem(code, finding, values), finding) for code, finding in named]
    problems, allowed = _split_allowed(found, briefing.allow)
    still_open = frozenset(problems)
    problems += _check_allowances(briefing.allow, [both for both in found if both[0] not in still_open], values)
    in_order = sorted(dict.fromkeys(problems), key=lambda p: (p.place or Place(""), p.code, p.what))
    passed = {problem for problem, _ in allowed}
    not_found = {(finding.path, finding.words) for problem, finding in found if problem in passed}
    return Review(tuple(in_order), tuple(allowed), _count_sourcing(given), collect_evidence(given, not_found))


def overdue(briefing: Briefing, values: LocatedValues, now: datetime) -> Problem | None:
    """Return the problem that the next update is past at `now`, unless the desk allows it."""
    finding = next_update_past(briefing, now)
    return _unless_allowed("next-update-past", finding, briefing, values) if finding else None


def overfull(briefing: Briefing, values: LocatedValues, pages: int) -> Problem | None:
    """Return the problem that the parts of page one take more `pages` than one, unless the desk allows it."""
    if pages <= 1:
        return None
    hint = "shorten the key points, or move judgements to a section"
    finding = Finding(("summary",), f"the parts of page one continue to page {pages}", hint)
    return _unless_allowed("page-one-overfull", finding, briefing, values)


def too_large(
    briefing: Briefing, values: LocatedValues, pdf_bytes: int, most_bytes: int, images: Mapping[str, int]
) -> Problem | None:
    """Return the problem that a message with the PDF would have more than `most_bytes`, unless the desk allows it.

    `images` are the sizes in bytes of what the pages show, by name: the largest are named.
    """
    message_bytes = pdf_bytes * ENCODED_LINE[1] // ENCODED_LINE[0] + BODY_BYTES
    if message_bytes <= most_bytes:
        return None
    what = f"a message with this PDF would have {message_bytes:,} bytes; [mail] max_bytes allows {most_bytes:,}"
    largest = sorted(images.items(), key=lambda image: -image[1])[:3]
    named = ", ".join(f"{name} ({size:,})" for name, size in largest)
    hint = f"save the largest images smaller, photos as JPEG: {named}" if largest else "attach less, with attach:"
    return _unless_allowed("too-large-to-mail", Finding(("id",), what, hint), briefing, values)


def crowded(briefing: Briefing, values: LocatedValues, tables: Iterable[CrowdedTable]) -> Iterator[Problem]:
    """Yield the problem of each table that is printed too small to be read, unless the desk allows it."""
    for table in tables:
        first = next(filter(None, table.headings), "")
        what = (
            f"the table with the columns {shorten(', '.join(table.headings), 60)} fits a landscape page only in type of "
            f"{table.size_pt} points"
        )
        hint = "leave out columns, or divide it into two tables"
        path = ("sections", table.section, "text")
        if problem := _unless_allowed("table-too-wide", Finding(path, what, hint, first), briefing, values):
            yield problem


def _unless_allowed(code: str, finding: Finding, briefing: Briefing, values: LocatedValues) -> Problem | None:
    problems, _ = _split_allowed([(_problem(code, finding, values), finding)], briefing.allow)
    return problems[0] if problems else None


def _split_allowed(
    found: Iterable[Located], allowances: Sequence[AllowedFinding]
) -> tuple[list[Problem], list[tuple[Problem, str]]]:
    """Return the problems that stay open, and those that are allowed, with the reasons."""
    problems: list[Problem] = []
    allowed: list[tuple[Problem, str]] = []
    for problem, finding in found:
        reason = next((one.reason for one in allowances if _covers(one, problem, finding)), None)
        if reason is None:
            problems.append(problem)
        else:
            allowed.append((problem, reason))
    return problems, allowed


def _covers(allowance: AllowedFinding, problem: Problem, finding: Finding) -> bool:
    if allowance.code != problem.code or allowance.code not in ALLOWABLE:
        return False
    if allowance.about is None:
        return problem.severity is not Severity.ERROR
    return allowance.about.casefold() in f"{problem.what}\n{finding.words}".casefold()


def _check_allowances(
    allowances: Sequence[AllowedFinding], allowed: Sequence[Located], values: LocatedValues
) -> Iterator[Problem]:
    """Yield what is wrong with the allowances themselves."""
    for i, allowance in enumerate(allowances):
        covered = [both for both in allowed if _covers(allowance, *both)]
        if fault := _fault_of(allowance, covered):
            code, what, hint = fault
            yield _problem(code, Finding(("allow", i, "code"), what, hint), values)


def _fault_of(allowance: AllowedFinding, covered: Sequence[Located]) -> tuple[str, str, str] | None:
    """Return the code, what is wrong and what to do, where an allowance is not sound; `covered` are the findings it allows."""
    code = allowance.code
    if code not in SEVERITIES:
        hint = did_you_mean(code, list(SEVERITIES)) or "use a code that briefing check prints, in [ ]"
        return "allow-unknown", f'"{code}" is not a code of the check', hint
    if code not in ALLOWABLE:
        return "allow-refused", f"{code} cannot be allowed", "correct what it reports, and delete this"
    if SEVERITIES[code] is Severity.ERROR:
        if allowance.about is None:
            hint = "add about: with words of the one that you allow"
            return "allow-refused", f"{code} is an error, and this does not say which one is meant", hint
        # The same words twice are one finding.
        if (count := len({finding.words or problem.what for problem, finding in covered})) > 1:
            what = f"“{allowance.about}” is in {count} findings of {code}, and this does not say which one is meant"
            return "allow-refused", what, "give more words of the one, and each other an entry of its own"
    if not covered and code not in FOUND_LATER:
        return "allow-unused", f"there is no finding of {code} that this allows", "delete it"
    return None


def _problem(code: str, finding: Finding, values: LocatedValues) -> Problem:
    what = finding.what
    if finding.other is not None:
        place = _place(Finding(finding.other, "", "", finding.other_words), values)
        what = what.replace("{other}", str(place or "another place"))
    return Problem(code, what, _place(finding, values), finding.hint, SEVERITIES[code])


def _place(finding: Finding, values: LocatedValues) -> Place | None:
    """Return the place of the words of a finding, or of the value it is in."""
    path = values.written_path(finding.path)
    whole = values.place(path)
    for words in (finding.words, " ".join(finding.words.split()[:2])):
        if words and (place := values.place_of(words, path)) != whole:
            return place
    return whole


def _count_sourcing(given: CheckInput) -> Sourcing:
    statements = [claim for claim in given.claims if claim.kind in STATEMENTS]
    return Sourcing(
        statements=len(statements),
        cited=sum(bool(claim.citations) and not claim.own for claim in statements),
        own=sum(claim.own for claim in statements),
        quotations=len(given.quotations),
        verified=count_verified(given.quotations),
        stored=frozenset(given.sources),
        withheld=withheld_sources(given),
        silent_bodies=tuple(silent_bodies(given.briefing)),
        doubtful=tuple(doubtful_quotations(given)),
    )
