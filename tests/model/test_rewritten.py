"""Hints that have the author's own value in the right form."""

from __future__ import annotations

import pytest

from briefing.model.other_names import OTHER_NAMES, suggest_key
from briefing.model.rewritten import dates_meant, rewrite_value


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("18/01/2024", ["2024-01-18"]),
        ("18.01.2024", ["2024-01-18"]),
        ("18-1-2024", ["2024-01-18"]),
        ("01/18/2024", ["2024-01-18"]),
        ("2024/1/8", ["2024-01-08"]),
        ("20240118", ["2024-01-18"]),
        ("2024-1-18", ["2024-01-18"]),
        ("02/03/2024", ["2024-03-02", "2024-02-03"]),
        ("18 January 2024", ["2024-01-18"]),
        ("18th of Jan. 2024", ["2024-01-18"]),
        ("Thursday, 18 January 2024", ["2024-01-18"]),
        ("January 18, 2024", ["2024-01-18"]),
        ("18 août 2024", ["2024-08-18"]),
        ("1er févr. 2024", ["2024-02-01"]),
        ("July 2023", ["2023-07"]),
        ("18/01/2024 18:30", ["2024-01-18T18:30Z"]),
        ("18 January 2024 at 6 pm", ["2024-01-18T18:00Z"]),
        ("18/01/2024 6h30", ["2024-01-18T06:30Z"]),
        ("2024-01-18 18:00 UTC", ["2024-01-18T18:00Z"]),
        ("29/02/2023", []),
        ("31/31/2024", []),
        ("yesterday", []),
        ("18 Smarch 2024", []),
        ("18 Jan", []),
        ("٢٠٢٤", []),
        ("", []),
    ],
)
def test_dates_that_a_text_can_mean(text: str, dates: list[str]) -> None:
    assert list(dict.fromkeys(dates_meant(text))) == dates


@pytest.mark.parametrize(
    ("fault", "text", "hint"),
    [
        ("bad-date", "18/01/2024", "write it as 2024-01-18"),
        ("bad-date", "02/03/2024", "write it as 2024-03-02 or 2024-02-03, whichever you mean"),
        ("bad-id", "Niger 2023", "write it as niger-2023"),
        ("bad-id", "Côte d’Ivoire", "write it as cote-d-ivoire"),
        ("bad-id", "用户", ""),
        ("bad-link", "www.example.org/a b", "write it as https://www.example.org/ab"),
        ("bad-link", "example.org", "write it as https://example.org"),
        ("bad-link", "see the site", ""),
        ("string_pattern_mismatch", "duty at ministry.example", "write it as duty@ministry.example"),
        ("string_pattern_mismatch", "duty [at] ministry [dot] example", "write it as duty@ministry.example"),
        ("string_pattern_mismatch", "Duty <duty@ministry.example>", "write it as duty@ministry.example"),
        ("string_pattern_mismatch", "nobody", ""),
        ("bad-citation", "port paragraph 5", "write it as port para. 5"),
        ("bad-citation", "[port, § 5]", "write it as port para. 5"),
        ("bad-citation", "port: page 12", "write it as port p. 12"),
        ("bad-citation", "the port authority", ""),
        ("bad-digest", "A" * 64, f"write it as {'a' * 64}"),
        ("bad-digest", "sha256:" + "0f" * 32, f"write it as {'0f' * 32}"),
        ("bad-digest", "abc", ""),
        ("unknown-language", "en_gb", "write it as en-GB"),
        ("unknown-language", "Français", "write it as fr"),
        ("unknown-language", "German", ""),
        ("float_parsing", "13,51", "write it as 13.51"),
        ("float_parsing", "13.51° S", "write it as -13.51"),
        ("float_parsing", "north", ""),
        ("int_parsing", "1 960", "write it as 1960"),
        ("int_parsing", "1,960", "write it as 1960"),
        ("int_parsing", "1960s", ""),
        ("bool_parsing", "oui", "write it as true"),
        ("unknown-marking", "“TLP:CLEAR”", "write it without quotation marks, or in straight ones: TLP:CLEAR"),
        ("bad-date", "«\u202f2024\u202f»", "write it without quotation marks, or in straight ones: 2024"),
        ("string_too_long", "“a long title”", ""),
        ("list_type", "x", ""),
    ],
)
def test_a_hint_has_the_authors_own_value(fault: str, text: str, hint: str) -> None:
    assert rewrite_value(fault, text) == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("18/01/2024", "write it as 2024-01-18T00:00Z, with the time of day in place of 00:00"),
        ("2024-01-18", "write it as 2024-01-18T00:00Z, with the time of day in place of 00:00"),
        ("18/01/2024 18:00", "write it as 2024-01-18T18:00Z, or with its offset from UTC in place of Z, as in +01:00"),
        ("18/01/2024 18:00 UTC", "write it as 2024-01-18T18:00Z"),
    ],
)
def test_a_moment_needs_its_time_of_day(text: str, hint: str) -> None:
    assert rewrite_value("bad-date", text, moment=True) == hint


TOP = ("id", "title", "marking", "as_of", "contact", "bottom_line", "summary", "gaps", "sources")


@pytest.mark.parametrize(
    ("written", "known", "key"),
    [
        ("headline", TOP, "title"),
        ("date", TOP, "as_of"),
        ("author", TOP, "contact"),
        ("classification", TOP, "marking"),
        ("Bottom Line", TOP, "bottom_line"),
        ("bottomLine", TOP, "bottom_line"),
        ("BLUF", TOP, "bottom_line"),
        ("as-of", TOP, "as_of"),
        ("Key points", TOP, "summary"),
        ("E-mail", ("name", "email", "phone"), "email"),
        ("Tel.", ("name", "email", "phone"), "phone"),
        ("date", ("id", "title", "published"), "published"),
        ("date", ("when", "what", "source"), "when"),
        ("date", ("body", "date"), "date"),
        ("Reférences", TOP, "sources"),
        ("sumary", TOP, "summary"),
        ("E-mail", ("name", "address", "marking"), "address"),
        ("clearance", ("name", "address", "marking"), "marking"),
    ],
)
def test_natural_names_lead_to_the_right_key(written: str, known: tuple[str, ...], key: str) -> None:
    assert suggest_key(written, known) == f"did you mean {key}?"


def test_a_name_that_stands_for_nothing_gets_no_guess() -> None:
    assert suggest_key("zzz", TOP) == ""


def test_other_names_are_of_keys_that_there_are() -> None:
    from briefing.mail.recipients import COLUMNS
    from briefing.model.briefing import Briefing

    schema = Briefing.model_json_schema()
    parts = [schema, *schema["$defs"].values()]
    keys = {key for part in parts for key in part.get("properties", {})} | set(COLUMNS)
    assert OTHER_NAMES.keys() <= keys
    assert all(name == name.casefold() and name.isalnum() for names in OTHER_NAMES.values() for name in names.split())
