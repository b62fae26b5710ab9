"""Every sentence of an edition's statement is so: its numbers, dates and counts are read back from what is printed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from briefing.i18n import get_translator
from briefing.model.edition_statement import Change, EditionStatement
from briefing.pages.colophon import Colophon, make_colophon

PUBLISHED = datetime(2024, 5, 3, 9, 5, tzinfo=UTC)
DIGEST = "0123456789abcdef" * 4
PARTS = ("summary", "assessment", "actors", "reactions", "timeline", "sections", "gaps", "sources")


def changes(count: int, *, small: int = 0, seed: int = 0) -> tuple[Change, ...]:
    random = Random(seed)
    made = []
    for n in range(count + small):
        subject = f"Thing {n} " + "of many words " * random.randint(0, 9)
        part = random.choice(PARTS)
        made.append(Change(part, "", "added", subject.strip(), "", subject.strip(), n < count, n))
    return tuple(made)


def colophon(
    *made: Change, number: int = 2, since: int | None = 1, days: int = 0, language: str = "en", final: bool = False
) -> Colophon:
    changed = PUBLISHED - timedelta(days)
    statement = EditionStatement("niger-2023", number, PUBLISHED, changed, bool(days), since, made, DIGEST)
    return make_colophon(statement, get_translator(language), final=final)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("count", [1, 2, 3, 5, 12, 60])
@pytest.mark.parametrize("seed", range(4))
def test_what_the_first_page_shows_and_leaves_out_add_up(language: str, count: int, seed: int) -> None:
    printed = colophon(*changes(count, small=2, seed=seed), language=language)
    shown = {int(n) for n in re.findall(r"Thing (\d+)\b", printed.front)}
    left = re.search(r"(\d+) (?:more|autres?|changes?|changements?), ", printed.front)
    assert len(shown) + (int(left[1]) if left else 0) == count
    assert shown <= set(range(count)), "a small change is not for page one"
    assert ("under this heading" in printed.front or "sous ce titre" in printed.front) == bool(left)
    listed = " ".join(str(line) for group in printed.changes for line in group.lines)
    assert {int(n) for n in re.findall(r"Thing (\d+)\b", listed)} == set(range(count + 2))


def test_the_rest_is_not_promised_for_a_page_that_it_may_not_be_on() -> None:
    assert "page" not in colophon(*changes(60)).front


@pytest.mark.parametrize(("small", "words"), [(0, "Nothing in the text has changed."), (3, "Small corrections only")])
def test_nothing_material_is_said_to_have_changed_where_nothing_has(small: int, words: str) -> None:
    assert colophon(*changes(0, small=small)).front.startswith(words)


@pytest.mark.parametrize(("days", "words"), [(0, ""), (1, "2 May 2024"), (400, "30 March 2023")])
def test_the_last_material_change_is_dated_where_it_was_earlier(days: int, words: str) -> None:
    printed = colophon(days=days).published
    assert printed.startswith("Published 3 May 2024, 09:05 UTC")
    assert printed.endswith(f"last material change {words}") if words else "material" not in printed


@pytest.mark.parametrize(("number", "since"), [(1, None), (2, 1), (14, 12)])
@pytest.mark.parametrize("final", [True, False])
def test_numbers_and_codes_are_those_of_the_statement(number: int, since: int | None, final: bool) -> None:
    printed = colophon(number=number, since=since, final=final)
    assert printed.edition == f"Edition {number}" + (" · final" if final else "")
    assert printed.footer == f"{printed.edition} · 3 May 2024, 09:05 UTC"
    assert printed.since == (f"Since edition {since}" if since else "")
    assert printed.named == f"niger-2023, edition {number}"
    assert printed.code == f"NIGER-2023@{number}-{DIGEST[:4]}-{DIGEST[4:8]}-{DIGEST[8:12]}".upper()
    assert printed.code in printed.alt
