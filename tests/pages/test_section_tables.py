"""Tables of sections from CSV files, from the briefing's YAML to the page, the copy and the next edition."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest

from tests.briefs import BRIEF, pdf_text, write_brief
from tests.command import Command

SOURCES = """
sources:
  - {id: relief, publisher: Relief Federation, title: Assessment}
allow:
  - {code: text-not-held, reason: A test.}
"""
TABLE = """\
sections:
  - title: Shelters
    text: All were visited. [@relief para. 1]
    table:
      data: desk-file.csv
      caption: People on *16 October* [@relief para. 3]
      columns: {name: Shelter, places: Places, people: People, since: Since}
      unit: persons
      total: [places, people]
      note: Counted at noon.
      source: relief para. 3
  - title: Supplies
    text: They run short. [@relief para. 1]
    table: desk-file.csv
"""
SHELTERS = """\
name;places;people;since;code
Sports hall;700;1 120;2023-07-13;007
Fish market;150;;2023-07;012
School;1250;97,5;;
"""
FULL = SHELTERS.replace("150;;", "150;64;")


def folder(command: Command, csv: str = FULL, text: str = BRIEF + TABLE + SOURCES, name: str = "b") -> Path:
    made = write_brief(command.folder / "briefs" / name, text)
    (made / "desk-file.csv").write_text(csv, encoding="utf-8")
    return made


def built(command: Command, *words: str) -> Path:
    ended = command("build", "briefs/b", "--force", *words)
    assert ended.code == 0, ended.err
    return command.folder / ended.out.partition(":")[0]


def words(pdf: Path) -> str:
    return " ".join(pdf_text(pdf).split())


def tags(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Dictionary]:
    return [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == f"/{kind}"]


def test_tables_are_numbered_captioned_and_printed_as_usual_in_the_language(command: Command) -> None:
    folder(command)
    text = words(built(command))
    assert re.search(r"Table 1 People on 16 October\s?para 3 \(persons\)", text)
    for row in (
        "Sports hall 700 1,120 13 Jul 2023",
        "Fish market 150 64 Jul 2023",
        "School 1,250 97.5",
        "Total 2,100 1,281.5",
    ):
        assert row in text
    assert "Counted at noon." in text
    assert "Source: Relief Federation" in text
    # The short form has the title of its section, and all columns of the file.
    assert re.search(r"Table 2 Supplies name places people since code", text)
    assert "007" in text


def test_numbers_are_printed_in_french_with_their_own_decimals(command: Command) -> None:
    folder(command, SHELTERS, BRIEF + "language: fr\n" + TABLE.replace("      total: [places, people]\n", "") + SOURCES)
    text = words(built(command)).replace("\u202f", " ").replace("\u00a0", " ")
    assert "Tableau 1 People" in text
    assert "1 120" in text
    assert "97,5" in text
    assert "Fish market 150 –" in text
    assert "aucun chiffre" in text


def test_the_structure_has_scopes_for_headings_of_columns_and_rows(command: Command) -> None:
    folder(command)
    with pikepdf.open(built(command)) as pdf:
        scopes = [
            str(attribute.Scope)
            for heading in tags(pdf, "TH")
            for attribute in _attributes(heading)
            if "/Scope" in attribute
        ]
        captions = tags(pdf, "Caption")
    assert scopes.count("/Column") == 4 + 5
    assert scopes.count("/Row") == 4 + 3
    assert len(captions) == 2


def _attributes(tag: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    written = tag.get("/A")
    for one in written if isinstance(written, pikepdf.Array) else [written]:
        if isinstance(one, pikepdf.Dictionary):
            yield one


def test_rows_beyond_the_first_are_in_an_annex_and_the_total_is_of_all(command: Command) -> None:
    rows = "".join(f"Post {number};{number}\n" for number in range(1, 61))
    text = (
        BRIEF
        + "sections:\n  - title: Posts\n    text: So.\n    table: {data: desk-file.csv, total: true, rows: 8, own: true}\n"
    )
    folder(command, "post;staff\n" + rows, text)
    page = words(built(command))
    assert "Post 8 8 Total of all 60 rows 1,830 52 more rows are in the annex." in page
    annex = page[page.index("The other rows of table 1") :]
    assert re.findall(r"Post (\d+) ", annex) == [str(number) for number in range(9, 61)]
    assert "Total" not in annex


def test_the_copy_and_the_attached_file_have_no_name_of_the_desk_and_build_the_same_text(command: Command) -> None:
    folder(command)
    first = built(command)
    with pikepdf.open(first) as pdf:
        files = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    assert {"table-name-places-people-since.csv", "table-name-places-people-since-code.csv"} <= files.keys()
    assert files["table-name-places-people-since.csv"].decode().splitlines()[1] == "Sports hall,700,1 120,2023-07-13"
    assert not [name for name, content in files.items() if b"desk-file" in content]
    again = command.folder / "briefs" / "again"
    again.mkdir()
    for name, content in files.items():
        (again / name).write_bytes(content)
    ended = command("build", "briefs/again", "--force", "--out", "out2")
    assert ended.code == 0, ended.err
    assert words(command.folder / ended.out.partition(":")[0]) == words(first)


@pytest.mark.parametrize("attach", ["[briefing]", "none", "[figures]"])
def test_nothing_of_a_table_is_attached_where_tables_are_not(command: Command, attach: str) -> None:
    folder(command, text=BRIEF + f"attach: {attach}\n" + TABLE + SOURCES)
    with pikepdf.open(built(command)) as pdf:
        files = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    assert not [name for name in files if name.startswith("table-")]
    assert not [name for name, content in files.items() if b"desk-file" in content or b"Sports hall" in content]


def test_changed_rows_and_captions_are_in_the_list_of_changes(command: Command) -> None:
    folder(command)
    assert command("publish", "--yes", "briefs/b").code == 0
    folder(
        command, FULL.replace("1 120", "1 180"), (BRIEF + TABLE + SOURCES).replace("Counted at noon", "Counted at dusk")
    )
    ended = command("publish", "--yes", "briefs/b")
    assert ended.code == 0, ended.err
    listed = command("editions", "diff", "x@1", "x@2").out
    assert "1 120 → 1 180" in listed
    assert "note: Counted at [noon → dusk]." in listed
    assert "desk-file" not in listed


def test_a_table_of_thirty_columns_is_on_a_landscape_page_and_what_is_too_small_is_warned_of(command: Command) -> None:
    csv = ";".join(["District", *(f"Week {number}" for number in range(1, 30))])
    csv += "\nTanambo;" + ";".join(f"{number * 1234567}" for number in range(1, 30)) + "\n"
    folder(command, csv)
    text = BRIEF + "sections:\n  - {title: Weeks, text: So., table: {data: desk-file.csv, own: true}}\n"
    (command.folder / "briefs" / "b" / "briefing.yaml").write_text(text, encoding="utf-8")
    ended = command("build", "briefs/b")
    assert ended.code == 0, ended.err
    assert "table-too-wide" in ended.err
    with pikepdf.open(command.folder / "out" / "x.pdf") as pdf:
        boxes = [page.mediabox for page in pdf.pages]
    assert any(box[2] > box[3] for box in boxes)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_tables_conform(command: Command, verapdf: Callable[[Path], dict[str, list[str]]], paper: str) -> None:
    folder(command)
    assert verapdf(built(command, "--paper", paper)) == {}
