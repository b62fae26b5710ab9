"""References count up as sources are first cited, and say where to look."""

from __future__ import annotations

import pytest

from briefing.i18n import get_translator
from briefing.model.parts.sources import Source
from briefing.pages.references import References, format_ranges
from briefing.text.citations import Citation


def references(*names: str) -> References:
    sources = [Source(id=name, publisher=name.upper(), title="Report") for name in names]
    return References(sources, get_translator("en-GB"))


def test_numbers_follow_the_order_of_citing_not_of_listing() -> None:
    made = references("a", "b", "c")
    assert ">\u202f1<" in made.cite([Citation("c")])
    assert ">\u202f2<" in made.cite([Citation("a")])
    assert ">\u202f1<" in made.cite([Citation("c")])
    assert [(number, source.id) for number, source in made.listed()] == [(1, "c"), (2, "a"), (3, "b")]


def test_a_reference_is_a_link_that_says_what_it_is() -> None:
    shown = references("a", "b").cite([Citation("a", (4, 5, 6, 9))])
    assert '<a href="#source-1"' in shown
    assert "source 1, paragraphs 4 to 6, 9" in shown
    assert ">\u202f1:4–6, 9</a>" in shown
    assert "source 1, paragraph 4" in references("a", "b").cite([Citation("a", (4,))])


def test_pages_are_shown_as_written() -> None:
    assert ">\u202f1:p. 3</a>" in references("a", "b").cite([Citation("a", pages="p. 3")])


def test_only_a_long_reference_may_be_broken() -> None:
    assert 'class="long"' not in references("a", "b").cite([Citation("a", (4, 6, 9))])
    assert 'class="long"' in references("a", "b").cite([Citation("a", tuple(range(1, 41, 2)))])


def test_with_a_single_source_only_the_place_is_shown() -> None:
    made = references("a")
    assert ">\u202fpara 17</a>" in made.cite([Citation("a", (17,))])
    assert ">\u202fparas 4–6, 9</a>" in made.cite([Citation("a", (4, 5, 6, 9))])
    assert ">\u202fp. 3</a>" in made.cite([Citation("a", pages="p. 3")])
    assert ">\u202f1</a>" in made.cite([Citation("a")])
    assert "source 1, paragraph 17" in made.cite([Citation("a", (17,))])


def test_a_reference_is_no_part_of_the_number_before_it() -> None:
    assert ">\u202f1:17<" in references("a", "b").cite([Citation("a", (17,))])


def test_the_key_explains_what_is_shown() -> None:
    made, single = references("a", "b"), references("a")
    assert made.key() == single.key() == ""
    made.cite([Citation("b", (3,))])
    single.cite([Citation("a", (3,))])
    assert "1:2" in made.key()
    assert "paragraphs" in single.key()


def test_nothing_cited_shows_nothing() -> None:
    assert references("a", "b").cite([]) == ""


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [((), ""), ((1,), "1"), ((1, 2), "1–2"), ((1, 3), "1, 3"), ((1, 2, 3, 5, 7, 8), "1–3, 5, 7–8")],
)
def test_ranges(numbers: tuple[int, ...], shown: str) -> None:
    assert format_ranges(numbers) == shown
