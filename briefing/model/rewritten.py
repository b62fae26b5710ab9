"""Values as their authors wrote them, rewritten as a briefing has them: what a hint tells instead of an example."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date

from briefing.text.citations import SOURCE_ID, parse_citations
from briefing.text.lookalikes import look_alike

CURLY = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019\u201a\u2039\u203a"
"""Quotation marks that are not straight."""

_MONTHS = (
    ("jan",),
    ("feb", "fev"),
    ("mar",),
    ("apr", "avr"),
    ("may", "mai"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "aou"),
    ("sep",),
    ("oct",),
    ("nov",),
    ("dec",),
)
"""How the names of the months begin, in English and French, without accents."""
_TIME = re.compile(r"[\s,T]+(?:at |a )?(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*(am|pm)?\s*(z|utc|gmt)?$", re.IGNORECASE)


def rewrite_value(fault: str, text: str, *, moment: bool = False) -> str:
    """Return the hint that has an author's own value in the right form; empty where it is not clear what that is.

    `fault` is the code of the fault or the name that pydantic gives it; with `moment` a date needs its time of day.
    """
    if text[:1] in CURLY and text[-1:] in CURLY and len(text) > 2 and fault.startswith(("bad-", "unknown-", "literal")):
        return f"write it without quotation marks, or in straight ones: {text[1:-1].strip()}"
    forms = list(dict.fromkeys(_REWRITES[fault](text))) if fault in _REWRITES else []
    if not forms:
        return ""
    hint = " or ".join(forms)
    if moment and "T" not in forms[0]:
        hint = f"{' or '.join(f'{form}T00:00Z' for form in forms)}, with the time of day in place of 00:00"
    elif fault == "bad-date" and "T" in forms[0] and not re.search(r"(?:z|utc|gmt)$", text, re.IGNORECASE):
        hint += ", or with its offset from UTC in place of Z, as in +01:00"
    return f"write it as {hint}{', whichever you mean' if len(forms) > 1 else ''}"


def dates_meant(text: str) -> Iterator[str]:
    """Yield the dates that a text can mean: `2024-01-18`, or with its time of day, `2024-01-18T18:00Z`."""
    plain = " ".join(look_alike(text).split())
    time = _TIME.search(plain)
    clock = _clock(time) if time else ""
    for day in _days(plain[: time.start()] if time and clock else plain):
        yield f"{day}{clock}"


def _clock(match: re.Match[str]) -> str:
    """Return a time of day; empty where a bare number is rather a year."""
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if match[2] is None and not half:
        return ""
    hour = hour % 12 + 12 * (half.casefold() == "pm") if half else hour
    return f"T{hour:02}:{minute:02}Z" if hour < 24 and minute < 60 else ""


def _days(text: str) -> Iterator[str]:
    if match := re.fullmatch(r"(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})", text):
        yield from _valid(int(match[1]), int(match[2]), int(match[3]))
    elif match := re.fullmatch(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})", text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        yield from _valid(year, second, first)
        yield from _valid(year, first, second)
    elif match := re.fullmatch(r"(?:\w+,? )?(\d{1,2})(?:st|nd|rd|th|er|\.)?[ -](?:of )?([a-z]+)\.?,?[ -](\d{4})", text):
        yield from _valid(int(match[3]), _month(match[2]), int(match[1]))
    elif match := re.fullmatch(r"(?:\w+,? )?([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", text):
        yield from _valid(int(match[3]), _month(match[1]), int(match[2]))
    elif (match := re.fullmatch(r"([a-z]+)\.? (\d{4})", text)) and (month := _month(match[1])):
        yield f"{match[2]}-{month:02}"


def _month(name: str) -> int:
    return next((number for number, starts in enumerate(_MONTHS, 1) if name.startswith(starts)), 0)


def _valid(year: int, month: int, day: int) -> Iterator[str]:
    try:
        yield date(year, month, day).isoformat()
    except ValueError:
        return


def _ids(text: str) -> Iterator[str]:
    found = re.sub(r"[^a-z0-9]+", "-", look_alike(text)).strip("-")[:64].rstrip("-")
    if re.fullmatch(SOURCE_ID, found):
        yield found


def _links(text: str) -> Iterator[str]:
    plain = re.sub(r"\s+", "", text)
    if re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", plain) and plain.isascii():
        yield f"https://{plain}"


def _languages(text: str) -> Iterator[str]:
    names = {"english": "en", "anglais": "en", "french": "fr", "francais": "fr"}
    language, _, region = look_alike(text).replace("_", "-").partition("-")
    if (code := names.get(language, language)) in ("en", "fr") and re.fullmatch("|[a-z]{2}", region):
        yield f"{code}-{region.upper()}" if region else code


def _digests(text: str) -> Iterator[str]:
    digest = re.sub(r"^sha-?256[:=]|[\s:]", "", text.casefold())
    if re.fullmatch("[0-9a-f]{64}", digest):
        yield digest


def _citations(text: str) -> Iterator[str]:
    plain = re.sub(
        r"(?:§+|¶+|\b(?:paragraph(?:e|s|es)?|par|abs)\b\.?)\s*", "para. ", text.strip("[]() "), flags=re.IGNORECASE
    )
    plain = re.sub(r"\b(?:pages?|pg|seite)\b\.?\s*", "p. ", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\s*[,:]?\s+(?=para\.|p\.)", " ", plain.replace("|", ";"))
    with suppress(ValueError):
        parse_citations(plain)
        if plain != text:
            yield plain


def _mail_addresses(text: str) -> Iterator[str]:
    named = re.search(r"<([^<>]*)>", text)
    plain = re.sub(
        r"\s*[\[(]?\s*\bat\b\s*[\])]?\s*", "@", (named[1] if named else text).removeprefix("mailto:").strip()
    )
    plain = re.sub(r"\s*[\[(]\s*dot\s*[\])]\s*| dot ", ".", plain)
    if plain != text and re.fullmatch(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+", plain):
        yield plain


def _switches(text: str) -> Iterator[str]:
    words = {
        **dict.fromkeys(("ja", "oui", "vrai", "x", "✓"), "true"),
        **dict.fromkeys(("nein", "non", "faux", "-"), "false"),
    }
    if word := words.get(text.casefold()):
        yield word


def _whole_numbers(text: str) -> Iterator[str]:
    number = re.sub(r"[\s'\u2019_.,](?=\d{3}\b)", "", text)
    if number != text and re.fullmatch(r"\d+", number):
        yield number


def _decimals(text: str) -> Iterator[str]:
    number = re.sub(r"\s", "", text).replace(",", ".").replace("\u2212", "-")
    degrees = re.fullmatch(r"(\d+(?:\.\d+)?)°?([nsew])", number.casefold())
    if degrees:
        yield f"{'-' if degrees[2] in 'sw' else ''}{degrees[1]}"
    elif re.fullmatch(r"[+-]?\d+(?:\.\d+)?°?", number):
        yield number.rstrip("°")


_REWRITES: Mapping[str, Callable[[str], Iterator[str]]] = {
    "bad-date": dates_meant,
    "bad-id": _ids,
    "bad-link": _links,
    "bad-citation": _citations,
    "bad-digest": _digests,
    "unknown-language": _languages,
    "string_pattern_mismatch": _mail_addresses,
    "bool_parsing": _switches,
    "int_parsing": _whole_numbers,
    "float_parsing": _decimals,
}
"""What rewrites a value, by its fault."""
