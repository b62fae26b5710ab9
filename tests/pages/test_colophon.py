"""The statement of an edition is in its language, fits on page one, and can be scanned."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from briefing.archive.changes import compare_editions
from briefing.i18n import get_translator
from briefing.model.briefing import Briefing
from briefing.model.edition_statement import Change, EditionStatement
from briefing.pages.colophon import FRONT_LENGTH, draw_qr_code, make_colophon
from tests.archive.test_changes import FULL
from tests.archived import written

NOW = datetime(2024, 5, 3, 9, tzinfo=UTC)
SEAL = "0123456789abcdef" * 4


def statement(*changes: Change, number: int = 2) -> EditionStatement:
    return EditionStatement("x", number, NOW, NOW, False, number - 1 or None, changes, SEAL)


def change(part: str, aspect: str = "", kind: str = "changed", subject: str = "A thing.", **more: object) -> Change:
    whole: dict[str, object] = {"before": "one", "after": "two", "material": True, "position": 0, **more}
    return Change(part, aspect, kind, subject, **whole)  # type: ignore[arg-type]


def test_the_first_edition_names_no_earlier_one() -> None:
    colophon = make_colophon(statement(number=1), get_translator("en-GB"))
    assert colophon.since == ""
    assert colophon.edition == "Edition 1"
    assert colophon.footer == "Edition 1 · 3 May 2024, 09:00 UTC"
    assert colophon.published == "Published 3 May 2024, 09:00 UTC"


@pytest.mark.parametrize(("language", "footer"), [("en", "Edition 3 · final"), ("fr", "Édition 3 · définitive")])
def test_final_is_printed_where_no_update_is_planned(language: str, footer: str) -> None:
    translator = get_translator(language)
    assert make_colophon(statement(number=3), translator, final=True).footer.startswith(footer)
    assert make_colophon(statement(number=3), translator).footer.count("·") == 1


def test_the_code_begins_the_digest() -> None:
    assert statement().code == "X@2-0123-4567-89AB"
    assert make_colophon(statement(), get_translator("en")).code == "X@2-0123-4567-89AB"
    assert draw_qr_code(statement()) == draw_qr_code(statement())
    assert draw_qr_code(statement()) != draw_qr_code(replace(statement(), source_digest="f" * 64))
    assert draw_qr_code(statement()).startswith(b"<svg")


@pytest.mark.parametrize(
    ("one", "phrase"),
    [
        (
            change("reactions", "stance", subject="UN", before="concerned", after="condemns"),
            "Changed reaction, UN, stance: concerned → condemns",
        ),
        (change("reactions", kind="added", subject="AU", before=""), "Added reaction, AU: two"),
        (change("sources", kind="removed", subject="AP: Coup", after=""), "Removed source, AP: Coup: one"),
        (change("actors", "status", subject="The president"), "Changed actor, The president, status: one → two"),
        (
            change("marking", subject="marking", before="TLP:RED", after="TLP:CLEAR"),
            "Changed marking: TLP:RED → TLP:CLEAR",
        ),
    ],
)
def test_a_change_as_a_phrase(one: Change, phrase: str) -> None:
    colophon = make_colophon(statement(one), get_translator("en"))
    (group,) = colophon.changes
    assert tuple(map(str, group.lines)) == (phrase,)
    spoken = re.sub(r"(.*: )(.*) → (.*)", r"\1was \2, now \3", phrase)
    assert colophon.front.endswith(f"{spoken}.")


def test_the_box_on_page_one_is_never_too_long() -> None:
    many = [change("reactions", kind="added", subject=f"Body number {n} of the world", before="") for n in range(60)]
    colophon = make_colophon(statement(*many), get_translator("en"))
    assert len(colophon.front) <= FRONT_LENGTH + 120
    shown = colophon.front.count("Added")
    assert colophon.front.endswith(f"And {60 - shown} more, further on under this heading.")
    assert len(colophon.changes[0].lines) == 60


def test_small_changes_are_listed_separately() -> None:
    colophon = make_colophon(statement(change("contact", subject="contact", material=False)), get_translator("en"))
    assert colophon.front == "Small corrections only; nothing that matters has changed."
    assert [group.heading for group in colophon.changes] == ["Smaller changes"]


def test_a_minor_edition_names_the_last_material_change() -> None:
    minor = replace(statement(), minor=True, changed=NOW - timedelta(days=2))
    assert make_colophon(minor, get_translator("en")).published.endswith("last material change 1 May 2024")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_possible_change_has_a_phrase(language: str) -> None:
    """A briefing changed in all its parts, and in all their aspects."""
    full = {**FULL, "series": "S", "region": {"name": "R", "focus": "NER", "countries": ["NER"]}}
    other = {
        **full,
        "title": "Other",
        "series": "T",
        "language": "fr",
        "marking": "TLP:CLEAR",
        "as_of": "2024-05-03T18:00Z",
        "next_update": "2024-05-04T18:00Z",
        "contact": {"name": "Night", "phone": "1"},
        "region": {"name": "R", "focus": "NER", "countries": ["NER", "MLI"]},
        "yardstick": "icd203",
        "bottom_line": "Other.",
        "summary": ["Wholly other words here."],
        "assessment": [{**FULL["assessment"][0], "likelihood": "remote", "confidence": "high", "basis": "New."}],
        "actors": [
            {
                "name": "The president",
                "role": "R",
                "affiliation": "A",
                "side": "S",
                "status": "Z",
                "note": "N",
                "source": "a",
            }
        ],
        "reactions": [
            {"body": "UN", "stance": "warns", "quote": "Q", "speaker": "S", "date": "2024-05-03", "source": "b"},
            {"body": "AU", "stance": "condemns", "position": "Other.", "source": "b"},
        ],
        "timeline": [{"when": "2024-05-04", "what": "The guard moves.", "source": "a"}],
        "sections": [{"title": "Economy", "text": "All else."}],
        "gaps": [],
        "sources": [
            {
                "id": "a",
                "publisher": "Z",
                "title": "Y",
                "published": "2024",
                "url": "https://a.example/",
                "reliability": "A",
            },
            {"id": "b", "publisher": "B", "title": "Report"},
        ],
    }
    before, after = (Briefing.model_validate(written(**value)) for value in (full, other))
    for one, two in ((before, after), (after, before)):
        changes = compare_editions(one, two, {"h.csv": b"a,b\n1,2\n"}, {"h.csv": b"a,b\n1,3\n4,5\n"})
        assert {change.part for change in changes} >= set(full) - {"id"}
        colophon = make_colophon(statement(*changes), get_translator(language))
        shown = [str(line) for group in colophon.changes for line in group.lines]
        assert shown
        assert not re.search(r"\{[^+]|change_|None", " ".join(shown))


def test_a_change_in_french_has_a_space_before_its_colon_and_french_terms() -> None:
    likelihood = change(
        "assessment", "likelihood", "changed", "Le fleuve monte", before="likely", after="almost certain"
    )
    front = make_colophon(statement(likelihood), get_translator("fr")).front
    assert front.endswith("\u00a0: auparavant probable, désormais presque certain.")


JUDGEMENT = (
    "The army command will hold the capital for at least {} days after the takeover, because no loyal unit outside it has "
    "moved and the guard controls the airport. Talks with the guard would change this."
)


@pytest.mark.parametrize(
    ("language", "was", "now"), [("en", "was “{}”", "now “{}”"), ("fr", "auparavant « {} »", "désormais « {} »")]
)
@pytest.mark.parametrize("kind", ["changed", "reworded"])
def test_a_changed_judgement_is_whole_on_page_one_and_in_the_list(kind: str, language: str, was: str, now: str) -> None:
    before, after = JUDGEMENT.format("seven"), JUDGEMENT.format("thirty")
    one = change("assessment", kind=kind, subject=after, before=before, after=after)
    colophon = make_colophon(statement(one), get_translator(language))
    said = colophon.front.replace("\u202f", " ").replace("\u00a0", " ")
    assert said.endswith(f"{was.format(before)}, {now.format(after)}")
    (line,) = (line for group in colophon.changes for line in group.lines)
    assert [run.text for run in line.runs] == [before, after]
    assert "→" not in colophon.front


def test_a_long_judgement_is_never_cut() -> None:
    long = " ".join(f"Sentence {n} of a judgement that has very many of them, all of which matter." for n in range(30))
    for one in (
        change("assessment", kind="added", subject=long, before="", after=long),
        change("assessment", kind="removed", subject=long, before=long, after=""),
        change("assessment", subject=long, before=f"{long} It is so.", after=long),
    ):
        colophon = make_colophon(statement(one), get_translator("en"))
        (line,) = colophon.changes[0].lines
        assert long in str(line)
        assert "…" not in str(line)
        assert colophon.front == "1 change, further on under this heading."
    aspect = change("assessment", "likelihood", subject=long, before="likely", after="unlikely")
    (line,) = make_colophon(statement(aspect), get_translator("en")).changes[0].lines
    assert long.rstrip(".") in str(line)


def test_values_on_page_one_have_no_arrow() -> None:
    likelihood = change("assessment", "likelihood", subject="It will hold.", before="likely", after="almost certain")
    front = make_colophon(statement(likelihood), get_translator("en")).front
    assert front == "Changed judgement, “It will hold”, likelihood: was likely, now almost certain."
