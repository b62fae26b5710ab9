"""Key figures from edition to edition: compared by their labels, printed with their change, and the same when rebuilt."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pikepdf
import pytest

from briefing.archive.archive import StoredEdition, open_archive
from briefing.archive.changes import compare_editions
from briefing.comparison.lines import change_line
from briefing.i18n import get_translator
from briefing.model.briefing import Briefing
from briefing.model.edition_statement import Change
from tests.archived import written
from tests.briefs import BRIEF, pdf_text, write_brief
from tests.command import Command

FIGURES: list[dict[str, Any]] = [
    {"value": "36,187", "unit": "people", "label": "Killed", "as_of": "2024-05-01", "source": "a para. 1"},
    {"value": "US$ 4.2 billion", "label": "Direct damage", "source": "a para. 2"},
    {"value": "≥ 90", "unit": "sites", "label": "Shelters open", "own": "true"},
]


def changes(*figures: dict[str, Any]) -> list[Change]:
    before, after = (Briefing.model_validate(written(figures=value)) for value in (FIGURES, list(figures)))
    data = [{"figures.csv": str(value).encode()} for value in (FIGURES, figures)]
    return list(compare_editions(before, after, data[0], data[1]))


def lines(found: list[Change], language: str = "en") -> list[str]:
    return [str(change_line(change, get_translator(language))) for change in found]


def test_a_changed_value_is_one_change_with_both_values() -> None:
    (change,) = changes({**FIGURES[0], "value": "38,044"}, *FIGURES[1:])
    assert (change.part, change.aspect, change.subject, change.position) == ("key_figures", "", "Killed", 0)
    assert (change.before, change.after, change.material) == ("36,187", "38,044", True)
    assert lines([change]) == ["Changed key figure, Killed: 36,187 → 38,044"]
    assert lines([change], "fr") == ["Modification – chiffre clé, Killed\u00a0: 36,187 → 38,044"]


def test_values_are_shown_whole() -> None:
    found = changes(FIGURES[0], {**FIGURES[1], "value": "US$ 4.5 billion"}, {**FIGURES[2], "value": "95"})
    assert lines(found) == [
        "Changed key figure, Direct damage: US$ 4.2 billion → US$ 4.5 billion",
        "Changed key figure, Shelters open: ≥ 90 → 95",
    ]


def test_a_later_date_alone_is_a_smaller_change_and_another_unit_is_not() -> None:
    (later,) = changes({**FIGURES[0], "as_of": "2024-05-02"}, *FIGURES[1:])
    assert (later.aspect, later.material) == ("as_of", False)
    (unit,) = changes({**FIGURES[0], "unit": "families"}, *FIGURES[1:])
    assert (unit.aspect, unit.material) == ("unit", True)
    assert lines([unit]) == ["Changed key figure, Killed, unit: people → families"]


def test_a_figure_is_known_by_its_label_in_any_order_and_capitals() -> None:
    found = changes(FIGURES[2], FIGURES[1], {**FIGURES[0], "label": "KILLED", "value": "100"})
    assert {(change.kind, change.subject) for change in found if change.aspect == ""} >= {("changed", "KILLED")}
    assert not [change for change in found if change.kind in ("added", "removed")]


def test_new_and_removed_figures_are_told() -> None:
    found = changes(FIGURES[0], FIGURES[1], {"value": "7", "unit": "roads", "label": "Closed", "source": "a para. 1"})
    assert lines(found) == [
        "Added key figure, Closed: 7 · roads",
        "Removed key figure, Shelters open: ≥ 90 · sites",
    ]


BAND = """\
figures:
  - {{value: "{toll}", unit: {unit}, label: Killed in Azur, own: true}}
  - {{value: {money}, label: Direct damage, own: true}}
  - {{value: "7", unit: roads, label: Roads closed, own: true}}
"""


def publish(command: Command, toll: str, money: str, unit: str = "people", marking: str = "TLP:CLEAR") -> StoredEdition:
    text = BRIEF.replace("TLP:CLEAR", marking) + BAND.format(toll=toll, money=money, unit=unit)
    write_brief(command.folder / "x", text)
    ended = command("publish", "--yes", "x")
    assert ended.code == 0, ended.err
    return open_archive(command.folder / "editions").edition("x")


def since(html: str) -> list[str]:
    return [re.sub("<[^>]*>", "", line) for line in re.findall(r'class="since-before">(.+?)</dd>', html)]


def test_an_edition_prints_the_change_since_the_last_and_is_rebuilt_the_same(command: Command) -> None:
    assert since(publish(command, "36,187", "US$ 4.2 billion").html) == []
    second = publish(command, "38,044", "US$ 900 million")
    assert since(second.html) == [
        "+1,857 since edition 1",
        "US$ 4.2 billion in edition 1",
        "unchanged since edition 1",
    ]
    third = publish(command, "38,044", "US$ 900 million", unit="families")
    assert since(third.html) == ["38,044 people in edition 2", "unchanged since edition 2", "unchanged since edition 2"]
    for number in (1, 2, 3):
        ended = command("editions", "rebuild", f"x@{number}")
        assert (ended.code, ended.out) == (0, f"x@{number}: the same bytes\n"), ended.err


def test_what_was_for_fewer_people_or_withdrawn_is_not_repeated(command: Command) -> None:
    publish(command, "36,187", "US$ 4.2 billion", marking="TLP:RED")
    wider = publish(command, "38,044", "US$ 900 million")
    assert since(wider.html) == []
    assert "36,187" not in wider.html
    assert command("editions", "withdraw", "x@2", "--reason", "A wrong toll").code == 0
    after = publish(command, "38,045", "US$ 900 million")
    assert since(after.html) == []
    assert "38,044" not in after.html


def test_an_edition_has_its_key_figures_as_data(command: Command) -> None:
    edition = publish(command, "36,187", "US$ 4.2 billion")
    rows = list(csv.DictReader(io.StringIO(edition.read("data/figures.csv").decode())))
    assert rows[0] == {
        "value": "36,187", "unit": "people", "label": "Killed in Azur", "as_of": "", "source": "", "own": "true"
    }  # fmt: skip
    assert len(rows) == 3
    assert [figure.label for figure in edition.briefing.figures] == ["Killed in Azur", "Direct damage", "Roads closed"]
    second = publish(command, "38,044", "US$ 4.2 billion")
    assert [change.part for change in second.changes] == ["key_figures"]


@pytest.mark.parametrize("attach", ["[briefing, tables, figures]", "[briefing, figures]", "[figures]"])
def test_figures_from_a_table_print_the_same_and_the_copy_builds_again(command: Command, attach: str) -> None:
    table = "value;unit;label;own\n36 187;people;Killed in Azur;true\nUS$ 4.2 billion;;Direct damage;true\n"
    write_brief(command.folder / "x", f"{BRIEF}figures: figures.csv\nattach: {attach}\n", figures_csv=table)
    ended = command("build", "x")
    assert ended.code == 0, ended.err
    with pikepdf.open(command.folder / "out" / "x.pdf") as pdf:
        names = sorted(pdf.attachments)
        content = pdf.attachments["figures.csv"].get_file().read_bytes().decode()
        copy = pdf.attachments["briefing.yaml"].get_file().read_bytes().decode() if "briefing.yaml" in names else ""
    assert names.count("figures.csv") == 1
    assert "36 187" in content
    if copy:
        write_brief(command.folder / "copy", copy, figures_csv=content)
        assert command("build", "copy", "--out", "other").code == 0


def build(command: Command, toll: str, marking: str = "TLP:CLEAR", *options: str) -> tuple[str, str]:
    """Build without publishing; return what the line on it says, and the words of the PDF."""
    text = BRIEF.replace("TLP:CLEAR", marking) + BAND.format(toll=toll, money="US$ 4.2 billion", unit="people")
    write_brief(command.folder / "x", text)
    ended = command("build", "x", *options)
    assert ended.code == 0, ended.err
    return ended.out, " ".join(pdf_text(command.folder / "out" / "x.pdf").split())


def test_a_build_compares_with_the_last_edition_of_the_workspace(command: Command) -> None:
    assert "edition" not in build(command, "36,187")[1]
    publish(command, "36,187", "US$ 4.2 billion")
    line, said = build(command, "36,187")
    assert "unchanged since edition 1" in said
    assert "unchanged," not in line  # it was built before without an edition
    assert "+1,857 since edition 1" in build(command, "38,044")[1]
    assert "unchanged," in build(command, "38,044")[0]
    publish(command, "38,044", "US$ 4.2 billion")
    line, said = build(command, "38,044")
    assert "unchanged," not in line
    assert "unchanged since edition 2" in said


def test_a_build_repeats_nothing_of_an_edition_that_must_not_be_quoted(command: Command) -> None:
    publish(command, "36,187", "US$ 4.2 billion", marking="TLP:RED")
    assert "edition" not in build(command, "38,044")[1]
    assert "+1,857 since edition 1" in build(command, "38,044", "TLP:RED")[1]
    assert command("editions", "withdraw", "x@1", "--reason", "Wrong").code == 0
    assert "edition" not in build(command, "38,044", "TLP:RED")[1]


def test_a_build_goes_on_where_the_archive_cannot_be_read(command: Command) -> None:
    edition = publish(command, "36,187", "US$ 4.2 billion")
    (edition.folder / "inventory.json").write_text("{", encoding="utf-8")
    assert "edition" not in build(command, "38,044")[1]


def test_a_draft_compares_too(command: Command) -> None:
    publish(command, "36,187", "US$ 4.2 billion")
    write_brief(command.folder / "x", BRIEF + BAND.format(toll="38,044", money="US$ 4.2 billion", unit="people"))
    assert command("build", "x", "--draft").code == 0
    assert "+1,857 since edition 1" in pdf_text(command.folder / "out" / "x-draft.pdf")
