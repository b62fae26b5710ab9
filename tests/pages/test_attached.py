"""The attached copy of a briefing has only what is printed, and prints the same text when it is built again."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any, get_args

import pikepdf
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from briefing.archive.archive import open_archive
from briefing.figures.figure import Drawings
from briefing.load.folder import Loaded
from briefing.load.located_values import LocatedValues
from briefing.load.yaml_reader import read_yaml
from briefing.model.briefing import (
    Actor,
    Briefing,
    Contact,
    Judgement,
    Point,
    Reaction,
    TimelineEntry,
)
from briefing.model.parts.sections import Section
from briefing.model.parts.sources import Source
from briefing.pages.attached.briefing_copy import NOT_PRINTED, attached_files
from briefing.pages.compose import compose_document
from briefing.pages.document import DocumentInput
from tests.briefs import BRIEF, NIGER, load, pdf_text, write_brief
from tests.command import Command

ALL = ("briefing", "tables", "figures")

TABLE = """\
body;speaker;date;stance;quote;position;source;own
Ministère;"La ministre; adjointe";2024-05-02T18:00Z;concerned;;=HYPERLINK("https://bad.example") n’est pas un lien.;a para. 1;
Syndicat;;2024-05-02;warns;« non »;+3.2;a para. 2;
Port;;;neutral;;-5;;true
"""
FRENCH = """\
# informant is Mr. Nightjar
id: tema
title: "Port de Tema : les grues à l’arrêt"   # Nightjar
language: fr
marking: TLP:GREEN
as_of: 2024-05-02T18:00Z
next_update: 2099-05-03T08:00Z
contact: {name: Permanence, phone: "null", email: duty@desk.example}
bottom_line: >
  Les grutiers ont cessé le travail à midi.
  Rien ne sera déchargé avant samedi. [@a para. 2]
summary:
  - "**Depuis midi.** Yes: la grève # dure. [@a para. 1]"
  - {text: "no", own: true}
expect: [Syndicat, Douane]
reactions: "réactions du port.csv"
timeline:
  - {when: 2024-05, what: "~", own: true}
sections:
  - title: "- Chiffres"
    text: |
      | Jour | Tonnes |
      |---|---|
      | lundi | 1,254,300 |

      [//]: # (Nightjar says otherwise)

      Un paragraphe, avec [un lien](https://port.example "Le port").
gaps: ["On ne sait pas qui négocie."]
sources:
  - {id: a, publisher: Port, title: "Avis: aux capitaines", published: 2024-05-02, url: https://port.example/a}
allow:
  - {code: no-paragraph, about: Depuis, reason: Nightjar vouches for it.}
  - {code: acronym-unexplained, reason: Nightjar.}
"""


def values_of(loaded: Loaded, attach: tuple[str, ...] = ALL) -> dict[str, bytes]:
    return attached_files(loaded.values, attach)


def attached(pdf: Path) -> dict[str, bytes]:
    with pikepdf.open(pdf) as opened:
        return {name: file.get_file().read_bytes() for name, file in opened.attachments.items()}


def build(command: Command, folder: str, *words: str) -> Path:
    ended = command("build", folder, "--force", *words)
    assert ended.code == 0, ended.err
    return command.folder / ended.out.partition(":")[0]


def built_again(command: Command, pdf: Path) -> Path:
    """Build the attached copy in a folder where there is nothing else."""
    folder = command.folder / "again" / "x"
    folder.mkdir(parents=True)
    (command.folder / "again" / "briefing.toml").touch()
    for name, content in attached(pdf).items():
        (folder / name).write_bytes(content)
    return build(command, "again/x")


def test_the_worked_example_prints_the_same_when_its_copy_is_built(command: Command) -> None:
    """Without its receipt: a copy has neither the texts of sources nor what was verified of them."""
    folder = command.folder / "niger"
    shutil.copytree(NIGER, folder)
    text = (folder / "briefing.yaml").read_text(encoding="utf-8")
    without = re.sub(r"\n *receipt:[^\n]*", "", text)
    assert without != text
    (folder / "briefing.yaml").write_text(without, encoding="utf-8")
    pdf = build(command, "niger", "--out", "out")
    again = built_again(command, pdf)
    assert set(attached(pdf)) == {"briefing.yaml", "reactions.csv", "history.csv", "locator.csv"}
    assert pdf_text(again) == pdf_text(pdf)
    assert attached(again) == attached(pdf)


def test_another_language_and_awkward_texts_print_the_same(command: Command) -> None:
    folder = write_brief(command.folder / "tema", FRENCH)
    (folder / "réactions du port.csv").write_text(TABLE, encoding="utf-8-sig")
    pdf = build(command, "tema")
    files = attached(pdf)
    assert set(files) == {"briefing.yaml", "reactions.csv"}
    assert not any(
        secret in content for content in files.values() for secret in (b"Nightjar", b"du port", b"informant")
    )
    again = built_again(command, pdf)
    assert pdf_text(again) == pdf_text(pdf)
    assert attached(again) == files


ARTICLE = {
    "id": "paper",
    "type": "article-journal",
    "title": "A strike",
    "container-title": "Journal of Ports",
    "volume": "12",
    "page": "1-20",
    "DOI": "10.1000/x",
    "author": [{"family": "Mensah", "given": "Ama"}, {"family": "Smith", "given": "J.", "suffix": "Jr."}],
    "issued": {"date-parts": [[2019, 5], [2019, 6]]},
    "note": "Nightjar",
    "abstract": "Nightjar",
    "custom": {"Nightjar": 1},
}
BIBTEX = """\
@comment{Nightjar}
@article{paper, title={A {STRIKE} in T\\"ema}, author={Mensah, Ama}, journal={Ports}, year=2019, month=may, volume=3,
  annote={Nightjar}, file={:nightjar.pdf:}, url={https://a.example/b_c}}
@book{other, title={Nightjar}, year=2020}
"""


@pytest.mark.parametrize(
    ("name", "content"), [("nightjar.json", json.dumps([ARTICLE, {**ARTICLE, "id": "b"}])), ("nightjar.bib", BIBTEX)]
)
@pytest.mark.parametrize("listed", ["", "sources: [{id: paper, publisher: Ports, title: Another title}]\n"])
def test_the_entries_of_a_bibliography_in_use_are_attached_with_what_is_printed(
    command: Command, name: str, content: str, listed: str
) -> None:
    folder = write_brief(command.folder / "x", BRIEF.replace("One sentence.", "One. [@paper p. 2]") + listed)
    (folder / name).write_text(content)
    with (folder / "briefing.yaml").open("a") as file:
        file.write(f"bibliography: {name}\n")
    pdf = build(command, "x")
    files = attached(pdf)
    assert set(files) == {"briefing.yaml", "bibliography.json"}
    assert b"ightjar" not in b"".join(files.values())
    assert [entry["id"] for entry in json.loads(files["bibliography.json"])] == ["paper"]
    again = built_again(command, pdf)
    assert pdf_text(again) == pdf_text(pdf)
    assert attached(again) == files


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]) | st.just("\n"), min_size=1, max_size=60
)


@given(
    TEXTS.map(str.strip).filter(bool)
    | st.sampled_from(["~", "null", "NULL", "no", "Yes", "- a", "#", "a: b", "'", "{a", "=", "!x"])
)
def test_any_text_is_read_back_from_the_copy_as_it_was(text: str) -> None:
    values = LocatedValues({"title": "T", "gaps": [text], "contact": {"name": text}})
    copy = attached_files(values, ALL)["briefing.yaml"]
    read, problems = read_yaml("briefing.yaml", copy)
    assert problems == []
    assert read.tree == values.tree


def test_other_programs_read_the_copy_as_it_is_meant(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "réactions du port.csv").write_text(TABLE)
    files = values_of(load(tmp_path / "x", FRENCH))
    read = yaml.safe_load(files["briefing.yaml"])
    assert read["contact"]["phone"] == "null"
    assert read["summary"][1] == {"text": "no", "own": True}
    assert read["reactions"] == "reactions.csv"
    assert read["expect"] == ["Syndicat", "Douane"]
    rows = list(csv.DictReader(io.StringIO(files["reactions.csv"].decode())))
    assert [row["position"] for row in rows] == ['\'=HYPERLINK("https://bad.example") n’est pas un lien.', "+3.2", "-5"]
    assert list(rows[0]) == ["body", "speaker", "date", "stance", "quote", "position", "source", "own"]


def test_the_copy_has_the_country_of_a_reaction(tmp_path: Path) -> None:
    reaction = "reactions: [{body: Foreign ministry, country: FRA, stance: warns, position: No., own: true}]\n"
    assert b"country: FRA" in values_of(load(tmp_path / "x", BRIEF + reaction))["briefing.yaml"]


def test_parameters_are_filled_in_and_not_attached(command: Command) -> None:
    write_brief(command.folder / "x", BRIEF.replace("id: x", 'id: "x-{code}"').replace("One sentence", "One on {name}"))
    (command.folder / "rows.csv").write_text("code,name,informant\nmli,Mali,Nightjar\n")
    ended = command("build", "x", "--matrix", "rows.csv")
    assert ended.code == 0, ended.err
    files = attached(command.folder / "out" / "x-mli.pdf")
    assert set(files) == {"briefing.yaml"}
    assert b"One on Mali." in files["briefing.yaml"]
    assert b"Nightjar" not in files["briefing.yaml"]


@pytest.mark.parametrize(
    ("own", "settings", "names"),
    [
        ("", "", {"briefing.yaml", "timeline.csv", "locator.csv"}),
        ("attach: none", "", set()),
        ("", 'attach = "none"', set()),
        ("", 'attach = ["figures"]', {"locator.csv"}),
        ("attach: [briefing, figures]", 'attach = "none"', {"briefing.yaml", "locator.csv"}),
        ("attach: [tables]", "", {"timeline.csv"}),
        ("attach: [figures, tables, briefing]", "", {"briefing.yaml", "timeline.csv", "locator.csv"}),
    ],
)
def test_the_briefing_or_the_workspace_chooses_what_is_attached(
    command: Command, own: str, settings: str, names: set[str]
) -> None:
    (command.folder / "briefing.toml").write_text(f"[publish]\n{settings}\n")
    text = f"{BRIEF}map: {{focus: MLI, show: [Bamako]}}\ntimeline: t.csv\n{SOURCES}{own}\n"
    write_brief(command.folder / "x", text, t_csv="when,what,source\n2023-07-26,Something.,a para. 1\n")
    ended = command("publish", "--yes", "x")
    assert ended.code == 0, ended.err
    pdf = command.folder / "out" / "x-edition-1.pdf"
    assert set(attached(pdf)) == names
    printed = " ".join(pdf_text(pdf).split())
    assert ("Attached to this file" in printed) is bool(names)
    assert all(name in printed for name in names)
    assert open_archive(command.folder / "editions").edition("x").names("data/") == ["data/locator.csv"]
    assert command("editions", "rebuild", "x@1").out == "x@1: the same bytes\n"
    if "briefing.yaml" in names:
        assert pdf_text(built_again(command, pdf)).replace("\r\n", " ").split()[:40]


SOURCES = "sources:\n  - {id: a, publisher: A, title: B, url: https://a.example}\n"


@pytest.mark.parametrize("words", ["all", "[briefing, pictures]", "{briefing: true}"])
def test_other_words_are_a_problem_with_its_place(command: Command, words: str) -> None:
    write_brief(command.folder / "x", f"{BRIEF}attach: {words}\n")
    ended = command("check", "x")
    assert ended.code == 3
    assert "x/briefing.yaml:11:" in ended.err + ended.out


@pytest.mark.parametrize("words", ['"all"', '["pictures"]', "3"])
def test_other_words_in_the_settings_are_a_problem(command: Command, words: str) -> None:
    (command.folder / "briefing.toml").write_text(f"[publish]\nattach = {words}\n")
    write_brief(command.folder / "x")
    ended = command("build", "x")
    assert ended.code == 2
    assert "briefing.toml:2: error[bad-settings]" in ended.err


def test_an_error_that_the_desk_allows_does_not_keep_the_copy_from_being_built(command: Command) -> None:
    text = BRIEF.replace("{text: One point., own: true}", "A point without any source.")
    allowed = "allow: [{code: uncited, about: without any source, reason: Nightjar vouches for it.}]\n"
    write_brief(command.folder / "x", text + allowed)
    pdf = build(command, "x")
    assert b"Nightjar" not in attached(pdf)["briefing.yaml"]
    assert pdf_text(built_again(command, pdf)) == pdf_text(pdf)


def test_words_of_an_allowance_that_are_not_printed_are_left_out(tmp_path: Path) -> None:
    allowed = "allow: [{code: uncited, about: Nightjar, reason: None.}]\n"
    assert b"allow" not in values_of(load(tmp_path / "x", BRIEF + allowed))["briefing.yaml"]


LISTS: dict[str, type[BaseModel]] = {
    "summary": Point,
    "assessment": Judgement,
    "actors": Actor,
    "reactions": Reaction,
    "timeline": TimelineEntry,
    "sections": Section,
    "sources": Source,
}
VALUES = {
    "actors": {"lang": "ar"},
    "reactions": {"lang": "ar", "stance": "warns", "country": "FRA", "source": "a para. 1"},
    "timeline": {"when": "2024"},
    "sources": {"id": "a", "lang": "ar", "url": "https://sources-url.example", "sha256": "0" * 64},
}


def is_text(annotation: object) -> bool:
    return annotation is str or any(map(is_text, get_args(annotation)))


def texts_of(model: type[BaseModel], part: str) -> dict[str, Any]:
    """Return a text for each key of a part of a briefing that takes one: where it belongs, so that it can be looked for."""
    return {name: f"{part}-{name}" for name, field in model.model_fields.items() if is_text(field.annotation)}


def test_every_text_of_the_model_is_printed_or_known_not_to_be() -> None:
    """A new key must be printed, or be in `NOT_PRINTED`: it would else be sent to every reader unseen."""
    lists = {part: texts_of(model, part) | VALUES.get(part, {}) for part, model in LISTS.items()}
    contact = texts_of(Contact, "contact") | {"email": "contact-email@desk.example"}
    top = {name: f"top-{name}" for name in ("title", "series", "bottom_line")}
    whole = {"id": "x", "marking": "TLP:RED", "as_of": "2024-05-02T18:00Z", "contact": contact, **top}
    briefing = Briefing.model_validate(whole | {part: [entry] for part, entry in lists.items()})
    html = compose_document(briefing, Drawings(), "a4", DocumentInput({}, {})).html
    found = {
        f"{part}.{name}": text in html
        for part, texts in {**lists, "contact": contact, "": top}.items()
        for name, text in texts.items()
        if f"{part}-" in text or not part
    }
    assert len(found) > 25
    assert {name for name, is_printed in found.items() if not is_printed} == {"sources.text", "sources.receipt"}
    assert NOT_PRINTED["sources"] == {"text", "receipt", "sha256"}
    assert NOT_PRINTED[""] <= set(Briefing.model_fields)
