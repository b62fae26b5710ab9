"""Sources from a reference manager, and the list of sources as a style sets it."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.load.bibliography import read_bibliography
from briefing.load.csl import CslContent
from briefing.load.folder import load_briefing
from briefing.model.briefing import Source
from briefing.pages.source_list import format_sources
from briefing.problems import ContentError, Severity

JSON = json.dumps(
    [
        {
            "id": "http://zotero.org/users/1/items/PowellThyne2011",
            "type": "article-journal",
            "title": "Global instances of coups",
            "container-title": "Journal of Peace Research",
            "volume": "48",
            "issue": "2",
            "page": "249-259",
            "author": [{"family": "Powell", "given": "Jonathan M."}, {"family": "Thyne", "given": "Clayton L."}],
            "issued": {"date-parts": [[2011, 3]]},
            "DOI": "10.1177/0022343310397436",
            "custom": {"kept": ["by", "somebody"]},
        },
        {"id": "unused", "type": "book", "title": "Never cited", "publisher": "Nobody"},
    ]
)

BIBTEX = r"""
@article{PowellThyne2011,
  title = {Global instances of {Coups} \& more},
  author = {Powell, Jonathan M. and Clayton L. Thyne and {World Bank}},
  journal = {Journal of Peace Research}, year = 2011, month = mar, volume = {48}, number = {2}, pages = {249--259},
  url = {https://doi.example/10.1177}, urldate = {2023-07-27}, note = {T{\"u}rk}
}
@misc{harbour, title = "The harbour", howpublished = {\url{https://port.example/a}}, organization = {Port}, year = {2024} }
"""

BRIEF = """id: azur
title: The harbour
marking: TLP:CLEAR
as_of: 2024-05-02T18:00Z
contact: {name: Desk, email: desk@desk.example}
bottom_line: It is shut. [@powellthyne2011 p. 250; @port]
summary: [It is shut.]
bibliography: library.json
sources:
  - {id: port, publisher: Port, title: Statement}
"""


def read_items(name: str, text: str) -> list[CslContent]:
    """The content of every entry whose syntax is sound, by its id."""
    entries = read_bibliography(name, text).entries
    read = {source: entry.read() for source, entry in entries.items()}
    return [{"id": source, **content} for source, content in read.items() if content is not None]


def put(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content, encoding="utf-8")
    return folder


def test_cited_entries_become_sources_and_others_do_not(tmp_path: Path) -> None:
    put(tmp_path, briefing__yaml=BRIEF, library__json=JSON)
    loaded = load_briefing(tmp_path, [], lambda: frozenset(range(0x3000)))
    assert [source.id for source in loaded.briefing.sources] == ["port", "powellthyne2011"]
    source = loaded.briefing.sources[1]
    assert (source.publisher, source.author, str(source.published)) == (
        "Journal of Peace Research",
        "Jonathan M. Powell, Clayton L. Thyne",
        "2011-03",
    )
    assert set(loaded.items) == {"powellthyne2011"}
    assert any(path.name == "library.json" for path in loaded.read)


def test_a_day_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    put(tmp_path, briefing__yaml=BRIEF, library__json=JSON.replace("2011, 3", "2011, 13, 45"))
    with pytest.raises(ContentError, match="2011-13-45"):
        load_briefing(tmp_path, [], lambda: frozenset(range(0x3000)))


def test_values_in_the_briefing_override_those_of_the_bibliography(tmp_path: Path) -> None:
    listed = BRIEF + "  - {id: powellthyne2011, title: Of coups, reliability: B}\n"
    put(tmp_path, briefing__yaml=listed, library__json=JSON)
    source = load_briefing(tmp_path, [], lambda: frozenset(range(0x3000))).briefing.sources[1]
    assert (source.title, source.publisher, source.reliability) == ("Of coups", "Journal of Peace Research", "B")


def test_a_source_whose_id_is_no_text_is_reported(tmp_path: Path) -> None:
    put(tmp_path, briefing__yaml=BRIEF + "  - {id: [a], title: T}\n  - {id: {b: c}}\n  - x\n", library__json=JSON)
    with pytest.raises(ContentError, match="wrong-type"):
        load_briefing(tmp_path, [], lambda: frozenset(range(0x3000)))


def test_bibtex_is_read_without_its_latex() -> None:
    article, harbour = read_items("a.bib", BIBTEX)
    assert article == {
        "id": "powellthyne2011",
        "type": "article-journal",
        "title": "Global instances of Coups & more",
        "container-title": "Journal of Peace Research",
        "volume": "48",
        "issue": "2",
        "page": "249–259",
        "URL": "https://doi.example/10.1177",
        "author": [
            {"family": "Powell", "given": "Jonathan M."},
            {"family": "Thyne", "given": "Clayton L."},
            {"literal": "World Bank"},
        ],
        "issued": {"date-parts": [[2011, 3]]},
        "accessed": {"date-parts": [[2023, 7, 27]]},
    }
    assert (harbour["publisher"], harbour["URL"]) == ("Port", "https://port.example/a")


@pytest.mark.parametrize("text", ["", "[", "{}", "[]", "[1]", '[{"title": "no id"}]', '{"items": 3}', "null"])
def test_json_that_is_no_bibliography_is_refused(text: str) -> None:
    with pytest.raises(ContentError, match="not-a-bibliography"):
        read_items("a.json", text)


@given(st.text(max_size=120), st.sampled_from(["a.bib", "a.json"]))
def test_no_text_breaks_the_reading(text: str, name: str) -> None:
    with suppress(ContentError):
        assert read_bibliography(name, text).entries


@given(st.text(st.sampled_from("@{}\\\"',=#$%&~^_ \nabit1"), max_size=80))
def test_no_entry_breaks_the_reading_of_bibtex(text: str) -> None:
    for written in (f"@book{{k, title = {{{text}}}, author = {{{text}}}, year = {{{text}}}}}", f"@book{{k, {text}"):
        with suppress(ContentError):
            read_items("a.bib", written)


KEYS = st.sampled_from(["family", "given", "suffix", "literal", "date-parts", "raw", "season"])
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["C"]), max_size=6),
    lambda value: st.lists(value, max_size=3) | st.dictionaries(KEYS, value, max_size=3),
)


@given(JSON_VALUES)
def test_no_value_breaks_the_reading_of_json(value: object) -> None:
    entry = {"id": "a", "title": value, "author": value, "issued": value, "type": value, "publisher": value}
    (item,) = read_items("a.json", json.dumps([entry]))
    format_sources([source(id="a")], {"a": item}, "en-GB")


# ---- what reference managers export ----

ZOTERO = r"""
@article{powell_global_2011,
	title = {Global instances of coups from 1950 to 2010: {A} new dataset},
	volume = {48},
	issn = {0022-3433},
	shorttitle = {Global instances},
	url = {https://doi.example/10.1177/00_22?a=1%202},
	doi = {10.1177/0022343310397436},
	abstract = {A sentence with an address,
@home{of} the {UN}, and 50 \% of it.},
	language = {en},
	number = {2},
	urldate = {2023-07-27},
	journal = {Journal of Peace Research},
	author = {Powell, Jonathan M. and van der Thyne, Clayton L. and {UN Office \& {Staff}}},
	month = mar,
	year = {2011},
	pages = {249--259},
	file = {Full Text PDF:C\:\\Users\\me\\a.pdf:application/pdf},
}
"""

ZOTERO_BIBLATEX = r"""
@online{un_statement_2023,
	title = {Déclaration du Secrétaire général},
	date = {2023-07-26/2023-07-27},
	urldate = {2023-07-28T10:00:00Z},
	editor = {family=Gogh, given=Vincent, prefix=van, useprefix=false},
	organization = {{ONU}},
	langid = {french},
}
"""

MENDELEY = r"""Automatically generated by Mendeley Desktop 1.19
Any changes to this file will be lost if it is regenerated by Mendeley.

@techreport{Diallo2019,
abstract = {\textless}p{\textgreater}},
address = {Niamey},
author = {Diallo, A{\"{i}}ssata and Tour{\'{e}}, Moussa},
institution = {Institut d'{\'{E}}tudes},
keywords = {a,b},
keywords = {c},
mendeley-groups = {Niger},
title = {{Les arm{\'{e}}es {\`{a}} l'{\oe}uvre}},
url = {http://x.example/a\_b},
year = {2019}
}
"""

ENDNOTE = r"""
@article{RN12,
   author = {King, Jr., Martin Luther and Smith, J.},
   title = {Letter},
   journal = {The Atlantic},
   volume = {212},
   DOI = {10.1/x},
   year = {1963},
   type = {Journal Article}
}

@book{,
   title = {Nobody gave it a key}
}
"""

JABREF = r"""% Encoding: UTF-8

@String{jpr = "Journal of Peace Research"}

@Article{Thyne2019,
  author  = "Thyne, Clayton and Ludwig van Beethoven",
  title   = "The {"}big{"} coup; $50 for \emph{one} $x^2$",
  journal = jpr # " (online)",
  month   = "5~" # mar,
  year    = 2019,
}

@Comment{jabref-meta: databaseType:bibtex;}
"""


def test_zotero() -> None:
    (item,) = read_items("a.bib", ZOTERO)
    assert item == {
        "id": "powell_global_2011",
        "type": "article-journal",
        "title": "Global instances of coups from 1950 to 2010: A new dataset",
        "container-title": "Journal of Peace Research",
        "volume": "48",
        "issue": "2",
        "page": "249–259",
        "DOI": "10.1177/0022343310397436",
        "URL": "https://doi.example/10.1177/00_22?a=1%202",
        "author": [
            {"family": "Powell", "given": "Jonathan M."},
            {"family": "Thyne", "given": "Clayton L.", "non-dropping-particle": "van der"},
            {"literal": "UN Office & Staff"},
        ],
        "issued": {"date-parts": [[2011, 3]]},
        "accessed": {"date-parts": [[2023, 7, 27]]},
    }


def test_biblatex() -> None:
    (item,) = read_items("a.bib", ZOTERO_BIBLATEX)
    assert item == {
        "id": "un_statement_2023",
        "type": "webpage",
        "title": "Déclaration du Secrétaire général",
        "publisher": "ONU",
        "editor": [{"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"}],
        "issued": {"date-parts": [[2023, 7, 26]]},
        "accessed": {"date-parts": [[2023, 7, 28]]},
    }


def test_mendeley() -> None:
    (item,) = read_items("a.bib", MENDELEY.replace("{\\textless}", "{{\\textless}"))
    assert item == {
        "id": "diallo2019",
        "type": "report",
        "title": "Les armées à l'œuvre",
        "publisher": "Institut d'Études",
        "publisher-place": "Niamey",
        "URL": "http://x.example/a_b",
        "author": [{"family": "Diallo", "given": "Aïssata"}, {"family": "Touré", "given": "Moussa"}],
        "issued": {"date-parts": [[2019]]},
    }


def test_endnote() -> None:
    (item,) = read_items("a.bib", ENDNOTE)
    assert item["author"] == [
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
        {"family": "Smith", "given": "J."},
    ]
    assert (item["title"], item["container-title"], item["DOI"]) == ("Letter", "The Atlantic", "10.1/x")


def test_jabref() -> None:
    (item,) = read_items("a.bib", JABREF)
    assert item == {
        "id": "thyne2019",
        "type": "article-journal",
        "title": 'The "big" coup; $50 for one x^2',
        "container-title": "Journal of Peace Research (online)",
        "author": [
            {"family": "Thyne", "given": "Clayton"},
            {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
        ],
        "issued": {"date-parts": [[2019, 3, 5]]},
    }


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ({"date-parts": [[None]]}, None),
        ({"date-parts": [[]]}, None),
        ({"date-parts": []}, None),
        ({"date-parts": None}, None),
        ({"date-parts": [["2023", "07", "27"]]}, [[2023, 7, 27]]),
        ({"date-parts": [[2023, 7, None]]}, [[2023, 7]]),
        ({"date-parts": [[2023, 13, 40]]}, [[2023, 13, 40]]),
        ({"date-parts": [[2020], [2021, 2]]}, [[2020], [2021, 2]]),
        ({"raw": "27 July 2023"}, [[2023, 7, 27]]),
        ({"literal": "Spring 2023"}, [[2023]]),
        ("2023-07-27T10:00:00Z", [[2023, 7, 27]]),
        ("July 27, 2023", [[2023, 7, 27]]),
        ("07/08/2023", [[2023]]),
        ("2023-02-30", [[2023, 2]]),
        ("n.d.", None),
        (2023, [[2023]]),
        ([2023], [[2023]]),
        (True, None),
    ],
)
def test_dates_of_json(written: object, parts: object) -> None:
    (item,) = read_items("a.json", json.dumps([{"id": "a", "issued": written}]))
    assert item.get("issued") == (parts and {"date-parts": parts})


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("World Bank", [{"literal": "World Bank"}]),
        (["World Bank", "UN"], [{"literal": "World Bank"}, {"literal": "UN"}]),
        ([{"family": "King", "given": None, "suffix": "Jr.", "x": 1}], [{"family": "King", "suffix": "Jr."}]),
        ([{}, None, 3, "", []], None),
        (None, None),
    ],
)
def test_authors_of_json(written: object, names: object) -> None:
    (item,) = read_items("a.json", json.dumps({"items": [{"id": 7, "author": written, "volume": 48}]}))
    assert (item["id"], item["volume"], item.get("author")) == ("7", "48", names)


# ---- faults ----

SOUND = "@book{%s,\n  title = {A title}, author = {A. Writer}, publisher = {Them}, year = 2020\n}\n"
BROKEN = (
    SOUND.replace("title}", "title"),
    SOUND.replace("Them},", "Them}"),
    SOUND.replace("{A. Writer}", "{A. Writer"),
    SOUND.replace("year =", "year"),
    SOUND.replace("{Them}", '"Them'),
    SOUND.replace("2020\n}", "2020\n"),
    SOUND.replace("2020\n}", "2020"),
    SOUND.replace("title =", "title"),
)


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_entry_of_bibtex_refuses_no_other(broken: str, tmp_path: Path) -> None:
    library = SOUND % "first" + broken % "Broken" + SOUND % "port"
    assert [item["id"] for item in read_items("a.bib", library)] == ["first", "port"]
    written = BRIEF.replace("library.json", "z.bib").replace("@powellthyne2011 p. 250", "@first")
    put(tmp_path, briefing__yaml=written, z__bib=library)
    loaded = load_briefing(tmp_path, [], lambda: frozenset(range(0x3000)))
    assert (set(loaded.items), loaded.warnings) == ({"first", "port"}, ())
    put(tmp_path, briefing__yaml=written.replace("@first", "@broken"))
    with pytest.raises(
        ContentError, match=r'z\.bib:4:7: error\[bibliography-entry\]: the entry "Broken" cannot be read'
    ):
        load_briefing(tmp_path, [], lambda: frozenset(range(0x3000)))


@pytest.mark.parametrize(
    "broken",
    [
        '{"id": "b", "title": "x"',
        '{"id": "b", "title": "x},',
        '{"id": "b", "title" "x"}',
        '{"id": "b", "a": [{"c": 1]}',
        '{"id": "b"}, "title": "x"}',
        '{"id": "b", "t": ' + "[" * 100_000,
        '{"id": "b", "t": nul}',
        "3, {}, [], null",
    ],
    ids=range(8),
)
def test_a_broken_entry_of_json_refuses_no_other(broken: str) -> None:
    items = read_items("a.json", f'[{{"id": "a"}},\n{broken}\n{{"id": "c", "title": "C"}}\n]')
    assert [item["id"] for item in items if item["id"] != "b"] == ["a", "c"]
    entries = read_bibliography("a.json", f'[{{"id": "a"}},\n{broken}\n{{"id": "c", "title": "C"}}\n]').entries
    assert all(entry.place.line in (2, 3) for entry in entries.values() if entry.key == "b")


@pytest.mark.parametrize(
    ("name", "text"), [("a.bib", SOUND % "x" + SOUND % "X"), ("a.json", '[{"id":"x"},\n{"id":"X"}]')]
)
def test_two_entries_with_one_key_are_reported(name: str, text: str) -> None:
    (warning,) = read_bibliography(name, text).warnings
    assert (warning.code, warning.severity) == ("bibliography-duplicate", Severity.WARNING)
    assert warning.place
    assert warning.place.line == (4 if name == "a.bib" else 2)
    assert '"X"' in warning.what
    assert "line 1" in warning.what


@pytest.mark.parametrize("unit", ["{", "@a{k,", "\n@a{k,", "\n@string{a={", "}  @", SOUND % "port"])
def test_five_megabytes_take_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        text = "@book{port, title = {" + unit * (length // len(unit))
        began = process_time()
        with suppress(ContentError):
            if entry := read_bibliography("a.bib", text).entries.get("port"):
                entry.read()
        return process_time() - began

    assert seconds(5_000_000) < max(40 * seconds(500_000), 20)


# ---- as a style sets it ----


def source(**more: str) -> Source:
    return Source.model_validate({"id": "port", "publisher": "Port", "title": "Statement"} | more)


def test_the_desks_own_style_says_who_what_when_and_where() -> None:
    dated = source(
        author="A. Writer", published="2024-04-30", retrieved="2024-05", url="https://port.example/a?b=1&c=2"
    )
    assert format_sources([dated], {}, "en-GB")["port"] == (
        "A. Writer, <b>Port</b>, <i>Statement</i>, published 30 April 2024, retrieved May 2024, "
        '<a href="https://port.example/a?b=1&amp;c=2">https://port.example/a?b=1&amp;c=2</a>.'
    )
    assert "30 avril 2024, consulté : mai 2024" in format_sources([dated], {}, "fr")["port"]


def test_an_entry_of_a_bibliography_is_set_in_full() -> None:
    (item, _) = read_items("a.json", JSON)
    listed = source(id="powellthyne2011")
    assert format_sources([listed], {listed.id: item}, "en-GB")[listed.id] == (
        "Jonathan M. Powell and Clayton L. Thyne, <b>Journal of Peace Research</b>, <i>Global instances of coups</i>, "
        '48 (2), 249–259, published March 2011, <a href="https://doi.org/10.1177/0022343310397436">'
        "https://doi.org/10.1177/0022343310397436</a>."
    )


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "a & b < c", "<b>bold</b>", "\ue000x\ue001", "“q” «r»"])
def test_nothing_an_entry_says_is_taken_for_markup(nasty: str) -> None:
    html = format_sources([source(title=nasty, author=nasty)], {}, "en-GB")["port"]
    assert "<script" not in html
    assert html.count("<b>") == html.count("<i>") == 1
    assert not set(html) & {chr(code) for code in range(0xE000, 0xF900)}


STYLE = b"""<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info><title>t</title><id>t</id></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout suffix="!"><text variable="title" text-case="uppercase"/></layout></bibliography></style>"""


def test_the_desk_may_choose_another_style() -> None:
    assert format_sources([source()], {}, "en-GB", ("ours.csl", STYLE))["port"] == "STATEMENT!"


@pytest.mark.parametrize(
    "style",
    [
        b"",
        b"no style",
        b"<style/>",
        STYLE.replace(b"bibliography", b"bibliograph"),
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + STYLE.replace(b'suffix="!"', b'suffix="&e;"'),
    ],
)
def test_a_file_that_is_no_style_is_refused(style: bytes) -> None:
    with pytest.raises(ContentError, match="not-a-style"):
        format_sources([source()], {}, "en-GB", ("ours.csl", style))


def test_sources_keep_their_order_whatever_the_style_sorts_by() -> None:
    several = [source(id=name, title=name.upper()) for name in ("c", "a", "b")]
    assert list(format_sources(several, {}, "en-GB")) == ["c", "a", "b"]


def test_no_source_needs_no_processor() -> None:
    assert format_sources([], {}, "en-GB") == {}
