from __future__ import annotations

import pytest

from briefing.text.languages.expansions import find_expansions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The World Food Programme (WFP) said", {"WFP": "World Food Programme"}),
        ("WFP (World Food Programme) said", {"WFP": "World Food Programme"}),
        ("the Economic Community of West African States (ECOWAS)", {"ECOWAS": "Economic Community of West African States"}),
        ("the Islamic State in the Greater Sahara (ISGS) and the European Union (EU)",
         {"ISGS": "Islamic State in the Greater Sahara", "EU": "European Union"}),
        ("la Communauté économique des États de l’Afrique de l’Ouest (CEDEAO)",
         {"CEDEAO": "Communauté économique des États de l’Afrique de l’Ouest"}),
        ("l’Organisation des Nations unies (ONU)", {"ONU": "Organisation des Nations unies"}),
        ("many non-governmental organisations (NGOs)", {"NGOs": "non-governmental organisations"}),
        ("Jama'at Nusrat al-Islam wal-Muslimin (JNIM)", {"JNIM": "Jama'at Nusrat al-Islam wal-Muslimin"}),
        ("the UN High Commissioner for Refugees (UNHCR)", {"UNHCR": "UN High Commissioner for Refugees"}),
        ("the US Agency for International Development (USAID)", {"USAID": "US Agency for International Development"}),
        ("Programa Mundial de Alimentos (PMA)", {"PMA": "Programa Mundial de Alimentos"}),
        ("Организация Объединённых Наций (ООН)", {"ООН": "Организация Объединённых Наций"}),
        # What is no expansion, or may be none.
        ("United Nations Children’s Fund (UNICEF)", {}),
        ("the Central Bank of West African States (BCEAO)", {}),
        ("He said so (EU)", {}),
        ("in the south (ITS)", {}),
        ("a second group (B)", {}),
        ("its share (see Annex)", {}),
        ("World Food Programme. (WFP)", {}),
    ],
)  # fmt: skip
def test_an_abbreviation_is_explained_by_words_with_its_letters(text: str, found: dict[str, str]) -> None:
    expansions = list(find_expansions(text))
    assert {one.short: one.meaning for one in expansions} == found
    for one in expansions:
        beside = text[one.start : one.end]
        assert one.short in beside
        assert one.meaning in beside


@pytest.mark.parametrize(
    "text", ["of " * 40_000 + "(OFO)", "Aa " * 40_000 + "(AAAAA)", "WFP (" * 20_000, "of (OF) " * 9_000]
)
def test_no_text_takes_long(text: str) -> None:
    assert len(list(find_expansions(text))) <= 1
