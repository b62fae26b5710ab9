"""Count what the check finds of altered quotations, and what it questions of faithful ones: `./run adversary`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from briefing.check.review import review_briefing
from briefing.load.folder import load_briefing
from briefing.problems import Severity
from tests.adversary.articles import Article
from tests.adversary.figures import ALTERED_FIGURES, FAITHFUL_FIGURES, Write
from tests.adversary.invented import INVENTED_ALTERATIONS, INVENTED_FAITHFUL, Invent
from tests.adversary.operators import ALTERATIONS, FAITHFUL, UNSTORED, Case, Operator, Quoted
from tests.adversary.report_articles import REPORTED
from tests.adversary.speakers import OTHER_SPEAKERS, SAME_SPEAKERS, Name, checked
from tests.adversary.spoken import Spoken
from tests.adversary.spoken_report import SPOKEN_REPORTED
from tests.adversary.stated_figures import FIGURES

PAGE = Path(__file__).parents[2] / "docs" / "checking.md"
BEGIN, END = "<!-- the figures below are written by ./run adversary -->\n", "<!-- to here -->\n"


@dataclass(frozen=True)
class Outcome:
    """What the check says of one case: whether an error stops it, and whether anything is said of it at all."""

    operator: str
    case: Case
    stopped: bool
    named: bool


def outcomes(articles: Sequence[Article], operators: Mapping[str, Operator]) -> Iterator[Outcome]:
    """Yield what the check says of every case that the operators make of the quotations of some articles."""
    for article in articles:
        cases = [
            (name, case)
            for name, operator in operators.items()
            for words, paragraph in article.quotations
            for case in operator(Quoted(article, words, paragraph))
        ]
        yield from _check(article, cases)


def invented_outcomes(articles: Sequence[Article], operators: Mapping[str, Invent]) -> Iterator[Outcome]:
    """Yield what the check says of every case that the operators make of what people of some articles say."""
    for article in articles:
        cases = [(name, case) for name, operator in operators.items() for case in operator(article)]
        yield from _check(article, cases)


def figure_outcomes(articles: Sequence[Article], operators: Mapping[str, Write]) -> Iterator[Outcome]:
    """Yield what the check says of every statement that the operators make of the figures of some articles."""
    for article in articles:
        cases = [
            (name, Case(statement, citation, block))
            for name, operator in operators.items()
            for figure in FIGURES
            if figure.article == article.name
            for statement in operator(figure)
            for citation in (f"@{article.name} para. {figure.paragraph}",)
            for block in (statement.replace("@", f"[{citation}]") if "@" in statement else f"{statement} [{citation}]",)
        ]
        yield from _check(article, cases, ("figure-", "weekday-", "title-", "capacity-", "name-", "speaker-"))


def speaker_outcomes(articles: Sequence[Spoken], operators: Mapping[str, Name]) -> Iterator[Outcome]:
    """Yield what the check says of every speaker that the operators name for the quotations of some articles."""
    for name, given, stopped in checked(articles, operators):
        named = f"{given.speaker.person or given.speaker.body}: {given.words}" if given.speaker else given.sentence
        yield Outcome(name, Case(given.words, f"para. {given.paragraph}", named), stopped, stopped)


def _with_what_is_said(article: Article, cases: Sequence[tuple[str, Case]]) -> tuple[str, list[Case]]:
    """Return the text of an article with what its cases have besides, each of which cites its own paragraphs."""
    paragraphs = article.text.strip().split("\n\n")
    cited = []
    for _, case in cases:
        if case.said:
            first = len(paragraphs) + 1
            paragraphs += case.said.split("¶")
            case = replace(case, citation=f"@{article.name} paras. {first}-{len(paragraphs)}")
        cited.append(case)
    return "\n\n".join(paragraphs), cited


def _check(
    article: Article, named: Sequence[tuple[str, Case]], codes: tuple[str, ...] = ("quote-",)
) -> Iterator[Outcome]:
    text, cases = _with_what_is_said(article, named)
    written = {
        "id": "x",
        "title": "A title",
        "language": article.language,
        "marking": "TLP:CLEAR",
        "as_of": "2030-01-01T00:00Z",
        "contact": {"name": "Desk", "email": "desk@desk.example"},
        "bottom_line": "One sentence.",
        "summary": [{"text": "One point.", "own": True}],
        "sections": [
            {"title": "A case", "text": case.block or f"It was said: “{case.words}” [{case.citation}]."}
            for case in cases
        ],
        "sources": [
            {"id": article.name, "publisher": "Paper", "title": "An article", "text": "article.txt"},
            {"id": UNSTORED, "publisher": "Wire", "title": "Another"},
        ],
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "briefing.yaml").write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
        (folder / "article.txt").write_text(text, encoding="utf-8")
        loaded = load_briefing(folder, [], lambda: frozenset(range(0x3000)))
    found = review_briefing(loaded.briefing, loaded.values, loaded.texts).problems
    said: dict[int, set[Severity]] = {}
    lines = {
        place.line: number
        for number in range(len(cases))
        if (place := loaded.values.place(("sections", number, "text")))
    }
    starts = sorted(lines)
    for problem in found:
        if problem.code.startswith(codes) and problem.place:
            line = max(start for start in starts if start <= problem.place.line)
            said.setdefault(lines[line], set()).add(problem.severity)
    for number, ((operator, _), case) in enumerate(zip(named, cases, strict=True)):
        severities = said.get(number, set())
        yield Outcome(operator, case, Severity.ERROR in severities, bool(severities))


def _table(heading: str, found: Sequence[Outcome], operators: Iterable[str]) -> Iterator[str]:
    yield f"| {heading} | cases | stopped by an error | named by a warning | not noticed |"
    yield "|---|---|---|---|---|"
    for name in (*operators, "all"):
        here = [one for one in found if name in (one.operator, "all")]
        stopped, named = sum(one.stopped for one in here), sum(one.named and not one.stopped for one in here)
        yield f"| {name} | {len(here)} | {stopped} | {named} | {len(here) - stopped - named} |"


def _counted() -> Iterator[tuple[str, list[Outcome], Iterable[str]]]:
    """Yield each table of the page: its heading, its cases, and the names of its operators."""
    altered = [*outcomes(REPORTED, ALTERATIONS), *invented_outcomes(REPORTED, INVENTED_ALTERATIONS)]
    faithful = [*outcomes(REPORTED, FAITHFUL), *invented_outcomes(REPORTED, INVENTED_FAITHFUL)]
    yield "altered quotation", altered, (*ALTERATIONS, *INVENTED_ALTERATIONS)
    yield "faithful quotation", faithful, (*FAITHFUL, *INVENTED_FAITHFUL)
    yield "wrong speaker", list(speaker_outcomes(SPOKEN_REPORTED, OTHER_SPEAKERS)), OTHER_SPEAKERS
    yield "right speaker", list(speaker_outcomes(SPOKEN_REPORTED, SAME_SPEAKERS)), SAME_SPEAKERS
    yield "wrong figure", list(figure_outcomes(REPORTED, ALTERED_FIGURES)), ALTERED_FIGURES
    yield "right figure", list(figure_outcomes(REPORTED, FAITHFUL_FIGURES)), FAITHFUL_FIGURES


def report() -> str:
    """Return the tables of the page."""
    return "\n".join(line for heading, found, names in _counted() for line in (*_table(heading, found, names), ""))


def main() -> None:
    """Print the tables, and with --write put them into the page; with --missed print what was not told right."""
    tables = report()
    print(tables)
    if "--write" in sys.argv:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{tables}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    if "--missed" in sys.argv:
        for heading, found, _ in _counted():
            is_right = heading.startswith(("faithful", "right"))
            for one in found:
                if one.named == is_right:
                    where = one.case.said or one.case.citation
                    said = "questioned" if is_right else "not noticed"
                    print(f"{said}: {one.operator}: {one.case.block or one.case.words} [{where}]")


if __name__ == "__main__":
    main()
