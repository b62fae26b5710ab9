"""Words divided at the end of a line: their hyphen stays or goes by what else the text has."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.sources.extract import extract_file
from briefing.sources.line_ends import append_line, join_divided_words

DIVIDING = "The repre-\nsentative of the govern-\nment met the govern-\nment and its representative."


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        ("Their well-\nbeing matters.", "Their well-being matters."),
        ("Their well-\nbeing matters; wellbeing is all.", "Their wellbeing matters; wellbeing is all."),
        ("Their govern-\nment fell. The government of Oru", "Their government fell. The government of Oru"),
        ("The ex-\nminister and the ex-minister", "The ex-minister and the ex-minister"),
        ("Of COVID-\n19 and the Franco-\nOruan pact", "Of COVID-19 and the Franco-Oruan pact"),
        ("Die Vor-\nund Nachteile", "Die Vor- und Nachteile"),
        ("pre-\nand post-war boats", "pre- and post-war boats"),
        ("The unchar\u2010\nacteristic calm", "The uncharacteristic calm"),
        ("The unchar\u00ad\nacteristic calm", "The uncharacteristic calm"),
        ("The state-of-the-\nart pier", "The state-of-the-art pier"),
        ("Il est peut-\nêtre parti, dit-\nelle.", "Il est peut-être parti, dit-elle."),
        ("It stood -\nand fell", "It stood - and fell"),
        (DIVIDING, DIVIDING.replace("-\n", "").replace("\n", " ")),
        (
            f"{DIVIDING} Its non-\nproliferation pact",
            f"{DIVIDING} Its non-proliferation pact".replace("e-\ns", "es").replace("n-\nm", "nm"),
        ),
        (
            f"{DIVIDING} Some repar-\nations came",
            f"{DIVIDING} Some reparations came".replace("e-\ns", "es").replace("n-\nm", "nm"),
        ),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_stays_or_goes_by_the_rest_of_the_text(lines: str, read: str) -> None:
    text = ""
    for line in lines.split("\n"):
        text = append_line(text, line)
    assert join_divided_words([text]) == [read.replace("\n", " ")]


def test_the_evidence_may_be_in_another_paragraph() -> None:
    text = append_line("The co-", "operation ended.")
    assert join_divided_words([text, "A cooperation of two."])[0] == "The cooperation ended."
    assert join_divided_words([text, "A co-operation of two."])[0] == "The co-operation ended."


def test_a_text_file_that_is_cut_into_lines_is_read_like_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Their well-\n being matters,\nand it is 2019-\n2023.\n\nTwo -\nthree.", "utf-8")
    assert extract_file(tmp_path / "a.txt").paragraphs == (
        "Their well-being matters, and it is 2019-2023.",
        "Two - three.",
    )
