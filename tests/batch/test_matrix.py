"""One definition, many reports: each says what its row says, and has its own figures."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest

from briefing.batch.matrix import read_matrix
from briefing.problems import ContentError
from tests.briefs import BRIEF, load, pdf_text, write_brief
from tests.command import Command

REPORT = """\
id: coups-{short}-{tongue}
title: "{name}: coups since 1960"
language: "{language}"
marking: TLP:CLEAR
as_of: 2023-07-27T20:00Z
next_update: 2099-07-28T12:00Z
contact: {name: Duty officer, email: duty@desk.example}
region: {name: "{name}", focus: {country}, countries: [{country}]}
bottom_line: One sentence on {name}.
summary:
  - {text: "One point on {name}.", own: true}
history: {since: 1960, countries: region}
map: {focus: "{country}", show: ["{capital}"]}
gaps: [What comes next.]
"""
COUNTRIES = """\
country,short,name,capital,language,tongue
NER,ner,Niger,Niamey,en-GB,en
MLI,mli,Mali,Bamako,en-GB,en
NER,ner,Niger,Niamey,fr,fr
MLI,mli,Mali,Bamako,fr,fr
"""


@pytest.fixture
def desk(command: Command) -> Command:
    """A workspace with the definition of a report and a table of countries."""
    (command.folder / "briefing.toml").touch()
    write_brief(command.folder / "briefs" / "coups", REPORT)
    (command.folder / "countries.csv").write_text(COUNTRIES)
    return command


def test_every_report_has_its_own_words_chart_and_map(desk: Command) -> None:
    ended = desk("build", "--matrix", "countries.csv")
    assert (ended.code, ended.err) == (0, "")
    names = [line.partition(":")[0] for line in ended.out.splitlines()]
    assert names == [f"out/coups-{country}-{tongue}.pdf" for tongue in ("en", "fr") for country in ("ner", "mli")]
    for name in names:
        own, other = ("NER", "MLI") if "ner" in name else ("MLI", "NER")
        own_name = "Niger" if own == "NER" else "Mali"
        text = pdf_text(desk.folder / name)
        assert f"{own_name}: coups since 1960" in text
        assert f"One sentence on {own_name}." in text
        assert ("Bottom line" in text) is name.endswith("en.pdf")
        with pikepdf.open(desk.folder / name) as pdf:
            files = {file: pdf.attachments[file].get_file().read_bytes().decode() for file in pdf.attachments}
        assert {"briefing.yaml", "history.csv", "locator.csv"} == set(files)
        assert f"One sentence on {own_name}." in files["briefing.yaml"]
        assert f",{own}," in files["history.csv"]
        assert f",{other}," not in files["history.csv"]
        assert ("Niamey" in files["locator.csv"]) is (own == "NER")
        assert ("Bamako" in files["locator.csv"]) is (own == "MLI")
        alts = picture_words(desk.folder / name)
        assert len(alts) == 2
        assert all(own_name in words for words in alts)
        assert ("Niamey" in " ".join(alts)) is (own == "NER")


# By code: the name, the capital, and the same in French.
AT_SCALE = {
    "BEN": ("Benin", "Porto-Novo", "le Bénin"),
    "BFA": ("Burkina Faso", "Ouagadougou", "le Burkina Faso"),
    "CIV": ("Ivory Coast", "Yamoussoukro", "la Côte d’Ivoire"),
    "GHA": ("Ghana", "Accra", "le Ghana"),
    "GIN": ("Guinea", "Conakry", "la Guinée"),
    "LBR": ("Liberia", "Monrovia", "le Libéria"),
    "MLI": ("Mali", "Bamako", "le Mali"),
    "MRT": ("Mauritania", "Nouakchott", "la Mauritanie"),
    "NER": ("Niger", "Niamey", "le Niger"),
    "SEN": ("Senegal", "Dakar", "le Sénégal"),
    "SLE": ("Sierra Leone", "Freetown", "la Sierra Leone"),
    "TGO": ("Togo", "Lomé", "le Togo"),
}


def test_reports_built_at_once_never_mix_their_figures(desk: Command) -> None:
    rows = [
        f"{code},{code.lower()},{french if tongue == 'fr' else name},{capital},{language},{tongue}"
        for code, (name, capital, french) in AT_SCALE.items()
        for language, tongue in (("en-GB", "en"), ("fr", "fr"))
    ]
    heading = COUNTRIES.splitlines()[0]
    (desk.folder / "countries.csv").write_text("\n".join([heading, *rows]) + "\n")
    ended = desk("build", "--matrix", "countries.csv", "--jobs", "2")
    assert ended.code == 0, ended.err
    made = [desk.folder / line.partition(":")[0] for line in ended.out.splitlines()]
    requested = [f"coups-{code.lower()}-{tongue}" for code in AT_SCALE for tongue in ("en", "fr")]
    assert [pdf.stem for pdf in made] == requested
    for pdf in made:
        code, tongue = pdf.stem[6:9].upper(), pdf.stem[10:]
        with pikepdf.open(pdf) as document:
            chart, map_ = (document.attachments[f"{n}.csv"].get_file().read_bytes().decode() for n in FIGURES)
        assert {row.split(",")[1] for row in chart.splitlines()[1:]} <= {code}
        words = " ".join(picture_words(pdf))
        for other, (name, capital, french) in AT_SCALE.items():
            assert (capital in map_) is (other == code), f"{capital} in {pdf.name}"
            assert (capital in words) is (other == code), f"{capital} in {pdf.name}"
            if other == code:
                assert (french if tongue == "fr" else name) in pdf_text(pdf)
    # One process that draws everything again in another order gives the same files, so no figure was mixed up.
    alone = "\n".join([heading, *reversed(rows[::5])]) + "\n"
    (desk.folder / "some.csv").write_text(alone)
    again = desk("build", "--matrix", "some.csv", "--jobs", "1", "--out", "alone")
    assert again.code == 0
    for pdf in (desk.folder / "alone").glob("*.pdf"):
        assert pdf.read_bytes() == (desk.folder / "out" / pdf.name).read_bytes()
    # And what comes from the figures that were kept is, too.
    before = {pdf: pdf.read_bytes() for pdf in made}
    assert desk("build", "--matrix", "countries.csv", "--jobs", "2", "--force").code == 0
    assert {pdf: pdf.read_bytes() for pdf in made} == before


FIGURES = ("history", "locator")


def picture_words(pdf: Path) -> list[str]:
    with pikepdf.open(pdf) as document:
        elements = (item for item in document.objects if isinstance(item, pikepdf.Dictionary))
        return [str(one["/Alt"]) for one in elements if one.get("/S") == "/Figure" and "/Alt" in one]


def test_only_rows_that_have_changed_are_built(desk: Command) -> None:
    desk("build", "--matrix", "countries.csv")
    again = desk("build", "--matrix", "countries.csv")
    assert again.out.count("unchanged") == 4
    (desk.folder / "countries.csv").write_text(COUNTRIES.replace("mli,Mali,Bamako,fr,fr", "mli,le Mali,Bamako,fr,fr"))
    changed = desk("build", "--matrix", "countries.csv", "--json")
    fresh = {Path(one["pdf"]).name: one["unchanged"] for one in map(json.loads, changed.out.splitlines())}
    assert fresh == {name: name != "coups-mli-fr.pdf" for name in fresh}
    assert len(fresh) == 4
    assert desk("build", "--matrix", "countries.csv").out.count("unchanged") == 4


def test_a_row_that_fails_is_named_and_stops_no_other(desk: Command) -> None:
    (desk.folder / "countries.csv").write_text(COUNTRIES.replace("MLI,mli,Mali", "XXX,xxx,Nowhere", 1))
    ended = desk("build", "--matrix", "countries.csv")
    assert ended.code == 8
    assert len(ended.out.splitlines()) == 3
    assert ended.err.splitlines()[-2] == "1 of 4 failed:"
    assert ended.err.splitlines()[-1].startswith("  briefs/coups (line 3)  unknown-country: ")


def test_two_rows_with_one_id_are_refused(desk: Command) -> None:
    (desk.folder / "countries.csv").write_text(COUNTRIES.replace(",fr\n", ",en\n"))
    ended = desk("build", "--matrix", "countries.csv")
    assert ended.code == 8
    assert 'briefs/coups (line 2) has the id "coups-ner-en" too' in ended.err


NAMED_TWICE = COUNTRIES.replace("Niger,Niamey,fr,fr", "The Niger,Niamey,en-GB,en").replace(
    "Mali,Bamako,fr,fr", "The Mali,Bamako,en-GB,en"
)


@pytest.mark.parametrize(
    ("id_", "columns", "hint"),
    [
        ("coups", COUNTRIES, "write an id with a column, such as `id: coups-{short}`"),
        ("coups-{short}", COUNTRIES, "write an id with a column, such as `id: coups-{short}-{tongue}`"),
        ("coups-{short}-{tongue}", COUNTRIES.replace(",fr\n", ",en\n"), "`id: coups-{short}-{tongue}-{language}`"),
        ("coups-{short}-{tongue}", NAMED_TWICE, "give each briefing an id of its own"),
        ("tz", COUNTRIES.replace("short", "quarter").replace("ner", "q1"), "such as `id: tz-{quarter}`"),
    ],
)
def test_an_id_that_rows_share_is_answered_with_the_form(desk: Command, id_: str, columns: str, hint: str) -> None:
    write_brief(desk.folder / "briefs" / "coups", REPORT.replace("coups-{short}-{tongue}", id_, 1))
    (desk.folder / "countries.csv").write_text(columns)
    ended = desk("build", "--matrix", "countries.csv")
    assert ended.code == 8
    assert "error[duplicate-id]" in ended.err
    assert hint in ended.err


def test_a_name_without_a_column_is_reported_at_its_place(tmp_path: Path) -> None:
    from briefing.load.folder import load_briefing

    folder = write_brief(tmp_path / "x", BRIEF.replace("One sentence.", "On {nam} and {name}."))
    with pytest.raises(ContentError) as caught:
        load_briefing(folder, [], lambda: frozenset(range(0x250)), parameters={"name": "Niger"})
    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == ("unknown-parameter", "did you mean name?")
    assert problem.place
    assert (problem.place.line, problem.place.column) == (7, 17)


def test_without_a_matrix_braces_are_printed(tmp_path: Path) -> None:
    loaded = load(tmp_path / "x", BRIEF.replace("One sentence.", "On {name}."))
    assert loaded.briefing.bottom_line == "On {name}."


def test_a_cell_is_only_text(tmp_path: Path) -> None:
    from briefing.load.folder import load_briefing

    folder = write_brief(tmp_path / "x", BRIEF.replace("One sentence.", "On {name}."))
    for name in ('a: [b, "c"]', "{name}", "# no remark", "- item", "&a *b", "x\ny"):
        loaded = load_briefing(folder, [], lambda: frozenset(range(0x250)) | {10}, parameters={"name": name})
        assert loaded.briefing.bottom_line.split() == f"On {name}.".split()


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "not-csv", 1),
        (b"a,b\n", "not-csv", 1),
        (b"a,a\n1,2\n", "duplicate-key", 1),
        (b"a,b c\n1,2\n", "not-csv", 1),
        (b"a,b\n1\n", "not-csv", 2),
        (b"a,b\n1,2\n1,2\n", "duplicate-row", 3),
        (b'a,b\n1,"2\n', "not-csv", 2),
        (b"a\xff\n", "not-utf8", 1),
    ],
)
def test_a_file_that_is_not_a_table_is_refused(tmp_path: Path, content: bytes, code: str, line: int) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(content)
    with pytest.raises(ContentError) as caught:
        read_matrix(path)
    problem = caught.value.problems[0]
    assert problem.code == code
    assert problem.place
    assert (problem.place.file, problem.place.line) == (str(path), line)
    assert problem.hint


def test_rows_keep_the_line_they_begin_in(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes('\ufeffa;b\r\n1;"two\nlines"\r\n;\r\n3;4\r\n'.encode())
    assert read_matrix(path) == [(2, (("a", "1"), ("b", "two\nlines"))), (5, (("a", "3"), ("b", "4")))]


def test_a_missing_matrix_is_a_content_problem(desk: Command) -> None:
    ended = desk("build", "--matrix", "nowhere.csv")
    assert ended.code == 3
    assert "nowhere.csv: error[file-missing]" in ended.err
