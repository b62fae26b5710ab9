"""The words for numbers by language, from zero to nineteen, the tens, the hundreds that are one word, and the scales."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class NumberNames:
    """The words for numbers of one language: `values` of each, `scales` that multiply, `joiners` that may stand between."""

    values: dict[str, int]
    scales: dict[str, int]
    joiners: str


def _list(units: str, tens: str, **more: int) -> dict[str, int]:
    values = {word: n for n, words in enumerate(units.split("|")) for word in words.split()}
    return values | {word: n * 10 for n, words in enumerate(tens.split("|"), start=2) for word in words.split()} | more


_ENGLISH = _list(
    """
    zero|one a first|two second|three third|four fourth|five fifth|six sixth|seven seventh|eight eighth|nine ninth|ten tenth|
    eleven eleventh|twelve twelfth|thirteen thirteenth|fourteen fourteenth|fifteen fifteenth|sixteen sixteenth|
    seventeen seventeenth|eighteen eighteenth|nineteen nineteenth
    """,
    """
    twenty twentieth|thirty thirtieth|forty fortieth|fifty fiftieth|sixty sixtieth|seventy seventieth|eighty eightieth|
    ninety ninetieth
    """,
)
_FRENCH = _list(
    """
    zéro|un une premier première|deux deuxième|trois troisième|quatre quatrième|cinq cinquième|six sixième|sept septième|
    huit huitième|neuf neuvième|dix dixième dizaine|onze|douze douzaine|treize|quatorze|quinze quinzaine|seize|dix-sept|
    dix-huit|dix-neuf
    """,
    """
    vingt vingts vingtaine|trente trentaine|quarante quarantaine|cinquante cinquantaine|soixante soixantaine|septante||nonante
    """,
)
_SPANISH_UNITS = """
    cero|uno un una primero primera|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|
    diecisiete|dieciocho|diecinueve|veinte|veintiuno veintiún veintiuna|veintidós|veintitrés|veinticuatro|veinticinco|
    veintiséis|veintisiete|veintiocho|veintinueve
"""
_SPANISH_HUNDREDS = "doscient trescient cuatrocient quinient seiscient setecient ochocient novecient"
_SPANISH = _list(_SPANISH_UNITS, "|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa") | {
    "cien": 100, "ciento": 100,
    **{f"{stem}{end}": n * 100 for n, stem in zip(
        range(2, 10), _SPANISH_HUNDREDS.split(), strict=True
    ) for end in ("os", "as")},
}  # fmt: skip
_PORTUGUESE_HUNDREDS = "duzent trezent quatrocent quinhent seiscent setecent oitocent novecent"
_PORTUGUESE = _list(
    """
    zero|um uma primeiro primeira|dois duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|treze|catorze quatorze|quinze|
    dezasseis dezesseis|dezassete dezessete|dezoito|dezanove dezenove
    """,
    "vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa",
) | {
    "cem": 100, "cento": 100,
    **{f"{stem}{end}": n * 100 for n, stem in zip(
        range(2, 10), _PORTUGUESE_HUNDREDS.split(), strict=True
    ) for end in ("os", "as")},
}  # fmt: skip
_GERMAN_UNITS = "ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun"
_GERMAN_TENS = "zwanzig|dreißig dreissig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig"
_GERMAN = _list(
    f"""
    null|eins eine einen einem {_GERMAN_UNITS}|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn
    """,
    _GERMAN_TENS,
)
_GERMAN |= {
    f"{unit}und{tens}": n + value
    for n, unit in enumerate(_GERMAN_UNITS.split("|"), start=1)
    for tens, value in _list("", _GERMAN_TENS).items()
}
_ARABIC_UNITS = """
    صفر|واحد واحدة|اثنان اثنين اثنتان اثنتين اثنا اثني|ثلاثة ثلاث|أربعة أربع اربعة اربع|خمسة خمس|ستة ست|سبعة سبع|ثمانية ثماني
    ثمان|تسعة تسع|عشرة عشر
"""
_ARABIC_TENS = """
    عشرون عشرين|ثلاثون ثلاثين|أربعون أربعين اربعون اربعين|خمسون خمسين|ستون ستين|سبعون سبعين|ثمانون ثمانين|تسعون تسعين
"""
_ARABIC = _list(_ARABIC_UNITS, _ARABIC_TENS) | {
    "مئة": 100, "مائة": 100, "مئتان": 200, "مئتين": 200, "مائتان": 200, "مائتين": 200, "ألفان": 2000, "ألفين": 2000,
    **{f"{stem}{hundred}": n * 100 for n, stem in zip(
        range(3, 10), ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع"], strict=True
    ) for hundred in ("مئة", "مائة")},
}  # fmt: skip
_ARABIC |= {f"و{word}": value for word, value in _ARABIC.items()}

NAMES = {
    "en": NumberNames(
        _ENGLISH,
        {"hundred": 100, "hundredth": 100, "dozen": 12, "thousand": 1000, "thousandth": 1000, "million": 10**6,
         "billion": 10**9, "trillion": 10**12, "lakh": 10**5, "crore": 10**7},
        "and",

    ),
    "fr": NumberNames(
        _FRENCH,
        {"cent": 100, "cents": 100, "centaine": 100, "mille": 1000, "millier": 1000, "million": 10**6, "millions": 10**6,
         "milliard": 10**9, "milliards": 10**9},
        "et",

    ),
    "es": NumberNames(
        _SPANISH,
        {"mil": 1000, "centenar": 100, "millar": 1000, "millón": 10**6, "millones": 10**6, "billón": 10**12,
         "billones": 10**12},
        "y",

    ),
    "pt": NumberNames(
        _PORTUGUESE,
        {"mil": 1000, "milhar": 1000, "milhão": 10**6, "milhões": 10**6, "bilhão": 10**9, "bilhões": 10**9},
        "e",

    ),
    "de": NumberNames(
        _GERMAN,
        {"hundert": 100, "tausend": 1000, "million": 10**6, "millionen": 10**6, "milliarde": 10**9, "milliarden": 10**9,
         "dutzend": 12},
        "und",

    ),
    "ar": NumberNames(
        _ARABIC,
        {"ألف": 1000, "ألفا": 1000, "ألفًا": 1000, "الف": 1000, "آلاف": 1000, "مليون": 10**6, "ملايين": 10**6, "مليار": 10**9,
         "مليارات": 10**9},
        "و",
    ),
}  # fmt: skip
"""The words for numbers by language; each has small letters only."""

SCALES_AFTER_DIGITS = {
    "thousand": 3, "k": 3, "mille": 3, "mil": 3, "tausend": 3, "Tsd.": 3, "millier": 3, "milliers": 3, "ألف": 3, "آلاف": 3,
    "الف": 3, "lakh": 5, "crore": 7,
    "million": 6, "millions": 6, "m": 6, "mn": 6, "mln": 6, "Mio.": 6, "Mio": 6, "Millionen": 6, "millón": 6, "millones": 6,
    "milhão": 6, "milhões": 6, "مليون": 6, "ملايين": 6, "mil millones": 9, "mil milhões": 9, "thousand million": 9,
    "billion": 9, "billions": 9, "bn": 9, "milliard": 9, "milliards": 9, "Md": 9, "Mds": 9, "Mrd.": 9, "Mrd": 9, "Milliarde": 9,
    "Milliarden": 9, "bilhão": 9, "bilhões": 9, "مليار": 9, "مليارات": 9,
    "trillion": 12, "billones": 12, "Billionen": 12,
}  # fmt: skip
"""The power of ten of a word after a number in digits."""

_MANY = {
    1: "dozens scores tens dizaines douzaines vingtaines Dutzende Dutzenden decenas docenas dezenas dúzias عشرات العشرات",
    2: "hundreds centaines Hunderte Hunderten cientos centenares centenas مئات المئات",
    3: "thousands milliers Tausende Tausenden miles millares milhares آلاف الآلاف",
    4: "tens_of_thousands dizaines_de_milliers Zehntausende Zehntausenden decenas_de_miles dezenas_de_milhares عشرات_الآلاف",
    5: """
        hundreds_of_thousands centaines_de_milliers Hunderttausende Hunderttausenden cientos_de_miles centenas_de_milhares
        مئات_الآلاف
    """,
    6: "millions Millionen millones milhões ملايين الملايين",
    9: "billions milliards Milliarden bilhões مليارات",
}
MANY = {name.replace("_", " ").lower(): power for power, names in _MANY.items() for name in names.split()}
"""The power of ten of a word for an uncounted number, such as `hundreds`."""

_FEW_OF = {
    1: "dozen dizaines douzaines Dutzend decenas docenas dezenas",
    2: "hundred centaines hundert centenares centenas",
    3: "thousand milliers tausend miles milhares",
    6: "million millions Millionen millones milhões",
}
FEW_OF = {name.lower(): power for power, names in _FEW_OF.items() for name in names.split()}
FEW = "several|a few|some|many|plusieurs|quelques|einige|mehrere|varios|varias|algunos|algunas|vários|várias|alguns|algumas|عدة"
"""`several hundred`: the words before a scale that make an uncounted number of it, and the powers of ten of such scales."""

_PARTS = {
    "half halves moitié Hälfte mitad metade نصف": Decimal(50),
    "third thirds tiers Drittel tercio tercios terço terços ثلث ثلثي ثلثا ثلثين": Decimal(100) / 3,
    "quarter quarters quart quarts Viertel cuarto cuartos ربع أرباع": Decimal(25),
    "fifth fifths cinquième cinquièmes Fünftel quinto quintos خمس أخماس": Decimal(20),
    "tenth tenths dixième dixièmes Zehntel décimo décimos": Decimal(10),
}
PARTS = {name.lower(): share for names, share in _PARTS.items() for name in names.split()}
"""The share of a hundred that the name of a part of a whole says."""
DUAL_PARTS = frozenset({"ثلثي", "ثلثا", "ثلثين"})
"""Names of two such parts."""

HALVES_OF = {
    "half a": "hundred dozen thousand million billion",
    "un demi": "million milliard",
    "une demi": "douzaine",
    "medio": "millón millar centenar",
    "meio": "milhão milhar",
    "eine halbe": "million milliarde",
    "ein halbes": "dutzend",
    "نصف": "مليون مليار",
}
"""The words for half of a scale, before its name."""
ONE_IN = r"in|out\s+of(?:\s+every)?|sur|von|de\s+cada|em\s+cada|من\s+كل"
"""The words between the numbers of `three in four`, as a pattern."""

ROUGHLY = {
    "near": """
        about|around|some|roughly|approximately|close to|an estimated|environ|quelque|autour de|à peu près|approx.
        |circa|~
    """,
    "above": "more than|over|at least|just over|upwards of|exceeding|plus de|au moins|supérieur à|dépassé",
    "below": "nearly|almost|up to|less than|fewer than|under|just under|près de|presque|moins de|jusqu’à|jusqu'à|au plus",
}
"""The words before a number that is rounded, and on which side of the exact number it is."""
