"""Figures of unfamiliar subjects, tables and languages: wrong ones are found, right ones are not."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing.check.review import review_briefing
from briefing.load.folder import load_briefing

# Invented reports.
ENGLISH = """The glacier lake above Tarsk held 4.2 million cubic metres of water on 3 May, said Ilse Brandt, 58, of the survey.

Two thirds of the 1,350 households have left; about half a million litres of fuel were moved over 60 miles of road.

The dam is 35 metres high. Repairs cost €12.5 million, of which $3 million is a loan; a dozen engineers and three divers came.

Between 20 and 25 herds, some 8,000 yaks, were driven to Orlo at noon on Tuesday. It was 14 °C below zero at night.

Talks of five days between four villages ended at 5:30 p.m. in 2021; a 12-year-old girl and a man in his forties were hurt.
"""
FRENCH = """Le lac retenait 4,2 millions de mètres cubes le 3 mai, a dit Ilse Brandt, 58 ans.

Les deux tiers des 1 350 foyers sont partis ; une douzaine d’ingénieurs et un demi-million de litres de carburant.

Le barrage a coûté 12,5 millions d’euros. Le 1er juin, soixante-dix maisons ont brûlé, soit un quart du bourg.
"""
GERMAN = """Der See fasste am 3. Mai 4,2 Millionen Kubikmeter, sagte Ilse Brandt (58).

Zwei Drittel der 1.350 Haushalte sind fort; der Damm ist 35 Meter hoch und kostete 12,5 Millionen Euro.
"""
SPANISH = """El lago tenía 4,2 millones de metros cúbicos el 3 de mayo.

Dos tercios de los 1.350 hogares se han ido; la presa costó 12,5 millones de euros y mide 35 metros.
"""
TEXTS = {"en": ENGLISH, "fr": FRENCH, "de": GERMAN, "es": SPANISH}


def found(folder: Path, section: str, language: str = "en", **more: Any) -> list[str]:
    """Return what `figure-not-in-source` finds in a section, or in other values."""
    written: dict[str, Any] = {
        "id": "tarsk",
        "title": "The lake",
        "language": language,
        "marking": "TLP:CLEAR",
        "as_of": "2024-05-09T18:00Z",
        "next_update": "2024-05-10T18:00Z",
        "contact": {"name": "Desk", "email": "desk@desk.example"},
        "bottom_line": "So. [@en para. 1]",
        "summary": ["So. [@en para. 1]"],
        "sections": [{"title": "T", "text": section}],
        "sources": [
            {
                "id": id_,
                "publisher": "Survey",
                "title": "Report",
                "published": "2024-05-08",
                "text": f"{id_}.txt",
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
            }
            for id_, text in TEXTS.items()
        ],
        **more,
    }
    for id_, text in TEXTS.items():
        (folder / f"{id_}.txt").write_text(text, encoding="utf-8")
    (folder / "briefing.yaml").write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    loaded = load_briefing(folder, [], lambda: frozenset(range(0xA000)))
    review = review_briefing(loaded.briefing, loaded.values, loaded.texts, None, {}, loaded.tables)
    return [problem.what for problem in review.problems if problem.code == "figure-not-in-source"]


TABLE = "| What | Count | Source |\n|---|---|---|\n"
WRONG = [
    ("en", "The lake held 4.3 million cubic metres [@en para. 1]."),
    ("en", "The lake held 4.2 billion cubic metres [@en para. 1]."),
    ("en", "It held 4.2 million cubic metres on 4 May [@en para. 1]."),
    ("en", "Ilse Brandt, 59, spoke [@en para. 1]."),
    ("en", "The 59-year-old Ilse Brandt spoke [@en para. 1]."),
    ("en", "Three quarters of the households have left [@en para. 2]."),
    ("en", "Some 75 % of the households have left [@en para. 2]."),
    ("en", "Two thirds of the 1,530 households have left [@en para. 2]."),
    ("en", "About half a billion litres were moved [@en para. 2]."),
    ("en", "About a quarter of a million litres were moved [@en para. 2]."),
    ("en", "The road is 120 km long [@en para. 2]."),
    ("en", "The road is 60 km long [@en para. 2]."),
    ("en", "The dam is 45 metres high [@en para. 3]."),
    ("en", "The dam is 35 feet high [@en para. 3]."),
    ("en", "Repairs cost $12.5 million [@en para. 3]."),
    ("en", "Repairs cost €12.5 billion [@en para. 3]."),
    ("en", "€3 million of it is a loan [@en para. 3]."),
    ("en", "Dozens of engineers came [@en para. 3]."),
    ("en", "Five divers came [@en para. 3]."),
    ("en", "Between 20 and 35 herds were driven off [@en para. 4]."),
    ("en", "Some 15 to 25 herds were driven off [@en para. 4]."),
    ("en", "Some 80,000 yaks were driven off [@en para. 4]."),
    ("en", "Hundreds of yaks were driven off, some 800 [@en para. 4]."),
    ("en", "They left at midnight [@en para. 4]."),
    ("en", "They left on Thursday [@en para. 4]."),
    ("en", "It was 24 °C below zero [@en para. 4]."),
    ("en", "Talks of six days ended [@en para. 5]."),
    ("en", "Talks between seven villages ended [@en para. 5]."),
    ("en", "Talks ended at 6:30 p.m. [@en para. 5]."),
    ("en", "Talks ended in 2012 [@en para. 5]."),
    ("en", "A 21-year-old girl was hurt [@en para. 5]."),
    ("en", "It is shut [@en para. 5], after 400 years."),
    ("en", f"{TABLE}| Households | 1,450 | [@en para. 2] |"),
    ("en", f"{TABLE}| Dam, metres | 35 | [@en para. 3] |\n| Herds | 30 | [@en para. 4] |"),
    ("en", f"{TABLE}| Yaks in 2023 | 8,000 | [@en para. 4] |"),
    ("en", "The lake held 5.2 million cubic metres [@de para. 1]."),
    ("en", "It has 1,305 households [@es para. 2]."),
    ("en", "The dam cost €15.2 million [@de para. 2]."),
    ("en", "Three quarters of households left [@de para. 2]."),
    ("fr", "Le lac retenait 4,3 millions de mètres cubes [@fr para. 1]."),
    ("fr", "Ilse Brandt, 85 ans, a parlé [@fr para. 1]."),
    ("fr", "Les trois quarts des foyers sont partis [@fr para. 2]."),
    ("fr", "Quelque 1 530 foyers sont partis [@fr para. 2]."),
    ("fr", "Le 2 juin, des maisons ont brûlé [@fr para. 3]."),
    ("fr", "Quatre-vingt-dix maisons ont brûlé [@fr para. 3]."),
    ("fr", "Un tiers du bourg a brûlé [@fr para. 3]."),
    ("fr", "Le barrage a coûté 12,5 milliards d’euros [@fr para. 3]."),
    ("fr", "Le barrage mesure 53 mètres [@es para. 2]."),
]
RIGHT = [
    ("en", "The lake held 4,200,000 cubic metres on 3 May [@en para. 1]."),
    ("en", "The lake held over four million cubic metres [@en para. 1]."),
    ("en", "Ilse Brandt, aged 58, spoke [@en para. 1]."),
    ("en", "The 58-year-old spoke [@en para. 1]."),
    ("en", "Two-thirds of 1350 households have left [@en para. 2]."),
    ("en", "Some 500,000 litres were moved [@en para. 2]."),
    ("en", "The road is about 97 km long [@en para. 2]."),
    ("en", "The dam is 35 m high, or 115 feet [@en para. 3]."),
    ("en", "Repairs cost 12.5 million euros, of which US$3m is a loan [@en para. 3]."),
    ("en", "Twelve engineers and 3 divers came [@en para. 3]."),
    ("en", "Some 20-25 herds and nearly 8,000 yaks were driven off [@en para. 4]."),
    ("en", "They left at 12 noon on 7 May [@en para. 4]."),
    ("en", "It was -14 °C at night [@en para. 4]."),
    ("en", "Talks of 5 days between four villages ended at 17:30 in 2021 [@en para. 5]."),
    ("en", "A girl of 12 was hurt [@en para. 5]."),
    ("en", "A girl, 12, and a man in his 40s were hurt [@en para. 5]."),
    ("en", f"{TABLE}| Households | 1,350 | [@en para. 2] |\n| Height | 35 m | [@en para. 3] |"),
    ("en", "The lake held 4.2 million cubic metres on 3 May [@de para. 1]."),
    ("en", "Two thirds of 1,350 households left; the dam of 35 metres cost €12.5 million [@de para. 2]."),
    ("en", "Two thirds of 1,350 households left; the dam of 35 metres cost €12.5 million [@es para. 2]."),
    ("en", "On 1 June, seventy houses burnt, a quarter of the town [@fr para. 3]."),
    ("en", "Dozens of miles of road [@en para. 2]."),
    ("fr", "Des dizaines de mètres de haut [@en para. 3]."),
    ("fr", "Le lac retenait 4,2 millions de m³ le 3 mai [@en para. 1]."),
    ("fr", "Ilse Brandt, âgée de 58 ans, a parlé [@en para. 1]."),
    ("fr", "Les deux tiers des 1 350 foyers sont partis [@en para. 2]."),
    ("fr", "Le 1er juin, 70 maisons ont brûlé, soit 25 % du bourg [@fr para. 3]."),
    ("fr", "Le barrage a coûté 12,5 M€ [@fr para. 3]."),
    ("fr", "Environ 500 000 litres et douze ingénieurs [@fr para. 2]."),
    ("fr", "Les discussions ont pris fin à 17 h 30 en 2021, après cinq jours [@en para. 5]."),
    ("fr", "Ils sont partis mardi à midi [@en para. 4]."),
    ("fr", "La route fait quelque 97 km [@en para. 2]."),
]


@pytest.mark.parametrize(("language", "text"), WRONG)
def test_a_wrong_figure_is_found(language: str, text: str, tmp_path: Path) -> None:
    assert len(found(tmp_path, text, language)) == 1


@pytest.mark.parametrize(("language", "text"), RIGHT)
def test_a_right_figure_is_not(language: str, text: str, tmp_path: Path) -> None:
    assert found(tmp_path, text, language) == []


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ({"title": "A lake of 4.2 million cubic metres"}, 0),
        ({"title": "A lake of 5.2 million cubic metres"}, 1),
        ({"reactions": [{"body": "Survey", "speaker": "Ilse Brandt", "capacity": "Head since 2021", "stance": "warns",
                         "position": "It rises.", "source": "en para. 1"}]}, 0),
        ({"reactions": [{"body": "Survey", "speaker": "Ilse Brandt", "capacity": "Head since 2020", "stance": "warns",
                         "position": "It rises.", "source": "en para. 1"}]}, 1),
        ({"actors": [{"name": "Herders", "role": "About 25 herds", "side": "Valley", "status": "Gone.",
                      "affiliation": "League of 4 villages", "source": "en para. 4"}]}, 0),
        ({"actors": [{"name": "Herders", "role": "About 55 herds", "side": "Valley", "status": "Gone.",
                      "source": "en para. 4"}]}, 1),
        ({"figures": [{"value": "35", "unit": "m", "label": "Height", "source": "en para. 3"},
                      {"value": "1,530", "label": "Households", "source": "en para. 2"}]}, 1),
        ({"gaps": ["Whether 8,000 yaks are safe. [@en]"]}, 0),
        ({"gaps": ["Whether 9,000 yaks are safe. [@en]"]}, 1),
    ],
)  # fmt: skip
def test_titles_capacities_roles_and_whole_sources(more: dict[str, Any], count: int, tmp_path: Path) -> None:
    assert len(found(tmp_path, "So. [@en para. 1]", **more)) == count
