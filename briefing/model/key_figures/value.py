"""The value of a key figure, as desks write it: `38,044`, `US$ 4.2 billion`, `1,254,300–1,300,000`, `−12 %`, `≥ 90`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import digit

_SPACE = "\u00a0\u2009\u202f "
_ROUGH_WORDS = (
    "about|around|approximately|approx\\.?|roughly|nearly|almost|over|under|up to|at least|at most|more than|fewer than"
    "|less than|some|circa|ca?\\.|estimated|environ|près de|plus de|moins de|au moins|au plus|jusqu[’']à|quelque|presque"
    "|estimé(?:e?s?)|minimum|maximum"
)
_QUALIFIER = rf"[<>≤≥~≈±∼]|(?:{_ROUGH_WORDS})(?=\s)"
_SYMBOL = "$€£¥₦₹₵₽₺₪₩฿"
_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC
    CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK
    JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR
    MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
    STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XDR XOF XPF YER ZAR ZMW ZWG CFA
    FCFA
"""
"""Codes of currencies (ISO 4217), and how the franc CFA is written: other capitals are no currency (`38,044 IDPs`)."""
_CURRENCY = rf"(?-i:[A-Z]{{0,3}}[{_SYMBOL}]|(?:{'|'.join(_CODES.split())})(?![A-Za-z]))"
_NUMBER = rf"[+−-]?(?:\d{{1,3}}(?:[,.’'٬{_SPACE}]\d{{3}})+(?!\d)|\d{{1,2}}(?:,\d\d)+,\d{{3}}|\d+)(?:[.,٫]\d+)?"
_SCALES = {
    "thousand": 3, "k": 3, "mille": 3, "millier": 3, "milliers": 3, "lakh": 5,
    "million": 6, "millions": 6, "m": 6, "mn": 6, "crore": 7,
    "billion": 9, "billions": 9, "bn": 9, "milliard": 9, "milliards": 9, "trillion": 12, "trillions": 12, "tn": 12,
}  # fmt: skip
_PERCENT = ("%", "٪", "per cent", "percent", "pour cent")
_MEASURES = (
    rf"‰|°\s?[CF]?|pp\b|{_CURRENCY}|[{_SYMBOL}]"
    r"|(?:percentage points?|points? de pourcentage|km²?|m²|m³|kg|hectares?|ha|tonnes?|tons?|miles?|kilomet(?:re|er)s?"
    r"|kilomètres?|met(?:re|er)s?|mètres?|(?:US )?dollars?|euros?)(?!\w)"
)
_PERCENT_OR_MEASURE = rf"{'|'.join(_PERCENT)}|{_MEASURES}"
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_SUFFIX = rf"{'|'.join(_PERCENT)}|‰|°[CF]?|{_CURRENCY}"


def _amount(n: int) -> str:
    """Return the pattern of the first or second number of a value, with its currency before it and its scale and unit after."""
    return (
        rf"(?:(?:(?P<sign{n}>[+−-])[{_SPACE}]?)?(?P<currency{n}>{_CURRENCY})[{_SPACE}]?)?"
        rf"(?P<number{n}>{_NUMBER})"
        rf"(?:[{_SPACE}-]?(?P<scale{n}>{_SCALE})(?!\w))?(?:[{_SPACE}]?(?P<suffix{n}>{_SUFFIX}))?"
    )


_BETWEEN = rf"[{_SPACE}]?[–—-][{_SPACE}]?|[{_SPACE}](?:to|or|and|à|et|ou)[{_SPACE}]"
_OF = rf"[{_SPACE}]?[/:][{_SPACE}]?|[{_SPACE}](?:of|in|out of|sur)[{_SPACE}]"
_VALUE = rf"(?P<rough>{_QUALIFIER})?\s*{_amount(1)}(?:(?:{_BETWEEN}|(?P<of>{_OF})){_amount(2)})?(?P<more>\s?\+)?"
_LEADING = (
    rf"((?:(?:{_QUALIFIER})\s*)?(?:(?:{_CURRENCY})[{_SPACE}]?)?{_NUMBER}(?:\s?(?:{_SCALE})(?!\w))?(?:\s?%)?)\s+(\D.*)"
)
# These two are long: compiled where there is a key figure, and kept by `re`, they cost nothing where there is none.
_LAKHS = re.compile(r"\d{1,2}(?:,\d\d)+,\d{3}")
_MARKS = {"٬": ",", "٫": "."}
_ANY_NUMBER = re.compile(_NUMBER)
_ROUGHLY = re.compile(rf"(?<!\w)(?:{_ROUGH_WORDS}|[~≈±≥≤])(?!\w)", re.IGNORECASE)
_MEASURED = re.compile(rf"(?:{_PERCENT_OR_MEASURE})(?:\s|$)", re.IGNORECASE)


@dataclass(frozen=True)
class FigureValue:
    """The value of a key figure in its parts, as written.

    `numbers` are one number, or two of a range or a share (`3 of 5`); `words` are the same as a text would say each.
    `is_rough` where a word or a sign says that it is not exact. `scale` is the power of ten of its `scale_word` (`million`),
    `unit` its currency, `%` or other sign.
    """

    numbers: tuple[str, ...]
    scale: int = 0
    scale_word: str = ""
    unit: str = ""
    is_rough: bool = False
    words: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether it is one number, without a word or sign that says otherwise."""
        return len(self.numbers) == 1 and not self.is_rough


def parse_value(text: str) -> FigureValue:
    """Parse the value of a key figure. Raises ValueError where it is not a number, a range or a share of numbers."""
    match = re.fullmatch(_VALUE, " ".join(text.split(" ")).strip(), re.IGNORECASE)
    if not match:
        raise ValueError(f'"{text}" is not a number')
    part = match.groupdict()
    scale = part["scale1"] or part["scale2"] or ""
    unit = part["currency1"] or part["currency2"] or part["suffix1"] or part["suffix2"] or ""
    numbers = tuple(f"{part[f'sign{n}'] or ''}{number}" for n in (1, 2) if (number := part[f"number{n}"]))
    if any(_has_one_mark_for_two(number) or re.match("[+−-]{2}", number) for number in numbers):
        raise ValueError(f'"{text}" is not a number')
    return FigureValue(
        numbers=numbers,
        scale=_SCALES.get(scale.lower(), 0),
        scale_word=scale,
        unit="%" if unit.lower() in _PERCENT else unit.upper(),
        is_rough=bool(part["rough"] or part["more"]),
        words=tuple(_words(part, n) for n in range(1, len(numbers) + 1)),
    )


def _has_one_mark_for_two(number: str) -> bool:
    """Tell whether one mark would separate both thousands and decimals: `1,000,00`."""
    marks = re.findall("[,.]", number)
    return len(marks) > 1 and len(set(marks)) == 1 and len(number.rpartition(marks[0])[2]) != 3


def _words(part: dict[str, str | None], n: int) -> str:
    """Return one number of a value as a text would say it: with the currency, the scale and the unit of the whole."""
    other = 3 - n
    currency = part[f"currency{n}"] or part[f"currency{other}"] or ""
    scale = part[f"scale{n}"] or (part[f"scale{other}"] if not part["of"] else "") or ""
    suffix = part[f"suffix{n}"] or (part[f"suffix{other}"] if not part["of"] else "") or ""
    number = "".join(str(digit(c)) if c.isdecimal() else _MARKS.get(c, c) for c in part[f"number{n}"] or "").lstrip(
        "+−-"
    )
    if _LAKHS.fullmatch(number):
        number = number.replace(",", "")
    space = " " if currency.isalpha() else ""
    return f"{currency}{space}{number}{f' {scale}' if scale else ''}{f' {suffix}' if suffix else ''}"


def split_value(text: str) -> tuple[str, str] | None:
    """Return a number and the words after it, of a value that has both (`38,044 dead`); None where it does not."""
    match = re.fullmatch(_LEADING, text.strip(), re.DOTALL | re.IGNORECASE)
    return (match[1], match[2]) if match else None


def plain_number(text: str) -> str:
    """Return a number as people write it, of one as programs do (`1e6`, `.5`, `1_000`); empty for any other text."""
    if not re.fullmatch(r"[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?", text):
        return ""
    return f"{Decimal(text):,f}"


def has_number(text: str) -> bool:
    """Tell whether a text has a number in digits."""
    return bool(_ANY_NUMBER.search(text))


def begins_with_measure(text: str) -> bool:
    """Tell whether a unit begins with a currency, a share or a measure (`US$`, `per cent of households`, `km`)."""
    return bool(_MEASURED.match(text.strip()))


def begins_with_percent(text: str) -> bool:
    """Tell whether a unit begins with the word or sign for a share of a hundred."""
    return text.strip().lower().startswith(_PERCENT)


def says_rough(text: str) -> bool:
    """Tell whether the words beside a number say that it is not exact: `people, estimated`."""
    return bool(_ROUGHLY.search(text))


@dataclass(frozen=True)
class WrittenNumber:
    """A number with how it is written: how many decimals it has, and the marks between thousands and before decimals."""

    value: Decimal
    decimals: int
    thousands: str
    point: str


def read_number(written: str, language: str) -> WrittenNumber:
    """Return a number of a value as it is written.

    Where one mark could be either (`1.254`), it is the mark for decimals of the language; the difference of two numbers that
    are written alike is right in both readings.
    """
    sign = -1 if written[0] in "−-" else 1
    bare = "".join(str(digit(c)) if c.isdecimal() else _MARKS.get(c, c) for c in written.lstrip("+−-"))
    marks = re.findall(rf"[,.’'{_SPACE}]", bare)
    point = "," if language.startswith("fr") else "."
    last = marks[-1] if marks else ""
    has_decimals = last in (",", ".") and marks.count(last) == 1
    has_decimals = has_decimals and (len(set(marks)) > 1 or len(bare.rpartition(last)[2]) != 3 or last == point)
    whole, fraction = bare.rsplit(last, 1) if has_decimals else (bare, "")
    thousands = next((mark for mark in marks if not has_decimals or mark != last), "")
    value = Decimal(f"{re.sub('[^0-9]', '', whole) or 0}.{fraction or 0}")
    return WrittenNumber(sign * value, len(fraction), thousands, last if has_decimals else point)
