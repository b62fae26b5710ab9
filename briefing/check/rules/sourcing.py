"""Rules on the sources of statements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.check.check_input import CheckInput, Finding, shorten
from briefing.check.claims import STATEMENTS, Citations, Claim, citations_in
from briefing.load.located_values import ValuePath
from briefing.model.retractions import title_is_retracted
from briefing.text.citations import Citation


def _all_citations(given: CheckInput) -> Iterator[tuple[ValuePath, Citation]]:
    for claim in given.claims:
        for citation in claim.citations:
            yield claim.path, citation


def no_such_paragraph(given: CheckInput) -> Iterator[Finding]:
    """Find citations of a paragraph after the last one of the source."""
    for path, citation in _all_citations(given):
        text, receipt = given.sources.get(citation.source), given.receipts.get(citation.source)
        last = len(text.paragraphs) if text else receipt.paragraphs if receipt else 0
        beyond = [number for number in citation.paragraphs if number > last]
        if last and beyond:
            what = f"{citation.source} has no paragraph {beyond[0]}; its last is {last}"
            yield Finding(path, what, f"see them with: briefing source show {citation.source}", str(beyond[0]))


def no_such_page(given: CheckInput) -> Iterator[Finding]:
    """Find citations of a page of a stored text that has no pages, or fewer; a PDF has pages that its text does not show."""
    pdfs = {
        one.id for one in given.briefing.sources if one.url and one.url.casefold().partition("?")[0].endswith(".pdf")
    }
    for path, citation in _all_citations(given):
        text = given.sources.get(citation.source)
        if not citation.pages or text is None or (not text.pages and citation.source in pdfs):
            continue
        if max(map(int, re.findall(r"\d+", citation.pages))) > text.pages:
            pages = f"has {text.pages} pages" if text.pages else "has no pages"
            what = f"{citation.source} is cited for {citation.pages}, and its stored text {pages}"
            hint = f"cite the paragraph, shown by: briefing source show {citation.source}"
            yield Finding(path, what, hint, citation.pages)


def text_not_stored(given: CheckInput) -> Iterator[Finding]:
    """Find cited sources whose text is not stored: nothing that cites them can be verified."""
    cited = {citation.source for _, citation in _all_citations(given)}
    for i, source in enumerate(given.briefing.sources):
        if source.id in cited and source.id not in {*given.sources, *given.receipts}:
            what = f"the text of {source.id} is not stored: no quotation or figure from it is verified"
            hint = f"store it with: briefing source add FILE --id {source.id}"
            yield Finding(("sources", i, "id"), what, hint)


def text_without_digest(given: CheckInput) -> Iterator[Finding]:
    """Find source texts without their digest: a change to one would not be noticed."""
    for i, source in enumerate(given.briefing.sources):
        if source.text and not source.sha256:
            what = f"the text of {source.id} has no sha256: a change to it would not be noticed"
            yield Finding(
                ("sources", i, "text"),
                what,
                f"remove its text: line, and store it with: briefing source add FILE --id {source.id}",
            )


def retracted(given: CheckInput) -> Iterator[Finding]:
    """Find sources that were retracted, by their titles or by the notes of the bibliography, which are added to the titles."""
    for i, source in enumerate(given.briefing.sources):
        if title_is_retracted(source.title):
            what = f"by its title, {source.id} was retracted, or is the notice of that: {shorten(source.title, 60)}"
            hint = "cite another source, or allow it with the reason why this one is cited"
            yield Finding(("sources", i, "title"), what, hint)


def uncited(given: CheckInput) -> Iterator[Finding]:
    """Find statements without a source that are not the desk's own."""
    for claim in given.claims:
        if claim.kind in (*STATEMENTS, "chart", "table") and not claim.citations and not claim.own:
            what = f"this {claim.kind} cites no source: {shorten(claim.words, 60)}"
            hint = "cite the source and paragraph, or mark it own: true if it is the desk's own judgement"
            yield Finding(claim.path, what, hint)


def own_and_cited(given: CheckInput) -> Iterator[Finding]:
    """Find statements that are marked as the desk's own and cite a source for it; a basis, a note or a number may."""
    for claim in given.claims:
        if not claim.own or claim.kind in ("key figure", "chart", "table", "map"):
            continue
        citations = _own_citations(claim, given)
        if citations:
            what = f"this {claim.kind} is the desk's own, and cites {citations[0].source}: {shorten(claim.words, 60)}"
            yield Finding(claim.path, what, "remove own: true, or the citation, which may stand in a basis or a note")


def _own_citations(claim: Claim, given: CheckInput) -> Citations:
    """Return the citations of a statement itself, not those of its basis or its note."""
    b, number = given.briefing, claim.path[1]
    if not isinstance(number, int):
        return claim.citations
    match claim.kind:
        case "judgement":
            return citations_in(b.assessment[number].judgement, b.language)
        case "actor":
            return (*b.actors[number].source, *citations_in(b.actors[number].status, b.language))
    return claim.citations


def no_paragraph(given: CheckInput) -> Iterator[Finding]:
    """Find statements that cite whole sources, and no paragraph or page of any."""
    for claim in given.claims:
        located = any(citation.paragraphs or citation.pages for citation in claim.citations)
        if claim.kind in STATEMENTS and claim.citations and not located:
            source = claim.citations[0].source
            what = f"this {claim.kind} cites {source}, but no paragraph of it: {shorten(claim.words, 60)}"
            yield Finding(claim.path, what, f"write it as: {source} para. 5", source)
