"""Set phrases, dates and names in the briefing's language."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime

import pytest

from briefing.i18n import read_words
from briefing.model.briefing import LANGUAGES, STANCES
from briefing.model.dates import parse_when
from briefing.resources import TEMPLATES

PARTS = (
    "statements",
    "cited",
    "own",
    "quotations",
    "verified",
    "words",
    "as_of",
    "yardstick",
    "region",
    "number",
    "locator",
    "date",
    "grade",
    "names",
    "count",
    "part",
    "items",
    "subject",
    "how",
    "before",
    "after",
    "code",
)


def phrases(language: str) -> dict[str, object]:
    return tomllib.loads((TEMPLATES / "locale" / f"{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things_with_the_same_parts(language: str) -> None:
    ours, english = phrases(language), phrases("en")
    assert ours.keys() == english.keys()
    for key, phrase in english.items():
        other = ours[key]
        if isinstance(phrase, str) and isinstance(other, str):
            fields = {part: f"<{part}>" for part in PARTS}
            assert [f for f in fields.values() if f in phrase.format_map(fields)] == [
                f for f in fields.values() if f in other.format_map(fields)
            ], key
        else:
            assert isinstance(phrase, dict)
            assert isinstance(other, dict)
            assert phrase.keys() == other.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stance_has_a_word(language: str) -> None:
    assert set(read_words(language).stances) == set(STANCES)


@pytest.mark.parametrize(
    ("tag", "written", "full", "short"),
    [
        ("en-GB", "2021", "2021", "2021"),
        ("en-GB", "2023-07", "July 2023", "Jul 2023"),
        ("en-GB", "2023-07-26", "26 July 2023", "26 Jul 2023"),
        ("en-GB", "2023-07-26T18:00+02:00", "26 July 2023, 16:00 UTC", "26 Jul 2023"),
        ("fr", "2023-07-26", "26 juillet 2023", "26 juil. 2023"),
    ],
)
def test_dates_are_as_exact_as_they_were_written(tag: str, written: str, full: str, short: str) -> None:
    words, when = read_words(tag), parse_when(written)
    assert (words.when(when), words.short(when)) == (full, short)


def test_moments_say_their_time_zone() -> None:
    moment = datetime(2023, 7, 27, 20, 0, tzinfo=UTC)
    assert read_words("en-GB").moment(moment) == "27 July 2023, 20:00 UTC"


def test_countries_have_names_in_the_language() -> None:
    assert read_words("en").countries()["CPV"] == "Cabo Verde"
    assert read_words("fr").countries()["TCD"] == "Tchad"
