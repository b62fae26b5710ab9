"""Each field of a briefing is compared between editions, or is in a list here of those that are not, with the reason."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from briefing.archive.changes import compare_editions
from briefing.comparison.parts import PARTS
from briefing.model.briefing import Briefing
from tests.briefs import BRIEF, load

WHOLE = {
    *("title", "bottom_line", "marking", "exercise", "as_of", "next_update", "timezone"),
    *("region", "map", "expect", "yardstick", "language", "series", "contact"),
}
"""The fields of a briefing that are compared as one text."""
NOT_COMPARED = {
    "id": "two editions have the same",
    "parts": "the order in which the parts are printed",
    "stances": "the tone of the desk's own stances; what a body does is compared in its reaction",
    "history": "what its chart shows is compared by the rows of its numbers",
    "style": "how it looks",
    "attach": "what goes with the PDF",
    "bibliography": "where sources are read from; the sources are compared",
    "allow": "what the desk allows itself, which is not printed",
    "evidence": "whether the part that shows quotations in their sources is printed",
    "sections.text": "compared by paragraphs, items and rows",
    "sections.table": "compared as tables",
    "tables.data": "the file is the key of the table",
    "tables.columns": "which of the file's columns are printed, and as what",
    "tables.rows": "how many rows are printed",
    "tables.total": "a sum of rows",
    "images.file": "the file is the key of the image; its bytes are compared",
    "images.section": "where it is printed",
    "images.width": "how wide it is printed",
    "charts.data": "the file is the key of the chart",
    "charts.x": "compared by the rows of the chart's numbers, in a file named after it",
    "charts.y": "compared by the rows of the chart's numbers, in a file named after it",
    "charts.highlight": "what is drawn in colour",
    "charts.section": "where it is printed",
    "reactions.lang": "the language that words are read aloud in",
    "actors.lang": "the language that a name is read aloud in",
    "sources.lang": "the language that a title is read aloud in",
    "reactions.capacity": "compared with the speaker",
    "sources.id": "the key of the source",
    "sources.publisher": "compared with the title",
    "sources.reliability": "compared as the grade",
    "sources.credibility": "compared as the grade",
    "sources.sha256": "compared as the stored text",
    "sources.receipt": "the desk's own record of a check",
    "sources.share": "how much of a stored text is shown around quotations",
}


def item_fields(attribute: str) -> set[str]:
    """Return the fields of the items of a list of a briefing; none where they are texts."""
    owner: type[BaseModel] = Briefing
    if attribute == "tables":
        owner, attribute = get_args(Briefing.model_fields["sections"].annotation)[0], "table"
    waiting = [owner.model_fields[attribute].annotation]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return set(kind.model_fields)
        waiting += get_args(kind)
    return set()


def test_each_field_is_compared_or_left_out_for_a_reason() -> None:
    lists = {part.attribute for part in PARTS} - {"tables"}
    left_out = set(Briefing.model_fields) - WHOLE - lists
    for part in PARTS:
        left_out |= {f"{part.name}.{name}" for name in item_fields(part.attribute) - set(part.fields)}
    assert left_out == set(NOT_COMPARED)
    assert {part.name for part in PARTS if not item_fields(part.attribute)} == {"gaps"}


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("title", "title: A title", "title: Floods in Sylhet"),
        ("bottom_line", "bottom_line: One sentence.", "bottom_line: Two dams have failed."),
        ("marking", "marking: TLP:CLEAR", "marking: TLP:GREEN"),
        ("exercise", "title: A", "exercise: true\ntitle: A"),
        ("as_of", "as_of: 2023-07-27T20:00Z", "as_of: 2023-07-27T21:00Z"),
        ("next_update", "next_update: 2099-07-28T12:00Z", "next_update: 2099-07-29T12:00Z"),
        ("timezone", "title: A", "timezone: Asia/Dhaka\ntitle: A"),
        ("region", "title: A", "region: {name: The delta, focus: BGD, countries: [BGD, IND]}\ntitle: A"),
        ("map", "title: A", "map: {focus: BGD}\ntitle: A"),
        ("expect", "title: A", "expect: [ASEAN]\ntitle: A"),
        ("yardstick", "title: A", "yardstick: icd203\ntitle: A"),
        ("language", "title: A", "language: fr\ntitle: A"),
        ("series", "title: A", "series: Water notes\ntitle: A"),
        ("contact", "name: Duty officer", "name: Night desk"),
    ],
)
def test_a_field_that_is_compared_whole_has_its_line(tmp_path: Path, field: str, before: str, after: str) -> None:
    assert BRIEF.count(before) == 1
    old, new = (load(tmp_path / "x", text).briefing for text in (BRIEF, BRIEF.replace(before, after)))
    assert field in {change.part for change in compare_editions(old, new, {}, {})}
