"""What a briefing judges: one likelihood, by the yardstick, in English and French; what is its own, and what is uncited."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.check.test_rules import RIGHT, codes, review


def judged(judgement: str, likelihood: str | None = None, *, language: str = "en", **more: Any) -> dict[str, Any]:
    term = {"likelihood": likelihood} if likelihood else {}
    return {"language": language, "assessment": [{"judgement": judgement, "own": True} | term], **more}


WITHOUT_SOURCE = {key: value for key, value in RIGHT["actors"][0].items() if key != "source"}
ICD = {"yardstick": "icd203"}


@pytest.mark.parametrize(
    "more",
    [
        judged("The ban is likely to stand.", "unlikely"),
        judged("It is unlikely that the dam holds.", "likely"),
        judged("The strike is highly likely to spread.", "likely"),
        judged("It is not likely that talks resume.", "highly likely"),
        judged("The glacier lake is more likely than not to burst.", "unlikely"),
        judged("There is a remote chance of a second quake.", "probable"),
        judged("The vaccine is certain to arrive.", "realistic possibility"),
        judged("It is impossible to reopen the mine.", "almost certain"),
        judged("There is a realistic possibility that it floods.", "highly unlikely"),
        judged("A merger is very likely.", "improbable", **ICD),
        judged("There is a roughly even chance of a default.", "nearly certain", **ICD),
        judged("La trêve est peu probable.", "likely", language="fr"),
        judged("La trêve est peu probable.", "très probable", language="fr"),
        judged("Les pannes sont presque certaines.", "peu probable", language="fr"),
        judged("Il est certain que la digue cédera.", "possibilité réaliste", language="fr"),
        judged("Un second séisme n’est pas probable.", "très probable", language="fr"),
    ],
)
def test_two_likelihoods_that_disagree_are_found(more: dict[str, Any], tmp_path: Path) -> None:
    assert codes(review(tmp_path, **more)) == ["two-likelihoods"]


@pytest.mark.parametrize(
    ("judgement", "likelihood", "language"),
    [
        ("There is a 30 % chance that it stands.", "likely", "en"),
        ("There is a 20-30 per cent probability of frost.", "likely", "en"),
        ("The probability of a strike is about 90 %.", "unlikely", "en"),
        ("There is one chance in ten that it stands.", "likely", "en"),
        ("It has a one-in-three chance.", "highly likely", "en"),
        ("It is fifty-fifty.", "almost certain", "en"),
        ("Il y a une chance sur deux que la digue cède.", "probable", "fr"),
        ("Il y a 30 % de chances que la digue cède.", "likely", "fr"),
        ("La probabilité d’une crue est de 90 %.", "peu probable", "fr"),
        ("Il y a trois chances sur quatre qu’il parte.", "très improbable", "fr"),
    ],
)
def test_a_number_outside_of_the_range_of_its_term_is_found(
    judgement: str, likelihood: str, language: str, tmp_path: Path
) -> None:
    assert codes(review(tmp_path, **judged(judgement, likelihood, language=language))) == [
        "likelihood-loose",
        "two-likelihoods",
    ]


def test_a_number_is_compared_with_the_term_beside_it(tmp_path: Path) -> None:
    said: dict[str, Any] = {"bottom_line": "A burst is unlikely (a 60 % chance). [@port para. 1]"}
    assert "two-likelihoods" in codes(review(tmp_path, **said))
    agrees: dict[str, Any] = {"bottom_line": "A burst is likely (a 60 % chance). [@port para. 1]"}
    assert "two-likelihoods" not in codes(review(tmp_path, **agrees))


@pytest.mark.parametrize(
    "more",
    [
        judged("The ban is likely to stand.", "likely"),
        judged("The ban is likely to stand.", "probable"),
        judged("The likely successor will resign.", "unlikely"),
        judged("It is more likely to freeze than to flood.", "unlikely"),
        judged("The remote villages stay cut off.", "highly likely"),
        judged("She says “it is unlikely” no more.", "likely", gaps=[], allow=[]) | {"gaps": ["Who decides."]},
        judged("It is not certain to end.", "likely"),
        judged("The merger is probable.", "likely", **ICD),
        judged("La digue tiendra.", "probable", language="fr"),
        judged("La digue tiendra.", "fort peu probable", language="fr"),
        judged("La digue tiendra.", "highly unlikely", language="fr"),
        judged("L’issue la plus probable est un report.", "peu probable", language="fr"),
        judged("Il est probable que la digue tienne.", "likely", language="fr"),
        judged("Les pannes sont très probables.", "highly likely", language="fr"),
        judged("Il faut partir dès que possible.", "likely", language="fr"),
        judged("Il est possible de passer par le col.", "likely", language="fr"),
    ],
)
def test_one_likelihood_is_one(more: dict[str, Any], tmp_path: Path) -> None:
    assert set(codes(review(tmp_path, **more))) <= {"quote-uncited"}


@pytest.mark.parametrize(
    ("judgement", "language"),
    [
        ("The truce seems to hold.", "en"),
        ("A second quake cannot be ruled out.", "en"),
        ("We cannot exclude a default.", "en"),
        ("Frost can’t be ruled out.", "en"),
        ("It may well burst.", "en"),
        ("In all probability it bursts.", "en"),
        ("There is a 60 % chance of frost.", "en"),
        ("La trêve semble tenir.", "fr"),
        ("Un second séisme n’est pas exclu.", "fr"),
        ("Une crue ne peut être exclue.", "fr"),
        ("La digue cédera peut-être.", "fr"),
        ("La digue cédera probablement.", "fr"),
        ("Il se peut que la digue cède.", "fr"),
        ("Il y a 60 % de chances qu’elle cède.", "fr"),
    ],
)
@pytest.mark.parametrize("where", ["judgement", "key point", "bottom line"])
def test_hedges_of_the_desk_are_found(judgement: str, language: str, where: str, tmp_path: Path) -> None:
    place: dict[str, dict[str, Any]] = {
        "judgement": judged(judgement),
        "key point": {"summary": [{"text": judgement, "own": True}]},
        "bottom line": {"bottom_line": judgement, "allow": [{"code": "uncited-text", "reason": "A test."}]},
    }
    found = codes(review(tmp_path, **place[where] | {"language": language}))
    assert "likelihood-loose" in found
    assert set(found) <= {"likelihood-loose", "allow-unused"}


@pytest.mark.parametrize(
    ("likelihood", "hint"),
    [
        ("assez probable", "probable?"),
        ("hautement probable", "it is a term of icd203"),
        ("very likely", "it is a term of icd203"),
        ("vraisemblable", "choose one of très improbable"),
    ],
)
def test_a_french_briefing_has_the_terms_that_print(likelihood: str, hint: str, tmp_path: Path) -> None:
    (problem,) = review(tmp_path, **judged("La digue tiendra.", likelihood, language="fr")).problems
    assert problem.code == "likelihood-unknown"
    assert hint in problem.hint


@pytest.mark.parametrize(
    "sentence",
    [
        "Avec une confiance élevée, la trêve est probable.",
        "Il est peu probable qu’elle tienne, et notre confiance est faible.",
        "Nous sommes assez confiants : un report est presque certain.",
    ],
)
def test_likelihood_and_confidence_in_one_french_sentence(sentence: str, tmp_path: Path) -> None:
    more: dict[str, Any] = {"language": "fr", "bottom_line": f"{sentence} [@port para. 1]"}
    assert "likelihood-with-confidence" in codes(review(tmp_path, **more))
    news = "Un vote de confiance est probable. [@port para. 1]"
    assert codes(review(tmp_path, language="fr", bottom_line=news)) == []


@pytest.mark.parametrize(
    "more",
    [
        {"summary": [{"text": "It is shut. [@port para. 1]", "own": True}]},
        judged("It stays shut. [@port para. 1]", "likely"),
        {"actors": [RIGHT["actors"][0] | {"own": True}]},
        {"reactions": [RIGHT["reactions"][0] | {"own": True}]},
    ],
)
def test_what_is_own_and_cited_is_found(more: dict[str, Any], tmp_path: Path) -> None:
    assert codes(review(tmp_path, **more)) == ["own-and-cited"]


@pytest.mark.parametrize(
    "more",
    [
        {"assessment": [RIGHT["assessment"][0] | {"own": True}]},
        {"actors": [WITHOUT_SOURCE | {"note": "As seen. [@port para. 1]", "own": True}]},
        {"summary": [{"text": "We expect no change.", "own": True}]},
    ],
)
def test_the_basis_of_an_own_judgement_may_cite(more: dict[str, Any], tmp_path: Path) -> None:
    assert codes(review(tmp_path, **more)) == []


def section(text: str) -> dict[str, Any]:
    return {"sections": [{"title": "T", "text": text}]}


@pytest.mark.parametrize(
    "more",
    [
        {"bottom_line": "Pirates hold eleven sailors aboard a tanker."},
        {"bottom_line": "The harbour was shut for 12 weeks."},
        section("Pirates boarded the tanker at dawn and took its crew ashore."),
        section("It is shut. [@port para. 1]\n\nThe tanker burns, and its crew has fled to the beach."),
        section("The harbour is shut.\n\nSome 4,200 containers wait on the harbour’s quays."),
        {"gaps": ["Pirates took the crew ashore; where they are held is not known."]},
        {"gaps": ["Whether the 37 hostages are alive."]},
        section("Des pirates ont capturé le pétrolier à l’aube et emmené son équipage.") | {"language": "fr"},
        {"gaps": ["Les pirates ont emmené l’équipage à terre."], "language": "fr"},
    ],
)
def test_uncited_facts_are_found(more: dict[str, Any], tmp_path: Path) -> None:
    assert codes(review(tmp_path, **more)) == ["uncited-text"]


@pytest.mark.parametrize(
    "more",
    [
        {"bottom_line": "The harbour stays shut."},
        {"bottom_line": "The harbour was shut on 29 April."},
        section("It is shut. [@port para. 1]\n\nIn this desk’s reading, the pirates and the crew know each other."),
        section("## What the pirates want and why\n\nThe harbour is shut. [@port para. 1]"),
        section("These points are open:\n\n- The harbour is shut. [@port para. 1]"),
        section("Pirates boarded the tanker at dawn.\n\n[@port para. 1]"),
        section("Selon nous, les pirates et les marins se connaissent.") | {"language": "fr"},
        {"gaps": ["Where the pirates hold the crew.", "Who decides.", "The pirates’ demands.", "No word of the crew."]},
        {"gaps": ["Où les pirates détiennent l’équipage.", "Le nombre des blessés."], "language": "fr"},
    ],
)
def test_what_sums_up_asks_or_is_the_desks_reading_needs_no_source(more: dict[str, Any], tmp_path: Path) -> None:
    assert codes(review(tmp_path, **more)) == []


@pytest.mark.parametrize(
    ("retrieved", "found"),
    [("2024-05-03", True), ("2024-06", True), ("2024-05-02", False), ("2024-05-02T18:01Z", True), ("2024", False)],
)
def test_a_source_retrieved_after_the_as_of_time(retrieved: str, found: bool, tmp_path: Path) -> None:
    sources = [RIGHT["sources"][0] | {"retrieved": retrieved}]
    assert codes(review(tmp_path, sources=sources)) == (["retrieved-after-as-of"] if found else [])
