"""Editions are compared by meaning, and material changes are distinguished from others."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.archive.changes import compare_data, compare_editions
from briefing.archive.redline import change_line, compare_words, redline_row
from briefing.i18n import get_translator
from briefing.model.briefing import Briefing
from briefing.model.edition_statement import Change
from tests.archived import written

FULL: dict[str, Any] = {
    "summary": ["The president is held in his palace. [@a]", "The borders are closed. [@b para. 2]"],
    "assessment": [{"judgement": "It will hold for a week.", "likelihood": "likely", "confidence": "low"}],
    "actors": [
        {"name": "The president", "role": "Head of state", "side": "Government", "status": "Held."},
        {"name": "The guard", "role": "Guards him", "side": "Takeover", "status": "In control."},
    ],
    "reactions": [
        {"body": "UN", "stance": "concerned", "position": "Watches.", "date": "2024-05-01"},
        {"body": "UN", "stance": "condemns", "quote": "We condemn it.", "speaker": "The Secretary-General"},
        {"body": "AU", "stance": "condemns", "position": "Condemns it."},
    ],
    "timeline": [{"when": "2024-05-01", "what": "The guard moves."}, {"when": "2024-05-02", "what": "He is held."}],
    "sections": [{"title": "Economy", "text": "Banks are closed.\n\nPrices rise."}],
    "gaps": ["Where he is."],
}


def changes(**more: Any) -> list[Change]:
    before, after = (Briefing.model_validate(written(**value)) for value in (FULL, {**FULL, **more}))
    assert not compare_editions(before, before, {}, {})
    return list(compare_editions(before, after, {}, {}))


def only(**more: Any) -> Change:
    (change,) = changes(**more)
    return change


def reaction(at: int, **more: Any) -> list[dict[str, Any]]:
    return [{**old, **(more if index == at else {})} for index, old in enumerate(FULL["reactions"])]


def test_a_changed_stance_is_assigned_to_the_right_reaction() -> None:
    change = only(reactions=reaction(1, stance="demands"))
    assert (change.part, change.aspect, change.subject) == ("reactions", "stance", "UN")
    assert (change.before, change.after, change.material, change.position) == ("condemns", "demands", True, 1)


def test_a_second_reaction_of_a_body_is_added() -> None:
    change = only(
        reactions=[{"body": "UN", "stance": "demands", "position": "Demands his release."}, *FULL["reactions"]]
    )
    assert (change.kind, change.subject, change.position) == ("added", "UN", 0)
    assert change.after == "demands · Demands his release."


def test_a_removed_reaction_comes_last() -> None:
    change = only(reactions=FULL["reactions"][:2])
    assert (change.kind, change.subject, change.before, change.position) == (
        "removed",
        "AU",
        "condemns · Condemns it.",
        None,
    )


@pytest.mark.parametrize(
    ("key", "value", "aspect"), [("likelihood", "highly likely", "likelihood"), ("confidence", "high", "confidence")]
)
def test_a_shift_of_judgement_is_material(key: str, value: str, aspect: str) -> None:
    change = only(assessment=[{**FULL["assessment"][0], key: value}])
    assert (change.part, change.aspect, change.after, change.material) == ("assessment", aspect, value, True)


def test_order_is_not_compared() -> None:
    for key in ("summary", "actors", "reactions", "timeline"):
        assert changes(**{key: FULL[key][::-1]}) == []


def test_a_claim_reworded_is_one_change_and_a_claim_replaced_is_two() -> None:
    reworded = only(summary=["The president is still held in his palace. [@a]", FULL["summary"][1]])
    assert (reworded.kind, reworded.material, reworded.position) == ("changed", True, 0)
    replaced = changes(summary=["Two airports have opened again.", FULL["summary"][1]])
    assert [(change.kind, change.position) for change in replaced] == [("added", 0), ("removed", None)]


@pytest.mark.parametrize(
    "text",
    [
        "the President is held, in his palace [@a]",
        "**The president** is held in his palace. [@a]",
        "The president is held in his palace. [@b para. 7]",
        "The president  is held in his palace!",
    ],
)
def test_the_same_words_written_otherwise_are_no_material_change(text: str) -> None:
    change = only(summary=[text, FULL["summary"][1]])
    assert not change.material


@pytest.mark.parametrize(
    "text", ["The president is not held in his palace. [@a]", "The president was held in his palace. [@a]"]
)
def test_a_single_word_can_matter(text: str) -> None:
    assert only(summary=[text, FULL["summary"][1]]).material


def test_a_number_can_matter() -> None:
    before, after = (Briefing.model_validate(written(bottom_line=f"It has {n} men.")) for n in ("1,000", "10,00"))
    (change,) = compare_editions(before, after, {}, {})
    assert change.material


@pytest.mark.parametrize(
    ("more", "part", "material"),
    [
        ({"title": "Another title"}, "title", True),
        ({"bottom_line": "It has not. [@b]"}, "bottom_line", True),
        ({"marking": "TLP:AMBER"}, "marking", True),
        ({"as_of": "2024-05-03T18:00Z"}, "as_of", False),
        ({"contact": {"name": "Night desk", "phone": "1"}}, "contact", False),
        ({"gaps": []}, "gaps", True),
        ({"sources": written()["sources"][:1], "bottom_line": "It has. [@a]", "summary": ["x"]}, "sources", True),
    ],
)
def test_which_parts_are_material(more: dict[str, Any], part: str, material: bool) -> None:
    assert {change.material for change in changes(**more) if change.part == part} == {material}


def test_a_source_of_another_grade_or_address() -> None:
    a, b = written()["sources"]
    graded, moved = changes(sources=[{**a, "reliability": "C", "credibility": 3}, {**b, "url": "https://b.example/x"}])
    assert (graded.aspect, graded.after, graded.material) == ("grade", "C3", True)
    assert (moved.aspect, moved.material) == ("url", False)


def test_figures_are_compared_by_their_rows() -> None:
    before = {"h.csv": b"date,iso3,country,outcome\n2021,NER,Niger,failed\n2020,MLI,Mali,successful\n"}
    after = {"h.csv": b"date,iso3,country,outcome\n2021,NER,Niger,successful\n2022,BFA,Burkina Faso,failed\n"}
    found = [(change.kind, change.subject, change.aspect) for change in compare_data(before, after)]
    assert found == [
        ("changed", "2021, NER, Niger", "h.csv"),
        ("added", "2022, BFA, Burkina Faso", "h.csv"),
        ("removed", "2020, MLI, Mali", "h.csv"),
    ]
    assert compare_data(before, before) == []


def test_very_many_changed_figures_are_counted() -> None:
    rows = "\n".join(f"{n},x" for n in range(100)).encode()
    (change,) = compare_data({"h.csv": b"a,b\n"}, {"h.csv": b"a,b\n" + rows})
    assert change.subject == "100 rows"


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d", ",", "."])), st.lists(st.sampled_from(["a", "b", "c", "d", ",", "."]))
)
def test_a_word_comparison_contains_both_texts(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    runs = compare_words(before, after)
    assert "".join(run.text for run in runs if run.kind != "added") == before
    assert "".join(run.text for run in runs if run.kind != "struck") == after


def test_a_redline_names_its_changes_in_the_language_of_the_page() -> None:
    row = redline_row(only(reactions=reaction(1, stance="demands")), get_translator("fr"))
    assert (row.part, row.subject, row.how, row.minor) == ("réaction", "UN, position", "reformulé", False)


def test_a_change_is_one_line() -> None:
    assert (
        change_line(only(reactions=reaction(1, stance="demands"))) == "~ reaction, stance: UN: [-condemns-]{+demands+}"
    )
    assert change_line(only(gaps=["Where he is.", "Who leads."])) == "+ gap: Who leads"
    line = change_line(only(as_of="2024-05-03T18:00Z"))
    assert line == "~ as of: 2024-05-[-02-]{+03+} 18:00 UTC (minor)"


@given(
    st.permutations(range(3)),
    st.lists(st.sampled_from(["supports", "neutral", "condemns"]), min_size=3, max_size=3),
    st.sets(st.integers(0, 2)),
)
def test_every_edit_to_the_reactions_is_reported_and_nothing_else(
    order: list[int], stances: list[str], gone: set[int]
) -> None:
    """Reactions are reordered, their stances changed and some removed: exactly that is reported, by body."""
    old = [{"body": f"B{n}", "stance": "neutral", "position": f"Says {n}."} for n in range(3)]
    new = [{**old[n], "stance": stances[n]} for n in order if n not in gone]
    before, after = (Briefing.model_validate(written(reactions=value)) for value in (old, new))
    found = {(change.kind, change.subject) for change in compare_editions(before, after, {}, {})}
    assert found == {("removed", f"B{n}") for n in gone} | {
        ("changed", f"B{n}") for n in range(3) if n not in gone and stances[n] != "neutral"
    }
