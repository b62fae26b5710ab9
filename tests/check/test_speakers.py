"""A quotation that the source gives to another speaker is an error; what is not plain, or may be one speaker, is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing.check.review import review_briefing
from briefing.load.folder import load_briefing


def problems(folder: Path, source: str, language: str = "en", **more: Any) -> list[str]:
    """Return the findings on speakers of a briefing with one source."""
    written = {
        "id": "x",
        "title": "A title",
        "language": language,
        "marking": "TLP:CLEAR",
        "as_of": "2032-01-01T00:00Z",
        "contact": {"name": "Desk", "email": "desk@desk.example"},
        "bottom_line": "One sentence.",
        "summary": [{"text": "One point.", "own": True}],
        "sources": [{"id": "s", "publisher": "Paper", "title": "An article", "text": "s.txt"}],
        **more,
    }
    (folder / "briefing.yaml").write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    (folder / "s.txt").write_text(source, encoding="utf-8")
    loaded = load_briefing(folder, [], lambda: frozenset(range(0x3000)))
    found = review_briefing(loaded.briefing, loaded.values, loaded.texts).problems
    assert not [one.what for one in found if one.code == "quote-not-verbatim"]
    return [one.what for one in found if one.code == "quote-speaker"]


def reaction(quote: str, body: str, speaker: str = "", capacity: str = "", **more: str) -> dict[str, Any]:
    row = {"body": body, "stance": "warns", "quote": quote, "source": "s", **more}
    return {"reactions": [row | {k: v for k, v in (("speaker", speaker), ("capacity", capacity)) if v}]}


def prose(text: str) -> dict[str, Any]:
    return {"sections": [{"title": "Said", "text": f"{text} [@s]"}]}


TALKS = """\
The talks on the Orlo dam ended on Friday without a signature, the secretariat of the Basin Authority said.

“We gave up our water once,” the foreign minister of Caldera, Tomás Iribarren, told reporters. “We shall not do it twice.”

Ludmila Sforza, who led the delegation of Vessany, disagreed. “Nobody asked for their water,” she said. “We asked for a
measurement.”

“The river is lower than in any year since 1931,” said the authority’s hydrologist, Dr Noor al-Rashid.

A spokesman for the farmers’ union of Vessany called the meeting “a funeral with coffee”.
"""

FRENCH = """\
Le tribunal de Valmer a suspendu mardi le chantier du tunnel.

« Ce chantier a commencé sans permis », a jugé la présidente du tribunal, Agathe Lormier.

L’avocat du constructeur, Me Rémi Sarrazin, conteste. « Le permis existe depuis 2019 », affirme-t-il.
"""

GERMAN = """\
Der Hafen von Nordmark bleibt geschlossen.

„Kein Schiff verlässt das Becken“, sagte Hafenmeisterin Frieda Oltmann. Der Reeder Jens Brockhaus widersprach: „Das
Becken ist tief genug.“
"""


@pytest.mark.parametrize(
    ("source", "language", "given", "theirs"),
    [
        (
            TALKS,
            "en",
            reaction("We gave up our water once", "Vessany", "Ludmila Sforza", "Head of delegation"),
            "Iribarren",
        ),
        (TALKS, "en", reaction("We shall not do it twice.", "Vessany", "Ludmila Sforza"), "Iribarren"),
        (TALKS, "en", reaction("Nobody asked for their water", "Caldera", "Tomás Iribarren"), "Sforza"),
        (
            TALKS,
            "en",
            reaction("We asked for a measurement.", "Basin Authority", "Noor al-Rashid", "Hydrologist"),
            "Sforza",
        ),
        (TALKS, "en", reaction("a funeral with coffee", "Caldera", "Tomás Iribarren", "Foreign minister"), "spokesman"),
        (TALKS, "en", reaction("We gave up our water once", "Caldera", "Jorge Quill", "Treasurer"), "Iribarren"),
        (TALKS, "en", prose("Sforza said: “We gave up our water once”."), "Iribarren"),
        (TALKS, "en", prose("“We gave up our water once”, said Dr al-Rashid."), "Iribarren"),
        (
            TALKS,
            "en",
            prose("According to Tomás Iribarren, the river is “lower than in any year since 1931”."),
            "Rashid",
        ),
        (TALKS, "fr", prose("« Nobody asked for their water », a déclaré M. Iribarren."), "Sforza"),
        (
            FRENCH,
            "fr",
            reaction("Ce chantier a commencé sans permis", "Constructeur", "Rémi Sarrazin", "Avocat"),
            "Lormier",
        ),
        (FRENCH, "fr", prose("« Le permis existe depuis 2019 », a dit Agathe Lormier."), "Sarrazin"),
        (FRENCH, "en", prose("Ms Lormier said “Le permis existe depuis 2019”."), "Sarrazin"),
        (GERMAN, "en", reaction("Das Becken ist tief genug.", "Port", "Frieda Oltmann", "Harbour master"), "Brockhaus"),
    ],
)
def test_another_speaker_is_an_error(
    tmp_path: Path, source: str, language: str, given: dict[str, Any], theirs: str
) -> None:
    (what,) = problems(tmp_path, source, language, **given)
    assert theirs in what


@pytest.mark.parametrize(
    ("source", "language", "given"),
    [
        (TALKS, "en", reaction("We gave up our water once", "Caldera", "Tomás Iribarren", "Foreign minister")),
        (TALKS, "en", reaction("We gave up our water once", "Caldera")),
        (TALKS, "en", reaction("We gave up our water once", "Government of Caldera", "Iribarren")),
        (TALKS, "en", reaction("We gave up our water once", "Ministry of Foreign Affairs", "T. Iribaren")),
        (TALKS, "en", reaction("Nobody asked for their water", "Vessany", "Lyudmila Sforza")),
        (TALKS, "en", reaction("a funeral with coffee", "Farmers’ union of Vessany", "", "Spokesman")),
        (TALKS, "en", reaction("a funeral with coffee", "Vessany")),
        (TALKS, "en", prose("Caldera’s foreign minister said: “We gave up our water once”.")),
        (TALKS, "en", prose("The river is “lower than in any year since 1931”, Noor Al Rachid said.")),
        (TALKS, "en", prose("They spoke of “a funeral with coffee”.")),
        (TALKS, "en", prose("Sforza rejected what Iribarren called giving up “our water once”.")),
        (FRENCH, "fr", prose("« Le permis existe depuis 2019 », a dit l’avocat du constructeur.")),
        (FRENCH, "fr", reaction("Ce chantier a commencé sans permis", "Tribunal de Valmer")),
        (GERMAN, "en", reaction("Kein Schiff verlässt das Becken", "Port of Nordmark", "Frieda Oltmann")),
    ],
)
def test_the_same_speaker_and_what_is_not_plain_are_none(
    tmp_path: Path, source: str, language: str, given: dict[str, Any]
) -> None:
    assert problems(tmp_path, source, language, **given) == []


def test_what_one_says_for_another_or_quotes_is_left_alone(tmp_path: Path) -> None:
    source = (
        "“He told me ‘I will not go’ and hung up,” said the envoy, Maria Delgado, of President Ivo Kern.\n\n"
        "“We regret the delay,” said the envoy, Maria Delgado, reading a statement by President Ivo Kern.\n\n"
        "“No comment,” said the envoy, Maria Delgado.\n\n“No comment,” President Ivo Kern said.\n"
    )
    for words in ("I will not go", "We regret the delay", "No comment"):
        assert problems(tmp_path, source, **reaction(words, "Presidency", "Ivo Kern", "President")) == []


def test_names_in_two_scripts_are_not_compared(tmp_path: Path) -> None:
    source = "قال وزير الخارجية سمير الحديد: «لن نقبل أي اتفاق». وقالت ليلى المنصور: «نحن مستعدون».\n"
    assert (
        problems(tmp_path, source, **reaction("لن نقبل أي اتفاق", "Qadira", "Samir al-Hadid", "Foreign minister")) == []
    )
