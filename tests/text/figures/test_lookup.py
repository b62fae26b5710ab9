"""Right figures are found in sources of six languages, in other units and rounded; wrong ones are named."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.text.figures.lookup import missing_figures, other_figure
from briefing.text.figures.numbers import read_figures

PUBLISHED = date(2023, 7, 27)  # a Thursday


def missing(wanted: str, paragraph: str) -> list[str]:
    return missing_figures(read_figures(wanted), [(paragraph, "")], PUBLISHED)


RIGHT = [
    # in the words of other languages
    ("26 July", "El puerto cerró el 26 de julio, según el gobierno."),
    ("26 and 27 July", "O porto ficou fechado a 26 e 27 de julho."),
    ("26 July 2023", "Der Hafen wurde am 26. Juli 2023 geschlossen."),
    ("1 March", "Le port est fermé depuis le 1er mars."),
    ("26 July", "أغلق الميناء في ٢٦ يوليو"),
    ("26 July", "أغلق الميناء في 26 تموز"),
    ("1,500 people", "قتل ١٬٥٠٠ شخص"),
    ("40%", "٤٠٪ من السكان"),
    ("25,000 people", "خمسة وعشرون ألف شخص"),
    ("35,200", "treinta y cinco mil doscientos desplazados"),
    ("2 billion", "dos mil millones de pesos"),
    ("25,500", "vinte e cinco mil e quinhentos deslocados"),
    ("250", "zweihundertfünfzig Menschen wurden in dem Lager gezählt"),
    ("1.5 million euros", "Der Schaden beträgt 1,5 Mio. Euro."),
    ("1.5 million euros", "um prejuízo de 1,5 milhões de euros"),
    ("40 per cent", "el 40 por ciento de las mujeres"),
    ("on Tuesday", "El puerto cerró el martes."),
    ("two thirds of the town", "dos tercios de la ciudad"),
    ("hundreds of people", "centenas de pessoas fugiram"),
    # shares and uncounted numbers
    ("two thirds of the town", "67% of the town"),
    ("67% of the town", "two-thirds of the town"),
    ("three quarters of the crop", "75 per cent of the crop"),
    ("75% of the crop", "les trois quarts de la récolte"),
    ("half a million people", "500,000 people"),
    ("a third of the fleet", "one in three ships of the fleet"),
    ("hundreds of people", "some 340 people"),
    ("tens of thousands of people", "38,044 people"),
    ("dozens of ships", "several dozen ships"),
    # in other units
    ("480 km", "300 miles away"),
    ("300 miles", "480 kilometres away"),
    ("a gap of 40 °C", "a gap of 104 °F"),
    ("100 hectares", "247 acres of maize"),
    ("two weeks of rain", "14 days of rain"),
    ("48 hours", "two days"),
    ("2,000 kg", "two tonnes of rice"),
    ("159 litres", "one barrel of oil"),
    # rounded where the text says so
    ("nearly 40,000 people", "38,044 people"),
    ("more than 1,000 people", "1,012 people"),
    ("about 1,500", "1,487 people"),
    ("1.5 million people", "1,487,322 people"),
    # ages and times
    ("Ana Avelar, a 61-year-old nurse", "Avelar, 61, said"),
    ("Avelar, 61", "the 61-year-old"),
    ("Avelar, 61", "Avelar, âgée de 61 ans"),
    ("at 12 noon", "at noon"),
    ("at noon", "à midi"),
    ("at 12:00", "at midday"),
    ("at midnight", "a medianoche"),
    ("20:00", "à 20 heures"),
    ("20:30", "at 8:30 in the evening"),
    # ranges
    ("10 km", "10 to 15 km"),
    ("2 million people", "between 2 and 3 million people"),
    ("10–15 people", "entre 10 et 15 personnes"),
    # small counts
    ("four days", "four days of talks"),
    ("nine months", "nine months and nine years"),
    ("three days", "three ministers met for hours"),
    ("four ministers resigned", "4 ministers resigned"),
    ("five people died", "Three people died in Azur, and two people died in Belmar."),
    ("three countries protested", "The bloc protested."),
    ("two days after the talks", "three days of mourning"),
    ("last week’s two meetings", "A meeting was held."),
    # days
    ("on Wednesday", "on 26 July"),
    ("26 July", "two days ago it rained, and yesterday it stopped"),
    ("25 July", "the talks broke up two days ago"),
    ("in 2022", "the price doubled last year"),
    ("on Good Friday", "on Monday"),
    ("the Sunday Herald", "on Monday"),
    ("Half an hour later", "nothing"),
    ("the second half of the year", "nothing"),
    ("the third of them", "nothing"),
]


@pytest.mark.parametrize(("wanted", "paragraph"), RIGHT)
def test_right_figures_are_not_questioned(wanted: str, paragraph: str) -> None:
    assert missing(wanted, paragraph) == []


WRONG = [
    ("27 July 2023", "El puerto cerró el 26 de julio de 2023.", ["27 July 2023"]),
    ("1,600 people", "قتل ١٬٥٠٠ شخص", ["1,600"]),
    ("40,000", "treinta y cinco mil doscientos desplazados", ["40,000"]),
    ("three quarters of the town", "two thirds of the town", ["three quarters"]),
    ("a quarter of the crop", "a third of the crop", ["quarter"]),
    ("half of the town", "a third of the town", ["half"]),
    ("half a million people", "a quarter of the people, 300,000", ["half a million"]),
    ("thousands of people", "hundreds of people", ["thousands"]),
    ("dozens of people", "hundreds of people", ["dozens"]),
    ("hundreds of people", "38 people", ["hundreds"]),
    ("400 litres of fuel", "400 tonnes of fuel", ["400 litres"]),
    ("40 °F", "40 °C", ["40 °F"]),
    ("300 km away", "300 miles away", ["300 km"]),
    ("400 km away", "300 miles away", ["400 km"]),
    ("€48 million", "$48 million", ["€48 million"]),
    ("48 million pesos", "48 million dollars", ["48 million pesos"]),
    ("40 women", "40% of the women", ["40"]),
    ("four days of talks", "five days of talks", ["four days"]),
    ("four days of talks", "talks went on for over five days", ["four days"]),
    ("guarded for nine months", "guarded for nine years", ["nine months"]),
    ("a duré dix-sept semaines", "après dix-sept jours de grève", ["dix-sept semaines"]),
    ("moved by eleven metres", "moved by eleven centimetres", ["eleven metres"]),
    ("Four ministers resigned", "Five ministers resigned", ["Four"]),
    ("quatre ministres ont démissionné", "cinq ministres ont démissionné", ["quatre"]),
    ("the 62-year-old nurse", "Avelar, 61, said", ["62-year-old"]),
    ("Avelar, 62", "the 61-year-old", ["62"]),
    ("at noon", "at midnight", ["noon"]),
    ("at 8 p.m.", "at 8 a.m.", ["8 p.m."]),
    ("on Tuesday", "on Monday, the port was shut", ["Tuesday"]),
    ("mardi", "Le port a fermé lundi.", ["mardi"]),
    ("10–20 people", "10–15 people", ["20"]),
    ("nearly 40,000 people", "36,044 people or 41,000", ["40,000"]),
    ("about 1,500", "1,187 people", ["1,500"]),
    ("1.6 million people", "1,487,322 people", ["1.6 million"]),
    ("36 soldiers were killed", "12 soldiers were killed and 36 civilians hurt", ["36"]),
    ("1er mars", "Le port est fermé depuis le 2 mars.", ["1er mars"]),
]


@pytest.mark.parametrize(("wanted", "paragraph", "named"), WRONG)
def test_wrong_figures_are_named(wanted: str, paragraph: str, named: list[str]) -> None:
    assert missing(wanted, paragraph) == named


@pytest.mark.parametrize(
    ("wanted", "paragraph", "other"),
    [
        ("four days of talks", "five days of talks", "five days"),
        ("1,100 troops", "1,000 troops", "1,000"),
        ("1,100 troops", "1,000 troops and 500 troops", ""),
        ("40% of them", "30% of them", ""),
    ],
)
def test_the_figure_in_its_place_is_named_where_there_is_one(wanted: str, paragraph: str, other: str) -> None:
    read = read_figures(wanted)
    (first,) = missing(wanted, paragraph)
    assert other_figure(first, read, [(paragraph, "")]) == other
