"""Acronyms that every reader knows, and the full names of the bodies most often met, in English and French."""

from __future__ import annotations

from collections.abc import Mapping

_KNOWN = """
    UN US USA UK EU AU UAE USSR NATO BBC CNN AFP TV UTC GMT CET PM AM GDP HIV AIDS NGO MP MEP CEO DNA GPS SMS PDF ISO
    TLP PHIA ICD OK ID DC NB PS RSVP ONU UE OTAN USD EUR CFA GMO PIB ONG VIH SIDA ADN COVID SARS MERS TB BRICS
    UNESCO UNICEF FIFA NASA AI IT VIP FAQ URL CSV HTML RFI ABC NBC CBS ITV
    MW GW TW MB GB TB TEU NA ND TBD TBC
"""
COMMON = frozenset(_KNOWN.split())
"""Acronyms, markings and units that every reader knows."""

_SMALL = (
    "of the and for in on to de la le les des du et d’ l’ pour en à aux au a an by with sur contre y del los las para &"
)
SMALL_WORDS = frozenset(_SMALL.split())
"""Words that an acronym may leave out."""

_ENGLISH: Mapping[str, str] = {
    "AU": "African Union",
    "UN": "United Nations",
    "EU": "European Union",
    "US": "United States",
    "UK": "United Kingdom",
    "ECOWAS": "Economic Community of West African States",
    "ECCAS": "Economic Community of Central African States",
    "WAEMU": "West African Economic and Monetary Union",
    "SADC": "Southern African Development Community",
    "IGAD": "Intergovernmental Authority on Development",
    "EAC": "East African Community",
    "AES": "Alliance of Sahel States",
    "OIC": "Organisation of Islamic Cooperation",
    "GCC": "Gulf Cooperation Council",
    "ASEAN": "Association of Southeast Asian Nations",
    "OAS": "Organization of American States",
    "OSCE": "Organization for Security and Co-operation in Europe",
    "NATO": "North Atlantic Treaty Organization",
    "IMF": "International Monetary Fund",
    "ICC": "International Criminal Court",
    "ICJ": "International Court of Justice",
    "ICRC": "International Committee of the Red Cross",
    "IAEA": "International Atomic Energy Agency",
    "ILO": "International Labour Organization",
    "IMO": "International Maritime Organization",
    "IOM": "International Organization for Migration",
    "OCHA": "Office for the Coordination of Humanitarian Affairs",
    "OHCHR": "Office of the High Commissioner for Human Rights",
    "OPEC": "Organization of the Petroleum Exporting Countries",
    "OECD": "Organisation for Economic Co-operation and Development",
    "UNDP": "United Nations Development Programme",
    "UNEP": "United Nations Environment Programme",
    "UNFPA": "United Nations Population Fund",
    "UNHCR": "United Nations High Commissioner for Refugees",
    "UNSC": "United Nations Security Council",
    "WFP": "World Food Programme",
    "WHO": "World Health Organization",
    "WMO": "World Meteorological Organization",
    "WTO": "World Trade Organization",
    "FAO": "Food and Agriculture Organization",
}
_FRENCH: Mapping[str, str] = {
    "CEDEAO": "Communauté économique des États de l’Afrique de l’Ouest",
    "CEEAC": "Communauté économique des États de l’Afrique centrale",
    "UEMOA": "Union économique et monétaire ouest-africaine",
    "OIF": "Organisation internationale de la Francophonie",
    "AES": "Alliance des États du Sahel",
    "ONU": "Organisation des Nations unies",
    "UA": "Union africaine",
    "UE": "Union européenne",
    "OMS": "Organisation mondiale de la santé",
    "OMC": "Organisation mondiale du commerce",
    "OIT": "Organisation internationale du travail",
    "OIM": "Organisation internationale pour les migrations",
    "AIEA": "Agence internationale de l’énergie atomique",
    "PAM": "Programme alimentaire mondial",
    "PNUD": "Programme des Nations unies pour le développement",
    "HCR": "Haut-Commissariat des Nations unies pour les réfugiés",
    "FMI": "Fonds monétaire international",
    "CPI": "Cour pénale internationale",
    "CIJ": "Cour internationale de Justice",
    "CICR": "Comité international de la Croix-Rouge",
    "OTAN": "Organisation du traité de l’Atlantique nord",
    "OCDE": "Organisation de coopération et de développement économiques",
    "OSCE": "Organisation pour la sécurité et la coopération en Europe",
    "OPEP": "Organisation des pays exportateurs de pétrole",
}
# An acronym that stays in one language while its name is translated: `Organisation mondiale de la santé (WHO)`.
_SAME: Mapping[str, str] = {
    "WHO": "OMS",
    "WTO": "OMC",
    "ILO": "OIT",
    "IOM": "OIM",
    "IAEA": "AIEA",
    "WFP": "PAM",
    "UNDP": "PNUD",
    "UNHCR": "HCR",
    "IMF": "FMI",
    "ICC": "CPI",
    "ICJ": "CIJ",
    "ICRC": "CICR",
    "NATO": "OTAN",
    "OECD": "OCDE",
    "OPEC": "OPEP",
    "ECOWAS": "CEDEAO",
    "ECCAS": "CEEAC",
    "WAEMU": "UEMOA",
    "AU": "UA",
    "EU": "UE",
    "UN": "ONU",
}


OTHERS: Mapping[str, tuple[str, ...]] = {
    "WTO": ("World Tourism Organization",),
    "ICC": ("International Chamber of Commerce", "International Cricket Council"),
    "IMO": ("International Mathematical Olympiad",),
    "ICJ": ("International Commission of Jurists",),
    "OIC": ("Organization of the Islamic Conference",),
    "ICRC": ("Red Cross",),
    "CICR": ("Croix-Rouge",),
    "UNHCR": ("United Nations Refugee Agency", "UN Refugee Agency"),
    "HCR": ("Agence des Nations unies pour les réfugiés",),
    "OHCHR": ("UN Human Rights Office", "United Nations Human Rights Office"),
    "CPI": ("Consumer Price Index",),
}
"""Other names that these acronyms have as well."""

TRANSLATED = frozenset(["FSB", "PNC", "RSP", "MNLA"])
"""Acronyms that are near the initials of their English name, and are those of another language."""


def _all_names() -> dict[str, tuple[tuple[str, bool], ...]]:
    names: dict[str, list[tuple[str, bool]]] = {}
    for known, is_french in ((_ENGLISH, False), (_FRENCH, True)):
        for short, name in known.items():
            names.setdefault(short, []).append((name, is_french))
    for english, french in _SAME.items():
        names[english].append((_FRENCH[french], True))
        names[french].append((_ENGLISH[english], False))
    return {short: tuple(of_one) for short, of_one in names.items()}


NAMES = _all_names()
"""The names of each body by its acronym, each with whether it is French; the name of the acronym's own language first."""

FULL_NAMES: Mapping[str, str] = {**{short: _FRENCH[short] for short in ("CEDEAO", "OIF")}, **_ENGLISH}
"""The full names of the bodies most often expected to react."""
