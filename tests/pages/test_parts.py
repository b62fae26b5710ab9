"""The parts that a desk chooses for its page: their order, and that what is left out is nowhere."""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path

import pikepdf
import pytest

from briefing.figures.figure import Drawings, Figure, Table
from briefing.load.folder import Loaded
from briefing.model.briefing import Briefing
from briefing.model.parts.page_parts import PARTS, front_count, page_order
from briefing.pages.compose import compose_document
from briefing.pages.document import DocumentInput
from briefing.problems import ContentError
from tests.archived import written
from tests.briefs import BRIEF, load, pdf_text, write_brief
from tests.command import Command

FULL = """\
figures: [{value: "38,044", label: Killed, own: true}, {value: "12", label: Roads closed, own: true}]
assessment: [{judgement: It stays shut., own: true}]
actors: [{name: Awa Konaté, role: Spokeswoman, side: Port, status: In office., own: true}]
reactions: [{body: Port authority, stance: warns, position: Waits., own: true}]
timeline: [{when: 2023-07-26, what: The quay shuts., own: true}]
sections: [{title: Shelter, text: Tents are lacking.}]
"""
HEADINGS = {
    "figures": "Key figures",
    "bottom_line": "Bottom line",
    "summary": "Key points",
    "assessment": "Assessment",
    "actors": "Key actors",
    "reactions": "International reactions",
    "timeline": "Timeline",
    "sections": "Shelter",
    "gaps": "What is not known",
}
FRENCH = {"figures": "Chiffres clés", "summary": "Points clés", "timeline": "Chronologie", "bottom_line": "L’essentiel"}


def headings(folder: Path, parts: list[str], more: str = FULL) -> list[str]:
    loaded = load(folder, f"{BRIEF}{more}parts: [{', '.join(parts)}]\n")
    html = compose_document(loaded.briefing, Drawings(None), "a4", DocumentInput({}, {})).html
    return re.findall(r"<h2[^>]*>([^<]+)</h2>", html)


@pytest.mark.parametrize(
    "parts",
    [
        ["bottom_line", "figures", "summary", "sections", "timeline", "actors", "reactions", "assessment", "gaps"],
        ["gaps", "sections", "summary", "bottom_line", "figures"],
        ["timeline", "bottom_line", "summary", "figures", "assessment"],
        ["reactions", "bottom_line", "summary"],
    ],
)
def test_parts_stand_in_the_order_chosen_and_no_others(parts: list[str], tmp_path: Path) -> None:
    assert headings(tmp_path, parts) == [HEADINGS[part] for part in parts]


def test_the_bottom_line_and_the_key_points_stand_first_where_they_are_not_named(tmp_path: Path) -> None:
    assert headings(tmp_path, ["timeline", "gaps"]) == ["Bottom line", "Key points", "Timeline", "What is not known"]


def test_without_a_choice_all_parts_stand_in_the_usual_order(tmp_path: Path) -> None:
    loaded = load(tmp_path, BRIEF + FULL)
    html = compose_document(loaded.briefing, Drawings(None), "a4", DocumentInput({}, {})).html
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", html) == list(HEADINGS.values())
    assert page_order(()) == PARTS


def test_sources_are_numbered_in_the_order_chosen() -> None:
    more = {
        "timeline": [{"when": "2024", "what": "W.", "source": "a para. 1"}],
        "gaps": ["G. [@b para. 1]"],
        "summary": [{"text": "S.", "own": True}],
        "bottom_line": "B.",
    }
    for parts, first in ((["timeline", "gaps"], "A"), (["gaps", "timeline"], "B")):
        briefing = Briefing.model_validate(written(**more, parts=parts))
        html = compose_document(briefing, Drawings(None), "a4", DocumentInput({}, {})).html
        assert f'<li id="source-1"><b>{first}</b>' in html


def figure(name: str) -> Figure:
    return Figure(name, b"<svg/>", "T", "Alt", "Long", (), Table("Cap", ("C",), (("r",),)), b"d")


def test_figures_are_numbered_in_the_order_chosen() -> None:
    drawings = Drawings(figure("history"), figure("map"))
    for parts in permutations(("history", "map")):
        briefing = Briefing.model_validate(written(parts=list(parts)))
        html = compose_document(briefing, drawings, "a4", DocumentInput({}, {})).html
        assert re.findall(r'<b>Figure (\d)</b> T</figcaption>\n<img src="(\w+)\.svg"', html) == [
            (str(number), name) for number, name in enumerate(parts, start=1)
        ]


def test_page_one_holds_the_parts_that_belong_to_it_and_come_first() -> None:
    assert front_count(page_order(["figures", "bottom_line", "summary", "timeline", "assessment"])) == 3
    assert front_count(page_order(["timeline"])) == 2


def test_headings_are_in_french(tmp_path: Path) -> None:
    more = FULL + "language: fr\n"
    parts = ["timeline", "figures", "bottom_line", "summary"]
    assert headings(tmp_path, parts, more) == [FRENCH[part] for part in parts]


def warned(loaded: Loaded) -> list[str]:
    return [problem.what.split('"')[1] for problem in loaded.warnings if problem.code == "part-left-out"]


def test_what_is_left_out_is_told_and_is_nowhere(tmp_path: Path, command: Command) -> None:
    text = f"{BRIEF}{FULL}expect: [African Union]\nparts: [figures, sections]\n"
    loaded = load(tmp_path / "elsewhere" / "a", text)
    assert warned(loaded) == ["gaps", "assessment", "actors", "reactions", "timeline", "expect"]
    assert [loaded.briefing.actors, loaded.briefing.reactions, loaded.briefing.expect] == [(), (), ()]
    assert not loaded.values.get("actors")
    write_brief(command.folder / "x", text.replace("gaps: [Who leads.]\n", ""))
    ended = command("publish", "--yes", "x")
    assert ended.code == 0, ended.err
    assert "part-left-out" in ended.err
    pdf = command.folder / "out" / "x-edition-1.pdf"
    assert "Awa" not in pdf_text(pdf)
    with pikepdf.open(pdf) as opened:
        copy = opened.attachments["briefing.yaml"].get_file().read_bytes().decode()
    assert "Awa" not in copy
    assert "Shelter" in copy
    write_brief(command.folder / "again", copy)
    assert command("build", "again", "--out", "other").code == 0


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ("[map]", "part-empty"),
        ("[history, gaps]", "part-empty"),
        ("[gaps, gaps]", "duplicate-part"),
        ("[gap]", "unknown-word"),
        ("[sources, gaps]", "unknown-word"),
        ("[]", "wrong-length"),
        ("gaps", "wrong-type"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(parts: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load(tmp_path, f"{BRIEF}parts: {parts}\n")
    assert [problem.code for problem in caught.value.problems if problem.code != "part-left-out"] == [code]


def test_silent_bodies_are_reactions(tmp_path: Path) -> None:
    loaded = load(tmp_path, f"{BRIEF}expect: [African Union]\nparts: [reactions, gaps]\n")
    assert loaded.briefing.expect == ("African Union",)
    assert warned(loaded) == []
