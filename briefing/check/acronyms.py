"""Acronyms: those every reader of a briefing knows, and the full names of the bodies most often expected to react."""

from __future__ import annotations

_KNOWN = """
    UN US USA UK EU AU UAE USSR NATO BBC CNN AFP TV UTC GMT CET PM AM GDP HIV AIDS NGO MP MEP CEO DNA GPS SMS PDF ISO
    TLP PHIA ICD OK ID DC NB ONU UE OTAN USD EUR CFA
"""
COMMON = frozenset(_KNOWN.split())
"""Known to every reader, so that spelling them out would only slow the page; also marks and units."""

FULL_NAMES = {
    "AU": "African Union",
    "UN": "United Nations",
    "EU": "European Union",
    "US": "United States",
    "UK": "United Kingdom",
    "ECOWAS": "Economic Community of West African States",
    "CEDEAO": "Communauté économique des États de l’Afrique de l’Ouest",
    "ECCAS": "Economic Community of Central African States",
    "WAEMU": "West African Economic and Monetary Union",
    "SADC": "Southern African Development Community",
    "IGAD": "Intergovernmental Authority on Development",
    "EAC": "East African Community",
    "AES": "Alliance of Sahel States",
    "OIF": "Organisation internationale de la Francophonie",
    "OIC": "Organisation of Islamic Cooperation",
    "GCC": "Gulf Cooperation Council",
    "ASEAN": "Association of Southeast Asian Nations",
    "OAS": "Organization of American States",
    "OSCE": "Organization for Security and Co-operation in Europe",
    "NATO": "North Atlantic Treaty Organization",
    "IMF": "International Monetary Fund",
    "ICC": "International Criminal Court",
    "ICRC": "International Committee of the Red Cross",
    "OCHA": "Office for the Coordination of Humanitarian Affairs",
    "OHCHR": "Office of the High Commissioner for Human Rights",
    "UNHCR": "United Nations High Commissioner for Refugees",
    "UNSC": "United Nations Security Council",
    "WFP": "World Food Programme",
    "WHO": "World Health Organization",
}
