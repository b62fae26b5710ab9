"""Sixteen charts of a desk's own numbers at the extremes, each drawn by one call. All numbers and most names are made up."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from briefing.figures.figure import Figure
from briefing.figures.style import HOUSE, Style
from briefing.model.charts.chart import ChartForm
from briefing.model.charts.data import ChartData
from tests.figures.charts.samples import Number, numbers, request
from tests.gallery.cases import GREEN_BLIND, GREY, RED_BLIND, Case, seen

LONG = (
    "Internally displaced persons in camps of the northern plateau",
    "Households that have returned to damaged homes without support",
    "ПострадавшиеВнутриСтраныПеремещённыеЛицаБезКроваИПищиИВоды",
    "النازحون داخليا في المخيمات الواقعة في الهضبة الشمالية للبلاد",
    "Health workers reached by the emergency training programme 2023",
    "Cross-border movements recorded at the eastern river crossing",
)
"""Labels of about sixty characters: with spaces, without, in Cyrillic and in Arabic."""

TOWNS = ("Hatay", "Kahramanmaraş", "Adıyaman", "Malatya", "Gaziantep", "Şanlıurfa", "Osmaniye", "Kilis", "Elazığ")
TOLL = (21910, 12622, 8387, 1393, 3898, 340, 1010, 74, None)


def days(count: int, first: date = date(2023, 2, 6)) -> list[str]:
    """Return so many days one after the other."""
    return [str(first + timedelta(days=number)) for number in range(count)]


def wave(count: int, phase: float = 0.0, size: float = 100.0) -> list[Number]:
    """Return a made-up series that rises and falls."""
    return [round(size * (1.2 + math.sin(n / 17 + phase) + 0.2 * math.sin(n * 1.7 + phase)), 1) for n in range(count)]


def many(count: int, points: int) -> ChartData:
    """Return many made-up series over days."""
    names = [f"District {chr(65 + n % 26)}{n // 26 + 1}" for n in range(count)]
    return numbers(days(points), {name: wave(points, n / 3, 40 + 11 * n) for n, name in enumerate(names)}, unit="cases")


def gaps(values: list[Number], *spans: tuple[int, int]) -> list[Number]:
    """Return a series with gaps from one row to another."""
    return [None if any(a <= n < b for a, b in spans) else value for n, value in enumerate(values)]


def drawn(
    data: ChartData, form: ChartForm, *, highlight: str = "", language: str = "en-GB", style: Style = HOUSE
) -> Callable[[], Figure]:
    """Return the function that draws a chart."""
    return replace(request(data, form, highlight=highlight, language=language), style=style).draw


def names(series: dict[str, list[Number]], x: tuple[str, ...] = TOWNS, unit: str = "") -> ChartData:
    """Return numbers by name."""
    return numbers(x, series, kind="name", unit=unit)


THREE_DAYS = numbers(days(3, date(2023, 2, 12)), {"Deaths": [36187, None, 38044]})
ONE_POINT = numbers(["2023-02-12"], {"Deaths": [36187]})
TWO_THOUSAND = numbers(
    days(2000, date(2018, 1, 1)), {"River level": gaps(wave(2000), (400, 520), (1500, 1510))}, unit="cm"
)
BELOW_ZERO = numbers(
    [str(year) for year in range(1995, 2024)],
    {"Balance": [round(40 * math.sin(n / 4) - 5, 1) for n in range(29)]},
    unit="%",
)
LONG_LINES = numbers(days(30), {name: wave(30, n * 1.1) for n, name in enumerate(LONG)})
QUARTERS = numbers(
    [f"{2019 + n // 12}-{n % 12 + 1:02}" for n in range(48)],
    {
        name: [round(20 + 9 * math.sin(n / 5 + k) + 3 * k, 1) for n in range(48)]
        for k, name in enumerate(("Grain", "Oil", "Sugar", "Salt"))
    },
    unit="€",
)
PARTS = names(
    {
        name: [(7 * k + 3 * t) % 23 + 1 for t in range(9)]
        for k, name in enumerate(("Tents", "Food", "Water", "Health", "Cash"))
    }
)
MANY_PARTS = numbers(
    days(24), {f"Crossing {n + 1}": [(n * 5 + d * 3) % 17 for d in range(24)] for n in range(30)}, unit="people"
)
SCATTER = numbers(
    sorted((str(round(4 + 3 * math.sin(n) ** 3 + n / 400, 2)) for n in range(2000)), key=float),
    {"Magnitude": [round(3 + 2.2 * math.sin(n) ** 2 + (n % 7) / 10, 1) for n in range(2000)]},
    kind="number",
)
DOTS = names(
    {
        "2019": [31, 42, 28, 36, 50, 22, 33, 41, 30],
        "2021": [34, 40, 30, 36, 47, 30, 39, 41, None],
        "2023": [44, 39, 33, 47, 55, 31, 40, 52, 35],
    },
    unit="%",
)
RANGES = names(
    {
        "Lowest": [120, 80, 45, -20, 60, 10, 33, 5, None],
        "Estimate": [150, 95, 60, 0, 75, 30, 34, 9, None],
        "Highest": [210, 130, 80, 25, 90, 66, 35, 20, None],
    }
)
BANDS = numbers(days(60), {"Low": [v - 20 for v in wave(60) if isinstance(v, float)], "High": wave(60)}, unit="mm")
LONG_BARS = names({"Reached": [44210, 31870, -5200, 18033, None, 702]}, LONG)


STEPS = names({"Arrivals": [12], "Departures": [-7]}, ("Port",), unit="ships")
ELEVEN = numbers([str(n) for n in range(0, 101, 10)], {"Share": [n * n for n in range(11)]}, kind="number", unit="%")

CHART_CASES = (
    Case("own-three-days", "Three days with a gap", drawn(THREE_DAYS, "line")),
    Case("own-one-point", "A single point", drawn(ONE_POINT, "line")),
    Case("own-two-thousand", "2,000 points with two gaps", drawn(TWO_THOUSAND, "line")),
    Case("own-thirty", "Thirty lines, one highlighted", drawn(many(30, 60), "line", highlight="District H1")),
    Case("own-long-lines", "Six labels of sixty characters, Cyrillic and Arabic", drawn(LONG_LINES, "line")),
    Case("own-french-grey", "Four lines in French, as a grey printer leaves them", drawn(
        QUARTERS, "line", language="fr", style=seen(GREY))),
    Case("own-towns-green-blind", "Bars, to a reader with no green cones", drawn(
        names({"Deaths": list(TOLL)}), "bar", highlight="Adıyaman", style=seen(GREEN_BLIND))),
    Case("own-long-bars", "Bars of six long names, one below zero and one missing", drawn(LONG_BARS, "bar")),
    Case("own-one-name", "One name with two series, one below zero", drawn(STEPS, "bar")),
    Case("own-columns", "Standing bars below zero", drawn(BELOW_ZERO, "bar")),
    Case("own-parts-red-blind", "Stacked parts, to a reader with no red cones", drawn(
        PARTS, "stacked", highlight="Water", style=seen(RED_BLIND))),
    Case("own-many-parts", "Thirty parts of which the smallest are added up", drawn(MANY_PARTS, "stacked")),
    Case("own-scatter", "A scatter of 2,000 dots", drawn(SCATTER, "dot")),
    Case("own-dots-grey", "Dots of three years, as a grey printer leaves them", drawn(
        DOTS, "dot", highlight="2023", style=seen(GREY))),
    Case("own-ranges", "Ranges with a middle, below zero and missing", drawn(RANGES, "range", highlight="Malatya")),
    Case("own-panels", "Thirty small multiples", drawn(many(30, 60), "small-multiples", highlight="District H1")),
)  # fmt: skip
"""The pages of the gallery."""

MORE_CASES = (
    Case("own-bands", "Standing ranges", drawn(BANDS, "range")),
    Case("own-panel-bars", "Small multiples of names", drawn(DOTS, "small-multiples")),
    Case("own-panel-columns", "Standing bars of five series", drawn(many(5, 40), "bar")),
    Case("own-numbers", "A line along numbers", drawn(ELEVEN, "line")),
    Case("own-steps", "Standing bars along numbers, in French", drawn(ELEVEN, "bar", language="fr")),
    Case("own-thirty-parts", "Thirty parts by name", drawn(
        names({f"Part {k}": [(k * 7 + t) % 19 for t in range(9)] for k in range(30)}), "stacked")),
    Case("own-six-dots", "Six series of dots over days", drawn(many(6, 50), "dot")),
    Case("own-long-panels", "Panels with long headings", drawn(LONG_LINES, "small-multiples")),
    Case("own-long-parts", "Parts with long names", drawn(
        numbers(days(12), {n: wave(12, k) for k, n in enumerate(LONG)}), "stacked")),
    Case("own-long-dots", "Dots with long names of series", drawn(
        names({n: list(range(k, 9 + k)) for k, n in enumerate(LONG)}), "dot")),
    Case("own-long-names", "Dots with long names of rows", drawn(names({"Reached": [5, 3, 9, -1, None, 2]}, LONG), "dot")),
    Case("own-hours", "Hours of two days", drawn(
        numbers([f"2023-02-{6 + n // 24:02}T{n % 24:02}:00Z" for n in range(40)], {"Flow": wave(40)}), "line")),
    Case("own-centuries", "Years of four centuries", drawn(
        numbers([str(year) for year in range(1600, 2000, 5)], {"Price": wave(80)}), "line")),
    Case("own-flat", "The same value each day", drawn(numbers(days(9), {"Level": [7] * 9}), "line")),
    Case("own-tiny", "Values of some millionths", drawn(numbers(days(9), {"Dose": [0.000001 * n for n in range(9)]}), "line")),
    Case("own-huge", "Values of some trillions", drawn(
        numbers(days(9), {"Debt": [1.25e12 * n for n in range(9)]}, unit="$"), "line")),
    Case("own-sixty-bars", "More bars than fit a page", drawn(
        numbers([f"Municipality {n}" for n in range(400)], {"Votes": [n * 31 % 997 for n in range(400)]}, kind="name"), "bar")),
    Case("own-names-line", "A line along names", drawn(
        numbers([f"Q{n % 4 + 1} {2015 + n // 4}" for n in range(30)], {"Output": wave(30)}, kind="name"), "line")),
    Case("own-last-missing", "Lines that end at different days", drawn(
        numbers(days(20), {
            "North": gaps(wave(20), (12, 20)), "South": wave(20, 1), "East": gaps(wave(20, 2), (0, 5))}), "line")),
    Case("own-panels-bars-long", "Panels of bars with long names", drawn(
        names({n: [5, -3, 9, 1, 0, 2] for n in LONG}, LONG), "small-multiples")),
    Case("own-two-panels", "Two panels", drawn(many(2, 30), "small-multiples", language="fr")),
    Case("own-range-one", "One range", drawn(names({"Low": [3], "High": [3]}, ("Port",)), "range")),
    Case("own-stack-days", "2,000 days of three parts", drawn(
        numbers(days(2000, date(2018, 1, 1)), {n: wave(2000, k) for k, n in enumerate("ABC")}), "stacked")),
    Case("own-bars-days", "2,000 standing bars", drawn(numbers(days(2000, date(2018, 1, 1)), {"Rain": wave(2000)}), "bar")),
)  # fmt: skip
"""Charts whose boxes are checked too, without a page of their own."""
