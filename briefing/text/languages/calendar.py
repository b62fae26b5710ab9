"""The names of months and weekdays, the words that say a day from today, and the times of day, by language."""

from __future__ import annotations

_MONTHS = {
    "en": """
        January Jan|February Feb|March Mar|April Apr|May|June Jun|July Jul|August Aug|September Sept Sep|October Oct|
        November Nov|December Dec
    """,
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "de": "Januar Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember",
    "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre setiembre|octubre|noviembre|diciembre",
    "pt": "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    "ar": """
        يناير كانون_الثاني جانفي|فبراير شباط فيفري|مارس آذار|أبريل إبريل ابريل نيسان أفريل|مايو أيار ايار ماي|
        يونيو حزيران جوان|يوليو تموز جويلية|أغسطس اغسطس آب أوت|سبتمبر أيلول ايلول|أكتوبر اكتوبر تشرين_الأول|
        نوفمبر تشرين_الثاني|ديسمبر كانون_الأول
    """,
}
_WEEKDAYS = {
    "en": "Monday Mon|Tuesday Tues Tue|Wednesday Wed|Thursday Thurs Thur Thu|Friday Fri|Saturday Sat|Sunday Sun",
    "fr": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "de": "Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag Sonnabend|Sonntag",
    "es": "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    "pt": "segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|sábado|domingo",
    "ar": "الاثنين الإثنين|الثلاثاء|الأربعاء الاربعاء|الخميس|الجمعة|السبت|الأحد الاحد",
}


def _names(by_language: dict[str, str], first: int) -> dict[str, int]:
    """Return the number of each name; what is written with a small letter may also begin a sentence."""
    found: dict[str, int] = {}
    for names in by_language.values():
        for number, same in enumerate(names.split("|"), start=first):
            for name in same.replace("_", " ").split() if "_" not in same else _with_spaces(same):
                found.setdefault(name, number)
                found.setdefault(name[0].upper() + name[1:], number)
    return found


def _with_spaces(names: str) -> list[str]:
    return [name.replace("_", " ") for name in names.split()]


MONTH_OF = _names(_MONTHS, 1)
"""The number of each month by its names."""
WEEKDAY_OF = _names(_WEEKDAYS, 0)
"""The number of each weekday by its names, Monday being 0."""

FROM_PUBLISHED = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0,
    "yesterday": -1, "last night": -1, "overnight": -1, "tomorrow": 1,
    "aujourd’hui": 0, "aujourd'hui": 0, "ce matin": 0, "ce soir": 0, "cet après-midi": 0, "hier": -1, "avant-hier": -2,
    "demain": 1, "cette nuit": -1,
    "heute": 0, "gestern": -1, "vorgestern": -2,
    "hoy": 0, "ayer": -1, "anoche": -1, "anteayer": -2,
    "hoje": 0, "ontem": -1, "anteontem": -2, "amanhã": 1,
    "أمس": -1, "غدا": 1, "غدًا": 1,
}  # fmt: skip
"""How many days from the day of publication a word means."""

DAY_BEFORE = r"""
    a day earlier|(?:the )?(?:day before|previous day|day earlier)|la veille|am Vortag|tags zuvor|el día anterior|la víspera
    |no dia anterior|na véspera|اليوم السابق
"""
"""The words for the day before another, as a pattern."""
DAY_AFTER = r"""
    (?:the )?(?:next|following) day|a day later|the day after|le lendemain|am (?:nächsten|folgenden) Tag|tags darauf
    |al día siguiente|no dia seguinte|اليوم التالي
"""
"""The words for the day after another, as a pattern."""
LATER = r"""
    days? (?:later|earlier|after|before|ago)|jours? (?:plus tard|après|avant|auparavant)|Tage (?:später|zuvor|danach)
    |días (?:después|antes)|dias (?:depois|antes)
"""
"""The words after which no weekday can be told, as a pattern."""
AGO = r"(?P<n>\d{1,2}|\w+) days? ago|il y a (?P<fr>\d{1,2}|\w+) jours?"
"""The words for a number of days before today, as a pattern."""
THIS_YEAR = "this year|cette année|dieses Jahr|in diesem Jahr|este año|este ano|هذا العام"
LAST_YEAR = (
    "last year|a year ago|l[’']an dernier|l[’']année dernière|l[’']an passé|letztes Jahr|im vergangenen Jahr|el año pasado"
    "|no ano passado|العام الماضي"
)
NEXT_YEAR = "next year|l[’']an prochain|l[’']année prochaine|nächstes Jahr|el próximo año|no próximo ano|العام المقبل"
"""The words for a year from today, as patterns."""

NOON = "(?:12 )?(?:noon|midday)|midi|mediodía|meio-dia|mittags?|الظهر"
MIDNIGHT = "(?:12 )?midnight|minuit|medianoche|meia-noite|mitternacht|منتصف الليل"
"""The words for twelve o’clock, as patterns."""

LATE = (
    r"in the (?:afternoon|evening)|at night|tonight|last night|(?:this|yesterday|\w+day) (?:afternoon|evening|night)|du soir"
    r"|de l[’']après-midi|de la (?:tarde|noche)|da (?:tarde|noite)|abends|nachmittags|مساء"
)
"""The words after which `8:30` may be half past eight in the evening, as a pattern."""
