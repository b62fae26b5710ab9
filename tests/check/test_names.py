"""Names of people and bodies: one spelling, one capacity, and acronyms that are spelt out and right."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.check.rules.people.same_name import is_same_name
from tests.check.test_rules import RIGHT, codes, review

ONE_PERSON = [
    ("Mohamed Bazoum", "Muhammad Bazoum"),
    ("Khalifa Haftar", "Khalifah Haftar"),
    ("Muammar Gaddafi", "Muammar al-Qadhafi"),
    ("Muammar Gaddafi", "Muammar Kadhafi"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
    ("Vladimir Putin", "Vladimir Poutine"),
    ("Yevgeny Prigozhin", "Evgueni Prigojine"),
    ("Xi Jinping", "Jinping Xi"),
    ("Tsai Ing-wen", "Tsai Ingwen"),
    ("Kim Jong Un", "Kim Jong-un"),
    ("Viktor Orbán", "Orban Viktor"),
    ("Abdel Fattah al-Burhan", "Abdul Fattah al-Burhan"),
    ("Abdel-Fattah el-Sissi", "Abdelfattah al-Sisi"),
    ("Ahmed Hussein", "Ahmad Hussain"),
    ("Dmitry Medvedev", "Dmitri Medvedev"),
    ("Youssef Chahed", "Yusuf Chahed"),
    ("Aicha Ndiaye", "Aisha Ndiaye"),
    ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
    ("Łukasz Nowak", "Lukasz Nowak"),
    ("Søren Møller", "Soren Moller"),
]
TWO_PEOPLE = [
    ("Hassan Rouhani", "Hussein Rouhani"),
    ("Mahmoud Abbas", "Mohamed Abbas"),
    ("Salim Ali", "Salam Ali"),
    ("Maria Silva", "Mario Silva"),
    ("Anna Schmidt", "Anne Schmidt"),
    ("Jamal Omar", "Jamil Omar"),
    ("Ahmed Ali", "Hamid Ali"),
    ("Idriss Déby", "Mahamat Déby"),
    ("Jean Dupont", "Jan Dupont"),
    ("Marie Curie", "Maria Curie"),
    ("Kim Jong Un", "Kim Jong Il"),
    ("Xi Jinping", "Xi Zhongxun"),
    ("Li Peng", "Li Ping"),
    ("Ali Khamenei", "Ali Khomeini"),
    ("Juliane Meyer", "Julian Meyer"),
    ("Pauline Roy", "Paulin Roy"),
    ("Christian Wulff", "Christine Wulff"),
]
ACTOR, REACTION = RIGHT["actors"][0], RIGHT["reactions"][0]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_one_person_in_two_spellings_is_found_once_with_both_places(one: str, other: str, tmp_path: Path) -> None:
    reactions = [REACTION | {"speaker": other}, REACTION | {"speaker": other, "body": "Union"}]
    found = review(tmp_path, actors=[ACTOR | {"name": one}], reactions=reactions).problems
    (problem,) = [problem for problem in found if problem.code == "two-spellings" and f"“{other}”" in problem.what][:1]
    assert f"“{one}” at briefing.yaml:" in problem.what
    assert problem.place
    assert is_same_name(other, one) or one.casefold() != other.casefold()


@pytest.mark.parametrize(("one", "other"), [("Claire N’Diaye", "Claire Ndiaye"), ("Awa Konaté", "Awa Konate")])
def test_one_warning_is_enough_for_a_name(one: str, other: str, tmp_path: Path) -> None:
    found = codes(review(tmp_path, actors=[ACTOR | {"name": one}], reactions=[REACTION | {"speaker": other}]))
    assert found == ["two-spellings"]


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_two_people_are_two(one: str, other: str, tmp_path: Path) -> None:
    assert not is_same_name(one, other)
    assert not is_same_name(other, one)


def test_a_name_in_a_text_is_compared_with_the_actors(tmp_path: Path) -> None:
    more = {
        "actors": [ACTOR | {"name": "Mohamed Konaté"}],
        "reactions": [],
        "gaps": ["Where President Muhammad Konaté is."],
    }
    (problem,) = review(tmp_path, **more).problems  # type: ignore[arg-type]
    assert (problem.code, "“Muhammad Konaté” is written “Mohamed Konaté” at" in problem.what) == ("two-spellings", True)
    same = {"actors": [ACTOR | {"name": "Col. Mohamed Konaté"}], "reactions": [], "gaps": ["Where Mohamed Konaté is."]}
    assert codes(review(tmp_path, **same)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("role", "capacity", "found"),
    [
        ("Army chief", "Head of the dockers’ union", True),
        ("Minister of Trade", "Party leader", True),
        ("Foreign minister", "Minister of Foreign Affairs", False),
        ("Spokeswoman", "Port spokeswoman", False),
        ("Porte-parole du port", "Ministre", True),
    ],
)
def test_the_capacity_of_an_actor_who_speaks(role: str, capacity: str, found: bool, tmp_path: Path) -> None:
    more = {"actors": [ACTOR | {"role": role}], "reactions": [REACTION | {"capacity": capacity}]}
    assert codes(review(tmp_path, **more)) == (["two-capacities"] if found else [])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("The P.A.X. is silent.", "P.A.X."),
        ("The D.G.S.E is silent.", "D.G.S.E"),
        ("| Body | Says |\n|---|---|\n| PAX | nothing |", "PAX"),
        ("| Body | Says |\n|---|---|\n| PAX, QRX | nothing |", "PAX"),
        ("The PAX-led talks failed.", "PAX"),
        ("The PAXs are silent.", "PAX"),
        ("KEY POINTS: the PAX is silent.", "PAX"),
    ],
)
def test_acronyms_in_any_form_are_found(text: str, short: str, tmp_path: Path) -> None:
    found = [one for one in review(tmp_path, sections=[{"title": "T", "text": text}]).problems if "acronym" in one.code]
    assert found[0].code == "acronym-unexplained"
    assert f"{short} is nowhere spelt out" in found[0].what


def test_an_acronym_of_a_title_is_found(tmp_path: Path) -> None:
    assert "acronym-unexplained" in codes(review(tmp_path, title="QRX shuts the harbour"))
    assert "acronym-unexplained" in codes(review(tmp_path, sections=[{"title": "QRX", "text": "It is shut."}]))


@pytest.mark.parametrize(
    "words",
    [
        "COVID-19, H5N1, G7, F-16, IL-76, B2B, M23, MH17 and SARS-CoV-2 are no bodies.",
        "P.S. It is shut, J.F. Mensah says; A.B. Diallo too.",
        "The U.N., the U.S. and E.C.O.W.A.S. (Economic Community of West African States) met.",
        "It is NOT open. Nobody will leave, and it is not known why.",
        "# THE HARBOUR OF AZUR STAYS SHUT\n\nIt is shut.",
        "STRIKE AT THE PORT: nobody works.",
        "# TIMELINE\n\nIt is shut.\n\n## RECOMMENDATIONS:\n\nIt stays shut.",
        "Chapter VII, Louis XIV and MCMXCIX.",
        "| Country | Code |\n|---|---|\n| Niger | NER |",
        "Une épidémie de COVID et de VIH ; l’ONU, l’OTAN et l’UE.",
        "About 40 MW and 3,000 TEU.",
        "L’Organisation mondiale de la santé attend. La WHO et l’OMS aussi.",
    ],
)
def test_what_is_no_acronym_is_not_found(words: str, tmp_path: Path) -> None:
    found = codes(review(tmp_path, sections=[{"title": "T", "text": words}]))
    assert not [code for code in found if code.startswith("acronym")]


WRONG = [
    "The World Health Office (WHO) waits.",
    "WHO (World Health Office) waits.",
    "The W.H.O. (World Food Programme) waits.",
    "The Port Authority of Azur (PAX) waits.",
    "The Rapid Support Forces (RST) wait.",
    "The International Monetary Found (IMF) waits.",
    "The Economic Community of West Africa States (ECOWAS) waits.",
    "Le Bureau mondial de la santé (OMS) attend.",
    "Le Fonds monétaire mondial (FMI) attend.",
    "The International Court (ICC) waits.",
]
SOUND = [
    "The World Health Organisation (WHO) waits.",
    "L’Organisation mondiale de la santé (OMS) attend.",
    "L’Organisation mondiale de la santé (WHO) attend.",
    "The Port Authority of Azur (PAA) waits.",
    "The National Council for the Safeguard of the Homeland (CNSP) waits.",
    "The National Liberation Army (ELN) waits.",
    "Doctors Without Borders (MSF) wait.",
    "The Kurdistan Workers’ Party (PKK) waits.",
    "The Federal Security Service (FSB) waits.",
    "The World Tourism Organization (WTO) waits.",
    "The Communist Party of India (CPI) waits.",
    "The United Nations Office for the Coordination of Humanitarian Affairs (OCHA) waits.",
    "The UN refugee agency (UNHCR) and the Red Cross (ICRC) wait.",
    "The World Bank and the International Monetary Fund (IMF) wait.",
    "The African Union Commission (AUC) waits.",
    "Le Comité international de la Croix-Rouge (CICR) attend.",
    "President Ba of the Economic Community of West African States (ECOWAS) waits.",
    "Hayat Tahrir al-Sham (HTS) waits.",
    "Reuters (UK) and Minister Ba (PDG) wait. The Party of Democrats of Guinea (PDG).",
]


@pytest.mark.parametrize("words", WRONG)
def test_a_wrong_name_or_acronym_is_found(words: str, tmp_path: Path) -> None:
    assert "acronym-wrong" in codes(review(tmp_path, sections=[{"title": "T", "text": words}]))


@pytest.mark.parametrize("words", SOUND)
def test_a_right_one_in_any_language_is_not(words: str, tmp_path: Path) -> None:
    assert "acronym-wrong" not in codes(review(tmp_path, sections=[{"title": "T", "text": words}]))
