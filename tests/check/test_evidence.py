"""What is collected to show that quotations are in their sources, and what the sources allow to be shown of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.check.review import Review, review_briefing
from briefing.model.parts.evidence import QuotationUse
from briefing.text.matching import SourceText
from tests.briefs import BRIEF, load

TEXT = """\
The harbour was shut at dawn. “We shall not reopen the quays,” its spokeswoman said. Nobody has left.

The crews’ union called it “a needless provocation” and asked for 1,500 pilots. The minister was silent.
"""
SOURCES = "sources:\n  - {id: port, publisher: Port, title: Notice, text: port.txt}\n"


def review(folder: Path, more: str, sources: str = SOURCES) -> Review:
    loaded = load(folder / "brief", BRIEF + more + sources, port_txt=TEXT)
    return review_briefing(loaded.briefing, loaded.values, loaded.texts)


def reaction(quote: str, source: str = "port", more: str = "") -> str:
    return f'  - {{body: Port, date: 2023-07-01, stance: warns, quote: "{quote}", source: {source}{more}}}\n'


def test_a_quotation_has_its_sentence_its_paragraph_and_its_use(tmp_path: Path) -> None:
    (one,) = review(tmp_path, "reactions:\n" + reaction("a needless provocation", "port para. 2")).evidence
    assert (one.standing, one.source, one.paragraphs) == ("shown", "port", (2,))
    assert [(piece.words, piece.is_quoted) for piece in one.passages[0]] == [
        ("The crews’ union called it “", False),
        ("a needless provocation", True),
        ("” and asked for 1,500 pilots.", False),
    ]
    assert one.uses == (QuotationUse(("reactions", 0, "quote")),)


def test_a_quotation_used_twice_is_listed_once(tmp_path: Path) -> None:
    more = (
        "sections:\n  - title: S\n    text: |\n"
        "      It said: “We shall not reopen the quays,” [@port para. 1] and “a needless provocation” [@port para. 2].\n"
        "reactions:\n" + reaction("We shall not reopen the quays") + reaction("[W]e shall not reopen the quays")
    )
    quays, provocation = review(tmp_path, more).evidence
    assert [use.path for use in quays.uses] == [
        ("reactions", 0, "quote"),
        ("reactions", 1, "quote"),
        ("sections", 0, "text"),
    ]
    assert quays.uses[2].reference == 0
    assert provocation.uses == (QuotationUse(("sections", 0, "text"), 1),)


@pytest.mark.parametrize(
    ("share", "standing", "shown"),
    [
        ("sentence", "shown", "Nobody has left."),
        ("none", "not shared", ""),
        ("paragraph", "shown", " ".join(TEXT.split("\n")[0].split())),
    ],
)
def test_a_source_says_how_much_is_shown(tmp_path: Path, share: str, standing: str, shown: str) -> None:
    sources = SOURCES.replace("}", f", share: {share}}}")
    (one,) = review(tmp_path, "evidence: quotes\nreactions:\n" + reaction("Nobody has left"), sources).evidence
    assert one.standing == standing
    assert "".join(piece.words for passage in one.passages for piece in passage) == shown


def test_the_part_stands_where_a_source_allows_it_unless_the_author_decides(tmp_path: Path) -> None:
    quote = "reactions:\n" + reaction("Nobody has left")
    no_text = SOURCES.replace(", text: port.txt", "")
    not_shared = SOURCES.replace("}", ", share: none}")
    assert review(tmp_path / "a", quote).evidence
    assert not review(tmp_path / "b", f"evidence: none\n{quote}").evidence
    for n, sources in enumerate((no_text, not_shared)):
        assert not review(tmp_path / f"c{n}", quote, sources).evidence
        assert review(tmp_path / f"d{n}", f"evidence: quotes\n{quote}", sources).evidence
    assert not review(tmp_path / "e", "evidence: quotes\n").evidence


def test_what_is_not_found_or_not_verified_is_told_as_that(tmp_path: Path) -> None:
    more = (
        "allow:\n  - {code: quote-not-verbatim, about: Everybody, reason: Heard on the radio.}\n"
        "sections:\n  - {title: S, text: 'They said “no ship at all”.'}\n"
        "reactions:\n"
        + reaction("Nobody has left")
        + reaction("Everybody has left", "port para. 1")
        + reaction("Somebody has left", "port para. 1")
        + reaction("Never", "wire para. 3")
    )
    sources = SOURCES + "  - {id: wire, publisher: Wire, title: Story}\n"
    found = {one.words: one for one in review(tmp_path, more, sources).evidence}
    assert {words: (one.standing, one.is_allowed, one.source) for words, one in found.items()} == {
        "Nobody has left": ("shown", False, "port"),
        "Everybody has left": ("not found", True, "port"),
        "Somebody has left": ("not found", False, "port"),
        "Never": ("not verified", False, "wire"),
        "no ship at all": ("uncited", False, ""),
    }
    assert found["Everybody has left"].paragraphs == (1,)


def test_a_quotation_of_the_title_is_shown_from_the_source_it_is_in(tmp_path: Path) -> None:
    loaded = load(
        tmp_path / "brief",
        BRIEF.replace("title: A title", "title: Union sees “needless provocation”") + SOURCES,
        port_txt=TEXT,
    )
    (one,) = review_briefing(loaded.briefing, loaded.values, loaded.texts).evidence
    assert (one.source, one.uses) == ("port", (QuotationUse(("title",)),))


def test_a_text_that_is_not_stored_is_never_shown_even_where_it_is_at_hand(tmp_path: Path) -> None:
    more = "evidence: quotes\nreactions:\n" + reaction("Nobody has left")
    loaded = load(tmp_path / "brief", BRIEF + more + SOURCES.replace(", text: port.txt", ""))
    found = review_briefing(loaded.briefing, loaded.values, {"port": SourceText(TEXT)}).evidence
    assert [(one.standing, one.passages) for one in found] == [("not shared", ())]


def test_quotations_that_are_not_shown_are_in_the_order_of_their_paragraphs(tmp_path: Path) -> None:
    more = "evidence: quotes\nreactions:\n" + reaction("Two", "wire para. 12") + reaction("One", "wire para. 2")
    sources = "sources:\n  - {id: wire, publisher: Wire, title: Story}\n"
    assert [one.place for one in review(tmp_path, more, sources).evidence] == [(12, 0), (2, 0)]
