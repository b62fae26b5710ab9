"""Numbers, dates, shares and amounts are found whole, in any script, and addresses are left alone."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.text.unbroken import LONGEST, LONGEST_SPACED, find_unbroken, joined_amounts_html, unbroken_html


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in find_unbroken(text)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("some 1,254,300 people", ["1,254,300"]),
        ("1 254 300 habitants, 1\u202f254\u202f300 ou 1\u00a0254", ["1 254 300", "1\u202f254\u202f300", "1\u00a0254"]),
        ("1.254.300,50 and 1’254’300 and 12,34,567", ["1.254.300,50", "1’254’300", "12,34,567"]),
        ("45.5 % or 7% or 3 ‰", ["45.5 %", "7%", "3 ‰"]),
        ("USD 1,254.50, € 5, 1 200 €, US$3, XOF 500 000, 20 EUR", None),
        ("on 26 July 2023 or July 26, 2023 or 1er août 2023", ["26 July 2023", "July 26, 2023", "1er août 2023"]),
        ("28 Apr 2024, 23:30 UTC−05:00", ["28 Apr 2024,", "23:30 UTC−05:00"]),
        ("2023-07-26T03:00Z", ["2023-07-26T03:00Z"]),
        ("(1,254,300), ±0.5; −12.5°", ["(1,254,300),", "±0.5;", "−12.5°"]),
        ("call +227 20 72 23 61", ["+227 20 72 23 61"]),
        ("resolution S/2024/17 of A-320s", ["S/2024/17", "A-320s"]),
        ("عدد ١٬٢٥٤٬٣٠٠ في ٢٦ يوليو ٢٠٢٣", ["١٬٢٥٤٬٣٠٠", "٢٦ يوليو ٢٠٢٣"]),
        ("१२,५४,३०० लोग", ["१२,५४,३००"]),
        ("in 2023 100 people", ["2023", "100"]),
        ("https://example.org/2024/07/26 www.e.example/1 a1@b2.example", []),
        ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", []),
        ("no figures here", []),
        ("pay to GB29 NWBK 6016 1331 9268 19 now", ["GB29 NWBK 6016 1331 9268 19"]),
        ("MT84 MALT 0110 0001 2345 MTLC AST0 01S, NO93 8601 1117 947", None),
        ("FR14\u00a02004\u00a01010\u00a00505\u00a00001\u00a03M02\u00a0606", None),
        ("card 1234 5678 9012 3456 or 2019 2020 2021", ["1234 5678 9012 3456", "2019", "2020", "2021"]),
        ("at 14h30 CET, 14 h 30, 9 h or 11.00 Uhr", ["14h30 CET,", "14 h 30,", "9 h", "11.00 Uhr"]),
        ("2.30 p.m. or 9 a.m. EST or 9 am", ["2.30 p.m.", "9 a.m. EST", "9 am"]),
        ("14:30 UTC+2, 14:30:05 MSK, 7:05 +05:45", ["14:30 UTC+2,", "14:30:05 MSK,", "7:05 +05:45"]),
        (
            "+1 (202) 555-0143; (202) 555-0143; 020 7946 0018",
            ["+1 (202) 555-0143;", "(202) 555-0143;", "020 7946 0018"],
        ),
        ("+41 (0)22 917 12 34 or 0049 30 123456", ["+41 (0)22 917 12 34", "0049 30 123456"]),
        ("+33 (0)1 42 76 40 40 ou +33 1 42 76 40 40", ["+33 (0)1 42 76 40 40", "+33 1 42 76 40 40"]),
        ("13° 30′ 42″ N, 2° 7′ 31″ E or 13.5116° N", ["13° 30′ 42″ N,", "2° 7′ 31″ E", "13.5116° N"]),
        ("13°30'42\" S, N 13° 30.7′ and 12 °C", ["13°30'42\" S,", "N 13° 30.7′", "12 °C"]),
        ("S/RES/2719 (2023), A/78/L.52/Rev.1", ["S/RES/2719 (2023),", "A/78/L.52/Rev.1"]),
        ("resolution 2719 (2023) and COM(2023) 123", ["2719 (2023)", "COM(2023) 123"]),
        ("S/2023/1 (12 May 2023)", ["S/2023/1", "(12 May 2023)"]),
    ],
)
def test_what_is_not_to_be_broken(text: str, whole: list[str] | None) -> None:
    # Without a list, each of those with commas between them.
    assert pieces(text) == (text.replace(", ", ",, ").split(", ") if whole is None else whole)


def test_html_is_escaped_and_addresses_are_marked() -> None:
    assert unbroken_html("<b>5</b> & https://e.example/?a=1&b=2") == (
        '<span class="number">&lt;b&gt;5&lt;/b&gt;</span> &amp; <span class="address">https://e.example/?a=1&amp;b=2</span>'
    )
    assert (
        joined_amounts_html("<1 000> & 5 %")
        == '&lt;<span class="number">1 000</span>&gt; &amp; <span class="number">5 %</span>'
    )


@pytest.mark.parametrize(
    "whole", ["14 h 30", "14h30 CET", "+1 (202) 555-0143", "13° 30′ N", "S/RES/2719 (2023)", "9 a.m."]
)
def test_the_spaces_inside_times_and_the_like_end_no_line_of_prose(whole: str) -> None:
    html = f'It was <span class="number">{whole}</span> then.'
    assert joined_amounts_html(f"It was {whole} then.") == html


def test_what_is_longer_than_a_narrow_column_may_be_broken_in_prose() -> None:
    text = f"A/{'/'.join(['SUBCOMMITTEE'] * 4)} (2023)"
    assert joined_amounts_html(text) == text


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("0123456789٣५ ,.:%€-/@wé\u00a0'<&"), max_size=60))
def test_no_text_is_lost_and_no_digits_are_parted(text: str) -> None:
    for html in (unbroken_html(text), joined_amounts_html(text)):
        assert unescape(re.sub("</?span[^>]*>", "", html)) == text
    for start, end in find_unbroken(text):
        assert start < end
        assert end - start <= LONGEST_SPACED
        assert max(map(len, re.split("[ \u00a0]", text[start:end]))) <= LONGEST
        assert not text[:start][-1:].isdecimal()
        assert not text[end:][:1].isdecimal()


@pytest.mark.parametrize(
    "text",
    [
        *("1", "1,", "12 ", "1 234 ", "A ", "ab", "July ", "26 July ", "USD ", "www.", "@", "9,9 %"),
        *(
            "GB29 ",
            "NWBK ",
            "1234 ",
            "+1 ",
            "(202) ",
            "020 ",
            "13° ",
            "13°1′",
            "S/",
            "A/1 (",
            "14h",
            "9 a.",
            "1:11 ",
            "UTC",
        ),
    ],
)
def test_long_texts_are_read_in_little_time(text: str) -> None:
    started = time.process_time()
    unbroken_html(text * 20_000)
    joined_amounts_html(text * 20_000)
    assert time.process_time() - started < 5
