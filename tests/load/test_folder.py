"""A folder becomes a briefing, or all of its problems are reported; nothing else is ever raised."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.load.constraints import MAX_PROBLEMS
from briefing.load.folder import load_briefing
from briefing.problems import ContentError, Problem
from tests.briefs import BRIEF, LATIN, NIGER, load, write_brief

SOURCES = "sources: [{id: cnn, publisher: CNN, title: A report}]\n"


def faults(folder: Path, text: str = BRIEF, **files: str | bytes) -> list[str]:
    with pytest.raises(ContentError) as raised:
        load(folder, text, **files)
    return [f"{problem.place} {problem.code}" for problem in raised.value.problems]


def test_the_worked_example_is_read_with_every_file_it_is_written_in() -> None:
    loaded = load_briefing(NIGER, [], lambda: LATIN, name="niger")
    assert loaded.briefing.id == "niger-2023"
    assert len(loaded.briefing.reactions) >= 8
    assert {path.name for path in loaded.read} >= {"briefing.yaml", "reactions.csv"}
    assert str(loaded.values.place(("reactions", 0, "body"))) == "niger/reactions.csv:2:1"


NATURAL = """\
id: x
headline: Cyclone “Mocha” reaches Sittwe
classification: TLP:CLEAR
date: 18/05/2023
author: Duty officer
contact: {name: Duty officer, E-mail: duty@desk.example}
BLUF: It has.
Key points: [One.]
\u00a0gaps: [Who leads.]
timeline:
  - {date: 14.05.2023, event: Landfall.}
next_update: 19/05/2023 18:00
"""


def test_other_names_of_keys_are_told_once_with_the_right_ones(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as raised:
        load(tmp_path, NATURAL)
    told = [(problem.place and problem.place.line, problem.code, problem.hint) for problem in raised.value.problems]
    assert told == [
        (2, "unknown-key", "did you mean title?"),
        (3, "unknown-key", "did you mean marking?"),
        (4, "unknown-key", "did you mean as_of?"),
        (5, "unknown-key", "did you mean contact?"),
        (6, "unknown-key", "did you mean email?"),
        (7, "unknown-key", "did you mean bottom_line?"),
        (8, "unknown-key", "did you mean summary?"),
        (9, "unknown-key", "write an ordinary space in its place; most editors show no difference"),
        (11, "unknown-key", "did you mean when?"),
        (11, "unknown-key", "did you mean what?"),
        (
            12,
            "bad-date",
            "write it as 2023-05-19T18:00Z, or with its offset from UTC in place of Z, as in +01:00",
        ),
    ]


def test_a_table_may_come_from_a_file_beside_the_briefing(tmp_path: Path) -> None:
    text = BRIEF + "timeline: timeline.csv\n" + SOURCES
    loaded = load(tmp_path / "b", text, timeline_csv="when,what,source\n2023-07,It begins.,cnn para. 2\n")
    (entry,) = loaded.briefing.timeline
    assert (str(entry.when), entry.what, entry.source[0].paragraphs) == ("2023-07", "It begins.", (2,))


def test_a_table_is_read_whatever_its_name_and_its_spreadsheet_program_made_of_it(tmp_path: Path) -> None:
    write_brief(tmp_path / "b", BRIEF + "timeline: R.CSV\n" + SOURCES)
    table = "sep=;\nThe first days;;\nWHEN;What ;Source\n2023-07;It begins.;cnn para. 2;;\n2023-08;It ends.;NA\n;;\n"
    (tmp_path / "b" / "R.CSV").write_text(table, encoding="utf-8")
    loaded = load_briefing(tmp_path / "b", [], lambda: LATIN)
    assert [entry.what for entry in loaded.briefing.timeline] == ["It begins.", "It ends."]
    assert [f"{warning.place} {warning.code}" for warning in loaded.warnings] == [
        "R.CSV:2:1 table-adapted",
        "R.CSV:5:18 table-adapted",
    ]


@pytest.mark.parametrize(
    "name", ["t.xlsx", "t.XLS", "t.ods", "t.numbers", "tables/t.xlsm", "t.tsv", "t.txt", "'my table.ods'"]
)
def test_a_table_that_is_not_csv_is_told_to_be_saved_as_csv(name: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError) as raised:
        load(tmp_path, BRIEF + f"timeline: {name}\n")
    (problem,) = raised.value.problems
    assert (problem.code, str(problem.place)) == ("not-csv", f"briefing.yaml:{BRIEF.count(chr(10)) + 1}:11")
    stem = "my table" if "my" in name else "t"
    assert problem.hint == f"save it as CSV, with the encoding UTF-8, and write timeline: {stem}.csv"


@pytest.mark.parametrize("name", ["my photo.png", "Côte d’Ivoire.JPG", "maps/a b.jpeg"])
def test_an_image_whose_name_has_spaces_is_told_how_to_be_written(name: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError) as raised:
        load(tmp_path, BRIEF + f"sections: [{{title: S, text: 'See ![It]({name}) here.'}}]\n")
    (problem,) = raised.value.problems
    assert problem.code == "image-missing"
    assert problem.hint == f"write the name between angle brackets: (<{name}>)"
    assert problem.place
    assert problem.place.column == 34


def test_an_unknown_source_is_to_be_added_where_the_sources_are(tmp_path: Path) -> None:
    cited = BRIEF.replace("One sentence.", '"One. [@Nobody2020]"')
    for more, hint in (
        (SOURCES, "add it under sources:, or correct the id"),
        (SOURCES + "bibliography: z.bib\n", "add it to sources:, or to z.bib, or correct the id"),
    ):
        with pytest.raises(ContentError) as raised:
            load(tmp_path / "b", cited + more, z_bib="@book{doe, title = {T}}\n")
        (problem,) = raised.value.problems
        assert (problem.code, problem.hint) == ("unknown-source", hint)


@pytest.mark.parametrize(
    ("cited", "named"),
    [("[@RN12 p. 3]", "RN12"), ("[@cnn; @Ärzte_2020, para. 2]", "Ärzte_2020"), ("[@WHO:Cholera-25]", "WHO:Cholera-25")],
)
def test_an_unknown_source_is_named_as_it_was_written(cited: str, named: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError) as raised:
        load(tmp_path, BRIEF.replace("One sentence.", f'"One. {cited}"') + SOURCES)
    (problem,) = raised.value.problems
    assert problem.what == f'"{named}" is not among the sources'


def test_a_file_of_the_briefing_hides_one_of_the_assets_and_both_places_are_remembered(tmp_path: Path) -> None:
    text = BRIEF + "timeline: timeline.csv\n"
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "timeline.csv").write_text("when,what\n2023,Shared.\n")
    shared = load(tmp_path / "b", text)
    assert shared.briefing.timeline[0].what == "Shared."
    assert shared.missing == {tmp_path / "b" / "timeline.csv"}
    own = load(tmp_path / "b", text, timeline_csv="when,what\n2023,Own.\n")
    assert own.briefing.timeline[0].what == "Own."
    assert own.read.keys() == {tmp_path / "b" / "briefing.yaml", tmp_path / "b" / "timeline.csv"}


def test_the_faults_of_two_files_come_together_the_briefing_first(tmp_path: Path) -> None:
    text = BRIEF.replace("TLP:CLEAR", "TLP:BLUE") + "actors: actors.csv\ntimeline: timeline.csv\n"
    actors = "name,role,side,status,source\nA,B,C,D,nowhere\n"
    assert faults(tmp_path, text, actors_csv=actors, timeline_csv="when,what\n2023-13,It begins.\n") == [
        "briefing.yaml:3:10 unknown-marking",
        "actors.csv:2:9 unknown-source",
        "timeline.csv:2:1 bad-date",
    ]


def test_a_problem_of_the_sources_is_not_repeated_for_every_citation(tmp_path: Path) -> None:
    text = BRIEF.replace("One sentence.", "One. [@cnn]")
    assert faults(tmp_path, text + "sources: sources.csv\n") == ["briefing.yaml:11:10 table-missing"]
    assert faults(tmp_path, text + "sources: cnn\n") == ["briefing.yaml:11:10 wrong-type"]
    assert faults(tmp_path, text + "sources:\n") == ["briefing.yaml:7:19 unknown-source"]


def test_a_missing_or_unknown_column_is_reported_once_per_table(tmp_path: Path) -> None:
    rows = "2023,It begins.\n" * 5
    assert faults(tmp_path, BRIEF + "timeline: timeline.csv\n", timeline_csv="when,waht\n" + rows) == [
        "timeline.csv:1:1 missing-key",
        "timeline.csv:1:6 unknown-key",
    ]


def test_a_required_empty_cell_is_reported_at_its_place(tmp_path: Path) -> None:
    table = 'when,what\n2023,It begins.\n2024,""\n'
    assert faults(tmp_path, BRIEF + "timeline: timeline.csv\n", timeline_csv=table) == ["timeline.csv:3:6 missing-key"]


@pytest.mark.parametrize(
    ("there", "hint"),
    [
        ("briefing.toml", "create a briefing with: briefing new NAME"),
        ("briefing.txt", "create a briefing with: briefing new NAME"),
        ("Briefing.YML", "rename Briefing.YML"),
        ("briefing.yaml.txt", "rename briefing.yaml.txt"),
        ("breifing.yaml", "rename breifing.yaml"),
    ],
)
def test_only_what_can_be_a_briefing_is_to_be_renamed_to_one(there: str, hint: str, tmp_path: Path) -> None:
    (tmp_path / there).touch()
    with pytest.raises(ContentError) as raised:
        load_briefing(tmp_path, [], lambda: LATIN)
    (problem,) = raised.value.problems
    assert (problem.code, problem.hint) == ("briefing-missing", hint)


@pytest.mark.parametrize(
    ("more", "files", "hint"),
    [
        ("timeline: t.csv\n", {"t_csv": "when,what\n2023,It begins.\n,It ends.\n"}, "fill in this cell"),
        ("timeline: t.csv\n", {"t_csv": "when;what\n2023;\n"}, "fill in this cell"),
        ("timeline: [{when: 2023, what: }]\n", {}, "write it after what:"),
        ("timeline: [{when: 2023}]\n", {}, "add a line: what: …"),
    ],
)
def test_an_empty_value_is_to_be_filled_in_where_it_is(
    more: str, files: dict[str, str], hint: str, tmp_path: Path
) -> None:
    with pytest.raises(ContentError) as raised:
        load(tmp_path, BRIEF + more, **files)
    (problem,) = raised.value.problems
    assert problem.code == "missing-key"
    assert problem.hint.startswith(hint)


def test_very_many_faults_are_cut_short(tmp_path: Path) -> None:
    found = faults(tmp_path, BRIEF + "".join(f"extra{n}: x\n" for n in range(3 * MAX_PROBLEMS)))
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1] == "None many-faults"


def test_each_of_several_citations_is_reported_at_its_place(tmp_path: Path) -> None:
    prose = (
        "|\n  cnn said so [@cnn; @ap], \\[@no\n  then [@cnn\n  para. 2] and [@afp para. 3], [@cnn para. x] and [@cnn"
    )
    assert faults(tmp_path, BRIEF.replace("One sentence.", prose) + SOURCES) == [
        "briefing.yaml:8:15 unknown-source",
        "briefing.yaml:10:16 unknown-source",
        "briefing.yaml:10:32 bad-citation",
        "briefing.yaml:10:51 bad-citation",
    ]


NOWHERE = """
[x](javascript:alert(1))
[x](JaVaScRiPt:alert)
[x](&#106;avascript:alert)
<javascript:alert(1)>
[x](data:text/html,x)
[x](file:///etc/passwd)
[x](page.html)
[x](#top)
[x](//example.org)
[x](htps://example.org)
[x](https://[::1)
[x](https://)
[x](mailto:)
"""


@pytest.mark.parametrize("link", [*NOWHERE.split(), "[x][y]\n\n      [y]: vbscript:x"])
def test_a_link_that_cannot_be_followed_from_paper_is_reported(tmp_path: Path, link: str) -> None:
    assert faults(tmp_path, BRIEF + f"sections:\n  - title: T\n    text: |\n      {link}\n")[0].endswith(" bad-link")


@pytest.mark.parametrize(
    "link",
    [
        "[x](https://u:SECRETPW@a.example/)",
        "<https://u:SECRETPW@a.example/>",
        "See https://u:SECRETPW@a.example/.",
        "[x](https://u&#58;SECRETPW@a.example/)",
        "[x][y]\n\n      [y]: ftp://u:SECRETPW@a.example",
    ],
)
def test_an_address_with_a_login_is_refused_wherever_it_is_and_not_repeated(tmp_path: Path, link: str) -> None:
    with pytest.raises(ContentError) as raised:
        load(tmp_path, BRIEF + f"sections:\n  - title: T\n    text: |\n      {link}\n")
    assert [problem.code for problem in raised.value.problems] == ["address-login"]
    assert "SECRETPW" not in str(raised.value)
    assert "a.example" in str(raised.value)


def test_a_secret_in_an_address_gets_a_warning_that_does_not_repeat_it(tmp_path: Path) -> None:
    mail = "[write](mailto:a@b.example?auth=HIDDEN)"
    text = f"[x](https://a.example/x?page=2&token=HIDDEN) or {mail}"
    loaded = load(tmp_path, BRIEF + f"sections:\n  - title: T\n    text: '{text}'\n")
    assert [problem.code for problem in loaded.warnings] == ["address-secret"] * 2
    whole = " ".join(map(str, loaded.warnings))
    assert "HIDDEN" not in whole
    assert ("a.example has" in whole, "a@b.example has" in whole, "token" in whole) == (True, True, True)


@pytest.mark.parametrize(
    "link", ["[x](https://example.org/ü?a=b#c)", "<https://example.org>", "[x](mailto:a@b.example)"]
)
def test_a_link_that_leads_somewhere_passes(tmp_path: Path, link: str) -> None:
    assert load(tmp_path, BRIEF + f"sections:\n  - title: T\n    text: |\n      {link}\n").briefing.sections


@pytest.mark.parametrize("character", ["\\0", "\\u2011", "\\e", "\\x85", "\\u2028", "\\x7f", "\\U0001F600"])
def test_characters_that_cannot_be_printed_are_reported(tmp_path: Path, character: str) -> None:
    assert faults(tmp_path, BRIEF.replace("A title", f'"A{character}title"')) == ["briefing.yaml:2:8 no-glyph"]


@pytest.mark.parametrize("name", ["../x.csv", "/etc/x.csv", "a/../../x.csv"])
def test_no_file_outside_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.csv").write_text("when,what\n2023,Secret.\n")
    assert faults(tmp_path / "b", BRIEF + f"timeline: {name}\n") == ["briefing.yaml:11:11 file-outside"]


def test_a_text_far_too_long_is_reported_once_and_not_searched(tmp_path: Path) -> None:
    bomb = "![[@" * 25_000 + "\U0001f600"
    assert faults(tmp_path, BRIEF + f'gaps2: 1\nsections: [{{title: "{bomb}", text: "{bomb}"}}]\n') == [
        "briefing.yaml:11:1 unknown-key",
        "briefing.yaml:12:20 text-too-long",
        "briefing.yaml:12:100031 text-too-long",
    ]


def tree(folder: Path) -> None:
    (folder / "briefing.yaml").mkdir(parents=True)


def pipe(folder: Path) -> None:
    import os

    folder.mkdir()
    os.mkfifo(folder / "briefing.yaml")


def ring(folder: Path) -> None:
    folder.mkdir()
    (folder / "briefing.yaml").symlink_to("briefing.yaml")


def outside(folder: Path) -> None:
    folder.mkdir()
    (folder.parent / "secret.yaml").write_text(BRIEF)
    (folder / "briefing.yaml").symlink_to("../secret.yaml")


def nothing(folder: Path) -> None:
    folder.mkdir()


@pytest.mark.parametrize("set_up", [tree, pipe, ring, outside, nothing])
def test_nothing_but_files_of_the_folder_is_read(tmp_path: Path, set_up: Callable[[Path], None]) -> None:
    set_up(tmp_path / "b")
    with pytest.raises(ContentError) as raised:
        load_briefing(tmp_path / "b", [tmp_path / "assets"], lambda: LATIN)
    wanted = "file-outside" if set_up is outside else "briefing-missing"
    assert [problem.code for problem in raised.value.problems] == [wanted]


LINES = (NIGER / "briefing.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
SCRAPS = [
    "",
    "\n",
    "null\n",
    "x: y\n",
    "  - x\n",
    "[]\n",
    "{}\n",
    '"\\0"\n',
    "'\n",
    "\t\n",
    "../x\n",
    "![a](b)\n",
    "[@x]\n",
    "9" * 400 + "\n",
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The worked example with some lines gone, doubled, moved, cut or changed."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at, kind = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, 4))
        if kind == 0:
            lines[at : at + draw(st.integers(1, 20))] = []
        elif kind == 1:
            lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
        elif kind == 2:
            lines[at] = re.sub(r":.*\n?", ": " + draw(st.sampled_from(SCRAPS)), lines[at], count=1) or "\n"
        elif kind == 3:
            cut = draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:cut] + draw(st.text(max_size=3)) + lines[at][cut + 1 :]
        else:
            lines[at] = " " * draw(st.integers(0, 8)) + lines[at].lstrip()
        lines = lines or ["\n"]
    return "".join(lines)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutated())
def test_a_mutilated_briefing_is_read_or_refused_with_places(tmp_path: Path, text: str) -> None:
    reported: tuple[Problem, ...] = ()
    write_brief(tmp_path, reactions_csv=(NIGER / "reactions.csv").read_bytes())
    (tmp_path / "briefing.yaml").write_bytes(text.encode("utf-8", "replace"))
    with suppress(ContentError):
        try:
            load_briefing(tmp_path, [], lambda: LATIN)
        except ContentError as error:
            reported = error.problems
            raise
    assert all(problem.place and problem.hint for problem in reported)
