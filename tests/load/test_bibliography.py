"""Sources from a reference manager, and the list of sources as a style sets it."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.load.bibliography import read_items
from briefing.load.folder import load_briefing
from briefing.model.briefing import Source
from briefing.pages.source_list import set_sources
from briefing.problems import ContentError

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
    assert set(loaded.files) == {"briefing.yaml"}


def test_what_the_briefing_says_of_an_entry_goes_before(tmp_path: Path) -> None:
    listed = BRIEF + "  - {id: powellthyne2011, title: Of coups, reliability: B}\n"
    put(tmp_path, briefing__yaml=listed, library__json=JSON)
    source = load_briefing(tmp_path, [], lambda: frozenset(range(0x3000))).briefing.sources[1]
    assert (source.title, source.publisher, source.reliability) == ("Of coups", "Journal of Peace Research", "B")


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


@given(st.text(max_size=120))
def test_no_text_breaks_the_reading_of_bibtex(text: str) -> None:
    with suppress(ContentError):
        assert read_items("a.bib", text)


# ---- as a style sets it ----


def source(**more: str) -> Source:
    return Source.model_validate({"id": "port", "publisher": "Port", "title": "Statement"} | more)


def test_the_desks_own_style_says_who_what_when_and_where() -> None:
    dated = source(
        author="A. Writer", published="2024-04-30", retrieved="2024-05", url="https://port.example/a?b=1&c=2"
    )
    assert set_sources([dated], {}, "en-GB")["port"] == (
        "A. Writer, <b>Port</b>, <i>Statement</i>, published 30 April 2024, retrieved May 2024, "
        '<a href="https://port.example/a?b=1&amp;c=2">https://port.example/a?b=1&amp;c=2</a>.'
    )
    assert "30 avril 2024, consulté : mai 2024" in set_sources([dated], {}, "fr")["port"]


def test_an_entry_of_a_bibliography_is_set_in_full() -> None:
    (item, _) = read_items("a.json", JSON)
    listed = source(id=item["id"])
    assert set_sources([listed], {item["id"]: item}, "en-GB")[item["id"]] == (
        "Jonathan M. Powell and Clayton L. Thyne, <b>Journal of Peace Research</b>, <i>Global instances of coups</i>, "
        '48 (2), 249–259, published March 2011, <a href="https://doi.org/10.1177/0022343310397436">'
        "https://doi.org/10.1177/0022343310397436</a>."
    )


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "a & b < c", "<b>bold</b>", "\ue000x\ue001", "“q” «r»"])
def test_nothing_an_entry_says_is_taken_for_markup(nasty: str) -> None:
    html = set_sources([source(title=nasty, author=nasty)], {}, "en-GB")["port"]
    assert "<script" not in html
    assert html.count("<b>") == html.count("<i>") == 1
    assert not set(html) & {chr(code) for code in range(0xE000, 0xF900)}


STYLE = b"""<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info><title>t</title><id>t</id></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout suffix="!"><text variable="title" text-case="uppercase"/></layout></bibliography></style>"""


def test_the_desk_may_choose_another_style() -> None:
    assert set_sources([source()], {}, "en-GB", ("ours.csl", STYLE))["port"] == "STATEMENT!"


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
def test_what_is_no_style_is_refused(style: bytes) -> None:
    with pytest.raises(ContentError, match="not-a-style"):
        set_sources([source()], {}, "en-GB", ("ours.csl", style))


def test_sources_keep_their_order_whatever_the_style_sorts_by() -> None:
    several = [source(id=name, title=name.upper()) for name in ("c", "a", "b")]
    assert list(set_sources(several, {}, "en-GB")) == ["c", "a", "b"]


def test_no_source_needs_no_processor() -> None:
    assert set_sources([], {}, "en-GB") == {}
