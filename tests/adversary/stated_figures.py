"""Statements with figures from the articles."""

from __future__ import annotations

from dataclasses import dataclass

from tests.adversary.articles import TUNING
from tests.adversary.report_articles import REPORTED


@dataclass(frozen=True)
class Figure:
    """A figure that an article states: the statement of a briefing with `{}` for it, its paragraph, and its unit if it has one.

    `value` is the number, `words` is how the article has it; `spelled` is the number in words; `other_unit` would be wrong.
    `weekday` is that of the article, `title` is one it gives to somebody, each with the statement that has it.
    """

    article: str
    paragraph: int
    statement: str
    value: float
    words: str
    spelled: str = ""
    unit: str = ""
    other_unit: str = ""
    weekday: tuple[str, str] = ("", "")
    title: tuple[str, str] = ("", "")


FIGURES = (
    Figure("en-bridge", 1, "A pier moved by {}.", 11, "eleven", "eleven", "centimetres", "metres"),
    Figure("en-bridge", 3, "Soldiers have guarded the crossing for {}.", 9, "nine", "nine", "years", "months"),
    Figure("en-bridge", 5, "The union speaks for {}.", 4300, "4,300", "", "drivers", ""),
    Figure("en-bridge", 6, "The engineer asked for {} of steel.", 60, "60", "sixty", "tonnes", "kilograms"),
    Figure("en-bridge", 7, "The closure would cost {} of growth.", 0.4, "0.4", "", "per cent", ""),
    Figure("en-fever", 1, "There were {}.", 38, "38", "thirty-eight", "new cases", ""),
    Figure("en-fever", 6, "Open Hands has sent {} of salts.", 12000, "12,000", "twelve thousand", "sachets", ""),
    Figure("fr-mine", 1, "La grève a duré {}.", 17, "dix-sept", "dix-sept", "jours", "semaines"),
    Figure("fr-mine", 3, "Les pompes auront tourné {}.", 3, "trois", "trois", "jours", "heures"),
    Figure("fr-mine", 4, "L’accord concerne {}.", 200, "deux cents", "deux cents", "familles", ""),
    Figure(
        "en-court",
        3,
        "The builder was paid {}.",
        7.2e6,
        "7.2 million",
        "",
        "crowns",
        "pounds",
        title=("The builder Lorne Mackeson is on trial.", "builder"),
    ),
    Figure(
        "en-court",
        4,
        "The builder warned the council {}.",
        14,
        "14",
        "fourteen",
        "times",
        "",
    ),
    Figure("en-court", 4, "The wall stood {}.", 31, "31", "thirty-one", "years", "months"),
    Figure(
        "en-court",
        1,
        "",
        0,
        "",
        weekday=("The court sat on {}.", "Monday"),
    ),
    Figure(
        "en-court",
        7,
        "",
        0,
        "",
        weekday=("The court visits the wall on {}.", "Friday"),
    ),
    Figure(
        "en-court",
        2,
        "",
        0,
        "",
        title=("Judge Philippa Orme spoke to counsel.", "Judge"),
    ),
    Figure("en-agency", 1, "The agency confirmed {} of ague.", 112, "112", "one hundred and twelve", "cases", "deaths"),
    Figure("en-agency", 3, "It delivered {} of vaccine.", 24500, "24,500", "", "doses", "litres"),
    Figure(
        "en-agency",
        3,
        "Vaccine went to {}.",
        63,
        "63",
        "sixty-three",
        "clinics",
        "",
        title=("The Chief Epidemiologist, Professor Anselm Quaye, was heard.", "Chief Epidemiologist"),
    ),
    Figure("en-agency", 5, "It has spent {}.", 1.8e6, "1.8 million", "", "dollars", "euros"),
    Figure(
        "en-agency",
        5,
        "",
        0,
        "",
        title=("The Provincial Health Officer, Dagny Rourke, was heard.", "Provincial Health Officer"),
    ),
    Figure("en-agency", 7, "It employs {}.", 2300, "2,300", "", "people", ""),
    Figure("en-agency", 7, "It works in {}.", 41, "41", "forty-one", "districts", ""),
    Figure(
        "fr-bac",
        4,
        "Le salaire manque à {}.",
        340,
        "340",
        "trois cent quarante",
        "marins",
        "",
    ),
    Figure("fr-bac", 4, "Ils attendent depuis {}.", 11, "onze", "onze", "semaines", "mois"),
    Figure("fr-bac", 2, "L’île attend {} promis.", 4e6, "quatre millions", "quatre millions", "", ""),
    Figure(
        "fr-bac",
        1,
        "",
        0,
        "",
        weekday=("Le bac s’est arrêté {}.", "mercredi"),
    ),
    Figure(
        "fr-bac",
        3,
        "",
        0,
        "",
        title=("Le ministre des Transports, Hubert Vauquelin, a répondu.", "ministre des Transports"),
    ),
    Figure("en-post", 1, "The bill is {}.", 86e6, "86 million", "", "florins", "crowns"),
    Figure(
        "en-post",
        1,
        "",
        0,
        "",
        weekday=("Delegates argued until {} morning.", "Saturday"),
    ),
    Figure(
        "en-post",
        3,
        "",
        0,
        "",
        title=("Postmaster Inês Vilarinho spoke for Lusenia.", "Postmaster"),
    ),
)

assert {figure.article for figure in FIGURES} <= {article.name for article in (*TUNING, *REPORTED)}
