"""Count what the check finds of altered quotations, and what it questions of faithful ones: `./run adversary`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from briefing.check.review import review_briefing
from briefing.load.folder import load_briefing
from briefing.problems import Severity
from tests.adversary.articles import REPORTED, Article
from tests.adversary.figures import ALTERED_FIGURES, FAITHFUL_FIGURES, FIGURES, Write
from tests.adversary.operators import ALTERATIONS, FAITHFUL, UNSTORED, Case, Operator, Quoted

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


def figure_outcomes(operators: Mapping[str, Write]) -> Iterator[Outcome]:
    """Yield what the check says of every statement that the operators make of the figures of the articles."""
    for article in REPORTED:
        cases = [
            (name, Case(statement, citation, f"{statement} [{citation}]"))
            for name, operator in operators.items()
            for figure in FIGURES
            if figure.article == article.name
            for statement in operator(figure)
            for citation in (f"@{article.name} para. {figure.paragraph}",)
        ]
        yield from _check(article, cases, "figure-")


def _check(article: Article, cases: Sequence[tuple[str, Case]], codes: str = "quote-") -> Iterator[Outcome]:
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
            for _, case in cases
        ],
        "sources": [
            {"id": article.name, "publisher": "Paper", "title": "An article", "text": "article.txt"},
            {"id": UNSTORED, "publisher": "Wire", "title": "Another"},
        ],
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "briefing.yaml").write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
        (folder / "article.txt").write_text(article.text, encoding="utf-8")
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
    for number, (operator, case) in enumerate(cases):
        severities = said.get(number, set())
        yield Outcome(operator, case, Severity.ERROR in severities, bool(severities))


def _table(heading: str, found: Sequence[Outcome], operators: Iterable[str]) -> Iterator[str]:
    yield f"| {heading} | cases | stopped by an error | named by a warning | not noticed |"
    yield "|---|---|---|---|---|"
    for name in (*operators, "all"):
        here = [one for one in found if name in (one.operator, "all")]
        stopped, named = sum(one.stopped for one in here), sum(one.named and not one.stopped for one in here)
        yield f"| {name} | {len(here)} | {stopped} | {named} | {len(here) - stopped - named} |"


def report() -> str:
    """Return the tables of the page."""
    altered, faithful = list(outcomes(REPORTED, ALTERATIONS)), list(outcomes(REPORTED, FAITHFUL))
    wrong, right = list(figure_outcomes(ALTERED_FIGURES)), list(figure_outcomes(FAITHFUL_FIGURES))
    tables = (
        ("altered quotation", altered, ALTERATIONS),
        ("faithful quotation", faithful, FAITHFUL),
        ("wrong figure", wrong, ALTERED_FIGURES),
        ("right figure", right, FAITHFUL_FIGURES),
    )
    return "\n".join(line for heading, found, operators in tables for line in (*_table(heading, found, operators), ""))


def main() -> None:
    """Print the tables, and with --write put them into the page."""
    tables = report()
    print(tables)
    if "--write" in sys.argv:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{tables}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    if "--missed" in sys.argv:
        for one in outcomes(REPORTED, ALTERATIONS):
            if not one.named:
                print(f"not noticed: {one.operator}: {one.case.words} [{one.case.citation}]")
        for one in figure_outcomes(ALTERED_FIGURES):
            if not one.named:
                print(f"not noticed: {one.operator}: {one.case.block}")
        for one in (*outcomes(REPORTED, FAITHFUL), *figure_outcomes(FAITHFUL_FIGURES)):
            if one.named:
                print(f"questioned: {one.operator}: {one.case.block or one.case.words} [{one.case.citation}]")


if __name__ == "__main__":
    main()
