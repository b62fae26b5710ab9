"""Editions are compared by meaning, and material changes are distinguished from others."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.archive.changes import compare_editions
from briefing.comparison.figures import compare_data
from briefing.comparison.lines import change_groups, change_line, change_list, change_report
from briefing.comparison.word_changes import compare_words
from briefing.i18n import get_translator
from briefing.model.briefing import Briefing
from briefing.model.edition_statement import Change
from tests.archived import written

FULL: dict[str, Any] = {
    "summary": ["The president is detained in his palace. [@a]", "The borders are closed. [@b para. 2]"],
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


def test_another_order_is_moved_and_not_removed_and_added() -> None:
    for key in ("summary", "actors", "reactions", "timeline"):
        found = changes(**{key: FULL[key][::-1]})
        assert len(found) == len(FULL[key]) - 1
        assert {(change.kind, change.material) for change in found} == {("moved", False)}


def test_only_what_moved_is_reported() -> None:
    points = [f"This is point number {n}." for n in range(1, 6)]
    before, after = ({"summary": order} for order in (points, [points[4], *points[:4]]))
    assert lines(before, after) == ["Smaller changes:", "Moved key point: This is point number 5."]


def test_a_text_moved_to_another_part_is_one_change() -> None:
    change = only(summary=FULL["summary"][:1], gaps=["Where he is.", "The borders are closed."])
    assert (change.kind, change.part, change.material) == ("moved", "gaps", True)


def lines(before: dict[str, Any], after: dict[str, Any], language: str = "en-GB") -> list[str]:
    old, new = (Briefing.model_validate(written(language=language, **value)) for value in (before, after))
    return list(change_report(compare_editions(old, new, {}, {}), get_translator(language)))


def line(before: str, after: str, language: str = "en-GB") -> str:
    (found,) = lines({"bottom_line": before}, {"bottom_line": after}, language)
    return found


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("A toll of 36,187 is reported.", "A toll of 38,044 is reported.", "A toll of 36,187 → 38,044 is reported."),
        ("It has 36\u00a0187 men.", "It has 38\u202f044 men.", "It has 36\u00a0187 → 38\u202f044 men."),
        (
            "Prices rose by 3.5 per cent.",
            "Prices rose by 4.25 per cent.",
            "Prices rose by 3.5 per cent → 4.25 per cent.",
        ),
        ("Some 10–12% left.", "Some 11–15% left.", "Some 10–12% → 11–15% left."),
        ("It began on 3 May 2024.", "It began on 13 June 2024.", "It began on 3 May 2024 → 13 June 2024."),
        ("It began on May 3, 2024.", "It began on May 4, 2024.", "It began on May 3, 2024 → May 4, 2024."),
        ("As of 2024-04-28T03:00Z.", "As of 2024-04-29T18:30Z.", "As of 2024-04-28T03:00Z → 2024-04-29T18:30Z."),
        ("It fell at 09:30 UTC.", "It fell at 14:05 UTC.", "It fell at 09:30 UTC → 14:05 UTC."),
        ("They cost $1.2 million.", "They cost $2.4 million.", "They cost $1.2 million → $2.4 million."),
        ("It is highly likely to end.", "It is unlikely to end.", "It is highly likely → unlikely to end."),
        ("Mark it TLP:AMBER.", "Mark it TLP:AMBER+STRICT.", "Mark it TLP:AMBER → TLP:AMBER+STRICT."),
        ("Reserves were $3.2tn.", "Reserves were $3.1tn.", "Reserves were $3.2tn → $3.1tn."),
        ("The strike at Azur", "The strike at Azur ends", "The strike at Azur {+ends+}"),
        ("It sells 40kg a day.", "It sells 45kg a day.", "It sells 40kg → 45kg a day."),
        ("It was −5 °C.", "It was −12 °C.", "It was −5 °C → −12 °C."),
    ],
)
def test_a_number_a_date_a_time_or_a_term_is_one_word(before: str, after: str, shown: str) -> None:
    assert line(before, after) == f"Changed bottom line: {shown}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It has 1,000 men.", "It has 1,100 men."),
        ("Three men were held there.", "Four men were held there."),
        ("It will open on Monday.", "It will open on Tuesday."),
        ("The president is detained in his palace.", "The president is not detained in his palace."),
        ("Mali closed its border.", "Niger closed its border."),
        ("The minister met officials in Accra.", "The minister met officials in Lomé."),
        ("It is likely to hold.", "It is unlikely to hold."),
        ("He may leave the country.", "He will leave the country."),
        ("All prisoners went home.", "Some prisoners went home."),
        ("The president is alive.", "The president is dead."),
        ("At least ten thousand were killed.", "At least ten thousand were injured."),
        ("The army supports the deal.", "The army opposes the deal."),
        ("Exports rose last year.", "Exports fell last year."),
        ("Deaths near one hundred.", "Deaths pass one hundred."),
        ("The lake approaches its highest level.", "The lake exceeds its highest level."),
        ("At 10:00+02:00 it fell.", "At 10:00+01:00 it fell."),
        ("At 10:00+02:00 it fell.", "At 10:00-02:00 it fell."),
        ("On 2024-05-01T10:00+02:00 it fell.", "On 2024-05-01T10:00−02:00 it fell."),
        ("At 10:00 (UTC+3) it fell.", "At 10:00 (UTC-3) it fell."),
        ("At 10:00 MSK it fell.", "At 10:00 EAT it fell."),
        ("It was -5 °C.", "It was 5 °C."),
        ("-5 °C was measured.", "5 °C was measured."),
        ("Growth of +3% came.", "Growth of −3% came."),
        ("It takes < 5 days.", "It takes > 5 days."),
        ("It cost $5 million.", "It cost €5 million."),
        ("It cost ₦5 million.", "It cost ₹5 million."),
        ("Some 5% left.", "Some 5‰ left."),
        ("There are 10⁶ of them.", "There are 106 of them."),
        ("The debt is rated BBB+ now.", "The debt is rated BBB- now."),
        ("He is alive.", "He is alive?"),
        ("It fell at noon.", "It fell at midnight."),
        ("It fell last week.", "It fell last month."),
        ("Aid of Rs 5 crore came.", "Aid of Rs 5 lakh came."),
        ("It is 40 kilometres away.", "It is 40 miles away."),
        ("Some 40 soldiers were there.", "Some 40 tourists were there."),
        ("Inflation is in double digits.", "Inflation is in single digits."),
        ("Le ministre nigérien parle.", "Le ministre nigérian parle."),
        ("Il a eu lieu lundi.", "Il a eu lieu mardi."),
        ("Il a eu lieu en mai.", "Il a eu lieu en juin."),
    ],
)
def test_a_change_of_substance_is_never_called_a_rewording(before: str, after: str) -> None:
    assert line(before, after).startswith("Changed bottom line: ")


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        ("The troops seized the capital on Monday.", "The troops took the capital on Monday.", "en-GB"),
        ("Shops in Port Vila have no bread.", "Bakeries in Port Vila have no bread.", "en-GB"),
        ("The river flooded 36,187 homes.", "The river swamped 36 187 homes.", "en-GB"),
        ("The cold snap of −5 °C froze 10–12 pipes.", "The cold spell of -5 °C froze 10-12 pipes.", "en-GB"),
        ("Les boutiques de Zinder manquent de pain.", "Les magasins de Zinder manquent de pain.", "fr"),
    ],
)
def test_rewordings_are_listed_by_themselves(before: str, after: str, language: str) -> None:
    old, new = (Briefing.model_validate(written(language=language, bottom_line=text)) for text in (before, after))
    found = compare_editions(old, new, {}, {})
    assert [change.kind for change in found] == ["reworded"]
    (group,) = change_groups(found, get_translator(language))
    assert group.heading


def test_substance_comes_first_then_rewordings_then_smaller_changes() -> None:
    before = {"bottom_line": "Soldiers seized the port.", "gaps": ["The toll is 36,187."], "series": "A"}
    after = {"bottom_line": "Soldiers grabbed the port.", "gaps": ["The toll is 38,044."], "series": "B"}
    assert lines(before, after) == [
        "Changed gap: The toll is 36,187 → 38,044.",
        "Reworded, with the same figures, dates, names and negations:",
        "Reworded bottom line: Soldiers [seized → grabbed] the port.",
        "Smaller changes:",
        "Changed series: A → B",
    ]
    assert lines(before, after, "fr")[0] == "Modification – lacune\u00a0: The toll is 36,187 → 38,044."


def test_a_statement_that_cites_another_source_is_a_change_of_substance() -> None:
    change = only(summary=["The president is detained in his palace. [@b para. 7]", FULL["summary"][1]])
    assert (change.kind, change.aspect, change.material) == ("changed", "source", True)
    assert str(change_line(change, get_translator("en"))) == (
        "Changed key point, “The president is detained in his palace”, reference: A → B, para. 7"
    )
    other = only(summary=["The president is detained in his palace. [@a para. 7]", FULL["summary"][1]])
    assert (other.kind, other.material) == ("changed", False)


def test_a_source_text_that_changed_with_its_digest_is_material() -> None:
    a, b = written()["sources"]
    old, new = ([{**a, "text": "a.txt", "sha256": digit * 64}, b] for digit in "ef")
    assert lines({"sources": old}, {"sources": new}) == [
        "Changed source, A: Report, stored text: SHA-256 eeeeeeeeeeee → SHA-256 ffffffffffff"
    ]
    before, after = (Briefing.model_validate(written(sources=sources)) for sources in ([a, b], new))
    assert compare_editions(before, after, {}, {})[0].material is False


TABLE = "| Region | Killed | Injured |\n|---|---|---|\n| North | 36,187 | 90,000 |\n| South | 120 | 1,300 |\n| East | 7 | 9 |\n"


def section(text: str) -> dict[str, Any]:
    return {"sections": [{"title": "Toll", "text": text}]}


def test_rows_of_a_table_are_compared_by_their_first_cell() -> None:
    assert lines(section(TABLE), section(TABLE.replace("36,187", "38,044"))) == [
        "Changed section, Toll, row: North · 36,187 → 38,044 · 90,000"
    ]
    rows = TABLE.splitlines()
    moved = "\n".join([*rows[:2], rows[4], *rows[2:4]])
    assert lines(section(TABLE), section(moved)) == ["Smaller changes:", "Moved section, Toll, row: East · 7 · 9"]
    assert lines(section(TABLE), section(f"{TABLE}| West | 1 | 2 |\n")) == ["Added section, Toll, row: West · 1 · 2"]


def test_of_a_long_text_whole_sentences_are_shown() -> None:
    text = " ".join(f"This is sentence number {n} of a long paragraph." for n in range(40))
    other = text.replace("number 20 of", "number 2,000 of")
    assert lines(section(text), section(other)) == [
        "Changed section, Toll, paragraph: … This is sentence number 20 → 2,000 of a long paragraph. …"
    ]
    (added,) = lines(section("One."), section(f"One.\n\n{text}"))
    assert added.endswith("of a long paragraph. …")
    assert "\n" not in added


SAYS = {"body": "Presidency", "stance": "warns", "position": "Warns them.", "date": "2024-05-01T10:00+02:00"}
MALI_AND_NIGER = {**SAYS, "body": "Mali and Niger"}


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (SAYS, {**SAYS, "country": "NER"}, "Added reaction, Presidency, country: Niger"),
        ({**SAYS, "country": "NER"}, {**SAYS, "country": "MLI"}, "Changed reaction, Presidency, country: Niger → Mali"),
        ({**SAYS, "country": "NER"}, SAYS, "Removed reaction, Presidency, country: Niger"),
        (
            {**MALI_AND_NIGER, "country": "NER"},
            {**MALI_AND_NIGER, "country": "MLI"},
            "Changed reaction, Mali and Niger, country: Niger → Mali",
        ),
        (
            SAYS,
            {**SAYS, "date": "2024-05-01T10:00-02:00"},
            "Changed reaction, Presidency, date: 2024-05-01T10:00+02:00 → 2024-05-01T10:00-02:00",
        ),
        (SAYS, {**SAYS, "own": True}, "Added reaction, Presidency, mark of the desk’s own judgement"),
        (
            {**SAYS, "original": "Nous avertissons."},
            {**SAYS, "original": "Nous condamnons."},
            "Changed reaction, Presidency, quotation in its own language: Nous [avertissons → condamnons].",
        ),
    ],
)
def test_every_field_of_a_reaction_that_has_changed_is_listed(
    before: dict[str, Any], after: dict[str, Any], line: str
) -> None:
    assert lines({"reactions": [before]}, {"reactions": [after]}) == [line]


REGION = {"name": "Sahel", "focus": "NER", "countries": ["NER", "MLI"]}


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ({"timezone": "Asia/Kathmandu"}, {}, "Removed time zone: Asia/Kathmandu"),
        ({}, {"timezone": "Asia/Kathmandu"}, "Added time zone: Asia/Kathmandu"),
        ({"next_update": "2024-05-09T10:00Z"}, {}, "Removed next update: 2024-05-09 10:00 UTC"),
        ({"series": "Port watch"}, {}, "Removed series: Port watch"),
        ({"region": REGION}, {}, "Removed region: Sahel, Niger, Mali"),
        (
            {"region": {**REGION, "countries": ["region:Central Africa", "TCD"]}},
            {"region": {**REGION, "countries": ["region:CEEAC", "TCD"]}},
            "Changed region: Sahel, Niger, [Central Africa → ECCAS] (9 → 11), Chad",
        ),
        ({"map": {"focus": "NER", "show": ["Niamey"]}}, {"map": {"focus": "MLI"}}, "Changed map: Niger, Niamey → Mali"),
        ({"expect": ["UN"]}, {"expect": ["AU"]}, "Changed expected reactions: UN → AU"),
        ({"exercise": True}, {}, "Removed exercise"),
    ],
)
def test_what_a_briefing_states_of_itself_is_added_or_removed(
    before: dict[str, Any], after: dict[str, Any], line: str
) -> None:
    assert lines(before, after)[-1] == line


CHART = {"data": "d.csv", "form": "line", "x": "date", "y": ["killed"], "title": "Deaths rise", "unit": "people"}


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"title": "Deaths fall"}, "Changed chart, title: Deaths [rise → fall]"),
        ({"title": "auto"}, "Removed chart, killed, title: Deaths rise"),
        ({"unit": "thousand people"}, "Changed chart, Deaths rise, unit: people → thousand people"),
        ({"note": "Without Hatay."}, "Added chart, Deaths rise, note: Without Hatay."),
        ({"source": "a para. 1"}, "Added chart, Deaths rise, reference: A, para. 1"),
        ({"own": True}, "Added chart, Deaths rise, mark of the desk’s own judgement"),
        ({"form": "bar"}, "Changed chart, Deaths rise, form: line → bar"),
    ],
)
def test_what_a_chart_says_is_compared(more: dict[str, Any], line: str) -> None:
    assert lines({"charts": [CHART]}, {"charts": [{**CHART, **more}]})[-1] == line
    assert lines({"charts": [CHART]}, {}) == ["Removed chart, Deaths rise: people"]


def test_a_region_whose_members_have_changed_is_listed() -> None:
    region = {"region": {**REGION, "countries": ["region:CEDEAO"]}}
    before, after = ({**region, "as_of": f"2025-01-{day}T12:00Z"} for day in (28, 29))
    assert "Changed region: Sahel, Niger, ECOWAS (15 → 12)" in lines(before, after)


def test_the_mark_of_an_own_judgement_is_listed() -> None:
    before: dict[str, Any] = {"assessment": [{"judgement": "It will hold."}], "summary": ["It is shut."]}
    after = {
        "assessment": [{"judgement": "It will hold.", "own": True}],
        "summary": [{"text": "It is shut.", "own": True}],
    }
    assert lines(before, after) == [
        "Added key point, “It is shut”, mark of the desk’s own judgement",
        "Added judgement, “It will hold”, mark of the desk’s own judgement",
    ]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ({"a.png": "1"}, {"a.png": "2"}, ["The quay"]),
        ({"a.png": "1"}, {"a.png": "1"}, []),
        ({"a.png": "1"}, {"b.png": "2"}, ["The quay"]),
        ({"a.png": "1"}, {"b.png": "1"}, []),
        ({"quai\u0301.png": "1"}, {"quaí.png": "2"}, ["The quay"]),
        ({}, {"a.png": "2"}, []),
    ],
)
def test_images_are_compared_by_their_content(before: dict[str, str], after: dict[str, str], shown: list[str]) -> None:
    texts = [
        {"sections": [{"title": "S", "text": f"Text. ![The quay]({next(iter(names), 'a.png')})"}]}
        for names in (before, after)
    ]
    old, new = (Briefing.model_validate(written(**text)) for text in texts)
    found = compare_editions(old, new, {}, {}, (before, after))
    assert [change.after for change in found if change.aspect == "image"] == shown
    assert all(change.material for change in found)


def test_the_same_words_of_another_body_are_not_moved() -> None:
    said = {"stance": "warns", "quote": "We are concerned about this.", "source": "a"}
    found = lines({"reactions": [{"body": "UN", **said}]}, {"reactions": [{"body": "AU", **said}]})
    assert found == ["Changed reaction, name: UN → AU"]
    short = {"stance": "warns", "position": "Has called for calm, twice."}
    found = lines({"reactions": [{"body": "UN", **short}]}, {"reactions": [{"body": "African Union", **short}]})
    assert not [line for line in found if "Moved" in line]


def test_another_address_of_a_link_is_no_rewording() -> None:
    found = lines({"bottom_line": "The [map](https://a.example)."}, {"bottom_line": "The [map](https://b.example)."})
    assert found == ["Smaller changes:", "Changed bottom line, address: https://a.example → https://b.example"]


def test_a_renamed_section_or_actor_is_the_same_one() -> None:
    text = "Banks are closed and prices rise in every town of the country."
    assert lines(
        {"sections": [{"title": "Economy", "text": text}]}, {"sections": [{"title": "Banks", "text": text}]}
    ) == ["Changed section, title: Economy → Banks"]


def test_the_json_of_every_change_is_its_fields_alone() -> None:
    assert set(vars(only(gaps=[]))) == {
        *("part", "aspect", "kind", "subject", "before", "after", "material", "position")
    }


def test_a_claim_reworded_is_one_change_and_a_claim_replaced_is_two() -> None:
    reworded = only(summary=["The president is still held in his palace. [@a]", FULL["summary"][1]])
    assert (reworded.kind, reworded.material, reworded.position) == ("changed", True, 0)
    replaced = changes(summary=["Two airports have opened again.", FULL["summary"][1]])
    assert [(change.kind, change.position) for change in replaced] == [("added", 0), ("removed", None)]


@pytest.mark.parametrize(
    "text",
    [
        "the President is detained, in his palace [@a]",
        "**The president** is detained in his palace. [@a]",
        "The president  is detained in his palace! [@a]",
    ],
)
def test_the_same_words_written_otherwise_are_no_material_change(text: str) -> None:
    change = only(summary=[text, FULL["summary"][1]])
    assert not change.material


@pytest.mark.parametrize(
    "text", ["The president is not detained in his palace. [@a]", "The president was held in his palace. [@a]"]
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


@pytest.mark.parametrize(
    ("title", "material"),
    [("Report [retracted]", True), ("RETRACTED: Report", True), ("Report, second impression", False)],
)
def test_that_a_source_was_retracted_is_a_change_of_substance(title: str, *, material: bool) -> None:
    a, b = written()["sources"]
    (change,) = changes(sources=[{**a, "title": title}, b])
    assert (change.part, change.material) == ("sources", material)


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


def test_a_whole_figure_that_is_new_or_removed_is_one_change_without_its_rows() -> None:
    map_data = b"what,name,latitude,longitude,capital,kind,value,radius_km\nplace,Antakya,36.21,36.16,no,city,21910,\n"
    files = {"chart-deaths-date.csv": b"date,Deaths\n2023-02-12,5\n", "locator.csv": map_data}
    english, french = get_translator("en-GB"), get_translator("fr")
    added, removed = compare_data({}, files), compare_data(files, {})
    assert change_list(added, english) == ("Added figures, chart-deaths-date.csv", "Added figures, locator.csv")
    assert change_list(removed, french) == (
        "Suppression – figures, chart-deaths-date.csv",
        "Suppression – figures, locator.csv",
    )
    corrected = {**files, "locator.csv": map_data.replace(b"21910", b"22000")}
    assert change_list(compare_data(files, corrected), english) == (
        "Changed figures, locator.csv: place, Antakya, 36.21, 36.16, no, city, 21910 → 22000",
    )
    earlier = {**files, "locator.csv": map_data.replace(b"21910", b"21910.0")}
    assert compare_data(earlier, files) == []
    counted = compare_data({"h.csv": b"a,b\n"}, {"h.csv": b"a,b\n" + b"".join(b"%d,x\n" % n for n in range(100))})
    assert change_list(counted, english) == ("Changed figures, h.csv, 100 rows",)


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


def test_a_change_is_worded_in_the_language_of_the_page() -> None:
    found = change_line(only(reactions=reaction(1, stance="demands")), get_translator("fr"))
    assert str(found) == "Modification – réaction, UN, position\u00a0: condamne → exige"


def test_a_change_is_one_line() -> None:
    english = get_translator("en")
    found = str(change_line(only(reactions=reaction(1, stance="demands")), english))
    assert found == "Changed reaction, UN, stance: condemns → demands"
    assert str(change_line(only(gaps=["Where he is.", "Who leads."]), english)) == "Added gap: Who leads."
    found = str(change_line(only(as_of="2024-05-03T18:00Z"), english))
    assert found == "Changed as of: 2024-05-02 18:00 UTC → 2024-05-03 18:00 UTC"


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
    all_found = compare_editions(before, after, {}, {})
    found = {(change.kind, change.subject) for change in all_found if change.kind != "moved"}
    assert found == {("removed", f"B{n}") for n in gone} | {
        ("changed", f"B{n}") for n in range(3) if n not in gone and stances[n] != "neutral"
    }


def test_a_new_reaction_is_listed_with_its_country() -> None:
    said = {"body": "Foreign ministry", "country": "FRA", "stance": "warns", "position": "No."}
    change = only(reactions=[*FULL["reactions"], said])
    assert (change.kind, change.subject) == ("added", "Foreign ministry, France")
