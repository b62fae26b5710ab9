"""Phrases, dates and names in the language of a document; the catalogues are complete."""

from __future__ import annotations

import ast
import string
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from briefing.i18n import LOCALES, SOURCE_LANGUAGE, get_translator
from briefing.model.dates import parse_when
from briefing.model.field_types import LANGUAGES, STANCES
from briefing.part_names import change_names, confidence_names, part_headings, part_names, stance_names

ROOT = Path(__file__).parents[1]
TRANSLATED = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
ADDITIONAL = {"{decade}s": {"last"}}
"""Parts that are given to a message for translations alone: `2010–19`."""

Key = tuple[str | None, str]


def keyed(path: Path) -> dict[Key, Message]:
    with path.open("rb") as file:
        catalogue: Catalog = read_po(file)
    return {(message.context, texts(message)[0]): message for message in catalogue if message.id}


def texts(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)


def translations(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string or "",)


def parts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> dict[Key, Message]:
    """Every message of the code and the templates, as `pybabel extract` finds them."""
    path = tmp_path_factory.mktemp("messages") / "briefing.pot"
    command = ["pybabel", "-q", "extract", "-F", str(ROOT / "pyproject.toml"), "-o", str(path), str(ROOT)]
    CommandLineInterface().run(command)  # type: ignore[no-untyped-call]
    return keyed(path)


def test_the_template_for_translators_holds_every_message(extracted: dict[Key, Message]) -> None:
    """If not, extract the messages again: docs/translation.md."""
    assert keyed(LOCALES / "briefing.pot").keys() == extracted.keys()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_no_translation_is_unused(language: str, extracted: dict[Key, Message]) -> None:
    catalogue = keyed(LOCALES / language / "LC_MESSAGES" / "briefing.po")
    assert catalogue.keys() == extracted.keys()
    assert not [key for key, message in catalogue.items() if message.fuzzy or not all(translations(message))]
    assert not [key for key, message in catalogue.items() if texts(message) != texts(extracted[key])]


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_fill_in_what_the_message_does(language: str) -> None:
    catalogue = keyed(LOCALES / language / "LC_MESSAGES" / "briefing.po")
    for message in catalogue.values():
        first, *_, last = [parts(text) for text in texts(message) * 2]
        first_translated, *_, last_translated = [parts(text) for text in translations(message) * 2]
        assert last <= last_translated <= last | ADDITIONAL.get(texts(message)[-1], set()), message.id
        # The singular may be in words: "one has failed".
        assert first <= first_translated <= last_translated, message.id


def test_no_message_is_hidden_from_the_extractor_inside_an_f_string() -> None:
    names = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
    for path in (ROOT / "briefing").rglob("*.py"):
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(outer, ast.JoinedStr):
                calls = [node.func for node in ast.walk(outer) if isinstance(node, ast.Call)]
                called = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
                assert not called & names, f"{path}:{outer.lineno}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stance_level_and_part_has_a_name(language: str) -> None:
    translator = get_translator(language)
    assert set(stance_names(translator)) == set(STANCES)
    assert set(confidence_names(translator)) == {"low", "moderate", "high"}
    assert part_headings(translator).keys() == part_names(translator).keys()
    assert {"stance", "source", "date"} <= change_names(translator).keys()


@pytest.mark.parametrize(
    ("tag", "written", "full", "short"),
    [
        ("en-GB", "2021", "2021", "2021"),
        ("en-GB", "2023-07", "July 2023", "Jul 2023"),
        ("en-GB", "2023-07-26", "26 July 2023", "26 Jul 2023"),
        ("en-GB", "2024-04-28T03:00Z", "28 April 2024, 03:00 UTC", "28 Apr 2024, 03:00 UTC"),
        ("en-GB", "2024-04-28T18:30Z", "28 April 2024, 18:30 UTC", "28 Apr 2024, 18:30 UTC"),
        ("en-GB", "2024-04-28T23:30-05:00", "28 April 2024, 23:30 UTC−05:00", "28 Apr 2024, 23:30 UTC−05:00"),
        ("en-GB", "2024-04-29T00:10+05:45", "29 April 2024, 00:10 UTC+05:45", "29 Apr 2024, 00:10 UTC+05:45"),
        ("en-GB", "2023-02-06T01:17:34Z", "6 February 2023, 01:17:34 UTC", "6 Feb 2023, 01:17:34 UTC"),
        ("en-US", "2023-02-06T01:17:34.34Z", "6 February 2023, 01:17:34.34 UTC", "Feb 6, 2023, 01:17:34.34 UTC"),
        ("fr", "2023-02-06T01:17:34.34Z", "6 février 2023, 01:17:34,34 UTC", "6 févr. 2023, 01:17:34,34 UTC"),
        ("fr-CA", "2024-05-01T23:30-04:00", "1er mai 2024, 23:30 UTC−04:00", "1er mai 2024, 23:30 UTC−04:00"),
        ("en-US", "2023-07-26", "26 July 2023", "Jul 26, 2023"),
        ("fr", "2023-07-26", "26 juillet 2023", "26 juil. 2023"),
        ("fr", "2023-07-01", "1er juillet 2023", "1er juil. 2023"),
    ],
)
def test_dates_are_as_exact_as_they_were_written(tag: str, written: str, full: str, short: str) -> None:
    translator, when = get_translator(tag), parse_when(written)
    assert (translator.when(when), translator.short_when(when)) == (full, short)


@pytest.mark.parametrize(
    ("tag", "zone", "written", "full", "short"),
    [
        (
            *("en-GB", "Asia/Kathmandu", "2024-04-28T18:30Z"),
            "29 April 2024, 00:15 UTC+05:45 (28 April, 18:30 UTC)",
            "29 Apr 2024, 00:15 UTC+05:45 (28 Apr, 18:30 UTC)",
        ),
        (
            *("en-US", "America/New_York", "2024-03-10T07:30Z"),  # after the clocks went forward
            "10 March 2024, 03:30 UTC−04:00 (07:30 UTC)",
            "Mar 10, 2024, 03:30 UTC−04:00 (07:30 UTC)",
        ),
        (
            *("en-US", "America/New_York", "2024-03-10T06:30Z"),  # and an hour before
            "10 March 2024, 01:30 UTC−05:00 (06:30 UTC)",
            "Mar 10, 2024, 01:30 UTC−05:00 (06:30 UTC)",
        ),
        (
            *("fr", "Pacific/Auckland", "2024-04-30T23:30-05:00"),
            "1er mai 2024, 16:30 UTC+12:00 (04:30 UTC)",
            "1er mai 2024, 16:30 UTC+12:00 (04:30 UTC)",
        ),
        (
            *("fr", "Pacific/Kiritimati", "2024-01-01T23:00:07Z"),
            "2 janvier 2024, 13:00:07 UTC+14:00 (1er janvier, 23:00:07 UTC)",
            "2 janv. 2024, 13:00:07 UTC+14:00 (1er janv., 23:00:07 UTC)",
        ),
        (
            *("fr", "Europe/Paris", "1900-07-01T12:00Z"),  # 9 minutes and 21 seconds ahead until 1911
            "1er juillet 1900, 12:09:21 UTC+00:09:21 (12:00:00 UTC)",
            "1er juil. 1900, 12:09:21 UTC+00:09:21 (12:00:00 UTC)",
        ),
        (
            *("en-GB", "Africa/Monrovia", "1971-05-01T12:00Z"),
            "1 May 1971, 11:15:30 UTC−00:44:30 (12:00:00 UTC)",
            "1 May 1971, 11:15:30 UTC−00:44:30 (12:00:00 UTC)",
        ),
        (
            *("en-GB", "Africa/Monrovia", "1973-05-01T12:00Z"),
            "1 May 1973, 12:00 UTC",
            "1 May 1973, 12:00 UTC",
        ),
        ("en-GB", "Europe/London", "2024-01-05T20:00Z", "5 January 2024, 20:00 UTC", "5 Jan 2024, 20:00 UTC"),
        ("en-GB", "Asia/Kathmandu", "2024-04-28", "28 April 2024", "28 Apr 2024"),
        ("en-GB", "Asia/Kathmandu", "2024-04", "April 2024", "Apr 2024"),
        (
            *("en-GB", "Pacific/Kiritimati", "9999-12-31T23:00Z"),
            "31 December 9999, 23:00 UTC",
            "31 Dec 9999, 23:00 UTC",
        ),
    ],
)
def test_times_are_local_with_utc_beside_where_the_zone_is_given(
    tag: str, zone: str, written: str, full: str, short: str
) -> None:
    translator, when = get_translator(tag, zone), parse_when(written)
    assert (translator.when(when), translator.short_when(when)) == (full, short)
    if when.has_time and when.precision == "minute":
        assert translator.moment(when.start) == full


def test_a_time_that_was_written_with_odd_seconds_is_exact_in_utc() -> None:
    when = parse_when("1900-07-01T12:00+00:09:21")
    assert get_translator("en-GB").when(when) == "1 July 1900, 12:00:00 UTC+00:09:21"
    assert get_translator("en-GB", "Europe/London").when(when) == "1 July 1900, 11:50:39 UTC"


def test_days_and_months_of_figures() -> None:
    english, french = get_translator("en"), get_translator("fr")
    day = date(2021, 9, 1)
    assert (english.day(day), french.day(day)) == ("1 September 2021", "1er septembre 2021")
    assert (english.short_day(day), french.short_day(day)) == ("1 Sep 2021", "1er sept. 2021")
    assert (english.month(day), english.short_month(day), english.short_month(day, year=False)) == (
        "September 2021",
        "Sep 2021",
        "Sep",
    )


def test_moments_say_their_time_zone() -> None:
    moment = datetime(2023, 7, 27, 20, 0, tzinfo=UTC)
    assert get_translator("en-GB").moment(moment) == "27 July 2023, 20:00 UTC"


def test_a_country_that_does_not_exist_leaves_the_language() -> None:
    assert get_translator("fr-ZZ").moment(datetime(2023, 7, 1, tzinfo=UTC)) == "1er juillet 2023, 00:00 UTC"


def test_plural_forms_are_those_of_the_language() -> None:
    def more(tag: str, count: int) -> str:
        return get_translator(tag).ngettext("And {count} more.", "And {count} more.", count, count=count)

    assert [more("fr", count) for count in (1, 2)] == ["Et 1 autre.", "Et 2 autres."]
    assert more("en", 2) == "And 2 more."


def test_lists_and_numbers_read_as_in_a_sentence() -> None:
    assert get_translator("en-GB").listing(["a", "b", "c"]) == "a, b and c"
    assert get_translator("fr").listing(["a", "b"]) == "a et b"
    assert [get_translator("fr").number_word(number) for number in (0, 10, 11)] == ["aucun", "dix", "11"]
    assert get_translator("en").number(12345) == "12,345"


def test_countries_have_names_in_the_language() -> None:
    assert get_translator("en").countries()["CPV"] == "Cabo Verde"
    assert get_translator("fr").countries()["TCD"] == "Tchad"


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        (0.0004, "0.0004", "0,0004"),
        (12.3456, "12.3456", "12,3456"),
        (1234567.0, "1,234,567", "1\u202f234\u202f567"),
        (-4.5, "−4.5", "−4,5"),
        (0.1, "0.1", "0,1"),
        (1e-9, "0.000000001", "0,000000001"),
    ],
)
def test_a_quantity_has_the_decimals_it_was_written_with(number: float, english: str, french: str) -> None:
    assert (get_translator("en-GB").quantity(number), get_translator("fr").quantity(number)) == (english, french)
