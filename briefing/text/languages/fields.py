"""The fields that words for offices and bodies belong to, in all languages together.

Bodies of one field may speak for each other (a minister for the government); those of two fields do not.
"""

from __future__ import annotations

import re

_FIELDS = {
    "government": r"""
        governments? minist\w+ president\w* premiers? prime chancell\w+ cabinet presidency presidential foreign white kremlin
        downing pentagon diplomat\w* ambassador\w* embassy envoys? officials? administration authorities governors? mayors?
        state
        government\w* prefect\w* king queen prince emir sultan royal palace federal national department secretary
        gouvernement\w* président\w* présidence premi[eè]re? chancel\w+ diplomat\w* ambassad\w+ officiels? responsables?
        autorités
        préfet\w* préfecture maire mairie gouverneur\w* roi reine élysée matignon état
        \w*regierung\w* \w*präsident\w* \w*kanzler\w* \w*minister\w* botschaft\w* behörden? bürgermeister\w* gouverneur\w*
        gobierno\w* presiden\w+ canciller embajad\w+ alcald\w+ gobernador\w* autoridad\w* portavoz
        governo\w* chanceler embaixad\w+ prefeit\w+ autarca governador\w* autoridades
        (?:ال)?حكومة (?:ال)?وزير\w* (?:ال)?وزارة (?:ال)?رئيس\w* (?:ال)?رئاسة
    """,
    "army": r"""
        army armies military soldiers? colonel captain lieutenant commanders? garrison forces troops guards? junta coup navy
        marshal admiral officers? armée militaires? soldats? capitaine commandant\w* troupes garde marine putsch\w* amiral
        armee soldat\w* oberst hauptmann streitkräfte bundeswehr truppen ejército militar\w* coronel comandante tropas fuerzas
        exército forças (?:ال)?جيش (?:ال)?قوات (?:ال)?قائد عسكري\w*
    """,
    "opposition": r"opposition\w* (?:ال)?معارضة oposición oposição",
    "bank": r"banks? banques? \w*bank bancos? (?:ال)?بنك",
    "health": r"""
        hospitals? nurses? doctors? physicians? surgeons? clinics? patients? médecins? infirmi\w+ hôpital hôpitaux ärzt\w+
        arzt
        \w*krankenhaus\w* enfermer\w+ médic\w+ hospitales enfermeir\w+ (?:ال)?مستشفى (?:ال)?طبيب\w*
    """,
    "church": r"""
        bishops? archbishops? popes? church priests? pastors? imams? évêques? pape église curé bischof kirche obispo
        papa igreja
    """,
    "company": r"""
        compan(?:y|ies) firms? corporations? ceo shareholders? entreprises? sociétés? compagnies? unternehmen konzern\w*
        empresas?
        (?:ال)?شركة
    """,
    "law": r"""
        courts? judges? prosecutors? tribunal\w* cour juges? procureur\w* gericht\w* richter\w* staatsanw\w+
        jue(?:z|ces) fiscal
    """,
    "police": r"police polizei policía polícia sheriffs? gendarm\w+ (?:ال)?شرطة",
    "charity": r"charit(?:y|ies) ngos? ong relief humanitarian volunteers?",
    "farming": r"farmers? growers? fisher\w+ agriculteurs? paysans? bauern landwirt\w* agricultores pescador\w+",
    "science": r"""
        engineers? scientists? experts? professors? researchers? ingénieur\w* chercheu\w+ ingenieur\w* forscher\w*
        científic\w+
    """,
    "media": r"newspapers? broadcasters? journalists? journaux zeitung\w* periódico jornal",
}

_LABOUR = re.compile(
    r"(?<!african )(?<!european )(?<!\w)(?:unions?(?! européenne| africaine| europea| europeia| africana)|syndica\w+"
    r"|gewerkschaft\w*|sindica\w+|strikers|grévistes|(?:ال)?نقابة)(?!\w)",
    re.IGNORECASE,
)
"""A trade union; the African Union is none."""

_PATTERNS = {
    **{f: re.compile(rf"(?<!\w)(?:{'|'.join(words.split())})(?!\w)", re.IGNORECASE) for f, words in _FIELDS.items()},
    "labour": _LABOUR,
}


def fields_of(text: str) -> frozenset[str]:
    """Return the fields that the words of a text belong to."""
    return frozenset(field for field, pattern in _PATTERNS.items() if pattern.search(text))
