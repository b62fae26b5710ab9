"""Sources from a reference manager, and the list of sources as a style sets it."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.load.bibliography.csl import CslContent, EntryFault
from briefing.load.bibliography.library import read_bibliography
from briefing.load.folder import load_briefing
from briefing.model.parts.sources import Source
from briefing.pages.fonts import covered
from briefing.pages.source_list import format_sources
from briefing.problems import ContentError, Problem
from tests.command import Command

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
    items: list[CslContent] = []
    for source, entry in read_bibliography(name, text.encode(errors="surrogatepass")).entries.items():
        with suppress(EntryFault):
            items.append({"id": source, **entry.read([])})
    return items


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


@pytest.mark.parametrize(
    ("url", "code"),
    [("https://u:SECRETPW@a.example/x", "address-login"), ("https://a.example/x?sig=SECRETPW", "address-secret")],
)
@pytest.mark.parametrize("name", ["library.json", "library.bib"])
def test_a_secret_in_an_address_of_a_bibliography_is_reported_at_its_entry(
    tmp_path: Path, url: str, code: str, name: str
) -> None:
    entry = '[\n{"id": "PowellThyne2011", "title": "T", "URL": "ADDRESS"}]'
    if name == "library.bib":
        entry = "\n@misc{PowellThyne2011, title = {T}, url = {ADDRESS}}"
    (tmp_path / name).write_text(entry.replace("ADDRESS", url), encoding="utf-8")
    put(tmp_path, briefing__yaml=BRIEF.replace("library.json", name))
    try:
        problems: list[Problem] = list(load_briefing(tmp_path, [], lambda: frozenset(range(0x3000)), name="b").warnings)
    except ContentError as error:
        problems = list(error.problems)
    (problem,) = problems
    assert problem.place
    assert (problem.code, problem.place.file, problem.place.line) == (code, f"b/{name}", 2)
    assert "SECRETPW" not in str(problem)


def test_the_check_names_a_bibliography_with_its_folder(command: Command) -> None:
    (command.folder / "brief").mkdir()
    put(command.folder / "brief", briefing__yaml=BRIEF, library__json=JSON.replace("Global", "RETRACTED: Global"))
    ended = command("check", "brief")
    found = [line for line in (ended.out + ended.err).splitlines() if "powellthyne2011 was retracted" in line]
    assert len(found) == 1
    assert [line for line in found if not line.startswith("brief/library.json:1:2: ")] == []


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


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("TY  - RPRT\r\nAU  - Quispe, Rosa\r\nER  - \r\n", "RIS"),
        ("\ufeffTY  - JOUR\nER  -\n", "RIS"),
        ("%0 Report\n%A Quispe, Rosa\n%T Flood\n", "EndNote"),
        ('<?xml version="1.0" encoding="UTF-8"?>\n<xml><records></records></xml>', "XML"),
        ("\nPMID- 1234\nOWN - NLM\n", "PubMed"),
        ("Key,Title\nA,B\n", ""),
    ],
)
def test_exports_in_other_formats_are_named(text: str, kind: str) -> None:
    with pytest.raises(ContentError) as refused:
        read_items("a.ris", text)
    (problem,) = refused.value.problems
    assert kind in problem.what
    assert "as CSL JSON (.json) or BibTeX (.bib)" in problem.hint


@pytest.mark.parametrize("text", ["", "[", "{}", "[]", "[1]", '[{"title": "no id"}]', '{"items": 3}', "null"])
def test_json_that_is_no_bibliography_is_refused(text: str) -> None:
    with pytest.raises(ContentError, match="not-a-bibliography"):
        read_items("a.json", text)


@given(st.text(max_size=120), st.sampled_from(["a.bib", "a.json"]))
def test_no_text_breaks_the_reading(text: str, name: str) -> None:
    with suppress(ContentError):
        assert read_bibliography(name, text.encode(errors="surrogatepass")).entries


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
        "issued": {"date-parts": [[2023, 7, 26], [2023, 7, 27]]},
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
        "title": 'The "big" coup; $50 for one x²',
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
        ({"literal": "Michaelmas 2023"}, [[2023]]),
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


CROSSREF_API = {
    "id": "w1",
    "type": "journal-article",
    "title": ["Ports &amp; <i>Quays</i>: H<sub>2</sub>O"],
    "container-title": ["Science &amp; Sea", "Sci."],
    "author": [
        {"given": "Anna", "family": "Smith", "suffix": "Jr.", "sequence": "first", "affiliation": []},
        {"name": "World Health Organization", "sequence": "additional", "affiliation": []},
    ],
    "issued": {"date-parts": [[2020, 3, 1]], "date-time": "2020-03-01T00:00:00Z", "timestamp": 1583020800000},
    "published-print": {"date-parts": [[None]]},
    "ISSN": ["0000-0000"],
    "URL": "http://dx.doi.org/10.1000/x~y--z$",
    "DOI": "10.1000/x~y--z$",
    "volume": 48.0,
    "is-referenced-by-count": 3,
}

DATACITE = {
    "type": "dataset",
    "id": "https://doi.org/10.5281/zenodo.12345",
    "categories": ["Politics"],
    "author": [{"family": "Doe", "given": "Jane"}, {"literal": "UN Office"}],
    "issued": {"date-parts": [[2021]]},
    "abstract": "x",
    "DOI": "https://doi.org/10.5281/ZENODO.12345",
    "publisher": "Zenodo",
    "title": "Ports, 2 < 3",
}

PUBMED = {
    "source": "PubMed",
    "accessed": {"date-parts": [["2023", "07", "27"]]},
    "id": "pmid:12345",
    "title": "Harbours",
    "author": [{"family": "van der Berg", "given": "A"}],
    "container-title-short": "Lancet",
    "issued": {"date-parts": [["2020", "Jul"]]},
    "type": "article-journal",
    "volume": "",
}


@pytest.mark.parametrize("shape", ["[%s]", "%s", '{"items": [%s]}', '{"references": [%s]}', "\ufeff[\r\n%s\r\n]"])
def test_what_crossref_datacite_and_pubmed_give(shape: str) -> None:
    (crossref,) = read_items("a.json", shape % json.dumps(CROSSREF_API))
    assert crossref == {
        "id": "w1",
        "type": "article-journal",
        "title": "Ports & Quays: H₂O",
        "container-title": "Science & Sea",
        "author": [{"family": "Smith", "given": "Anna", "suffix": "Jr."}, {"literal": "World Health Organization"}],
        "issued": {"date-parts": [[2020, 3, 1]]},
        "ISSN": "0000-0000",
        "URL": "http://dx.doi.org/10.1000/x~y--z$",
        "DOI": "10.1000/x~y--z$",
        "volume": "48",
        "is-referenced-by-count": "3",
    }
    (datacite,) = read_items("a.json", shape % json.dumps(DATACITE))
    assert (datacite["id"], datacite["DOI"], datacite["title"]) == (
        "zenodo-12345",
        "10.5281/ZENODO.12345",
        "Ports, 2 < 3",
    )
    (pubmed,) = read_items("a.json", shape % json.dumps(PUBMED))
    assert (pubmed["id"], pubmed["issued"]) == ("pmid-12345", {"date-parts": [[2020, 7]]})
    assert "volume" not in pubmed


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Smith, Jr., Anna", "Anna Smith Jr."),
        ("Smith, Anna, Jr.", "Anna Smith Jr."),
        ("Smith, Anna and others", "Anna Smith et al."),
        ("{World Bank} and others", "World Bank et al."),
        ("Smith, A. et al.", "A. Smith et al."),
        ("{Barnes and Noble} and {UN Office}", "Barnes and Noble, UN Office"),
        ("{{World Bank}}", "World Bank"),
        ("Knuth,~Donald~E.", "Donald E. Knuth"),
        ("Ludwig van Beethoven and Vincent van Gogh", "Ludwig van Beethoven, Vincent van Gogh"),
        ("de la Fontaine, Jean", "Jean de la Fontaine"),
        ('M{\\"u}ller, J{\\"o}rg and Tour{\\\'e}, A{\\"\\i}ssata', "Jörg Müller, Aïssata Touré"),
        ('M\\"uller, J', "J Müller"),
        ('M{\\"{u}}ller', "Müller"),
        ("{\\'E}mile Zola", "Émile Zola"),
        ("Ng\\~{u}g\\~{\\i} wa Thiong'o", "Ngũgĩ wa Thiong'o"),
        ("O'Brien, Flann", "Flann O'Brien"),
        ('Sch\\"on-M{\\"u}hl{\\ss}e, K.-H.', "K.-H. Schön-Mühlße"),
    ],
)
def test_names_of_bibtex_are_printed_in_their_order(written: str, names: str, tmp_path: Path) -> None:
    library = f"@book{{doe, title = {{T}}, author = {{{written}}}, publisher = {{P}}, year = 2020}}"
    put(tmp_path, briefing__yaml=BRIEF.replace("library.json", "z.bib").replace("powellthyne2011 p. 250", "doe"))
    put(tmp_path, z__bib=library)
    assert load_briefing(tmp_path, [], lambda: frozenset(range(0x3000))).briefing.sources[1].author == names


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://x.example/~user/a--b$c_d%20e#f", "https://x.example/~user/a--b$c_d%20e#f"),
        ("\\url{https://x.example/a\\_b\\%20c\\#d}", "https://x.example/a_b%20c#d"),
        ("https://x.example/{\\textasciitilde}user", "https://x.example/~user"),
        ("https://x.example/\\textasciitilde user", "https://x.example/~user"),
        ("https://x.example/\\~{}user", "https://x.example/~user"),
        ("https://x.example/a https://y.example/b", "https://x.example/a"),
        ("https://x.example/$\\sim$user", "https://x.example/~user"),
        ("https://x.example/a\\textunderscore b?q=a&b=c", "https://x.example/a_b?q=a&b=c"),
    ],
)
def test_addresses_are_not_read_as_latex(written: str, url: str) -> None:
    (item,) = read_items("a.bib", f"@misc{{a, title = {{T}}, url = {{{written}}}}}")
    assert item["URL"] == url


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("The <i>Homo sapiens</i> of <b>H<sub>2</sub>O</b>", "The Homo sapiens of H₂O"),
        ('<span class="nocase">iPhone</span> &amp; co. &lt;x&gt;', "iPhone & co. <x>"),
        ("a < b > c & d; e", "a < b > c & d; e"),
        ("10<sup>6</sup> m<SUP>-2</SUP>, the 5<sup>th</sup> <jats:sub>2a</jats:sub>", "10⁶ m⁻², the 5th _2a"),
        ("AT&T &copy 2020", "AT&T &copy 2020"),
        ("<jats:title>Ports</jats:title><mml:math xmlns='x'><mml:mi>n</mml:mi></mml:math>", "Portsn"),
        ("half \ud800 a letter", "half \ufffd a letter"),
    ],
)
def test_titles_have_no_markup_of_the_web(written: str, title: str) -> None:
    (item,) = read_items("a.json", json.dumps([{"id": "a", "title": written, "author": written}]))
    assert (item["title"], item["author"]) == (title, [{"literal": title}])


@pytest.mark.parametrize(
    ("written", "title", "lost"),
    [
        (r"{\glqq}Tore zur Welt{\grqq}", "„Tore zur Welt“", []),
        (r"{\textless}5 years, 50{\%}, {\&} \S~3", "<5 years, 50%, & § 3", []),
        (r"5$\times$10$^{6}$ cells in $10^{-3}$ g of CO$_2$, 30$^{\circ}$C", "5×10⁶ cells in 10⁻³ g of CO₂, 30°C", []),
        (r"$\sim$5\% of 3\textsuperscript{rd} PM\textsubscript{2.5}, $p<0.05$", "~5% of 3rd PM₂.₅, p<0.05", []),
        (
            r"From $5 to $6, or $7-$8 million, $\alpha$ and A$AP; \$9",
            "From $5 to $6, or $7-$8 million, α and A$AP; $9",
            [],
        ),
        (r"\href{https://e.example/a}{Floods} and \foreignlanguage{spanish}{huaicos}", "Floods and huaicos", []),
        (r"On \enquote{ports} and \mkbibquote{quays}", "On “ports” and “quays”", []),
        (r"\texttt{code} \mbox{box} {\it set} \textsc{small}", "code box set small", []),
        (r"S{\~a}o Tom\'e, \L{}\'od\'z, K{\o}benhavn, Chi{\c{s}}in{\u{a}}u", "São Tomé, Łódź, København, Chişinău", []),
        (
            r"A \foo{b} and \baz c",
            "A b and c",
            [r"the LaTeX command \foo is left out", r"the LaTeX command \baz is left out"],
        ),
    ],
)
def test_latex_is_printed_or_what_is_left_out_is_told(written: str, title: str, lost: list[str]) -> None:
    told: list[str] = []
    (entry,) = read_bibliography("a.bib", f"@misc{{a, title = {{{written}}}}}".encode()).entries.values()
    assert (entry.read(told)["title"], told) == (title, lost)


PARTS = r"""
@string(jpr = "Journal of " # {Peace})
@string{pub = {The } # press}
@string{press = "Press"}
@preamble{"\newcommand{\x}{y}"}
@comment{ @book{hidden}, nothing }
@proceedings(conf2020, title = {A Meeting}, editor = {Roe, R.}, year = 2020, publisher = "A " # press,)
@InProceedings { talk2020 , Title = "On {P}orts: ``quays'' --- and {\'e}t{\'e}" , AUTHOR={Doe, J.},
  crossref = {conf2020}, pages="1-2" }
@article{jour, title={T}, journal = jpr#" Research", month = "5~"#mar, year = 2019, note = undefined, language = english}
@misc{c1, title = {Ranges}, date = {2019-03/2020-04}, howpublished = "\url{https://x.example/~a}"}
@misc{c2, title = {Season}, date = {2019-21}, urldate = {2020/07/27}}
@misc{c3, title = {{"}}
@book{c4, title = {Nested {a {b} c} \emph{d}}, year = {c. 1999}, doi = {doi:10.1/a_b}, publisher = {A \& B}}
"""


def test_the_parts_of_bibtex() -> None:
    items = {str(item["id"]): item for item in read_items("a.bib", PARTS)}
    assert items.keys() == {"conf2020", "talk2020", "jour", "c1", "c2", "c4"}
    talk = items["talk2020"]
    assert (talk["title"], talk["container-title"], talk["publisher"]) == (
        "On Ports: “quays” — and été",
        "A Meeting",
        "A Press",
    )
    assert (talk["editor"], talk["issued"]) == ([{"family": "Roe", "given": "R."}], {"date-parts": [[2020]]})
    assert (items["jour"]["container-title"], items["jour"]["issued"]) == (
        "Journal of Peace Research",
        {"date-parts": [[2019, 3, 5]]},
    )
    assert items["c1"]["issued"] == {"date-parts": [[2019, 3], [2020, 4]]}
    assert items["c1"]["URL"] == "https://x.example/~a"
    assert (items["c2"]["issued"], items["c2"]["accessed"]) == (
        {"date-parts": [[2019]], "season": 1},
        {"date-parts": [[2020, 7, 27]]},
    )
    assert (items["c4"]["title"], items["c4"]["DOI"], items["c4"]["publisher"]) == (
        "Nested a b c d",
        "10.1/a_b",
        "A & B",
    )
    assert items["c4"]["issued"] == {"date-parts": [[1999]], "circa": 1}


# ---- faults ----

SOUND = "@book{%s,\n  title = {A title}, author = {A. Writer}, publisher = {Them}, year = 2020\n}\n"
BROKEN = (
    (SOUND.replace("title}", "title"), '5:3 the value of "title" has no closing brace'),
    (SOUND.replace("Them},", "Them}"), '5:44 a comma or a closing sign is missing after the value of "publisher"'),
    (SOUND.replace("{A. Writer}", "{A. Writer"), '5:22 the value of "author" has no closing brace'),
    (SOUND.replace("{Them}", '"Them'), '5:44 the value of "publisher" has no closing quotation mark'),
    (SOUND.replace("2020\n}", "2020\n"), "4:1 its closing bracket is missing"),
    (SOUND.replace("2020\n}", "2020"), "4:1 its closing bracket is missing"),
    (
        SOUND.replace("year =", "year"),
        "6:1 a comma, a brace, a quotation mark or an equals sign is missing before this",
    ),
    (
        SOUND.replace("title =", "title"),
        "5:8 a comma, a brace, a quotation mark or an equals sign is missing before this",
    ),
    (SOUND.replace("{A title}", "nobody"), '5:3 the value of "title" is nobody, which is neither in braces nor'),
    (SOUND.replace("title}", "title \ufffd"), "5:20 it has a letter that is not saved as UTF-8"),
    (SOUND.replace("year", "crossref = {none}, year"), '5:64 it takes what it lacks from the entry "none" (crossref)'),
    (SOUND.replace("title}", "title" + "x" * 100_000 + "}"), "4:1 it has more than 100,000 characters"),
)


@pytest.mark.parametrize(("broken", "fault"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_entry_of_bibtex_refuses_no_other(broken: str, fault: str, tmp_path: Path) -> None:
    library = SOUND % "first" + broken % "Broken" + SOUND % "port"
    assert [item["id"] for item in read_items("a.bib", library)] == ["first", "port"]
    written = BRIEF.replace("library.json", "z.bib").replace("@powellthyne2011 p. 250", "@first")
    put(tmp_path, briefing__yaml=written, z__bib=library)
    loaded = load_briefing(tmp_path, [], lambda: frozenset(range(0x3000)))
    assert (set(loaded.items), loaded.warnings) == ({"first", "port"}, ())
    put(tmp_path, briefing__yaml=written.replace("@first", "@broken"))
    with pytest.raises(ContentError) as raised:
        load_briefing(tmp_path, [], lambda: frozenset(range(0x3000)))
    (problem,) = raised.value.problems
    place, _, what = fault.partition(" ")
    assert (str(problem.place), problem.code) == (f"z.bib:{place}", "bibliography-entry")
    assert problem.what.startswith(f'the entry "Broken" cannot be read: {what}')


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
    library = f'[{{"id": "a"}},\n{broken}\n{{"id": "c", "title": "C"}}\n]'.encode()
    entries = read_bibliography("a.json", library).entries
    assert all(entry.place.line in (2, 3) for entry in entries.values() if entry.key == "b")


def load_library(
    folder: Path, library: str, *cited: str, name: str = "z.bib"
) -> tuple[dict[str, CslContent], list[str]]:
    """Load a briefing that cites keys of a library; return the content in use, and its problems with their places."""
    written = BRIEF.replace("library.json", name).replace(
        "@powellthyne2011 p. 250", "; ".join(f"@{key}" for key in cited)
    )
    put(folder, briefing__yaml=written.replace("[]", ""))
    (folder / name).write_bytes(library.encode())
    try:
        loaded = load_briefing(folder, [], lambda: frozenset(range(0x3000)))
    except ContentError as error:
        return {}, [str(problem).partition("\n")[0] for problem in error.problems]
    return dict(loaded.items), [str(problem).partition("\n")[0] for problem in loaded.warnings]


OTHER = SOUND.replace("A title", "Another")


@pytest.mark.parametrize(("one", "two"), [("x", "x"), ("Smith2020", "smith2020"), ("a:b", "a.b"), ("Müller", "muller")])
@pytest.mark.parametrize("name", ["z.bib", "z.json"])
def test_two_keys_that_are_one_are_an_error_where_cited_and_a_warning_elsewhere(
    one: str, two: str, name: str, tmp_path: Path
) -> None:
    library = SOUND % "Doe" + SOUND % one + OTHER % two
    lines = (4, 7)
    if name == "z.json":
        entries = ({"id": "Doe", "title": "D"}, {"id": one, "title": "A"}, {"id": two, "title": "B"})
        library = "[" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries) + "]"
        lines = (2, 3)
    both = f'"{one}" in line {lines[0]} and "{two}" in line {lines[1]}'
    column = 1 if name == "z.json" else 7
    items, problems = load_library(tmp_path, library, "doe", name=name)
    assert list(items) == ["doe"]
    assert problems == [
        f"{name}:{lines[1]}:{column}: warning[bibliography-duplicate]: entries that are not cited have keys "
        f"that count as the same: {both}"
    ]
    items, problems = load_library(tmp_path, library, two, name=name)
    assert problems == [
        f"{name}:{lines[1]}:{column}: error[bibliography-duplicate]: these keys count as the same: {both}"
    ]


def test_an_entry_that_is_in_a_library_twice_may_be_cited(tmp_path: Path) -> None:
    assert load_library(tmp_path, SOUND % "Doe" + SOUND % "Doe", "Doe")[1] == []


@pytest.mark.parametrize(
    "key",
    [
        "PowellThyne2011",
        "powell_global_2011",
        "DBLP:conf/acl/Smith20",
        "Smith.2020",
        "Müller2020",
        "Smith+2020",
        "10.1/x_y",
        "a-b-",
    ],
)
@pytest.mark.parametrize("name", ["z.bib", "z.json"])
def test_a_source_is_cited_by_its_key_as_the_reference_manager_shows_it(key: str, name: str, tmp_path: Path) -> None:
    library = SOUND % key if name == "z.bib" else json.dumps([{"id": key, "title": "A title"}])
    items, problems = load_library(tmp_path, library, f"{key} p. 3", name=name)
    assert ([item["title"] for item in items.values()], problems) == (["A title"], [])
    assert load_library(tmp_path, library, key.lower(), name=name)[1] == []


def test_a_listed_source_may_have_its_key_as_the_reference_manager_shows_it(tmp_path: Path) -> None:
    listed = BRIEF + "  - {id: PowellThyne2011, reliability: B}\n"
    put(tmp_path, briefing__yaml=listed, library__json=JSON)
    source = load_briefing(tmp_path, [], lambda: frozenset(range(0x3000))).briefing.sources[1]
    assert (source.id, source.reliability, source.title) == ("powellthyne2011", "B", "Global instances of coups")


def test_zoteros_own_key_and_the_address_of_an_item_are_both_known(tmp_path: Path) -> None:
    entry = {"id": "http://zotero.org/users/1/items/ABCD2345", "citation-key": "doePorts2020", "title": "Ports"}
    for key in ("doePorts2020", "ABCD2345"):
        items, problems = load_library(tmp_path, json.dumps([entry]), key, name="z.json")
        assert ([item["title"] for item in items.values()], problems) == (["Ports"], [])


def test_a_file_is_read_by_what_it_is_and_not_by_its_name(tmp_path: Path) -> None:
    assert load_library(tmp_path, SOUND % "doe", "doe", name="z.json")[1] == []
    assert load_library(tmp_path, '\ufeff [{"id": "doe", "title": "T"}]', "doe", name="z.BIB")[1] == []


def test_entries_without_a_key_are_told_with_their_lines(tmp_path: Path) -> None:
    library = SOUND % "Doe" + SOUND % "" + "@misc{title = {Nobody}}\n" + SOUND % "Roe"
    assert load_library(tmp_path, library, "Doe")[1] == [
        "z.bib:4:1: warning[bibliography-entry]: 2 entries have no key to be cited by (line 4, 7)"
    ]
    library = '[{"id": "doe", "title": "D"},\n{"title": "No id"},\n{"id": null}]'
    assert load_library(tmp_path, library, "doe", name="z.json")[1] == [
        "z.json:2:1: warning[bibliography-entry]: 2 entries have no key to be cited by (line 2, 3)"
    ]


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ('{"id": "b", "title": "x"', "a closing bracket is missing, or there is a comma too many"),
        ('{"id": "b", "title": ["x"}', "a comma or a closing bracket is missing"),
        ('{"id": "b", "title" "x"}', "a colon is missing"),
        ('{"id": "b", "title": x}', "a value is missing, or has no quotation marks"),
        ('{"id": "b", "title": "x}', "a quotation mark is not closed in its line"),
        ('{"id": "b", "title": "C:\\x"}', "a backslash must be written twice"),
        ('{"id": "b", "title": "x",}', "a closing bracket is missing, or there is a comma too many"),
        ('{"id": "b", "title": "\ufffd"}', "it has a letter that is not saved as UTF-8"),
    ],
)
def test_a_fault_in_json_is_told_with_its_key_and_line_where_cited(broken: str, fault: str, tmp_path: Path) -> None:
    library = f'[{{"id": "a", "title": "A"}},\n{broken},\n{{"id": "c", "title": "C"}}\n]'
    assert load_library(tmp_path, library, "a", "c", name="z.json")[1] == []
    (problem,) = load_library(tmp_path, library, "a", "b", name="z.json")[1]
    assert re.fullmatch(
        rf'z\.json:[23]:\d+: error\[bibliography-entry\]: the entry "b" cannot be read: {re.escape(fault)}', problem
    )


def test_what_is_not_printed_of_an_entry_is_told(tmp_path: Path) -> None:
    library = "@misc{doe,\n  author = {Doe, J.}, year = {in press}}\n"
    assert load_library(tmp_path, library, "doe")[1] == [
        'z.bib:1:7: warning[bibliography-entry]: the entry "doe": the date "in press" is not printed; it has no title'
    ]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("1990s", "1990"),
        ("2020 or 2021", "2020"),
        ("[1999]", "1999"),
        ("1999, 2004", "1999"),
        ("©1999", "1999"),
        ("Spring or summer 2023", "2023"),
        ("1999-XX", "1999"),
        ("07/08/2023", "2023"),
        ("27 juillet 2023", "2023"),
        ("2023-02-30", "2023-2"),
        ("Decade of 2019", "2019"),
        ("before March 2019", "2019-3"),
        ("27 July 2023", ""),
        ("July 27th, 2023", ""),
        ("Sept. 2023", ""),
        ("2023-07-27T10:00:00Z", ""),
        ("2023/07/27", ""),
        ("27.07.2023", ""),
        ("n.d.", ""),
        ("s. d.", ""),
        ("2023-07", ""),
        ("2023", ""),
        ("2019-03/2020-04", ""),
    ],
)
@pytest.mark.parametrize("name", ["z.bib", "z.json"])
def test_a_date_of_which_not_all_is_printed_is_told(written: str, printed: str, name: str, tmp_path: Path) -> None:
    library = f"@misc{{doe, title = {{T}}, publisher = {{P}}, date = {{{written}}}}}"
    if name == "z.json":
        library = json.dumps([{"id": "doe", "title": "T", "publisher": "P", "issued": {"raw": written}}])
    told = f': the entry "doe": of the date "{written}" only {printed} is printed'
    assert [problem.partition("]")[2] for problem in load_library(tmp_path, library, "doe", name=name)[1]] == [
        told
    ] * bool(printed)


PRINTED_DATES = (
    ("c. 1999", "published c. 1999", "vers 1999"),
    ("circa 1999", "published c. 1999", "vers 1999"),
    ("vers 1999", "published c. 1999", "vers 1999"),
    ("1999~", "published c. 1999", "vers 1999"),
    ("1999?", "published c. 1999", "vers 1999"),
    ("1999-03%", "published c. March 1999", "vers mars 1999"),
    ("Spring 2023", "published spring 2023", "printemps 2023"),
    ("été 2023", "published summer 2023", "été 2023"),
    ("2023-24", "published winter 2023", "hiver 2023"),
    ("2019/..", "published 2019–", "2019–"),
    ("2019-03/", "published March 2019–", "mars 2019–"),
    ("2019--present", "published 2019–", "2019–"),
    ("2019-02-01/..", "published 1 February 2019–", "1er février 2019–"),
    ("1999~/2004~", "published c. 1999–2004", "vers 1999–2004"),
    ("1999--2004", "published 1999–2004", "1999–2004"),
)


@pytest.mark.parametrize(("written", "english", "french"), PRINTED_DATES, ids=[date[0] for date in PRINTED_DATES])
@pytest.mark.parametrize("name", ["z.bib", "z.json"])
def test_a_date_that_is_not_certain_is_printed_as_such(
    written: str, english: str, french: str, name: str, tmp_path: Path
) -> None:
    library = f"@misc{{doe, title = {{T}}, publisher = {{P}}, date = {{{written}}}}}"
    if name == "z.json":
        library = json.dumps([{"id": "doe", "title": "T", "publisher": "P", "issued": {"raw": written}}])
    items, told = load_library(tmp_path, library, "doe", name=name)
    assert told == []
    for language, printed in (("en-GB", english), ("fr", french)):
        (line,) = format_sources([source(id="doe")], items, language).values()
        assert line == f"<b>P</b>, <i>T</i>, {printed}."


@pytest.mark.parametrize(
    ("issued", "printed"),
    [
        ({"date-parts": [[1999]], "circa": True}, "c. 1999"),
        ({"date-parts": [["1999", 3]], "circa": "1"}, "c. March 1999"),
        ({"date-parts": [[1999]], "circa": 0}, "1999"),
        ({"date-parts": [[2023]], "season": 3}, "autumn 2023"),
        ({"date-parts": [[2023]], "season": "Winter"}, "winter 2023"),
        ({"date-parts": [[2023, 21]]}, "spring 2023"),
        ({"date-parts": [[2019], [0]]}, "2019–"),
        ({"date-parts": [[2019, 5], [0, 0, 0]]}, "May 2019–"),
        ({"date-parts": [[1999]], "literal": "c. 1999"}, "c. 1999"),
        ({"edtf": "1999-12~"}, "c. December 1999"),
        ({"date-parts": [[1999, 13, 40]], "circa": True}, "c. 1999"),
        ({"date-parts": [[1999], [2004]], "circa": True}, "c. 1999–2004"),
    ],
)
def test_a_date_of_json_that_is_not_certain_is_printed_as_such(issued: object, printed: str, tmp_path: Path) -> None:
    library = json.dumps([{"id": "doe", "title": "T", "publisher": "P", "issued": issued}])
    items, told = load_library(tmp_path, library, "doe", name="z.json")
    assert told == []
    (line,) = format_sources([source(id="doe")], items, "en-GB").values()
    assert line == f"<b>P</b>, <i>T</i>, published {printed}."
    # What is attached says the same.
    assert items == {item["id"]: item for item in read_items("b.json", json.dumps(list(items.values())))}


@pytest.mark.parametrize(
    ("issued", "told"),
    [
        ({"date-parts": [[-44]]}, 'the date "-44" is not printed'),
        ({"date-parts": [[-1500, 3]]}, 'the date "-1500-3" is not printed'),
        ({"date-parts": [[622]]}, 'the date "622" is not printed'),
        ("-1500", 'the date "-1500" is not printed'),
        ("../2019", 'the date "../2019" is not printed'),
        ("1999~/2004", 'the date "1999~/2004" is not printed: only one of its ends is certain, or is a season'),
        ({"date-parts": [[2023]], "season": "Monsoon"}, 'of the date, the season "Monsoon" is not printed'),
    ],
)
def test_a_date_that_cannot_be_printed_as_it_is_is_told(issued: object, told: str, tmp_path: Path) -> None:
    library = json.dumps([{"id": "doe", "title": "T", "publisher": "P", "issued": issued}])
    (problem,) = load_library(tmp_path, library, "doe", name="z.json")[1]
    assert problem == f'z.json:1:2: warning[bibliography-entry]: the entry "doe": {told}'


@pytest.mark.parametrize(
    ("date", "year"),
    [("2030~", 2030), ("2025-21", 2025), ("c. 2026", 2026), ("2024~", 0), ("2024-24", 0), ("1999?", 0)],
)
def test_a_date_that_is_not_certain_and_after_the_as_of_time_is_reported(date: str, year: int, tmp_path: Path) -> None:
    library = f"@book{{doe, title = {{T}}, publisher = {{P}}, date = {{{date}}}}}"
    _, problems = load_library(tmp_path, library, "doe")
    assert [problem.partition('"doe": ')[2] for problem in problems] == (
        [f"its date, about {year}, is after the as-of time"] if year else []
    )


@pytest.mark.parametrize(
    ("people", "english", "french"),
    [
        ("editor = {Roe, Richard}", "Richard Roe (ed.)", "Richard Roe (éd.)"),
        ("editor = {Roe, R. and Doe, J.}", "R. Roe and J. Doe (eds)", "R. Roe et J. Doe (éd.)"),
        ("editor = {{World Bank}}", "World Bank (ed.)", "World Bank (éd.)"),
        ("author = {Doe, J.}, editor = {Roe, R.}", "J. Doe", "J. Doe"),
    ],
)
def test_an_editor_is_not_printed_as_an_author(people: str, english: str, french: str, tmp_path: Path) -> None:
    items, told = load_library(
        tmp_path, f"@book{{doe, title = {{T}}, publisher = {{P}}, {people}, year = 2020}}", "doe"
    )
    assert told == []
    for language, printed in (("en-GB", english), ("fr", french)):
        (line,) = format_sources([source(id="doe")], items, language).values()
        assert line.startswith(f"{printed}, <b>P</b>")
    loaded = load_briefing(tmp_path, [], lambda: frozenset(range(0x3000))).briefing.sources[1]
    assert (loaded.author or "").endswith(english.partition(" (")[2])


def test_an_editor_of_another_kind_is_told(tmp_path: Path) -> None:
    library = "@book{doe, title = {T}, publisher = {P}, editor = {Roe, R.}, editortype = {compiler}, year = 2020}"
    items, (told,) = load_library(tmp_path, library, "doe")
    assert 'its editor is a "compiler"' in told
    assert "editor" not in items["doe"]


@pytest.mark.parametrize(
    "fields",
    [
        "note = {Retracted}",
        "note = {This article has been retracted; see vol. 3}",
        "annote = undefined # {x}, keywords = {ports, retracted}",
        "addendum = {Rétracté en 2021}",
        "pubstate = {retracted}",
    ],
)
def test_a_retraction_in_a_note_of_bibtex_is_printed(fields: str, tmp_path: Path) -> None:
    library = f"@article{{doe, title = {{Ports}}, journal = {{J}}, {fields}, year = 2020}}"
    items, told = load_library(tmp_path, library, "doe")
    assert (items["doe"]["title"], told) == ("Ports [retracted]", [])
    loaded = load_briefing(tmp_path, [], lambda: frozenset(range(0x3000))).briefing
    assert loaded.sources[1].title == "Ports [retracted]"


@pytest.mark.parametrize(
    ("more", "title"),
    [
        ({"note": "Retracted: see notice"}, "Ports [rétracté]"),
        ({"keyword": "a, retracted publication"}, "Ports [rétracté]"),
        ({"updated-by": [{"type": "retraction", "DOI": "10.1/x"}]}, "Ports [rétracté]"),
        ({"updated-by": [{"type": "correction", "DOI": "10.1/x"}]}, "Ports"),
        ({"note": "He retracted his troops"}, "Ports"),
        ({"title": "RETRACTED: Ports", "status": "retracted"}, "RETRACTED: Ports"),
    ],
)
def test_a_retraction_in_a_note_of_json_is_printed(more: dict[str, object], title: str, tmp_path: Path) -> None:
    library = json.dumps([{"id": "powellthyne2011", "title": "Ports", "publisher": "P", **more}])
    put(tmp_path, briefing__yaml=f"language: fr\n{BRIEF}", library__json=library)
    loaded = load_briefing(tmp_path, [], lambda: frozenset(range(0x3000)))
    assert (loaded.items["powellthyne2011"]["title"], loaded.briefing.sources[1].title) == (title, title)


@pytest.mark.parametrize(
    ("entry", "printed"),
    [
        ("@article{doe, title = {T}, journal = {J}, pubstate = {inpress}}", "<b>J</b>, <i>T</i>, in press."),
        (
            "@article{doe, title = {T}, journal = {J}, pubstate = {submitted}, date = {2026-03}}",
            "<b>J</b>, <i>T</i>, submitted, March 2026.",
        ),
        (
            "@unpublished{doe, title = {T}, author = {Doe, J.}, year = 2024, month = may}",
            "J. Doe, <i>T</i>, May 2024.",
        ),
        (
            "@article{doe, title = {T}, journal = {J}, note = {Forthcoming}, year = 2027}",
            "<b>J</b>, <i>T</i>, Forthcoming, 2027.",
        ),
        (
            "@article{doe, title = {T}, journal = {J}, note = {Ask Ama; {\\`a} para{\\^i}tre}, year = 2027}",
            "<b>J</b>, <i>T</i>, à paraître, 2027.",
        ),
        (
            "@article{doe, title = {T}, journal = {J}, note = {A draft that Ama sent}, keywords = {draft}, year = 2027}",
            "<b>J</b>, <i>T</i>, published 2027.",
        ),
        ("@report{doe, title = {T}, institution = {UN}, year = 2024}", "<b>UN</b>, <i>T</i>, published 2024."),
    ],
)
def test_what_is_not_published_is_not_said_to_be(entry: str, printed: str, tmp_path: Path) -> None:
    items, problems = load_library(tmp_path, entry, "doe")
    assert problems == []
    (line,) = format_sources([source(id="doe")], items, "en-GB").values()
    assert line == printed


@pytest.mark.parametrize("more", [{"note": "Retracted in 2012"}, {"title": "RETRACTED: Global instances of coups"}])
def test_a_title_of_the_briefings_own_does_not_hide_a_retraction(more: dict[str, str], tmp_path: Path) -> None:
    entry = {"id": "PowellThyne2011", "title": "Global instances of coups", "publisher": "P", **more}
    own = "  - {id: powellthyne2011, title: Of coups}\n"
    put(tmp_path, briefing__yaml=BRIEF + own, library__json=json.dumps([entry]))
    loaded = load_briefing(tmp_path, [], lambda: frozenset(range(0x3000)))
    assert loaded.briefing.sources[1].title == "Of coups [retracted]"
    assert loaded.items["powellthyne2011"]["title"] == "Of coups [retracted]"


def test_what_the_briefing_says_of_a_source_is_printed_and_not_what_the_bibliography_says(tmp_path: Path) -> None:
    own = "  - {id: powellthyne2011, title: Of coups, author: The desk, published: 2012-05, url: https://a.example/x}\n"
    put(tmp_path, briefing__yaml=BRIEF + own, library__json=JSON)
    loaded = load_briefing(tmp_path, [], lambda: frozenset(range(0x3000)))
    line = format_sources(loaded.briefing.sources, loaded.items, "en-GB")["powellthyne2011"]
    assert line == (
        "The desk, <b>Journal of Peace Research</b>, <i>Of coups</i>, 48 (2), 249–259, published May 2012, "
        '<a href="https://a.example/x">https://a.example/x</a>.'
    )


def test_a_library_may_be_in_the_encoding_that_its_first_line_states() -> None:
    library = "% Encoding: Cp1252\n\n" + SOUND.replace("A title", "Café – “x”") % "doe"
    (entry,) = read_bibliography("a.bib", library.encode("cp1252")).entries.values()
    assert entry.read([])["title"] == "Café – “x”"
    for content in (
        library.replace("Cp1252", "UTF-8").encode("utf-8-sig"),
        library.replace("\n", "\r\n").encode("cp1252"),
    ):
        assert read_bibliography("a.bib", content).entries["doe"].read([])["title"] == "Café – “x”"
    with pytest.raises(ContentError, match="saved as UTF-16"):
        read_bibliography("a.bib", library.encode("utf-16"))


@pytest.mark.parametrize("unit", ["{", "@a{k,", "\n@a{k,", "\n@string{a={", "}  @", SOUND % "port"])
def test_five_megabytes_take_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        text = "@book{port, title = {" + unit * (length // len(unit))
        began = process_time()
        with suppress(ContentError, EntryFault):
            if entry := read_bibliography("a.bib", text.encode()).entries.get("port"):
                entry.read([])
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


def test_the_first_of_a_month_has_its_french_ordinal_and_a_title_stays_as_it_is() -> None:
    dated = source(published="2024-05-01", retrieved="2024-11-01T23:00-05:00", title="Du 11 mai 2024")
    assert "1er mai 2024, consulté : 1er novembre 2024" in format_sources([dated], {}, "fr")["port"]
    assert "1 May 2024, retrieved 1 November 2024" in format_sources([dated], {}, "en-GB")["port"]
    titled = source(published="2024-05-01", title="Le 1 mai 2024 à Tema")
    assert "Le 1 mai 2024 à Tema" in format_sources([titled], {}, "fr")["port"]
    monthly = source(published="2024-05", retrieved="2024")
    assert "1er" not in format_sources([monthly], {}, "fr-CA")["port"]


def test_an_entry_of_a_bibliography_is_set_in_full() -> None:
    (item, _) = read_items("a.json", JSON)
    listed = source(id="powellthyne2011")
    assert format_sources([listed], {listed.id: item}, "en-GB")[listed.id] == (
        "Jonathan M. Powell and Clayton L. Thyne, <b>Journal of Peace Research</b>, <i>Global instances of coups</i>, "
        '48 (2), 249–259, published March 2011, <a href="https://doi.org/10.1177/0022343310397436">'
        "https://doi.org/10.1177/0022343310397436</a>."
    )


PAGED = b"""<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info><title>t</title><id>t</id></info>
<citation><layout><text variable="title"/></layout></citation><bibliography><layout delimiter=", ">
<text variable="title"/><number variable="edition" form="ordinal" prefix=", "/><text term="issue" form="short" prefix=", "/>
<text term="issue" form="short" plural="true" prefix=", "/><text variable="page" prefix=", n\xe1\xb5\x92\xe2\x80\x91"/>
</layout></bibliography></style>"""


@pytest.mark.parametrize("language", ["fr", "fr-FR", "fr-CA", "fr-BE", "fr-CH", "en-GB", "en", "en-US"])
@pytest.mark.parametrize(
    ("pages", "printed"), [("12-19", "12–19"), ("1--12", "1–12"), ("e7-e9, 31-40", "e7–e9, 31–40")]
)
def test_what_the_processor_adds_is_in_the_shipped_fonts(language: str, pages: str, printed: str) -> None:
    (item,) = read_items("a.bib", f"@article{{a, title={{Crues du Mékong}}, pages={{{pages}}}, number={{3}}}}")
    for style in (None, ("ours.csl", PAGED)):
        for edition in ("1", "2"):
            line = format_sources([source(id="a")], {"a": {**item, "edition": edition}}, language, style)["a"]
            assert printed in line
            assert not {hex(ord(c)) for c in line if ord(c) not in covered()}
    assert ("1er" if edition == "1" else "2e") in line or not language.startswith("fr")


def test_a_title_keeps_the_characters_that_are_replaced_in_terms() -> None:
    assert "nᵒ 3" in format_sources([source(title="Bulletin nᵒ 3")], {}, "fr")["port"]


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
