"""A chart from the briefing's YAML to the page, the annex, the attached CSV and the attached copy."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf

from briefing.comparison.figures import compare_data
from tests.briefs import BRIEF, write_brief
from tests.command import Command

CHARTS = """\
sections:
  - {title: The toll, text: It is rising.}
  - {title: The towns, text: Four are cut off.}
charts:
  - {data: secret-name.csv, form: bar, x: town, y: Deaths, title: "=Towns <b>", own: true, highlight: Hatay}
  - {data: toll.csv, form: line, x: date, y: [Deaths, "-1+1|cmd"], title: auto, note: "Counted *daily* [@afad].",
     source: afad, section: The towns}
  - {data: toll.csv, form: line, x: date, y: Deaths, title: auto, own: true, section: The toll}
sources:
  - {id: afad, publisher: AFAD, title: Situation report}
allow:
  - {code: text-not-held, reason: A test.}
"""
TOWNS = "town,Deaths\nHatay,21910\n=SUM(A1),7\n+Kilis,74\n"
TOLL = 'date,Deaths,-1+1|cmd\n2023-02-12,"36,187",1\n2023-02-13,,2\n2023-02-14,38044,3\n'


def built(command: Command, *words: str, text: str = BRIEF + CHARTS, toll: str = TOLL) -> Path:
    folder = write_brief(command.folder / "briefs" / "b", text)
    (folder / "secret-name.csv").write_text(TOWNS, encoding="utf-8")
    (folder / "toll.csv").write_text(toll, encoding="utf-8")
    ended = command("build", "briefs/b", "--force", *words)
    assert ended.code == 0, ended.err
    return command.folder / ended.out.partition(":")[0]


def attached(pdf: Path) -> dict[str, str]:
    with pikepdf.open(pdf) as opened:
        return {name: file.get_file().read_bytes().decode() for name, file in opened.attachments.items()}


def page_text(pdf: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_charts_are_numbered_where_they_stand_with_note_source_and_annex(command: Command) -> None:
    text = page_text(built(command))
    captions = re.findall(r"Figure (\d) (\S+ \S+)", text)
    assert captions[:3] == [("1", "Deaths rose"), ("2", "Of 2"), ("3", "=Towns <b>")]
    assert text.index("The toll") < text.index("Figure 1") < text.index("The towns") < text.index("Figure 2")
    assert text.index("Figure 2") < text.index("Charts") < text.index("Figure 3")
    assert "Counted daily" in text
    assert "Source: AFAD" in text
    assert "Source: the desk’s own numbers." in text
    annex = text[text.index("The numbers behind figure 1") :]
    assert annex.count("36,187") >= 2
    assert "No value: 13 February" in text


def test_every_image_has_its_alternative_text(command: Command) -> None:
    with pikepdf.open(built(command)) as pdf:
        alternatives = [
            str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"
        ]
    assert any(text.startswith("Line chart. Deaths rose from 36,187 to 38,044") for text in alternatives)
    assert any(text.startswith("Bar chart. Deaths: highest for Hatay (21,910)") for text in alternatives)


def test_the_numbers_are_attached_with_safe_cells_and_without_the_desks_file_names(command: Command) -> None:
    files = attached(built(command))
    assert sorted(files) == [
        "briefing.yaml",
        "chart-deaths-1-1-cmd-date.csv",
        "chart-deaths-date.csv",
        "chart-deaths-town.csv",
    ]
    assert files["chart-deaths-town.csv"] == "town,Deaths\nHatay,21910\n'=SUM(A1),7\n'+Kilis,74\n"
    assert files["chart-deaths-1-1-cmd-date.csv"].splitlines()[0] == "date,Deaths,'-1+1|cmd"
    assert "secret-name" not in "".join(files.values())


def test_the_attached_copy_builds_the_same_pages_again(command: Command) -> None:
    first = built(command)
    text, files = page_text(first), attached(first)
    again = command.folder / "briefs" / "again"
    again.mkdir()
    for name, content in files.items():
        (again / name).write_text(content, encoding="utf-8")
    ended = command("build", "briefs/again", "--force", "--out", "out2")
    assert ended.code == 0, ended.err
    assert page_text(command.folder / ended.out.partition(":")[0]) == text


def test_without_the_figures_attached_the_copy_has_no_charts(command: Command) -> None:
    files = attached(built(command, text=BRIEF + CHARTS + "attach: [briefing]\n"))
    assert sorted(files) == ["briefing.yaml"]
    assert "toll.csv" not in files["briefing.yaml"]


def test_a_chart_without_a_source_that_is_not_the_desks_own_is_an_error(command: Command) -> None:
    folder = write_brief(
        command.folder / "briefs" / "b", BRIEF + CHARTS.replace(", own: true, highlight", ", highlight")
    )
    (folder / "secret-name.csv").write_text(TOWNS, encoding="utf-8")
    (folder / "toll.csv").write_text(TOLL, encoding="utf-8")
    ended = command("build", "briefs/b")
    assert ended.code == 3
    assert "error[uncited]: this chart cites no source" in ended.err


def test_the_same_briefing_gives_the_same_bytes(command: Command) -> None:
    first = built(command).read_bytes()
    for file in (command.folder / "out" / ".briefing" / "figures").iterdir():
        file.unlink()
    assert built(command).read_bytes() == first


def test_a_changed_number_is_one_change_with_both_values() -> None:
    before = {"chart-deaths-date.csv": b"date,Deaths\n2023-02-12,36187\n2023-02-13,37000\n"}
    after = {"chart-deaths-date.csv": b"date,Deaths\n2023-02-12,36187\n2023-02-13,37357\n2023-02-14,38044\n"}
    changed, added = compare_data(before, after)
    assert (changed.kind, changed.before, changed.after) == ("changed", "2023-02-13, 37000", "2023-02-13, 37357")
    assert (added.kind, added.after) == ("added", "2023-02-14, 38044")


def test_two_sections_of_one_title_have_a_chart_once(command: Command) -> None:
    text = page_text(
        built(
            command,
            text=BRIEF
            + CHARTS.replace("title: The towns", "title: The toll").replace("section: The towns", "section: The toll"),
        )
    )
    assert [text.count(f"Figure {number} ") for number in (1, 2, 3, 4)] == [1, 1, 1, 0]
