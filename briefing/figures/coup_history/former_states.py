"""States that are no more, whose events a chart counts for the country that has their code in the data."""

from __future__ import annotations

from datetime import date

from briefing.figures.coup_history.chart import HistoryChart
from briefing.i18n import Translator

ENDED = {
    "CZE": date(1992, 12, 31),
    "DEU": date(1990, 10, 2),
    "RUS": date(1991, 12, 25),
    "SRB": date(2006, 6, 4),
    "VNM": date(1976, 7, 1),
    "YEM": date(1990, 5, 21),
}
"""The last day of the state or states that a country stands for until then, by its ISO 3166-1 alpha-3 code."""


def _former_names(words: Translator) -> dict[str, str]:
    return {
        "CZE": words.gettext("Czechoslovakia"),
        "DEU": words.gettext("the two German states"),
        "RUS": words.gettext("the Soviet Union"),
        "SRB": words.gettext("Yugoslavia, later Serbia and Montenegro"),
        "VNM": words.gettext("North and South Vietnam"),
        "YEM": words.gettext("the two Yemens"),
    }


def describe_former_states(chart: HistoryChart) -> str:
    """Say of which former states the chart shows events under the name of another; empty where of none."""
    words, names = chart.words, _former_names(chart.words)
    shown = [iso3 for iso3, day in ENDED.items() if any(event.date <= day for event in chart.of(iso3))]
    return " ".join(
        # Translators: "Until 1990 Yemen stands for the two Yemens."
        words.gettext(
            "Until {year} {country} stands for {former}.", year=year, country=chart.names[iso3], former=former
        )
        for iso3, year, former in ((iso3, ENDED[iso3].year, names[iso3]) for iso3 in shown)
    )
