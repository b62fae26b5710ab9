"""Each editorial rule finds what it is for, leaves what is right alone, and is explained on its page."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from briefing.check.check_input import CoupData
from briefing.check.review import Review, crowded, overdue, overfull, review_briefing
from briefing.check.rules import ALLOWABLE, OTHER_CODES, RULES, SEVERITIES
from briefing.load.folder import load_briefing
from briefing.model.paper import CrowdedTable
from briefing.problems import ContentError, Severity
from tests.command import Command

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")

REPORT = """The harbour of Azur was shut on Monday, the port authority said.

“We shall not reopen the quays before our crews are safe,” its spokeswoman said. “Nobody will leave.”

About one thousand workers, 40 per cent of them women, have been out of work since 2019.

“They are cowards,” a dealer said. A docker answered: “They are hungry.” He added: “And they are right.”
"""

RIGHT: dict[str, Any] = {
    "id": "azur",
    "title": "The harbour of Azur stays shut",
    "marking": "TLP:CLEAR",
    "as_of": "2024-05-02T18:00Z",
    "next_update": "2024-05-03T18:00Z",
    "contact": {"name": "Desk", "email": "desk@desk.example"},
    "bottom_line": "The harbour is shut. [@port para. 1]",
    "summary": ["It was shut on 29 April. [@port para. 1]"],
    "assessment": [{"judgement": "It stays shut.", "likelihood": "likely", "basis": "So they say. [@port para. 2]"}],
    "actors": [
        {"name": "Awa Konaté", "role": "Spokeswoman", "side": "Port", "status": "In office.", "source": "port para. 2"}
    ],
    "reactions": [
        {
            "body": "Port authority",
            "speaker": "Awa Konaté",
            "capacity": "Spokeswoman",
            "stance": "warns",
            "quote": "Nobody will leave.",
            "source": "port para. 2",
        }
    ],
    "timeline": [{"when": "2024-04-29", "what": "The harbour shuts.", "source": "port para. 1"}],
    "sections": [{"title": "Work", "text": "Some 1,000 people are out of work, 40% women [@port para. 3]."}],
    "gaps": ["Who decides."],
    "sources": [
        {
            "id": "port",
            "publisher": "Port",
            "title": "Statement",
            "published": "2024-04-30",
            "text": "port.txt",
            "sha256": hashlib.sha256(REPORT.encode()).hexdigest(),
        }
    ],
}


def review(folder: Path, /, data: CoupData | None = None, **more: Any) -> Review:
    loaded = load(folder, **more)
    sizes = {"quay.png": (400, 200)}
    return review_briefing(loaded.briefing, loaded.values, loaded.texts, data, sizes, loaded.tables)


def load(folder: Path, **more: Any) -> Any:
    written = {key: value for key, value in (RIGHT | more).items() if value is not None}
    (folder / "briefing.yaml").write_text(
        yaml.safe_dump(written, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    (folder / "port.txt").write_text(REPORT, encoding="utf-8")
    Image.new("L", (400, 200)).save(folder / "quay.png")
    (folder / "crews.csv").write_text(CREWS, encoding="utf-8")
    return load_briefing(folder, [], lambda: frozenset(range(0xA000)))


def codes(review: Review) -> list[str]:
    return [problem.code for problem in review.problems]


def test_a_correct_briefing_has_no_findings(tmp_path: Path) -> None:
    checked = review(tmp_path)
    assert checked.problems == ()
    assert (checked.sourcing.statements, checked.sourcing.cited, checked.sourcing.own) == (5, 5, 0)
    assert (checked.sourcing.quotations, checked.sourcing.verified) == (1, 1)


@pytest.mark.parametrize("own", [0, 1, 2])
def test_statements_from_sources_and_own_judgements_add_up(tmp_path: Path, own: int) -> None:
    judgements = [
        {"judgement": "It will end soon.", "likelihood": "likely", "basis": f"Talks go on. {basis}", "own": True}
        for basis in ("[@port para. 1]", "")[:own]
    ]
    checked = review(tmp_path, assessment=judgements, allow=None)
    counted = checked.sourcing
    assert counted.own == own
    assert counted.cited + counted.own + counted.unsourced == counted.statements
    assert counted.unsourced == 0


def first(key: str, **more: Any) -> dict[str, Any]:
    return {key: [RIGHT[key][0] | more, *RIGHT[key][1:]]}


def text(words: str) -> dict[str, Any]:
    return {"sections": [{"title": "T", "text": words}]}


def wired(words: str) -> dict[str, Any]:
    return text(words) | {"sources": [{"id": "wire", "publisher": "Wire", "title": "Report"}, *RIGHT["sources"]]}


TWO_CAPACITIES = [RIGHT["reactions"][0], RIGHT["reactions"][0] | {"capacity": "Party leader"}]
TWO_SPELLINGS = [RIGHT["reactions"][0], RIGHT["reactions"][0] | {"speaker": "Awa Konate"}]
JUDGED = {"judgement": "It will perhaps stay shut.", "likelihood": "likely", "basis": "So they say. [@port para. 2]"}


def image(**keys: Any) -> dict[str, Any]:
    return {"images": [{"file": "quay.png", "alt": "Two idle cranes", "section": "Work"} | keys]}


CREWS = "Crew,Workers,Women,Share\nCranes,600,240,40%\nTugs,400,160,40%\nTotal,1010,400,40%\n"


def table(**keys: Any) -> dict[str, Any]:
    section = {"title": "Work", "text": "It is shut.", "table": {"data": "crews.csv", "own": True} | keys}
    return {"sections": [section]}


def shown(markdown: str, **keys: Any) -> dict[str, Any]:
    return text(f"It is shut.\n\n{markdown}") | {"images": [{"file": "quay.png"} | keys]}


ZONE = {"timezone": "Africa/Niamey"}

BAD: list[tuple[str, dict[str, Any], str]] = [
    ("foreign-markup", text("It is ~~shut~~ open [@port para. 1]."), "delete what is no longer true"),
    ("foreign-markup", {"gaps": ["Who decides, see @port."]}, "write it as [@port para. 5]"),
    ("foreign-markup", {"title": "The **harbour** stays shut"}, "delete the asterisks"),
    *(
        ("remark-printed", {"gaps": [f"Who decides{remark}."]}, "delete it")
        for remark in (
            " <!-- our man in the ministry says the mayor -->",
            " <!-- a comment\n never closed",
            " {>>ask Hélène<<}",
            " %% from Mr Çelik %%",
            " {# Источник: М. #}",
            " /* ring Jorge */",
            ". TODO: ask the embassy",
            " [TBC with Tbilisi]",
        )
    ),
    ("remark-printed", {"title": "Port of Azur <!-- v2 --> shut"}, "delete it"),
    ("remark-printed", text("It is open.\n\n// from the cable of May\n\nIt is shut."), "delete it"),
    ("remark-printed", text("| A | B |\n|---|---|\n| 1 | 2 <!-- guess --> |"), "delete it"),
    ("remark-printed", first("actors", status="Held. <!-- seen by Z --> [@port para. 1]"), "delete it"),
    (
        "two-figures",
        {"bottom_line": "The toll is 38,044 dead.", **text("| Indicator | Count |\n|---|---|\n| Killed | 36,187 |")},
        "say how they differ",
    ),
    ("template-text", {"title": "Country: what has happened, in one line"}, "replace it"),
    (
        "template-text",
        {"summary": ["**Why it matters.** One sentence on it. [@port para. 1]"]},
        "replace it",
    ),
    (
        "template-text",
        first("actors", status="Free. Where they are and what they can do at the as-of time."),
        "replace it",
    ),
    ("template-text", first("reactions", speaker="Who spoke"), "replace it"),
    ("quote-not-verbatim", first("reactions", quote="Nobody shall leave."), "yours has “shall” for “will”"),
    (
        "quote-not-verbatim",
        text("They will “reopen the quays” [@port para. 1]."),
        "paragraph 2 of port has these words",
    ),
    ("quote-not-verbatim", text("“Nobody will leav” [@port para. 2]"), "yours has “leav” for “leave”"),
    ("quote-not-verbatim", text("“nobody will leave” [@port para. 2]"), "[n]obody"),
    ("quote-not-verbatim", {"title": "A “scandal” in Azur"}, "remove the quotation marks"),
    ("quote-not-verbatim", first("reactions", original="Personne ne partira."), ""),
    ("quote-not-verbatim", text("He said 'nobody leaves' [@port para. 2]."), ""),
    ("quote-not-verbatim", text("He said &ldquo;nobody leaves&rdquo; [@port para. 2]."), ""),
    ("quote-not-verbatim", text("He said “no*bo*dy leaves [@port para. 2] now”."), ""),
    ("quote-not-verbatim", text("They say:\n\n> Nobody leaves. [@port para. 2]"), ""),
    ("quote-uncited", {"gaps": ["What “safe” means."]}, "cite the source"),
    ("quote-unbalanced", text("The soldiers said ‘no."), "write ’ for an apostrophe"),
    (
        "quote-not-verbatim",
        wired("“Nobody may leave” [@port para. 2; @wire]."),
        "if it is in wire, whose text is not stored",
    ),
    ("quote-not-verbatim", wired("“Nobody may leave” [@wire; @port para. 2]."), "for “will”"),
    ("quote-cut", text("“reopen the quays before our crews are safe” [@port para. 2]"), "too"),
    ("quote-cut", text("“… reopen the quays before our crews are safe” [@port para. 2]"), "too"),
    ("quote-inserts", text("“We shall not [dare to simply] reopen the quays” [@port para. 2]"), "outside"),
    ("quote-inserts", text("“our crews are [far from] safe” [@port para. 2]"), "outside"),
    ("quote-joins-speakers", text("“They are cowards … They are hungry.” [@port para. 4]"), "two quotations"),
    ("quote-unbalanced", text("They say “nobody will leave [@port para. 2]."), "close the quotation"),
    ("quote-omits-negation", text("“We shall … reopen the quays” [@port para. 2]"), "quote what turns its meaning too"),
    (
        "quote-omits-negation",
        text("“We shall … Nobody will leave” [@port para. 2]"),
        "quote what turns its meaning too",
    ),
    ("quote-joins-sentences", text("“the port … will leave” [@port paras. 1-2]"), "where a sentence begins"),
    ("quote-joins-sentences", text("“We shall not reopen … will leave” [@port para. 2]"), "where a sentence begins"),
    ("quote-not-verbatim", {"contact": {"name": "The “scandal” desk", "phone": "1"}}, "remove the quotation marks"),
    ("quote-not-verbatim", {"map": {"focus": "NER", "show": ["“Quux”"]}}, "remove the quotation marks"),
    ("no-such-paragraph", {"bottom_line": "Shut. [@port para. 9]"}, "briefing source show port"),
    ("no-such-page", first("actors", source="port p. 3"), "briefing source show port"),
    ("no-such-page", {"bottom_line": "The harbour is shut. [@port pp. 2-12]"}, "briefing source show port"),
    ("no-such-page", first("timeline", source="port p. 12"), "briefing source show port"),
    ("text-not-held", first("sources", text=None, sha256=None), "briefing source add FILE --id port"),
    ("text-unsealed", first("sources", sha256=None), "briefing source add"),
    *(
        ("source-retracted", first("sources", title=title), "cite another source")
        for title in (
            "RETRACTED: The quay",
            "[Retracted] The quay",
            "The quay (retracted article, see vol. 3)",
            "WITHDRAWN: The quay",
            "Retraction notice to: The quay",
            "Article rétracté : Le quai",
            "Retractado: El muelle",
            "ОТОЗВАНА: Причал",
        )
    ),
    ("uncited", {"summary": ["It is shut."]}, "own: true"),
    ("uncited", first("timeline", source=None), "own: true"),
    ("uncited", {"map": {"focus": "CHL", "shading": {"title": "Cases", "values": {"CHL": "3"}}}}, "own: true"),
    ("uncited", first("actors", source=None), "own: true"),
    ("uncited", first("reactions", source=None, quote=None, position="It warns."), "own: true"),
    ("uncited", first("assessment", basis=None), "own: true"),
    ("no-paragraph", first("actors", source="port"), "port para. 5"),
    ("uncited-text", {"bottom_line": "Pirates hold eleven sailors aboard."}, "cite the source"),
    ("own-and-cited", first("timeline", own=True), "remove own: true"),
    ("retrieved-after-as-of", first("sources", retrieved="2024-05-03"), "move as_of"),
    ("figure-not-in-source", text("Some 1,100 people [@port para. 3]."), "check it"),
    ("figure-not-in-source", text("Since 2018 [@port para. 3]."), "check it"),
    ("figure-not-in-source", {"summary": ["It was shut on 30 April. [@port para. 1]"]}, "check it"),
    ("figure-not-in-source", text("Some 40 miles away [@port para. 3]."), "check it"),
    ("figure-not-in-source", first("timeline", when="2024-04-28"), "check it"),
    ("figure-not-in-source", text("About 1,000 people are out of work [@port para. 3], since 2018."), "check it"),
    ("figure-not-in-source", text("| A | B |\n| - | - |\n| Workers | 1,100 [@port para. 3] |"), "check it"),
    ("figure-not-in-source", text("Some 1,100 workers [@port]."), "check it against port, which has one thousand"),
    ("figure-not-in-source", {"title": "The harbour of Azur stays shut for 12 weeks"}, "check it"),
    ("figure-not-in-source", first("reactions", capacity="Spokeswoman since 2017"), "check it"),
    ("weekday-not-of-date", text("It was shut on Tuesday 29 April 2024 [@port para. 1]."), "correct the weekday"),
    ("source-after-as-of", first("sources", published="2024-05-03"), "move as_of"),
    ("event-after-as-of", {"timeline": [{"when": "2024-05-03", "what": "It ends.", "own": True}]}, "move as_of"),
    ("event-after-as-of", first("reactions", date="2024-06"), "move as_of"),
    ("event-after-as-of", first("timeline", when="2024-05-02T18:00:01Z", source=None, own=True), "move as_of"),
    ("event-after-as-of", first("timeline", when="2024-05-02T14:00-04:01", source=None, own=True), "move as_of"),
    ("event-after-as-of", first("timeline", when="2024-05-03", source=None, own=True) | ZONE, "move as_of"),
    ("figure-not-in-source", first("timeline", when="2024-04-30T01:00+02:00"), "check it"),
    ("next-update-missing", {"next_update": None}, "add next_update"),
    ("next-update-early", {"next_update": "2024-05-02T17:00Z"}, "correct one"),
    ("no-statement", {"expect": ["AU", "Port authority"]}, "search once more"),
    ("two-capacities", {"reactions": TWO_CAPACITIES}, "one capacity"),
    ("two-spellings", {"reactions": TWO_SPELLINGS}, "one way"),
    ("two-spellings", text("Ms Konatá is in office."), "one way"),
    ("acronym-unexplained", text("The PAA is silent."), "(PAA)"),
    ("acronym-wrong", text("The World Health Office (WHO) is silent."), "correct the name"),
    ("likelihood-unknown", first("assessment", likelihood="quite likely"), "did you mean likely?"),
    ("likelihood-unknown", first("assessment", likelihood="very likely"), "it is a term of icd203"),
    ("likelihood-loose", {"assessment": [JUDGED]}, "likelihood:"),
    ("two-likelihoods", first("assessment", judgement="It is unlikely to open."), "write one of the two"),
    (
        "likelihood-with-confidence",
        {"bottom_line": "With high confidence it is likely to end. [@port para. 1]"},
        "its own",
    ),
    (
        "likelihood-with-confidence",
        {"bottom_line": "It is likely, Col. Maj. Ba says, and we are fairly confident. [@port para. 1]"},
        "its own",
    ),
    ("no-such-paragraph", text("It is so.\n\n[@port para. 9]"), "briefing source show port"),
    ("point-too-long", {"summary": [f"{'word ' * 46}[@port para. 1]"]}, "make one point"),
    ("no-gaps", {"gaps": []}, "add gaps"),
    ("image-alt", image(caption="*Two* idle cranes."), "say what the image shows"),
    ("image-alt", image(alt="The Quay"[4:]), "say what the image shows"),
    ("image-alt", shown("![Quay](quay.png)"), "say what the image shows"),
    ("image-alt", shown("![A quay by night](quay.png)", alt="Two idle cranes"), "delete one"),
    ("image-too-small", image(width="100%"), "or write width: 38"),
    ("image-too-small", image(width=40), "or write width: 38"),
    ("caption-too-long", image(caption="word " * 121), "into the text"),
    ("caption-too-long", image(caption="港" * 601), "into the text"),
    ("quote-uncited", image(caption="A “safe” quay."), "cite the source"),
    ("quote-not-verbatim", image(caption="“Nobody leaves.”", source="port para. 2"), ""),
    ("quote-not-verbatim", image(alt="A banner: “Nobody leaves.”", source="port para. 2"), ""),
    ("figure-not-in-source", image(caption="Some 1,100 people at the gate [@port para. 3]."), "check it"),
    ("no-such-paragraph", image(caption="The gate. [@port para. 9]"), "briefing source show port"),
    ("no-such-paragraph", image(source="port para. 9"), "briefing source show port"),
    ("foreign-markup", image(caption="The <b>quay."), ""),
    ("remark-printed", image(credit="Photo: AP <!-- not paid -->"), "delete it"),
    ("total-wrong", table(), "correct the row"),
    ("total-wrong", table(columns=["Crew", "Workers"]), "correct the row"),
    ("uncited", table(own=False), "cite the source"),
    ("no-such-paragraph", table(source="port para. 9"), "briefing source show port"),
    ("no-such-paragraph", table(note="Counted. [@port para. 9]"), "briefing source show port"),
    ("quote-not-verbatim", table(caption="“Nobody leaves.” [@port para. 2]"), ""),
    ("remark-printed", table(unit="t", caption="Crews <!-- check -->"), "delete it"),
    ("allow-unknown", {"allow": [{"code": "no-gap", "reason": "So."}]}, "did you mean no-gaps?"),
    ("allow-refused", {"allow": [{"code": "no-such-paragraph", "reason": "So."}]}, "delete this"),
    ("allow-refused", {"allow": [{"code": "uncited", "reason": "So."}]}, "add about"),
    ("allow-unused", {"allow": [{"code": "no-gaps", "reason": "So."}]}, "delete it"),
]


@pytest.mark.parametrize(("code", "more", "hint"), BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_a_fault_is_found_with_its_place_and_a_hint(code: str, more: dict[str, Any], hint: str, tmp_path: Path) -> None:
    lists = {
        key: [_without_none(row) for row in value] if isinstance(value, list) else value for key, value in more.items()
    }
    found = [problem for problem in review(tmp_path, None, **lists).problems if problem.code == code]
    assert len(found) == 1
    assert hint in found[0].hint
    assert found[0].place
    assert found[0].place.line
    assert found[0].severity is SEVERITIES[code]


def _without_none(row: Any) -> Any:
    return {key: value for key, value in row.items() if value is not None} if isinstance(row, dict) else row


REACTION = RIGHT["reactions"][0]


@pytest.mark.parametrize(
    ("expected", "body"),
    [("Niger", {"body": "Presidency", "country": "NGA"}), ("Congo", {"body": "Presidency", "country": "FRA"})],
)
def test_the_reaction_of_another_country_is_none(expected: str, body: dict[str, str], tmp_path: Path) -> None:
    assert codes(review(tmp_path, expect=[expected], reactions=[REACTION | body])) == ["no-statement"]


@pytest.mark.parametrize(
    "more",
    [
        text("They say “[n]obody will leave” and « We shall not reopen … our crews » [@port para. 2]."),
        text("“We shall not reopen … Nobody will leave” [@port para. 2]"),
        text("'We shall not reopen the quays' [@port para. 2] is what they say."),
        text("They say:\n\n> Nobody will leave. [@port para. 2]\n\nThat is all."),
        text("They say:\n\n> “Nobody will leave.” [@port para. 2]\n\nThat is all."),
        text('A "harbour of Azur" [@port] exists.'),
        text("One thousand, 1000 or 1.000 workers, in 2019; forty per cent [@port para. 3]."),
        {"title": "“Nobody will leave”"},
        {"sections": [{"title": "Of “our crews”", "text": "They wait [@port para. 2]."}]},
        {"assessment": [{"judgement": "It stays so.", "likelihood": "likely", "confidence": "high", "own": True}]},
        {
            "assessment": [{"judgement": "It is very likely.", "likelihood": "very likely", "own": True}],
            "yardstick": "icd203",
        },
        {"summary": [{"text": "We think so.", "own": True}]},
        {"bottom_line": "A vote of no confidence is likely; investors’ confidence in it, too. [@port para. 1]"},
        {"assessment": [{"judgement": "Its military might will move as soon as possible.", "own": True}]},
        {"actors": [RIGHT["actors"][0] | {"name": "Jean Marsh", "status": "Since March in office."}]},
        text("They say:\n\n> Nobody will leave.\n\n[@port para. 2]"),
        text("They say:\n\n> Nobody will leave.\n>\n> — Awa Konaté, for the port [@port para. 2]"),
        text("They say:\n\n> Nobody will leave. [@port para. 2]\n> — Awa Konaté"),
        text("“before our crews are safe” [@port para. 2]"),
        text("“They are hungry … And they are right” [@port para. 4]"),
        text("No. 10 plays rock 'n' roll, said Sheikh ‘Umar, and rock ‘n’ roll."),
        text("“Nobody will lea\u200dve” [@port para. 2]"),
        wired("“Nobody will leave” [@wire; @port para. 2]") | {"allow": [{"code": "text-not-held", "reason": "So."}]},
        {"expect": ["Port authority"]},
        {"expect": ["AU"], "reactions": [RIGHT["reactions"][0] | {"body": "African Union"}]},
        {"expect": ["African Union"], "reactions": [RIGHT["reactions"][0] | {"body": "AU Commission"}]},
        {"expect": ["France"], "reactions": [REACTION | {"body": "Foreign ministry", "country": "FRA"}]},
        {"expect": ["FRA"], "reactions": [REACTION | {"body": "Élysée Palace", "country": "FRA"}]},
        {"expect": ["France"], "reactions": [REACTION | {"body": "French Foreign Ministry"}]},
        {"expect": ["South Africa"], "reactions": [REACTION | {"body": "South African Presidency"}]},
        {"expect": ["USA"], "reactions": [REACTION | {"body": "United States"}]},
        {"expect": ["the United States"], "reactions": [REACTION | {"body": "State Department", "country": "USA"}]},
        {"expect": ["U.S.A."], "reactions": [REACTION | {"body": "U.S. State Department"}]},
        {"expect": ["U.N."], "reactions": [REACTION | {"body": "United Nations"}]},
        {"expect": ["United Nations"], "reactions": [REACTION | {"body": "U.N. Secretary-General"}]},
        {"expect": ["Ivory Coast"], "reactions": [REACTION | {"body": "Presidency", "country": "CIV"}]},
        text("The Port Authority of Azur (PAA) and the UN speak. The PAA waits. Chapter VII applies."),
        text("The Harbour Workers’ League is silent. The HWL waits."),
        text("Pay GB29 NWBK 6016 1331 9268 19 for it."),
        {"as_of": "2024-04-30T00:00Z"},
        first("timeline", when="2024-04-29T23:59-12:00"),  # the source speaks of the 29th
        first("timeline", when="2024-05-02T20:00+02:00", source=None, own=True),  # the as-of time itself
        first("timeline", when="2024-05-03", source=None, own=True) | {"timezone": "Pacific/Kiritimati"},
        text(
            "The page has `<!-- this -->` in it; road and/or bridge; A --> B; 40 %% of 5/*6*; see https://a.example/x."
        ),
        {"gaps": ["Todo está por hacer: XXX Congreso, 100 %, ¿y/o*?"]},
        {"sources": [RIGHT["sources"][0] | {"url": "https://port.example/a.pdf"}]}
        | first("actors", source="port p. 3"),
        first("actors", name="Brigade 17"),
        first("reactions", quote="“Nobody will leave.”"),
        first("sources", title="Retraction of troops from the quay"),
        first("sources", title="Withdrawn: the mission to the quay"),
        first("sources", title="The minister retracted his words (again)"),
    ],
)
def test_what_is_correct_has_no_findings(more: dict[str, Any], tmp_path: Path) -> None:
    # Most of these texts are about something else than the source.
    assert set(codes(review(tmp_path, **more))) <= {"uncited-text"}


def test_a_quotation_in_translation_is_compared_with_the_original(tmp_path: Path) -> None:
    translated = first("reactions", quote="Personne ne partira.", original="Nobody will leave.")
    checked = review(tmp_path, **translated)
    assert (codes(checked), checked.sourcing.verified) == ([], 1)


def test_without_its_text_a_source_gets_one_warning_and_no_error(tmp_path: Path) -> None:
    source = _without_none(RIGHT["sources"][0] | {"text": None, "sha256": None})
    checked = review(tmp_path, sources=[source])
    assert codes(checked) == ["text-not-held"]
    assert (checked.sourcing.quotations, checked.sourcing.verified) == (1, 0)


def test_data_that_ends_before_the_as_of_date_is_reported(tmp_path: Path) -> None:
    assert codes(review(tmp_path, CoupData("Maker 1", date(2024, 5, 1), ("GHA",)))) == ["data-ends-early"]
    assert codes(review(tmp_path, CoupData("Maker 1", date(2024, 5, 2), ("GHA",)))) == []


@pytest.mark.parametrize(
    ("covered", "uncovered", "found"),
    [
        (("GHA", "TGO"), (), []),
        (("GHA",), ("TGO",), ["data-partly-covered"]),
        (("TGO",), ("GHA",), ["data-not-covered"]),
        (("TGO",), ("GHA", "ESH"), ["data-not-covered", "data-partly-covered"]),
        ((), ("GHA", "TGO"), ["data-not-covered"]),
        ((), ("TGO", "ESH"), ["data-not-covered"]),
    ],
)
def test_a_country_that_the_data_do_not_cover_is_reported(
    tmp_path: Path, covered: tuple[str, ...], uncovered: tuple[str, ...], found: list[str]
) -> None:
    region = {"name": "The coast", "focus": "GHA", "countries": ["GHA", "TGO", "ESH"]}
    data = CoupData("Maker 1", date(2024, 5, 2), covered, uncovered)
    assert sorted(codes(review(tmp_path, data, region=region))) == found


def test_the_clock_is_used_only_if_one_is_passed(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    assert overdue(loaded.briefing, loaded.values, datetime(2024, 5, 3, 17, tzinfo=UTC)) is None
    late = overdue(loaded.briefing, loaded.values, datetime(2024, 5, 4, tzinfo=UTC))
    assert late
    assert (late.code, late.severity) == ("next-update-past", Severity.WARNING)
    loaded = load(tmp_path, allow=[{"code": "next-update-past", "reason": "An example."}])
    assert overdue(loaded.briefing, loaded.values, datetime(2025, 1, 1, tzinfo=UTC)) is None
    assert codes(review_briefing(loaded.briefing, loaded.values, loaded.texts)) == []


def test_a_table_that_is_printed_too_small_is_reported_at_its_headings(tmp_path: Path) -> None:
    written = text("Two tables:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n| Year 1 | Year 2 |\n|---|---|\n| 1 | 2 |\n")
    loaded = load(tmp_path, **written)
    (problem,) = crowded(loaded.briefing, loaded.values, [CrowdedTable(0, ("Year 1", "Year 2"), 5.3)])
    assert (problem.code, problem.severity) == ("table-too-wide", Severity.WARNING)
    assert problem.what == (
        "the table with the columns Year 1, Year 2 fits a landscape page only in type of 5.3 points"
    )
    lines = (tmp_path / "briefing.yaml").read_text(encoding="utf-8").splitlines()
    assert problem.place
    assert "Year 1" in lines[problem.place.line - 1]
    allowed = load(tmp_path, **written, allow=[{"code": "table-too-wide", "reason": "An index."}])
    assert not list(crowded(allowed.briefing, allowed.values, [CrowdedTable(0, ("Year 1",), 5.3)]))
    assert codes(review_briefing(allowed.briefing, allowed.values, allowed.texts)) == []


def test_a_page_one_that_is_overfull_is_reported(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    assert overfull(loaded.briefing, loaded.values, 1) is None
    full = overfull(loaded.briefing, loaded.values, 2)
    assert full
    assert full.code == "page-one-overfull"


def test_what_the_desk_allows_is_recorded_with_its_reason(tmp_path: Path) -> None:
    allow = [
        {"code": "no-gaps", "reason": "One fact."},
        {"code": "quote-not-verbatim", "about": "scandal", "reason": "A term."},
    ]
    checked = review(tmp_path, gaps=[], title="A “scandal” and a “fraud”", allow=allow)
    assert [(problem.code, reason) for problem, reason in checked.allowed] == [
        ("quote-not-verbatim", "A term."),
        ("no-gaps", "One fact."),
    ]
    assert [problem.what for problem in checked.errors] == ["“fraud” is not in port"]


@pytest.mark.parametrize(("about", "found"), [("scandal", []), ("port", ["allow-refused"]), ("a", ["allow-refused"])])
def test_an_allowance_of_an_error_covers_one_finding_only(about: str, found: list[str], tmp_path: Path) -> None:
    # The same words twice are one: a term of art is allowed once for all.
    said = "A “scandal”, a “scandal”"
    more = said if about == "scandal" else f"{said} and a “fraud”"
    allow = [{"code": "quote-not-verbatim", "about": about, "reason": "A term."}]
    assert codes(review(tmp_path, title=more, allow=allow)) == found


# ---- key figures ----


def figures(*changed: dict[str, Any]) -> dict[str, Any]:
    rows: list[dict[str, Any]] = [
        {"value": "1,000", "unit": "workers", "label": "Out of work", "as_of": "2024-04-30", "source": "port para. 3"},
        {"value": "40 %", "label": "Women", "source": "port para. 3"},
    ]
    return {"figures": [{**row, **more} for row, more in zip(rows, (*changed, {}, {}), strict=False)]}


UNCITED = "this key figure cites no source: Out of work: 1,000 workers"


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"value": "1 000"}, []),
        ({"value": "1,100"}, [("figure-not-in-source", "1,100 is not in port para. 3")]),
        ({"value": "900–1,000"}, [("figure-not-in-source", "900 is not in port para. 3")]),
        ({"value": "about 1,000"}, []),
        ({"value": "1,000", "unit": "km"}, [("figure-not-in-source", "1,000 km is not in port para. 3")]),
        ({"as_of": "2024-05-01"}, [("figure-not-in-source", "2024-05-01 is not in port para. 3")]),
        ({"as_of": "2019"}, []),
        (
            {"source": "port"},
            [("no-paragraph", "this key figure cites port, but no paragraph of it: Out of work: 1,000 workers")],
        ),
        ({"source": ""}, [("uncited", UNCITED)]),
        ({"source": "", "own": True}, []),
        ({"source": "", "note": "By the port’s count. [@port para. 3]"}, []),
        (
            {"as_of": "2024-05-04", "source": "", "own": True},
            [("event-after-as-of", "2024-05-04 is after the as-of time")],
        ),
    ],
)
def test_key_figures_are_checked_as_other_numbers_are(
    changed: dict[str, Any], found: list[tuple[str, str]], tmp_path: Path
) -> None:
    rows = figures(changed)["figures"]
    checked = review(tmp_path, figures=[{key: value for key, value in row.items() if value != ""} for row in rows])
    assert [(problem.code, problem.what) for problem in checked.problems] == found
    assert checked.sourcing.statements == 7


# ---- the page that explains them ----


def documented_rules() -> dict[str, tuple[str, str, str]]:
    """Each code of docs/rules.md with its severity, what it asks, and the rest of its part."""
    parts = re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]
    read = [re.match(r"(\S+)\n\n(Error|Warning): (.+?)\.[ \n]", part) for part in parts]
    return {
        match[1]: (match[2].lower(), match[3], part)
        for match, part in zip(read, parts, strict=True)
        if match is not None
    }


def test_the_page_has_a_part_for_each_rule_and_no_others() -> None:
    asks = {rule.code: (rule.severity, rule.requirement) for rule in RULES} | {
        code: (how, asks) for code, how, asks in OTHER_CODES
    }
    assert {code: (severity, asks) for code, (severity, asks, _) in documented_rules().items()} == {
        code: (str(severity), ask) for code, (severity, ask) in asks.items()
    }


def test_every_part_says_why_and_in_which_languages_and_shows_bad_and_good() -> None:
    for code, (_, _, part) in documented_rules().items():
        assert part.count("**Why.**") == part.count("- Bad: ") == part.count("- Good: ") == 1, code
        assert re.search(r"^\*\*Languages\.\*\* [A-Z].*\.$", part, re.MULTILINE), code
        assert (code in ALLOWABLE) == ("Cannot be allowed" not in part), code


def test_every_rule_has_a_case_above() -> None:
    tried = {code for code, _, _ in BAD} | {"data-ends-early", "data-not-covered", "data-partly-covered"}
    tried |= {"quote-speaker"}  # in test_speakers.py, on sources of its own
    tried |= {"next-update-past", "page-one-overfull", "table-too-wide", "too-large-to-mail"}
    tried |= {"quote-unverified", "figure-unverified"}  # of receipts, which have tests of their own
    assert set(SEVERITIES) - tried == {"unknown-stance", "source-altered"}  # of how a briefing is read


# ---- the command ----


def write(command: Command, **more: Any) -> None:
    (command.folder / "brief").mkdir(exist_ok=True)
    load(command.folder / "brief", **more)


NO_GAPS: dict[str, Any] = {"gaps": [], "allow": [{"code": "next-update-past", "reason": "An example."}]}


def test_check_prints_findings_and_how_well_a_briefing_is_sourced(command: Command) -> None:
    write(command, **NO_GAPS)
    ended = command("check", "brief")
    assert ended.code == 0
    assert "warning[no-gaps]" in ended.out
    assert ended.out.endswith(
        "brief: 0 errors, 1 warning; 5 statements, 5 cited, 0 the desk's own; 1 quotation, 1 verified word for word\n"
    )
    assert command("check", "brief", "--strict").code == 3


def test_check_fails_on_errors_and_on_what_cannot_be_read(command: Command) -> None:
    write(command, **first("reactions", quote="Nobody shall leave."))
    assert command("check", "brief").code == 3
    (command.folder / "brief" / "briefing.yaml").write_text("id: x\n", encoding="utf-8")
    ended = command("check", "brief")
    assert ended.code == 3
    assert "missing-key" in ended.out


def test_check_prints_json(command: Command) -> None:
    write(command, **NO_GAPS)
    (one,) = json.loads(command("check", "brief", "--format", "json").out)
    assert [(problem["code"], problem["file"], problem["line"]) for problem in one["problems"]] == [
        ("no-gaps", "brief/briefing.yaml", 4)
    ]
    assert one["sourcing"] == {"statements": 5, "cited": 5, "own": 0, "quotations": 1, "verified": 1}


def test_check_prints_sarif(command: Command) -> None:
    write(command, **NO_GAPS)
    log = json.loads(command("check", "brief", "--format", "sarif").out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} >= set(SEVERITIES)
    (result,) = run["results"]
    assert (rules[result["ruleIndex"]]["id"], result["ruleId"], result["level"]) == ("no-gaps", "no-gaps", "warning")
    (at,) = result["locations"]
    assert at["physicalLocation"]["artifactLocation"]["uri"] == "brief/briefing.yaml"
    assert at["physicalLocation"]["region"]["startLine"] == 4


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("check", "brief", "--format", "sarif", "--nonsense"), "usage"),
        (("check", "brief", "--format=SARIF", "--stict"), "usage"),
        (("check", "--strict=maybe", "--format", "sarif"), "usage"),
        (("check", "nowhere", "--format", "sarif"), "no-briefing"),
        (("check", "brief/map.geojson", "--format=sarif"), "no-briefing"),
    ],
)
def test_sarif_says_that_a_check_could_not_be_run(command: Command, words: tuple[str, ...], code: str) -> None:
    write(command, **NO_GAPS)
    ended = command(*words)
    log = json.loads(ended.out)
    (run,) = log["runs"]
    (failed,) = run["invocations"]
    assert (ended.code, failed["exitCode"], failed["executionSuccessful"], run["results"]) == (2, 2, False, [])
    (told,) = failed["toolConfigurationNotifications"]
    assert (told["descriptor"], told["level"]) == ({"id": code}, "error")
    assert told["message"]["text"]
    assert (log["version"], run["tool"]["driver"]["name"]) == ("2.1.0", "briefing")


def test_sarif_names_files_as_addresses(command: Command) -> None:
    write(command, **NO_GAPS)
    (command.folder / "brief").rename(command.folder / "a b #1 é")
    log = json.loads(command("check", "a b #1 é", "--format", "sarif").out)
    (at,) = log["runs"][0]["results"][0]["locations"]
    assert at["physicalLocation"]["artifactLocation"]["uri"] == "a%20b%20%231%20%C3%A9/briefing.yaml"


def test_an_error_stops_a_build_and_a_draft_is_printed_as_one(command: Command) -> None:
    write(command, **first("reactions", quote="Nobody shall leave."))
    ended = command("build", "brief", "--out", "out")
    assert (ended.code, "error[quote-not-verbatim]" in ended.err) == (3, True)
    assert not (command.folder / "out" / "azur.pdf").exists()
    ended = command("build", "brief", "--out", "out", "--draft")
    assert ended.code == 0
    assert ended.out.startswith("out/azur-draft.pdf: ")
    words = page_words(command.folder / "out" / "azur-draft.pdf")
    assert "Open problems" in words[-1]
    assert "quote-not-verbatim" in words[-1]


def page_words(pdf: Path) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def test_of_an_expected_region_each_country_is_expected(tmp_path: Path) -> None:
    reactions = [REACTION | {"body": "Presidency", "country": "MLI"}, REACTION | {"body": "Burkina Faso"}]
    checked = review(tmp_path, expect=["region:AES", "AU"], reactions=reactions)
    assert codes(checked) == ["no-statement"]
    assert checked.sourcing.silent_bodies == ("Niger", "AU")
    french = review(tmp_path, expect=["region:CEMAC"], reactions=reactions, language="fr")
    assert sorted(french.sourcing.silent_bodies)[:3] == ["Cameroun", "Congo-Brazzaville", "Gabon"]
    assert len(french.sourcing.silent_bodies) == 6
    with pytest.raises(ContentError, match=r"error\[unknown-region\]: \"Sahell\" is not a region on our list"):
        review(tmp_path, expect=["region:Sahell"])
    with pytest.raises(
        ContentError, match=r"error\[region-date\]: the members of G5 Sahel are on record to 2023-11-28"
    ):
        review(tmp_path, expect=["region:G5 Sahel"])


def test_the_page_says_how_it_was_sourced_and_who_is_silent(command: Command) -> None:
    write(command, expect=["AU"], sources=[_without_none(RIGHT["sources"][0] | {"text": None, "sha256": None})])
    assert command("build", "brief", "--out", "out").code == 0
    words = " ".join(" ".join(page_words(command.folder / "out" / "azur.pdf")).split())
    assert (
        "events: 5 (from a source: 5; the desk’s own judgement: 0). Quotations: 1 (verified word for word: 0)." in words
    )
    assert "Text not stored." in words
    assert "No statement found as of 2 May 2024, 18:00 UTC." in words


def test_a_row_of_totals_that_is_right_or_of_parts_is_not_questioned(tmp_path: Path) -> None:
    for crews in (CREWS.replace("1010", "1000"), CREWS.replace("Tugs", "Subtotal"), CREWS.replace("400,160", ",160")):
        load(tmp_path, **table(columns=["Crew", "Workers"]))
        (tmp_path / "crews.csv").write_text(crews, encoding="utf-8")
        loaded = load_briefing(tmp_path, [], lambda: frozenset(range(0xA000)))
        checked = review_briefing(loaded.briefing, loaded.values, loaded.texts, tables=loaded.tables)
        assert "total-wrong" not in codes(checked)


def test_the_numbers_of_a_table_are_compared_with_the_source_each_in_its_own_cell(tmp_path: Path) -> None:
    checked = review(tmp_path, **table(source="port para. 3", columns=["Crew", "Workers", "Share"]))
    found = [one for one in checked.problems if one.code == "figure-not-in-source"]
    assert [one.what for one in found] == [f"{number} is not in port para. 3" for number in (600, 400, 1010)]
    places = [one.place for one in found if one.place]
    assert [(place.file.rpartition("/")[2], place.line, place.column) for place in places] == [
        ("crews.csv", 2, 8),
        ("crews.csv", 3, 6),
        ("crews.csv", 4, 7),
    ]


def test_of_many_cells_that_are_not_in_the_source_the_first_are_named(tmp_path: Path) -> None:
    load(tmp_path, **table(source="port para. 3"))
    rows = "".join(f"Crew {number},{number * 7777}\n" for number in range(1, 31))
    (tmp_path / "crews.csv").write_text(f"Crew,Workers\n{rows}", encoding="utf-8")
    loaded = load_briefing(tmp_path, [], lambda: frozenset(range(0xA000)))
    checked = review_briefing(loaded.briefing, loaded.values, loaded.texts, tables=loaded.tables)
    found = [problem.what for problem in checked.problems if problem.code == "figure-not-in-source"]
    assert len(found) == 5
    assert found[-1].endswith("; the same is found in 25 more cells of this table")
