"""Citations name a source, and its paragraphs or pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.text.citations import IN_PROSE, Citation, parse_citations, source_id


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("cnn", (Citation("cnn"),)),
        ("@cnn", (Citation("cnn"),)),
        ("cnn para. 5", (Citation("cnn", (5,)),)),
        ("cnn, para 5", (Citation("cnn", (5,)),)),
        ("cnn\n  paras. 2-4, 7", (Citation("cnn", (2, 3, 4, 7)),)),
        ("cnn paras 2–3", (Citation("cnn", (2, 3)),)),
        ("un-2023 p. 12", (Citation("un-2023", pages="p. 12"),)),
        ("un_x pp. 12-14, 20", (Citation("un_x", pages="pp. 12-14, 20"),)),
        ("@cnn para. 5; @ap; afp p. 2", (Citation("cnn", (5,)), Citation("ap"), Citation("afp", pages="p. 2"))),
        ("[@cnn]", (Citation("cnn"),)),
    ],
)
def test_what_people_write_is_read(text: str, citations: tuple[Citation, ...]) -> None:
    assert parse_citations(text) == citations


@pytest.mark.parametrize(
    ("key", "source"),
    [
        ("cnn", "cnn"),
        ("CNN", "cnn"),
        ("a_-", "a_-"),
        ("Müller2020", "muller2020"),
        ("DBLP:conf/acl/Smith20", "dblp-conf-acl-smith20"),
        ("10.1177/00223433", "10-1177-00223433"),
        ("_private", "private"),
        ("Иванов20", "43843243043d43e43220"),
        ("a" * 65, "a" * 64),
    ],
)
def test_a_key_of_a_bibliography_is_cited_as_it_is_shown(key: str, source: str) -> None:
    assert source_id(key) == source
    if not key.startswith("_"):
        assert parse_citations(f"@{key} p. 3; cnn") == (Citation(source, pages="p. 3"), Citation("cnn"))


NONE = """
;
cnn;
cnn para.
cnn para. 0
cnn paras. 5-2
cnn paras. 1-100000
cnn page 5
cnn 5
cnn para. 5x
- para. 1
"""
TOO_LONG = ["cnn para. " + "9" * 5000, "cnn paras. 1-" + "9" * 5000]


@pytest.mark.parametrize("text", [*NONE.splitlines(), *TOO_LONG])
def test_what_is_no_citation_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a citation|is neither|is not a range"):
        parse_citations(text)


def test_prose_may_break_its_line_inside_a_citation_but_not_open_another() -> None:
    match = IN_PROSE.search("a [@cnn\npara. 5] b")
    assert match
    assert match[1] == "cnn\npara. 5"
    assert not IN_PROSE.search("a [@cnn [b] c")


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("@cnn para.s0123456789-–,; []px\n"), max_size=40))
def test_any_text_is_a_citation_or_is_refused_as_none(text: str) -> None:
    try:
        citations = parse_citations(text)
    except ValueError:
        return
    assert all(citation.source and not (citation.pages and citation.paragraphs) for citation in citations)
    assert all(number >= 1 for citation in citations for number in citation.paragraphs)
